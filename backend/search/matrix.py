"""The embeddings of one index, kept in memory between searches, or read from disk if they are too many.

A search needs two operations: the cosines of all windows with a few directions, and the embeddings of a few windows. In
memory the first is a half-precision product with bounded rounding; :mod:`backend.search.best` computes the best again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from backend.imagery.window_grid import WindowSet
from backend.presence.scale import RIVALS, Nearest, nearest_concepts
from backend.search.consensus import OTHERS_WEIGHT, Places
from backend.search.exactness import refuse_gaps
from backend.search.products import half_product_holds, in_half, in_single, widened

if TYPE_CHECKING:
    from torch import Tensor

    from backend.index.lists import InvertedLists
    from backend.index.store import IndexRows

Value = TypeVar("Value")

ROW_BYTES = 198 + 6 * RIVALS
"""Bytes per window besides its embedding: position, bounds, box, valid share, id, side, neutral cosine, consensus,
rivals."""

_SINGLE_PRECISION_ROUNDING = 1e-5
_FEW = 16_384  # windows: for so few, single precision is as fast
_GATHERED = 16_384  # embeddings at once
SAMPLE = 8_192  # windows (up to twice as many) that represent a layer for taught queries


class StoredIndex(Protocol):
    """What a matrix needs from :class:`backend.index.store.LayerIndex`."""

    def state(self) -> Hashable:
        """A value that changes when the index gains rows."""

    def reopened(self) -> StoredIndex:
        """The index opened again, as it is on disk now."""

    @property
    def folder(self) -> Path:
        """Its folder."""

    @property
    def dimension(self) -> int:
        """Length of an embedding."""

    @property
    def count(self) -> int:
        """Number of rows, including duplicates."""

    def places(self) -> tuple[WindowSet, NDArray[np.float32], NDArray[np.int64]]:
        """Windows, valid shares and ids."""

    def blocks(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float16]]]:
        """Ids and embeddings, block by block."""

    def embeddings_at(self, positions: NDArray[np.intp]) -> NDArray[np.float16]:
        """Embeddings ``[m, d]`` of the windows at some positions ``[m]`` of :meth:`places`."""

    def lists(self) -> InvertedLists | None:
        """What finds the windows most like a direction without reading all; None if there is none."""


@dataclass(frozen=True)
class Choice:
    """What is known of a layer of which a matrix has only the windows that were chosen for a query.

    Attributes:
        windows: how many windows they were chosen from.
        recall: the share of the best that such a choice has, 0-1, as measured; None if it has all that may answer.
        answers: bool ``[n]``, which of the matrix's windows may be results: the others are there for what they say
            about the same ground.
        ordinary: other windows of the layer, evenly spread, that tell how ordinary ground scores; None if the matrix's
            own windows do.
        like: positions in ``ordinary`` of those to be compared with the matrix's.
    """

    windows: int
    recall: float | None
    answers: NDArray[np.bool_]
    ordinary: WindowMatrix | None = None
    like: NDArray[np.intp] | None = None


class WindowMatrix:
    """Windows of one layer with their embeddings. Thread-safe.

    Attributes:
        windows: ``n`` windows, ordered by id.
        valid_share: float32 ``[n]``.
        device: where products are computed.
        choice: where these are only some windows of a layer, what is known of the rest; else None.
    """

    choice: Choice | None = None

    def __init__(self, windows: WindowSet, valid_share: NDArray[np.float32], device: str) -> None:
        self.windows = windows
        self.valid_share = valid_share
        self.has_holes = bool((valid_share < 1).any())
        self.device = device
        self._remembered: dict[Hashable, Any] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.windows)

    @cached_property
    def bounds(self) -> NDArray[np.float64]:
        """Envelopes in the layer's CRS, float64 ``[n, 4]``. Computed once."""
        return np.asfortranarray(self.windows.bounds())  # compared column by column

    def cosines(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines, float32 ``[k, n]``, with directions ``[k, d]``, in single precision."""
        raise NotImplementedError

    def quick_cosines(
        self, vectors: NDArray[np.float32], positions: NDArray[np.intp] | None = None
    ) -> tuple[NDArray[np.float32], float]:
        """Fast approximate cosines, float32 ``[k, n]``, and their maximum error.

        For all windows, or those at ascending ``positions``.
        """
        found = self.cosines(vectors)
        return found if positions is None else found[:, positions], _SINGLE_PRECISION_ROUNDING

    def take(self, positions: NDArray[np.intp]) -> NDArray[np.float16]:
        """Embeddings, float16 ``[m, d]``, of the windows at ascending ``positions`` ``[m]``."""
        raise NotImplementedError

    def highest(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The highest cosine of each window with directions ``[k, d]``, float32 ``[n]``. Computed once for the same."""
        return self.once(("highest", vectors.tobytes()), lambda: self.cosines(vectors).max(axis=0))

    def nearest(self, vectors: NDArray[np.float32]) -> Nearest:
        """The directions of ``[c, d]`` that fit each window best. Computed once, in bounded memory."""

        def work() -> Nearest:
            parts = [nearest_concepts(vectors @ widened(rows).T) for rows in self._in_order()]
            return Nearest.joined(parts, min(RIVALS, len(vectors)))

        return self.once(("nearest", vectors.tobytes()), work)

    def _in_order(self) -> Iterator[NDArray[np.float16]]:
        """All embeddings, ``[some, d]`` at a time, in the order of the windows."""
        for start in range(0, len(self), _GATHERED):
            yield self.take(np.arange(start, min(start + _GATHERED, len(self))))

    def sides(self) -> tuple[NDArray[np.float32], NDArray[np.uint16]]:
        """The different sides of the windows in metres ``[k]``, and which of them each window has ``[n]``. Computed
        once."""

        def work() -> tuple[NDArray[np.float32], NDArray[np.uint16]]:
            sides = np.unique(self.windows.window_m)
            return sides, np.searchsorted(sides, self.windows.window_m).astype(np.uint16)

        return self.once("sides", work)

    def places(self) -> Places:
        """The ground under the windows. Computed once."""
        return self.once("places", lambda: Places(self.windows))

    def places_of(self, positions: NDArray[np.intp] | None) -> Places:
        """The ground under the windows at some positions; under all if None."""
        return self.places() if positions is None else Places(self.windows.take(positions))

    def highest_consensus(self, vectors: NDArray[np.float32], weight: float = OTHERS_WEIGHT) -> NDArray[np.float32]:
        """The consensus of :meth:`highest`, float32 ``[n]``. Computed once for the same directions."""
        key = ("consensus", vectors.tobytes(), weight)
        return self.once(key, lambda: self.places().average(self.highest(vectors), weight))

    def once(self, key: Hashable, work: Callable[[], Value]) -> Value:
        """Compute a value once for the lifetime of this matrix."""
        with self._lock:
            if key in self._remembered:
                known: Value = self._remembered[key]
                return known
        value = work()
        with self._lock:
            self._remembered[key] = value
        return value


class EmbeddingMatrix(WindowMatrix):
    """A matrix in memory: ``embeddings`` float16 ``[n, d]`` on the device."""

    def __init__(
        self, embeddings: Tensor, windows: WindowSet, valid_share: NDArray[np.float32], device: str = "cpu"
    ) -> None:
        super().__init__(windows, valid_share, device)
        self.embeddings = embeddings.to(device)
        self._half_holds = len(self) > _FEW and half_product_holds(self.embeddings)

    @classmethod
    def from_rows(cls, rows: IndexRows, device: str = "cpu") -> EmbeddingMatrix:
        """From rows that have been read already; their memory is shared, not copied."""
        import torch

        embeddings = torch.from_numpy(np.ascontiguousarray(rows.embeddings))
        return cls(embeddings, rows.windows, rows.valid_share, device)

    @classmethod
    def read(cls, index: StoredIndex, device: str = "cpu") -> EmbeddingMatrix:
        """Read an index, each embedding directly to its final position.

        Raises:
            IndexNotUsable: the table is damaged, or lost rows while it was read.
        """
        import torch

        windows, valid_share, ids = index.places()
        embeddings: NDArray[np.float16] | None = None
        filled = np.zeros(len(ids), bool)
        for block_ids, vectors in index.blocks():
            if embeddings is None:
                embeddings = np.empty((len(ids), vectors.shape[1]), np.float16)
            at = np.searchsorted(ids, block_ids)
            known = at < len(ids)
            known[known] = ids[at[known]] == block_ids[known]  # a chunk added between the two reads is left out
            embeddings[at[known]] = vectors[known]
            filled[at[known]] = True
        refuse_gaps(filled)
        found = np.empty((0, 1), np.float16) if embeddings is None else embeddings
        return cls(torch.from_numpy(found), windows, valid_share, device)

    @property
    def nbytes(self) -> int:
        """Its memory, including what it will cache."""
        sampled = min(len(self), 2 * SAMPLE) * self.embeddings.shape[1] * 4
        return self.embeddings.numel() * 2 + len(self) * ROW_BYTES + sampled

    def cosines(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """See :meth:`WindowMatrix.cosines`."""
        return np.asarray(in_single(self.embeddings, vectors, self.device).cpu().numpy())

    def quick_cosines(
        self, vectors: NDArray[np.float32], positions: NDArray[np.intp] | None = None
    ) -> tuple[NDArray[np.float32], float]:
        """See :meth:`WindowMatrix.quick_cosines`."""
        if positions is None:
            if self._half_holds:
                return in_half(self.embeddings, vectors)
            return self.cosines(vectors), _SINGLE_PRECISION_ROUNDING
        if self.device == "cpu" and self._half_holds:
            return in_half(self.embeddings, vectors, positions)
        found = np.empty((len(vectors), len(positions)), np.float32)
        for start in range(0, len(positions), _GATHERED):
            rows = widened(self.take(positions[start : start + _GATHERED]))
            for row, vector in zip(found, np.asarray(vectors, np.float32), strict=True):
                row[start : start + _GATHERED] = rows @ vector
        return found, _SINGLE_PRECISION_ROUNDING

    def take(self, positions: NDArray[np.intp]) -> NDArray[np.float16]:
        """See :meth:`WindowMatrix.take`."""
        import torch

        if self.device == "cpu":  # numpy gathers half-precision rows many times faster than torch
            return np.asarray(self.embeddings.numpy()[positions])
        at = torch.from_numpy(np.asarray(positions, np.int64)).to(self.device)
        return np.asarray(self.embeddings.index_select(0, at).cpu().numpy())
