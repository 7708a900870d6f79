"""Spatial smoothing over overlapping windows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from backend.errors import BadOption
from backend.labeling import smoothing
from backend.labeling.smoothing import overlap_graph, smooth_scores
from backend.labeling.zero_shot import probabilities

seeds = st.integers(0, 50)


def random_boxes(seed: int, count: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    corner = rng.uniform(0, 50, (count, 2))
    return np.concatenate([corner, corner + rng.uniform(5, 30, (count, 2))], axis=1)


def random_scores(seed: int, count: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).uniform(-1, 1, (count, 3)).astype(np.float32)


def lattice(side: int) -> NDArray[np.float64]:
    """Windows of 2 x 2, half overlapping, row by row."""
    row, col = np.divmod(np.arange(side * side), side)
    return np.stack([col, row, col + 2, row + 2], axis=1).astype(float)


@given(seeds, st.integers(0, 30))
def test_weight_zero_is_identity(seed: int, count: int) -> None:
    scores = random_scores(seed, count)
    np.testing.assert_array_equal(smooth_scores(scores, random_boxes(seed, count), weight=0.0), scores)


@given(seeds, st.integers(1, 30), st.floats(0, 1))
def test_probabilities_stay_probabilities(seed: int, count: int, weight: float) -> None:
    shares = probabilities(random_scores(seed, count), 10.0)
    smooth = smooth_scores(shares, random_boxes(seed, count), weight)
    assert (smooth >= 0).all()
    np.testing.assert_allclose(smooth.sum(axis=1), 1, atol=1e-5)


@given(seeds, st.integers(1, 30), st.floats(0, 1))
def test_the_order_of_windows_does_not_matter(seed: int, count: int, weight: float) -> None:
    scores, boxes = random_scores(seed, count), random_boxes(seed, count)
    order = np.random.default_rng(seed).permutation(count)
    turned = smooth_scores(scores[order], boxes[order], weight)
    np.testing.assert_allclose(smooth_scores(scores, boxes, weight)[order], turned, atol=1e-6)


@given(seeds, st.integers(1, 30), st.floats(0.1, 1000))
def test_the_unit_of_boxes_does_not_matter(seed: int, count: int, factor: float) -> None:
    scores, boxes = random_scores(seed, count), random_boxes(seed, count)
    graph, scaled = overlap_graph(boxes), overlap_graph(boxes * factor)
    np.testing.assert_allclose(graph.toarray(), scaled.toarray(), atol=1e-9)
    np.testing.assert_allclose(smooth_scores(scores, boxes), smooth_scores(scores, boxes * factor), atol=1e-6)


def test_overlap_is_intersection_over_union_and_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = overlap_graph(lattice(3)).toarray()
    np.testing.assert_allclose(graph, graph.T)
    assert graph[0, 0] == 0 and graph[0, 1] == pytest.approx(1 / 3) and graph[0, 4] == pytest.approx(1 / 7)
    assert graph[0, 2] == 0  # they only touch
    monkeypatch.setattr(smoothing, "_ROWS", 2)
    np.testing.assert_array_equal(overlap_graph(lattice(3)).toarray(), graph)


def test_a_lonely_wrong_label_takes_that_of_its_neighbours() -> None:
    shares = np.tile(np.array([0.9, 0.1], np.float32), (25, 1))
    shares[12] = 0.3, 0.7
    assert smooth_scores(shares, lattice(5))[12].argmax() == 0


def test_a_window_without_neighbours_keeps_its_scores() -> None:
    scores = random_scores(0, 2)
    far = np.array([[0, 0, 1, 1], [10, 10, 11, 11]], float)
    np.testing.assert_array_equal(smooth_scores(scores, far, 1.0), scores)


def test_a_window_does_not_take_the_label_of_much_larger_ones() -> None:
    boxes = np.array([[0, 0, 1, 1], [0, 0, 2, 2], [0, 0, 4, 4]], float)
    graph = overlap_graph(boxes).toarray()
    assert graph[0, 1] == pytest.approx(0.25) and graph[0, 2] == 0


def test_no_windows_are_no_scores() -> None:
    assert smooth_scores(np.empty((0, 3), np.float32), np.empty((0, 4))).shape == (0, 3)


@pytest.mark.parametrize("weight", [-0.1, 1.1, float("nan")])
def test_a_useless_weight_is_refused(weight: float) -> None:
    with pytest.raises(BadOption, match="smoothing weight"):
        smooth_scores(random_scores(0, 2), random_boxes(0, 2), weight)


def test_useless_boxes_are_refused() -> None:
    with pytest.raises(BadOption, match="one box per window"):
        smooth_scores(random_scores(0, 2), random_boxes(0, 3))
    with pytest.raises(BadOption, match="minimum before the maximum"):
        smooth_scores(random_scores(0, 1), np.array([[1.0, 0, 0, 1]]))
    with pytest.raises(BadOption, match="smallest overlap"):
        smooth_scores(random_scores(0, 1), random_boxes(0, 1), smallest_overlap=0.0)
