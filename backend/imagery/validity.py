"""Which pixels of an open raster are valid: by its masks, its alpha band and its values."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.io import DatasetReader
from rasterio.windows import Window

from backend.imagery.bands import BandPlan
from backend.imagery.samples import read_raw


def shrinks(window: Window, shape: tuple[int, int]) -> bool:
    """Whether a part is read with fewer rows or columns than it has."""
    return bool(shape[0] < window.height or shape[1] < window.width)


def valid_pixels(
    dataset: DatasetReader,
    plan: BandPlan,
    by_values: NDArray[np.bool_] | None,
    window: Window,
    shape: tuple[int, int],
) -> NDArray[np.bool_]:
    """Valid pixels of a part, by GDAL's masks and by the values themselves.

    Args:
        plan: which bands are shown, and what declares them valid.
        by_values: bool ``[h, w]``, what the plan says of the values, or None; changed in place.
        window: the part, in pixels of the raster.
        shape: rows and columns as read.

    Returns:
        bool ``[h, w]``.
    """
    mask = np.ones(shape, bool) if by_values is None else by_values
    where = {"window": window, "out_shape": shape}
    if shrinks(window, shape):
        where["resampling"] = Resampling.average  # like the pixels: valid where any source pixel is
    if plan.masks and not plan.by_value:
        masked = np.zeros(shape, bool)
        for band in plan.masks:
            masked |= dataset.read_masks(band, **where) > 0
        mask &= masked
    if plan.alpha is not None:
        mask &= dataset.read(plan.alpha, **where) > 0
    return mask


def sampled(
    dataset: DatasetReader, plan: BandPlan, window: Window, shape: tuple[int, int]
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Raw values of a part, ``[bands, h, w]``, and which pixels ``[h, w]`` are valid."""
    values = read_raw(dataset, plan.colour, window, shape)
    return values, valid_pixels(dataset, plan, plan.valid(values), window, shape)
