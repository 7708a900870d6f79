"""Zero-shot labels: class vectors, probabilities and what is read off them."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from backend.errors import BadOption
from backend.labeling.zero_shot import OTHER, assign_labels, class_scores, probabilities
from tests.labeling.conftest import unit


def cosines(seed: int, count: int, classes: int) -> NDArray[np.float32]:
    rng = np.random.default_rng(seed)
    return rng.uniform(-1, 1, (count, classes)).astype(np.float32)


@given(st.integers(0, 30), st.integers(1, 6), st.floats(0.1, 100), st.booleans(), st.integers(0, 9))
def test_probabilities_sum_to_one(count: int, classes: int, temperature: float, other: bool, seed: int) -> None:
    scores, neutral = cosines(seed, count, classes), cosines(seed + 1, count, 3)
    found = probabilities(scores, temperature, neutral if other else None)
    assert found.shape == (count, classes + other)
    assert (found >= 0).all()
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)


def test_with_one_class_confidence_is_the_relevance_of_a_search() -> None:
    scores, neutral = cosines(1, 20, 1), cosines(2, 20, 4)
    expected = 1 / (1 + np.exp(-10 * (scores[:, 0] - neutral.max(axis=1))))
    np.testing.assert_allclose(probabilities(scores, 10, neutral)[:, 0], expected, rtol=1e-4)


@given(st.integers(0, 30), st.integers(1, 6), st.floats(0, 1), st.integers(0, 9))
def test_labels_agree_with_each_other(count: int, classes: int, other_below: float, seed: int) -> None:
    scores = cosines(seed, count, classes)
    shares = probabilities(scores, 5.0)
    labels = assign_labels(scores, shares, other_below)
    assert labels.top.shape == labels.top_confidence.shape == (count, min(3, classes))
    np.testing.assert_array_equal(labels.top[:, 0], scores.argmax(axis=1))
    np.testing.assert_array_equal(labels.label == OTHER, labels.confidence < other_below)
    np.testing.assert_array_equal(labels.score, scores.max(axis=1) if count else [])
    assert (np.diff(labels.top_confidence, axis=1) <= 0).all()
    assert (labels.margin >= 0).all() and (labels.margin <= labels.confidence).all()


@given(st.integers(1, 30), st.integers(0, 9))
def test_labels_follow_the_windows_when_these_are_reordered(count: int, seed: int) -> None:
    scores = cosines(seed, count, 4)
    order = np.random.default_rng(seed).permutation(count)
    straight, turned = (assign_labels(rows, probabilities(rows, 20.0), 0.5) for rows in (scores, scores[order]))
    np.testing.assert_array_equal(straight.label[order], turned.label)
    np.testing.assert_array_equal(straight.margin[order], turned.margin)


def test_without_a_threshold_no_window_is_other_and_neutral_phrases_take_only_confidence() -> None:
    scores, neutral = np.array([[0.1, 0.2]], np.float32), np.array([[0.9]], np.float32)
    labels = assign_labels(scores, probabilities(scores, 10.0, neutral))
    assert labels.label.tolist() == [1] and labels.confidence[0] < 0.01
    assert assign_labels(scores, probabilities(scores, 10.0, neutral), 0.5).label.tolist() == [OTHER]


def test_scores_are_cosines_whatever_the_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    embeddings, vectors = unit(rng.standard_normal((25, 8))).astype(np.float16), unit(rng.standard_normal((3, 8)))
    monkeypatch.setattr("backend.labeling.zero_shot._ROWS", 7)
    np.testing.assert_allclose(class_scores(embeddings, vectors), embeddings.astype(float) @ vectors.T, atol=1e-6)


@pytest.mark.parametrize("temperature", [0.0, -1.0, float("nan"), float("inf")])
def test_a_useless_temperature_is_refused(temperature: float) -> None:
    with pytest.raises(BadOption, match="temperature"):
        probabilities(cosines(0, 2, 2), temperature)


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_a_useless_threshold_is_refused(threshold: float) -> None:
    with pytest.raises(BadOption, match="threshold"):
        assign_labels(cosines(0, 2, 2), probabilities(cosines(0, 2, 2), 1.0), threshold)


def test_the_package_does_not_load_torch() -> None:
    modules = "label_set, zero_shot, transduction, smoothing"
    code = f"import sys; from backend.labeling import {modules}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
