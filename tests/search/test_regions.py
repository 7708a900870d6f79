"""Windows become regions: merged, disjoint, and independent of the order they come in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rasterio.crs import CRS

from backend.imagery.window_grid import WindowSet
from backend.search import regions
from backend.search.consensus import Places
from backend.search.regions import MergeRules, merge_boxes, merge_windows

OVERLAP_LIMIT = 0.01


def tiled(side: float, length: float) -> list[tuple[float, float, float, float]]:
    """Windows of one size, half a side apart, over a square."""
    starts = np.arange(0, length - side + 1e-9, side / 2)
    return [(x, y, x + side, y + side) for y in starts for x in starts]


def boxes(rows: list[tuple[float, float, float, float]]) -> NDArray[np.object_]:
    return np.asarray(shapely.box(*np.array(rows, float).T), dtype=object).reshape(-1)


def ranked(shapes: NDArray[np.object_], thing: Any, ground: float = 0.2, best: float = 0.4) -> NDArray[np.float32]:
    """A window is as good as the share of it that shows the thing."""
    share = shapely.area(shapely.intersection(shapes, thing)) / shapely.area(shapes)
    return (ground + (best - ground) * share).astype(np.float32)


def overlap(one: Any, two: Any) -> float:
    return float(one.intersection(two).area / min(one.area, two.area))


def iou(one: Any, two: Any) -> float:
    return float(one.intersection(two).area / one.union(two).area)


windows = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from([8, 16, 32]), st.integers(0, 12)),
    min_size=1,
    max_size=60,
    unique_by=lambda row: row[:3],
).map(
    lambda rows: (
        boxes([(4 * x, 4 * y, 4 * x + side, 4 * y + side) for x, y, side, _ in rows]),
        np.array([score / 20 for *_, score in rows], np.float32),
    )
)


@settings(max_examples=150, deadline=None)
@given(windows, st.integers(1, 30))
def test_regions_are_ranked_disjoint_polygons(given_windows: Any, top: int) -> None:
    shapes, ranking = given_windows
    found = merge_windows(shapes, ranking, top)
    assert 1 <= len(found) <= top
    scores = [ranking[region.best] for region in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == ranking.max()
    for region in found:
        assert region.shape.geom_type == "Polygon" and region.shape.is_valid and region.count >= 1
    for i, one in enumerate(found):
        for two in found[:i]:
            assert overlap(one.shape, two.shape) <= OVERLAP_LIMIT


@settings(max_examples=100, deadline=None)
@given(windows, st.randoms(use_true_random=False))
def test_the_order_of_the_windows_does_not_matter(given_windows: Any, random: Any) -> None:
    shapes, ranking = given_windows
    order = list(range(len(shapes)))
    random.shuffle(order)
    one, two = merge_windows(shapes, ranking, 20), merge_windows(shapes[order], ranking[order], 20)
    assert [region.shape for region in one] == [region.shape for region in two]
    assert [(region.best, region.seed) for region in one] == [(order[r.best], order[r.seed]) for r in two]


@settings(max_examples=100, deadline=None)
@given(windows)
def test_merging_the_regions_again_changes_nothing(given_windows: Any) -> None:
    shapes, ranking = given_windows
    once = merge_windows(shapes, ranking, 50)
    regions = np.array([region.shape for region in once], dtype=object)
    twice = merge_windows(regions, np.array([ranking[region.best] for region in once]), 50)
    remaining = list(regions)
    assert len(twice) == len(once)
    for region in twice:
        match = max(remaining, key=lambda shape: iou(shape, region.shape))
        assert iou(match, region.shape) > 1 - 1e-9
        remaining.remove(match)


@settings(max_examples=50, deadline=None)
@given(windows)
def test_asking_for_fewer_gives_the_first_of_more(given_windows: Any) -> None:
    shapes, ranking = given_windows
    assert merge_windows(shapes, ranking, 3) == merge_windows(shapes, ranking, 50)[:3]


def test_a_thing_larger_than_every_window_is_one_region() -> None:
    airport = shapely.box(800, 800, 2300, 2000)
    shapes = boxes([window for side in (100, 200, 400) for window in tiled(side, 3200)])
    found = merge_windows(shapes, ranked(shapes, airport), 3)
    assert iou(found[0].shape, airport) > 0.6
    assert found[0].count > 10


def test_a_small_thing_comes_as_its_small_windows() -> None:
    courts = shapely.box(630, 630, 690, 690)
    shapes = boxes([window for side in (50, 100, 200, 400) for window in tiled(side, 1600)])
    found = merge_windows(shapes, ranked(shapes, courts), 3)
    assert found[0].shape.area <= 100 * 100
    assert iou(found[0].shape, courts) > 0.4


def test_two_things_apart_are_two_regions() -> None:
    things = shapely.MultiPolygon([shapely.box(100, 100, 200, 200), shapely.box(500, 100, 600, 200)])
    shapes = boxes(tiled(50, 800))
    found = merge_windows(shapes, ranked(shapes, things), 2)
    assert sorted(round(region.shape.centroid.x) for region in found) == [150, 550]


def test_a_region_does_not_grow_past_its_reach() -> None:
    shapes = boxes([(25.0 * i, 0, 25.0 * i + 50, 50) for i in range(200)])
    rules = MergeRules()
    for region in merge_windows(shapes, np.full(200, 0.5, np.float32), 50, background=0.0):
        xmin, ymin, xmax, ymax = region.shape.bounds
        assert xmax - xmin <= rules.reach * 50 and ymax - ymin <= rules.reach * 50


def test_a_region_is_wider_than_its_seed_by_so_many_pixels_at_most() -> None:
    small = boxes([(25.0 * i, 0, 25.0 * i + 50, 50) for i in range(40)])
    large = boxes([(2000 + 100.0 * i, 0, 2200 + 100.0 * i, 200) for i in range(20)])
    for shapes, side in ((small, 50), (large, 200)):
        found = merge_windows(
            shapes, np.full(len(shapes), 0.5, np.float32), 50, background=0.0, rules=MergeRules(wider=60)
        )
        assert all(one.shape.bounds[2] - one.shape.bounds[0] <= side + 60 for one in found)
    assert max(one.shape.bounds[2] - one.shape.bounds[0] for one in found) == 200


def test_windows_much_worse_than_the_seed_are_not_absorbed_but_dropped() -> None:
    shapes = boxes([(0, 0, 50, 50), (25, 0, 75, 50)])
    found = merge_windows(shapes, np.array([0.5, 0.3], np.float32), 5, background=0.2)
    assert [region.count for region in found] == [1]
    assert found[0].shape.equals(shapely.box(0, 0, 50, 50))


def said_of(shapes: NDArray[np.object_], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """What is said of the weakest quarter of each window."""
    x0, y0, x1, y1 = shapely.bounds(shapes).T
    sides = x1 - x0
    placed = WindowSet(x0, y0, sides, y1 - y0, sides.astype(np.float32), CRS.from_epsg(32632), Affine.identity())
    return Places(placed).average_and_weakest(scores)[1]


@pytest.mark.parametrize("corner", [(100, 100), (125, 150)])
def test_a_window_over_the_edge_is_no_part_of_the_region(corner: tuple[int, int]) -> None:
    """A model sees half a thing as two thirds of one; what is beside it is none of it all the same."""
    x, y = corner
    thing = shapely.box(x, y, x + 50, y + 50)
    shapes = boxes(tiled(50, 400))
    share = shapely.area(shapely.intersection(shapes, thing)) / shapely.area(shapes)
    ranking = np.sqrt(share).astype(np.float32)
    (blurred,) = merge_windows(shapes, ranking, 1, 0.0)
    (found,) = merge_windows(shapes, ranking, 1, 0.0, weakest=said_of(shapes, ranking))
    assert found.shape.area < blurred.shape.area and iou(found.shape, thing) > iou(blurred.shape, thing)
    assert found.shape.intersection(thing).area >= 0.5 * found.shape.area


def test_windows_all_over_a_thing_are_its_region() -> None:
    thing = shapely.box(100, 100, 300, 250)
    shapes = boxes(tiled(50, 400))
    share = shapely.area(shapely.intersection(shapes, thing)) / shapely.area(shapes)
    ranking = np.sqrt(share).astype(np.float32)
    (found,) = merge_windows(shapes, ranking, 1, 0.0, weakest=said_of(shapes, ranking))
    assert iou(found.shape, thing) > 0.9  # but its corners


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_the_weakest_quarter_is_that_of_the_ground(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shapes = boxes(tiled(50, 200) + tiled(100, 200))
    scores = rng.random(len(shapes)).astype(np.float32)
    cells = boxes([(25.0 * x, 25.0 * y, 25.0 * x + 25, 25.0 * y + 25) for y in range(8) for x in range(8)])
    sides = np.array([50] * 49 + [100] * 9)
    over = np.array([[shape.buffer(1).covers(cell) for cell in cells] for shape in shapes])
    means = [(scores[sides == s] @ over[sides == s]) / over[sides == s].sum(axis=0) for s in (50, 100)]
    said = np.mean(means, axis=0).reshape(8, 8)
    for shape, weakest in zip(shapes, said_of(shapes, scores), strict=True):
        x0, y0, x1, _ = (int(at // 25) for at in shape.bounds)
        half = (x1 - x0) // 2
        quarters = [said[y : y + half, x : x + half].mean() for y in (y0, y0 + half) for x in (x0, x0 + half)]
        assert np.isclose(weakest, min(quarters), atol=1e-5)


def test_small_holes_are_filled_and_large_ones_kept() -> None:
    ring = shapely.box(0, 0, 350, 350) - shapely.box(150, 150, 200, 200)
    shapes = np.array([s for s in boxes(tiled(50, 350)) if ring.covers(s)], dtype=object)
    wide = MergeRules(reach=20)
    full = merge_windows(shapes, np.full(len(shapes), 0.5, np.float32), 1, 0.0, wide)[0].shape
    assert len(full.interiors) == 1  # as large as the seed: water in a park stays out of the park
    small = merge_windows(
        boxes([(0, 0, 50, 50), (25, 0, 75, 50), (45, 20, 95, 70), (20, 45, 70, 95), (0, 25, 50, 75), (46, 46, 96, 96)]),
        np.full(6, 0.5, np.float32),
        1,
        background=0.0,
    )[0].shape
    assert not small.interiors


@settings(max_examples=100, deadline=None)
@given(windows, st.integers(1, 30), st.integers(1, 20), st.sampled_from([0.0, 0.2, 0.4]), st.integers(0, 9))
def test_looking_at_the_best_boxes_first_changes_nothing(
    given_windows: Any, top: int, first: int, background: float, seed: int
) -> None:
    shapes, ranking = given_windows
    relevant = np.random.default_rng(seed).random(len(shapes)) < 0.7
    expected = merge_windows(shapes, ranking, top, background, relevant=relevant)
    before, regions.FIRST_CANDIDATES = regions.FIRST_CANDIDATES, first
    try:
        found = merge_boxes(shapely.bounds(shapes), ranking, top, background, relevant=relevant)
    finally:
        regions.FIRST_CANDIDATES = before
    assert found == expected


def test_no_windows_make_no_regions() -> None:
    assert merge_windows(np.empty(0, dtype=object), np.empty(0, np.float32), 5) == []
