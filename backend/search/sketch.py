"""A first answer on ground that is not indexed: a few large windows, evenly spread, then smaller ones where promising.

An index is computed chunk by chunk, and the best place may be in the last one. A sketch samples the whole ground first,
using overviews if the file has them, and then what looked most like the query more closely, size by size. It is kept in
memory, is searched like an index, and is dropped once the index exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.imagery.blocks import MIN_VALID_SHARE, READING_THREADS, read_windows
from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo, OpenLayer
from backend.imagery.stretch import Stretch
from backend.imagery.window_grid import Chunk, WindowGrid, WindowSet
from backend.index.store import IndexRows
from backend.models.contracts import ImageEncoder, TextEncoder
from backend.search.best import best_windows_of
from backend.search.directions import text_directions
from backend.search.matrix import EmbeddingMatrix
from backend.search.query import Query

ROUNDS = (48, 96, 192, 256)
"""Maximum number of windows per round; the last applies to further sizes too."""

WORTH_IT = 2 * sum(ROUNDS)
"""Ground with fewer windows is indexed in about the time of a sketch."""

_PROMISING = 0.25
_FEWEST_BOXES = 3

Boxes = NDArray[np.float64]
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
    sizes = grid.window_sizes_m[::-1]
    closer = [(size, grid.overlap) for size in (sizes[1:] or sizes)]
    so_far: IndexRows | None = None
    promising: Boxes | None = None
    for number, (size, overlap) in enumerate([(sizes[0], 0.0), *closer]):
        most = ROUNDS[min(number, len(ROUNDS) - 1)]
        some = WindowGrid(layer.info, (size,), overlap, grid.input_px, grid.ground)
        groups = _spread(some, whole, most) if promising is None else _within(some, whole, promising, most)
        found = _embedded(layer, groups, encoder)
        if found is None:
            continue
        so_far = found if so_far is None else _joined(so_far, found)
        index = SketchedIndex(
            *(layer.info, layer.stretch, encoder.model_id, encoder.revision, encoder.dimension),
            *(grid.window_sizes_m, folder, so_far),
        )
        yield index
        boxes = look(index)
        promising = boxes[: max(_FEWEST_BOXES, round(_PROMISING * len(boxes)))]
        if not len(promising):
            return


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


@dataclass(frozen=True)
class _Group:
    """Windows that are read as one block."""

    windows: WindowSet
    decimation: tuple[int, int]


def _spread(grid: WindowGrid, whole: Sequence[float], most: int) -> list[_Group]:
    """Windows of one size all over an extent, at most ``most``: all if they are few, else a regular subset."""
    chunks = grid.chunks_meeting(whole, grid.chunks())
    groups = [_Group(chunk.windows.take(chunk.windows.meet(whole)), chunk.decimation) for chunk in chunks]
    count = sum(len(group.windows) for group in groups)
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


def _within(grid: WindowGrid, whole: Sequence[float], boxes: Boxes, most: int) -> list[_Group]:
    """Windows of one size with their centre in one of some boxes, box by box until there are ``most``."""
    chunks, groups = grid.chunks(), []
    seen: set[int] = set()
    for box in boxes:
        for chunk in grid.chunks_meeting(box, chunks):
            windows, ids = chunk.windows_and_ids()
            bounds = windows.bounds()
            middle = (bounds[:, :2] + bounds[:, 2:]) / 2
            inside = (middle >= box[:2]).all(axis=1) & (middle <= box[2:]).all(axis=1) & windows.meet(whole, bounds)
            inside &= ~np.isin(ids, np.fromiter(seen, np.int64, len(seen)))
            chosen = np.flatnonzero(inside)[: most - len(seen)]
            if len(chosen):
                seen.update(ids[chosen].tolist())
                groups.append(_Group(windows.take(chosen), chunk.decimation))
        if len(seen) >= most:
            break
    return groups


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
