"""The core of a region: where a small thing is within its windows.

A thing smaller than a window makes every window around it a find, and their union is many times its size. What all of
those windows have in common is where it is: at every place the mean over the windows that cover it is high only where
nearly all of them show the thing. Only the finest windows have a say: larger ones see the thing, but do not place it.
Windows laid half a side apart place it to half a side; dense features (:mod:`backend.search.outline`) place it finer,
at the price of reading pixels.
"""

from __future__ import annotations

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import shapes as trace
from shapely.geometry import shape as to_shape

from backend.imagery.window_grid import WindowSet
from backend.search.consensus import Places
from backend.search.sizes import SMALL, Size

SHARE = 0.75
"""Least lead over the background of a place in the core, as a share of that of the region's best place: beside a thing
within one cell, half of the windows show it."""


def core_of(
    region: shapely.Polygon, windows: WindowSet, ranking: NDArray[np.float32], background: float, size: Size
) -> shapely.Polygon | shapely.MultiPolygon:
    """The part of a region that its windows agree on.

    Args:
        region: in pixels of the layer.
        windows: ``n`` windows in which the thing is small; the finest of those that overlap the region have a say.
        ranking: float32 ``[n]``.
        background: ranking of ordinary ground.
        size: least and most metres of the thing.

    Returns:
        In pixels; the region itself if its windows do not stand out, or do not agree on any part of it.
    """
    left, top, right, bottom = region.bounds
    near = np.flatnonzero(
        (windows.col_off < right)
        & (windows.col_off + windows.width > left)
        & (windows.row_off < bottom)
        & (windows.row_off + windows.height > top)
    )
    # Windows that the thing fills show parts of it, and say less about where it lies than those around it.
    near = near[windows.window_m[near] > SMALL * size[0]]
    near = near[windows.window_m[near] == windows.window_m[near].min(initial=np.inf)]
    if len(near) < 2:
        return region
    places = Places(windows.take(near))
    lead = places.said(np.asarray(ranking[near] - background, np.float32))
    cell = Affine(places.step_x, 0, places.left, 0, places.step_y, places.top)
    inside = _middles_in(region, cell, lead.shape)
    best = float(lead[inside].max()) if inside.any() else 0.0
    if best <= 0:
        return region
    chosen = inside & (lead >= SHARE * best)
    parts = [to_shape(outline) for outline, _ in trace(chosen.astype(np.uint8), mask=chosen, transform=cell)]
    core = shapely.intersection(shapely.union_all(parts), region)
    polygons = [part for part in shapely.get_parts(core) if part.geom_type == "Polygon" and part.area > 0]
    return shapely.normalize(shapely.union_all(polygons)) if polygons else region


def _middles_in(region: shapely.Polygon, cell: Affine, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which cells of a grid have their centre in a polygon, bool ``[rows, cols]``."""
    rows, cols = np.mgrid[: shape[0], : shape[1]] + 0.5
    found = shapely.contains_xy(region, cell.c + cols * cell.a, cell.f + rows * cell.e)
    return np.asarray(found)
