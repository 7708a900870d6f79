"""Windows: overlapping squares of ground at several sizes, placed on a layer in any CRS.

Windows are squares in metres, aligned with the layer's pixels (so they are rotated with a rotated layer). Where a pixel
is not square on the ground, as in EPSG:4326, a window has more columns than rows or vice versa.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import shapely
from affine import Affine
from numpy.typing import ArrayLike, NDArray
from rasterio.crs import CRS

from backend.errors import BadOption
from backend.imagery.crs import ground_metres_per_pixel
from backend.imagery.layer import LayerInfo
from backend.imagery.valid_ground import Ground, whole_ground

GRID_VERSION = 2
DEFAULT_INPUT_PX = 224
SMALLEST_DEFAULT_M, SMALLEST_DEFAULT_PX = 25.0, 64
DEFAULT_STEPS = 4
SMALLEST_PX = 8
BLOCK_PX = 2048
CHUNK_WINDOWS = 4096  # about the most per chunk, unless they are too large for that
_SCALE_ROWS = 257
_FLAT = 1e-3  # a scale that varies less than this over the layer counts as constant
_TOUCH = 1e-6  # in steps: windows that end this close to the edge end exactly at it


@dataclass(frozen=True)
class WindowSet:
    """``n`` windows of one layer.

    Attributes:
        col_off, row_off, width, height: float64 ``[n]``, pixels of the layer.
        window_m: float32 ``[n]``, side on the ground in metres.
        crs, transform: of the layer; pixel (column, row) to CRS.
    """

    col_off: NDArray[np.float64]
    row_off: NDArray[np.float64]
    width: NDArray[np.float64]
    height: NDArray[np.float64]
    window_m: NDArray[np.float32]
    crs: CRS
    transform: Affine

    def __len__(self) -> int:
        return len(self.col_off)

    def seen_from(self, col: int, row: int) -> WindowSet:
        """The same windows in pixels relative to another origin in the layer."""
        moved = self.transform * Affine.translation(col, row)
        return replace(self, col_off=self.col_off - col, row_off=self.row_off - row, transform=moved)

    def take(self, indices: ArrayLike) -> WindowSet:
        """The windows at ``indices`` (positions or a bool mask), in that order."""
        chosen = np.asarray(indices)
        chosen = chosen if chosen.dtype == bool else chosen.astype(np.intp)
        columns = {name: getattr(self, name)[chosen] for name in ("col_off", "row_off", "width", "height", "window_m")}
        return replace(self, **columns)

    def corners(self) -> NDArray[np.float64]:
        """``[n, 4, 2]`` x, y in the layer's CRS: upper left, upper right, lower right, lower left as in the image."""
        col = np.stack([self.col_off, self.col_off + self.width, self.col_off + self.width, self.col_off], axis=1)
        row = np.stack([self.row_off, self.row_off, self.row_off + self.height, self.row_off + self.height], axis=1)
        a, b, c, d, e, f = tuple(self.transform)[:6]
        return np.stack([a * col + b * row + c, d * col + e * row + f], axis=2)

    def polygons(self) -> NDArray[np.object_]:
        """Shapely polygons ``[n]`` in the layer's CRS, exact for rotated layers too."""
        return np.asarray(shapely.polygons(self.corners()), dtype=object).reshape(-1)

    def bounds(self) -> NDArray[np.float64]:
        """Envelopes ``[n, 4]`` xmin, ymin, xmax, ymax in the layer's CRS."""
        a, b, c, d, e, f = tuple(self.transform)[:6]
        two = (self.pixel_boxes() * (a, e, a, e) + (c, f, c, f)).reshape(-1, 2, 2)  # half the memory of all four
        corners = self.corners() if b or d else two
        return np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)

    def pixel_boxes(self) -> NDArray[np.float64]:
        """``[n, 4]`` x0, y0, x1, y1 in pixels of the layer."""
        right, bottom = self.col_off + self.width, self.row_off + self.height
        return np.stack([self.col_off, self.row_off, right, bottom], axis=1)

    def meet(self, extent: Sequence[float], bounds: NDArray[np.float64] | None = None) -> NDArray[np.bool_]:
        """Which windows share area with ``extent`` (xmin, ymin, xmax, ymax in the layer's CRS); ``bounds`` if known."""
        xmin, ymin, xmax, ymax = (float(value) for value in extent)
        own = self.bounds() if bounds is None else bounds
        met = (own[:, 0] < xmax) & (own[:, 2] > xmin) & (own[:, 1] < ymax) & (own[:, 3] > ymin)
        if self.transform.b != 0.0 or self.transform.d != 0.0:  # the envelope may meet it, the window not
            near = np.flatnonzero(met)
            shapes, box = self.take(near).polygons(), shapely.box(xmin, ymin, xmax, ymax)
            met[near] = shapely.intersects(shapes, box) & ~shapely.touches(shapes, box)
        return np.asarray(met)


