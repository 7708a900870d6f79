"""Windows with identical pixels: one is embedded, the others reuse its row.

Open water, snow, saturated roofs and blank areas look the same window after window. Two windows share a row only if the
model would get the same bytes, so that the rows are the same as without this.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from backend.models.corners import whole_corners

_SAMPLES = 8  # per side: a few pixels of each window distinguish nearly all, at almost no cost


def alike(pixels: NDArray[np.uint8], boxes: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which windows of a block have to be embedded, and which row each window uses.

    Args:
        pixels: uint8 ``[3, h, w]``.
        boxes: ``[n, 4]`` x0, y0, x1, y1 in pixels of the block.

    Returns:
        Positions of the windows to embed ``[m]``, ascending, and for every window its position among them ``[n]``.
    """
    if len(boxes) < 2:
        every = np.arange(len(boxes))
        return every, every
    corners = whole_corners(boxes, pixels.shape[2], pixels.shape[1])
    suspects = _repeated(_samples(pixels, corners))
    of = np.arange(len(corners))
    first: dict[tuple[int, int, bytes], int] = {}
    for at in suspects.tolist():
        x0, y0, x1, y1 = corners[at].tolist()
        digest = blake2b(np.ascontiguousarray(pixels[:, y0:y1, x0:x1]).data, digest_size=32).digest()
        of[at] = first.setdefault((y1 - y0, x1 - x0, digest), at)
    kept, place = np.unique(of, return_inverse=True)
    return kept, place


def _samples(pixels: NDArray[np.uint8], corners: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Some bytes of each window and its size, uint8 ``[n, k]``: equal for equal windows."""
    sides = corners[:, 2:] - corners[:, :2]
    steps = (np.arange(_SAMPLES) * 2 + 1)[None]
    cols = corners[:, :1] + sides[:, :1] * steps // (2 * _SAMPLES)
    rows = corners[:, 1:2] + sides[:, 1:] * steps // (2 * _SAMPLES)
    seen = pixels[:, rows[:, :, None], cols[:, None, :]]
    bytes_of_sides = np.ascontiguousarray(sides.astype(np.int32)).view(np.uint8).reshape(len(corners), -1)
    return np.concatenate([seen.transpose(1, 0, 2, 3).reshape(len(corners), -1), bytes_of_sides], axis=1)


def _repeated(samples: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Positions of the rows that occur more than once."""
    whole = np.ascontiguousarray(samples).view(np.dtype((np.void, samples.shape[1]))).ravel()
    _, place, counts = np.unique(whole, return_inverse=True, return_counts=True)
    return np.flatnonzero(counts[place] > 1)
