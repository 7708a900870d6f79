"""A first answer on ground that is not indexed: a few large windows, evenly spread, then smaller ones where promising.

An index is computed chunk by chunk, and the best place may be in the last one. A sketch samples the whole ground first,
using overviews if the file has them, then covers it side by side. Where those windows look most like the query, it adds
the ones between them, then smaller ones, size by size and from the best place to its neighbours. It is kept in memory,
is searched like an index, stands in for ground that the index does not have yet, and is dropped once that is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.imagery.blocks import MIN_VALID_SHARE, READING_THREADS, read_windows
from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo, OpenLayer
from backend.imagery.pieces import needed
from backend.imagery.stretch import Stretch
from backend.imagery.window_grid import Chunk, WindowGrid, WindowSet
from backend.index.store import IndexRows
from backend.models.contracts import ImageEncoder, TextEncoder
from backend.search.best import best_windows_of
from backend.search.directions import text_directions
from backend.search.matrix import EmbeddingMatrix
from backend.search.query import Query

FIRST = 48
"""Maximum number of windows of the first round: few, so that something is shown at once."""

EVEN = 484
"""Maximum number of windows of the second one, which covers the ground side by side: squares up to 22 windows wide."""

CLOSER = 192
"""Maximum number of windows of each further round, which are where it is promising."""

BETWEEN = 3
"""How many of those rounds add windows of the size that covers the ground, between the ones that are there, before
smaller ones come: whether a place answers is said by all windows over it together."""

WORTH_IT = 1184
"""Ground with fewer windows is indexed in about the time of a sketch."""

FAST_SHARE = 0.25
"""Share of the windows of some ground that a fast search embeds at most, beside its sketch."""

MOST = 1536
_SHARE = 1 / 6
"""A sketch has half of :data:`WORTH_IT` windows at least, this share of the ground's if that is more, and at most
:data:`MOST`: they are embedded again for the index."""

Boxes = NDArray[np.float64]
_Name = tuple[float, float, float]
Look = Callable[["SketchedIndex"], Boxes]
"""Searches the sketch, and returns the boxes of its windows, ``[m, 4]`` in the layer's CRS, best first."""


@dataclass(frozen=True)
class SketchedIndex:
    """Some windows of a layer with their embeddings, with the interface that a search needs from an index.

    Attributes:
        info, stretch: the layer, and how its values became 8-bit.
        model_id, model_revision, dimension: the model.
        window_sizes_m: sides of the windows of the layer's index.
        folder: folder of that index.
    """

    info: LayerInfo
    stretch: Stretch | None
    model_id: str
    model_revision: str
    dimension: int
    window_sizes_m: tuple[float, ...]
    folder: Path
    _rows: IndexRows

    @property
    def count(self) -> int:
        """Number of windows."""
        return len(self._rows.window_ids)

    def state(self) -> tuple[str, int]:
        """A value that changes when windows are added."""
        return str(self.folder), self.count

    def reopened(self) -> SketchedIndex:
        """Itself: nothing of it is on disk."""
        return self

    def rows(self, extent: Sequence[float] | None = None) -> IndexRows:
        """All windows, or those that share area with an extent in the layer's CRS."""
        rows = self._rows
        if extent is None:
            return rows
        kept = np.flatnonzero(rows.windows.meet(extent))
        return IndexRows(rows.embeddings[kept], rows.windows.take(kept), rows.valid_share[kept], rows.window_ids[kept])

    def places(self) -> tuple[WindowSet, NDArray[np.float32], NDArray[np.int64]]:
        """Windows, valid shares and ids."""
        return self._rows.windows, self._rows.valid_share, self._rows.window_ids

    def blocks(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float16]]]:
        """Ids and embeddings, in one block."""
        yield self._rows.window_ids, self._rows.embeddings

    def embeddings_at(self, positions: NDArray[np.intp]) -> NDArray[np.float16]:
        """Embeddings ``[m, d]`` of the windows at some positions ``[m]``."""
        return self._rows.embeddings[positions]

    def lists(self) -> None:
        """None: these are few."""
        return

    def beside(self, rows: IndexRows) -> SketchedIndex:
        """Rows of the index, and where they do not have them, the windows of this sketch."""
        known = set(_names(rows.windows))
        kept = np.array([at for at, name in enumerate(_names(self._rows.windows)) if name not in known], np.intp)
        own = self._rows
        rest = IndexRows(own.embeddings[kept], own.windows.take(kept), own.valid_share[kept], own.window_ids[kept])
        return replace(self, _rows=_joined(rows, rest))


