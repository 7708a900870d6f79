"""Batches: found by themselves, halved when memory runs out, for real, in a process that may have only so much."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest
import torch

from backend.errors import DeviceOutOfMemory
from backend.models.batching import CPU_BATCH, CUDA_BATCHES, BatchSize, in_batches, is_out_of_memory

LIMITED = """
import json, resource, sys
import numpy as np, torch
from backend.errors import DeviceOutOfMemory
from backend.models.encoder import load_encoder
encoder = load_encoder(device="cpu")
encoder.__dict__["dtype"] = torch.float32
pixels = np.random.default_rng(0).integers(0, 255, (3, 600, 600)).astype(np.uint8)
boxes = np.array([[8 * i, 4 * i, 8 * i + 224, 4 * i + 224] for i in range(32)], float)
encoder.encode_windows(pixels, boxes[:1])
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv[1]), resource.RLIM_INFINITY))
try:
    rows, error = encoder.encode_windows(pixels, boxes).tolist(), None
except DeviceOutOfMemory as caught:
    rows, error = None, str(caught)
resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
batch = encoder.batch.size
encoder.batch.size = 16
free = encoder.encode_windows(pixels, boxes).tolist()
print(json.dumps({"rows": rows, "error": error, "batch": batch, "free": free}))
"""


def run_with(extra_bytes: int) -> dict[str, object]:
    """What an encoder of 32 windows does in a process that may take so many bytes more than it has."""
    command = [sys.executable, "-W", "ignore", "-c", LIMITED, str(extra_bytes)]
    # One heap for all threads, else each reserves a large one of its own when it first allocates.
    environment = {**os.environ, "MALLOC_ARENA_MAX": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited by Linux alone")
def test_a_batch_that_does_not_fit_into_memory_is_halved_and_tried_again() -> None:
    # How much a batch needs depends on the machine's kernels: somewhere between nothing and plenty it is halved.
    tries = (run_with(extra_mb * 1_000_000) for extra_mb in (30, 20, 45, 10, 60, 80, 100))
    found = next(one for one in tries if one["error"] is None and one["batch"] in {1, 2, 4, 8})
    assert np.allclose(found["rows"], found["free"], atol=1e-5)


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited by Linux alone")
def test_a_single_window_that_does_not_fit_is_one_sentence_and_the_encoder_lives_on() -> None:
    found = run_with(0)
    assert found["rows"] is None and found["batch"] == 1
    assert str(found["error"]).startswith("Not enough memory on the cpu for a single image")
    assert len(found["free"]) == 32  # type: ignore[arg-type]


def test_a_short_last_batch_is_halved_too() -> None:
    seen = []

    def embed(part: slice) -> np.ndarray:
        seen.append(part.stop - part.start)
        if seen[-1] > 2:
            raise MemoryError
        return np.zeros((seen[-1], 4), np.float32)

    assert sum(len(rows) for rows in in_batches(5, BatchSize("cpu"), embed)) == 5
    assert seen == [5, 4, 2, 2, 1]


def test_other_errors_are_not_taken_for_want_of_memory() -> None:
    def embed(_: slice) -> np.ndarray:
        raise RuntimeError("shapes do not fit")

    with pytest.raises(RuntimeError, match="shapes do not fit"):
        in_batches(1, BatchSize("cpu"), embed)
    assert is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory."))
    assert is_out_of_memory(RuntimeError("could not create a primitive"))
    assert is_out_of_memory(RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried"))


def test_the_batch_of_a_cpu_never_grows() -> None:
    batch = BatchSize("cpu")
    for _ in range(10):
        batch.done(batch.size, 1e-6)
    assert batch.size == CPU_BATCH


def test_the_batch_of_a_gpu_grows_while_that_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.models.batching._room_to_double", lambda: True)
    batch = BatchSize("cuda")
    for _ in range(30):  # a device that is as fast as it gets at 500 windows
        batch.done(batch.size, 0.01 + max(batch.size - 500, 0) / 50_000)
    assert batch.size == 512
    assert batch.size < CUDA_BATCHES[1]


def test_the_batch_of_a_gpu_stops_where_memory_does(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = BatchSize("cuda")
    monkeypatch.setattr("backend.models.batching._room_to_double", lambda: batch.size < 256)
    for _ in range(30):
        batch.done(batch.size, 0.01)
    assert batch.size == 256
    batch.halve()
    for _ in range(30):
        batch.done(batch.size, 0.0001)
    assert batch.size == 128


def test_there_is_nothing_smaller_than_one() -> None:
    batch = BatchSize("cpu")
    with pytest.raises(DeviceOutOfMemory, match="single image"):
        for _ in range(10):
            batch.halve()
