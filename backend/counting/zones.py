"""Assigns instances to zones by their centres."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray


def zones_of(points: NDArray[np.float64], zones: NDArray[np.object_]) -> list[NDArray[np.intp]]:
    """For every zone, the instances that count in it.

    A point inside several zones counts in each of them. One on a shared border counts only in the first of them, so
    that over zones that partition an area every instance counts once.

    Args:
        points: float64 ``[n, 2]`` x, y.
        zones: polygons ``[z]`` in the same CRS; None is a zone without geometry.
    """
    found: list[list[int]] = [[] for _ in zones]
    if not len(points) or not len(zones):
        return [np.array(members, np.intp) for members in found]
    geometries = shapely.points(points)
    tree = shapely.STRtree(zones)
    inside = np.zeros(len(points), bool)
    for point, zone in tree.query(geometries, predicate="within").T:
        found[zone].append(int(point))
        inside[point] = True
    touching: dict[int, int] = {}
    for point, zone in tree.query(geometries[~inside], predicate="intersects").T:
        at = int(np.flatnonzero(~inside)[point])
        touching[at] = min(int(zone), touching.get(at, int(zone)))
    for point, zone in touching.items():
        found[zone].append(point)
    return [np.sort(np.array(members, np.intp)) for members in found]
