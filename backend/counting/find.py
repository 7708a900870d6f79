"""Count what a query names on one indexed layer, in total or by zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.affinity import affine_transform

from backend import __version__
from backend.counting.instances import LEAST_RELEVANCE, find_instances, seen_singly
from backend.counting.interval import LEVEL, Count, count_of, doubt_of
from backend.counting.rivals import rather_than_others
from backend.counting.zones import zones_of
from backend.errors import OutsideLayer
from backend.imagery.globe import Box
from backend.imagery.remote import place_of
from backend.imagery.window_grid import WindowSet
from backend.index.store import check_model
from backend.presence.verdict import KNOWN, Verdict, verdict_of
from backend.search.best import with_presence
from backend.search.consensus import Places
from backend.search.directions import text_directions
from backend.search.matrix_cache import MatrixCache
from backend.search.query import Query
from backend.search.ranking import rank_windows
from backend.search.search import SearchableIndex, SearchEncoder, open_matrix
from backend.search.sizes import Size
from backend.utc import now_text

LEAST_VALID = 0.9
"""Valid share of a window required to count: an edge of the data within it looks like a thing."""

_LATTICE = 32  # points along a side of a zone's box


@dataclass(frozen=True)
class CountOf:
    """Provenance of a count; ``time`` is ISO 8601 in UTC.

    Attributes:
        size_m: smallest and largest size of one of the things, in metres.
        level: coverage of the intervals, 0-1.
    """

    query: Query
    size_m: Size
    level: float
    model: str
    revision: str
    window_sizes_m: tuple[float, ...]
    layer: str
    fingerprint: str
    time: str
    version: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON-compatible values; the layer only by its name."""
        asked = self.query.to_dict()
        return {
            "query": asked.pop("texts"),
            **asked,
            "size_m": list(self.size_m),
            "level": self.level,
            "model": self.model,
            "revision": self.revision,
            "window_sizes_m": list(self.window_sizes_m),
            "layer": Path(self.layer).name,
            "fingerprint": self.fingerprint,
            "time": self.time,
            "terralex": self.version,
        }


@dataclass(frozen=True)
class Counted:
    """A count with its instances.

    Attributes:
        total: count in the whole layer or extent; with zones, in all of them together.
        points: float64 ``[n, 2]`` x, y in ``crs``, centres of the instances, the most certain first.
        probability: float64 ``[n]``, 0-1.
        sides_m: float32 ``[n]``, sides of their windows in metres.
        zones: a count per zone; empty without zones.
        covered: float64 ``[z]``, share of each zone that is covered by windows, 0-1.
        ground_km2: area covered by windows, in square kilometres.
        verdict: whether the thing is there at all, and whether its words are known.
        crs: the layer's.
    """

    total: Count
    points: NDArray[np.float64]
    probability: NDArray[np.float64]
    sides_m: NDArray[np.float32]
    zones: tuple[Count, ...]
    covered: NDArray[np.float64]
    ground_km2: float
    verdict: Verdict
    crs: Any
    provenance: CountOf

    def facts(self) -> dict[str, Any]:
        """As JSON-compatible values, without instances and zones."""
        return {
            "verdict": self.verdict.word,
            "facts": self.verdict.facts(),
            **told(self.total),
            "zones": len(self.zones),
            "ground_km2": round(self.ground_km2, 6),
            "provenance": self.provenance.to_dict(),
        }


def told(count: Count) -> Mapping[str, Any]:
    """A count as JSON-compatible values; ``count`` is None if it is not a number of things."""
    return {
        "count": count.number,
        "kind": count.kind,
        "expected": round(count.expected, 3),
        "low": count.low,
        "high": count.high,
        "instances": count.instances,
    }


