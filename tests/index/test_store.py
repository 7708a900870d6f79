"""An index is read whole or inside an extent, and says so when it cannot be."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine

from backend.errors import BadOption, IndexNotUsable, IndexOfNewerVersion
from backend.index.pipeline import index_layer
from backend.index.store import LayerIndex
from backend.index.table import chunk_rows, open_table
from backend.index.writer import drop_stale

SIZES = (20.0, 40.0)


@pytest.fixture
def index(write_layer, encoder, tmp_path):
    return index_layer(write_layer(), encoder, tmp_path / "index", SIZES)


def test_rows_are_ordered_by_window(index):
    rows = index.rows()
    assert (np.diff(rows.window_ids) > 0).all()
    assert rows.embeddings.dtype == np.float16 and rows.embeddings.shape == (index.count, 16)
    assert rows.windows.window_m.dtype == np.float32 and rows.valid_share.dtype == np.float32
    assert set(rows.windows.window_m.tolist()) == set(SIZES)


def test_an_extent_gives_the_windows_that_share_area_with_it(index):
    extent = (500_100.0, 5_199_800.0, 500_150.0, 5_199_900.0)
    everything, some = index.rows(), index.rows(extent)
    box = shapely.box(*extent)
    overlaps = shapely.area(shapely.intersection(everything.windows.polygons(), box)) > 1e-6
    assert 0 < len(some.window_ids) < index.count
    assert np.array_equal(some.window_ids, everything.window_ids[overlaps])
    assert np.array_equal(some.embeddings, everything.embeddings[overlaps])


def test_an_extent_outside_gives_no_row(index):
    rows = index.rows((0, 0, 1, 1))
    assert len(rows.window_ids) == len(rows.windows) == 0 and rows.embeddings.shape == (0, 16)


def test_an_unbounded_extent_gives_every_row(index):
    infinity = float("inf")
    assert len(index.rows((-infinity, -infinity, infinity, infinity)).window_ids) == index.count


@pytest.mark.parametrize("extent", [(1, 2, 3), (2, 0, 1, 1), (0, float("nan"), 1, 1)])
def test_extents_that_are_none_are_refused(index, extent):
    with pytest.raises(BadOption, match="xmin,ymin,xmax,ymax"):
        index.rows(extent)


def test_rotated_layers_are_filtered_by_the_window_itself(encoder, tmp_path):
    path = tmp_path / "turned.tif"
    transform = Affine.translation(5e5, 5.2e6) * Affine.rotation(40) * Affine.scale(0.5, -0.5)
    pixels = np.random.default_rng(0).integers(0, 255, (3, 400, 400), dtype=np.uint8)
    profile = {"driver": "GTiff", "width": 400, "height": 400, "count": 3, "dtype": "uint8", "crs": "EPSG:32632"}
    with rasterio.open(path, "w", transform=transform, **profile) as dataset:
        dataset.write(pixels)
    index = index_layer(path, encoder, tmp_path / "index", SIZES)
    everything = index.rows()
    x, y = shapely.centroid(everything.windows.polygons()[100]).coords[0]
    extent = (x, y, x + 15, y + 15)
    overlaps = shapely.area(shapely.intersection(everything.windows.polygons(), shapely.box(*extent))) > 1e-6
    some = index.rows(extent)
    assert np.array_equal(some.window_ids, everything.window_ids[overlaps])


def test_a_row_written_twice_counts_once(index, encoder, write_layer):
    """At-least-once writers (a cluster) may repeat a chunk."""
    from backend.imagery.blocks import read_blocks
    from backend.imagery.layer import open_layer
    from backend.imagery.window_grid import WindowGrid

    before = index.rows()
    with open_layer(index.info.path) as layer:
        chunk = WindowGrid(layer.info, SIZES, input_px=32).chunks()[0]
        (read,) = read_blocks(layer, [chunk])
    embeddings = encoder.encode_windows(read.block.pixels, read.boxes)
    open_table(index.folder, 16).add(chunk_rows(read, embeddings))
    after = LayerIndex.open(index.folder).rows()
    assert np.array_equal(after.window_ids, before.window_ids)
    assert np.array_equal(after.embeddings, before.embeddings)


def test_a_folder_that_is_no_index_is_refused(tmp_path):
    with pytest.raises(IndexNotUsable, match="is not an index"):
        LayerIndex.open(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format_version": 0}'])
def test_a_damaged_manifest_is_refused(index, text):
    (index.folder / "index.json").write_text(text)
    with pytest.raises(IndexNotUsable, match="damaged or of another version: delete"):
        LayerIndex.open(index.folder)


def test_a_missing_table_is_refused(index):
    import shutil

    shutil.rmtree(index.folder / "windows.lance")
    with pytest.raises(IndexNotUsable, match="damaged: delete this folder"):
        LayerIndex.open(index.folder)


def test_a_finished_index_is_compact(index):
    """One version, few fragments: a year of re-runs does not fill the disk."""
    versions = list((index.folder / "windows.lance" / "_versions").glob("*.manifest"))
    assert len(versions) == 1
    assert len(list((index.folder / "windows.lance" / "data").iterdir())) == 1


def test_the_state_changes_when_rows_come_and_only_then(write_layer, encoder, tmp_path, monkeypatch):
    monkeypatch.setattr("backend.imagery.window_grid.BLOCK_PX", 128)
    states, path = [], write_layer()
    finished = index_layer(path, encoder, tmp_path / "index", SIZES)
    folder = finished.folder
    assert finished.state() == LayerIndex.open(folder).state() == finished.state()
    import shutil

    shutil.rmtree(folder)
    done = index_layer(
        path,
        encoder,
        tmp_path / "index",
        SIZES,
        progress=lambda now: states.append(LayerIndex.open(folder).state()) if now.done else None,
    )
    assert len({*states, done.state()}) == len(set(states)) + 1, "finishing is a change too"
    assert len(set(states)) > 10


def test_an_index_that_is_gone_has_no_state(index):
    import shutil

    shutil.rmtree(index.folder)
    with pytest.raises(IndexNotUsable, match="no longer an index"):
        index.state()


def test_a_reader_that_opened_before_a_run_finished_still_reads(write_layer, encoder, tmp_path, monkeypatch):
    monkeypatch.setattr("backend.imagery.window_grid.BLOCK_PX", 128)
    early = []

    def watch(now):
        if now.done > now.total / 4 and not early:
            (folder,) = (tmp_path / "index").glob("*/*/index.json")
            opened = LayerIndex.open(folder.parent)
            if opened.count:  # rows are committed behind the encoder
                early.append(opened)

    index = index_layer(write_layer(), encoder, tmp_path / "index", SIZES, progress=watch)
    assert len(early[0].rows().window_ids) == index.count


def test_blocks_hold_every_row_in_bounded_pieces(index):
    rows, pieces = index.rows(), list(index.blocks(block_rows=100))
    assert max(len(ids) for ids, _ in pieces) <= 100 and len(pieces) > 3
    ids = np.concatenate([ids for ids, _ in pieces])
    order = np.argsort(ids)
    assert np.array_equal(ids[order], rows.window_ids)
    assert np.array_equal(np.concatenate([vectors for _, vectors in pieces])[order], rows.embeddings)
    windows, shares, places_ids = index.places()
    assert np.array_equal(places_ids, rows.window_ids) and np.array_equal(shares, rows.valid_share)
    assert np.array_equal(windows.bounds(), rows.windows.bounds())


def test_a_search_that_reads_while_a_run_finishes_sees_every_row(index):
    expected = dict(zip(*(rows.tolist() for rows in (index.rows().window_ids, index.rows().embeddings)), strict=True))
    other, seen = open_table(index.folder, index.dimension), {}
    blocks = index.blocks(8)
    for count, (ids, vectors) in enumerate(blocks):
        if count == 0:
            other.delete(f"window_id = {int(ids[0])}")  # rewrites its file, and the old one goes
            other.add(index._table.search().where(f"window_id = {int(ids[0])}").to_arrow())
            other.optimize(cleanup_older_than=timedelta(0), delete_unverified=True)
        seen.update(zip(ids.tolist(), vectors.tolist(), strict=True))
    assert seen == expected


@pytest.mark.parametrize("damage", ["empty", "short", "versions", "table"])
def test_an_index_that_lost_its_files_is_made_again(index, encoder, damage):
    table, before = index.folder / "windows.lance", index.rows()
    for file in (table / "data").iterdir():
        if damage in ("empty", "short"):
            os.truncate(file, 0 if damage == "empty" else file.stat().st_size // 2)
    if damage in ("versions", "table"):
        shutil.rmtree(table / "_versions" if damage == "versions" else table)
    with pytest.raises(IndexNotUsable):
        LayerIndex.open(index.folder).check()
    again = index_layer(index.info.path, encoder, index.folder.parent.parent, SIZES)
    assert np.array_equal(again.rows().embeddings, before.embeddings)


def test_an_index_of_a_newer_format_is_left_alone(index, encoder):
    manifest = index.folder / "index.json"
    text = manifest.read_text().replace('"format_version": 1', '"format_version": 99')
    manifest.write_text(text)
    with pytest.raises(IndexOfNewerVersion, match="newer"):
        index_layer(index.info.path, encoder, index.folder.parent.parent, SIZES)
    drop_stale(index.folder.parent, "another", keep=index.folder.parent)
    assert manifest.read_text() == text and len(index.rows().window_ids)


@pytest.mark.skipif(sys.platform != "linux", reason="names of open files are read from /proc")
def test_the_table_is_synced_before_the_manifest_says_so(write_layer, encoder, tmp_path, monkeypatch):
    synced: list[str] = []
    real, names = os.fsync, {}

    def fsync(descriptor):
        names[descriptor] = str(Path(f"/proc/self/fd/{descriptor}").readlink())
        synced.append(names[descriptor])
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    index = index_layer(write_layer(), encoder, tmp_path / "index", SIZES)
    last = max(i for i, name in enumerate(synced) if "/.index.json." in name)
    before = set(synced[:last])
    for file in (index.folder / "windows.lance").rglob("*"):
        assert str(file) in before, file
