"""The ground that two layers share, as one pixel grid to which both can be resampled."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS

from backend.errors import OutsideLayer
from backend.imagery.crs import ground_metres_per_pixel, project
from backend.imagery.layer import LayerInfo
from backend.imagery.valid_ground import Ground

_SAME_SAMPLING = 1.05
"""Ground sampling distances whose ratio is below this count as equal, so that pixels are not resampled."""

_EDGE_POINTS = 33


@dataclass(frozen=True)
class CommonGround:
    """A pixel grid over the ground of two layers.

    Attributes:
        width, height: in pixels, 1 or more.
        crs, transform: pixel (column, row) to CRS; those of the reference layer, with larger pixels if it is the finer
            one.
    """

    width: int
    height: int
    crs: CRS
    transform: Affine


def common_ground(reference: LayerInfo, ground: Ground, other: LayerInfo, other_ground: Ground) -> CommonGround:
    """The pixel grid of ``reference``, as coarse as the coarser of the two layers, over the ground that is valid in
    both.

    Args:
        reference: the layer that gives the CRS and orientation of the pixels.
        ground, other_ground: the valid ground of each layer.

    Raises:
        OutsideLayer: the layers share no ground.
    """
    own_m, its_m = _sampling_m(reference, ground), _sampling_m(other, other_ground)
    coarser = its_m / own_m if its_m > own_m * _SAME_SAMPLING else 1.0
    left, top, right, bottom = _box_in(reference, other, other_ground)
    left, top = max(left, ground.col), max(top, ground.row)
    right, bottom = min(right, ground.col + ground.width), min(bottom, ground.row + ground.height)
    width, height = math.floor((right - left) / coarser + 1e-3), math.floor((bottom - top) / coarser + 1e-3)
    if not (width >= 1 and height >= 1):
        raise OutsideLayer(
            f"{other.path.name} and {reference.path.name} do not overlap: give two layers of the same place."
        )
    corner = Affine.translation(round(left), round(top)) * Affine.scale(coarser)
    return CommonGround(width, height, reference.crs, reference.transform * corner)


def _sampling_m(info: LayerInfo, ground: Ground) -> float:
    """Pixel size in metres at the centre, the geometric mean of both directions."""
    col, row = ground.col + ground.width / 2, ground.row + ground.height / 2
    across, along = ground_metres_per_pixel(info.crs, info.transform, col, row)
    return float(np.sqrt(across * along))


def _box_in(reference: LayerInfo, other: LayerInfo, ground: Ground) -> tuple[float, float, float, float]:
    """The envelope of a layer's ground in pixels of another layer; infinite where it cannot be transformed."""
    cols, rows = np.meshgrid(
        ground.col + np.linspace(0, ground.width, _EDGE_POINTS),
        ground.row + np.linspace(0, ground.height, _EDGE_POINTS),
    )
    x, y = project(other.crs, reference.crs, *moved(other.transform, cols.ravel(), rows.ravel()))
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return math.inf, math.inf, -math.inf, -math.inf
    cols, rows = moved(~reference.transform, x[known], y[known])
    return float(cols.min()), float(rows.min()), float(cols.max()), float(rows.max())


def moved(transform: Affine, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Points ``[n]`` through an affine transform."""
    a, b, c, d, e, f = tuple(transform)[:6]
    return a * x + b * y + c, d * x + e * y + f
