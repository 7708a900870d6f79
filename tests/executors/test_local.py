"""Several processes make the index that one makes, whatever happens to them."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from backend.errors import BadOption, Cancelled, IndexNotUsable, JobCrashed
from backend.executors.attempts import MOST_ATTEMPTS, Attempts
from backend.executors.local import LocalExecutor
from backend.executors.work import Work, Worker
from backend.imagery.pieces import is_piece, pieces_of
from backend.index.stages import StageTimes
from backend.index.store import LayerIndex
from backend.progress import Progress
from tests.executors.conftest import SIZES_M, assert_same, make_index


def test_a_layer_of_several_chunks_is_the_same_by_two_workers(
    layer: Path, work: Work, alone: LayerIndex, tmp_path: Path
) -> None:
    assert alone.manifest.total_chunks > 4
    stages = StageTimes()
    index = make_index(layer, work, tmp_path, LocalExecutor(work, 2), stages)
    assert_same(index, alone)
    told = stages.to_dict()
    assert told["windows"] == index.count, "what the workers did is told too"
    assert all(0 < share <= 1 for share in told["busy"].values())


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 4])
def test_the_number_of_workers_changes_nothing(
    layer: Path, work: Work, alone: LayerIndex, tmp_path: Path, workers: int
) -> None:
    assert_same(make_index(layer, work, tmp_path, LocalExecutor(work, workers)), alone)


def test_a_killed_worker_is_replaced_and_no_chunk_is_written_twice(
    layer: Path, work: Work, alone: LayerIndex, tmp_path: Path
) -> None:
    from backend.index.pipeline import index_layer
    from backend.models.encoder import load_encoder

    executor, killed = LocalExecutor(work, 2), set[int]()

    def kill_once_chunks_come(done: Progress) -> None:
        if done.done and not killed:
            killed.update(executor.pids[:1])
            os.kill(executor.pids[0], signal.SIGKILL)

    index = index_layer(
        *(layer, load_encoder(work.model_id, "cpu"), tmp_path, SIZES_M),
        progress=kill_once_chunks_come,
        elsewhere=executor,
    )
    assert killed, "a worker was killed"
    assert_same(index, alone)


def test_a_stopped_run_is_continued_by_any_other(layer: Path, work: Work, alone: LayerIndex, tmp_path: Path) -> None:
    from backend.index.pipeline import index_layer
    from backend.models.encoder import load_encoder

    told: list[float] = []
    with pytest.raises(Cancelled):
        index_layer(
            *(layer, load_encoder(work.model_id, "cpu"), tmp_path, SIZES_M),
            progress=lambda done: told.append(done.done),
            cancelled=lambda: bool(told and told[-1]),
            elsewhere=LocalExecutor(work, 2),
        )
    assert_same(make_index(layer, work, tmp_path), alone)


def test_what_no_worker_can_do_is_said_in_one_sentence(layer: Path, work: Work, tmp_path: Path) -> None:
    class Other:
        """An executor whose layer is another file by the time it begins."""

        workers = 1

        def embed(self, manifest, chunk_ids, cancelled):  # type: ignore[no-untyped-def]
            changed = manifest.layer.__class__(**{**vars(manifest.layer), "fingerprint": "other"})
            told = manifest.__class__(**{**vars(manifest), "layer": changed})
            yield from LocalExecutor(work, 1).embed(told, chunk_ids, cancelled)

    with pytest.raises(IndexNotUsable, match="not the same file on every machine"):
        make_index(layer, work, tmp_path, Other())
    with pytest.raises(BadOption, match="0 workers cannot be had"):
        LocalExecutor(work, 0)


def test_a_worker_embeds_a_piece_of_a_chunk_too(work: Work, alone: LayerIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.imagery.pieces.PIECE_WINDOWS", 8)
    worker = Worker(replace(work, manifest=alone.manifest.to_dict(), trust=True, threads=0))
    piece = pieces_of(alone.manifest.grid().chunks()[-1])[0]
    answer = worker.embed(piece.chunk_id)
    assert answer.error is None and answer.chunk is not None and is_piece(answer.chunk.chunk_id)
    assert answer.chunk.rows.column("window_id").to_pylist() == piece.window_ids.tolist()


def test_a_chunk_that_ends_every_worker_ends_the_run() -> None:
    attempts: Attempts[int] = Attempts(["a", "b", "a"])
    for worker in range(1, MOST_ATTEMPTS):
        assert attempts.next(worker) == "a"
        attempts.lost(worker)
    assert attempts.next(9) == "a" and attempts.next(9) == "b" and attempts.next(9) is None
    assert attempts.held_by(9) == 2 and not attempts.over
    assert attempts.done("b") and not attempts.done("b"), "an answer counts once"
    with pytest.raises(JobCrashed, match="ended the process that embedded it 4 times"):
        attempts.lost(9)
