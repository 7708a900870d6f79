"""GeoJSON as clients post it: parsed and rebuilt here, so that nothing in it reaches GDAL, PROJ or the network.

A ``crs`` member (GeoJSON 2008) must be a name such as EPSG:3857; a link in it is refused, never followed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import shapely

from backend.errors import BadOption
from backend.imagery.crs import WGS84, proj_crs

_EPSG = re.compile(
    r"^(?:EPSG:|urn:(?:x-)?ogc:def:crs:EPSG:[\w.]*:|https?://www\.opengis\.net/def/crs/EPSG/[\w.]+/)(\d{1,6})$", re.I
)
_CRS84 = re.compile(
    r"^(?:OGC:|urn:ogc:def:crs:OGC:[\w.]*:|https?://www\.opengis\.net/def/crs/OGC/[\w.]+/)CRS84h?$", re.I
)
_KINDS = frozenset(
    {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"}
)
MAX_DEPTH = 16
"""Levels of collections inside collections."""


def named_crs(data: Mapping[str, Any], where: str) -> str | None:
    """``EPSG:n`` from the ``crs`` member of a GeoJSON object; None if it has none.

    Raises:
        BadOption: it is not the name of a known CRS; the sentence quotes it.
    """
    member = data.get("crs")
    if member is None:
        return None
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) and member.get("type") == "name" else None
    if isinstance(name, str) and _CRS84.match(name.strip()):
        return WGS84
    epsg = _EPSG.match(name.strip()) if isinstance(name, str) else None
    if epsg is None:
        raise BadOption(f"The crs member of {where} cannot be used: give the name of one, such as EPSG:3857.")
    proj_crs(f"EPSG:{epsg[1]}")
    return f"EPSG:{epsg[1]}"


def geometry_crs(data: Mapping[str, Any], outer: str, where: str) -> str:
    """The CRS of a feature or geometry inside an object whose CRS is ``outer``.

    Raises:
        BadOption: see :func:`named_crs`; or it differs from the outer one.
    """
    own = named_crs(data, where)
    if own is not None and own != outer:
        raise BadOption(f"A crs member inside {where} says {own}, the rest says {outer}: give one, on the collection.")
    return outer


def parse_geometry(data: Any, where: str, crs: str = WGS84, depth: int = 0) -> Any:
    """A shapely geometry, built only from type and coordinates; None for null.

    Args:
        data: a decoded GeoJSON geometry.
        where: how errors refer to it.
        crs: the CRS that its ``crs`` member may repeat.

    Raises:
        BadOption: it is not a geometry.
    """
    if data is None:
        return None
    kind = data.get("type") if isinstance(data, dict) else None
    if kind not in _KINDS or depth > MAX_DEPTH:
        raise BadOption(f"{where} is not valid GeoJSON: check its geometries.")
    geometry_crs(data, crs, where)
    if kind == "GeometryCollection":
        parts = data.get("geometries")
        if not isinstance(parts, list):
            raise BadOption(f"{where} is not valid GeoJSON: check its geometries.")
        shapes = [parse_geometry(part, where, crs, depth + 1) for part in parts]
        return shapely.GeometryCollection([shape for shape in shapes if shape is not None])
    try:
        text = json.dumps({"type": kind, "coordinates": _positions(data.get("coordinates"))}, allow_nan=False)
        return shapely.from_geojson(text)
    except (shapely.errors.GEOSException, TypeError, ValueError, RecursionError) as error:
        raise BadOption(f"{where} is not valid GeoJSON: check its geometries.") from error


def parse_geometries(data: Sequence[Any], where: str, crs: str = WGS84) -> list[Any]:
    """:func:`parse_geometry` of many geometries at once, which is much faster.

    Raises:
        BadOption: one of them is not a geometry.
    """
    plain = [row for row, entry in enumerate(data) if _is_plain(entry)]
    geometries: list[Any] = [None] * len(data)
    try:
        parts = [{"type": data[row]["type"], "coordinates": data[row]["coordinates"]} for row in plain]
        text = json.dumps({"type": "GeometryCollection", "geometries": parts}, allow_nan=False)
        shapes = shapely.get_parts(shapely.from_geojson(text))
        together = len(shapes) == len(plain)
    except (shapely.errors.GEOSException, TypeError, ValueError, RecursionError):
        together = False  # parsing them one by one tells what is wrong
    if together:
        for row, shape in zip(plain, shapes, strict=True):
            geometry_crs(data[row], crs, where)
            geometries[row] = shape
    alone = set(range(len(data))) - set(plain) if together else range(len(data))
    for row in alone:
        geometries[row] = parse_geometry(data[row], where, crs)
    return geometries


def _is_plain(data: Any) -> bool:
    """Whether this is a geometry with coordinates whose first position has two numbers."""
    if not isinstance(data, dict) or data.get("type") not in _KINDS or not isinstance(data.get("coordinates"), list):
        return False
    first = data["coordinates"]
    while first and isinstance(first[0], list):
        first = first[0]
    return len(first) == 2


def _positions(given: Any) -> Any:
    """Coordinates with at most x, y and z."""
    if not isinstance(given, list | tuple):
        raise TypeError("coordinates are lists")
    if given and all(isinstance(entry, int | float) and not isinstance(entry, bool) for entry in given):
        if len(given) < 2:
            raise ValueError("a position has two numbers")
        return list(given[:3])
    return [_positions(entry) for entry in given]
