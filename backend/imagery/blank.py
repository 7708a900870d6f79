"""Blank borders and gaps: pixels that carry nothing though no mask or no-data value says so.

Mosaics are often padded with pure white or black, and JPEG leaves those almost pure. Where a whole cell of pixels is
so, it is taken for no data. Saturated roofs or deep shadow are blank in places too, but only a window that is mostly
blank is skipped for it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

CELL_PX = 16
WHITE_FROM = 252
BLACK_TO = 2


def blank_pixels(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which pixels lie in cells that are white or black throughout: ``[3, h, w]`` -> ``[h, w]``."""
    _, height, width = pixels.shape
    edges_y, edges_x = np.arange(0, height, CELL_PX), np.arange(0, width, CELL_PX)
    darkest = np.minimum.reduceat(np.minimum.reduceat(pixels.min(0), edges_y, 0), edges_x, 1)
    brightest = np.maximum.reduceat(np.maximum.reduceat(pixels.max(0), edges_y, 0), edges_x, 1)
    blank = (darkest >= WHITE_FROM) | (brightest <= BLACK_TO)
    if not blank.any():
        return np.zeros((height, width), bool)
    spread: NDArray[np.bool_] = np.repeat(np.repeat(blank, CELL_PX, 0), CELL_PX, 1)[:height, :width]
    return spread


def fill_invalid(pixels: NDArray[np.uint8], valid: NDArray[np.bool_]) -> None:
    """Give invalid pixels what lies as far on the other side of the nearest valid one, in place.

    So the ground goes on in a mirror where the data ends: a straight edge, or one plain colour beside it, looks like a
    river bank or deep water to a model. Where the mirrored place is not valid itself, the nearest valid pixel is
    repeated.
    """
    if valid.all() or not valid.any():
        return
    height, width = valid.shape
    nearest = distance_transform_edt(~valid, return_distances=False, return_indices=True)
    rows, cols = np.nonzero(~valid)
    near_rows, near_cols = nearest[0][rows, cols], nearest[1][rows, cols]
    there_rows, there_cols = 2 * near_rows - rows, 2 * near_cols - cols
    inside = (there_rows >= 0) & (there_rows < height) & (there_cols >= 0) & (there_cols < width)
    there_rows, there_cols = np.where(inside, there_rows, near_rows), np.where(inside, there_cols, near_cols)
    mirrored = valid[there_rows, there_cols]
    there_rows, there_cols = np.where(mirrored, there_rows, near_rows), np.where(mirrored, there_cols, near_cols)
    for band in pixels:
        band[rows, cols] = band[there_rows, there_cols]
