"""The windows that show a feature: one around it, or several that cover it if it is too large for one.

A small feature gets context: its window is at least as large as the smallest that suits the layer. A feature that fits
into the largest window has exactly one, a square of ground around its bounding box. A larger one is covered by windows
that overlap by half, each weighted by the share of it that the feature fills.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from backend.imagery.crs import ground_metres_per_pixel
from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import (
    SMALLEST_DEFAULT_M,
    SMALLEST_DEFAULT_PX,
    WindowSet,
    default_window_sizes,
)
from backend.labeling.cells import to_crs

MAX_WINDOWS = 256
"""Maximum number per feature; a larger feature is sampled at evenly spaced places."""

_LEAST_SHARE = 0.05
_FIT = 1e-3  # a feature that exceeds a window by less than this still fits

NO_GEOMETRY, EMPTY, OUTSIDE = "no geometry", "empty geometry", "outside the layer"


@dataclass(frozen=True)
class FeatureWindows:
    """Windows of ``n`` features.

    Attributes:
        windows: ``m`` windows, all inside the layer.
        owner: int64 ``[m]``, the feature of each, ascending.
        weight: float64 ``[m]``, above 0.
        reasons: ``[n]``, why a feature has no window; None if it has one.
        sizes_m: smallest and largest side of a window in metres.
    """

    windows: WindowSet
    owner: NDArray[np.int64]
    weight: NDArray[np.float64]
    reasons: tuple[str | None, ...]
    sizes_m: tuple[float, float]


def window_limits(info: LayerInfo, sizes_m: Sequence[float] | None = None) -> tuple[float, float]:
    """The smallest and largest side of a feature's window in metres: as given, or to suit the layer."""
    if sizes_m is not None:
        return float(min(sizes_m)), float(max(sizes_m))
    pixel_m = max(float(m) for m in ground_metres_per_pixel(info.crs, info.transform, info.width / 2, info.height / 2))
    smallest = max(SMALLEST_DEFAULT_M, SMALLEST_DEFAULT_PX * pixel_m)
    return smallest, max(smallest, default_window_sizes(info)[-1])


def feature_windows(
    info: LayerInfo, shapes: NDArray[np.object_], sizes_m: Sequence[float] | None = None
) -> FeatureWindows:
    """The windows of features.

    Args:
        info: the layer.
        shapes: ``[n]`` in the layer's CRS; None for a feature without geometry.
        sizes_m: their minimum and maximum limit the windows' sides; chosen to suit the layer if None.
    """
    limits = window_limits(info, sizes_m)
    reasons = [_unusable(shape) for shape in shapes]
    sound = np.array([reason is None for reason in reasons], bool)
    inside = np.full(len(shapes), None, dtype=object)
    layer = shapely.box(0, 0, info.width, info.height)
    inside[sound] = shapely.intersection(to_crs(shapes[sound], ~info.transform), layer)
    for number in np.flatnonzero(sound).tolist():
        if inside[number].is_empty or (shapes[number].area > 0 and inside[number].area == 0):
            reasons[number] = OUTSIDE
    usable = [number for number, reason in enumerate(reasons) if reason is None]
    middles = np.array([shapely.box(*inside[number].bounds).centroid.coords[0] for number in usable]).reshape(-1, 2)
    scales = np.stack(ground_metres_per_pixel(info.crs, info.transform, middles[:, 0], middles[:, 1]), axis=1)
    boxes, weights, owners = [np.empty((0, 4))], [np.empty(0)], [np.empty(0, np.int64)]
    for number, scale in zip(usable, scales, strict=True):
        own, weight = lay_over(inside[number], scale, limits, (info.width, info.height))
        boxes.append(own)
        weights.append(weight)
        owners.append(np.full(len(own), number))
    table = np.concatenate(boxes)
    owner = np.concatenate(owners).astype(np.int64)
    width, height = table[:, 2] - table[:, 0], table[:, 3] - table[:, 1]
    place = np.searchsorted(usable, owner)
    side = np.maximum(width * scales[place, 0], height * scales[place, 1]).astype(np.float32)
    windows = WindowSet(table[:, 0], table[:, 1], width, height, side, info.crs, info.transform)
    return FeatureWindows(windows, owner, np.concatenate(weights), tuple(reasons), limits)


def lay_over(
    shape: shapely.Geometry, scale: NDArray[np.float64], limits_m: tuple[float, float], layer_px: tuple[int, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The windows of one feature, all inside the layer.

    Args:
        shape: in pixels of the layer, inside the layer, not empty.
        scale: pixel size in metres, in x and in y.
        limits_m: smallest and largest side in metres.
        layer_px: width and height of the layer in pixels.

    Returns:
        ``[m, 4]`` x0, y0, x1, y1 in pixels, and ``[m]`` their weights; at least one.
    """
    smallest, largest = limits_m
    low, high = np.array(shape.bounds[:2]), np.array(shape.bounds[2:])
    extent_m = (high - low) * scale
    room = np.array(layer_px, float)
    if extent_m.max() <= largest * (1 + _FIT):
        side = np.minimum(max(float(extent_m.max()), smallest * (1 - _FIT)) / scale, room)
        corner = np.clip((low + high) / 2 - side / 2, 0, room - side)
        return np.concatenate([corner, corner + side])[None], np.ones(1)
    ground = shapely.transform(shape, lambda at: at * scale)
    thickness = 4 * ground.area / ground.length if ground.length else 0.0
    side_m = float(np.clip(thickness, smallest, largest))
    side = np.minimum(side_m / scale, room)
    steps, stride = np.full(2, MAX_WINDOWS), 0.5
    while steps.prod() > MAX_WINDOWS:
        steps = np.ceil(np.maximum((high - low) / side - 1, 0) / stride - _FIT).astype(int) + 1
        stride *= 1.25
    xs, ys = (_positions(low[i], high[i], side[i], steps[i], room[i]) for i in (0, 1))
    x, y = (grid.ravel() for grid in np.meshgrid(xs, ys))
    boxes = np.stack([x, y, x + side[0], y + side[1]], axis=1)
    squares = shapely.box(*boxes.T)
    shapely.prepare(shape)
    shared = shapely.intersection(squares, shape)
    fill = shapely.area(shared) if shape.area > 0 else shapely.length(shared)
    fill = fill / max(float(fill.max()), 1e-12)
    filled = fill >= _LEAST_SHARE
    return boxes[filled], fill[filled]


def _positions(low: float, high: float, side: float, count: int, room: float) -> NDArray[np.float64]:
    """Starts of windows spread evenly over an interval, centred if one is enough."""
    if count == 1:
        return np.clip([(low + high - side) / 2], 0, room - side)
    return np.clip(np.linspace(low, high - side, count), 0, room - side)


def _unusable(shape: shapely.Geometry | None) -> str | None:
    """Why a geometry in the layer's CRS cannot be labelled anywhere; None if it can."""
    if shape is None:
        return NO_GEOMETRY
    if shape.is_empty:
        return EMPTY
    if not np.isfinite(shape.bounds).all():  # not transformable to the layer's CRS
        return OUTSIDE
    return None if shape.is_valid else f"invalid geometry: {shapely.is_valid_reason(shape)}"
