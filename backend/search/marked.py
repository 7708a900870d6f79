"""The effect of marks on a result: accepted places stay, rejected ones are removed, and the next places to check.

Regions never overlap marked ground: windows that show it are no results, and what still reaches into it is cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo
from backend.search.examples import ground_of
from backend.search.found import Found
from backend.search.matrix import WindowMatrix
from backend.search.query import Query
from backend.search.region import ACCEPTED, BEST, UNCERTAIN, Region
from backend.search.taught import Taught

NEXT = 5
"""Number of best regions suggested for marking next: beyond them, using the new marks teaches more."""

_LEAST_LEFT = 0.5  # of a region's area: less is dropped
_SLIVER = 1e-3  # of a region's side: thinner parts are dropped
_POOL = 512  # windows with a relevance near one half, of which the most uncertain are suggested


def marked_ground(query: Query, info: LayerInfo) -> list[Any]:
    """Polygons in the layer's CRS that no new region may overlap."""
    return ground_of((*query.accepted, *query.unlikes), info)


def keep_off(shapes: Sequence[Any], ground: Sequence[Any]) -> list[Any | None]:
    """Shapes without marked ground; None for a shape with less than half left."""
    if not len(ground):
        return list(shapes)
    tree, found = STRtree(list(ground)), []
    for shape in shapes:
        near = tree.query(shape, predicate="intersects")
        if not len(near):
            found.append(shape)
            continue
        left = shape
        for at in near:  # one by one: a union of touching shapes can fail because of rounded coordinates
            left = shapely.difference(left, ground[at])
        left = _without_slivers(left, _SLIVER * float(shape.area) ** 0.5)
        parts = [part for part in shapely.get_parts(left) if part.geom_type == "Polygon" and part.area > 0]
        found.append(shapely.union_all(parts) if shapely.area(left) >= _LEAST_LEFT * shape.area and parts else None)
    return found


def _without_slivers(shape: Any, width: float) -> Any:
    """A shape without parts thinner than twice ``width``: coordinates of marks are rounded, and slivers beside them
    would cross themselves when rounded."""
    return shape.buffer(-width, join_style="mitre").buffer(width, join_style="mitre")


def off_marks(found: Found, ground: Sequence[Any], top: int) -> Found:
    """The first ``top`` regions that do not overlap marked ground."""
    shapes = keep_off(found.shapes, ground)
    rows = [row for row, shape in enumerate(shapes) if shape is not None][:top]
    return replace(found.take(rows), shapes=[shapes[row] for row in rows])


def accepted_regions(query: Query, taught: Taught, info: LayerInfo, extent: Box | None) -> list[Region]:
    """The accepted places that intersect an extent, best first; they are ranked later."""
    cosines, relevances = taught.accepted, taught.relevance(taught.accepted)
    box = None if extent is None else shapely.box(*extent)
    found = [
        Region(0, float(cosine), float(relevance), 0.0, 0, shape, mark=ACCEPTED)
        for cosine, relevance, shape in zip(cosines, relevances, ground_of(query.accepted, info), strict=True)
        if box is None or shape.intersects(box)
    ]
    return sorted(found, key=lambda region: (-region.relevance, region.geometry.bounds))


def worth_a_look(regions: Sequence[Region]) -> list[Region]:
    """Regions with the first ones marked to be checked next."""
    return [replace(region, ask=BEST) if at < NEXT else region for at, region in enumerate(regions)]


def uncertain_regions(
    matrix: WindowMatrix,
    taught: Taught,
    taken: Sequence[Any],
    answering: NDArray[np.bool_] | None,
    count: int,
    threshold: float,
) -> list[Region]:
    """Windows whose marks would teach most: with a relevance near one half, and unlike what is marked.

    They overlap neither each other nor the shapes already taken, which are in the layer's CRS.
    """
    chosen, shapes = _uncertain(matrix, taught, taken, answering, count)
    order = np.sort(chosen)
    rows = matrix.take(order)[np.searchsorted(order, chosen)].astype(np.float32)
    cosines = rows @ taught.directions.wanted if len(chosen) else np.empty(0, np.float32)
    sides = matrix.windows.window_m[chosen]
    return [
        Region(0, float(cosine), float(told), float(side), 1, shape, weak=bool(told < threshold), ask=UNCERTAIN)
        for cosine, told, side, shape in zip(cosines, taught.relevance(cosines), sides, shapes, strict=True)
    ]


def _uncertain(
    matrix: WindowMatrix, taught: Taught, taken: Sequence[Any], answering: NDArray[np.bool_] | None, count: int
) -> tuple[NDArray[np.intp], list[Any]]:
    """Positions and polygons of at most ``count`` windows."""
    positions = np.arange(len(matrix)) if answering is None else np.flatnonzero(answering)
    if not len(positions) or count < 1:
        return np.empty(0, np.intp), []
    directions = taught.directions
    (cosines,) = matrix.quick_cosines(directions.wanted[None])[0]
    away = np.abs(cosines - np.float32(directions.level or 0.0))
    pool = np.sort(positions[np.argsort(away[positions], kind="stable")[:_POOL]])
    doubt = taught.learned().doubt(matrix.take(pool).astype(np.float32))
    # In standard deviations of the place's score: near one half, either answer is likely.
    far = away[pool] * directions.temperature / taught.head.slope / np.maximum(doubt, 1e-6)
    order = pool[np.lexsort((pool, far))]
    chosen: list[int] = []
    shapes: list[Any] = []
    tree, every = STRtree(list(taken)), matrix.windows.take(order).polygons()
    for at, shape in zip(order.tolist(), every, strict=True):
        if len(chosen) == count:
            break
        near = [taken[row] for row in tree.query(shape, predicate="intersects")]
        if not any(shape.intersects(other) and shape.intersection(other).area > 0 for other in (*near, *shapes)):
            chosen.append(at)
            shapes.append(shape)
    return np.array(chosen, np.intp), shapes
