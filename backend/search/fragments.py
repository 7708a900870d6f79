"""Fragments: regions that belong to an earlier one, and would be shown beside it as things of their own.

The best region of a stadium leaves a strip of its rim, which is a little like a stadium too; and where small windows
tell things apart, those of one tank farm can end up in regions that lie among each other. An analyst sees one thing in
either case.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely

REMAINDER = 1 / 3
"""Area of a remainder relative to the region beside it, at most."""

BESIDE = 0.2
"""Share of a remainder's boundary that lies on that of the region beside it, at least."""

AMONG = 0.3
"""Shared area of two convex hulls, relative to the smaller one, from which regions lie among each other."""


def joined(shapes: Sequence[Any]) -> list[tuple[int, Any]]:
    """Regions with their fragments.

    Args:
        shapes: disjoint polygons or multipolygons in one plane, best first.

    Returns:
        Of each region that is no fragment of an earlier one its number, ascending, and its shape.
    """
    kept: list[tuple[int, Any]] = []
    for number, shape in enumerate(shapes):
        at = next((at for at, (_, earlier) in enumerate(kept) if is_fragment(shape, earlier)), None)
        if at is None:
            kept.append((number, shape))
        else:
            kept[at] = (kept[at][0], shapely.normalize(shapely.union_all([kept[at][1], shape])))
    return kept


def is_fragment(shape: Any, earlier: Any) -> bool:
    """Whether a region is a remainder beside an earlier one, or lies among its parts."""
    hull, other = shape.convex_hull, earlier.convex_hull
    if not hull.intersects(other):
        return False
    if hull.intersection(other).area >= AMONG * min(hull.area, other.area):
        return True
    if shape.area > REMAINDER * earlier.area:
        return False
    return bool(shape.boundary.intersection(earlier.boundary).length >= BESIDE * shape.boundary.length)
