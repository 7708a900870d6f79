"""What a process is: typed inputs, described outputs, and a request that is prepared once and then answered or run."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel

from backend.progress import Progress, Tell, part_of

if TYPE_CHECKING:
    from backend.jobs.workbench import Workbench

GEOPACKAGE = "application/geopackage+sqlite3"
GEOJSON = "application/geo+json"
COG = "image/tiff; application=geotiff; profile=cloud-optimized"
XML = "application/xml"
PNG = "image/png"


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


def _nobody(_: object) -> None: ...


@dataclass(frozen=True)
class Run:
    """One execution as a process sees it; nothing here knows of the job store or of a terminal.

    Attributes:
        progress: told where the work stands.
        cancelled: whether the work should stop.
        log: takes a line for the job's log.
    """

    progress: Tell = _nobody
    cancelled: Callable[[], bool] = lambda: False
    log: Callable[[str], None] = _nobody

    def part(self, start: float, end: float) -> Tell:
        """Who tells :attr:`progress` of a part of the work, from one share of it to another."""
        return part_of(self.progress, start, end)

    def tell(self, step: str, share: float) -> None:
        """A step begins."""
        self.progress(Progress(step, share))


class Stop:
    """Whether work should stop, for readers and encoders that were made before the work had a run to ask."""

    def __init__(self) -> None:
        self._asked: Callable[[], bool] | None = None

    def follow(self, run: Run) -> None:
        """From now on ask this run."""
        self._asked = run.cancelled

    def __call__(self) -> bool:
        """Whether to stop; no, before there is a run."""
        return self._asked is not None and self._asked()


@dataclass
class Prepared(ABC):
    """A request that is understood: its inputs are read, its layer opened, its index found, all of them once.

    It is answered at once or run, by one thread.

    Attributes:
        stop: what its readers and its encoder ask whether to stop.
    """

    stop: Stop

    def at_once(self) -> Outputs | None:
        """The outputs, all of them values, if they can be had without long work; else None."""
        return None

    def run(self, run: Run, folder: Path) -> Outputs:
        """Do the work. Runs again from the start after a crash, on top of what was committed.

        Args:
            run: who is told and asked.
            folder: where result files go; it becomes the result when the work succeeds.
        """
        self.stop.follow(run)
        return self._run(run, folder)

    @abstractmethod
    def _run(self, run: Run, folder: Path) -> Outputs: ...


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
    def prepare(self, inputs: Inputs, bench: Workbench) -> Prepared:
        """Find what a request refers to, and refuse what can be refused before any work begins.

        Raises:
            TerralexError: an error of :mod:`backend.errors`, the same that the command line and the service tell.
        """
