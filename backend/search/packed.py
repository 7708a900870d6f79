"""Windows that lie far apart, moved together: their consensus needs a grid of the ground under them, and no other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from backend.imagery.window_grid import WindowSet
from backend.search.consensus import MAX_CELLS

_BESIDE = ((0, 1), (1, -1), (1, 0), (1, 1))  # half of the eight neighbours: the other half is theirs


def packed(windows: WindowSet) -> WindowSet:
    """The windows, one or more, with each group of those that may overlap moved beside the others.

    Groups keep their places in steps of half the smallest window, so that a grid of such cells cuts them as before.
    """
    group = _groups(windows)
    count = int(group.max()) + 1
    spans = []
    for offset, side in ((windows.col_off, windows.width), (windows.row_off, windows.height)):
        step = float(side.min()) / 2
        start, end = np.full(count, np.inf), np.full(count, -np.inf)
        np.minimum.at(start, group, offset)
        np.maximum.at(end, group, offset + side)
        start = np.floor((start - offset.min()) / step) * step + offset.min()
        spans.append((step, start, np.ceil((end - start) / step) + 1))
    (step_x, left, across), (step_y, top, down) = spans
    col, row = _shelves(across, down)
    moved_col = windows.col_off + (col * step_x - left)[group]
    moved_row = windows.row_off + (row * step_y - top)[group]
    return replace(windows, col_off=moved_col, row_off=moved_row)


def _groups(windows: WindowSet) -> NDArray[np.intp]:
    """Numbers of groups from 0, ``[n]``; windows of different groups do not overlap."""
    width, height = float(windows.width.max()), float(windows.height.max())
    # Centres of overlapping windows are less than a side of the widest apart: in the same cell or in neighbours.
    col = ((windows.col_off + windows.width / 2) // width).astype(np.int64)
    row = ((windows.row_off + windows.height / 2) // height).astype(np.int64)
    stride = int(np.ptp(col)) + 3
    cells, which = np.unique((row - row.min()) * stride + col - col.min() + 1, return_inverse=True)
    pairs = []
    for down, right in _BESIDE:
        other = cells + down * stride + right
        at = np.minimum(np.searchsorted(cells, other), len(cells) - 1)
        own = np.flatnonzero(cells[at] == other)
        pairs.append(np.stack([own, at[own]]))
    first, second = np.concatenate(pairs, axis=1)
    links = coo_array((np.ones(len(first), np.int8), (first, second)), shape=(len(cells), len(cells)))
    return np.asarray(connected_components(links, directed=False)[1], np.intp)[which]


def _shelves(across: NDArray[np.float64], down: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Columns and rows of boxes ``[k]`` of some cells, laid side by side on shelves, the tallest first."""
    most = max(float(across.max()), min(MAX_CELLS / 2, float(np.sqrt((across * down).sum()))))
    col, row = np.zeros(len(across)), np.zeros(len(across))
    at = shelf = height = 0.0
    for number in np.argsort(-down, kind="stable"):
        if at and at + across[number] > most:
            at, shelf, height = 0.0, shelf + height, 0.0
        col[number], row[number] = at, shelf
        at, height = at + across[number], max(height, float(down[number]))
    return col, row
