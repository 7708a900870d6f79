"""Which chunks a run embeds, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from backend.errors import IndexNotUsable, IndexOfNewerVersion, OutsideLayer
from backend.imagery.layer import LayerInfo
from backend.imagery.pieces import needed
from backend.imagery.window_grid import Chunk, WindowGrid
from backend.index.manifest import IndexManifest, read_manifest
from backend.index.store import LayerIndex

Order = Callable[[Sequence[Chunk]], Iterable[Chunk]]
"""Puts chunks in another order. What it returns is asked for the next chunk only when that is about to be read."""


@dataclass(frozen=True)
class Asked:
    """The chunks of a run.

    Attributes:
        first: those of the ground that comes first: chunks, or pieces of them.
        rest: those that follow.
        completes: whether the index has every window once they are done.
    """

    first: list[Chunk]
    rest: list[Chunk]
    completes: bool

    def without(self, done: Collection[str], order: Order | None) -> tuple[list[Chunk], Iterator[Chunk]]:
        """What is not done, and the same in the order in which it is to be embedded."""
        first, rest = ([chunk for chunk in part if chunk.chunk_id not in done] for part in (self.first, self.rest))
        return [*first, *rest], chain(first if order is None else order(first), rest)


@dataclass(frozen=True)
class Plan:
    """What is to be indexed: all of a grid, or only some ground, which comes first in any case.

    Attributes:
        grid: the windows.
        ground: boxes in the layer's CRS, what was asked for first; None for the whole layer.
        ground_only: whether to stop when the ground is done.
    """

    grid: WindowGrid
    ground: tuple[Sequence[float], ...] | None
    ground_only: bool

    def is_done(self, folder: Path) -> bool:
        """Whether the index in a folder has all that is asked for."""
        manifest = manifest_to_continue(folder, self.grid.info)
        if manifest is None or not (manifest.complete or self.ground_only):
            return False
        try:
            index = LayerIndex(folder, manifest)
            index.check()  # the disk may have lost what the manifest promises
            return manifest.complete or all(index.coverage(box, self.grid) >= 1.0 for box in self.ground or (None,))
        except IndexNotUsable:
            return False

    def chunks(self, done: Collection[str]) -> Asked:
        """The chunks to embed, given the ids of those that an earlier run has committed."""
        every = self.grid.chunks()
        if self.ground is None:
            return Asked(every, [], True)
        if self.ground_only:
            first = needed(self.grid, self.ground, done)
            names = {chunk.chunk_id for chunk in first}
            return Asked(first, [], all(chunk.chunk_id in names or chunk.chunk_id in done for chunk in every))
        met = {chunk.chunk_id for box in self.ground for chunk in self.grid.chunks_meeting(box, every)}
        first, rest = ([chunk for chunk in every if (chunk.chunk_id in met) is here] for here in (True, False))
        return Asked(first, rest, True)

    def check(self) -> None:
        """Refuse ground without windows.

        Raises:
            OutsideLayer: what was asked for first intersects no window.
        """
        if self.ground is not None and not self.grid.chunks_meeting(self.ground[0], self.grid.chunks()):
            box = ",".join(f"{value:.10g}" for value in self.ground[0])
            raise OutsideLayer(f"The extent {box} contains no window of {self.grid.info.path.name}: check its CRS.")


def manifest_to_continue(folder: Path, info: LayerInfo) -> IndexManifest | None:
    """The manifest of an index that a run can continue, or has completed; None if there is none for these pixels.

    Raises:
        IndexOfNewerVersion: a newer Terralex has made it.
    """
    try:
        manifest = read_manifest(folder)
    except IndexOfNewerVersion:
        raise
    except IndexNotUsable:
        return None
    same = manifest.layer.fingerprint == info.fingerprint and manifest.layer.bands == info.bands
    return manifest if same else None
