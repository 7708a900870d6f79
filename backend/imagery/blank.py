"""Blank borders and gaps: pixels that carry nothing though no mask or no-data value says so.

Mosaics are often padded with pure white or black, and JPEG leaves those almost pure. Where a whole cell of pixels is
so, it is taken for no data. Saturated roofs or deep shadow are blank in places too, but only a window that is mostly
blank is skipped for it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

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
    """Give invalid pixels the mean colour of the valid ones, in place: a black corner looks like deep water."""
    if valid.any() and not valid.all():
        mean = np.rint([band[valid].mean() for band in pixels]).astype(np.uint8)
        np.copyto(pixels, mean[:, None, None], where=~valid)
