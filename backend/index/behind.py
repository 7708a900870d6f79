"""Commits rows in the background: while one chunk is written to disk, the next is embedded."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from backend.imagery.blocks import ChunkBlock
from backend.imagery.window_grid import Chunk

Append = Callable[[ChunkBlock, NDArray[np.float32]], None]


class WriteBehind:
    """Commits chunks in order in a separate thread, one at a time, with at most one more waiting.

    Leaving the block commits waiting chunks, even after an error or a cancellation, so that embedded rows are kept.
    """

    def __init__(self, append: Append) -> None:
        self._append = append
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="terralex-write")
        self._waiting: deque[tuple[Chunk, Future[None]]] = deque()
        self._gave_up = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self._pool.shutdown(wait=True)

    def append(self, read: ChunkBlock, rows: NDArray[np.float32]) -> None:
        """Queue a chunk for its commit; its pixels are released at once.

        Raises:
            TerralexError: raised by an earlier commit.
        """
        if len(self._waiting) > 1:
            self._waiting[-2][1].result()
        block = replace(read.block, pixels=np.empty((3, 0, 0), np.uint8), mask=np.empty((0, 0), np.bool_))
        self._waiting.append((read.chunk, self._pool.submit(self._commit, replace(read, block=block), rows)))

    def committed(self, wait: bool = False) -> list[Chunk]:
        """The chunks committed since the last call; with ``wait``, all queued ones.

        Raises:
            TerralexError: raised by a commit.
        """
        done = []
        while self._waiting and (wait or self._waiting[0][1].done()):
            chunk, future = self._waiting.popleft()
            future.result()
            done.append(chunk)
        return done

    def _commit(self, read: ChunkBlock, rows: NDArray[np.float32]) -> None:
        if self._gave_up.is_set():  # nothing is written after a failed chunk
            return
        try:
            self._append(read, rows)
        except BaseException:
            self._gave_up.set()
            raise
