"""Laws of the grid of cells under overlapping windows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.crs import CRS

from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import WindowGrid, WindowSet
from backend.labeling.cells import coverage, inside_extent, lay_cells

some = settings(max_examples=40)
sides = st.integers(60, 900)
overlaps = st.sampled_from([0.0, 0.25, 0.5, 0.75])


def layer(width: int, height: int, rotation_deg: float = 0.0) -> LayerInfo:
    transform = Affine.translation(500_000, 5_100_000) * Affine.rotation(rotation_deg) * Affine.scale(1, -1)
    crs = CRS.from_epsg(32632)
    return LayerInfo(Path("a.tif"), "GTiff", width, height, 3, "uint8", crs, transform, None, (1, 1), "f")


def windows_of(info: LayerInfo, overlap: float, sizes_m: tuple[float, ...] = (30.0, 60.0)) -> WindowSet:
    parts = [chunk.windows for chunk in WindowGrid(info, sizes_m, overlap, 32).chunks()]
    names = ("col_off", "row_off", "width", "height", "window_m")
    return WindowSet(*(np.concatenate([getattr(p, n) for p in parts]) for n in names), info.crs, info.transform)


@some
@given(sides, sides, overlaps)
def test_cells_cover_the_layer_without_overlap(width: int, height: int, overlap: float) -> None:
    info = layer(width, height)
    grid = lay_cells(info, windows_of(info, overlap), overlap)
    boxes = grid.boxes(np.arange(grid.rows * grid.cols))
    shapes = shapely.box(*boxes.T)
    assert (boxes[:, 2:] > boxes[:, :2]).all()
    assert shapely.area(shapes).sum() == pytest.approx(width * height)
    assert (
        shapely.union_all(shapes).equals_exact(shapely.box(0, 0, width, height).normalize(), 1e-6)
        or (shapely.union_all(shapes) ^ shapely.box(0, 0, width, height)).area < 1e-6
    )


@some
@given(sides, sides, overlaps)
def test_every_cell_is_covered_and_its_weights_sum_to_one(width: int, height: int, overlap: float) -> None:
    info = layer(width, height)
    windows = windows_of(info, overlap)
    grid = lay_cells(info, windows, overlap)
    matrix, covered = coverage(grid, windows, 0, grid.rows)
    assert covered.all()
    np.testing.assert_allclose(matrix.sum(axis=1), 1, atol=1e-5)
    sizes = np.unique(windows.window_m)
    for size in sizes:  # each size has the same say
        said = matrix[:, np.flatnonzero(windows.window_m == size)].sum(axis=1)
        np.testing.assert_allclose(said, 1 / len(sizes), atol=1e-5)


@some
@given(sides, overlaps, st.integers(0, 100))
def test_only_windows_over_a_cells_middle_speak_for_it(side: int, overlap: float, seed: int) -> None:
    info = layer(side, side)
    windows = windows_of(info, overlap)
    windows = windows.take(np.random.default_rng(seed).permutation(len(windows))[: len(windows) // 2 + 1])
    grid = lay_cells(info, windows, overlap)
    matrix, covered = coverage(grid, windows, 0, grid.rows)
    x, y = grid.middles()
    middles = shapely.points(*(axis.ravel() for axis in np.meshgrid(x, y)))
    shapes = shapely.box(
        windows.col_off, windows.row_off, windows.col_off + windows.width, windows.row_off + windows.height
    )
    cell, window = shapely.STRtree(shapes).query(middles, predicate="intersects")
    expected = np.zeros(matrix.shape, bool)
    expected[cell, window] = True
    assert ((matrix.toarray() > 0) == expected).all()
    assert (covered == expected.any(axis=1)).all()


@some
@given(sides, st.integers(1, 5))
def test_bands_of_rows_say_what_the_whole_says(side: int, band: int) -> None:
    info = layer(side, side)
    windows = windows_of(info, 0.5)
    grid = lay_cells(info, windows, 0.5)
    whole = coverage(grid, windows, 0, grid.rows)[0].toarray()
    parts = [
        coverage(grid, windows, first, min(first + band, grid.rows))[0].toarray() for first in range(0, grid.rows, band)
    ]
    np.testing.assert_array_equal(np.concatenate(parts), whole)


@some
@given(st.floats(0, 0.9), st.floats(0, 0.9), st.floats(0.01, 1), st.floats(0.01, 1), st.sampled_from([0.0, 25.0]))
def test_cells_of_an_extent_are_those_of_the_whole(
    left: float, low: float, wide: float, high: float, rotation_deg: float
) -> None:
    info = layer(400, 300, rotation_deg)
    windows = windows_of(info, 0.5)
    xmin, ymin, xmax, ymax = info.bounds
    x, y = xmin + left * (xmax - xmin), ymin + low * (ymax - ymin)
    extent = (x, y, x + wide * (xmax - x), y + high * (ymax - y))
    whole, part = lay_cells(info, windows, 0.5), lay_cells(info, windows, 0.5, extent)
    assert (part.step_x, part.step_y) == (whole.step_x, whole.step_y)
    cells = np.flatnonzero(inside_extent(part, extent))
    row, col = np.divmod(cells, part.cols)
    same = (row + part.first_row) * whole.cols + col + part.first_col
    np.testing.assert_allclose(part.boxes(cells), whole.boxes(same))
    middles = shapely.centroid(whole.polygons(np.arange(whole.rows * whole.cols)))
    wanted = np.flatnonzero(shapely.intersects(middles, shapely.box(*extent)))
    assert len(cells) and (not len(wanted) or set(same) == set(wanted))


def test_a_last_cell_is_no_sliver() -> None:
    info = layer(1000, 900)
    grid = lay_cells(info, windows_of(info, 0.5, (50.0,)), 0.5)
    assert (grid.cols, grid.rows) == (40, 36)
    np.testing.assert_allclose(np.diff(grid.edges()[0]), 1000 / 40)