def count_things(
    index: SearchableIndex,
    encoder: SearchEncoder,
    query: Query,
    size: Size,
    *,
    zones: NDArray[np.object_] | None = None,
    extent: Box | None = None,
    matrices: MatrixCache | None = None,
) -> Counted:
    """Count the things that a query names.

    Instances are non-overlapping windows (:mod:`backend.counting.instances`), each correct with the probability given
    by its calibrated relevance and by how much better the thing fits than others of its size
    (:mod:`backend.counting.rivals`); the count is their sum, with an interval (:mod:`backend.counting.interval`).

    Args:
        index: an index with windows that show single things (:func:`backend.counting.sizes.windows_to_count`).
        size: smallest and largest size of one thing, in metres.
        zones: polygons ``[z]`` in the layer's CRS, None for one without geometry; one count per zone.
        extent: in the layer's CRS; the whole layer if None.

    Raises:
        BadOption: the index was computed by another model.
        OutsideLayer: there is no window.
        IndexNotUsable: the index is damaged.
        ModelUnavailable: the model cannot be loaded.
    """
    check_model(index, encoder)
    directions = text_directions(query, encoder)
    matrix = open_matrix(index, encoder.device, extent, False, matrices)
    inside = None if extent is None else matrix.windows.meet(extent, matrix.bounds)
    chosen = np.arange(len(matrix)) if inside is None else np.flatnonzero(inside)
    if not len(chosen):
        raise OutsideLayer(f"No window of {index.info.path.name} with valid pixels lies in the extent: check it.")
    whole = matrix.valid_share[chosen] >= LEAST_VALID
    chosen = chosen[whole] if whole.any() else chosen
    rather = rather_than_others(matrix, directions, size)
    directions, presence = with_presence(directions, matrix, inside)
    relevance = rank_windows(matrix, directions, 0.0, chosen).relevance
    words = directions.words
    known = words is None or words.probability >= KNOWN
    windows = matrix.windows.take(chosen)
    boxes = windows.pixel_boxes()
    likely = relevance if rather is None else relevance * rather[chosen]
    likely = likely if known else np.zeros_like(likely)
    found = find_instances(boxes, likely)
    several = found.crowded | (not seen_singly(found, boxes, likely, windows.window_m, size[0]))
    a, b, c, d, e, f = tuple(index.info.transform)[:6]
    middles = (boxes[found.at, :2] + boxes[found.at, 2:]) / 2
    points = np.stack([a * middles[:, 0] + b * middles[:, 1] + c, d * middles[:, 0] + e * middles[:, 1] + f], axis=1)
    counting = np.ones(len(points), bool)
    if extent is not None:
        xmin, ymin, xmax, ymax = extent
        counting &= (points[:, 0] >= xmin) & (points[:, 0] < xmax) & (points[:, 1] > ymin) & (points[:, 1] <= ymax)
    owners: list[NDArray[np.intp]] = []
    if zones is not None:
        owners = zones_of(points, zones)
        counting &= np.isin(np.arange(len(points)), np.concatenate([*owners, np.empty(0, np.intp)]))
    places = Places(windows)
    cell_km2 = _cell_km2(windows, places)
    best = float(relevance.max())
    verdict = verdict_of(
        int((found.probability >= LEAST_RELEVANCE).sum()), LEAST_RELEVANCE, best, presence,
        None if words is None else words.probability, () if words is None else words.nearest,
    )  # fmt: skip
    source = CountOf(
        *(query, size, LEVEL, encoder.model_id, encoder.revision, index.window_sizes_m),
        *(place_of(index.info.path), index.info.fingerprint, now_text(), __version__),
    )
    doubt = doubt_of(found.probability[counting])
    return Counted(
        count_of(found.probability[counting], doubt, crowded=several[counting]),
        points[counting],
        found.probability[counting],
        windows.window_m[found.at][counting],
        tuple(count_of(found.probability[own], doubt, crowded=several[own]) for own in owners),
        np.empty(0) if zones is None else _covered(zones, windows, places),
        float(places.covered.sum()) * cell_km2,
        verdict,
        index.info.crs,
        source,
    )


def _cell_km2(windows: WindowSet, places: Places) -> float:
    """Area of one cell in square kilometres, from a window whose side is known in metres and in pixels."""
    one = int(np.argmin(windows.window_m))
    side = float(windows.window_m[one])
    return side**2 / float(windows.width[one] * windows.height[one]) * places.step_x * places.step_y / 1e6


def _covered(zones: NDArray[np.object_], windows: WindowSet, places: Places) -> NDArray[np.float64]:
    """Share of every zone that is covered by windows, estimated from a lattice of points."""
    a, b, c, d, e, f = tuple(~windows.transform)[:6]
    right, bottom = (windows.col_off + windows.width).max(), (windows.row_off + windows.height).max()
    steps = (np.arange(_LATTICE) + 0.5) / _LATTICE
    shares = np.zeros(len(zones))
    for number, zone in enumerate(zones):
        if zone is None or zone.is_empty:
            continue
        shape = affine_transform(zone, (a, b, d, e, c, f))
        low_x, low_y, high_x, high_y = shape.bounds
        x, y = np.meshgrid(low_x + steps * (high_x - low_x), low_y + steps * (high_y - low_y))
        inside = shapely.contains_xy(shape, x, y)
        if not inside.any():  # thinner than the lattice
            middle = shape.representative_point()
            x, y, inside = np.array([[middle.x]]), np.array([[middle.y]]), np.ones((1, 1), bool)
        # Windows of the last row and column end at the layer's edge, within a cell.
        col = np.clip((x - places.left) // places.step_x, 0, places.cols - 1).astype(np.intp)
        row = np.clip((y - places.top) // places.step_y, 0, places.rows - 1).astype(np.intp)
        under = (x >= places.left) & (x <= right) & (y >= places.top) & (y <= bottom) & places.covered[row, col]
        shares[number] = float(under[inside].mean())
    return shares
