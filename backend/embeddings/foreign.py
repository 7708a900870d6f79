"""Embeddings that are searched as an index is, though none of our models made them: by example, not by words."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.errors import BadOption
from backend.imagery.layer import LayerInfo
from backend.imagery.stretch import Stretch
from backend.imagery.window_grid import WindowSet
from backend.index.store import IndexRows
from backend.models.contracts import DenseEncoder
from backend.models.dense import DenseFeatures

UNKNOWN = "unknown"


@dataclass(frozen=True)
class ForeignIndex:
    """Embeddings of ground, held in memory; has what a search needs of :class:`backend.index.store.LayerIndex`.

    Attributes:
        file: where they come from.
        info: a layer that has no pixels but the places of the embeddings.
        model_id: what the file says of its model.
        embeddings: float16 ``[n, d]``, of unit length before rounding.
        windows: the ground of each.
    """

    file: Path
    info: LayerInfo
    model_id: str
    embeddings: NDArray[np.float16]
    windows: WindowSet

    @property
    def model_revision(self) -> str:
        """What stands for the model's revision: the file itself."""
        return self.info.fingerprint

    @property
    def stretch(self) -> Stretch | None:
        """There are no pixels to stretch."""
        return None

    @property
    def folder(self) -> Path:
        """Where the file lies."""
        return self.file.parent

    @property
    def dimension(self) -> int:
        """Length of an embedding."""
        return int(self.embeddings.shape[1])

    @property
    def count(self) -> int:
        """Number of embeddings."""
        return len(self.embeddings)

    @property
    def window_sizes_m(self) -> tuple[float, ...]:
        """Sides of the ground in metres, rounded."""
        return tuple(float(size) for size in np.unique(np.round(self.windows.window_m, 1)))

    def state(self) -> Hashable:
        """It does not change."""
        return str(self.file), self.info.fingerprint

    def reopened(self) -> ForeignIndex:
        """Itself."""
        return self

    def places(self) -> tuple[WindowSet, NDArray[np.float32], NDArray[np.int64]]:
        """Windows, shares, which are one, and ids."""
        return self.windows, np.ones(self.count, np.float32), np.arange(self.count, dtype=np.int64)

    def blocks(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float16]]]:
        """All of them at once."""
        yield np.arange(self.count, dtype=np.int64), self.embeddings

    def embeddings_at(self, positions: NDArray[np.intp]) -> NDArray[np.float16]:
        """Embeddings ``[m, d]`` of the windows at some positions ``[m]`` of :meth:`places`."""
        return self.embeddings[positions]

    def lists(self) -> None:
        """None: they are all in memory."""
        return

    def rows(self, extent: Sequence[float] | None = None) -> IndexRows:
        """Embeddings whose ground meets an extent in the file's CRS; all if None."""
        kept = np.arange(self.count) if extent is None else np.flatnonzero(self.windows.meet(tuple(extent)))
        ones = np.ones(len(kept), np.float32)
        return IndexRows(self.embeddings[kept], self.windows.take(kept), ones, kept.astype(np.int64))


class NoWords(DenseEncoder):
    """Stands for the model of foreign embeddings, which is not here: it knows no text and sees no picture."""

    def __init__(self, index: ForeignIndex) -> None:
        self._index = index

    model_id = property(lambda self: self._index.model_id)
    revision = property(lambda self: self._index.model_revision)
    dimension = property(lambda self: self._index.dimension)
    image_size = 0
    device = "cpu"
    languages: tuple[str, ...] = ()
    temperature = 1.0

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Nothing is known of any text: zeros ``[n, d]``, which fit no ground."""
        return np.zeros((len(texts), self._index.dimension), np.float32)

    def encode_dense(self, pixels: NDArray[np.uint8]) -> DenseFeatures:
        """There is no model.

        Raises:
            BadOption: always.
        """
        raise BadOption("Outlines need the model that made the embeddings: ask for windows or merged regions.")
