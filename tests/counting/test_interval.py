"""The law of counts: its mean is the sum, it is what enumeration gives, and it does not depend on the order."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.counting.interval import LEAST_DOUBT, LEVEL, MOST_FACTOR, count_of, distribution, doubt_of

CHANCES = st.lists(st.floats(0, 1), max_size=300).map(lambda values: np.array(values, np.float64))
FEW = st.lists(st.floats(0, 1), max_size=8).map(lambda values: np.array(values, np.float64))


@settings(max_examples=60, deadline=None)
@given(FEW)
def test_the_distribution_is_that_of_all_cases_told_one_by_one(chances: np.ndarray) -> None:
    told = np.zeros(len(chances) + 1)
    for case in itertools.product((0, 1), repeat=len(chances)):
        there = np.array(case, bool)
        told[there.sum()] += np.prod(np.where(there, chances, 1 - chances))
    assert np.allclose(distribution(chances), told, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(CHANCES)
def test_the_mean_is_the_sum_and_the_variance_that_of_the_parts(chances: np.ndarray) -> None:
    found = distribution(chances)
    numbers = np.arange(len(found))
    mean = float(found @ numbers)
    assert found.min() >= 0 and found.sum() == pytest.approx(1)
    assert mean == pytest.approx(float(chances.sum()), abs=1e-6)
    assert float(found @ (numbers - mean) ** 2) == pytest.approx(float((chances * (1 - chances)).sum()), abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(CHANCES)
def test_the_interval_holds_its_share_and_is_no_wider_than_it_must(chances: np.ndarray) -> None:
    found, count = distribution(chances), count_of(chances)
    assert 0 <= count.low <= count.high <= len(chances)
    assert found[count.low : count.high + 1].sum() >= LEVEL - 1e-6
    tail = (1 - LEVEL) / 2
    assert found[: count.low].sum() <= tail + 1e-6 and found[count.high + 1 :].sum() <= tail + 1e-6
    assert count.low <= count.expected + 1 and count.high >= count.expected - 1


@settings(max_examples=40, deadline=None)
@given(CHANCES, st.randoms(use_true_random=False))
def test_the_order_of_the_guesses_does_not_matter(chances: np.ndarray, rng: object) -> None:
    turned = list(chances)
    rng.shuffle(turned)  # type: ignore[attr-defined]
    first, second = count_of(chances), count_of(np.array(turned, np.float64))
    assert (first.low, first.high, first.instances) == (second.low, second.high, second.instances)


@settings(max_examples=40, deadline=None)
@given(CHANCES, st.integers(0, 50))
def test_what_is_certain_moves_the_interval_and_does_not_widen_it(chances: np.ndarray, sure: int) -> None:
    plain, more = count_of(chances), count_of(np.concatenate([chances, np.ones(sure)]))
    assert (more.low, more.high) == (plain.low + sure, plain.high + sure)


def test_ten_thousand_guesses_have_the_interval_of_a_bell_curve() -> None:
    chances = np.full(10_000, 0.3)
    found = count_of(chances)
    spread = float(np.sqrt(10_000 * 0.3 * 0.7))
    assert found.expected == pytest.approx(3000)
    assert found.low == pytest.approx(3000 - 1.645 * spread, abs=1.5)
    assert found.high == pytest.approx(3000 + 1.645 * spread, abs=1.5)


@settings(max_examples=60, deadline=None)
@given(CHANCES, st.floats(0.1, 3), st.floats(0.1, 1))
def test_more_doubt_never_narrows_the_interval(chances: np.ndarray, doubt: float, more: float) -> None:
    some, wider = count_of(chances, doubt), count_of(chances, doubt + more)
    assert wider.low <= some.low <= some.count <= some.high <= wider.high
    assert some.expected == count_of(chances).expected


def test_doubt_grows_as_a_model_becomes_unsure_of_what_it_counts() -> None:
    assert doubt_of(np.ones(7)) == doubt_of(np.empty(0)) == LEAST_DOUBT
    sure, unsure = np.full(20, 0.9), np.full(60, 0.3)
    assert LEAST_DOUBT < doubt_of(sure) < doubt_of(unsure)
    assert doubt_of(np.concatenate([sure, np.zeros(100)])) == pytest.approx(doubt_of(sure))


def test_a_sum_that_may_be_wrong_by_more_than_ten_times_is_no_number() -> None:
    sure, unsure = np.full(20, 0.9), np.full(700, 0.3)
    assert count_of(sure, doubt_of(sure)).number == 18
    found = count_of(unsure, doubt_of(unsure))
    assert (found.kind, found.number) == ("no_number", None)
    assert MOST_FACTOR * found.low < found.count < found.high / MOST_FACTOR


def test_things_that_touch_make_a_lower_bound() -> None:
    sure = np.full(20, 0.9)
    few, most = np.arange(20) < 9, np.arange(20) < 11
    assert count_of(sure, LEAST_DOUBT, crowded=few).kind == "number"
    found = count_of(sure, LEAST_DOUBT, crowded=most)
    assert (found.kind, found.number) == ("lower_bound", None) and 0 < found.low < 18


def test_nothing_found_is_not_nothing_there() -> None:
    found = count_of(np.empty(0), LEAST_DOUBT)
    assert (found.count, found.low) == (0, 0) and 0 < found.high < 6


def test_nothing_is_none() -> None:
    found = count_of(np.empty(0))
    assert (found.count, found.low, found.high) == (0, 0, 0)
