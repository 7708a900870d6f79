"""The tools of an agent, and the parsing of their arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from backend.errors import BadOption
from backend.jobs.process import Run

Answer = dict[str, Any]


class Arguments(BaseModel):
    """Arguments of a tool that is not a process; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Tool:
    """One tool: its description for agents, and its function.

    Attributes:
        name, title, description: for agents and people.
        schema: JSON schema of its arguments.
        call: does it.
        read_only: whether it makes nothing.
    """

    name: str
    title: str
    description: str
    schema: Mapping[str, Any]
    call: Callable[[Mapping[str, Any], Run], Answer]
    read_only: bool


def brief(feature: Mapping[str, Any]) -> Answer:
    """A region without its geometry: its bounding box in degrees, and its properties."""
    import shapely.geometry

    said = feature["properties"]
    bounds = shapely.geometry.shape(feature["geometry"]).bounds
    told = ("rank", "relevance", "score", "window_m", "weak", "layer", "change")
    known = {field: said[field] for field in told if field in said}
    return {**known, "bounds_wgs84": [round(degree, 6) for degree in bounds]}


def parsed(kind: type[Any], tool: str, arguments: Mapping[str, Any]) -> Any:
    """The arguments of a tool as its own type.

    Raises:
        BadOption: one is missing, unknown or wrong; the sentence names it.
    """
    try:
        return kind.model_validate(dict(arguments))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"]) or "arguments"
        raise BadOption(f"The argument {name!r} of {tool!r} cannot be used: {first['msg']}.") from error