@dataclass(frozen=True)
class Chunk:
    """One block of ground and the windows whose centres lie in it: the unit of work, progress and resumption.

    Attributes:
        chunk_id: 64 hex digits; the same for the same grid, wherever and whenever it is computed.
        level: the group of sizes; all sizes of a level are read at one resolution.
        block_row, block_col: position of the block in its level.
        decimation: pixels of the layer per pixel as read, in x and in y.
        window_count: number of windows, including those without valid pixels.
    """

    chunk_id: str
    level: int
    block_row: int
    block_col: int
    decimation: tuple[int, int]
    window_count: int
    _grid: WindowGrid = field(repr=False, compare=False)

    @property
    def windows(self) -> WindowSet:
        """The windows; computed on demand, so that a list of chunks stays small."""
        return self.windows_and_ids()[0]

    @property
    def window_ids(self) -> NDArray[np.int64]:
        """Ids of the windows, int64 ``[n]``: unique in the grid, ordered by size, then row, then column."""
        return self.windows_and_ids()[1]

    def windows_and_ids(self) -> tuple[WindowSet, NDArray[np.int64]]:
        """Both at once, ordered by id."""
        return self._grid._windows_of(self)


@dataclass(frozen=True)
class _Lattice:
    """The windows of one size: rows of windows, each with its own width, count and first id."""

    size_m: float
    row_off: NDArray[np.float64]
    height: NDArray[np.float64]
    width: NDArray[np.float64]
    columns: NDArray[np.int64]
    first_id: NDArray[np.int64]


@dataclass(frozen=True)
class _Level:
    lattices: tuple[_Lattice, ...]
    decimation: tuple[int, int]
    block: tuple[int, int]  # pixels of the layer in x and y


def scale_table(info: LayerInfo) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Rows of the layer and the ground size of a pixel there in metres, in x and in y, at the middle column."""
    rows = np.linspace(0.0, info.height, _SCALE_ROWS)
    scales = []
    for metres in ground_metres_per_pixel(info.crs, info.transform, info.width / 2, rows):
        known = np.isfinite(metres) & (metres > 0)
        filled = np.interp(rows, rows[known], metres[known])
        flat = np.ptp(filled) <= _FLAT * filled.mean()
        scales.append(np.full_like(filled, filled.mean()) if flat else filled)
    return rows, scales[0], scales[1]


def shorter_side_m(info: LayerInfo) -> float:
    """Length of the layer's shorter side on the ground, in metres."""
    _, metres_x, metres_y = scale_table(info)
    return float(min(info.width * metres_x.mean(), info.height * metres_y.mean()))


def default_window_sizes(info: LayerInfo) -> tuple[float, ...]:
    """Window sizes in metres that suit a layer: up to four of 25, 50, 100, ... that fit into it.

    They start where a window spans at least 64 pixels. A smaller layer gets one size, its shorter side.
    """
    _, metres_x, metres_y = scale_table(info)
    shortest = min(info.width * metres_x.mean(), info.height * metres_y.mean())
    pixel_m = max(float(np.median(metres_x)), float(np.median(metres_y)))
    start = SMALLEST_DEFAULT_M
    while start < SMALLEST_DEFAULT_PX * pixel_m * (1 - _FLAT):
        start *= 2
    sizes = tuple(start * 2**step for step in range(DEFAULT_STEPS) if start * 2**step <= shortest)
    return sizes or (float(shortest),)


def _positions(length: float, side: float, step: float) -> int:
    return max(0, int(np.ceil((length - side) / step - _TOUCH))) + 1


