"""Windows and their scores -> regions: overlapping windows of all sizes are merged.

Greedy non-maximum suppression that merges instead of only dropping. The best free window is a seed; if a larger window
around it is nearly as good, that one replaces it, so that the result for an airport is not a piece of its apron. The
seed grows over free windows of similar size that overlap and are nearly as good, up to a fixed reach; their union is
the region. Other windows that overlap the region are dropped, and the next best free window is the next seed. Regions
never overlap: a later one is cut where it intersects an earlier one.

Shapes are shapely polygons in pixels of the layer, where windows are boxes whatever the CRS and rotation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import MultiPolygon, Polygon, STRtree
from shapely.affinity import scale

MAX_CANDIDATES = 200_000
"""Maximum number of windows considered, best first: bounds the time on a layer with millions."""

FIRST_CANDIDATES = 8_192
"""Number of boxes considered at first; more are added as long as a region could include them."""

_AROUND = 0.8  # share of a window that a larger one around it must contain


@dataclass(frozen=True)
class MergeRules:
    """How windows become regions.

    Attributes:
        margin: share of the seed's lead over the background that an absorbed window may lack.
        overlap: shared area, relative to the smaller shape, from which two shapes count as overlapping.
        promotion: share of its lead that a seed may give up for a larger window around it.
        ground: least lead of the weakest quarter of an absorbed window, relative to that of the seed. A window across
            the edge of a thing is half as good as one on it and would pass otherwise, although half of its ground is
            something else.
        reach: maximum extent of a region, in sides of its seed window.
        wider: by how many pixels a region may be wider than its seed window at most.
        larger, smaller: largest and smallest area of an absorbed window, as multiples of the seed's.
    """

    margin: float = 0.3
    overlap: float = 0.2
    promotion: float = 0.1
    ground: float = 0.75
    reach: float = 9.0
    wider: float = math.inf
    larger: float = 1.5
    smaller: float = 0.2


@dataclass(frozen=True)
class MergedWindows:
    """One region.

    Attributes:
        best: index of its best window, whose scores are the region's.
        seed: index of the window it grew from: the best one or a larger one around it.
        count: how many windows were merged.
        shape: polygon in pixels.
    """

    best: int
    seed: int
    count: int
    shape: Polygon


def merge_windows(
    shapes: NDArray[np.object_],
    ranking: NDArray[np.float32],
    top: int,
    background: float | None = None,
    rules: MergeRules = MergeRules(),
    relevant: NDArray[np.bool_] | None = None,
    weakest: NDArray[np.float32] | None = None,
) -> list[MergedWindows]:
    """Merge overlapping windows into at most ``top`` disjoint regions, best first.

    The result does not depend on the order of the windows, and merging is idempotent.

    Args:
        shapes: ``[n]`` polygons in pixels.
        ranking: float32 ``[n]``, higher is better.
        top: maximum number of regions.
        relevant: bool ``[n]``, which windows may be the best of a region; all if None.
        background: ranking of ordinary ground, the reference for leads; the median of ``ranking`` if None.
        weakest: float32 ``[n]``, lead of each window's weakest quarter over ordinary ground; ignored if None.
    """
    if not len(shapes) or top < 1:
        return []
    level = float(np.median(ranking)) if background is None else background
    return _merge(shapes, _merits(ranking, relevant, weakest), top, level, rules)


def merge_boxes(
    boxes: NDArray[np.float64],
    ranking: NDArray[np.float32],
    top: int,
    background: float,
    rules: MergeRules = MergeRules(),
    relevant: NDArray[np.bool_] | None = None,
    weakest: NDArray[np.float32] | None = None,
) -> list[MergedWindows]:
    """:func:`merge_windows` for boxes ``[n, 4]``, with the same result in less time.

    The best window of a region sets a lower limit for the ranking of its windows; so only the best windows are
    considered, and more of them until no region could include any below.
    """
    merits = _merits(ranking, relevant, weakest)
    count = FIRST_CANDIDATES
    while True:
        near = np.arange(len(boxes))
        cut = -np.inf
        if count < len(boxes):
            cut = float(np.partition(ranking, len(boxes) - count)[len(boxes) - count])
            near = np.flatnonzero(ranking >= cut)
        shapes = np.asarray(shapely.box(*boxes[near].T), dtype=object).reshape(-1)
        regions = _renumbered(_merge(shapes, merits.take(near), top, background, rules), near)
        complete = len(regions) == top or merits.relevant[near].sum() == merits.relevant.sum()
        lowest = min((_least(float(ranking[region.best]), rules.margin, background) for region in regions), default=cut)
        if len(near) == len(boxes) or count >= MAX_CANDIDATES or (complete and lowest >= cut):
            return regions
        count *= 4


class _Merits(NamedTuple):
    """What decides which windows are merged, ``[n]`` each; see :func:`merge_windows`."""

    ranking: NDArray[np.float32]
    relevant: NDArray[np.bool_]
    weakest: NDArray[np.float32] | None

    def take(self, rows: NDArray[np.intp]) -> _Merits:
        """Those of some windows."""
        return _Merits(self.ranking[rows], self.relevant[rows], None if self.weakest is None else self.weakest[rows])


def _merits(
    ranking: NDArray[np.float32], relevant: NDArray[np.bool_] | None, weakest: NDArray[np.float32] | None
) -> _Merits:
    return _Merits(ranking, np.ones(len(ranking), bool) if relevant is None else relevant, weakest)


def _merge(
    shapes: NDArray[np.object_], merits: _Merits, top: int, background: float, rules: MergeRules
) -> list[MergedWindows]:
    order = _order(shapes, merits.ranking)[:MAX_CANDIDATES]
    if top < 1 or not merits.relevant[order].any():
        return []
    return _renumbered(_Merger(shapes[order], merits.take(order), background, rules).run(top), order)


def _renumbered(regions: list[MergedWindows], rows: NDArray[np.intp]) -> list[MergedWindows]:
    """Regions of the windows at ``rows`` with the numbers that these have among all windows."""
    return [replace(region, best=int(rows[region.best]), seed=int(rows[region.seed])) for region in regions]


def _least(ranking: float, share: float, background: float) -> float:
    """A ranking after giving up a share of its lead over the background."""
    return ranking - share * max(ranking - background, 0.0)


def _order(shapes: NDArray[np.object_], ranking: NDArray[np.float32]) -> NDArray[np.intp]:
    """Best first; ties by position, so that the order of the input does not matter."""
    xmin, ymin, xmax, ymax = shapely.bounds(shapes).T
    return np.lexsort((ymax, xmax, ymin, xmin, -ranking.astype(np.float64)))


class _Merger:
    """The windows, best first, and which of them are still free."""

    def __init__(self, shapes: NDArray[np.object_], merits: _Merits, background: float, rules: MergeRules) -> None:
        self.shapes, self.background, self.rules = shapes, background, rules
        self.ranking, self.weakest = merits.ranking, merits.weakest
        self.relevant = np.flatnonzero(merits.relevant)
        self.areas, self.bounds = shapely.area(shapes), shapely.bounds(shapes)
        self.centres = shapely.get_coordinates(shapely.centroid(shapes))
        self.tree = STRtree(shapes)
        # For boxes, which windows are, envelopes suffice; other shapes are intersected.
        self.touching = None if bool(_are_boxes(shapes, self.bounds).all()) else "intersects"
        self.free = np.ones(len(shapes), bool)

    def run(self, top: int) -> list[MergedWindows]:
        """Regions, best first."""
        regions: list[MergedWindows] = []
        for best in self.relevant.tolist():
            if len(regions) == top:
                break
            if not self.free[best]:
                continue
            seed = self._promote(best)
            members = self._grow(seed, float(self.ranking[best]))
            shape = _single_polygon(self.shapes[members], [region.shape for region in regions], self.areas[seed])
            if shape.area < 0.5 * self.areas[best]:  # a remainder between earlier regions
                self.free[best] = False
                continue
            self.free[members] = False
            self.free[best] = False
            self._drop(shape)
            regions.append(MergedWindows(best, seed, len(members), shape))
        return regions

    def _promote(self, best: int) -> int:
        """The largest window around the best one that is nearly as good; of equally large ones the best."""
        around = np.sort(self.tree.query(self.shapes[best], predicate=self.touching))
        around = around[
            self.free[around]
            & (self.areas[around] > self.rules.larger * self.areas[best])
            & (self.ranking[around] >= _least(float(self.ranking[best]), self.rules.promotion, self.background))
        ]
        if not len(around):
            return best
        shared = _shared_areas(self.shapes[around], np.full(len(around), self.shapes[best], dtype=object))
        around = around[shared >= _AROUND * self.areas[best]]
        if not len(around):
            return best
        largest = around[self.areas[around] >= self.areas[around].max() * (1 - 1e-6)]
        return int(largest[0])

    def _grow(self, seed: int, ranking: float) -> NDArray[np.intp]:
        """Ascending indices of the windows that the seed absorbs, including itself; ``ranking`` is the region's."""
        rules = self.rules
        least = _least(ranking, rules.margin, self.background)
        most = min(rules.reach, 1.0 + rules.wider / math.sqrt(self.areas[seed]))
        reach = scale(self.shapes[seed], most, most, origin="centroid")
        near = np.sort(self.tree.query(reach, predicate=self.touching))
        ratio = self.areas[near] / self.areas[seed]
        near = near[
            self.free[near] & (self.ranking[near] >= least) & (ratio <= rules.larger) & (ratio >= rules.smaller)
        ]
        if self.weakest is not None:
            near = near[self.weakest[near] >= _least(float(self.weakest[seed]), 1 - rules.ground, 0.0)]
        near = near[self._centred(near, scale(reach, *(2 * [1 - 1 / most]), origin="centroid"))]
        near = np.union1d(near, [seed])
        if len(near) == 1:
            return near
        first, second = self._overlapping_pairs(near)
        graph = coo_array((np.ones(len(first), np.int8), (first, second)), shape=(len(near), len(near)))
        part = connected_components(graph, directed=False)[1]
        grown: NDArray[np.intp] = near[part == part[np.searchsorted(near, seed)]]
        return grown

    def _centred(self, near: NDArray[np.intp], reach: Polygon) -> NDArray[np.bool_]:
        """Which windows have their centre in a polygon."""
        x, y = self.centres[near].T
        if self.touching is not None:
            return np.asarray(shapely.covered_by(shapely.points(x, y), reach))
        xmin, ymin, xmax, ymax = reach.bounds
        return np.asarray((x >= xmin) & (x <= xmax) & (y >= ymin) & (y <= ymax))

    def _overlapping_pairs(self, subset: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        shapes, areas = self.shapes[subset], self.areas[subset]
        first, second = STRtree(shapes).query(shapes, predicate=self.touching)
        once = first < second
        first, second = first[once], second[once]
        share = _shared_areas(shapes[first], shapes[second]) / np.minimum(areas[first], areas[second])
        joined = share > self.rules.overlap
        return first[joined], second[joined]

    def _drop(self, region: Polygon) -> None:
        near = self.tree.query(region, predicate="intersects")
        near = near[self.free[near]]
        shapes, bounds = self.shapes[near], self.bounds[near]
        least = self.rules.overlap * np.minimum(self.areas[near], region.area)
        shapely.prepare(region)
        inside = shapely.covers(region, shapes)
        envelope = region.bounds
        sides = np.minimum(bounds[:, 2:], envelope[2:]) - np.maximum(bounds[:, :2], envelope[:2])
        shared = np.where(inside, self.areas[near], np.clip(sides, 0, None).prod(axis=1))
        unsure = ~inside & (shared > least)  # the envelope shares enough; only the intersection can decide
        if self.touching is None:
            shared[unsure] = [shapely.clip_by_rect(region, *box).area for box in bounds[unsure].tolist()]
        else:
            shared[unsure] = shapely.area(shapely.intersection(shapes[unsure], region))
        self.free[near[shared > least]] = False


def _shared_areas(first: NDArray[np.object_], second: NDArray[np.object_]) -> NDArray[np.float64]:
    """Areas of pairwise intersections; arithmetic for boxes, which windows are."""
    one, two = shapely.bounds(first), shapely.bounds(second)
    sides = np.minimum(one[:, 2:], two[:, 2:]) - np.maximum(one[:, :2], two[:, :2])
    shared: NDArray[np.float64] = np.clip(sides, 0, None).prod(axis=1)
    odd = (shared > 0) & ~(_are_boxes(first, one) & _are_boxes(second, two))
    shared[odd] = shapely.area(shapely.intersection(first[odd], second[odd]))
    return shared


def _are_boxes(shapes: NDArray[np.object_], bounds: NDArray[np.float64]) -> NDArray[np.bool_]:
    envelope = (bounds[:, 2:] - bounds[:, :2]).prod(axis=1)
    return np.asarray(np.abs(shapely.area(shapes) - envelope) <= 1e-8 + 1e-12 * envelope)


def _single_polygon(members: NDArray[np.object_], taken: list[Polygon], window_area: float) -> Polygon:
    """Union of windows as one clean polygon that does not overlap earlier regions.

    Holes smaller than the seed window are filled, collinear points are removed.
    """
    shape = shapely.union_all(members)
    if len(members) > 1:  # a single shape is already clean, and stays exactly the same
        holes = [ring for ring in shape.interiors if Polygon(ring).area >= window_area]
        shape = Polygon(shape.exterior, holes).simplify(0)
    touched = [earlier for earlier in taken if earlier.intersects(shape) and earlier.intersection(shape).area > 0]
    if touched:
        shape = _largest(shape.difference(shapely.union_all(touched)))
    return shapely.normalize(shape)


def _largest(shape: Any) -> Polygon:
    """The largest polygon in the result of a set operation; of equal ones the first by position."""
    if isinstance(shape, Polygon):
        return shape
    parts = [part for part in getattr(shape, "geoms", ()) if isinstance(part, Polygon | MultiPolygon)]
    return max(parts, key=lambda part: (part.area, part.bounds), default=Polygon())
