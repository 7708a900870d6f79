"""Zones that part an area add up to the whole, wherever the borders lie."""

from __future__ import annotations

import itertools

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.counting.interval import Count, count_of
from backend.counting.zones import zones_of

NUMBERS = st.integers(0, 2**32 - 1)


def grid(cuts_x: list[int], cuts_y: list[int]) -> np.ndarray:
    """Boxes that part the square from 0 to 10."""
    x, y = ([0, *sorted(set(cuts)), 10] for cuts in (cuts_x, cuts_y))
    boxes = [
        shapely.box(left, low, right, high)
        for left, right in itertools.pairwise(x)
        for low, high in itertools.pairwise(y)
    ]
    return np.array(boxes, dtype=object)


def _counts(points: np.ndarray, chances: np.ndarray, zones: np.ndarray) -> list[Count]:
    return [count_of(chances[inside]) for inside in zones_of(points, zones)]


CUTS = st.lists(st.integers(1, 9), max_size=5)


@settings(max_examples=60, deadline=None)
@given(NUMBERS, CUTS, CUTS)
def test_the_zones_of_a_partition_add_up_to_the_whole(seed: int, cuts_x: list[int], cuts_y: list[int]) -> None:
    rng = np.random.default_rng(seed)
    # Half of the points lie on whole numbers, and so on borders and corners.
    points = np.concatenate([rng.uniform(0, 10, (40, 2)), rng.integers(0, 11, (40, 2))])
    chances = rng.uniform(0, 1, len(points))
    zones = grid(cuts_x, cuts_y)
    owners = zones_of(points, zones)
    assert sorted(np.concatenate(owners).tolist()) == list(range(len(points)))
    counts, whole = _counts(points, chances, zones), count_of(chances)
    assert np.isclose(sum(one.expected for one in counts), whole.expected)
    assert sum(one.instances for one in counts) == whole.instances
    assert sum(one.low for one in counts) <= whole.low + len(zones)
    assert whole.high <= sum(one.high for one in counts) + len(zones)


@settings(max_examples=40, deadline=None)
@given(NUMBERS)
def test_a_finer_partition_says_the_same_of_what_it_parts(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points, chances = rng.uniform(0, 10, (60, 2)), rng.uniform(0, 1, 60)
    (coarse,) = _counts(points, chances, grid([], []))
    fine = _counts(points, chances, grid([3, 6], [5]))
    assert np.isclose(sum(one.expected for one in fine), coarse.expected)


def test_a_place_in_two_zones_counts_in_both_and_outside_in_none() -> None:
    zones = np.array([shapely.box(0, 0, 4, 4), shapely.box(2, 2, 6, 6), None], dtype=object)
    owners = zones_of(np.array([[3.0, 3.0], [1.0, 1.0], [9.0, 9.0]]), zones)
    assert [one.tolist() for one in owners] == [[0, 1], [0], []]


def test_a_zone_with_a_hole_does_not_count_what_is_in_it() -> None:
    zone = shapely.box(0, 0, 10, 10) - shapely.box(4, 4, 6, 6)
    (inside,) = zones_of(np.array([[5.0, 5.0], [1.0, 1.0]]), np.array([zone], dtype=object))
    assert inside.tolist() == [1]


def test_without_zones_or_places_there_is_nothing() -> None:
    assert zones_of(np.array([[1.0, 1.0]]), np.empty(0, dtype=object)) == []
    (none,) = zones_of(np.empty((0, 2)), np.array([shapely.box(0, 0, 1, 1)], dtype=object))
    assert not len(none)
