"""Pieces of chunks: what a small extent needs of a grid, where whole chunks would be far more than that.

A piece is committed like a chunk and has its own id, from which its chunk can be told. Once the whole chunk is embedded
its pieces are no longer needed, and a complete index has none. Their rows are the same as those of the chunk, except
for windows with invalid pixels: those are filled from what is read together.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from backend.imagery.window_grid import Chunk, WindowGrid, WindowSet

PIECE_WINDOWS = 64
"""A chunk is divided, in halves of both its sides, until its pieces have so many windows on average at most."""

PIECE_MARK = "p"
"""In the ids of pieces, which are as long as those of chunks; not a hexadecimal digit, so that no chunk has it."""

_STEM = 57


@dataclass(frozen=True)
class Piece(Chunk):
    """Some adjacent windows of a chunk."""

    _own: tuple[WindowSet, NDArray[np.int64]] = field(repr=False, compare=False)

    def windows_and_ids(self) -> tuple[WindowSet, NDArray[np.int64]]:
        """See :meth:`backend.imagery.window_grid.Chunk.windows_and_ids`."""
        return self._own


def is_piece(chunk_id: str) -> bool:
    """Whether this is the id of a piece."""
    return PIECE_MARK in chunk_id


def stem(chunk_id: str) -> str:
    """What the ids of a chunk and of its pieces begin with, and of no other chunk."""
    return chunk_id[:_STEM]


def pieces_of(chunk: Chunk, among: NDArray[np.bool_] | None = None) -> list[Chunk]:
    """The pieces of a chunk, row by row: the chunk itself if it has few windows.

    Args:
        chunk: not a piece.
        among: which of its windows matter, bool ``[n]``: only pieces with one of them; all pieces if None.
    """
    halvings = 0
    while chunk.window_count > PIECE_WINDOWS * 4**halvings:
        halvings += 1
    windows, ids = chunk.windows_and_ids()
    if not halvings:
        return [chunk] if among is None or among.any() else []
    side = 2**halvings
    rows, cols = (_cells(*both, side) for both in ((windows.row_off, windows.height), (windows.col_off, windows.width)))
    cells = rows * side + cols
    found: list[Chunk] = []
    for cell in np.unique(cells if among is None else cells[among]).tolist():
        own = np.flatnonzero(cells == cell)
        name = f"{stem(chunk.chunk_id)}{PIECE_MARK}{cell // side:03d}{cell % side:03d}"
        place = chunk.level, chunk.block_row, chunk.block_col, chunk.decimation
        found.append(Piece(name, *place, len(own), chunk._grid, (windows.take(own), ids[own])))
    return found


def with_id(chunk: Chunk, chunk_id: str) -> Chunk:
    """A chunk, or that of its pieces which has this id."""
    if chunk.chunk_id == chunk_id:
        return chunk
    return next(piece for piece in pieces_of(chunk) if piece.chunk_id == chunk_id)


def needed(grid: WindowGrid, ground: Sequence[Sequence[float]], done: Collection[str] = ()) -> list[Chunk]:
    """What of a grid is needed for all windows that share area with some ground, in the grid's order.

    Args:
        grid: the windows.
        ground: boxes ``xmin, ymin, xmax, ymax`` in the layer's CRS.
        done: ids of chunks that are not to be divided, because they have been committed.

    Returns:
        Whole chunks, where all of their pieces are needed, and pieces.
    """
    every = grid.chunks()
    met: dict[str, NDArray[np.bool_]] = {}
    for box in ground:
        for chunk in grid.chunks_meeting(box, every):
            shared = chunk.windows.meet(box)
            met[chunk.chunk_id] = met[chunk.chunk_id] | shared if chunk.chunk_id in met else shared
    found: list[Chunk] = []
    for chunk in every:
        if chunk.chunk_id in met:
            whole = chunk.chunk_id in done
            pieces = [] if whole else pieces_of(chunk, met[chunk.chunk_id])
            found += [chunk] if sum(piece.window_count for piece in pieces) in (0, chunk.window_count) else pieces
    return found


def _cells(start: NDArray[np.float64], length: NDArray[np.float64], side: int) -> NDArray[np.int64]:
    """In which of ``side`` equal parts of the range of their middles windows lie along one axis, int64 ``[n]``."""
    middles = start + length / 2
    low, high = float(middles.min()), float(middles.max())
    return np.minimum((middles - low) * (side / max(high - low, 1e-9)), side - 1).astype(np.int64)
