"""A small thing gets a region of about its own size, not the union of all windows that show it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.crs import CRS
from rasterio.transform import from_origin

from backend.imagery.layer import open_layer
from backend.imagery.window_grid import WindowSet, default_window_sizes
from backend.index.pipeline import index_layer
from backend.search.core import core_of
from backend.search.query import Query
from backend.search.search import SearchOptions, search
from backend.search.sizes import sizes_for
from tests.search.conftest import COLOURS, ColourEncoder

SMALL_THING = (5.0, 20.0)


def lattice(side: float, count: int) -> WindowSet:
    """``count`` by ``count`` windows half a side apart."""
    row, col = (np.ravel(axis) * side / 2 for axis in np.mgrid[:count, :count])
    sides = np.full(count**2, side)
    return WindowSet(col, row, sides, sides, sides.astype(np.float32), CRS.from_epsg(32632), Affine.identity())


def joined(first: WindowSet, second: WindowSet) -> WindowSet:
    names = ("col_off", "row_off", "width", "height", "window_m")
    columns = [np.concatenate([getattr(first, name), getattr(second, name)]) for name in names]
    return WindowSet(*columns, first.crs, first.transform)


@settings(deadline=None)
@given(st.floats(60, 240), st.floats(60, 240), st.floats(4, 15))
def test_the_core_lies_where_the_thing_is(x: float, y: float, half: float) -> None:
    windows = lattice(50, 12)
    thing = shapely.box(x - half, y - half, x + half, y + half)
    ranking = (shapely.area(shapely.intersection(windows.polygons(), thing)) / thing.area).astype(np.float32)
    region = shapely.union_all(windows.polygons()[ranking > 0.1])
    core = core_of(region, windows, ranking, 0.0, SMALL_THING)
    assert region.covers(core) and core.area <= 0.75 * region.area
    assert core.intersection(thing).area >= 0.2 * thing.area


@settings(deadline=None)
@given(st.floats(60, 240), st.floats(60, 240))
def test_large_windows_do_not_widen_the_core(x: float, y: float) -> None:
    fine, coarse = lattice(25, 24), lattice(100, 6)
    both = joined(fine, coarse)
    thing = shapely.box(x - 3, y - 3, x + 3, y + 3)
    ranking = (shapely.area(shapely.intersection(both.polygons(), thing)) / thing.area).astype(np.float32)
    region = shapely.union_all(both.polygons()[ranking > 0.1])
    core = core_of(region, both, ranking, 0.0, SMALL_THING)
    assert core.equals(core_of(region, fine, ranking[: len(ranking) - 36], 0.0, SMALL_THING))
    assert core.area <= 25**2


def test_windows_that_a_thing_fills_do_not_tear_its_core_apart() -> None:
    fine, coarse = lattice(25, 24), lattice(50, 12)
    both = joined(fine, coarse)
    road = shapely.box(0, 100, 300, 130)
    ranking = (shapely.area(shapely.intersection(both.polygons(), road)) / 30**2).astype(np.float32)
    noise = np.random.default_rng(0).choice([0.0, 1.0], fine.col_off.shape)
    ranking[: len(noise)] *= noise  # half of the fine windows miss it
    region = shapely.union_all(coarse.polygons()[ranking[len(noise) :] > 0.5])
    core = core_of(region, both, ranking, 0.0, (30.0, 300.0))
    assert core.equals(core_of(region, coarse, ranking[len(noise) :], 0.0, (30.0, 300.0)))


def test_a_region_that_does_not_stand_out_stays_as_it_is() -> None:
    windows = lattice(50, 5)
    region = shapely.union_all(windows.polygons()[:2])
    assert core_of(region, windows, np.zeros(25, np.float32), 0.5, SMALL_THING) is region


def test_a_car_is_answered_by_its_ground_and_not_by_fifty_metres(tmp_path: Path) -> None:
    pixels = np.full((3, 480, 480), 120, np.uint8)
    pixels[:, 211:222, 300:320] = np.array(COLOURS["red"], np.uint8)[:, None, None]
    image, transform = tmp_path / "car.tif", from_origin(500_000, 5_200_000, 0.25, 0.25)
    profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "crs": "EPSG:32632", "transform": transform}
    with rasterio.open(image, "w", height=480, width=480, **profile) as target:
        target.write(pixels)
    query = Query(("red cars",))
    with open_layer(image) as layer:
        sizes = sizes_for(query, layer.info, default_window_sizes(layer.info))
    assert sizes == (12.5,)
    encoder = ColourEncoder()
    index = index_layer(image, encoder, tmp_path / "index", sizes)
    best = search(index, encoder, query, SearchOptions(top=1, min_relevance=0)).regions[0]
    car = shapely.box(500_075, 5_199_944.5, 500_080, 5_199_947.25)
    assert best.geometry.intersection(car).area >= 0.5 * car.area
    assert best.geometry.area <= 12.5**2
