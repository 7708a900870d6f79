"""What cannot be indexed is refused, and what goes wrong meanwhile is told: nothing half done is called done."""

from __future__ import annotations

import os
import threading

import pytest

from backend.errors import (
    BadOption,
    IndexNotUsable,
    LayerEmpty,
    LayerNotReadable,
    OutputNotWritable,
)
from backend.index.pipeline import index_layer
from backend.index.writer import only_writer

SIZES = (20.0, 40.0)


def test_a_layer_without_a_valid_pixel_is_refused(write_layer, encoder, tmp_path):
    path = write_layer(empty_cols=800)
    for _ in range(2):
        with pytest.raises(LayerEmpty, match=r"layer.tif has no valid pixel: check its no-data value and its mask\.$"):
            index_layer(path, encoder, tmp_path / "index", SIZES)
    assert encoder.windows == 0


def test_a_layer_with_too_few_valid_pixels_says_so(write_layer, encoder, tmp_path):
    with pytest.raises(LayerEmpty, match=r"no window that is at least half valid \(try smaller ones\)"):
        index_layer(write_layer(empty_cols=795), encoder, tmp_path / "index", SIZES)


def test_a_second_writer_is_refused(write_layer, encoder, tmp_path, monkeypatch):
    monkeypatch.setattr("backend.index.writer.LOCK_WAIT_S", 0.1)
    path = write_layer()
    folder = index_layer(path, encoder, tmp_path / "index", SIZES).folder
    os.utime(path)
    with only_writer(folder), pytest.raises(IndexNotUsable, match="Another run is writing the index") as error:
        index_layer(path, encoder, tmp_path / "index", SIZES)
    assert str(error.value).count(". ") == 0
    index_layer(path, encoder, tmp_path / "index", SIZES)


def test_an_index_can_be_read_while_another_run_holds_the_lock(write_layer, encoder, tmp_path):
    path = write_layer()
    index = index_layer(path, encoder, tmp_path / "index", SIZES)
    with only_writer(index.folder):
        assert index_layer(path, encoder, tmp_path / "index", SIZES).count == index.count


@pytest.mark.usefixtures("small_chunks")
def test_two_writers_at_once_make_one_index(
    write_layer, make_encoder, tiny_model, tmp_path, assert_same_rows, monkeypatch
):
    monkeypatch.setattr("backend.index.writer.LOCK_WAIT_S", 60.0)
    path, found = write_layer(), []
    encoders = [make_encoder(tiny_model), make_encoder(tiny_model)]

    def run(encoder):
        found.append(index_layer(path, encoder, tmp_path / "index", SIZES))

    threads = [threading.Thread(target=run, args=(encoder,)) for encoder in encoders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(encoder.windows for encoder in encoders)[0] == 0, "the second waits and finds it done"
    assert_same_rows(*found)


def test_a_root_that_cannot_be_written_is_refused(write_layer, encoder, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(OutputNotWritable, match="choose another folder with --index"):
        index_layer(write_layer(), encoder, tmp_path / "file", SIZES)


def test_a_full_disk_is_refused(write_layer, encoder, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("backend.index.durable_table.TableFiles.sync", full)
    with pytest.raises(OutputNotWritable, match=r"No space left on device\): free some space there, or choose another"):
        index_layer(write_layer(), encoder, tmp_path / "index", SIZES)


@pytest.mark.usefixtures("small_chunks")
def test_a_file_damaged_in_the_middle_is_refused_while_indexing(write_layer, encoder, tmp_path):
    path = write_layer()
    data = bytearray(path.read_bytes())
    start = 2 * len(data) // 3
    data[start : start + 3000] = b"\xff" * 3000
    path.write_bytes(data)
    with pytest.raises(LayerNotReadable, match="damaged"):
        index_layer(path, encoder, tmp_path / "index", SIZES)


def test_a_file_that_changes_while_being_indexed_is_not_called_done(write_layer, encoder, tmp_path):
    path = write_layer()
    with pytest.raises(LayerNotReadable, match="changed while it was being indexed"):
        index_layer(path, encoder, tmp_path / "index", SIZES, progress=lambda _: os.utime(path))
    assert index_layer(path, encoder, tmp_path / "index", SIZES).complete


def test_a_damaged_manifest_is_built_anew(write_layer, encoder, tmp_path):
    path = write_layer()
    index = index_layer(path, encoder, tmp_path / "index", SIZES)
    count = index.count
    (index.folder / "index.json").write_text("{")
    assert index_layer(path, encoder, tmp_path / "index", SIZES).count == count


def test_sizes_that_cannot_be_used_are_refused(write_layer, encoder, tmp_path):
    with pytest.raises(BadOption, match="8 pixels"):
        index_layer(write_layer(), encoder, tmp_path / "index", (0.5,))
