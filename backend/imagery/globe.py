"""Geometries and boxes of any CRS as longitudes from -180 to 180 and latitudes from -90 to 90.

Everything that is output as longitude and latitude (answers, items, downloads, bounds) and every box that comes in
passes through here, by the rules of RFC 7946: what crosses the antimeridian is cut there (3.1.9), and its bounds have a
west that is greater than their east (5.2). What is not on the Earth, such as the corners of a full-disk image, is left
out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from backend.errors import OutsideLayer
from backend.imagery.crs import WGS84, bounds_to_crs, geometries_to_crs, overshoot, proj_crs, project, same_crs

Box = tuple[float, float, float, float]
"""``xmin, ymin, xmax, ymax``, or west, south, east, north; in degrees, west is greater across the antimeridian."""

DECIMALS = 7
"""Decimals of longitudes and latitudes."""

_WORLD = shapely.box(-180.0, -90.0, 180.0, 90.0)
_PIECES = 24  # into which the longer side of a geometry is divided to follow it around the Earth
_LATTICE = 33
_THIN = 1e-9  # degrees; a strip thinner than 0.1 mm is a rounding error
_FARTHEST, _FARTHEST_UNITS = 3600.0, 1e12  # degrees, units of any CRS; larger numbers are a mistake


def to_degrees(geometries: ArrayLike, crs: Any) -> NDArray[np.object_]:
    """Geometries in WGS 84, ``[n]``: longitudes from -180 to 180, cut at the antimeridian, poles included.

    Args:
        geometries: shapely geometries ``[n]`` in ``crs``; None stays None.
        crs: anything that pyproj or rasterio accepts as a CRS.

    Returns:
        For a geometry that is partly on the Earth, that part; None for one that is not at all.
    """
    given = np.atleast_1d(np.asarray(geometries, dtype=object))
    moved = geometries_to_crs(given, crs, WGS84).copy()
    bounds = shapely.bounds(moved)  # NaN for those without vertices
    points, owners = shapely.get_coordinates(moved, return_index=True)
    lost = np.zeros(len(moved), bool)
    lost[owners[~(np.isfinite(points).all(axis=1) & (np.abs(points) <= _FARTHEST).all(axis=1))]] = True
    band = np.floor((bounds[:, [0, 2]] + 180.0) / 360.0)
    band[:, 1] = np.where(bounds[:, 2] == 180.0 + 360.0 * band[:, 0], band[:, 0], band[:, 1])
    with np.errstate(invalid="ignore"):
        wide = (bounds[:, 2] - bounds[:, 0] >= 180.0) | (bounds[:, 1] < -90.0) | (bounds[:, 3] > 90.0)
        around = lost | wide | (band[:, 0] != band[:, 1]) & np.isfinite(bounds).all(axis=1)
        shifted = np.flatnonzero(~around & (band[:, 0] != 0) & np.isfinite(band[:, 0]))
    for row in shifted:
        moved[row] = shapely.transform(_east(moved[row], -360.0 * band[row, 0]), lambda at: at.clip(-180.0, 180.0))
    for row in np.flatnonzero(around):
        moved[row] = _on_earth(given[row], crs)
    return moved


def geojson_shapes(geometries: Sequence[Any] | NDArray[np.object_], crs: Any) -> NDArray[np.object_]:
    """:func:`to_degrees` as GeoJSON requires it: exterior rings counter-clockwise, 7 decimals (about 1 cm)."""
    given = np.array([*geometries, None], dtype=object)[:-1]  # keeps numpy from unpacking geometries with parts
    if not len(given):
        return given
    rounded = shapely.transform(to_degrees(given, crs), lambda points: points.round(DECIMALS))
    return np.asarray(shapely.orient_polygons(rounded), dtype=object)


def geojson_geometries(geometries: Sequence[Any] | NDArray[np.object_], crs: Any) -> list[dict[str, Any] | None]:
    """Geometries as GeoJSON objects; None for those that are None or not on the Earth."""
    texts = shapely.to_geojson(geojson_shapes(geometries, crs))  # one call instead of one per feature
    return list(json.loads(f"[{','.join('null' if text is None else text for text in texts)}]"))


def degree_bounds(geometries: Iterable[Any]) -> Box | None:
    """West, south, east, north of geometries as :func:`to_degrees` returns them; None if there are none.

    West is greater than east where the narrowest box crosses the antimeridian.
    """
    parts = shapely.get_parts(np.asarray(list(geometries), dtype=object))
    bounds = shapely.bounds(parts)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        return None
    west, east = _narrowest(bounds[:, 0], bounds[:, 2])
    return west, float(bounds[:, 1].min()), east, float(bounds[:, 3].max())


def bounds_of_each(geometries: Iterable[Any]) -> list[Box | None]:
    """:func:`degree_bounds` of every geometry by itself, those of one part, which most are, in one call."""
    shapes = np.asarray([*geometries, None], dtype=object)[:-1]
    bounds = shapely.bounds(shapes)
    whole = (shapely.get_num_geometries(shapes) == 1) & np.isfinite(bounds).all(axis=1)
    found: list[Box | None] = [(west, south, east, north) for west, south, east, north in bounds.tolist()]
    for at in np.flatnonzero(~whole):
        found[at] = degree_bounds([] if shapes[at] is None else [shapes[at]])
    return found


def box_to_degrees(box: Box, crs: Any) -> Box:
    """West, south, east, north of a box in ``crs``; west is greater than east where it crosses the antimeridian.

    Raises:
        OutsideLayer: no part of the box is on the Earth.
        BadOption: it is not a box, or the CRS is unknown.
    """
    if same_crs(crs, WGS84) and -180.0 <= box[0] <= box[2] <= 180.0:
        return (box[0], max(box[1], -90.0), box[2], min(box[3], 90.0))
    bounds_to_crs(box, crs, WGS84)  # refuses what is not a box
    xs, ys = np.linspace(box[0], box[2], _LATTICE), np.linspace(box[1], box[3], _LATTICE)
    x, y = np.meshgrid(xs, ys)
    lon, lat = project(crs, WGS84, x.ravel(), y.ravel())
    on = (np.isfinite(lon) & np.isfinite(lat)).reshape(x.shape)
    lon, lat = lon.reshape(x.shape), lat.reshape(x.shape)
    starts, ends = [lon[on]], [lon[on]]
    for one, other in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1, :], np.s_[1:, :])):
        both = on[one] & on[other]
        starts.append(lon[one][both])
        ends.append(lon[one][both] + _short_way(lon[other][both] - lon[one][both]))
    first, last = np.concatenate(starts), np.concatenate(ends)
    west, east = _narrowest(np.minimum(first, last), np.maximum(first, last))
    if west <= east:
        west, east = max(west - overshoot(lon), -180.0), min(east + overshoot(lon), 180.0)
    south, north = float(lat[on].min() - overshoot(lat)), float(lat[on].max() + overshoot(lat))
    for pole in (-90.0, 90.0):
        nearest = _latitude_nearest(box, crs, pole)  # it may have a peak between two points of the lattice
        south, north = min(south, nearest), max(north, nearest)
        if _holds_pole(shapely.box(*box), crs, pole):
            west, east = -180.0, 180.0
            south, north = min(south, pole), max(north, pole)
    return west, max(south, -90.0), east, min(north, 90.0)


def degree_boxes(box: Box) -> list[Box]:
    """A box of longitudes and latitudes, which may cross the antimeridian or extend beyond it, as one or two boxes.

    West may be greater than east (RFC 7946), or a longitude greater than 180 (longitudes from 0 to 360).
    """
    west, south, east, north = box
    if west > east:
        east += 360.0
    if east - west >= 360.0:
        return [(-180.0, south, 180.0, north)]
    turn = 360.0 * math.floor((west + 180.0) / 360.0)
    west, east = west - turn, east - turn
    if east <= 180.0:
        return [(west, south, east, north)]
    return [(west, south, 180.0, north), (-180.0, south, east - 360.0, north)]


def native_boxes(box: Box, src: Any, dst: Any, within: Box) -> list[Box]:
    """A box in ``src`` as boxes in ``dst`` that intersect ``within``, the bounds in ``dst`` of what is searched.

    Usually one; two where the ground is continuous and the coordinates of ``dst`` are not, or where the box covers both
    ends of ``within``. If ``dst`` has longitudes from 0 to 360, the box is moved accordingly.

    Raises:
        BadOption: it is not a box, or a CRS is unknown.
    """
    turn = _turn(dst)
    if same_crs(src, dst) and box[0] <= box[2]:
        if turn is None:
            return _meeting([bounds_to_crs(box, src, dst)], within)
        return _meeting(_all_turns([box], turn, within), within)
    if _turn(src) is not None and not same_crs(src, WGS84) and box[0] > box[2]:
        box = (box[0], box[1], box[2] + float(_turn(src) or 0.0), box[3])
    if same_crs(src, WGS84):
        degrees = box
        if not np.isfinite(box).all() or box[1] > box[3]:
            bounds_to_crs(box, src, dst)  # raises what is wrong with it
    else:
        degrees = box_to_degrees(box, src)
        if turn is None and degrees[0] <= degrees[2]:
            return _meeting(_existing([box], src, dst), within)
    degree_box_list = _existing(degree_boxes(degrees), WGS84, dst)
    return _meeting(degree_box_list if turn is None else _all_turns(degree_box_list, turn, within), within)


def joined(boxes: Sequence[Box]) -> Box | None:
    """The box that touching boxes form together; None if they do not touch, as it would then contain other ground."""
    low, high = np.min(np.array(boxes)[:, :2], axis=0), np.max(np.array(boxes)[:, 2:], axis=0)
    whole = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    width = whole[2] - whole[0]
    if len(boxes) > 1 and sum(box[2] - box[0] for box in boxes) < width * (1 - 1e-6):
        return None
    return whole


def to_layer(geometries: ArrayLike, src: Any, dst: Any, within: Box) -> NDArray[np.object_]:
    """Geometries transformed to ``dst`` by :func:`backend.imagery.crs.geometries_to_crs`, where the layer has that
    ground.

    A layer in degrees may have longitudes from 0 to 360, or end at 180 where the geometry continues: parts beyond its
    edge are moved to the side where the layer has the same ground.

    Args:
        within: the layer's bounds in ``dst``.
    """
    moved = geometries_to_crs(geometries, src, dst)
    turn = _turn(dst)
    if turn is None:
        return moved
    moved = moved.copy()
    bounds = shapely.bounds(moved)
    with np.errstate(invalid="ignore"):
        beyond = np.flatnonzero((bounds[:, 0] < within[0]) | (bounds[:, 2] > within[2]))
    for row in beyond:
        pieces = []
        for part in shapely.get_parts([moved[row]]):
            west, _, east, _ = part.bounds
            turns = _turns((west, east), turn, within) if np.isfinite(part.bounds).all() else []
            pieces += [_east(part, turn * k) for k in turns]
        if len(pieces) > 1:
            pieces = [shapely.union_all([shapely.make_valid(piece) for piece in pieces])]
        if pieces:
            moved[row] = pieces[0]
    return moved


def _on_earth(geometry: Any, crs: Any) -> Any:
    """The part of one geometry that is on the Earth, cut at the antimeridian; None if there is none."""
    if geometry is None or geometry.is_empty:
        return geometry
    pieces = [piece for part in shapely.get_parts([geometry]) for piece in _pieces(part, crs)]
    if not pieces:
        return None
    return pieces[0] if len(pieces) == 1 else _collected(pieces)


def _pieces(part: Any, crs: Any) -> list[Any]:
    if part.geom_type == "GeometryCollection":
        return [piece for line in part.geoms for piece in _pieces(line, crs)]
    if part.geom_type == "Polygon":
        rings = [_unrolled(ring, crs, part) for ring in (part.exterior, *part.interiors)]
        if rings[0] is None:
            return []
        whole = _cut(shapely.make_valid(shapely.Polygon(rings[0])))
        holes = [_cut(shapely.make_valid(shapely.Polygon(ring))) for ring in rings[1:] if ring is not None]
        for hole in holes:
            whole = shapely.difference(whole, hole)
        dimension, thinnest = 2, _THIN
    else:
        line = _unrolled(part, crs, None)
        if line is None:
            return []
        whole = _cut(shapely.Point(line[0]) if part.geom_type == "Point" else shapely.LineString(line))
        dimension, thinnest = (0, -1.0) if part.geom_type == "Point" else (1, 0.0)
    same_kind = [part for part in _flat(whole) if shapely.get_dimensions(part) == dimension]
    kept = [part for part in same_kind if dimension < 2 or part.bounds[2] - part.bounds[0] > thinnest]
    return kept or same_kind


def _unrolled(line: Any, crs: Any, polygon: Any) -> NDArray[np.float64] | None:
    """Vertices of a line or ring whose longitudes continue beyond 180 instead of jumping; None for one off the Earth.

    A ring around a pole is led along the pole, so that it contains it.
    """
    west, south, east, north = line.bounds
    if not np.abs(line.bounds).max() <= _FARTHEST_UNITS:  # NaN too
        return None
    step = max(east - west, north - south) / _PIECES
    dense = shapely.segmentize(line, step) if step > 0 and line.geom_type != "Point" else line
    lon, lat = project(crs, WGS84, *shapely.get_coordinates(dense).T)
    on = (np.abs(lon) <= _FARTHEST) & (np.abs(lat) <= _FARTHEST)
    closed = polygon is not None
    if on.sum() < (3 if closed else 1 if line.geom_type == "Point" else 2):
        return None
    lon, lat = np.unwrap(lon[on], period=360.0), lat[on]
    if closed:
        back = float(lon[-1] + _short_way(np.array([lon[0] - lon[-1]]))[0])
        if abs(back - lon[0]) > 180.0:
            north_is_in = _holds_pole(polygon, crs, 90.0)
            pole = 90.0 if north_is_in or (lat.mean() > 0 and not _holds_pole(polygon, crs, -90.0)) else -90.0
            ends = ([back, back, lon[0]], [lat[0], pole, pole])
            lon, lat = np.append(lon, ends[0]), np.append(lat, ends[1])
    return np.stack([lon, lat], axis=1)


def _cut(shape: Any) -> Any:
    """A shape with unrolled longitudes, cut at every turn of the Earth, all parts moved to -180 to 180."""
    west, _, east, _ = shape.bounds
    first, last = math.floor((west + 180.0) / 360.0), math.floor((east + 180.0) / 360.0)
    turns = [shapely.intersection(_east(shape, -360.0 * k), _WORLD) for k in range(first, last + 1)]
    dimension = shapely.get_dimensions(shape)
    solid = [part for turn in turns for part in _flat(turn) if shapely.get_dimensions(part) == dimension]
    return solid[0] if len(solid) == 1 else shapely.union_all(solid)


def _east(shape: Any, by: float) -> Any:
    return shapely.transform(shape, lambda at: at + np.array([by, 0.0]))


def _flat(shape: Any) -> list[Any]:
    """Its parts, including those of nested collections."""
    parts = (one for one in shapely.get_parts([shape]) if not one.is_empty)
    return [one for part in parts for one in (_flat(part) if part.geom_type == "GeometryCollection" else [part])]


def _collected(parts: list[Any]) -> Any:
    kinds = {part.geom_type for part in parts}
    builders = {"Polygon": shapely.multipolygons, "LineString": shapely.multilinestrings, "Point": shapely.multipoints}
    kind = kinds.pop() if len(kinds) == 1 else ""
    return builders[kind](parts) if kind in builders else shapely.geometrycollections(parts)


def _holds_pole(shape: Any, crs: Any, latitude: float) -> bool:
    if proj_crs(crs).is_geographic:
        return False  # there a pole is a line, and the latitudes show it
    x, y = project(WGS84, crs, [0.0], [latitude])
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        return False
    # Many projections place the pole where there is no inverse.
    _, back = project(crs, WGS84, x, y)
    return bool(abs(back[0] - latitude) < 1e-6 and shapely.contains_xy(shape, x[0], y[0]))


def _latitude_nearest(box: Box, crs: Any, pole: float) -> float:
    """Latitude of the point of a box that is nearest to a pole in ``crs``; NaN where the CRS has no such pole."""
    x, y = project(WGS84, crs, [0.0], [pole])
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        return math.nan
    _, latitude = project(crs, WGS84, [min(max(x[0], box[0]), box[2])], [min(max(y[0], box[1]), box[3])])
    return float(latitude[0]) if np.isfinite(latitude[0]) else math.nan


def _short_way(difference: NDArray[np.float64]) -> NDArray[np.float64]:
    """Differences of longitudes as the shorter of the two ways around."""
    return np.asarray((difference + 180.0) % 360.0 - 180.0)


def _narrowest(west: NDArray[np.float64], east: NDArray[np.float64]) -> tuple[float, float]:
    """The narrowest interval of longitudes that contains all given ones; west > east where it crosses 180."""
    start = np.where(west > 180.0, west - 360.0, np.where(west < -180.0, west + 360.0, west))
    end = start + (east - west)
    over = end > 180.0
    starts = np.concatenate([start, np.full(over.sum(), -180.0)])
    ends = np.concatenate([np.where(over, 180.0, end), end[over] - 360.0])
    order = np.argsort(starts, kind="stable")
    starts, reach = starts[order], np.maximum.accumulate(ends[order])
    gaps = starts[1:] - reach[:-1]
    outside = starts[0] + 360.0 - reach[-1]  # the gap across the antimeridian
    at = int(np.argmax(gaps)) if len(gaps) else 0
    if not len(gaps) or gaps[at] <= outside + 1e-9:
        return float(starts[0]), float(reach[-1])
    return float(starts[at + 1]), float(reach[at])


def _turn(crs: Any) -> float | None:
    """A full turn of the Earth in the units of a geographic CRS; None for others."""
    system = proj_crs(crs)
    if not system.is_geographic:
        return None
    return float(2 * math.pi / system.axis_info[0].unit_conversion_factor)


def _turns(span: tuple[float, float], turn: float, within: Box) -> list[int]:
    """By how many turns an interval of longitudes may be moved to intersect ``within``."""
    first = math.floor((within[0] - span[1]) / turn) + 1
    last = math.ceil((within[2] - span[0]) / turn) - 1
    return list(range(first, min(last, first + 3) + 1))


def _all_turns(boxes: list[Box], turn: float, within: Box) -> list[Box]:
    return [
        (box[0] + turn * k, box[1], box[2] + turn * k, box[3])
        for box in boxes
        for k in _turns((box[0], box[2]), turn, within)
    ]


def _existing(boxes: list[Box], src: Any, dst: Any) -> list[Box]:
    existing = []
    for box in boxes:
        try:
            existing.append(bounds_to_crs(box, src, dst))
        except OutsideLayer:
            continue
    return existing


def _meeting(boxes: list[Box], within: Box) -> list[Box]:
    """Those that intersect or touch ``within``."""
    return [
        box
        for box in boxes
        if box[0] <= within[2] and box[2] >= within[0] and box[1] <= within[3] and box[3] >= within[1]
    ]
