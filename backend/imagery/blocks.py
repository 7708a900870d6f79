"""Read chunks as large blocks, in threads, ahead of the consumer, within bounded memory."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.imagery.blank import CELL_PX, blank_pixels, fill_invalid
from backend.imagery.layer import Block, OpenLayer
from backend.imagery.stretch import Stretch
from backend.imagery.window_grid import Chunk, WindowSet

BLOCKS_AHEAD = 3  # being read or waiting; with the consumer's own, four exist
READING_THREADS = min(BLOCKS_AHEAD, os.cpu_count() or 1)
MIN_VALID_SHARE = 0.5


@dataclass(frozen=True)
class ChunkBlock:
    """A chunk as read, with only the windows that have enough valid pixels.

    Attributes:
        chunk: which chunk.
        block: the pixels of the union of all windows, at the resolution that the finest window needs; invalid pixels
            mirror valid ones.
        boxes: float64 ``[n, 4]`` x0, y0, x1, y1 of the windows in pixels of the block, whole numbers.
        valid_share: float32 ``[n]``, 0-1.
        windows, window_ids: the windows ``[n]`` and their ids.
    """

    chunk: Chunk
    block: Block
    boxes: NDArray[np.float64]
    valid_share: NDArray[np.float32]
    windows: WindowSet
    window_ids: NDArray[np.int64]


def valid_shares(mask: NDArray[np.bool_], boxes: NDArray[np.float64]) -> NDArray[np.float32]:
    """Share of valid pixels in each box, by an integral image.

    Args:
        mask: ``[h, w]``, True is valid.
        boxes: ``[n, 4]`` x0, y0, x1, y1 in pixels; edges are rounded to whole pixels, a box keeps at least one.

    Returns:
        float32 ``[n]``.
    """
    if mask.all():
        return np.ones(len(boxes), np.float32)
    height, width = mask.shape
    integral = np.zeros((height + 1, width + 1), np.int32)
    np.cumsum(mask, axis=0, dtype=np.int32, out=integral[1:, 1:])
    np.cumsum(integral[1:, 1:], axis=1, out=integral[1:, 1:])
    x0 = np.clip(np.rint(boxes[:, 0]).astype(np.intp), 0, width - 1)
    y0 = np.clip(np.rint(boxes[:, 1]).astype(np.intp), 0, height - 1)
    x1 = np.clip(np.rint(boxes[:, 2]).astype(np.intp), x0 + 1, width)
    y1 = np.clip(np.rint(boxes[:, 3]).astype(np.intp), y0 + 1, height)
    valid = integral[y1, x1] - integral[y0, x1] - integral[y1, x0] + integral[y0, x0]
    return (valid / ((x1 - x0) * (y1 - y0))).astype(np.float32)


def shown_pixels(block: Block, stretch: Stretch) -> NDArray[np.bool_]:
    """Which pixels of a block are valid and not blank, bool ``[h, w]``.

    Where percentiles cut off two per cent at either end, pure white and black mean nothing.
    """
    return block.mask & ~blank_pixels(block.pixels) if stretch.keeps_extremes else block.mask


def read_chunk(layer: OpenLayer, chunk: Chunk, min_valid_share: float = MIN_VALID_SHARE) -> ChunkBlock:
    """Read one chunk: its block, and the boxes of its windows in it.

    Raises:
        LayerNotReadable: the file is damaged here.
        LayerEmpty: the layer needs a stretch and has no valid pixel to compute it from.
    """
    windows, ids = chunk.windows_and_ids()
    block, boxes, shares = read_windows(layer, windows, chunk.decimation)
    valid = np.flatnonzero(shares >= min_valid_share)
    return ChunkBlock(chunk, block, boxes[valid], shares[valid], windows.take(valid), ids[valid])


def read_windows(
    layer: OpenLayer, windows: WindowSet, decimation: tuple[int, int]
) -> tuple[Block, NDArray[np.float64], NDArray[np.float32]]:
    """Read the block that covers some windows, at least one.

    What a window shows does not depend on the other windows, except for filled pixels, which may mirror what only
    another block contains.

    Args:
        windows: all inside the layer.
        decimation: pixels of the layer per pixel as read, in x and in y.

    Returns:
        The block, with invalid pixels filled from valid ones; the windows' boxes in its pixels, ``[n, 4]`` x0, y0, x1,
        y1, whole numbers; and their valid shares ``[n]``.

    Raises:
        LayerNotReadable, LayerEmpty: see :func:`read_chunk`.
    """
    steps, sizes = np.array(decimation), np.array([layer.info.width, layer.info.height])
    # Rounded in pixels of the layer, not of the block: what a window shows must not depend on what it is read with.
    starts = np.stack([windows.col_off, windows.row_off], axis=1)
    ends = starts + np.stack([windows.width, windows.height], axis=1)
    corners = np.floor(np.concatenate([starts, ends], axis=1) / np.tile(steps, 2) + 0.5)
    first = np.floor(starts.min(axis=0) / steps / CELL_PX) * CELL_PX
    last = np.ceil((ends.max(axis=0) - 1e-6) / steps / CELL_PX) * CELL_PX
    # Without the rest of the division at the layer's edge, where a pixel as read would be smaller than elsewhere.
    last = np.minimum(last, np.maximum(sizes // steps, first + 1))
    left, top, right, bottom = np.concatenate([first * steps, np.minimum(last * steps, sizes)]).astype(int).tolist()
    cols, rows = (last - first).astype(int).tolist()
    block = layer.read((left, top, right - left, bottom - top), (rows, cols))
    boxes = corners - np.tile(first, 2)
    valid = shown_pixels(block, layer.stretch)
    shares = valid_shares(valid, boxes)
    fill_invalid(block.pixels, valid)
    return block, boxes, shares


def read_blocks(
    layer: OpenLayer,
    chunks: Iterable[Chunk],
    threads: int = READING_THREADS,
    ahead: int = BLOCKS_AHEAD,
    min_valid_share: float = MIN_VALID_SHARE,
    busy: Callable[[float], None] | None = None,
) -> Generator[ChunkBlock]:
    """Read chunks in order, at most ``ahead`` of them being read or waiting; each thread has its own file handle.

    Closing the iterator stops the reading.

    Args:
        busy: called with the seconds that each read took, from the thread that did it.

    Raises:
        LayerNotReadable, LayerEmpty: see :func:`read_chunk`; raised when it is the damaged chunk's turn.
    """
    waiting = iter(chunks)
    pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="terralex-read")
    reading: deque[Future[ChunkBlock]] = deque()

    def read(chunk: Chunk) -> ChunkBlock:
        started = time.perf_counter()
        found = read_chunk(layer, chunk, min_valid_share)
        if busy is not None:
            busy(time.perf_counter() - started)
        return found

    def start_next() -> None:
        chunk = next(waiting, None)
        if chunk is not None:
            reading.append(pool.submit(read, chunk))

    try:
        for _ in range(ahead):
            start_next()
        while reading:
            result = reading.popleft().result()
            start_next()
            yield result
            del result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
