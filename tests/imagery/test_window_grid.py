"""Windows are squares of ground, cover everything, and fall into deterministic chunks."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from rasterio.transform import from_origin

from backend.errors import BadOption
from backend.imagery.crs import geometries_to_crs, ground_metres_per_pixel
from backend.imagery.window_grid import WindowGrid, default_window_sizes, shorter_side_m

UTM = ("EPSG:32632", from_origin(500_000, 5_200_000, 0.5, 0.5))
MERCATOR_60N = ("EPSG:3857", from_origin(1_000_000, 8_400_000, 1.0, 1.0))
DEGREES_47N = ("EPSG:4326", from_origin(7.5, 47.2, 1e-5, 1e-5))
ROTATED = ("EPSG:32632", Affine.translation(5e5, 5.2e6) * Affine.rotation(30) * Affine.scale(0.5, -0.5))
ROTATED_DEGREES = ("EPSG:4326", Affine.translation(7.5, 47.2) * Affine.rotation(20) * Affine.scale(1e-5, -0.7e-5))
FEET = ("EPSG:2263", from_origin(985_000, 210_000, 2.0, 2.0))
PLACES = {
    "utm": UTM,
    "mercator": MERCATOR_60N,
    "degrees": DEGREES_47N,
    "rotated": ROTATED,
    "turned degrees": ROTATED_DEGREES,
    "feet": FEET,
}


def all_windows(grid):
    chunks = grid.chunks()
    parts = [chunk.windows_and_ids() for chunk in chunks]
    names = ("col_off", "row_off", "width", "height", "window_m")
    columns = {name: np.concatenate([getattr(windows, name) for windows, _ in parts]) for name in names}
    return columns, np.concatenate([ids for _, ids in parts])


@pytest.mark.parametrize("place", PLACES)
def test_windows_are_square_on_the_ground_and_as_large_as_they_say(make_info, place):
    info = make_info(*PLACES[place], 3000, 2000)
    grid = WindowGrid(info, (60, 150, 300))
    geod = Geod(ellps="WGS84")
    for chunk in grid.chunks():
        windows = chunk.windows
        moved = geometries_to_crs(windows.polygons()[::7], info.crs, "EPSG:4326")
        for polygon, side_m in zip(moved, windows.window_m[::7], strict=True):
            lon, lat = np.array(polygon.exterior.coords).T
            edges = geod.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2]
            assert np.abs(np.array(edges) / side_m - 1).max() < 0.01


def test_large_degree_layers_keep_square_windows_from_top_to_bottom(make_info):
    info = make_info("EPSG:4326", from_origin(5, 65, 0.001, 0.001), 4000, 40_000)  # 65 to 25 degrees north
    grid = WindowGrid(info, (20_000,))
    columns, _ = all_windows(grid)
    rows = columns["row_off"] + columns["height"] / 2
    metres_x, metres_y = ground_metres_per_pixel(info.crs, info.transform, info.width / 2, rows)
    assert np.abs(columns["width"] * metres_x / 20_000 - 1).max() < 0.01
    assert np.abs(columns["height"] * metres_y / 20_000 - 1).max() < 0.01
    assert columns["width"].max() / columns["width"].min() > 2


sizes_strategy = st.lists(st.floats(20, 900), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(PLACES)),
    st.integers(30, 1500),
    st.integers(30, 1500),
    sizes_strategy,
    st.sampled_from([0.0, 0.25, 0.5, 0.75]),
    st.sampled_from([32, 112, 224]),
)
def test_every_pixel_is_covered_by_a_window_of_each_size(make_info, place, width, height, sizes, overlap, input_px):
    grid = WindowGrid(make_info(*PLACES[place], width, height), sizes, overlap, input_px)
    columns, ids = all_windows(grid)
    assert np.array_equal(np.sort(ids), np.arange(grid.window_count)), "every window in one chunk, ids without gaps"
    assert sum(chunk.window_count for chunk in grid.chunks()) == grid.window_count
    left, top = columns["col_off"], columns["row_off"]
    right, bottom = left + columns["width"], top + columns["height"]
    assert left.min() >= 0 and top.min() >= 0 and right.max() <= width + 1e-6 and bottom.max() <= height + 1e-6
    # the pixels whose centre lies in the window
    x0, y0 = (np.ceil(edge - 0.5 - 1e-6).astype(int) for edge in (left, top))
    x1, y1 = (np.floor(edge - 0.5 + 1e-6).astype(int) + 1 for edge in (right, bottom))
    for size in grid.window_sizes_m:
        covered = np.zeros((height, width), bool)
        for index in np.flatnonzero(columns["window_m"] == np.float32(size)):
            covered[y0[index] : y1[index], x0[index] : x1[index]] = True
        assert covered.all()


def test_the_last_row_and_column_end_at_the_edge(make_info):
    info = make_info(*UTM, 1000, 700)
    columns, _ = all_windows(WindowGrid(info, (60,)))
    assert (columns["col_off"] + columns["width"]).max() == pytest.approx(1000)
    assert (columns["row_off"] + columns["height"]).max() == pytest.approx(700)


def test_a_size_larger_than_the_layer_becomes_its_shorter_side(make_info):
    info = make_info(*UTM, 1000, 400)
    grid = WindowGrid(info, (5000,))
    assert grid.window_sizes_m == (pytest.approx(200, rel=0.001),)
    columns, _ = all_windows(grid)
    assert columns["height"] == pytest.approx(400) and columns["row_off"] == pytest.approx(0)
    assert len(columns["col_off"]) == 4


def test_a_square_layer_smaller_than_the_window_gets_one_window(make_info):
    grid = WindowGrid(make_info(*UTM, 300, 300), (5000, 9000))
    assert grid.window_count == 1


def test_chunks_are_the_same_every_time_and_do_not_know_the_files_fingerprint(make_info):
    from dataclasses import replace

    info = make_info(*UTM, 9000, 5000)
    first = WindowGrid(info, (50, 100)).chunks()
    second = WindowGrid(replace(info, fingerprint="f" * 64), (100, 50.0)).chunks()
    assert [chunk.chunk_id for chunk in first] == [chunk.chunk_id for chunk in second]
    assert len({chunk.chunk_id for chunk in first}) == len(first) > 4


@pytest.mark.parametrize(
    "change",
    [{"overlap": 0.25}, {"sizes": (50, 150)}, {"input_px": 32}, {"width": 8999}],
    ids=lambda change: next(iter(change)),
)
def test_another_grid_has_other_chunk_ids(make_info, change):
    def ids(sizes=(50, 100), overlap=0.5, input_px=224, width=9000):
        return {chunk.chunk_id for chunk in WindowGrid(make_info(*UTM, width, 5000), sizes, overlap, input_px).chunks()}

    assert not ids() & ids(**change)


def test_windows_of_a_chunk_have_their_centre_in_its_block(make_info):
    grid = WindowGrid(make_info(*UTM, 9000, 5000), (50, 100, 200))
    for chunk in grid.chunks():
        windows = chunk.windows
        assert len(windows) == chunk.window_count
        side = 2048 * chunk.decimation[0]
        assert set((windows.col_off + windows.width / 2) // side) == {chunk.block_col}
        assert set((windows.row_off + windows.height / 2) // side) == {chunk.block_row}


def test_the_finest_window_is_read_at_one_to_two_times_the_models_input(make_info):
    for size in (30, 112, 130, 500, 3000):
        for place in ("utm", "degrees"):
            info = make_info(*PLACES[place], 20_000, 20_000)
            chunk = WindowGrid(info, (size,), input_px=224).chunks()[0]
            for native, step in zip((chunk.windows.width[0], chunk.windows.height[0]), chunk.decimation, strict=True):
                assert step == 1 or 224 * 0.99 <= native / step < 448 * 1.01
                assert step > 1 or native < 448 * 1.01


def test_no_read_is_wider_than_three_blocks_whatever_the_sizes(make_info):
    info = make_info(*UTM, 100_000, 100_000)
    grid = WindowGrid(info, (25, 50, 100, 200, 400, 1600, 6400, 25_000), input_px=224)
    for chunk in grid.chunks()[::37]:
        windows = chunk.windows
        wide = (windows.col_off + windows.width).max() - windows.col_off.min()
        assert wide / chunk.decimation[0] <= 3 * 2048 + 2


def test_polygons_are_exact_on_rotated_layers(make_info):
    info = make_info(*ROTATED, 1000, 1000)
    windows = WindowGrid(info, (100,)).chunks()[0].windows
    polygon = windows.polygons()[0]
    col, row, wide, high = windows.col_off[0], windows.row_off[0], windows.width[0], windows.height[0]
    corners = [
        info.transform * at for at in ((col, row), (col + wide, row), (col + wide, row + high), (col, row + high))
    ]
    assert polygon.equals_exact(shapely.Polygon(corners), 1e-6)
    assert np.allclose(windows.bounds()[0], polygon.bounds)
    assert polygon.area < shapely.box(*polygon.bounds).area * 0.6


def test_take_keeps_order_and_masks(make_info):
    windows = WindowGrid(make_info(*UTM, 1000, 1000), (100,)).chunks()[0].windows
    assert np.array_equal(windows.take([3, 1]).col_off, windows.col_off[[3, 1]])
    assert len(windows.take(windows.col_off > 0)) == int((windows.col_off > 0).sum())
    assert len(windows.take([])) == 0 and len(windows.take([]).polygons()) == 0


@pytest.mark.parametrize(
    ("pixel_m", "side_px", "expected"),
    [
        (0.1, 5000, (25, 50, 100, 200)),
        (0.5, 8192, (50, 100, 200, 400)),
        (10, 10_980, (800, 1600, 3200, 6400)),
        (0.1, 1200, (25, 50, 100)),
        (0.02, 800, (16.0,)),
    ],
)
def test_default_sizes_climb_from_what_64_pixels_show(make_info, pixel_m, side_px, expected):
    info = make_info("EPSG:32632", from_origin(500_000, 5_200_000, pixel_m, pixel_m), side_px, side_px * 2)
    assert default_window_sizes(info) == pytest.approx(expected, rel=0.001)


def test_a_tiny_layer_gets_its_shorter_side(make_info):
    info = make_info(*UTM, 20, 10)
    assert default_window_sizes(info) == (pytest.approx(shorter_side_m(info)),)
    assert WindowGrid(info, default_window_sizes(info)).window_count == 3


@pytest.mark.parametrize(
    ("sizes", "overlap", "match"),
    [
        ((), 0.5, "No window size"),
        ((-5,), 0.5, "positive"),
        ((float("nan"),), 0.5, "positive"),
        ((1,), 0.5, "8 pixels"),
        ((50,), 1, "overlap"),
    ],
)
def test_sizes_and_overlaps_that_cannot_be_used_are_refused(make_info, sizes, overlap, match):
    with pytest.raises(BadOption, match=match):
        WindowGrid(make_info(*UTM, 1000, 1000), sizes, overlap)
