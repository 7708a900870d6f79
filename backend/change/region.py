"""The result of comparing two dates: changed regions and their provenance."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from shapely import MultiPolygon, Polygon

from backend.imagery.globe import bounds_of_each, to_degrees
from backend.presence.verdict import Verdict
from backend.search.query import Query

Side = Literal["appeared", "disappeared"]
Direction = Literal["appeared", "disappeared", "both"]
DIRECTIONS: tuple[str, ...] = get_args(Direction)
SIDES: tuple[Side, ...] = ("appeared", "disappeared")


@dataclass(frozen=True)
class ChangedRegion:
    """One place that changed.

    Attributes:
        rank: from 1, the greatest change.
        side: whether what the query names appeared or disappeared.
        change: by how many robust standard deviations of the pair the later date is more (or less) like the query;
            always positive.
        relevance_earlier, relevance_later: relevance of its best window at each date, 0-1.
        window_m: side in metres of the windows the region is made of.
        windows: how many windows were merged.
        geometry: in the CRS of the result.
    """

    rank: int
    side: Side
    change: float
    relevance_earlier: float
    relevance_later: float
    window_m: float
    windows: int
    geometry: Polygon | MultiPolygon

    def told(self) -> dict[str, Any]:
        """Its fields as JSON-compatible values, without the geometry."""
        return {
            "rank": self.rank,
            "direction": self.side,
            "change": round(self.change, 3),
            "relevance_earlier": round(self.relevance_earlier, 6),
            "relevance_later": round(self.relevance_later, 6),
            "window_m": self.window_m,
            "windows": self.windows,
        }


@dataclass(frozen=True)
class Dates:
    """Provenance of a comparison; ``time`` is ISO 8601 in UTC, the fingerprints are those of the layers when compared.

    Attributes:
        ground_sampling_m: ground sampling distance of the common pixel grid, that of the coarser layer.
    """

    query: Query
    direction: Direction
    model: str
    revision: str
    window_sizes_m: tuple[float, ...]
    earlier: str
    later: str
    earlier_fingerprint: str
    later_fingerprint: str
    ground_sampling_m: float
    time: str
    version: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON-compatible values."""
        asked = self.query.to_dict()
        return {
            "query": asked.pop("texts"),
            **asked,
            "direction": self.direction,
            "model": self.model,
            "revision": self.revision,
            "window_sizes_m": list(self.window_sizes_m),
            "earlier": Path(self.earlier).name,
            "later": Path(self.later).name,
            "earlier_fingerprint": self.earlier_fingerprint,
            "later_fingerprint": self.later_fingerprint,
            "ground_sampling_m": round(self.ground_sampling_m, 4),
            "time": self.time,
            "terralex": self.version,
        }


@dataclass(frozen=True)
class ChangeResult:
    """Regions that changed between two dates, the greatest change first.

    Attributes:
        regions: by rank.
        crs: CRS of the geometries: the later layer's.
        windows: how many windows were compared.
        ground_km2: area of the ground that both layers show.
        verdict: verdict of the date that should show the thing; the better one if both directions were requested.
        provenance: both layers, the query and the model.
    """

    regions: tuple[ChangedRegion, ...]
    crs: Any
    windows: int
    ground_km2: float
    verdict: Verdict
    provenance: Dates

    def to_dict(self) -> dict[str, Any]:
        """As JSON-compatible values: :meth:`facts`, and the regions with their bounds in WGS 84."""
        shapes = [region.geometry for region in self.regions]
        boxes = bounds_of_each(to_degrees(shapes, self.crs)) if shapes else []
        rows = [
            {**region.told(), "bounds_wgs84": None if box is None else [round(value, 7) for value in box]}
            for region, box in zip(self.regions, boxes, strict=True)
        ]
        return {**self.facts(), "regions": rows}

    def facts(self) -> dict[str, Any]:
        """As JSON-compatible values, without the regions."""
        return {
            "verdict": self.verdict.word,
            "facts": self.verdict.facts(),
            "count": len(self.regions),
            "appeared": sum(region.side == "appeared" for region in self.regions),
            "disappeared": sum(region.side == "disappeared" for region in self.regions),
            "windows": self.windows,
            "ground_km2": round(self.ground_km2, 6),
            "provenance": self.provenance.to_dict(),
        }
