"""Blank borders and gaps: pixels without data that no mask or no-data value declares.

Mosaics are often padded with pure white or black, which JPEG keeps almost pure. A cell of pixels that is entirely white
or black counts as no data. Saturated roofs and deep shadow contain such cells too, but only windows that are mostly
blank are skipped.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

CELL_PX = 16
WHITE_FROM = 252
BLACK_TO = 2


def blank_pixels(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which pixels lie in cells that are entirely white or black: uint8 ``[3, h, w]`` -> bool ``[h, w]``."""
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
    """Fill invalid pixels by mirroring the valid ones at the nearest valid pixel, in place.

    A straight edge, or one plain colour beside it, looks like a river bank or deep water to a model; mirrored ground
    does not. Where the mirrored pixel is not valid either, the nearest valid pixel is repeated.
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
