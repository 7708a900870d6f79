"""Cells: a grid under the overlapping windows, so that every place of a layer gets exactly one label.

A cell measures one step of the smallest windows. Its probabilities are those of the windows that cover its centre: the
mean over the windows of each size, then the mean over the sizes, as in the consensus of a search.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS

from backend.imagery.globe import Box
from backend.imagery.ground_area import polygon_areas_m2, wholly_on_earth
from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import WindowSet

_SLIVER = 0.05  # in cells: all are slightly resized to avoid a sliver at the end
_AREA_SAMPLES = 33


@dataclass(frozen=True)
class CellGrid:
    """Equal cells aligned with a layer's pixels; the last ones may extend beyond its edge.

    Attributes:
        step_x, step_y: size of a cell in pixels of the layer.
        first_row, first_col: origin of the grid, in cells from the layer's upper left corner.
        rows, cols: size of the grid; a cell's number is ``row * cols + col``.
        width, height: size of the layer in pixels.
        crs, transform: of the layer; pixel (column, row) to CRS.
    """

    step_x: float
    step_y: float
    first_row: int
    first_col: int
    rows: int
    cols: int
    width: int
    height: int
    crs: CRS
    transform: Affine

    @property
    def cell_transform(self) -> Affine:
        """Cell (column, row) of the grid to CRS."""
        corner = Affine.translation(self.first_col * self.step_x, self.first_row * self.step_y)
        return self.transform * corner * Affine.scale(self.step_x, self.step_y)

    def edges(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Edges of columns ``[cols + 1]`` and rows ``[rows + 1]`` in pixels, clipped to the layer."""
        x = (self.first_col + np.arange(self.cols + 1)) * self.step_x
        y = (self.first_row + np.arange(self.rows + 1)) * self.step_y
        return np.minimum(x, self.width), np.minimum(y, self.height)

    def middles(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Centres of columns and rows in pixels, clipped to the layer."""
        x, y = self.edges()
        return (x[:-1] + x[1:]) / 2, (y[:-1] + y[1:]) / 2

    def boxes(self, cells: NDArray[np.int64]) -> NDArray[np.float64]:
        """float64 ``[n, 4]`` x0, y0, x1, y1 in pixels of the layer, clipped at its edge."""
        x, y = self.edges()
        row, col = np.divmod(cells, self.cols)
        return np.stack([x[col], y[row], x[col + 1], y[row + 1]], axis=1)

    def polygons(self, cells: NDArray[np.int64]) -> NDArray[np.object_]:
        """Shapely polygons ``[n]`` in the layer's CRS, clipped at the layer's edge."""
        return to_crs(shapely.box(*self.boxes(cells).T), self.transform)

    def areas_m2(self, cells: NDArray[np.int64]) -> NDArray[np.float64]:
        """Geodesic areas ``[n]`` in square metres of the part inside the layer, interpolated between sample cells in
        large grids.

        Cells off the Earth have an area of 0; if a layer has such cells, every cell is measured.
        """
        rows, cols = (_samples(count) for count in (self.rows, self.cols))
        at_row, at_col = np.meshgrid(rows, cols, indexing="ij")
        whole = replace(self, width=np.iinfo(np.int32).max, height=np.iinfo(np.int32).max)
        samples = whole.polygons((at_row * self.cols + at_col).ravel())
        if not wholly_on_earth(samples, self.crs).all():
            return polygon_areas_m2(self.polygons(cells), self.crs)
        sampled = polygon_areas_m2(samples, self.crs)
        areas = _interpolate(sampled.reshape(at_row.shape), rows, cols, *np.divmod(cells, self.cols))
        boxes = self.boxes(cells)
        share = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) / (self.step_x * self.step_y)
        return np.asarray(areas * share)


def lay_cells(info: LayerInfo, windows: WindowSet, overlap: float, extent: Box | None = None) -> CellGrid:
    """The cells under the windows of a layer.

    Args:
        windows: at least one; the smallest size determines the step.
        overlap: share of a window that overlaps its neighbour.
        extent: in the layer's CRS; the grid then has the cells with their centre in it, or if there are none, those
            that intersect it. The cells are those of the whole layer's grid.
    """
    finest = windows.window_m == windows.window_m.min()
    cols, step_x = _divide(info.width, float(windows.width[finest].min()) * (1 - overlap))
    rows, step_y = _divide(info.height, float(windows.height[finest].min()) * (1 - overlap))
    grid = CellGrid(step_x, step_y, 0, 0, rows, cols, info.width, info.height, info.crs, info.transform)
    if extent is None:
        return grid
    inverse = ~info.transform
    corners = [inverse * (x, y) for x in (extent[0], extent[2]) for y in (extent[1], extent[3])]
    xs, ys = zip(*corners, strict=True)
    x, y = grid.edges()
    left, right = _between(x, min(xs), max(xs))
    top, bottom = _between(y, min(ys), max(ys))
    return replace(grid, first_row=top, first_col=left, rows=bottom - top, cols=right - left)


def inside_extent(grid: CellGrid, extent: Box) -> NDArray[np.bool_]:
    """Which cells ``[rows * cols]`` of an extent's grid have their centre in it; only differs on a rotated layer."""
    x, y = grid.middles()
    col, row = np.meshgrid(x, y)
    a, b, c, d, e, f = tuple(grid.transform)[:6]
    east, north = (a * col + b * row + c).ravel(), (d * col + e * row + f).ravel()
    xmin, ymin, xmax, ymax = extent
    inside = (east >= xmin) & (east <= xmax) & (north >= ymin) & (north <= ymax)
    return np.asarray(inside if inside.any() else np.ones_like(inside))


def coverage(
    grid: CellGrid, windows: WindowSet, first: int, last: int
) -> tuple[scipy.sparse.csr_array, NDArray[np.bool_]]:
    """The weight of each window for each cell of the rows ``first`` to ``last`` (exclusive).

    Returns:
        ``[cells, windows]``, rows sum to one, or to zero for cells that no window covers; and which cells are covered.
    """
    x, y = grid.middles()
    y = y[first:last]
    left, right = (np.searchsorted(x, edge) for edge in (windows.col_off, windows.col_off + windows.width))
    top, bottom = (np.searchsorted(y, edge) for edge in (windows.row_off, windows.row_off + windows.height))
    width = right - left
    counts = width * (bottom - top)
    owner = np.repeat(np.arange(len(windows)), counts)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    cell = (top[owner] + place // width[owner]) * grid.cols + left[owner] + place % width[owner]
    sizes, size = np.unique(windows.window_m, return_inverse=True)
    total = (last - first) * grid.cols
    key = cell * len(sizes) + size[owner]
    several = np.bincount(key, minlength=total * len(sizes))
    levels = (several.reshape(total, len(sizes)) > 0).sum(axis=1)
    weight = 1.0 / (several[key] * levels[cell])
    matrix = scipy.sparse.csr_array((weight.astype(np.float32), (cell, owner)), shape=(total, len(windows)))
    return matrix, levels > 0


def to_crs(shapes: NDArray[np.object_], transform: Affine) -> NDArray[np.object_]:
    """Shapes in pixels or cells, transformed to the CRS."""
    a, b, c, d, e, f = tuple(transform)[:6]

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = points.T
        return np.column_stack([a * x + b * y + c, d * x + e * y + f])

    return np.asarray(shapely.transform(np.asarray(shapes, dtype=object), move), dtype=object).reshape(-1)


def _divide(length: int, step: float) -> tuple[int, float]:
    """Number of cells along a side of the layer, and the length of one in pixels."""
    count = length / step
    whole = max(1, round(count))
    return (whole, length / whole) if abs(count - whole) <= _SLIVER else (int(np.ceil(count)), step)


def _between(edges: NDArray[np.float64], low: float, high: float) -> tuple[int, int]:
    """First and last (exclusive) cell with the centre in an interval, or that intersects it if there is none."""
    middles = (edges[:-1] + edges[1:]) / 2
    start, end = int(np.searchsorted(middles, low)), int(np.searchsorted(middles, high, "right"))
    if start < end:
        return start, end
    start = int(np.clip(np.searchsorted(edges, low, "right") - 1, 0, len(middles) - 1))
    return start, max(start + 1, int(np.searchsorted(edges[:-1], high)))


def _samples(count: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, count - 1, min(count, _AREA_SAMPLES)).round().astype(np.int64))


def _interpolate(
    values: NDArray[np.float64],
    rows: NDArray[np.int64],
    cols: NDArray[np.int64],
    row: NDArray[np.int64],
    col: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Bilinear interpolation in a table ``[rows, cols]``."""
    i, j = (np.clip(np.searchsorted(s, at, "right") - 1, 0, max(len(s) - 2, 0)) for s, at in ((rows, row), (cols, col)))
    k, m = np.minimum(i + 1, len(rows) - 1), np.minimum(j + 1, len(cols) - 1)
    u = (row - rows[i]) / np.maximum(rows[k] - rows[i], 1)
    v = (col - cols[j]) / np.maximum(cols[m] - cols[j], 1)
    above, below = values[i, j] * (1 - v) + values[i, m] * v, values[k, j] * (1 - v) + values[k, m] * v
    return np.asarray(above * (1 - u) + below * u)
