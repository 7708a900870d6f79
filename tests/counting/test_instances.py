"""Instances keep apart, and the most certain go first."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.counting.instances import APART, CROWDED_APART, LEAST_RELEVANCE, find_instances, seen_singly

NUMBERS = st.integers(0, 2**32 - 1)


def windows(seed: int, count: int = 80) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    corners, sides = rng.uniform(0, 100, (count, 2)), rng.choice([8.0, 16.0], (count, 1))
    return np.concatenate([corners, corners + sides], axis=1), rng.uniform(0, 1, count).astype(np.float32)


@settings(max_examples=60, deadline=None)
@given(NUMBERS)
def test_no_two_instances_are_nearer_than_they_may_be(seed: int) -> None:
    boxes, relevance = windows(seed)
    found = find_instances(boxes, relevance)
    kept = boxes[found.at]
    middles, sides = (kept[:, :2] + kept[:, 2:]) / 2, kept[:, 2] - kept[:, 0]
    for one in range(len(kept)):
        for other in range(one):
            away = np.linalg.norm(middles[one] - middles[other])
            assert away >= CROWDED_APART * max(sides[one], sides[other]) - 1e-6
    assert (np.diff(found.probability) <= 1e-7).all() and (found.probability >= LEAST_RELEVANCE).all()


@settings(max_examples=60, deadline=None)
@given(NUMBERS)
def test_what_is_left_out_is_near_a_better_one_or_one_of_another_size(seed: int) -> None:
    boxes, relevance = windows(seed)
    found = find_instances(boxes, relevance)
    middles, sides = (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2] - boxes[:, 0]
    for one in np.flatnonzero(relevance >= LEAST_RELEVANCE):
        away = np.linalg.norm(middles[found.at] - middles[one], axis=1)
        near = away < APART * np.maximum(sides[found.at], sides[one])
        better = (relevance[found.at] >= relevance[one]) | (sides[found.at] != sides[one])
        assert one in found.at or (near & better).any()


@settings(max_examples=40, deadline=None)
@given(NUMBERS)
def test_the_order_of_the_windows_does_not_matter(seed: int) -> None:
    boxes, relevance = windows(seed)
    turn = np.random.default_rng(seed + 1).permutation(len(boxes))
    plain, turned = find_instances(boxes, relevance), find_instances(boxes[turn], relevance[turn])
    assert sorted(plain.at.tolist()) == sorted(turn[turned.at].tolist())


def test_two_things_beside_each_other_are_two_and_one_in_two_windows_is_one() -> None:
    boxes = np.array([[0, 0, 8, 8], [1, 0, 9, 8], [8, 0, 16, 8]], float)
    assert find_instances(boxes, np.array([0.9, 0.8, 0.7], np.float32)).at.tolist() == [0, 2]


def test_nothing_relevant_is_no_instance() -> None:
    boxes, _ = windows(1)
    assert not len(find_instances(boxes, np.zeros(len(boxes), np.float32)).at)


def lattice(side: float, rows: int, cols: int) -> np.ndarray:
    """Windows half a side apart, as a grid lays them."""
    row, col = (axis.ravel() * side / 2 for axis in np.mgrid[:rows, :cols])
    return np.stack([col, row, col + side, row + side], axis=1)


def test_one_thing_alone_is_one_though_the_windows_around_it_see_a_part() -> None:
    boxes = lattice(10.0, 9, 9)
    away = np.linalg.norm((boxes[:, :2] + boxes[:, 2:]) / 2 - 25.0, axis=1)
    relevance = np.where(away < 1, 0.95, np.where(away < 5.5, 0.4, 0.0)).astype(np.float32)
    assert len(find_instances(boxes, relevance).at) == 1


def two_sizes() -> np.ndarray:
    """Windows of 10 over the ground of some of 40."""
    return np.concatenate([lattice(10.0, 19, 19), lattice(40.0, 4, 4)])


def test_the_most_certain_window_goes_first_whatever_its_size() -> None:
    boxes = two_sizes()
    middles, large = (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2] - boxes[:, 0] > 20
    away = np.linalg.norm(middles - 40.0, axis=1)
    whole = int(np.flatnonzero(large & (away < 1))[0])
    relevance = np.where(large, 0.0, np.where(away < 16, 0.7, 0.0)).astype(np.float32)
    relevance[whole] = 0.8
    assert find_instances(boxes, relevance).at.tolist() == [whole]


def test_many_small_things_that_touch_are_not_a_few_large_ones() -> None:
    boxes = two_sizes()
    found = find_instances(boxes, np.full(len(boxes), 0.9, np.float32))
    kept = boxes[found.at]
    middles = (kept[:, :2] + kept[:, 2:]) / 2
    inside = np.abs(middles - 50.0).max(axis=1) <= 10  # a window at the edge of the map has fewer neighbours
    assert (kept[inside, 2] - kept[inside, 0] == 10.0).all() and inside.sum() == 25


def test_where_things_touch_every_window_counts() -> None:
    boxes = lattice(10.0, 9, 9)
    found = find_instances(boxes, np.full(len(boxes), 0.9, np.float32))
    assert len(found.at) > 0.6 * len(boxes)


@settings(max_examples=30, deadline=None)
@given(NUMBERS)
def test_windows_that_are_surer_of_it_make_no_fewer_instances(seed: int) -> None:
    rng = np.random.default_rng(seed)
    boxes = lattice(10.0, 8, 8)
    sure = np.full(len(boxes), 0.95, np.float32)
    lonely = np.where(rng.random(len(boxes)) < 0.2, 0.95, 0.0).astype(np.float32)
    assert len(find_instances(boxes, sure).at) >= len(find_instances(boxes, lonely).at)


def test_what_only_large_windows_recognise_is_not_seen_singly() -> None:
    small = np.array([[x, y, x + 8.0, y + 8.0] for x in range(0, 96, 4) for y in range(0, 96, 4)])
    large = np.array([[x, y, x + 16.0, y + 16.0] for x in range(0, 96, 8) for y in range(0, 96, 8)])
    boxes, sides = np.concatenate([small, large]), np.array([8.0] * len(small) + [16.0] * len(large), np.float32)
    relevance = np.zeros(len(boxes), np.float32)
    relevance[len(small) :: 40] = 0.9
    assert not seen_singly(find_instances(boxes, relevance), boxes, relevance, sides, 3.0)
    relevance[: len(small) : 90] = 0.9
    assert seen_singly(find_instances(boxes, relevance), boxes, relevance, sides, 3.0)
    assert seen_singly(
        find_instances(large, relevance[len(small) :]), large, relevance[len(small) :], sides[len(small) :], 3.0
    )
