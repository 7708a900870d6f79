"""Rows are written behind the encoder, and every stage tells how busy it was."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from backend.errors import OutputNotWritable
from backend.index.behind import WriteBehind
from backend.index.pipeline import index_layer
from backend.index.stages import STAGES, StageTimes
from backend.index.store import LayerIndex
from backend.index.writer import IndexWriter

SIZES = (16.0, 32.0)


@pytest.mark.usefixtures("small_chunks")
def test_every_stage_of_a_run_tells_how_busy_it_was(write_layer, encoder, tmp_path):
    stages = StageTimes()
    index = index_layer(write_layer(), encoder, tmp_path / "index", SIZES, stages=stages)
    told = stages.to_dict()
    assert told["windows"] == index.count and told["seconds"] > 0
    assert set(told["busy"]) == set(STAGES)
    assert all(0 < share <= 1 for share in told["busy"].values()), told
    assert told["busy"][told["bottleneck"]] == max(told["busy"].values())
    assert f"Bottleneck: {told['bottleneck']}." in stages.sentence()


def test_a_run_that_had_nothing_to_do_says_so(write_layer, encoder, tmp_path):
    path, stages = write_layer(), StageTimes()
    index_layer(path, encoder, tmp_path / "index", SIZES)
    index_layer(path, encoder, tmp_path / "index", SIZES, stages=stages)
    assert stages.bottleneck is None and stages.sentence() == "Nothing had to be embedded."


@pytest.mark.usefixtures("small_chunks")
def test_the_next_chunk_is_embedded_while_one_is_written(write_layer, encoder, tmp_path, monkeypatch):
    embedding, real, seen = threading.Event(), IndexWriter.append, []
    encode = encoder.encode_windows

    def append(self, read, rows):
        if not seen:
            seen.append(embedding.wait(60))  # nothing but the next chunk's windows ends this
        real(self, read, rows)

    def encode_windows(pixels, boxes):
        rows = encode(pixels, boxes)
        if encoder.windows > len(boxes):
            embedding.set()
        return rows

    monkeypatch.setattr(IndexWriter, "append", append)
    monkeypatch.setattr(encoder, "encode_windows", encode_windows)
    index = index_layer(write_layer(), encoder, tmp_path / "index", SIZES)
    assert seen == [True] and index.complete


@pytest.mark.usefixtures("small_chunks")
def test_when_the_last_chunk_is_told_its_rows_can_be_read(write_layer, encoder, tmp_path):
    seen = []

    def look(now):
        found = (tmp_path / "index").glob("*/*/index.json")
        seen.extend((now.done, LayerIndex.open(manifest.parent).count) for manifest in found)

    index = index_layer(write_layer(), encoder, tmp_path / "index", SIZES, progress=look)
    assert seen[-1] == (index.count, index.count)


@pytest.mark.usefixtures("small_chunks")
def test_after_a_chunk_that_cannot_be_written_none_is(write_layer, encoder, tmp_path, monkeypatch):
    real, written = IndexWriter.append, []

    def append(self, read, rows):
        if len(written) == 3:
            raise OutputNotWritable("The disk is full.")
        written.append(read.chunk.chunk_id)
        real(self, read, rows)

    monkeypatch.setattr(IndexWriter, "append", append)
    with pytest.raises(OutputNotWritable, match="The disk is full"):
        index_layer(write_layer(), encoder, tmp_path / "index", SIZES)
    assert len(written) == 3
    assert not any(thread.name.startswith("terralex-write") for thread in threading.enumerate())


def test_at_most_one_chunk_waits(write_layer):
    from backend.imagery.blocks import read_blocks
    from backend.imagery.layer import open_layer
    from backend.imagery.window_grid import WindowGrid

    with open_layer(write_layer()) as layer:
        chunk = WindowGrid(layer.info, SIZES, 0.5, 32).chunks()[0]
        (read,) = read_blocks(layer, [chunk])
    go, given = threading.Semaphore(0), []

    def commit(got, rows):
        assert got.block.pixels.size == 0, "its pixels are let go of"
        go.acquire()

    with WriteBehind(commit) as behind:

        def give():
            for number in range(4):
                behind.append(read, np.empty((0, 1), np.float32))
                given.append(number)

        thread = threading.Thread(target=give)
        thread.start()
        while len(given) < 2:
            thread.join(0.01)
        assert behind.committed() == []
        for _ in range(4):
            go.release()
        thread.join()
        assert behind.committed(wait=True) == [chunk] * 4
