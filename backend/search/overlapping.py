"""Which of millions of windows overlap some others, without comparing each with each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.imagery.window_grid import WindowSet

_CELLS = 32_000_000  # of one size at most: cells are wider where windows are few on much ground


class Overlapping:
    """Windows by size and cell, a cell being at least as wide as the widest window of its size."""

    def __init__(self, windows: WindowSet) -> None:
        """Sort one or more windows; takes about 5 bytes a window."""
        self._left, self._top = float(windows.col_off.min()), float(windows.row_off.min())
        self._count = len(windows)
        self._sizes = [self._sorted(windows, np.flatnonzero(windows.window_m == size)) for size in _sides(windows)]

    def _sorted(self, windows: WindowSet, own: NDArray[np.intp]) -> _Size:
        width, height = float(windows.width[own].max()), float(windows.height[own].max())
        across = (float(windows.col_off.max()) - self._left) / width + 1
        down = (float(windows.row_off.max()) - self._top) / height + 1
        wider = max(1.0, (across * down / _CELLS) ** 0.5)
        cell = width * wider, height * wider
        col = _middles(windows.col_off[own], windows.width[own], self._left, cell[0])
        row = _middles(windows.row_off[own], windows.height[own], self._top, cell[1])
        cols, rows = int(col.max()) + 1, int(row.max()) + 1
        cells = row * cols + col
        starts = np.concatenate([[0], np.cumsum(np.bincount(cells, minlength=rows * cols))])
        order = own[np.argsort(cells, kind="stable")].astype(np.int32)
        return _Size(width, height, cell, rows, cols, starts, order)

    def of(self, windows: WindowSet) -> NDArray[np.intp]:
        """Ascending positions of all that overlap at least one of some windows, and of a few beside them."""
        x0, y0 = windows.col_off - self._left, windows.row_off - self._top
        x1, y1 = x0 + windows.width, y0 + windows.height
        found = np.zeros(self._count, bool)
        for size in self._sizes:
            met = np.zeros(size.rows * size.cols, bool)
            # A window overlaps another if its centre is less than half its own side beyond it.
            first_col, last_col = _cells(x0, x1, size.width, size.cell[0], size.cols)
            first_row, last_row = _cells(y0, y1, size.height, size.cell[1], size.rows)
            for down in range(int((last_row - first_row).max(initial=-1)) + 1):
                for right in range(int((last_col - first_col).max(initial=-1)) + 1):
                    row, col = np.minimum(first_row + down, last_row), np.minimum(first_col + right, last_col)
                    met[row * size.cols + col] = True
            cells = np.flatnonzero(met)
            starts = size.starts[cells]
            counts = size.starts[cells + 1] - starts
            ahead = np.repeat(starts - np.cumsum(counts) + counts, counts)
            found[size.order[ahead + np.arange(len(ahead))]] = True
        return np.flatnonzero(found)


@dataclass(frozen=True)
class _Size:
    """The windows of one size.

    Attributes:
        width, height: of the widest and the highest, in pixels.
        cell: width and height of a cell, in pixels.
        rows, cols: of cells.
        starts: int64 ``[rows * cols + 1]``, where in ``order`` the windows of a cell begin.
        order: int32 positions, cell by cell.
    """

    width: float
    height: float
    cell: tuple[float, float]
    rows: int
    cols: int
    starts: NDArray[np.int64]
    order: NDArray[np.int32]


def _sides(windows: WindowSet) -> list[float]:
    return [float(side) for side in np.unique(windows.window_m)]


def _middles(offset: NDArray[np.float64], side: NDArray[np.float64], origin: float, cell: float) -> NDArray[np.int32]:
    """The cells of the centres of windows, int32 ``[n]``; works in its arguments' memory."""
    side /= 2
    offset += side
    offset -= origin
    offset //= cell
    return offset.astype(np.int32)


def _cells(
    start: NDArray[np.float64], end: NDArray[np.float64], side: float, cell: float, count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and last cells in which the centre of a window of some side may be that overlaps a span."""
    first = ((start - side / 2) // cell).astype(np.int64)
    last = ((end + side / 2) // cell).astype(np.int64)
    return np.clip(first, 0, count - 1), np.clip(last, 0, count - 1)
