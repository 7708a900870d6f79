"""The only module that transforms coordinates between CRSs. All coordinates are x, y (longitude, latitude)."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

import numpy as np
import pyproj
import shapely
from affine import Affine
from numpy.typing import ArrayLike, NDArray
from pyproj.enums import WktVersion

from backend.errors import BadOption, OutsideLayer

WGS84 = "EPSG:4326"
_GEOD = pyproj.Geod(ellps="WGS84")
_BOUNDS_POINTS = 33


def _wkt(crs: Any) -> str:
    if isinstance(crs, str):
        return _wkt_of_name(crs)
    if hasattr(crs, "to_wkt") and not isinstance(crs, pyproj.CRS):
        return str(crs.to_wkt())
    return _crs_from_name(crs).to_wkt(WktVersion.WKT2_2019)


@lru_cache(maxsize=256)
def _wkt_of_name(crs: str) -> str:
    return _crs_from_name(crs).to_wkt(WktVersion.WKT2_2019)


def _crs_from_name(crs: Any) -> pyproj.CRS:
    try:
        return pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError as error:
        raise BadOption(f"{crs!r} is not a coordinate reference system: write it like EPSG:4326.") from error


@lru_cache(maxsize=256)
def _transformer(src_wkt: str, dst_wkt: str, _thread: int) -> pyproj.Transformer:
    # PROJ objects belong to one thread, hence the thread in the key.
    return pyproj.Transformer.from_crs(src_wkt, dst_wkt, always_xy=True)


def project(src: Any, dst: Any, x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coordinates in ``dst``; infinite or NaN where a point has none."""
    transformer = _transformer(_wkt(src), _wkt(dst), threading.get_ident())
    out_x, out_y = transformer.transform(np.asarray(x, float), np.asarray(y, float), errcheck=False)
    return np.asarray(out_x, float), np.asarray(out_y, float)


def proj_crs(crs: Any) -> pyproj.CRS:
    """A CRS (rasterio, pyproj, ``"EPSG:n"``) as a pyproj object.

    Raises:
        BadOption: it is not a known CRS.
    """
    return _proj_of_wkt(_wkt(crs), threading.get_ident())


@lru_cache(maxsize=256)
def _proj_of_wkt(wkt: str, _thread: int) -> pyproj.CRS:
    return pyproj.CRS.from_wkt(wkt)


def same_crs(first: Any, second: Any) -> bool:
    """Whether two CRSs (rasterio, pyproj, ``"EPSG:n"``) are the same, apart from their axis order."""
    return _same_wkt(_wkt(first), _wkt(second))


@lru_cache(maxsize=1024)
def _same_wkt(one: str, two: str) -> bool:
    return one == two or bool(pyproj.CRS.from_wkt(one).equals(pyproj.CRS.from_wkt(two), ignore_axis_order=True))


def ground_metres_per_pixel(
    crs: Any, transform: Affine, cols: ArrayLike, rows: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """True ground size of a pixel along its row and along its column, on the WGS 84 ellipsoid.

    Args:
        crs: CRS of the output of ``transform`` (anything that pyproj or rasterio accepts as a CRS).
        transform: pixel (column, row; 0, 0 is the upper left corner) to CRS coordinates; may be rotated.
        cols, rows: positions in pixels, broadcast against each other.

    Returns:
        Metres per pixel in column direction and in row direction; not finite outside the domain of the CRS.
    """
    col, row = np.broadcast_arrays(np.asarray(cols, float), np.asarray(rows, float))
    at_col = np.stack([col - 0.5, col + 0.5, col, col])  # ends of a pixel along its row, then along its column
    at_row = np.stack([row, row, row - 0.5, row + 0.5])
    x = transform.a * at_col + transform.b * at_row + transform.c
    y = transform.d * at_col + transform.e * at_row + transform.f
    lon, lat = project(crs, WGS84, x, y)
    usable = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) <= 90.0 + 1e-6)
    lon, lat = np.where(usable, lon, 0.0), np.clip(np.where(usable, lat, 0.0), -90.0, 90.0)
    along_row = _GEOD.inv(lon[0].ravel(), lat[0].ravel(), lon[1].ravel(), lat[1].ravel())[2]
    along_col = _GEOD.inv(lon[2].ravel(), lat[2].ravel(), lon[3].ravel(), lat[3].ravel())[2]
    metres_x = np.where(usable[0] & usable[1], np.reshape(along_row, col.shape), np.nan)
    metres_y = np.where(usable[2] & usable[3], np.reshape(along_col, col.shape), np.nan)
    return metres_x, metres_y


def bounds_to_crs(bounds: tuple[float, float, float, float], src: Any, dst: Any) -> tuple[float, float, float, float]:
    """Envelope in ``dst`` of a box in ``src``, from a dense lattice of points, as ``xmin, ymin, xmax, ymax``.

    Parts of the box that do not exist in ``dst`` (the poles in Web Mercator) are left out.

    Raises:
        OutsideLayer: no part of the box exists in ``dst``.
        BadOption: the box is not four finite numbers with xmin <= xmax and ymin <= ymax, or a CRS is unknown.
    """
    box = tuple(float(value) for value in bounds)
    if len(box) != 4 or not np.isfinite(box).all() or box[0] > box[2] or box[1] > box[3]:
        raise BadOption("An extent is xmin,ymin,xmax,ymax: four numbers, with the minimum before the maximum.")
    if same_crs(src, dst):
        return (box[0], box[1], box[2], box[3])
    x, y = np.meshgrid(np.linspace(box[0], box[2], _BOUNDS_POINTS), np.linspace(box[1], box[3], _BOUNDS_POINTS))
    out_x, out_y = project(src, dst, x.ravel(), y.ravel())
    usable = np.isfinite(out_x) & np.isfinite(out_y)
    if not usable.any():
        raise OutsideLayer(
            f"The extent {','.join(f'{value:g}' for value in box)} cannot be expressed in the layer's CRS."
        )
    more_x, more_y = overshoot(out_x.reshape(x.shape)), overshoot(out_y.reshape(x.shape))
    out_x, out_y = out_x[usable], out_y[usable]
    return (
        float(out_x.min() - more_x),
        float(out_y.min() - more_y),
        float(out_x.max() + more_x),
        float(out_y.max() + more_y),
    )


def overshoot(samples: NDArray[np.float64]) -> float:
    """How far a function may exceed its samples on a lattice, ``[rows, columns]``: half the second difference.

    A parabola exceeds them by an eighth of it, a function with a peak between two samples, as latitude has at a pole,
    by half of it. Where values jump, as longitudes do at 180, there is no bound.
    """
    finite = samples[np.isfinite(samples)]
    jump = float(np.ptp(finite)) / 2 if len(finite) else 0.0
    with np.errstate(invalid="ignore"):
        bends = [np.abs(np.diff(samples, 2, axis=axis)) for axis in (0, 1)]
    known = [bend[bend < jump] for bend in bends]
    return max((float(bend.max()) for bend in known if len(bend)), default=0.0) / 2


def geometries_to_crs(geometries: ArrayLike, src: Any, dst: Any) -> NDArray[np.object_]:
    """Shapely geometries transformed from ``src`` to ``dst`` by their vertices; edges are not densified, z is
    dropped."""
    array = np.atleast_1d(np.asarray(geometries, dtype=object))
    if same_crs(src, dst):
        return array

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(project(src, dst, points[:, 0], points[:, 1]))

    return np.asarray(shapely.transform(array, move), dtype=object)
