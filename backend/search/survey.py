"""One answer from many layers: the regions of all of them in one list, by calibrated relevance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from backend.imagery.crs import WGS84, same_crs
from backend.imagery.globe import bounds_of_each, to_degrees
from backend.output.vector import write_vector
from backend.presence.verdict import Verdict, Word
from backend.search.region import Region, SearchResult

LAYER_NAME = "regions"
BEST_FIRST: tuple[Word, ...] = ("found", "weak", "absent", "unknown_words")
"""Verdicts of several layers in the order in which one of them speaks for all; the plugin has the same for extents."""


@dataclass(frozen=True)
class LayerAnswer:
    """The answer of one layer.

    Attributes:
        layer: its id in requests.
        title: its display name.
        result: its regions; None if it failed, or is outside the requested extent.
        error: a sentence that says why it failed; empty if it did not.
    """

    layer: str
    title: str
    result: SearchResult | None = None
    error: str = ""

    def told(self) -> dict[str, Any]:
        """As JSON-compatible values, without regions; ``verdict`` is ``failed`` or ``outside`` without a result."""
        facts: dict[str, Any] = {"layer": self.title, "layer_id": self.layer}
        if self.result is None:
            return {**facts, "verdict": "failed" if self.error else "outside", "count": 0, "error": self.error or None}
        source = self.result.provenance
        return {
            **facts,
            "verdict": self.result.verdict.word,
            "count": self.result.count,
            "error": None,
            "windows": self.result.windows,
            "window_sizes_m": list(source.window_sizes_m),
            "fingerprint": source.fingerprint,
            "warnings": list(self.result.warnings),
        }


@dataclass(frozen=True)
class PlacedRegion:
    """A region and its layer; ``crs`` is that of its geometry."""

    region: Region
    layer: str
    title: str
    crs: Any
    fingerprint: str

    def told(self) -> dict[str, Any]:
        """Its fields as JSON-compatible values, without the geometry."""
        said = self.region.told()
        told = {name: said[name] for name in ("rank", "score", "relevance", "window_m", "windows")}
        return {**told, "layer": self.title, "layer_id": self.layer, "fingerprint": self.fingerprint}


@dataclass(frozen=True)
class SurveyResult:
    """One list of regions of many layers.

    Attributes:
        regions: by rank over all layers.
        answers: the answer of each layer, in the order of the request.
        crs: CRS of written shapes: that of the layers if all have the same, else longitude and latitude.
        source: provenance that all layers share: query, model, revision, time, version.
    """

    regions: tuple[PlacedRegion, ...]
    answers: tuple[LayerAnswer, ...]
    crs: Any
    source: Mapping[str, Any]

    @property
    def verdict(self) -> Verdict:
        """The best of the layers' verdicts."""
        verdicts = [answer.result.verdict for answer in self.answers if answer.result is not None]

        def order(verdict: Verdict) -> tuple[int, float]:
            return BEST_FIRST.index(verdict.word), -(verdict.best_relevance or 0.0)

        return min(verdicts, key=order, default=Verdict("absent"))

    def facts(self) -> dict[str, Any]:
        """As JSON-compatible values, without the regions."""
        failed = sum(bool(answer.error) for answer in self.answers)
        return {
            "verdict": self.verdict.word,
            "facts": self.verdict.facts(),
            "count": len(self.regions),
            "failed": failed,
            "windows": sum(answer.result.windows for answer in self.answers if answer.result is not None),
            "layers": [answer.told() for answer in self.answers],
            "provenance": dict(self.source),
        }

    def degrees(self) -> list[Any]:
        """Shapes of the regions in longitude and latitude, by rank."""
        found: list[Any] = [None] * len(self.regions)
        places: dict[str, list[int]] = {}
        for at, one in enumerate(self.regions):
            places.setdefault(str(one.crs), []).append(at)
        for own in places.values():
            shapes = to_degrees([self.regions[at].region.geometry for at in own], self.regions[own[0]].crs)
            for at, shape in zip(own, shapes, strict=True):
                found[at] = shape
        return found

    def to_dict(self) -> dict[str, Any]:
        """As JSON-compatible values, with the regions' bounds in longitude and latitude."""
        boxes = bounds_of_each(self.degrees())
        regions = [
            {**one.told(), "bounds_wgs84": None if box is None else [round(value, 7) for value in box]}
            for one, box in zip(self.regions, boxes, strict=True)
        ]
        return {**self.facts(), "regions": regions}


def merge(answers: Sequence[LayerAnswer], top: int) -> SurveyResult:
    """The best regions of all layers, ranked by relevance, ties by score.

    A model's calibrated relevance is comparable between layers; scores are not.

    Args:
        answers: of all layers; those without a result have no regions.
        top: maximum number of regions.
    """
    results = [answer.result for answer in answers if answer.result is not None]
    placed = [
        PlacedRegion(
            region, answer.layer, answer.title, answer.result.crs, fingerprint=answer.result.provenance.fingerprint
        )
        for answer in answers
        if answer.result is not None
        for region in answer.result.regions
    ]
    placed.sort(key=lambda one: (-one.region.relevance, -one.region.score))
    ranked = [replace(one, region=replace(one.region, rank=rank)) for rank, one in enumerate(placed[:top], start=1)]
    return SurveyResult(tuple(ranked), tuple(answers), _shared_crs(results), _shared_source(results))


def _shared_crs(results: Sequence[SearchResult]) -> Any:
    systems = [result.crs for result in results]
    return systems[0] if systems and all(same_crs(systems[0], one) for one in systems[1:]) else WGS84


def _shared_source(results: Sequence[SearchResult]) -> dict[str, Any]:
    """The part of the provenance that is the same for every layer."""
    if not results:
        return {}
    own = ("layer", "fingerprint", "window_sizes_m", "bands", "band_names")
    source = max(results, key=lambda result: result.provenance.time).provenance.to_dict()
    return {name: value for name, value in source.items() if name not in own}


def write_survey(path: Path, result: SurveyResult, overwrite: bool = False) -> None:
    """Write the regions with a field for their layer, see :func:`backend.search.export.write_regions`.

    Raises:
        BadOption: an unknown extension.
        OutputNotWritable: it cannot be written there, or would replace a layer that Terralex did not make.
    """
    own = result.crs != WGS84
    shapes = [one.region.geometry for one in result.regions] if own else result.degrees()
    told = [one.told() for one in result.regions]
    write_vector(path, shapes, result.crs, columns(told, result.source), LAYER_NAME, result.source, overwrite=overwrite)


def columns(told: Sequence[Mapping[str, Any]], source: Mapping[str, Any], more: Sequence[str] = ()) -> dict[str, Any]:
    """Columns of regions with their layer, one array per field, ``[n]`` each.

    Args:
        told: fields of each region, see :meth:`PlacedRegion.told`; the same for all.
        source: their common provenance.
        more: fields that come first.
    """
    kinds = {"rank": np.int32, "windows": np.int32, "score": np.float64, "relevance": np.float64}
    kinds |= {"window_m": np.float64}
    names = list(told[0]) if told else [*more, *kinds, "layer", "layer_id", "fingerprint"]
    found: dict[str, Any] = {name: np.array([one[name] for one in told], kinds.get(name, object)) for name in names}
    concept = source.get("concept")
    words = concept["name"] if concept else "; ".join(source.get("query", ()))
    said = {"query": words, "unwanted": "; ".join(source.get("unwanted", ()))}
    said |= {name: str(source.get(name, "")) for name in ("model", "revision", "time")}
    return found | {name: np.array([value] * len(told), dtype=object) for name, value in said.items()}
