"""A first answer on ground that is not indexed: spread evenly, then closer where it is promising."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from backend.imagery.layer import open_layer
from backend.imagery.pieces import needed
from backend.imagery.window_grid import WindowGrid
from backend.index.store import IndexRows
from backend.search.sketch import CLOSER, EVEN, FAST_SHARE, FIRST, MOST, by_promise, promising_ground, sketches

SIZES = (32.0, 64.0, 128.0)
SIDE = 2048
THING = (900, 1300)  # row and column of a red square
EXTENT = (500_960.0, 5_198_750.0, 501_660.0, 5_199_450.0)
"""Ground around it that the first round covers."""


class Redness:
    """Embeds a window by its mean colour: what it would be asked of a model, without one's time."""

    model_id, revision, dimension, image_size, device = "redness", "1", 3, 32, "cpu"

    def __init__(self) -> None:
        self.windows = 0

    def encode_windows(self, pixels, boxes):
        self.windows += len(boxes)
        whole = np.rint(boxes).astype(int)
        rows = [pixels[:, y0:y1, x0:x1].reshape(3, -1).mean(axis=1) for x0, y0, x1, y1 in whole]
        return np.stack(rows).astype(np.float32) / 255


@pytest.fixture(scope="module")
def layer(tmp_path_factory):
    pixels = np.random.default_rng(0).integers(60, 90, (3, SIDE, SIDE), np.uint8)
    pixels[1] += np.linspace(0, 150, SIDE, dtype=np.uint8)[:, None]
    pixels[2] += np.linspace(0, 150, SIDE, dtype=np.uint8)
    pixels[0, THING[0] : THING[0] + 64, THING[1] : THING[1] + 64] = 250
    path = tmp_path_factory.mktemp("sketch") / "layer.tif"
    profile = {"driver": "GTiff", "count": 3, "height": SIDE, "width": SIDE, "dtype": "uint8", "crs": "EPSG:32632"}
    place = from_origin(500_000, 5_200_000, 1, 1)
    with rasterio.open(path, "w", **profile, transform=place, tiled=True, blockxsize=256, blockysize=256) as dataset:
        dataset.write(pixels)
    with open_layer(path) as opened:
        yield opened


def by_redness(index):
    rows = index.rows()
    return rows.windows.bounds()[np.argsort(-rows.embeddings[:, 0].astype(float), kind="stable")]


def test_each_round_comes_closer_to_what_is_promising(layer):
    encoder = Redness()
    grid = WindowGrid(layer.info, SIZES, 0.5, encoder.image_size)
    found = list(sketches(layer, grid, Path("index"), EXTENT, encoder, by_redness))
    assert [index.count for index in found] == sorted({index.count for index in found})
    assert encoder.windows == found[-1].count <= MOST + CLOSER
    sizes = [set(np.round(index.rows().windows.window_m).tolist()) for index in found]
    assert sizes[0] == {128} and sizes[-1] >= {32} and all(one <= other for one, other in pairwise(sizes))
    best = by_redness(found[-1])[0]
    x, y = 500_000 + THING[1] + 32, 5_200_000 - THING[0] - 32
    assert best[2] - best[0] == pytest.approx(SIZES[0], rel=0.01), "the smallest windows show it best"
    assert best[0] < x < best[2] and best[1] < y < best[3]


def test_the_first_round_is_spread_evenly_over_the_extent(layer):
    grid = WindowGrid(layer.info, SIZES, 0.5, 32)
    first = next(iter(sketches(layer, grid, Path("index"), None, Redness(), by_redness)))
    middles = (first.rows().windows.bounds()[:, :2] + 64 - np.array([500_000, 5_200_000 - SIDE])) / SIDE
    quarters = np.histogram2d(middles[:, 0], middles[:, 1], bins=2, range=[[0, 1], [0, 1]])[0]
    assert first.count <= FIRST and quarters.min() >= 0.6 * quarters.max() > 0
    assert first.count > 0.6 * FIRST

    for index in sketches(layer, grid, Path("index"), EXTENT, Redness(), by_redness):
        assert index.rows().windows.meet(EXTENT).all()
        assert index.rows(EXTENT).window_ids.tolist() == index.rows().window_ids.tolist()


