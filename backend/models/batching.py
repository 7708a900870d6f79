"""How many inputs go through a tower at once: found by itself, halved when memory runs out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from backend.errors import DeviceOutOfMemory

CPU_BATCH = 16
"""Fixed, so that a resumed index equals an uninterrupted one to the bit."""

CUDA_BATCHES = (64, 4096)
"""The first and the largest."""

_WORTH = 1.08
"""A batch twice as large must be this much faster a window to be kept."""


_WORDS = (
    *("can't allocate memory", "Cannot allocate memory", "not enough memory", "out of memory"),
    *("ALLOC_FAILED", "bad_alloc"),
    # oneDNN does not say why it could not; a new thread needs room for its stack
    *("could not create a primitive", "could not create a memory", "can't start new thread"),
)


def is_out_of_memory(error: BaseException) -> bool:
    """Is this how torch, numpy or a CUDA library says that memory ran out?"""
    import torch

    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    # safetensors raises an error of its own, which is none of Python's
    kinds = isinstance(error, RuntimeError | OSError) or type(error).__name__ == "SafetensorError"
    return kinds and any(word in str(error) for word in _WORDS)


@contextmanager
def out_of_memory_is(sentence: str) -> Iterator[None]:
    """Want of memory becomes one sentence.

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
    """The batch of one tower on one device; it only grows on CUDA, and shrinks anywhere."""

    def __init__(self, device: str) -> None:
        self.size = CPU_BATCH if device == "cpu" else CUDA_BATCHES[0]
        self._device = device
        self._growing = device != "cpu"
        self._best_rate = 0.0
        self._seen = 0

    def fix(self, size: int) -> None:
        """From now on this size, unless memory runs out: a compiled tower takes one shape."""
        self.size, self._growing = size, False

    def halve(self) -> None:
        """Memory ran out.

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
        """A batch went through: double the next one while that pays and half of the free memory is enough for it."""
        if not self._growing or count < self.size:
            return
        self._seen += 1
        if self._seen == 1:  # a new size allocates and picks kernels first
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
    """Rows of ``count`` inputs, batch by batch; a batch that does not fit into memory is halved and tried again.

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
        # Here the error and all it held are gone: what it had allocated can be given back.
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        while batch.size > stop - start:  # the last batch may be smaller than the size already
            batch.halve()
        if batch.size == stop - start:
            batch.halve()
    return rows
