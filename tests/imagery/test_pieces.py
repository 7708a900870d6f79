"""Pieces of chunks: a small extent needs few windows besides its own."""

from __future__ import annotations

import numpy as np
import pytest
from rasterio.transform import from_origin

from backend.imagery.pieces import PIECE_WINDOWS, is_piece, needed, pieces_of, stem, with_id
from backend.imagery.window_grid import WindowGrid

SMALL = (502_000.0, 5_197_800.0, 502_200.0, 5_198_000.0)
"""200 m of a layer of ten kilometres."""


@pytest.fixture(scope="module")
def grid(make_info):
    return WindowGrid(make_info("EPSG:32632", from_origin(500_000, 5_200_000, 1, 1), 10_000, 10_000), (50.0, 100.0))


def test_the_pieces_of_a_chunk_are_all_of_its_windows_once(grid):
    for chunk in grid.chunks()[::37]:
        pieces = pieces_of(chunk)
        ids = np.concatenate([piece.window_ids for piece in pieces])
        assert sorted(ids.tolist()) == chunk.window_ids.tolist()
        assert sum(piece.window_count for piece in pieces) == chunk.window_count
        assert np.mean([piece.window_count for piece in pieces]) <= PIECE_WINDOWS
        assert {len(piece.chunk_id) for piece in pieces} == {len(chunk.chunk_id)}


def test_a_small_extent_needs_little_more_than_its_own_windows(grid):
    parts = needed(grid, [SMALL])
    own = sum(int(chunk.windows.meet(SMALL).sum()) for chunk in grid.chunks_meeting(SMALL, grid.chunks()))
    embedded = sum(part.window_count for part in parts)
    assert sum(int(part.windows.meet(SMALL).sum()) for part in parts) == own, "all of them"
    assert embedded < 4 * own
    assert embedded < sum(chunk.window_count for chunk in grid.chunks_meeting(SMALL, grid.chunks())) / 4


def test_the_id_of_a_piece_tells_its_chunk(grid):
    chunks = {stem(chunk.chunk_id): chunk for chunk in grid.chunks()}
    assert len(chunks) == len(grid.chunks())
    for part in needed(grid, [SMALL]):
        assert is_piece(part.chunk_id)
        again = with_id(chunks[stem(part.chunk_id)], part.chunk_id)
        assert again.chunk_id == part.chunk_id and np.array_equal(again.window_ids, part.window_ids)


def test_the_whole_layer_needs_whole_chunks(grid):
    assert needed(grid, [grid.info.bounds]) == grid.chunks()
    some = {part.chunk_id for part in needed(grid, [SMALL])}
    both = {part.chunk_id for part in needed(grid, [SMALL, SMALL])}
    done = {chunk.chunk_id for chunk in grid.chunks_meeting(SMALL, grid.chunks())}
    assert both == some and {part.chunk_id for part in needed(grid, [SMALL], done)} == done
