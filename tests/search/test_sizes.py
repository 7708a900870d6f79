"""Things are looked for in windows that fit them, and windows of several sizes are compared fairly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from rasterio.crs import CRS
from rasterio.transform import from_origin

from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import default_window_sizes
from backend.mentions import mentions
from backend.search.query import Query
from backend.search.sizes import comparable, fitting_windows, sizes_for, thing_size, windows_over

SIDES = (25.0, 50.0, 100.0, 200.0)


@pytest.fixture
def make_info():
    def make(crs: str, transform: Affine, width: int, height: int) -> LayerInfo:
        return LayerInfo(
            Path("layer.tif"),
            "GTiff",
            width,
            height,
            3,
            "uint8",
            CRS.from_user_input(crs),
            transform,
            None,
            (256, 256),
            "0",
        )

    return make


def info_of(make_info, ground_sampling_m: float, side_px: int = 8000):
    return make_info(
        "EPSG:32632", from_origin(500_000, 5_200_000, ground_sampling_m, ground_sampling_m), side_px, side_px
    )


@pytest.mark.parametrize(
    "text",
    [
        *("car", "a car", "the cars", "parked cars", "Autos", "coches", "voitures", "汽车", "자동차들"),
        *("a car near a lake", "cars along a road", "Autos auf der Straße", "白色汽车", "белые машины", "auto bianche"),
    ],
)
def test_a_thing_has_a_size_in_any_form_and_language(text: str) -> None:
    assert thing_size(Query((text,))) == (4.0, 6.0)


@pytest.mark.parametrize("text", ["asdfgh", "something large"])
def test_what_has_no_name_has_no_size(text: str) -> None:
    assert thing_size(Query((text,))) is None


@pytest.mark.parametrize("text", ["large car park", "boats along the river", "houses with pools"])
def test_a_phrase_has_the_size_of_what_it_is_about(text: str) -> None:
    found = mentions(text, "en")
    assert found is not None and thing_size(Query((text,))) == found.head.size_m


def test_several_phrases_have_the_size_of_all() -> None:
    assert thing_size(Query(("car", "airplane"))) == (4.0, 75.0)
    assert thing_size(Query(("barcos",))) == (4.0, 200.0)  # boats in Portuguese, ships in Spanish
    assert thing_size(Query(("ville",))) is None  # a city in French, villas in Italian: no size fits both
    assert thing_size(Query(("car", "asdfgh"))) is None


def test_small_things_ask_for_small_windows_where_pixels_allow(make_info) -> None:
    for ground_sampling_m, finest in ((0.1, 12.5), (0.25, 12.5), (0.3, 25.0), (0.5, 25.0), (1.0, 50.0)):
        info = info_of(make_info, ground_sampling_m)
        usual = default_window_sizes(info)
        found = sizes_for(Query(("cars",)), info, usual)
        assert (min(usual) if found is None else found[0]) == finest, ground_sampling_m
        assert found is None or found[0] >= 48 * ground_sampling_m


def test_large_things_and_phrases_take_the_usual_windows(make_info) -> None:
    info = info_of(make_info, 0.1)
    for text in ("stadiums", "water", "airport", "asdfgh", "forest"):
        assert sizes_for(Query((text,)), info, default_window_sizes(info)) is None, text


def test_windows_over_an_extent_are_counted_before_they_are_made(make_info) -> None:
    info = info_of(make_info, 0.5, 2000)
    assert windows_over(info, (25.0,), None) == pytest.approx((1000 / 12.5) ** 2, rel=0.01)
    assert windows_over(info, (25.0,), (500_000, 5_199_900, 500_100, 5_200_000)) == pytest.approx(64, abs=1)


def test_windows_that_are_too_large_or_too_small_do_not_answer() -> None:
    sides = np.array(SIDES, np.float32)
    assert fitting_windows(sides, (10.0, 20.0)).tolist() == [True, True, False, False]
    assert fitting_windows(sides, (100.0, 320.0)).tolist() == [False, True, True, True]
    assert fitting_windows(sides, (4.0, 6.0)).tolist() == [True, False, False, False]
    assert fitting_windows(sides, (0.0, 2000.0)) is None and fitting_windows(sides, None) is None
    assert fitting_windows(np.repeat(sides, 2)[::-1], (10.0, 20.0)).tolist() == [False] * 4 + [True] * 4


@given(
    st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=3),
    st.lists(st.floats(0.125, 8, width=32), min_size=3, max_size=3),
)
def test_level_and_spread_of_a_size_do_not_count(levels: list[float], spreads: list[float]) -> None:
    """However the rankings of a size are moved and stretched, the order over all sizes stays."""
    chance = np.random.default_rng(5)
    sides = np.repeat(np.array(SIDES[:3], np.float32), 400)
    plain = chance.standard_normal(1200).astype(np.float32)
    moved = plain * np.repeat(np.float32(spreads), 400) + np.repeat(np.float32(levels), 400)
    first, second = comparable(plain, sides), comparable(moved, sides)
    gaps = np.diff(np.sort(first))
    order = np.argsort(first)
    assert (np.diff(second[order])[gaps > 1e-3] > 0).all()


def test_one_size_and_few_windows_stay_as_they_are() -> None:
    ranking = np.random.default_rng(2).standard_normal(60).astype(np.float32)
    assert comparable(ranking, np.full(60, 25, np.float32)) is ranking
    assert np.array_equal(comparable(ranking, np.repeat(np.float32([25, 50]), [55, 5])), ranking)
