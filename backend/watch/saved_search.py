"""A saved search: a question to many layers that has a name, as a small JSON file or posted to the service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from backend.errors import BadOption
from backend.output.files import check_output, write_whole

MAX_NAME = 100
MAX_BYTES = 16 * 1024**2
_SECONDS = {"m": 60, "h": 3_600, "d": 86_400}


def _name(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise ValueError("it must contain a letter or a digit")
    return text


Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME, description="Name of the search"), AfterValidator(_name)]
Every = Annotated[
    str,
    Field(pattern=r"^[1-9][0-9]{0,3}[mhd]$", description="Interval between runs: 30m, 1h, 7d; not repeated if omitted"),
]


class SavedSearch(BaseModel):
    """What is asked, of which layers, under which name.

    Attributes:
        name: for display.
        inputs: of the process ``survey``: words or a concept, options, layers or folders.
        every: how often to run it again.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    inputs: Annotated[dict[str, Any], Field(description='Inputs of the process "survey"')]
    every: Every | None = None

    @property
    def every_s(self) -> float | None:
        """Seconds between two rounds; None if it is run by hand."""
        return None if self.every is None else seconds(self.every)


class _File(SavedSearch):
    """Of a file; says what it is."""

    terralex: Literal["saved search"]
    version: Literal[1]


def seconds(every: str) -> float:
    """``30m``, ``1h``, ``7d`` -> seconds.

    Raises:
        BadOption: it is none of these.
    """
    number, unit = every[:-1], every[-1:]
    if unit not in _SECONDS or not number.isascii() or not number.isdigit() or not 0 < int(number) < 10_000:
        raise BadOption(f"{every!r} is not an interval: write it like 30m, 1h or 7d.")
    return float(int(number) * _SECONDS[unit])


def name_of(text: str) -> str:
    """The name of a saved search, cut to what it may have.

    Raises:
        BadOption: it has no letter and no digit.
    """
    try:
        return _name(text.strip()[:MAX_NAME])
    except ValueError as error:
        raise BadOption(f"{text!r} cannot be the name of a saved search: {error}.") from error


def write_saved_search(path: Path, search: SavedSearch) -> None:
    """Write a saved search as JSON, whole or not at all.

    Raises:
        BadOption: the name does not end in ``.json``.
        OutputNotWritable: it cannot be written there.
    """
    check_output(path, (".json",))
    said = {"terralex": "saved search", "version": 1, **search.model_dump(exclude_none=True)}
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"

    def write(beside: Path) -> None:
        beside.write_text(text, encoding="utf-8")

    write_whole(path, write)


def read_saved_search(path: Path) -> SavedSearch:
    """Read a saved search.

    Raises:
        BadOption: it cannot be read, or is none; the sentence says why.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadOption(
            f"The saved search {path} cannot be read: {error.strerror or 'it cannot be opened'}."
        ) from error
    if len(content) > MAX_BYTES:
        raise BadOption(f"{path.name} is larger than {MAX_BYTES // 1024**2} MB: a saved search is a small file.")
    try:
        found = _File.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "content"
        raise BadOption(
            f"{path.name} is not a saved search that this version of Terralex can read: {where}: {first['msg']}."
        ) from error
    return SavedSearch(name=found.name, inputs=found.inputs, every=found.every)
