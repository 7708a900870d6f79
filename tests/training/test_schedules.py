"""Schedules, moving averages, sample order, languages, interpolation: laws of small pure functions."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import BadOption
from training.batches.languages import LanguageSampler, language_weights
from training.batches.sample_order import SampleOrder
from training.config.run import LanguagesConfig
from training.data.sample import Sample
from training.loop.ema import blend, early_decay
from training.models.interpolation import interpolate
from training.schedules import cosine, linear_then_constant, warmup_then_cosine

steps = st.integers(1, 500)


@given(steps, st.floats(0, 1), st.floats(0, 1))
def test_a_cosine_goes_from_its_start_to_its_end_without_turning(length: int, start: float, end: float) -> None:
    curve = [cosine(start, end, step, length) for step in range(length + 3)]
    assert curve[0] == pytest.approx(start) and curve[-1] == pytest.approx(end)
    direction = 1 if end >= start else -1
    assert all((b - a) * direction >= -1e-12 for a, b in pairwise(curve))


@given(st.integers(0, 50), steps)
def test_the_rate_warms_up_to_one_and_falls_to_its_floor(warmup: int, length: int) -> None:
    length += warmup
    curve = [warmup_then_cosine(step, warmup, length, 0.1) for step in range(length + 1)]
    assert max(curve) == pytest.approx(1) and curve[-1] == pytest.approx(0.1)
    assert curve[:warmup] == pytest.approx([(step + 1) / warmup for step in range(warmup)])


@given(steps)
def test_a_straight_line_ends_where_it_should(length: int) -> None:
    assert linear_then_constant(0.04, 0.07, 0, length) == pytest.approx(0.04)
    assert linear_then_constant(0.04, 0.07, length, length) == 0.07
    assert linear_then_constant(0.04, 0.07, 10 * length, length) == 0.07
    assert linear_then_constant(0.04, 0.07, 0, 0) == 0.07


def test_the_average_of_a_constant_is_reached_geometrically() -> None:
    average = {"w": torch.zeros(3), "count": torch.tensor(0)}
    for step in range(1, 6):
        blend(average, {"w": torch.ones(3), "count": torch.tensor(step)}, 0.9)
        assert torch.allclose(average["w"], torch.full((3,), 1 - 0.9**step))
    assert int(average["count"]) == 5


@given(st.integers(0, 10_000))
def test_the_early_decay_never_exceeds_the_asked_one(step: int) -> None:
    assert 0 < early_decay(0.999, step) <= 0.999


def samples(count: int, source: str = "a") -> list[Sample]:
    return [Sample(source, str(i), "train") for i in range(count)]


@given(st.integers(1, 20), st.integers(1, 9), st.integers(0, 50), st.integers(0, 100))
def test_each_epoch_holds_every_sample_once(count: int, batch: int, start: int, seed: int) -> None:
    order = SampleOrder(samples(count), {}, seed)
    several = order.rows(0, 3 * count)
    for epoch in range(3):
        assert sorted(several[epoch * count : (epoch + 1) * count]) == list(range(count))
    assert order.rows(start, batch) == SampleOrder(samples(count), {}, seed).rows(0, start + batch)[start:]


def test_repeats_count_and_zero_leaves_out() -> None:
    order = SampleOrder(samples(2, "a") + samples(3, "b") + samples(1, "c"), {"b": 2, "c": 0}, 0)
    assert Counter(order.rows(0, len(order))) == {0: 1, 1: 1, 2: 2, 3: 2, 4: 2}


@given(st.sampled_from(["uniform", "english-share", "temperature"]), st.floats(0, 1), st.floats(1, 10))
def test_language_weights_are_probabilities(sampling: str, share: float, temperature: float) -> None:
    config = LanguagesConfig(codes=("en", "de", "ko"), sampling=sampling, english_share=share, temperature=temperature)
    weights = language_weights(config, {"en": 90, "de": 9, "ko": 1})
    assert sum(weights.values()) == pytest.approx(1) and min(weights.values()) >= 0


def test_temperature_flattens_what_there_is_of_each_language() -> None:
    def weights(temperature: float) -> dict[str, float]:
        config = LanguagesConfig(codes=("en", "de"), sampling="temperature", temperature=temperature)
        return language_weights(config, {"en": 80, "de": 20})

    assert weights(1) == pytest.approx({"en": 0.8, "de": 0.2})
    assert 0.5 < weights(3)["en"] < 0.8


def test_languages_are_drawn_by_weight_among_those_there_are() -> None:
    sampler = LanguageSampler({"en": 0.6, "de": 0.3, "ko": 0.1})
    rng = Random(0)
    seen = Counter(sampler.draw(["ko", "en", "de"], rng) for _ in range(3000))
    assert seen["en"] / 3000 == pytest.approx(0.6, abs=0.04) and seen["ko"] / 3000 == pytest.approx(0.1, abs=0.03)
    assert Counter(sampler.draw(["de", "ko"], rng) for _ in range(400))["de"] > 240
    assert sampler.draw(["fr"], rng) == "fr"


def test_interpolated_weights_start_at_one_end_and_stop_at_the_other() -> None:
    start, end = {"w": torch.zeros(2), "n": torch.tensor(1)}, {"w": torch.ones(2), "n": torch.tensor(2)}
    for share in (0.0, 0.3, 1.0):
        mixed = interpolate(start, end, share)
        assert torch.allclose(mixed["w"], torch.full((2,), 1 - share)) and int(mixed["n"]) == 2
    with pytest.raises(BadOption, match="only one of them has b"):
        interpolate({"b": torch.ones(1)}, {}, 0.5)
