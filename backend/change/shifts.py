"""Whether a change is more than a shift: the window that lacks the thing, moved by a few pixels in every direction.

Two orthophotos of one place are misaligned by a few pixels, more on steep ground or high roofs. A thing at the edge of
a window is then inside at one date and outside at the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from backend.change.scores import logits
from backend.imagery.blocks import read_windows
from backend.imagery.layer import OpenLayer
from backend.imagery.window_grid import WindowSet
from backend.models.contracts import ImageEncoder
from backend.search.directions import Directions
from backend.search.matrix import EmbeddingMatrix
from backend.search.ranking import rank_windows
from backend.search.search import SearchEncoder

SHIFT_PX = 4.0
"""Shift of a window, in pixels of the coarser layer."""

LEAST_SHIFT = 0.06
"""Least shift, as a share of a window's side: a few pixels are too little for a window of many pixels."""


class WindowEncoder(SearchEncoder, ImageEncoder, Protocol):
    """What a comparison needs from :class:`backend.models.encoder.Encoder`."""


def shift_gains(
    layer: OpenLayer, windows: WindowSet, encoder: WindowEncoder, directions: Directions
) -> NDArray[np.float64]:
    """By how much the best of eight shifted windows is more like the query than the window itself: float64 ``[n]``, >=
    0.

    In logits of relevance.

    Args:
        layer: the date that lacks the thing, on the common pixel grid.
        windows: windows in those pixels.
    """
    return np.array([_gain(layer, windows.take([at]), encoder, directions) for at in range(len(windows))], np.float64)


def _gain(layer: OpenLayer, window: WindowSet, encoder: WindowEncoder, directions: Directions) -> float:
    moved = _moved(window, layer.info.width, layer.info.height)
    decimation = tuple(
        int(2 ** max(np.floor(np.log2(max(float(side[0]) / encoder.image_size, 1.0))), 0))
        for side in (window.width, window.height)
    )
    block, boxes, shares = read_windows(layer, moved, (decimation[0], decimation[1]))
    rows = encoder.encode_windows(block.pixels, boxes)
    found = logits_of(rows, moved, shares, directions)
    return max(float(found.max() - found[0]), 0.0)


def logits_of(
    rows: NDArray[np.float32], windows: WindowSet, shares: NDArray[np.float32], directions: Directions
) -> NDArray[np.float64]:
    """Logits of the relevance of single windows, ``[n]``, from their embeddings ``[n, d]``."""
    import torch

    matrix = EmbeddingMatrix(torch.from_numpy(rows.astype(np.float16)), windows, shares)
    return logits(rank_windows(matrix, replace(directions, cap=1.0), 0.0).relevance)


def _moved(window: WindowSet, width: int, height: int) -> WindowSet:
    """A window and its eight shifted copies, inside a layer of this size in pixels."""
    steps: Sequence[int] = (0, -1, 1)
    across = max(SHIFT_PX, LEAST_SHIFT * float(window.width[0]))
    along = max(SHIFT_PX, LEAST_SHIFT * float(window.height[0]))
    moves = [(dx * across, dy * along) for dy in steps for dx in steps]
    every = window.take(np.zeros(len(moves), np.intp))
    cols = np.clip([float(window.col_off[0]) + dx for dx, _ in moves], 0, width - float(window.width[0]))
    rows = np.clip([float(window.row_off[0]) + dy for _, dy in moves], 0, height - float(window.height[0]))
    return replace(every, col_off=cols, row_off=rows)
