"""The result of a search: regions and their provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shapely import MultiPolygon, Polygon

from backend.imagery.globe import bounds_of_each, to_degrees
from backend.output.provenance import Provenance
from backend.presence.verdict import Verdict
from backend.search.query import Query

ACCEPTED, BEST, UNCERTAIN = "accepted", "best", "uncertain"


@dataclass(frozen=True)
class Region:
    """One region of a result.

    Attributes:
        rank: from 1, the best.
        score: cosine of the region's best window with the query, averaged with those of the windows over its ground
            (:mod:`backend.search.consensus`) unless single windows were requested.
        relevance: relevance of the same window, 0-1, see :mod:`backend.search.relevance`.
        window_m: side in metres of the windows the region is made of; its best window may be smaller.
        windows: how many windows were merged.
        geometry: in the layer's CRS.
        weak: whether it is below the threshold: a requested candidate.
        mark: ``accepted`` if a user has already accepted it.
        ask: why to check it next: it is among the ``best`` or the most ``uncertain``; else empty.
    """

    rank: int
    score: float
    relevance: float
    window_m: float
    windows: int
    geometry: Polygon | MultiPolygon
    weak: bool = False
    mark: str = ""
    ask: str = ""

    def told(self) -> dict[str, Any]:
        """Its fields as JSON-compatible values, without the geometry."""
        return {
            "rank": self.rank,
            "score": round(self.score, 6),
            "relevance": round(self.relevance, 6),
            "window_m": self.window_m,
            "windows": self.windows,
            "weak": self.weak,
            "mark": self.mark,
            "ask": self.ask,
        }


@dataclass(frozen=True)
class SearchResult:
    """Ranked regions of one layer.

    Attributes:
        regions: by rank; those at or above the threshold, then the requested candidates below it.
        crs: CRS of the geometries: the layer's.
        extent: searched extent ``xmin, ymin, xmax, ymax`` in ``crs``; None for the whole layer.
        windows: how many windows were compared.
        relevant: how many of them reached the threshold. For the best windows of a large index they are counted in half
            precision: of those within 0.001 of the threshold some may be missing or extra.
        seconds: duration of each stage.
        verdict: the first statement of the result.
        best_relevance: the relevance of the best candidate if no region is relevant enough; else None, also without any
            window.
        warnings: sentences about limitations of the result.
        exact: whether every window of the ground was compared. False for a fast search, which was asked for, and for
            one of an index that is larger than memory.
        recall: for the latter the share of the best windows that are among those compared, 0-1, as measured when the
            layer was indexed; else None.
    """

    regions: tuple[Region, ...]
    crs: Any
    extent: tuple[float, float, float, float] | None
    provenance: Provenance[Query]
    windows: int
    relevant: int
    seconds: Mapping[str, float]
    best_relevance: float | None = None
    verdict: Verdict = field(default_factory=lambda: Verdict("absent"))
    exact: bool = True
    recall: float | None = None
    warnings: tuple[str, ...] = ()

    def without_folder(self) -> SearchResult:
        """For clients, who know the layer by its name and must not learn its path."""
        return replace(self, provenance=self.provenance.without_folder())

    def to_dict(self) -> dict[str, Any]:
        """As JSON-compatible values: counts, seconds per stage, regions with their bounds in WGS 84, provenance.

        West is greater than east in bounds that cross the antimeridian.
        """
        shapes = [region.geometry for region in self.regions]
        boxes = bounds_of_each(to_degrees(shapes, self.crs)) if shapes else []
        facts = self.facts()
        source = facts.pop("provenance")
        return {
            **facts,
            "regions": [
                {
                    **region.told(),
                    "bounds_wgs84": None if box is None else [round(value, 7) for value in box],
                }
                for region, box in zip(self.regions, boxes, strict=True)
            ],
            "provenance": source,
        }

    @property
    def count(self) -> int:
        """Number of regions that reached the threshold, or were accepted."""
        return sum(not region.weak and region.ask != UNCERTAIN for region in self.regions)

    def next_places(self) -> dict[str, list[int]]:
        """Ranks of the regions to check next, by reason."""
        return {why: [region.rank for region in self.regions if region.ask == why] for why in (BEST, UNCERTAIN)}

    def facts(self) -> dict[str, Any]:
        """:meth:`to_dict` without the regions."""
        return {
            "verdict": self.verdict.word,
            "facts": self.verdict.facts(),
            "count": self.count,
            "candidates": sum(region.weak and region.ask != UNCERTAIN for region in self.regions),
            "next": self.next_places(),
            "windows": self.windows,
            "windows_relevant": self.relevant,
            "best_relevance": None if self.best_relevance is None else round(self.best_relevance, 6),
            "exact": self.exact,
            "recall": None if self.recall is None else round(self.recall, 4),
            "warnings": list(self.warnings),
            "seconds": {stage: round(seconds, 4) for stage, seconds in self.seconds.items()},
            "provenance": self.provenance.to_dict(),
        }
