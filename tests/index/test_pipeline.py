"""Indexing is resumable, idempotent, and free where nothing has changed."""

from __future__ import annotations

import json
import threading
from itertools import pairwise

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from backend.errors import (
    Cancelled,
    OutsideLayer,
)
from backend.imagery.layer import open_layer
from backend.imagery.stretch import AS_IT_IS
from backend.imagery.window_grid import WindowGrid
from backend.index.home import EMPTY_CHUNKS_FILE
from backend.index.pipeline import index_layer
from backend.index.stages import StageTimes
from backend.index.store import LayerIndex
from backend.index.writer import only_writer
from backend.progress import Progress

SIZES = (20.0, 40.0)
EXTENT = (500_220.0, 5_199_820.0, 500_260.0, 5_199_860.0)


def test_every_window_gets_the_embedding_of_its_pixels(write_layer, encoder, tmp_path):
    path = write_layer()
    index = index_layer(path, encoder, tmp_path / "index", SIZES)
    rows = index.rows()
    with open_layer(path) as layer:
        assert len(rows.window_ids) == index.count == WindowGrid(layer.info, SIZES, input_px=32).window_count
        pixels = layer.read((0, 0, 800, 600), (600, 800)).pixels
    windows = rows.windows
    boxes = np.stack(
        [windows.col_off, windows.row_off, windows.col_off + windows.width, windows.row_off + windows.height], axis=1
    )
    finest = windows.window_m == SIZES[0]  # read at full resolution
    expected = encoder.encode_windows(pixels, boxes[finest])
    assert np.abs(rows.embeddings[finest] - expected).max() < 0.02
    assert np.linalg.norm(rows.embeddings.astype(np.float32), axis=1) == pytest.approx(1, abs=2e-3)


def test_an_index_says_what_it_is_of(write_layer, encoder, tmp_path):
    path = write_layer()
    index = index_layer(path, encoder, tmp_path / "index", SIZES, overlap=0.25)
    again = LayerIndex.open(index.folder)
    with open_layer(path) as layer:
        assert again.info.fingerprint == layer.info.fingerprint and again.info.crs == layer.info.crs
    assert (again.model_id, again.model_revision) == (encoder.model_id, encoder.revision)
    assert again.window_sizes_m == SIZES and again.complete and again.manifest.overlap == 0.25
    saved = again.manifest.to_dict()
    assert saved["emb:type"] == "chip" and saved["emb:dimensions"] == 16
    assert saved["created"].endswith("Z")


def test_sizes_are_chosen_where_none_are_given(write_layer, encoder, tmp_path):
    assert index_layer(write_layer(), encoder, tmp_path / "index").window_sizes_m == (50.0, 100.0, 200.0)


def test_an_unchanged_layer_costs_nothing(write_layer, encoder, make_encoder, tiny_model, tmp_path):
    path = write_layer()
    first = index_layer(path, encoder, tmp_path / "index", SIZES)
    assert encoder.windows > 0
    stored = {file: file.stat().st_mtime_ns for file in first.folder.rglob("*") if file.is_file()}
    fresh, told = make_encoder(tiny_model), []
    second = index_layer(path, fresh, tmp_path / "index", SIZES, progress=told.append)
    assert fresh.windows == 0 and "model" not in vars(fresh._encoder), "not even the weights are loaded"
    assert second.folder == first.folder and not told
    assert {file: file.stat().st_mtime_ns for file in first.folder.rglob("*") if file.is_file()} == stored


def test_a_changed_file_is_indexed_anew_and_its_old_indexes_go(
    write_layer, make_model, make_encoder, encoder, tmp_path
):
    path = write_layer(seed=1)
    other = make_encoder(make_model("other", seed=1))
    old = index_layer(path, encoder, tmp_path / "index", SIZES)
    old_rows = old.rows().embeddings
    old_other = index_layer(path, other, tmp_path / "index", SIZES)
    write_layer(seed=2)
    new = index_layer(path, encoder, tmp_path / "index", SIZES)
    assert new.count == old_rows.shape[0] and not np.array_equal(new.rows().embeddings, old_rows)
    assert new.info.fingerprint != old.info.fingerprint
    assert not old_other.folder.exists(), "it was of the old file too"