class WindowGrid:
    """All windows of a layer, in chunks.

    Args:
        info: the layer.
        window_sizes_m: sides in metres; larger ones are reduced to the layer's shorter side.
        overlap: share of a window that overlaps its neighbour, 0 to 0.9.
        input_px: side of the model's input; a level is read so that its smallest window has one to two times that.
        ground: the pixel box on which the windows are placed; the whole layer if None.

    Raises:
        BadOption: no size, a size that is not positive or spans less than 8 pixels, or an impossible overlap.
    """

    def __init__(
        self,
        info: LayerInfo,
        window_sizes_m: Sequence[float],
        overlap: float = 0.5,
        input_px: int = DEFAULT_INPUT_PX,
        ground: Ground | None = None,
    ) -> None:
        if not 0.0 <= overlap <= 0.9:
            raise BadOption(f"An overlap of {overlap:g} cannot be used: give a number from 0 to 0.9.")
        self.info = info
        self.ground = whole_ground(info) if ground is None else ground
        self._area = self.ground.cut(info)
        self.overlap = float(overlap)
        self.input_px = int(input_px)
        self._rows, self._metres_x, self._metres_y = scale_table(self._area)
        self.window_sizes_m = self._usable_sizes(window_sizes_m)
        levels, first_id = [], 0
        for sizes in self._size_groups():
            lattices = []
            for size in sizes:
                lattices.append(self._lattice(size, first_id))
                first_id += int(lattices[-1].columns.sum())
            levels.append(self._level(tuple(lattices)))
        self._levels = tuple(levels)
        self.window_count = first_id

    @cached_property
    def grid_id(self) -> str:
        """SHA-256 hex over everything that determines where windows are and at what resolution they are read."""
        parts = [
            *(GRID_VERSION, self.info.width, self.info.height, self.ground.to_list()),
            *(self.info.crs.to_wkt(), list(self.info.transform)[:6]),
            *(list(self.window_sizes_m), self.overlap),
            [[level.decimation, level.block] for level in self._levels],
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def chunks(self) -> list[Chunk]:
        """All chunks that have windows, by level, row, then column of blocks; every window is in one of them."""
        chunks = []
        for number, level in enumerate(self._levels):
            counts = self._counts(level)
            for row, col in np.argwhere(counts > 0):
                name = f"{self.grid_id} {number} {row} {col}"
                chunk_id = hashlib.sha256(name.encode()).hexdigest()
                chunks.append(
                    Chunk(chunk_id, number, int(row), int(col), level.decimation, int(counts[row, col]), self)
                )
        return chunks

    def chunks_meeting(self, extent: Sequence[float], chunks: Sequence[Chunk]) -> list[Chunk]:
        """Those of ``chunks`` with a window that shares area with ``extent`` (in the layer's CRS), in order."""
        to_pixels = ~self._area.transform
        xmin, ymin, xmax, ymax = (float(value) for value in extent)
        corners = [to_pixels * at for at in ((xmin, ymin), (xmax, ymin), (xmin, ymax), (xmax, ymax))]
        cols, rows = zip(*corners, strict=True)
        found = []
        for chunk in chunks:
            level = self._levels[chunk.level]
            # A window's centre lies in its chunk's block, so it extends beyond the block by its own side at most.
            reach_x = max(float(lattice.width.max()) for lattice in level.lattices)
            reach_y = max(float(lattice.height.max()) for lattice in level.lattices)
            left, top = chunk.block_col * level.block[0], chunk.block_row * level.block[1]
            if max(cols) < left - reach_x or min(cols) > left + level.block[0] + reach_x:
                continue
            if max(rows) < top - reach_y or min(rows) > top + level.block[1] + reach_y:
                continue
            if chunk.windows.meet(extent).any():
                found.append(chunk)
        return found

    def _usable_sizes(self, window_sizes_m: Sequence[float]) -> tuple[float, ...]:
        sizes = sorted({float(size) for size in window_sizes_m})
        if not sizes:
            raise BadOption("No window size given: give at least one in metres, such as 50.")
        if not np.isfinite(sizes).all() or sizes[0] <= 0:
            raise BadOption("A window size must be a positive number of metres.")
        shortest = float(min(self._area.width * self._metres_x.mean(), self._area.height * self._metres_y.mean()))
        smallest = min(SMALLEST_PX * max(np.median(self._metres_x), np.median(self._metres_y)), shortest)
        if sizes[0] < smallest * (1 - _FLAT):
            raise BadOption(
                f"A window of {sizes[0]:g} m spans less than {SMALLEST_PX} pixels of {self.info.path.name}: "
                f"give at least {smallest:.3g} m."
            )
        return tuple(sorted({min(size, shortest) for size in sizes}))

    def _decimation(self, size_m: float) -> tuple[int, int]:
        """Powers of two that reduce a window of this size to one to two times the model's input, in x and in y."""
        pixels = size_m / np.array([np.median(self._metres_x), np.median(self._metres_y)])
        steps = np.floor(np.log2(np.maximum(pixels / self.input_px, 1.0)))
        return int(2 ** steps[0]), int(2 ** steps[1])

    def _read_px(self, size_m: float, decimation: tuple[int, int]) -> float:
        return max(
            size_m / float(np.median(self._metres_x)) / decimation[0],
            size_m / float(np.median(self._metres_y)) / decimation[1],
        )

    def _size_groups(self) -> list[list[float]]:
        """Groups of sizes read at one resolution: no window is wider than a block, so that reads stay small."""
        groups: list[list[float]] = []
        for size in self.window_sizes_m:
            if groups and self._read_px(size, self._decimation(groups[-1][0])) <= BLOCK_PX:
                groups[-1].append(size)
            else:
                groups.append([size])
        return groups

    def _level(self, lattices: tuple[_Lattice, ...]) -> _Level:
        decimation = self._decimation(lattices[0].size_m)
        # Adjacent reads overlap by the largest window: with large windows, larger blocks read less in total.
        largest = self._read_px(lattices[-1].size_m, decimation)
        side = BLOCK_PX if largest <= BLOCK_PX / 2 else 2 * BLOCK_PX
        # Results appear chunk by chunk: with many small windows per chunk a slow machine would show nothing for long.
        density = sum(int(lattice.columns.sum()) for lattice in lattices) / (self._area.width * self._area.height)
        while side // 2 >= largest and density * side**2 * decimation[0] * decimation[1] > CHUNK_WINDOWS:
            side //= 2
        return _Level(lattices, decimation, (side * decimation[0], side * decimation[1]))

    def _lattice(self, size_m: float, first_id: int) -> _Lattice:
        total_rows, total_cols = float(self._area.height), float(self._area.width)
        keep = 1.0 - self.overlap
        tops: list[float] = []
        heights: list[float] = []
        if np.ptp(self._metres_y) == 0.0:
            side = min(size_m / self._metres_y[0], total_rows)
            count = _positions(total_rows, side, side * keep)
            tops = np.minimum(np.arange(count) * side * keep, total_rows - side).tolist()
            heights = [side] * count
        while not tops or tops[-1] + heights[-1] < total_rows - _TOUCH:
            top = tops[-1] + heights[-1] * keep if tops else 0.0
            side = self._rows_for(size_m, top, 0.5)
            if top + side >= total_rows - _TOUCH * side:
                side = self._rows_for(size_m, total_rows, -0.5)
                top = min(top, total_rows - side)
            tops.append(top)
            heights.append(side)
        row_off, height = np.array(tops), np.array(heights)
        width = np.minimum(size_m / np.interp(row_off + height / 2, self._rows, self._metres_x), total_cols)
        columns = np.array([_positions(total_cols, side, side * keep) for side in width], np.int64)
        first = first_id + np.concatenate([[0], np.cumsum(columns)[:-1]]).astype(np.int64)
        return _Lattice(size_m, row_off, height, width, columns, first)

    def _rows_for(self, size_m: float, start: float, direction: float) -> float:
        """Number of rows that cover ``size_m`` of ground below (0.5) or above (-0.5) row ``start``."""
        side = size_m / float(np.interp(start, self._rows, self._metres_y))
        for _ in range(3):
            side = size_m / float(np.interp(start + direction * side, self._rows, self._metres_y))
        return min(side, float(self._area.height))

    def _col_off(self, lattice: _Lattice, row: int) -> NDArray[np.float64]:
        side = float(lattice.width[row])
        offsets = np.arange(lattice.columns[row]) * (side * (1.0 - self.overlap))
        return np.asarray(np.minimum(offsets, self._area.width - side))

    def _counts(self, level: _Level) -> NDArray[np.int64]:
        """Number of windows in each block of a level, ``[block rows, block columns]``."""
        width, height = level.block
        counts = np.zeros((-(-self._area.height // height), -(-self._area.width // width)), np.int64)
        for lattice in level.lattices:
            block_rows = ((lattice.row_off + lattice.height / 2) // height).astype(np.intp)
            side, histogram = -1.0, counts[0]
            for row, block_row in enumerate(block_rows):
                if lattice.width[row] != side:
                    side = float(lattice.width[row])
                    centres = self._col_off(lattice, row) + side / 2
                    histogram = np.bincount((centres // width).astype(np.intp), minlength=counts.shape[1])
                counts[block_row] += histogram
        return counts

    def _windows_of(self, chunk: Chunk) -> tuple[WindowSet, NDArray[np.int64]]:
        level = self._levels[chunk.level]
        width, height = level.block
        columns: list[NDArray[np.float64]] = []
        ids: list[NDArray[np.int64]] = []
        for lattice in level.lattices:
            in_rows = (lattice.row_off + lattice.height / 2) // height == chunk.block_row
            for row in np.flatnonzero(in_rows):
                offsets = self._col_off(lattice, int(row))
                chosen = np.flatnonzero((offsets + lattice.width[row] / 2) // width == chunk.block_col)
                rest = (lattice.row_off[row], lattice.width[row], lattice.height[row], lattice.size_m)
                columns.append(np.stack([offsets[chosen], *(np.full(len(chosen), value) for value in rest)]))
                ids.append(lattice.first_id[row] + chosen)
        table = np.concatenate(columns, axis=1) if columns else np.empty((5, 0))
        windows = WindowSet(
            *(table[0] + self.ground.col, table[1] + self.ground.row, table[2], table[3], table[4].astype(np.float32)),
            *(self.info.crs, self.info.transform),
        )
        return windows, np.concatenate(ids).astype(np.int64) if ids else np.empty(0, np.int64)
