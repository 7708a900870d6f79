"""The laws of a head that is taught by marks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from backend.concepts.concept import no_marks
from backend.concepts.head import Marks, teach
from backend.concepts.metric import covariance, metric_of, shrunk

D = 6
seeds = st.integers(0, 10_000)
counts = st.integers(0, 12)


def unit(rows: NDArray[Any]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), np.float32)


def layer(seed: int, count: int = 300) -> NDArray[np.float32]:
    rng = np.random.default_rng(seed)
    return unit(rng.normal(size=(count, D)) * np.linspace(0.2, 2, D) + 1)


def some_marks(rows: NDArray[np.float32], seed: int, count: int) -> Marks:
    rng = np.random.default_rng(seed + 1)
    return Marks(rows[rng.choice(len(rows), count, replace=False)], rng.random(count) < 0.5)


@given(seeds, counts, st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_marks_does_not_matter(seed: int, count: int, shuffle: Any) -> None:
    rows = layer(seed)
    marks, metric = some_marks(rows, seed, count), metric_of(rows)
    order = list(range(count))
    shuffle.shuffle(order)
    other = Marks(marks.embeddings[order], marks.wanted[order])
    one, two = (teach(rows[0], given_marks, metric, rows).head for given_marks in (marks, other))
    assert np.array_equal(one.weights, two.weights)
    assert (one.bias, one.level, one.reached) == (two.bias, two.level, two.reached)


@given(seeds, counts, st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_mark_brings_its_place_nearer_to_what_was_said(seed: int, count: int, wanted: bool) -> None:
    """Saying yes to a place never lowers it below what it was, as long as it is no more than certain; no the same."""
    rows = layer(seed)
    marks, metric = some_marks(rows, seed, count), metric_of(rows)
    assume(marks.accepted or not wanted)  # with the first yes the layer's own windows begin to count
    place, said = rows[-1:], 1.0 if wanted else -1.0
    before = float(teach(rows[0], marks, metric, rows).head.scores(place)[0])
    more = marks.joined(Marks(place, np.array([wanted])))
    after = float(teach(rows[0], more, metric, rows).head.scores(place)[0])
    assert abs(said - after) <= abs(said - before) + 1e-4
    assert (said - after) * (said - before) >= -1e-4


@given(seeds, counts)
@settings(max_examples=40, deadline=None)
def test_the_first_yes_raises_its_place_among_the_layer(seed: int, count: int) -> None:
    rows = layer(seed)
    marks = Marks(some_marks(rows, seed, count).embeddings, np.zeros(count, bool))
    metric, place = metric_of(rows), rows[-1:]

    def standing(marks: Marks) -> float:
        head = teach(rows[0], marks, metric, rows).head
        scores = head.scores(rows)
        return float((head.scores(place)[0] - scores.mean()) / scores.std())

    assert standing(marks.joined(Marks(place, np.array([True])))) >= standing(marks) - 1e-4


@given(seeds, counts)
@settings(max_examples=60, deadline=None)
def test_a_mark_leaves_less_doubt_everywhere(seed: int, count: int) -> None:
    rows = layer(seed)
    marks, metric = some_marks(rows, seed, count + 1), metric_of(rows)
    fewer = Marks(marks.embeddings[:-1], marks.wanted[:-1])
    with_all, without = (teach(rows[0], given_marks, metric, rows).doubt(rows) for given_marks in (marks, fewer))
    assert (with_all <= without + 1e-6).all()


def test_without_marks_the_words_alone_rank() -> None:
    rows = layer(3)
    head = teach(rows[0], no_marks(D), metric_of(rows), rows).head
    assert np.array_equal(np.argsort(head.scores(rows)), np.argsort(rows @ rows[0]))


def test_words_weigh_less_the_more_marks_say_otherwise() -> None:
    """Words that name another direction are overruled by what was accepted."""
    rows = layer(5, 2000)
    right = rows[:, 5]
    wrong, metric = unit(-np.eye(D)[5]), metric_of(rows)
    found = []
    for count in (0, 10, 200):
        marks = Marks(rows[:count], right[:count] > np.median(right))
        found.append(float(np.corrcoef(teach(wrong, marks, metric, rows).head.scores(rows), right)[0, 1]))
    assert found[0] < found[1] < found[2] and found[2] > 0.9


def test_relevance_parts_what_was_accepted_from_what_was_not() -> None:
    rows = layer(7, 1000)
    order = np.argsort(-rows[:, 5])
    marks = Marks(rows[np.concatenate([order[:10], order[-10:]])], np.arange(20) < 10)
    head = teach(np.zeros(D, np.float32), marks, metric_of(rows), rows).head
    scores = head.scores(rows)
    assert (scores[order[:10]] > head.level).all() and (scores[order[-10:]] < head.level).all()
    assert np.median(scores) < head.level < head.reached


def test_a_head_calls_ordinary_what_is_ordinary_on_another_layer() -> None:
    here, there = layer(1), unit(layer(2) + 0.5)
    marks = some_marks(here, 1, 8)
    head = teach(here[0], marks, metric_of(here), here).head.on(there)
    assert np.median(head.scores(there)) == pytest.approx(head.ordinary, abs=1e-4)


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_words_count_for_more_on_another_layer_and_a_score_means_the_same(seed: int) -> None:
    here, there = layer(seed), unit(layer(seed + 1) + 0.5)
    word = here[0]
    head = teach(word, some_marks(here, seed, 8), metric_of(here), here).head
    moved, plain = head.on(there, word), head.on(there)
    assert np.median(moved.scores(there)) == pytest.approx(head.ordinary, abs=1e-3)
    assert moved.scores(there).std() == pytest.approx(plain.scores(there).std(), rel=1e-3)
    said = there @ word
    assert np.corrcoef(moved.scores(there), said)[0, 1] >= np.corrcoef(plain.scores(there), said)[0, 1] - 1e-3
    assert np.allclose(head.on(there, np.zeros(D, np.float32)).weights, plain.weights)


@given(seeds, st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_a_covariance_of_few_rows_can_be_inverted(seed: int, count: int) -> None:
    rows = layer(seed, count)
    centred = rows - rows.mean(axis=0)
    values = np.linalg.eigvalsh(shrunk(covariance(centred), centred))
    assert values.min() >= -1e-7
    assert np.isfinite(metric_of(rows).matrix).all()


@given(seeds, st.integers(1, 8), st.floats(0.001, 0.5))
@settings(max_examples=60, deadline=None)
def test_accepted_places_alone_make_no_more_ground_relevant_than_the_words_expect(
    seed: int, count: int, share: float
) -> None:
    rows = layer(seed)
    metric, rejected = metric_of(rows), Marks(rows[-1:], np.array([False]))
    marks = Marks(rows[1 : 1 + count], np.ones(count, bool))
    head = teach(rows[0], marks, metric, rows, share).head
    assert (head.scores(rows) > head.level + 1e-4).mean() <= share + 1 / len(rows)
    assert head.level < head.reached
    both = marks.joined(rejected)  # once something was rejected, the marks themselves tell where a thing ends
    one, two = (teach(rows[0], both, metric, rows, known).head for known in (share, None))
    assert (one.level, one.reached) == (two.level, two.reached)