def test_models_and_grids_have_indexes_of_their_own(write_layer, make_model, make_encoder, encoder, tmp_path):
    path, root = write_layer(), tmp_path / "index"
    folders = {
        index_layer(path, encoder, root, SIZES).folder,
        index_layer(path, encoder, root, (20.0,)).folder,
        index_layer(path, encoder, root, SIZES, overlap=0.0).folder,
        index_layer(path, make_encoder(make_model("other", seed=1)), root, SIZES).folder,
    }
    assert len(folders) == 4 and all(LayerIndex.open(folder).complete for folder in folders)


def test_layers_of_the_same_name_do_not_mix(write_layer, encoder, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = index_layer(write_layer("a/x.tif", seed=1), encoder, tmp_path / "index", SIZES)
    second = index_layer(write_layer("b/x.tif", seed=2), encoder, tmp_path / "index", SIZES)
    assert first.folder.parent != second.folder.parent and first.complete


@pytest.mark.usefixtures("small_chunks")
def test_progress_is_told_and_adds_up(write_layer, encoder, tmp_path):
    told: list[Progress] = []
    index_layer(write_layer(), encoder, tmp_path / "index", SIZES, progress=told.append)
    assert (told[0].done, told[0].share, told[0].step, told[0].unit) == (0, 0.0, "indexing", "windows")
    assert told[-1].done == told[-1].total and told[-1].share == 1.0
    assert len({now.done for now in told}) > 10
    assert all(a.done <= b.done and a.total == b.total for a, b in pairwise(told))


@pytest.mark.usefixtures("small_chunks")
def test_cancelling_keeps_the_chunks_and_a_later_run_continues(
    write_layer, encoder, make_encoder, tiny_model, tmp_path, assert_same_rows
):
    path, told = write_layer(), []
    whole = index_layer(path, make_encoder(tiny_model), tmp_path / "whole", SIZES)
    with pytest.raises(Cancelled, match="run it again to continue"):
        index_layer(path, encoder, tmp_path / "index", SIZES, progress=told.append, cancelled=lambda: len(told) > 15)
    assert not any(thread.name.startswith("terralex-read") for thread in threading.enumerate())
    first_part = encoder.windows
    assert 0 < first_part < whole.count
    folder = next((tmp_path / "index").glob("*/*/index.json")).parent
    partial = LayerIndex.open(folder)
    assert not partial.complete and 0 < partial.count <= first_part

    told.clear()
    stages = StageTimes()
    resumed = index_layer(path, encoder, tmp_path / "index", SIZES, progress=told.append, stages=stages)
    assert told[0].done > 0
    assert stages.windows == whole.count - partial.count, "no committed chunk is embedded again"
    assert_same_rows(resumed, whole)


@pytest.mark.usefixtures("small_chunks")
def test_a_chunk_of_many_windows_can_be_cancelled_in_between(write_layer, encoder, tmp_path, monkeypatch):
    monkeypatch.setattr("backend.index.pipeline.PORTION", {"cpu": 8})
    asked = []
    with pytest.raises(Cancelled):
        index_layer(
            write_layer(), encoder, tmp_path / "index", SIZES, cancelled=lambda: asked.append(1) or len(asked) > 3
        )
    assert 0 < encoder.windows <= 24


@pytest.mark.usefixtures("small_chunks")
def test_empty_chunks_are_remembered_without_rows(write_layer, encoder, tmp_path, monkeypatch):
    path = write_layer(empty_cols=400)
    index = index_layer(path, encoder, tmp_path / "index", SIZES)
    assert 0 < index.count < index.manifest.total_windows
    remembered = (index.folder / EMPTY_CHUNKS_FILE).read_text().split()
    assert remembered and len(set(remembered)) == len(remembered)

    # unfinished, everything done: a resumed run reads nothing
    import dataclasses

    from backend.index.manifest import write_manifest

    write_manifest(index.folder, dataclasses.replace(index.manifest, complete=False))
    before, told = encoder.windows, []
    with (index.folder / EMPTY_CHUNKS_FILE).open("a") as stream:
        stream.write("abc")  # a line that a crash has cut
    again = index_layer(path, encoder, tmp_path / "index", SIZES, progress=told.append)
    assert encoder.windows == before and again.complete and len(told) == 1


def test_the_windows_kept_are_valid_for_one_half_at_least(write_layer, encoder, tmp_path):
    index = index_layer(write_layer(empty_cols=300), encoder, tmp_path / "index", SIZES)
    rows = index.rows()
    assert rows.valid_share.min() >= 0.5 and rows.valid_share.max() == 1
    assert (rows.windows.col_off + rows.windows.width / 2).min() >= 299


@pytest.mark.usefixtures("small_chunks")
def test_the_windows_of_an_extent_come_first_and_the_rows_stay_the_same(
    write_layer, encoder, make_encoder, tiny_model, tmp_path, assert_same_rows
):
    path, told = write_layer(empty_cols=100), []
    plain = index_layer(path, make_encoder(tiny_model), tmp_path / "plain", SIZES)
    folder = tmp_path / "first" / plain.folder.relative_to(tmp_path / "plain")
    seen = []

    def watch(now: Progress) -> None:
        told.append(now)
        if now.done and not seen:
            partial = LayerIndex.open(folder)
            if partial.coverage(EXTENT) == 1.0:
                seen.append((now.done, partial.rows(EXTENT)))

    index = index_layer(path, encoder, tmp_path / "first", SIZES, progress=watch, extent=EXTENT)
    assert_same_rows(index, plain)
    done, rows = seen[0]
    assert done < told[-1].total / 2, "it was covered long before the layer was done"
    expected = plain.rows(EXTENT)
    assert np.array_equal(rows.window_ids, expected.window_ids) and len(rows.window_ids) > 10
    assert np.array_equal(rows.embeddings, expected.embeddings)


@pytest.mark.usefixtures("small_chunks")
def test_an_extent_alone_leaves_an_index_that_a_later_run_completes(
    write_layer, encoder, make_encoder, tiny_model, tmp_path, assert_same_rows
):
    path, told = write_layer(), []
    plain = make_encoder(tiny_model)
    whole = index_layer(path, plain, tmp_path / "whole", SIZES)
    part = index_layer(path, encoder, tmp_path / "i", SIZES, progress=told.append, extent=EXTENT, extent_only=True)
    assert not part.complete and 0 < part.count < whole.count / 2
    assert told[-1].done == told[-1].total < whole.manifest.total_windows
    assert part.coverage(EXTENT) == 1.0 and 0 < part.coverage() < 0.5
    assert np.array_equal(part.rows(EXTENT).embeddings, whole.rows(EXTENT).embeddings)
    first = encoder.windows

    told.clear()
    with only_writer(part.folder):  # nothing is left to do there, so that not even the lock is needed
        again = index_layer(path, encoder, tmp_path / "i", SIZES, progress=told.append, extent=EXTENT, extent_only=True)
    assert not told and encoder.windows == first and again.count == part.count

    assert_same_rows(index_layer(path, encoder, tmp_path / "i", SIZES), whole)
    assert plain.windows < encoder.windows <= plain.windows + first, "only pieces of chunks are embedded again"


@pytest.mark.usefixtures("small_chunks")
def test_an_extent_of_the_whole_layer_completes_the_index(write_layer, encoder, tmp_path):
    path = write_layer()
    with open_layer(path) as layer:
        bounds = layer.info.bounds
    index = index_layer(path, encoder, tmp_path / "index", SIZES, extent=bounds, extent_only=True)
    assert index.complete and index.coverage(EXTENT) == index.coverage() == 1.0


@pytest.mark.usefixtures("small_chunks")
def test_an_extent_without_valid_pixels_is_covered_and_holds_no_row(write_layer, encoder, tmp_path):
    path = write_layer(empty_cols=400)
    nothing = (500_000.0, 5_199_900.0, 500_050.0, 5_199_950.0)
    index = index_layer(path, encoder, tmp_path / "index", SIZES, extent=nothing, extent_only=True)
    assert not index.complete and index.coverage(nothing) == 1.0 and len(index.rows(nothing).window_ids) == 0


def test_an_extent_outside_is_refused(write_layer, encoder, tmp_path):
    with pytest.raises(OutsideLayer, match=r"0,0,1,1 contains no window of layer\.tif"):
        index_layer(write_layer(), encoder, tmp_path / "index", SIZES, extent=(0.0, 0.0, 1.0, 1.0))
    assert encoder.windows == 0


def test_the_size_of_a_portion_does_not_change_a_bit(
    write_layer, encoder, make_encoder, tiny_model, tmp_path, assert_same_rows, monkeypatch
):
    path = write_layer()
    small = index_layer(path, encoder, tmp_path / "small", SIZES)
    monkeypatch.setattr("backend.index.pipeline.PORTION", {"cpu": 1024})
    assert_same_rows(index_layer(path, make_encoder(tiny_model), tmp_path / "large", SIZES), small)


def test_any_opener_of_the_protocol_will_do(write_layer, encoder, make_encoder, tiny_model, tmp_path, assert_same_rows):
    class Wrapped:
        """A layer that is not a ``Layer``."""

        def __init__(self, path, stretch, bands):
            self._layer = open_layer(path, stretch, bands)
            self.info, self.stretch = self._layer.info, self._layer.stretch

        def read(self, box, out_shape):
            return self._layer.read(box, out_shape)

        def close(self):
            self._layer.close()

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.close()

    path = write_layer()
    index = index_layer(path, encoder, tmp_path / "a", SIZES, opener=Wrapped)
    assert_same_rows(index, index_layer(path, make_encoder(tiny_model), tmp_path / "b", SIZES))


def test_16_bit_layers_keep_their_stretch_in_the_index(encoder, tmp_path):
    path = tmp_path / "u16.tif"
    pixels = np.random.default_rng(0).integers(100, 4000, (1, 300, 300)).astype(np.uint16)
    profile = {"driver": "GTiff", "width": 300, "height": 300, "count": 1, "dtype": "uint16", "crs": "EPSG:32632"}
    with rasterio.open(path, "w", transform=from_origin(5e5, 5e6, 0.5, 0.5), **profile) as dataset:
        dataset.write(pixels)
    index = index_layer(path, encoder, tmp_path / "index", SIZES)
    stretch = LayerIndex.open(index.folder).stretch
    assert stretch.low[0] == pytest.approx(np.percentile(pixels, 2))


def test_an_index_of_an_earlier_version_keeps_the_pixels_that_it_was_made_of(encoder, write_layer, tmp_path):
    """Earlier versions brightened no layer: what they began is ended, outlined and drawn as they saw it."""
    path = write_layer("dark.tif")
    with rasterio.open(path, "r+") as file:
        file.write(file.read() // 8)
    index = index_layer(path, encoder, tmp_path / "index", SIZES)
    assert index.stretch.gamma < 1
    file = index.folder / "index.json"
    written = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**written, "stretch": None}), encoding="utf-8")
    assert LayerIndex.open(index.folder).stretch == AS_IT_IS


def test_other_bands_have_an_index_of_their_own_and_neither_drops_the_other(write_layer, encoder, tmp_path):
    path = write_layer()
    usual = index_layer(path, encoder, tmp_path / "a", SIZES)
    turned = index_layer(path, encoder, tmp_path / "a", SIZES, bands=(3, 2, 1))
    assert (usual.info.bands, turned.info.bands) == ((1, 2, 3), (3, 2, 1))
    assert usual.folder != turned.folder and usual.info.fingerprint == turned.info.fingerprint
    embedded = encoder.windows
    assert index_layer(path, encoder, tmp_path / "a", SIZES, bands=("1", "2", "3")).folder == usual.folder
    assert index_layer(path, encoder, tmp_path / "a", SIZES, bands=(3, 2, 1)).folder == turned.folder
    assert encoder.windows == embedded
    assert not np.array_equal(usual.rows().embeddings, turned.rows().embeddings)
