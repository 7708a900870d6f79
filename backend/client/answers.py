"""Responses of a service as plain dataclasses; all other facts are kept unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ENDED = frozenset({"successful", "failed", "dismissed"})


@dataclass(frozen=True)
class Layer:
    """A layer that the service knows.

    Attributes:
        id: identifier used in requests.
        title: for display.
        kind: ``path``, ``upload``, ``tiles`` or ``online``.
        state: ``ready``, ``incomplete`` or ``failed``.
        error: why it failed, in one sentence; None otherwise.
        info: CRS, size in pixels, ground sampling distance in metres, window sizes in metres and more.
    """

    id: str
    title: str
    kind: str
    state: str
    error: str | None = None
    info: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Layer:
        """A layer from the service's description."""
        texts = {name: str(answer[name]) for name in ("id", "title", "kind", "state")}
        return cls(**texts, error=answer.get("error"), info=answer["info"])


@dataclass(frozen=True)
class Job:
    """The state of a job at one moment.

    Attributes:
        id: identifier used in requests.
        process: id of the process it executes, such as ``search``.
        status: ``accepted``, ``running``, ``successful``, ``failed`` or ``dismissed``.
        progress: 0 to 100.
        message: what it is doing, or why it failed, in one sentence.
        eta_s: estimated seconds until it is done; None if unknown.
    """

    id: str
    process: str
    status: str
    progress: int
    message: str
    eta_s: float | None = None

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Job:
        """A job from the service's description."""
        return cls(
            str(answer["jobID"]),
            str(answer["processID"]),
            str(answer["status"]),
            int(answer.get("progress", 0)),
            str(answer.get("message", "")),
            answer.get("eta_s"),
        )

    @property
    def ended(self) -> bool:
        """Whether the job has ended."""
        return self.status in ENDED


@dataclass(frozen=True)
class Region:
    """A region of an answer.

    Attributes:
        rank: from 1, the best.
        score: cosine of query and window.
        relevance: 0 to 1; thresholds refer to it.
        window_m: size in metres of the windows it was found with.
        weak: whether it lies below the threshold.
        geometry: GeoJSON, in longitude and latitude.
        layer: name of the layer; empty if only one was searched.
    """

    rank: int
    score: float
    relevance: float
    window_m: float
    weak: bool
    geometry: Mapping[str, Any] = field(repr=False)
    layer: str = ""

    @classmethod
    def of(cls, feature: Mapping[str, Any]) -> Region:
        """A region from a GeoJSON feature."""
        said = feature["properties"]
        told = {name: said[name] for name in ("rank", "score", "relevance", "window_m")}
        weak, layer = bool(said.get("weak", False)), str(said.get("layer", ""))
        return cls(**told, weak=weak, geometry=feature["geometry"], layer=layer)


@dataclass(frozen=True)
class Found:
    """The answer of a search; folium, shapely and geopandas can read it directly (``__geo_interface__``).

    Attributes:
        verdict: ``found``, ``weak``, ``absent`` or ``unknown_words``: read it before the regions.
        regions: best first.
        geojson: a FeatureCollection of the same regions, in longitude and latitude.
        summary: the verdict's facts, counts, seconds, provenance.
        job_id: of the job that produced it; None if the answer was immediate.
    """

    verdict: str
    regions: tuple[Region, ...]
    geojson: Mapping[str, Any] = field(repr=False)
    summary: Mapping[str, Any] = field(repr=False)
    job_id: str | None = None

    @classmethod
    def of(cls, outputs: Mapping[str, Any], job_id: str | None) -> Found:
        """An answer from the outputs of ``search``, ``similar`` or ``survey``."""
        regions, summary = outputs["regions"], outputs["summary"]
        found_regions = tuple(Region.of(feature) for feature in regions["features"])
        return cls(str(summary["verdict"]), found_regions, regions, summary, job_id)

    @property
    def __geo_interface__(self) -> Mapping[str, Any]:
        return self.geojson


