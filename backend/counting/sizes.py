"""Which windows show single things, and which things are too small for a layer."""

from __future__ import annotations

import math

import numpy as np

from backend.errors import BadOption
from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import scale_table, shorter_side_m
from backend.search.query import Query
from backend.search.sizes import Size, thing_size

AROUND = 1.6
"""Width of a window in things: one fills it, and its neighbours are outside."""

LEAST_WINDOW_PX = 24.0
"""Least width of a window in pixels of the layer: in smaller ones a model sees nothing."""

LEAST_PX = LEAST_WINDOW_PX / AROUND
"""Least size of a thing in pixels of the layer; smaller ones are not counted: the smallest window shows several."""

MOST_SIZES = 3


def sampling_m(info: LayerInfo) -> float:
    """Pixel size of a layer in metres, the larger of both directions."""
    _, metres_x, metres_y = scale_table(info)
    return max(float(np.median(metres_x)), float(np.median(metres_y)))


def size_to_count(query: Query, size_m: Size | None) -> Size:
    """Smallest and largest size of one of the things, in metres.

    Args:
        size_m: given by the user; from the lexicon if None.

    Raises:
        BadOption: the size is unknown, or the thing is not countable, such as water.
    """
    size = size_m or thing_size(query)
    if size is None:
        raise BadOption(f"The size of {query.text!r} is not known: give the minimum and maximum in metres as size_m.")
    if size[0] <= 0:
        raise BadOption(
            f"{query.text!r} cannot be counted, because it does not consist of single objects: map its area with label."
        )
    if not size[0] <= size[1] <= 1e5:
        raise BadOption("A size is the minimum and the maximum of one object in metres, the smaller one first.")
    return size


def windows_to_count(info: LayerInfo, size: Size, what: str) -> tuple[float, ...]:
    """Sides in metres of the windows that show single things.

    Raises:
        BadOption: the things are too small for the layer's pixels.
    """
    pixel_m, usual = sampling_m(info), math.sqrt(size[0] * size[1])
    if usual < LEAST_PX * pixel_m:
        raise BadOption(
            f"{what!r} cannot be counted on {info.path.name}: one measures about {usual:.2g} m, or "
            f"{usual / pixel_m:.1f} pixels of {pixel_m:.2g} m, and at least {LEAST_PX:.0f} pixels are needed."
        )
    several = min(MOST_SIZES, 1 + round(math.log2(size[1] / size[0]) / 2))
    sides = [AROUND * usual * 2.0 ** (step - (several - 1) / 2) for step in range(several)]
    most = shorter_side_m(info)
    fitting = sorted({min(max(side, LEAST_WINDOW_PX * pixel_m), most) for side in sides})
    return tuple(round(side, 3) if side < most else side for side in fitting)
