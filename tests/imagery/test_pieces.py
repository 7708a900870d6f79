"""Pieces of chunks: a small extent needs few windows besides its own."""

from __future__ import annotations

import numpy as np
import pytest
from rasterio.transform import from_origin

from backend.imagery.blocks import read_chunk, read_windows
from backend.imagery.layer import open_layer
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


@pytest.mark.parametrize(("width", "height", "size_m"), [(901, 733, 31.37), (1003, 1210, 47.0), (1501, 1307, 128.9)])
def test_what_a_window_shows_does_not_depend_on_what_it_is_read_with(write_raster, texture, width, height, size_m):
    pixels = texture(3, height, width)
    pixels[:, 100:150, 60:240] = 255  # cells of pure white count as no data
    with open_layer(write_raster("rgb.tif", pixels)) as layer:
        for chunk in WindowGrid(layer.info, (size_m,), 0.5, 64).chunks():
            whole = read_chunk(layer, chunk, 0.0)
            at = {window: n for n, window in enumerate(whole.window_ids.tolist())}
            single = chunk.windows.take(np.array([chunk.window_count // 2]))
            parts = [read_chunk(layer, piece, 0.0) for piece in pieces_of(chunk)]
            assert sum(len(part.boxes) for part in parts) == len(at)
            for part in parts:
                for own, (window, box) in enumerate(zip(part.window_ids.tolist(), part.boxes, strict=True)):
                    here, there = _shown(part.block, box), _shown(whole.block, whole.boxes[at[window]])
                    assert here.shape == there.shape and part.valid_share[own] == whole.valid_share[at[window]]
                    assert part.valid_share[own] < 1 or np.array_equal(here, there)
            block, boxes, _ = read_windows(layer, single, chunk.decimation)
            there = _shown(whole.block, whole.boxes[chunk.window_count // 2])
            assert _shown(block, boxes[0]).shape == there.shape


def _shown(block, box):
    x0, y0, x1, y1 = box.astype(int)
    assert np.array_equal(box, [x0, y0, x1, y1]), "whole pixels"
    return block.pixels[:, y0:y1, x0:x1]
