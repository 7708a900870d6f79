"""What windows of all sizes say together about a place.

One window alone is often wrong: at one size and one position a car park looks like a harbour. So a window's cosine is
averaged with what the windows over its ground say: at every place the mean over the windows of each size that cover it,
then the mean over the sizes, then the mean over the window.

Tried on two rendered samples, 34 kinds of object, with a small model trained on RSICD's English captions: the first
region met a true object (IoU over 0.1) 28 times instead of 21, and the mean IoU of the best of three rose from 0.39 to
0.47. Subtracting the neutral phrases' cosines from the query's, or centring the cosines of each size, made it worse.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.imagery.window_grid import WindowSet

OTHERS_WEIGHT = 0.5
"""Weight of what is said about a window's ground against the window's own cosine."""

_MAX_CELLS = 2048  # on a side of the grid on which places are counted


@dataclass(frozen=True)
class _Cells:
    """Windows as boxes of cells: int64 ``[n]`` each, ends exclusive; ``rows`` and ``cols`` span the grid."""

    top: NDArray[np.int64]
    left: NDArray[np.int64]
    bottom: NDArray[np.int64]
    right: NDArray[np.int64]
    rows: int
    cols: int

    @property
    def areas(self) -> NDArray[np.int64]:
        return (self.bottom - self.top) * (self.right - self.left)


def consensus(windows: WindowSet, scores: NDArray[np.float32], weight: float = OTHERS_WEIGHT) -> NDArray[np.float32]:
    """Scores averaged with those of the windows over the same ground.

    Args:
        windows: ``n`` windows of one layer, any sizes.
        scores: ``[k, n]``; every row is averaged by itself.
        weight: of the others, 0 (the scores as they are) to 1.

    Returns:
        ``[k, n]`` float32. The result of a window does not depend on the order of the windows.
    """
    if not len(windows) or not weight:
        return scores
    cells = _cells(windows)
    sizes = [windows.window_m == size for size in np.unique(windows.window_m)]
    covered = [_spread(cells, of_size, np.ones(len(windows))) for of_size in sizes]
    levels = np.maximum(sum((cover > 0.5).astype(np.int64) for cover in covered), 1)
    result = np.empty_like(scores, dtype=np.float32)
    for row, own in enumerate(scores):
        said = np.zeros((cells.rows, cells.cols))
        for of_size, cover in zip(sizes, covered, strict=True):
            said += np.where(cover > 0.5, _spread(cells, of_size, own.astype(np.float64)) / np.maximum(cover, 1), 0)
        result[row] = (1 - weight) * own + weight * _means(cells, said / levels)
    return result


def _cells(windows: WindowSet) -> _Cells:
    """A grid of half the smallest window, on which windows laid half a side apart are exact."""
    spans = []
    for offset, side in ((windows.row_off, windows.height), (windows.col_off, windows.width)):
        start, end = offset.min(), (offset + side).max()
        step = max(float(side.min()) / 2, float(end - start) / _MAX_CELLS)
        first = np.rint((offset - start) / step).astype(np.int64)
        last = np.maximum(np.rint((offset + side - start) / step).astype(np.int64), first + 1)
        spans.append((first, last))
    (top, bottom), (left, right) = spans
    return _Cells(top, left, bottom, right, int(bottom.max()), int(right.max()))


def _spread(cells: _Cells, chosen: NDArray[np.bool_], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum of the chosen windows' values at every cell they cover, ``[rows, cols]``, from four corners a window."""
    flat = np.zeros((cells.rows + 1) * (cells.cols + 1))
    for row, col, sign in (
        (cells.top, cells.left, 1),
        (cells.bottom, cells.left, -1),
        (cells.top, cells.right, -1),
        (cells.bottom, cells.right, 1),
    ):
        at = row[chosen] * (cells.cols + 1) + col[chosen]
        flat += np.bincount(at, sign * values[chosen], len(flat))
    summed = flat.reshape(cells.rows + 1, cells.cols + 1).cumsum(axis=0).cumsum(axis=1)
    return np.asarray(summed[:-1, :-1])


def _means(cells: _Cells, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of cell values over each window, ``[n]``."""
    summed = np.zeros((cells.rows + 1, cells.cols + 1))
    summed[1:, 1:] = values.cumsum(axis=0).cumsum(axis=1)
    inside = (
        summed[cells.bottom, cells.right]
        - summed[cells.top, cells.right]
        - summed[cells.bottom, cells.left]
        + summed[cells.top, cells.left]
    )
    return np.asarray(inside / cells.areas)
