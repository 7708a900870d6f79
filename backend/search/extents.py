"""Which windows of a matrix an extent asks for."""

from __future__ import annotations

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray

from backend.imagery.globe import Box
from backend.search.matrix import WindowMatrix
from backend.search.sizes import Size, fitting_sides


def asked_windows(
    matrix: WindowMatrix, extent: Box | None, size: Size | None
) -> tuple[NDArray[np.bool_] | None, NDArray[np.bool_] | None]:
    """Which windows are scored, and which of them may be results, bool ``[n]`` each; None means all.

    Args:
        extent: in the layer's CRS. Windows that meet it are scored; those with half of their area in it, or that cover
            half of it, may be results.
        size: least and most metres of what is sought: only windows that fit it, unless none of those may be a result.
    """
    met, inside = _inside(matrix, extent)
    sides, which = matrix.sides()
    fits = fitting_sides(sides, size)
    fitting = None if fits is None else fits[which]
    if fitting is not None and (inside is None or (inside & fitting).any()):
        met = fitting if met is None else met & fitting
        inside = fitting if inside is None else inside & fitting
    return met, inside


def _inside(matrix: WindowMatrix, extent: Box | None) -> tuple[NDArray[np.bool_] | None, NDArray[np.bool_] | None]:
    if extent is None:
        return None, None
    met = matrix.windows.meet(extent, matrix.bounds)
    near = np.flatnonzero(met)
    box = shapely.box(*extent)
    if _is_turned(matrix.windows.transform):
        shapes = matrix.windows.take(near).polygons()
        shared, areas = shapely.area(shapely.intersection(shapes, box)), shapely.area(shapes)
    else:
        bounds = matrix.bounds[near]
        sides = np.minimum(bounds[:, 2:], extent[2:]) - np.maximum(bounds[:, :2], extent[:2])
        shared, areas = sides.prod(axis=1), (bounds[:, 2:] - bounds[:, :2]).prod(axis=1)
    inside = met.copy()
    inside[near] = shared >= 0.5 * np.minimum(areas, box.area)
    return met, inside


def _is_turned(transform: Affine) -> bool:
    """Whether windows, which are aligned with the pixels, are not aligned with the axes of the CRS."""
    return bool(transform.b != 0.0 or transform.d != 0.0)
