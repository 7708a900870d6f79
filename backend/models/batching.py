"""Automatic batch size of a tower, halved when memory runs out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from backend.errors import DeviceOutOfMemory

CPU_BATCH = 16
"""Fixed, so that a resumed index is bit-identical to an uninterrupted one."""

CUDA_BATCHES = (64, 4096)
"""The first and the largest batch."""

_WORTH = 1.08
"""A batch twice as large must be this much faster per window to be kept."""


_WORDS = (
    *("can't allocate memory", "Cannot allocate memory", "not enough memory", "out of memory"),
    *("ALLOC_FAILED", "bad_alloc"),
    # oneDNN gives no reason; a new thread needs memory for its stack
    *("could not create a primitive", "could not create a memory", "can't start new thread"),
)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether this is an out-of-memory error of torch, numpy or a CUDA library."""
    import torch

    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    # safetensors raises its own error type, not MemoryError
    kinds = isinstance(error, RuntimeError | OSError) or type(error).__name__ == "SafetensorError"
    return kinds and any(word in str(error) for word in _WORDS)


@contextmanager
def out_of_memory_is(sentence: str) -> Iterator[None]:
    """Turn an out-of-memory error into one with a sentence.

    Raises:
        DeviceOutOfMemory: memory ran out inside.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        raise DeviceOutOfMemory(sentence) from error


class BatchSize:
    """The batch size of one tower on one device; it grows only on CUDA, and shrinks on any device."""

    def __init__(self, device: str) -> None:
        self.size = CPU_BATCH if device == "cpu" else CUDA_BATCHES[0]
        self._device = device
        self._growing = device != "cpu"
        self._best_rate = 0.0
        self._seen = 0

    def fix(self, size: int) -> None:
        """Use this size from now on, unless memory runs out: a compiled tower takes one shape."""
        self.size, self._growing = size, False

    def halve(self) -> None:
        """Halve the batch after memory ran out.

        Raises:
            DeviceOutOfMemory: not even one input fits.
        """
        if self.size == 1:
            raise DeviceOutOfMemory(
                f"Not enough memory on the {self._device} for a single image: "
                "close other programs that use it, choose a smaller model, or use another device."
            )
        self.size //= 2
        self._growing = False

    def done(self, count: int, seconds: float) -> None:
        """Record a finished batch: double the next one while that is faster and fits into half of the free memory."""
        if not self._growing or count < self.size:
            return
        self._seen += 1
        if self._seen == 1:  # the first batch of a size also allocates and selects kernels
            return
        rate = count / seconds
        if rate < self._best_rate * _WORTH:
            self.size //= 2
            self._growing = False
        elif self.size >= CUDA_BATCHES[1] or not _room_to_double():
            self._growing = False
        else:
            self._best_rate, self._seen, self.size = rate, 0, self.size * 2


def _room_to_double() -> bool:
    import torch

    free, _ = torch.cuda.mem_get_info()
    return torch.cuda.max_memory_reserved() < free / 2


def in_batches(
    count: int, batch: BatchSize, embed: Callable[[slice], NDArray[np.float32]]
) -> list[NDArray[np.float32]]:
    """Embed ``count`` inputs batch by batch; a batch that does not fit into memory is halved and tried again.

    Raises:
        DeviceOutOfMemory: not even one input fits.
    """
    import torch

    rows: list[NDArray[np.float32]] = []
    start = 0
    while start < count:
        stop = min(start + batch.size, count)
        begun = time.perf_counter()
        try:
            rows.append(embed(slice(start, stop)))
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
        else:
            batch.done(stop - start, time.perf_counter() - begun)
            start = stop
            continue
        # Outside the except clause the error no longer references tensors, so that their memory can be freed.
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        while batch.size > stop - start:  # the last batch may already be smaller than the size
            batch.halve()
        if batch.size == stop - start:
            batch.halve()
    return rows
