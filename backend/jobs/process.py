"""What a process is: typed inputs, described outputs, a function that runs as a job, one that may answer at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel

if TYPE_CHECKING:
    from backend.jobs.workbench import Workbench

GEOPACKAGE = "application/geopackage+sqlite3"
GEOJSON = "application/geo+json"
COG = "image/tiff; application=geotiff; profile=cloud-optimized"
XML = "application/xml"


@dataclass(frozen=True)
class OutputDescription:
    """One output as clients are told of it; ``schema`` is a JSON schema."""

    title: str
    description: str
    schema: Mapping[str, Any]


@dataclass(frozen=True)
class Value:
    """An output that is JSON itself."""

    json: Any

    def to_dict(self) -> dict[str, Any]:
        """For the job store."""
        return {"value": self.json}


@dataclass(frozen=True)
class File:
    """An output that is a file of the job's folder.

    Attributes:
        name: the file's name in the folder.
        media_type: of the file.
        layer: the table of a GeoPackage that holds the features, else None.
    """

    name: str
    media_type: str
    layer: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """For the job store."""
        return {"file": self.name, "media_type": self.media_type, "layer": self.layer}


Outputs = Mapping[str, Value | File]


@dataclass(frozen=True)
class Run:
    """One execution as a process sees it; nothing here knows of the job store.

    Attributes:
        folder: where result files go; it becomes the result when the work succeeds.
        progress: told the share done, 0-1, and what is being done.
        cancelled: whether the work should stop.
        log: takes a line for the job's log.
    """

    folder: Path
    progress: Callable[[float, str], None]
    cancelled: Callable[[], bool]
    log: Callable[[str], None]

    def part(self, start: float, end: float) -> Callable[[float, str], None]:
        """A ``progress`` whose 0-1 is a part of this one's."""
        return lambda share, what: self.progress(start + (end - start) * share, what)


Inputs = TypeVar("Inputs", bound=BaseModel)


class Process(ABC, Generic[Inputs]):
    """One kind of work that clients may ask for."""

    id: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str]
    version: ClassVar[str] = "1.0.0"
    inputs: ClassVar[type[BaseModel]]
    outputs: ClassVar[Mapping[str, OutputDescription]]

    @abstractmethod
    def check(self, inputs: Inputs, bench: Workbench) -> None:
        """Refuse what can be refused before any work begins; raises errors of :mod:`backend.errors`."""

    def at_once(self, inputs: Inputs, bench: Workbench) -> Outputs | None:
        """The outputs, all of them values, if they can be had without long work; else None."""
        return None

    @abstractmethod
    def run(self, inputs: Inputs, bench: Workbench, run: Run) -> Outputs:
        """Do the work. Runs again from the start after a crash, on top of what was committed."""
