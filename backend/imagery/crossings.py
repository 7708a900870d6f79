"""A bound on how often the edges of a geometry may cross, checked before it is repaired."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

MAX_CROSSINGS, MAX_CROSSINGS_TOGETHER = 20_000, 200_000
"""Limits for one shape, and for all shapes of a request."""
_EDGES_AT_ONCE = 256


def crossings(shape: Any, most: int = MAX_CROSSINGS) -> int:
    """How many pairs of edges have intersecting bounding boxes, neighbours along a ring not counted.

    The cost of repairing a shape grows with the crossings of its edges, and edges cross only where their boxes
    intersect. Counting stops soon after ``most``, so that it takes milliseconds whatever the shape.
    """
    edges = _edges(shape)
    if len(edges) < 2:
        return 0
    tree = shapely.STRtree(edges)
    own = 3 * len(edges)  # an edge meets itself and its two neighbours
    met = 0
    for start in range(0, len(edges), _EDGES_AT_ONCE):
        met += tree.query(edges[start : start + _EDGES_AT_ONCE]).shape[1]
        if met > 2 * (most + 1 + own):  # every pair is counted from both sides
            break
    return max(0, met // 2 - own)


def _edges(shape: Any) -> NDArray[np.object_]:
    """The edges of all lines and rings, as lines of two points."""
    parts = shapely.get_parts(np.atleast_1d(np.asarray(shape, object)))
    rings = [line for part in parts for line in _lines(part)]
    points, ring = shapely.get_coordinates(rings, return_index=True)
    follows = np.flatnonzero(ring[1:] == ring[:-1])
    return np.asarray(shapely.linestrings(np.stack([points[follows], points[follows + 1]], axis=1)), object)


def _lines(part: Any) -> list[Any]:
    if part.geom_type == "Polygon":
        return [part.exterior, *part.interiors]
    if part.geom_type in ("LineString", "LinearRing"):
        return [part]
    return [line for inner in getattr(part, "geoms", ()) for line in _lines(inner)]
