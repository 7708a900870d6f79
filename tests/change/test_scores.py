"""What moved everything is no change, and what stands out is told on a scale of its own."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.change.scores import LEAST_SPREAD, logits, spread_of

NUMBERS = st.integers(0, 2**32 - 1)


@settings(max_examples=40, deadline=None)
@given(seed=NUMBERS, moved=st.floats(-20, 20), wider=st.floats(1.0, 50.0))
def test_a_season_that_moves_and_stretches_all_scores_changes_nothing(seed: int, moved: float, wider: float) -> None:
    rng = np.random.default_rng(seed)
    differences = rng.normal(0, 3, 400)
    sides = np.repeat(np.array([25, 50], np.float32), 200)
    plain = spread_of(differences, sides).standardised(differences)
    seen = differences * wider + moved
    assert np.allclose(spread_of(seen, sides).standardised(seen), plain, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(seed=NUMBERS, share=st.floats(0.01, 0.3))
def test_what_changed_in_places_does_not_widen_the_scale(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    quiet = rng.normal(0, 1, 500)
    sides = np.full(500, 50, np.float32)
    changed = quiet.copy()
    places = rng.choice(500, int(500 * share), replace=False)
    changed[places] += 30
    found = spread_of(changed, sides).standardised(changed)
    assert found[places].min() > np.delete(found, places).max()
    assert found[places].min() > 8


def test_the_windows_of_each_size_have_a_scale_of_their_own() -> None:
    rng = np.random.default_rng(3)
    sides = np.repeat(np.array([25, 100], np.float32), 300)
    differences = np.where(sides == 25, rng.normal(0, 1, 600), rng.normal(5, 4, 600))
    found = spread_of(differences, sides).standardised(differences)
    for side in (25, 100):
        assert abs(np.median(found[sides == side])) < 1e-9
        assert 0.8 < found[sides == side].std() < 1.25


def test_two_pictures_that_are_the_same_have_no_change_at_all() -> None:
    nothing = np.zeros(200)
    spread = spread_of(nothing, np.full(200, 50, np.float32))
    assert (spread.deviation == LEAST_SPREAD).all() and (spread.standardised(nothing) == 0).all()


def test_certain_relevances_have_finite_logits() -> None:
    assert np.isfinite(logits(np.array([0, 0.5, 1], np.float32))).all()