def test_the_ground_is_covered_side_by_side_before_anything_is_looked_at_closely(layer):
    grid = WindowGrid(layer.info, SIZES, 0.5, 32)
    _, second, *_ = sketches(layer, grid, Path("index"), None, Redness(), by_redness)
    rows = second.rows().windows
    assert second.count <= FIRST + EVEN and (np.round(rows.window_m) == 128).all()
    assert shapely.union_all(rows.polygons()).area == pytest.approx(SIDE**2, rel=0.01), "all of it"


def test_no_window_is_embedded_twice(layer):
    grid = WindowGrid(layer.info, SIZES, 0.5, 32)
    encoder = Redness()
    *_, last = sketches(layer, grid, Path("index"), None, encoder, by_redness)
    windows = last.rows().windows
    names = np.stack([windows.col_off, windows.row_off, windows.width], axis=1).round(3)
    assert len(np.unique(names, axis=0)) == last.count == encoder.windows


def test_a_sketch_stands_in_for_ground_that_the_index_does_not_have(layer):
    grid = WindowGrid(layer.info, SIZES, 0.5, 32)
    *_, last = sketches(layer, grid, Path("index"), EXTENT, Redness(), by_redness)
    rows = last.rows()
    half = np.arange(last.count // 2)
    part = IndexRows(rows.embeddings[half] * 0, rows.windows.take(half), rows.valid_share[half], rows.window_ids[half])
    both = last.beside(part).rows()
    assert len(both.window_ids) == last.count, "a window of both is there once"
    assert not both.embeddings[: len(half)].any(), "and it is that of the index"
    np.testing.assert_array_equal(both.embeddings[len(half) :], rows.embeddings[len(half) :])


def test_every_row_is_that_of_its_own_ground(layer):
    encoder = Redness()
    grid = WindowGrid(layer.info, SIZES, 0.5, encoder.image_size)
    *_, last = sketches(layer, grid, Path("index"), None, encoder, by_redness)
    rows = last.rows()
    for at in range(0, last.count, 17):
        col, row, side = (int(getattr(rows.windows, name)[at]) for name in ("col_off", "row_off", "width"))
        block = layer.read((col, row, side, side), (side, side))
        assert np.abs(rows.embeddings[at] - block.pixels.reshape(3, -1).mean(axis=1) / 255).max() < 0.02


def test_promising_chunks_come_first_and_none_is_lost(layer, monkeypatch):
    monkeypatch.setattr("backend.imagery.window_grid.BLOCK_PX", 256)
    chunks = WindowGrid(layer.info, SIZES, 0.5, 32).chunks()
    x, y = 500_000 + THING[1], 5_200_000 - THING[0] - 64
    ordered = by_promise(chunks, np.array([[x, y, x + 64, y + 64]]))
    assert {chunk.chunk_id for chunk in ordered} == {chunk.chunk_id for chunk in chunks} and len(ordered) == len(chunks)
    windows = ordered[0].windows.bounds()
    assert (windows[:, 0] <= x + 64).any() and (windows[:, 2] >= x).any()
    assert ordered != chunks
    far = [chunk for chunk in ordered if not chunk.windows.meet((x, y, x + 64, y + 64)).any()]
    assert [chunk for chunk in chunks if chunk in far] == [chunk for chunk in ordered if chunk in far]


@pytest.mark.parametrize("extent", [None, EXTENT])
def test_a_fast_search_embeds_the_most_promising_quarter(layer, extent):
    grid = WindowGrid(layer.info, SIZES, 0.5, 32)
    *_, last = sketches(layer, grid, Path("index"), extent, Redness(), by_redness)
    boxes = by_redness(last)
    whole = layer.info.bounds if extent is None else extent
    ground = promising_ground(grid, extent, boxes)
    assert ground[0] == (*np.maximum(boxes[0, :2], whole[:2]), *np.minimum(boxes[0, 2:], whole[2:]))
    assert all(shapely.box(*whole).covers(shapely.box(*box)) for box in ground)
    count, asked = (sum(part.window_count for part in needed(grid, boxes)) for boxes in (ground, [whole]))
    assert 0 < count <= FAST_SHARE * asked
    assert promising_ground(grid, extent, boxes[:1]) == ground[:1], "the best one in any case"
