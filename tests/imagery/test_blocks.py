"""Blocks are read once, ahead, and windows without enough valid pixels are left out."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.errors import LayerNotReadable
from backend.imagery.blocks import BLOCKS_AHEAD, read_blocks, valid_shares
from backend.imagery.layer import open_layer
from backend.imagery.window_grid import WindowGrid


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(1, 60))
def test_valid_share_is_the_mean_of_the_mask_in_the_box(seed, height, width):
    rng = np.random.default_rng(seed)
    mask = rng.random((height, width)) < rng.random()
    x = np.sort(rng.integers(0, width + 1, (20, 2)), axis=1)
    y = np.sort(rng.integers(0, height + 1, (20, 2)), axis=1)
    boxes = np.stack([x[:, 0], y[:, 0], x[:, 1], y[:, 1]], axis=1).astype(float)
    boxes = boxes[(boxes[:, 0] < boxes[:, 2]) & (boxes[:, 1] < boxes[:, 3])]
    expected = [mask[int(y0) : int(y1), int(x0) : int(x1)].mean() for x0, y0, x1, y1 in boxes]
    assert valid_shares(mask, boxes) == pytest.approx(np.array(expected, np.float32))


def test_boxes_cut_out_what_the_windows_cover(write_raster, texture):
    pixels = texture(3, 700, 900)
    with open_layer(write_raster("rgb.tif", pixels)) as layer:
        grid = WindowGrid(layer.info, (50.02,), input_px=64)
        (read,) = read_blocks(layer, grid.chunks())
    assert read.boxes.shape == (len(read.windows), 4) and read.valid_share.min() == 1
    for box, col, row in zip(read.boxes, read.windows.col_off, read.windows.row_off, strict=True):
        x0, y0, x1, y1 = np.rint(box).astype(int)
        assert np.array_equal(
            read.block.pixels[:, y0:y1, x0:x1],
            pixels[:, round(row) : round(row) + y1 - y0, round(col) : round(col) + x1 - x0],
        )


def test_coarse_windows_are_read_coarsely(write_raster, texture):
    with open_layer(write_raster("rgb.tif", texture(3, 2000, 2000))) as layer:
        grid = WindowGrid(layer.info, (400,), input_px=64)
        (read,) = read_blocks(layer, grid.chunks())
    assert read.block.pixels.shape == (3, 250, 250)
    assert read.boxes[:, 2:].max() == pytest.approx(250)


def test_windows_mostly_without_data_are_left_out(write_raster, texture):
    pixels = texture(3, 800, 800)
    pixels[:, :, :400] = 0
    with open_layer(write_raster("half.tif", pixels, nodata=0)) as layer:
        grid = WindowGrid(layer.info, (50,), input_px=64)
        (read,) = read_blocks(layer, grid.chunks())
        assert len(read.windows) < grid.window_count
    assert (read.windows.col_off + read.windows.width / 2).min() >= 400 - 1
    assert read.valid_share.min() >= 0.5


def test_chunks_come_in_order_and_cover_all_windows(write_raster, texture):
    with open_layer(write_raster("rgb.tif", texture(3, 1500, 1700))) as layer:
        grid = WindowGrid(layer.info, (20, 40, 600), input_px=16)
        chunks = grid.chunks()
        reads = list(read_blocks(layer, chunks, threads=3))
    assert [read.chunk for read in reads] == chunks
    assert sum(len(read.windows) for read in reads) == grid.window_count


def test_never_more_than_four_blocks_exist(write_raster, texture, monkeypatch):
    monkeypatch.setattr("backend.imagery.window_grid.BLOCK_PX", 128)
    lock, alive, most = threading.Lock(), [0], [0]

    from backend.imagery import blocks as module

    real = module.read_chunk

    def counting(*args):
        with lock:
            alive[0] += 1
            most[0] = max(most[0], alive[0])
        return real(*args)

    monkeypatch.setattr(module, "read_chunk", counting)
    with open_layer(write_raster("rgb.tif", texture(3, 1000, 1000))) as layer:
        chunks = WindowGrid(layer.info, (30,), input_px=32).chunks()
        assert len(chunks) > 20
        for _ in read_blocks(layer, chunks, threads=4):
            with lock:
                alive[0] -= 1
    assert most[0] <= BLOCKS_AHEAD + 1


def test_closing_the_iterator_stops_the_reading(write_raster, texture, monkeypatch):
    monkeypatch.setattr("backend.imagery.window_grid.BLOCK_PX", 128)
    before = threading.active_count()
    with open_layer(write_raster("rgb.tif", texture(3, 1000, 1000))) as layer:
        reads = read_blocks(layer, WindowGrid(layer.info, (30,), input_px=32).chunks())
        next(reads)
        reads.close()
    assert threading.active_count() == before


def test_damage_is_reported_where_it_is_met(write_raster, texture):
    path = write_raster("rot.tif", texture(3, 600, 600), tiled=True, compress="deflate", blockxsize=64, blockysize=64)
    data = bytearray(path.read_bytes())
    data[-30_000:-10_000] = b"\xff" * 20_000
    path.write_bytes(data)
    with open_layer(path) as layer, pytest.raises(LayerNotReadable, match="damaged"):
        list(read_blocks(layer, WindowGrid(layer.info, (50,), input_px=64).chunks()))
