"""Chunks that are embedded in other processes: what they are told, what they answer, and how that is committed.

Only the process that holds the index writes it. Its table says what is done, so a chunk that is computed twice, because
the process that had it died, is still written once.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from backend.index.manifest import IndexManifest


@dataclass(frozen=True)
class EmbeddedChunk:
    """One chunk as another process has embedded it.

    Attributes:
        chunk_id: which.
        rows: an Arrow table with the columns of the index, or None where no window has enough valid pixels.
        any_valid: whether a valid pixel was among those read.
        busy_s: seconds that each stage took, see :mod:`backend.index.stages`.
        alike: how many windows took no embedding because an equal one had one.
    """

    chunk_id: str
    rows: Any
    any_valid: bool
    busy_s: Mapping[str, float] = field(default_factory=dict)
    alike: int = 0


class ChunkEmbedder(Protocol):
    """Embeds chunks elsewhere.

    Attributes:
        workers: how many chunks are embedded at once, as far as it is known.
    """

    workers: int

    def embed(
        self, manifest: IndexManifest, chunk_ids: Sequence[str], cancelled: Callable[[], bool]
    ) -> Generator[EmbeddedChunk]:
        """Every chunk once, in whatever order; closing the iterator stops the work.

        Args:
            manifest: of the index: the layer, its stretch, the grid, the model.
            chunk_ids: of the grid's chunks and pieces.
            cancelled: asked several times a second.

        Raises:
            TerralexError: a chunk cannot be embedded, or nobody is there to do it.
            Cancelled: ``cancelled`` said so.
        """
        ...
