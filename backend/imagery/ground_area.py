"""Geodesic areas of polygons."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray

from backend.imagery.crs import WGS84, geometries_to_crs
from backend.imagery.globe import to_degrees

_GEOD = pyproj.Geod(ellps="WGS84")


def wholly_on_earth(geometries: ArrayLike, crs: Any) -> NDArray[np.bool_]:
    """Which geometries ``[n]`` have all their vertices on the Earth."""
    moved = geometries_to_crs(geometries, crs, WGS84)
    points, owners = shapely.get_coordinates(moved, return_index=True)
    whole = np.ones(len(moved), bool)
    whole[owners[~(np.isfinite(points).all(axis=1) & (np.abs(points[:, 1]) <= 90.0 + 1e-9))]] = False
    return whole


def polygon_areas_m2(geometries: ArrayLike, crs: Any) -> NDArray[np.float64]:
    """Geodesic areas on the WGS 84 ellipsoid in square metres, ``[n]``; holes are subtracted.

    Parts off the Earth do not count: 0 for a polygon that is entirely off it.
    """
    moved = geometries_to_crs(geometries, crs, WGS84).copy()
    partly = ~wholly_on_earth(geometries, crs)
    if partly.any():
        moved[partly] = to_degrees(np.atleast_1d(np.asarray(geometries, dtype=object))[partly], crs)
    areas = np.zeros(len(moved))
    parts, owners = shapely.get_parts(moved, return_index=True)
    for polygon, owner in zip(parts, owners, strict=True):
        areas[owner] += _ring_area_m2(polygon.exterior) - sum(_ring_area_m2(hole) for hole in polygon.interiors)
    return areas


def _ring_area_m2(ring: shapely.LinearRing) -> float:
    lon, lat = shapely.get_coordinates(ring).T
    return abs(float(_GEOD.polygon_area_perimeter(lon, lat)[0]))
