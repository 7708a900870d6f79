"""kill -9 at a random moment, then resume: the index equals an uninterrupted one, row for row."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from backend.errors import IndexNotUsable
from backend.index.pipeline import index_layer
from backend.index.store import LayerIndex

SIZES = (16.0, 32.0)
RUN = """
import sys
from pathlib import Path
import torch
torch.set_num_threads(1)
from backend.imagery import window_grid
window_grid.BLOCK_PX = 128
from backend.index.pipeline import index_layer
from backend.models.encoder import load_encoder
path, model, root = sys.argv[1:]
encoder = load_encoder(model, device="cpu")
index_layer(path, encoder, Path(root), (16.0, 32.0), progress=lambda now: print(now.done, flush=True))
"""


def start(path, model, root):
    command = [sys.executable, "-c", RUN, str(path), model, str(root)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kill_and_resume(rounds, write_layer, encoder, tiny_model, tmp_path, assert_same_rows):
    path = write_layer(height=1100, width=1300, empty_cols=300)
    whole = index_layer(path, encoder, tmp_path / "whole", SIZES)
    windows = whole.manifest.total_windows
    assert whole.manifest.total_chunks > 60
    chance = random.Random(rounds)
    killed_within = 0
    for number in range(rounds):
        root = tmp_path / f"round{number}"
        process = start(path, tiny_model, root)
        if number % 5 == 4:  # a fifth of the rounds: any moment from the start on, imports and first writes included
            time.sleep(chance.uniform(0.5, 6.0))
        else:
            wanted = chance.randrange(1, windows)
            for line in process.stdout:
                if int(line) >= wanted:
                    break
            time.sleep(chance.uniform(0.0, 0.05))  # somewhere inside a read, an embedding or a commit
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        process.stderr.close()
        for manifest in root.glob("*/*/index.json"):
            try:
                partial = LayerIndex.open(manifest.parent)
            except IndexNotUsable:  # killed between the manifest and the table
                continue
            rows = partial.rows()
            assert len(rows.window_ids) == partial.count, "a row is there twice"
            assert np.isin(rows.window_ids, whole.rows().window_ids).all()
            killed_within += 0 < partial.count < whole.count
        resumed = index_layer(path, encoder, root, SIZES)
        assert resumed.complete
        assert_same_rows(resumed, whole)
    assert killed_within >= rounds // 2, "the kills came too late to prove anything"


@pytest.mark.usefixtures("small_chunks")
def test_a_killed_run_resumes_to_the_same_rows(write_layer, encoder, tiny_model, tmp_path, assert_same_rows):
    kill_and_resume(3, write_layer, encoder, tiny_model, tmp_path, assert_same_rows)


@pytest.mark.slow
@pytest.mark.usefixtures("small_chunks")
def test_twenty_killed_runs_resume_to_the_same_rows(write_layer, encoder, tiny_model, tmp_path, assert_same_rows):
    kill_and_resume(20, write_layer, encoder, tiny_model, tmp_path, assert_same_rows)
