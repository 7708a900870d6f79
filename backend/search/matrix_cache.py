"""Matrices kept between searches, within a budget of memory."""

from __future__ import annotations

import threading
from collections.abc import Hashable

from cachetools import LRUCache

from backend.search.matrix import ROW_BYTES, EmbeddingMatrix, StoredIndex, WindowMatrix
from backend.search.streamed import StreamedMatrix

_Kept = tuple[Hashable, WindowMatrix, int]
"""The state of the index, its matrix, and the matrix's bytes."""


def matrix_bytes(windows: int, dimension: int) -> int:
    """About the memory that the matrix of so many windows takes."""
    return windows * (2 * dimension + ROW_BYTES)


class MatrixCache:
    """Cache of matrices within a byte budget; the least recently used is dropped first. Thread-safe.

    A matrix is read again when its index has gained rows. One that exceeds the budget by itself stays on disk,
    so that no search runs out of memory.
    """

    def __init__(self, budget_bytes: int) -> None:
        self.budget_bytes = budget_bytes
        self._matrices: LRUCache[Hashable, _Kept] = LRUCache(budget_bytes, getsizeof=lambda kept: kept[2])
        self._reading: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    @property
    def used_bytes(self) -> int:
        """Memory of the matrices."""
        with self._lock:
            return int(self._matrices.currsize)

    def __len__(self) -> int:
        with self._lock:
            return len(self._matrices)

    def get(self, index: StoredIndex, device: str = "cpu") -> WindowMatrix:
        """The matrix of an index, read if it is not cached or differs from what is on disk.

        Args:
            index: the index; it may have been opened before it gained rows.
            device: ``cpu`` or ``cuda``.

        Raises:
            IndexNotUsable: the table is damaged or gone.
        """
        key = (str(index.folder), device)
        state = index.state()
        with self._lock:
            kept = self._matrices.get(key)
            if kept is not None and kept[0] == state:
                return kept[1]
            turn = self._reading.setdefault(key, threading.Lock())
        with turn:  # of concurrent requests for the same index, one reads and the others wait
            state = index.state()
            with self._lock:
                kept = self._matrices.get(key)
                if kept is not None and kept[0] == state:
                    return kept[1]
            fresh = index.reopened()
            expected = matrix_bytes(fresh.count, fresh.dimension)
            if expected > self.budget_bytes:
                streamed = StreamedMatrix(fresh)
                self._keep(key, state, streamed, min(len(streamed) * ROW_BYTES, self.budget_bytes))
                return streamed
            self._make_room(expected, key)
            matrix = EmbeddingMatrix.read(fresh, device)
            self._keep(key, state, matrix, matrix.nbytes)
            return matrix

    def clear(self) -> None:
        """Drop all matrices; those in use stay valid."""
        with self._lock:
            self._matrices.clear()

    def _keep(self, key: Hashable, state: Hashable, matrix: WindowMatrix, size: int) -> None:
        self._make_room(size, key)
        with self._lock:
            self._matrices[key] = (state, matrix, min(size, self.budget_bytes))

    def _make_room(self, size: int, key: Hashable) -> None:
        with self._lock:
            self._matrices.pop(key, None)
            while self._matrices and self._matrices.currsize + size > self.budget_bytes:
                self._matrices.popitem()
