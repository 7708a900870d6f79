"""The embeddings of an index beyond the memory budget: its windows are in memory, its embeddings on disk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backend.presence.scale import RIVALS, Nearest, nearest_concepts
from backend.search.exactness import refuse_gaps
from backend.search.matrix import StoredIndex, WindowMatrix
from backend.search.products import widened

if TYPE_CHECKING:
    from backend.index.lists import InvertedLists


class StreamedMatrix(WindowMatrix):
    """A matrix beyond the memory budget: its windows are in memory, its embeddings are read from disk for every search.

    Just as exact, but slower: a pass over 200,000 windows of dimension 512 takes about 0.2 s. Where a few windows can
    answer, :mod:`backend.search.shortlist` reads only those.

    Attributes:
        ids: int64 ``[n]``, ascending.
    """

    def __init__(self, index: StoredIndex) -> None:
        """Read the windows.

        Raises:
            IndexNotUsable: the table is damaged.
        """
        windows, valid_share, self.ids = index.places()
        super().__init__(windows, valid_share, "cpu")
        self._index = index
        self._lists: InvertedLists | None = None

    def cosines(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """See :meth:`WindowMatrix.cosines`."""
        found = np.zeros((len(vectors), len(self)), np.float32)
        filled = np.zeros(len(self), bool)
        for at, block in self._blocks():
            found[:, at] = vectors @ widened(block).T
            filled[at] = True
        refuse_gaps(filled)
        return found

    def lists(self) -> InvertedLists | None:
        """What finds the windows most like a direction; None as long as there is none."""
        if self._lists is None:  # they may be made at any time
            self._lists = self._index.lists()
        return self._lists

    def positions_of(self, ids: NDArray[np.int64]) -> NDArray[np.intp]:
        """Positions ``[m]`` of the windows with some ids, which are here."""
        return np.searchsorted(self.ids, ids)

    def take(self, positions: NDArray[np.intp]) -> NDArray[np.float16]:
        """See :meth:`WindowMatrix.take`."""
        return self._index.embeddings_at(positions)

    def nearest(self, vectors: NDArray[np.float32]) -> Nearest:
        """See :meth:`WindowMatrix.nearest`; one pass over the disk."""

        def work() -> Nearest:
            kept = min(RIVALS, len(vectors))
            found = Nearest(np.zeros((len(self), kept), np.int16), np.zeros((len(self), kept), np.float32))
            for at, block in self._blocks():
                part = nearest_concepts(vectors @ widened(block).T)
                found.ids[at], found.cosines[at] = part.ids, part.cosines
            return found

        return self.once(("nearest", vectors.tobytes()), work)

    def _blocks(self) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float16]]]:
        for ids, block in self._index.blocks():
            at = np.searchsorted(self.ids, ids)
            known = at < len(self.ids)
            known[known] = self.ids[at[known]] == ids[known]
            yield at[known], block[known]
