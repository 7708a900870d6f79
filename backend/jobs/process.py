"""Processes: typed inputs, described outputs, and requests that are prepared once and then answered or run."""

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
    """The description of one output; ``schema`` is a JSON schema."""

    title: str
    description: str
    schema: Mapping[str, Any]

    @classmethod
    def file(cls, title: str, description: str, media_type: str) -> OutputDescription:
        """An output that is a file."""
        return cls(title, description, {"type": "string", "contentMediaType": media_type})

    @classmethod
    def features(cls, title: str, description: str) -> OutputDescription:
        """An output that is a GeoJSON FeatureCollection."""
        return cls(
            title,
            description,
            {
                "type": "object",
                "format": "geojson-feature-collection",
                "required": ["type", "features"],
                "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array"}},
            },
        )


@dataclass(frozen=True)
class Value:
    """An output that is itself JSON."""

    json: Any

    def to_dict(self) -> dict[str, Any]:
        """For the job store."""
        return {"value": self.json}


@dataclass(frozen=True)
class File:
    """An output that is a file in the job's folder.

    Attributes:
        name: the file's name in the folder.
        media_type: of the file.
        layer: the table of a GeoPackage with the features, otherwise None.
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
    """One execution from the point of view of a process, independent of job store and terminal.

    Attributes:
        progress: called with the progress of the work.
        cancelled: whether the work should stop.
        log: takes a line for the job's log.
    """

    progress: Tell = _nobody
    cancelled: Callable[[], bool] = lambda: False
    log: Callable[[str], None] = _nobody

    def part(self, start: float, end: float) -> Tell:
        """A callback that reports a part of the work to :attr:`progress`, from one share to another."""
        return part_of(self.progress, start, end)

    def tell(self, step: str, share: float) -> None:
        """Report the start of a step."""
        self.progress(Progress(step, share))


class Stop:
    """Whether work should stop, for readers and encoders that were created before the run."""

    def __init__(self) -> None:
        self._asked: Callable[[], bool] | None = None

    def follow(self, run: Run) -> None:
        """Attach to a run."""
        self._asked = run.cancelled

    def __call__(self) -> bool:
        """Whether to stop; False before there is a run."""
        return self._asked is not None and self._asked()


@dataclass
class Prepared(ABC):
    """A prepared request: inputs parsed, layer opened and index found, each once.

    It is then answered at once or run, by one thread.

    Attributes:
        stop: checked by its readers and its encoder.
    """

    stop: Stop

    def at_once(self) -> Outputs | None:
        """The outputs, all of them values, if they are available without long work; otherwise None."""
        return None

    def run(self, run: Run, folder: Path) -> Outputs:
        """Do the work. Restarted from the beginning after a crash, on top of what was committed.

        Args:
            run: progress, log and cancellation.
            folder: for result files; it becomes the result when the work succeeds.
        """
        self.stop.follow(run)
        return self._run(run, folder)

    @abstractmethod
    def _run(self, run: Run, folder: Path) -> Outputs: ...


Inputs = TypeVar("Inputs", bound=BaseModel)


class Process(ABC, Generic[Inputs]):
    """One kind of work that clients may request."""

    id: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str]
    version: ClassVar[str] = "1.0.0"
    inputs: ClassVar[type[BaseModel]]
    outputs: ClassVar[Mapping[str, OutputDescription]]

    @abstractmethod
    def prepare(self, inputs: Inputs, bench: Workbench) -> Prepared:
        """Resolve what a request refers to, and reject what can be rejected before any work begins.

        Raises:
            TerralexError: an error of :mod:`backend.errors`, reported alike by the command line and the service.
        """