@dataclass(frozen=True)
class Round:
    """What the last run of a saved search said, in numbers.

    Attributes:
        time: when, ISO 8601 UTC.
        new, gone, unchanged: regions.
        layers_asked: layers in all.
        looked_at: those that were new or had changed.
        failed: those that could not be searched.
    """

    time: str
    new: int
    gone: int
    unchanged: int
    layers_asked: int
    looked_at: int
    failed: int

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Round:
        """A round as the service tells of it."""
        numbers = ("new", "gone", "unchanged", "layers_asked", "looked_at", "failed")
        return cls(str(answer["time"]), *(int(answer[name]) for name in numbers))


@dataclass(frozen=True)
class SavedSearch:
    """A question to many layers that the service keeps.

    Attributes:
        id: identifier used in requests.
        name: for display.
        inputs: of the process ``survey``: what is asked, of which layers and folders.
        every: how often the service runs it on its own, such as ``1h``; None for never.
        last: what its last run said; None before the first.
        job_id: of the job that the service started last on its own; None if there is none.
    """

    id: str
    name: str
    inputs: Mapping[str, Any] = field(repr=False)
    every: str | None = None
    last: Round | None = None
    job_id: str | None = None

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> SavedSearch:
        """A saved search as the service tells of it."""
        last = answer.get("last")
        told = None if last is None else Round.of(last)
        name, inputs = str(answer["name"]), answer["inputs"]
        return cls(str(answer["id"]), name, inputs, answer.get("every"), told, answer.get("job"))


@dataclass(frozen=True)
class Watched:
    """What a run of a saved search found; folium, shapely and geopandas read it as it is (``__geo_interface__``).

    Attributes:
        new, gone, unchanged: the regions by what became of them, the most relevant first; each says its ``layer``.
        geojson: a FeatureCollection of all of them, with the property ``change``, in longitude and latitude.
        summary: counts, what became of each layer, provenance.
        job_id: of the job that produced it.
    """

    new: tuple[Region, ...]
    gone: tuple[Region, ...]
    unchanged: tuple[Region, ...]
    geojson: Mapping[str, Any] = field(repr=False)
    summary: Mapping[str, Any] = field(repr=False)
    job_id: str | None = None

    @classmethod
    def of(cls, outputs: Mapping[str, Any], job_id: str | None) -> Watched:
        """The outputs of ``watch``."""
        rows = outputs["regions"]["features"]
        new, gone, unchanged = (
            tuple(Region.of(row) for row in rows if row["properties"]["change"] == change)
            for change in ("new", "gone", "unchanged")
        )
        return cls(new, gone, unchanged, outputs["regions"], outputs["summary"], job_id)

    @property
    def __geo_interface__(self) -> Mapping[str, Any]:
        return self.geojson


@dataclass(frozen=True)
class LabelledClass:
    """The area of one class.

    Attributes:
        label: the name of the class.
        colour: ``#rrggbb``, the same in every file and legend.
        area_m2: area in square metres.
        share: of the labelled area, 0 to 1; None if polygons were labelled.
        count: cells or polygons.
    """

    label: str
    colour: str
    area_m2: float
    share: float | None
    count: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> LabelledClass:
        """A class from a summary."""
        return cls(str(row["label"]), str(row["colour"]), float(row["area_m2"]), row["share"], int(row["count"]))


@dataclass(frozen=True)
class Labelled:
    """The answer of a labelling; get its areas with ``Client.features`` and its files with ``Client.download``.

    Attributes:
        classes: the classes that occur, largest first.
        summary: counts, what each class was recognised by, provenance.
        files: the outputs that are files, such as ``areas`` and ``raster``.
        job_id: of the job that produced it.
    """

    classes: tuple[LabelledClass, ...]
    summary: Mapping[str, Any] = field(repr=False)
    files: tuple[str, ...]
    job_id: str

    @classmethod
    def of(cls, outputs: Mapping[str, Any], job_id: str) -> Labelled:
        """An answer from the outputs of ``label-windows`` or ``label-features``."""
        summary = outputs["summary"]
        files = tuple(name for name, output in outputs.items() if name != "summary" and "href" in output)
        return cls(tuple(LabelledClass.of(row) for row in summary["classes"]), summary, files, job_id)
