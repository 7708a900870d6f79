"""Transduction: laws on artificial clouds, and the figure it was asked for on real embeddings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from backend.errors import BadOption
from backend.labeling import neighbours, transduction
from backend.labeling.neighbours import nearest_neighbours
from backend.labeling.transduction import TransductionRules, affinities, transduce
from backend.labeling.zero_shot import class_scores, probabilities
from tests.labeling.conftest import clouds, unit

SCALE = 30.0
few = settings(max_examples=25, deadline=None)


def cloud_of(seed: int, count: int, dimension: int = 16) -> NDArray[np.float32]:
    return unit(np.random.default_rng(seed).standard_normal((count, dimension)))


@few
@given(st.integers(0, 40), st.integers(1, 5), st.integers(2, 9), st.integers(2, 9), st.integers(0, 99))
def test_neighbours_are_exact_whatever_the_tiles(count: int, wanted: int, rows: int, columns: int, seed: int) -> None:
    embeddings = cloud_of(seed, count)
    sides = neighbours._ROWS["cpu"], neighbours._COLUMNS["cpu"]
    neighbours._ROWS["cpu"], neighbours._COLUMNS["cpu"] = rows, columns
    try:
        found = nearest_neighbours(embeddings, wanted)
    finally:
        neighbours._ROWS["cpu"], neighbours._COLUMNS["cpu"] = sides
    cosines = embeddings @ embeddings.T
    np.fill_diagonal(cosines, -2.0)
    kept = min(wanted, max(count - 1, 0))
    assert found.index.shape == found.cosine.shape == (count, kept)
    np.testing.assert_allclose(found.cosine, -np.sort(-cosines, axis=1)[:, :kept], atol=1e-6)
    np.testing.assert_allclose(np.take_along_axis(cosines, found.index.astype(int), 1), found.cosine, atol=1e-6)


def test_equal_windows_are_neighbours_of_each_other_but_never_of_themselves() -> None:
    embeddings = np.repeat(cloud_of(0, 2), 3, axis=0)
    found = nearest_neighbours(embeddings, 2)
    assert all(row not in found.index[row] for row in range(6))
    np.testing.assert_allclose(found.cosine, 1, atol=1e-6)


@pytest.mark.skipif("not __import__('torch').cuda.is_available()", reason="needs a CUDA device")
def test_the_gpu_finds_the_same_neighbours() -> None:
    embeddings = cloud_of(3, 500)
    np.testing.assert_array_equal(
        nearest_neighbours(embeddings, 3, "cuda").index, nearest_neighbours(embeddings, 3).index
    )


@few
@given(st.integers(1, 40), st.integers(1, 4), st.integers(0, 99))
def test_affinities_are_symmetric_not_negative_and_without_loops(count: int, wanted: int, seed: int) -> None:
    graph = affinities(nearest_neighbours(cloud_of(seed, count), wanted)).toarray()
    np.testing.assert_allclose(graph, graph.T)
    assert (graph >= 0).all() and (graph <= 1 + 1e-6).all() and not graph.diagonal().any()


@few
@given(st.integers(0, 40), st.integers(1, 6), st.integers(0, 99))
def test_assignments_are_probabilities(count: int, classes: int, seed: int) -> None:
    embeddings = cloud_of(seed, count)
    found = transduce(embeddings, class_scores(embeddings, cloud_of(seed + 1, classes)), SCALE)
    assert found.shape == (count, classes) and found.dtype == np.float32
    assert (found >= 0).all()
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)


@few
@given(st.integers(2, 12), st.integers(0, 99))
def test_the_order_of_windows_does_not_matter(per_class: int, seed: int) -> None:
    embeddings, vectors, labels = clouds(seed, per_class)
    scores = class_scores(embeddings, vectors)
    order = np.random.default_rng(seed).permutation(len(labels))
    turned = transduce(embeddings[order], scores[order], SCALE)
    np.testing.assert_allclose(transduce(embeddings, scores, SCALE)[order], turned, atol=1e-3)


@few
@given(st.integers(2, 12), st.integers(0, 99))
def test_the_order_of_classes_does_not_matter(per_class: int, seed: int) -> None:
    embeddings, vectors, _ = clouds(seed, per_class)
    scores = class_scores(embeddings, vectors)
    order = np.random.default_rng(seed).permutation(len(vectors))
    turned = transduce(embeddings, scores[:, order], SCALE)
    np.testing.assert_allclose(transduce(embeddings, scores, SCALE)[:, order], turned, atol=1e-3)


def test_the_same_windows_get_the_same_result_and_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    embeddings, vectors, _ = clouds(0, 20)
    scores = class_scores(embeddings, vectors)
    first = transduce(embeddings, scores, SCALE)
    np.testing.assert_array_equal(first, transduce(embeddings, scores, SCALE))
    monkeypatch.setattr(transduction, "_ROWS", 7)
    np.testing.assert_allclose(first, transduce(embeddings, scores, SCALE), atol=1e-4)


def test_without_images_weight_the_words_decide() -> None:
    embeddings, vectors, _ = clouds(0, 20)
    scores = class_scores(embeddings, vectors)
    rules = TransductionRules(mixture_weight=0, neighbour_weight=0, share_weight=0)
    np.testing.assert_allclose(transduce(embeddings, scores, SCALE, rules), probabilities(scores, SCALE), atol=1e-5)


def test_windows_that_look_alike_help_each_other() -> None:
    before, after = [], []
    for seed in range(10):
        embeddings, vectors, labels = clouds(seed, 40, classes=8, dimension=256, spread=0.07, gap=4.0)
        scores = class_scores(embeddings, vectors)
        before.append((scores.argmax(axis=1) == labels).mean())
        after.append((transduce(embeddings, scores, SCALE).argmax(axis=1) == labels).mean())
    assert np.mean(before) < 0.98 and np.mean(after) > np.mean(before) + 0.02


def test_half_precision_embeddings_of_an_index_do() -> None:
    embeddings, vectors, _ = clouds(0, 20)
    scores = class_scores(embeddings, vectors)
    half = transduce(embeddings.astype(np.float16), scores, SCALE)
    np.testing.assert_allclose(half, transduce(embeddings, scores, SCALE), atol=0.02)


def test_windows_that_are_all_equal_get_one_label() -> None:
    embeddings = np.repeat(cloud_of(0, 1), 50, axis=0)
    found = transduce(embeddings, class_scores(embeddings, cloud_of(1, 4)), SCALE)
    assert np.isfinite(found).all()
    assert len(np.unique(found.argmax(axis=1))) == 1


def test_what_cannot_be_used_is_refused() -> None:
    embeddings = cloud_of(0, 5)
    with pytest.raises(BadOption, match="one row per window"):
        transduce(embeddings, np.zeros((4, 2), np.float32), SCALE)
    with pytest.raises(BadOption, match="temperature"):
        transduce(embeddings, np.zeros((5, 2), np.float32), 0.0)
    with pytest.raises(BadOption, match="weight of transduction"):
        TransductionRules(anchor=-1)
    with pytest.raises(BadOption, match="count of transduction"):
        TransductionRules(rounds=0)