def sketches(
    layer: OpenLayer, grid: WindowGrid, folder: Path, extent: Box | None, encoder: ImageEncoder, look: Look
) -> Iterator[SketchedIndex]:
    """Embed a few windows, then more; yields an index to search after every round.

    Args:
        layer: the layer, open.
        grid: the grid of its index.
        folder: folder of that index.
        extent: in the layer's CRS; the whole layer if None.
        look: called after each round, returns where it is promising.

    Raises:
        LayerNotReadable, LayerEmpty: the layer is damaged or has no valid pixel.
        Cancelled: the layer or the encoder was cancelled.
    """
    whole = layer.info.bounds if extent is None else extent
    chunks = grid.chunks() if extent is None else needed(grid, (extent,))
    asked = sum(chunk.window_count for chunk in chunks)
    most = max(WORTH_IT // 2, min(MOST, round(asked * _SHARE)))
    so_far: IndexRows | None = None
    seen = _Seen()
    for groups in _rounds(layer.info, grid, whole, seen):
        seen.names.update(name for group in groups for name in _names(group.windows))
        found = _embedded(layer, groups, encoder)
        if found is None:
            continue
        so_far = found if so_far is None else _joined(so_far, found)
        index = SketchedIndex(
            *(layer.info, layer.stretch, encoder.model_id, encoder.revision, encoder.dimension),
            *(grid.window_sizes_m, folder, so_far),
        )
        yield index
        if index.count >= most:
            return
        seen.promising = look(index)


@dataclass
class _Seen:
    """What is known before a round.

    Attributes:
        names: of all windows of the rounds before, whether they have valid pixels or not.
        promising: boxes, the best first; None before the first answer.
    """

    names: set[_Name] = field(default_factory=set)
    promising: Boxes | None = None


def _rounds(info: LayerInfo, grid: WindowGrid, whole: Sequence[float], seen: _Seen) -> Iterator[list[_Group]]:
    """The windows of round after round, until nothing is left."""

    def laid(size: float, overlap: float) -> WindowGrid:
        return WindowGrid(info, (size,), overlap, grid.input_px, grid.ground)

    sizes = list(grid.window_sizes_m[::-1])
    even = _side_by_side(laid(sizes[0], 0.0), whole)
    yield _spread(even, grid, FIRST)
    while len(sizes) > 1 and _count(even) < EVEN:
        finer = _side_by_side(laid(sizes[1], 0.0), whole)
        if _count(finer) > EVEN:
            break
        even, sizes = finer, sizes[1:]
    yield _new(_spread(even, grid, EVEN), seen.names)
    some, rounds = _Ground(laid(sizes[0], grid.overlap)), BETWEEN
    while True:
        groups = [] if seen.promising is None else some.within(whole, seen.promising, CLOSER, seen.names)
        if not groups and len(sizes) == 1:
            return
        yield groups
        rounds -= 1
        if len(sizes) > 1 and (rounds <= 0 or not groups):
            sizes = sizes[1:]
            some = _Ground(laid(sizes[0], grid.overlap))


def best_first(index: SketchedIndex, encoder: TextEncoder, query: Query) -> Boxes:
    """Boxes of the windows, ``[n, 4]`` in the layer's CRS, those most like the query first.

    Args:
        query: wanted and unwanted words.
    """
    matrix = EmbeddingMatrix.from_rows(index.rows(), encoder.device)
    best = best_windows_of(matrix, text_directions(query, encoder), len(matrix))
    return np.asarray(matrix.bounds[best.positions])


def by_promise(chunks: Sequence[Chunk], boxes: Boxes) -> list[Chunk]:
    """Chunks with the most promising ground first; those without any follow in their own order.

    Args:
        boxes: ``[m, 4]`` in the layer's CRS, best first.
    """

    def rank(chunk: Chunk) -> int:
        bounds = chunk.windows.bounds()
        low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
        met = (boxes[:, :2] < high).all(axis=1) & (boxes[:, 2:] > low).all(axis=1)
        return int(met.argmax()) if met.any() else len(boxes)

    return sorted(chunks, key=rank)


def promising_ground(grid: WindowGrid, extent: Box | None, boxes: Boxes) -> list[Box]:
    """The ground that a fast search embeds: the most promising boxes whose windows are :data:`FAST_SHARE` of all at
    most, or the best one alone.

    Args:
        grid: the windows.
        extent: in the layer's CRS; the whole layer if None.
        boxes: ``[m, 4]``, m >= 1, in the layer's CRS, best first.
    """
    whole = grid.info.bounds if extent is None else extent
    most = FAST_SHARE * sum(chunk.window_count for chunk in needed(grid, (whole,)))
    low, high = np.maximum(boxes[:, :2], whole[:2]), np.minimum(boxes[:, 2:], whole[2:])
    clipped = [tuple(box) for box in np.concatenate([low, high], axis=1)[(high > low).all(axis=1)].tolist()]
    ground: list[Box] = []
    embedded: dict[str, int] = {}
    for box in clipped:
        more = embedded | {chunk.chunk_id: chunk.window_count for chunk in needed(grid, (box,))}
        if ground and sum(more.values()) > most:
            break
        ground, embedded = [*ground, box], more
    return ground


@dataclass(frozen=True)
class _Group:
    """Windows that are read as one block."""

    windows: WindowSet
    decimation: tuple[int, int]


def _side_by_side(grid: WindowGrid, whole: Sequence[float]) -> list[_Group]:
    """All windows of one size over an extent."""
    chunks = grid.chunks_meeting(whole, grid.chunks())
    return [_Group(chunk.windows.take(chunk.windows.meet(whole)), chunk.decimation) for chunk in chunks]


def _spread(groups: list[_Group], grid: WindowGrid, most: int) -> list[_Group]:
    """At most so many of some windows: all if they are few, else a regular subset."""
    count = _count(groups)
    if count <= most:
        return groups
    step = np.sqrt(count / most)
    singles = []
    for group in groups:
        windows = group.windows
        middle_col = (windows.col_off - grid.ground.col + windows.width / 2) // windows.width
        middle_row = (windows.row_off - grid.ground.row + windows.height / 2) // windows.height
        chosen = np.flatnonzero(_one_in(step, middle_col) & _one_in(step, middle_row))
        singles += [_Group(windows.take([at]), group.decimation) for at in chosen]
    if not singles:  # a strip narrower than the step
        singles = [_Group(group.windows.take([len(group.windows) // 2]), group.decimation) for group in groups]
    if len(singles) <= most:
        return singles
    return [singles[at] for at in np.linspace(0, len(singles) - 1, most).round().astype(int)]


def _one_in(step: float, number: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Selects every ``step``-th integer, evenly spread; ``step`` >= 1 need not be whole."""
    return np.asarray(np.floor(number / step + 0.5) != np.floor((number - 1) / step + 0.5))


def _count(groups: Sequence[_Group]) -> int:
    return sum(len(group.windows) for group in groups)


def _names(windows: WindowSet) -> list[_Name]:
    """What tells windows apart: place and size, in pixels."""
    columns = (windows.col_off, windows.row_off, windows.width)
    return list(zip(*(np.round(column, 3).tolist() for column in columns), strict=True))


def _new(groups: Sequence[_Group], known: set[_Name]) -> list[_Group]:
    """The windows that are not known."""
    kept = [(group, [at for at, name in enumerate(_names(group.windows)) if name not in known]) for group in groups]
    return [_Group(group.windows.take(at), group.decimation) for group, at in kept if at]


class _Ground:
    """The windows of one size, laid out chunk by chunk where they are asked for."""

    def __init__(self, grid: WindowGrid) -> None:
        self._grid = grid
        self._chunks = grid.chunks()
        self._laid: dict[str, tuple[WindowSet, NDArray[np.float64]]] = {}
        self._met: dict[bytes, list[Chunk]] = {}

    def within(self, whole: Sequence[float], boxes: Boxes, most: int, known: set[_Name]) -> list[_Group]:
        """New windows with their centre in one of some boxes, box by box until there are ``most``."""
        groups: list[_Group] = []
        seen, count = set(known), 0
        for box in boxes:
            key = box.tobytes()
            if key not in self._met:
                self._met[key] = self._grid.chunks_meeting(box, self._chunks)
            for chunk in self._met[key]:
                windows, bounds = self._windows(chunk)
                middle = (bounds[:, :2] + bounds[:, 2:]) / 2
                near = np.flatnonzero((middle >= box[:2]).all(axis=1) & (middle <= box[2:]).all(axis=1))
                inside = near[windows.take(near).meet(whole)]
                names = dict(zip(inside.tolist(), _names(windows.take(inside)), strict=True))
                chosen = [at for at, name in names.items() if name not in seen][: most - count]
                if chosen:
                    seen.update(names[at] for at in chosen)
                    count += len(chosen)
                    groups.append(_Group(windows.take(chosen), chunk.decimation))
            if count >= most:
                break
        return groups

    def _windows(self, chunk: Chunk) -> tuple[WindowSet, NDArray[np.float64]]:
        if chunk.chunk_id not in self._laid:
            windows = chunk.windows
            self._laid[chunk.chunk_id] = windows, windows.bounds()
        return self._laid[chunk.chunk_id]


def _embedded(layer: OpenLayer, groups: Sequence[_Group], encoder: ImageEncoder) -> IndexRows | None:
    """The rows of windows; None if none has enough valid pixels."""
    if not groups:
        return None
    with ThreadPoolExecutor(READING_THREADS, thread_name_prefix="terralex-sketch") as pool:
        reads = list(pool.map(lambda group: read_windows(layer, group.windows, group.decimation), groups))
    # Blocks are placed side by side as one block, so that their windows fill the model's batches.
    height = max(block.pixels.shape[1] for block, _, _ in reads)
    canvas = np.zeros((3, height, sum(block.pixels.shape[2] for block, _, _ in reads)), np.uint8)
    boxes, left = [], 0
    for block, own, _ in reads:
        _, rows, cols = block.pixels.shape
        canvas[:, :rows, left : left + cols] = block.pixels
        boxes.append(own + np.array([left, 0, left, 0]))
        left += cols
    shares = np.concatenate([share for _, _, share in reads])
    kept = np.flatnonzero(shares >= MIN_VALID_SHARE)
    if not len(kept):
        return None
    windows = _all_windows([group.windows for group in groups]).take(kept)
    rows = encoder.encode_windows(canvas, np.concatenate(boxes)[kept])
    return IndexRows(rows.astype(np.float16), windows, shares[kept], np.arange(len(kept), dtype=np.int64))


def _all_windows(parts: Sequence[WindowSet]) -> WindowSet:
    def column(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(part, name) for part in parts])

    sides = (column("width"), column("height"), column("window_m"))
    return WindowSet(column("col_off"), column("row_off"), *sides, parts[0].crs, parts[0].transform)


def _joined(one: IndexRows, other: IndexRows) -> IndexRows:
    return IndexRows(
        np.concatenate([one.embeddings, other.embeddings]),
        _all_windows([one.windows, other.windows]),
        np.concatenate([one.valid_share, other.valid_share]),
        np.arange(len(one.window_ids) + len(other.window_ids), dtype=np.int64),
    )
