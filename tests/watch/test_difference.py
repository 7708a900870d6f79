"""New, gone and unchanged: by shared ground, whatever layer it was seen on."""

from __future__ import annotations

import json

import shapely
from hypothesis import given
from hypothesis import strategies as st

from backend.watch.difference import difference, overlaps
from backend.watch.seen import SeenLayer, SeenRegion


def region(west: float, south: float, side: float = 1.0) -> SeenRegion:
    shape = shapely.box(west, south, west + side, south + side)
    return SeenRegion(json.loads(shapely.to_geojson(shape)), {"relevance": 0.5})


def layer(name: str, *regions: SeenRegion) -> SeenLayer:
    return SeenLayer(name, name, "mark", regions)


A, B, C, FAR = region(0, 0), region(0.5, 0.5), region(2, 2), region(50, 50)


def test_a_region_on_other_ground_is_new_and_one_on_the_same_is_not() -> None:
    found = difference({"a": layer("a", A)}, {"a": layer("a", B, C)})
    assert (found.new, found.gone, found.unchanged) == ((C,), (), (B,))


def test_what_another_layer_had_there_before_is_not_new() -> None:
    found = difference({"old": layer("old", A)}, {"newer": layer("newer", B, FAR)})
    assert (found.new, found.gone, found.unchanged) == ((FAR,), (), (B, A))


def test_regions_of_a_layer_that_is_no_longer_asked_are_gone_unless_another_has_them() -> None:
    before = {"a": layer("a", A, FAR), "b": layer("b", C)}
    found = difference(before, {"a": SeenLayer("a", "a", "", (), gone=True), "c": layer("c", B)})
    assert (found.new, found.gone, found.unchanged) == ((), (FAR,), (B, C))


def test_a_layer_that_failed_says_nothing() -> None:
    found = difference({"a": layer("a", A)}, {"a": SeenLayer("a", "a", "", None, "It is damaged.")})
    assert (found.new, found.gone, found.unchanged) == ((), (), (A,))


def test_neighbours_that_rounding_lets_overlap_are_apart() -> None:
    assert overlaps([region(1 - 1e-7, 0)], [A]) == [False]
    assert overlaps([region(0.9, 0)], [A]) == [True]


def test_a_small_region_inside_a_large_one_shares_its_ground() -> None:
    assert overlaps([region(0.4, 0.4, 0.01)], [region(0, 0, 100)]) == [True]
    assert overlaps([region(0, 0, 100)], [region(0.4, 0.4, 0.01)]) == [True]


def test_what_has_no_place_in_degrees_overlaps_nothing() -> None:
    assert overlaps([SeenRegion(None, {})], [A]) == [False]
    assert overlaps([A], [SeenRegion(None, {})]) == [False]


PLACES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=6)


@given(PLACES, PLACES, PLACES)
def test_every_region_is_told_once_and_equal_answers_differ_in_nothing(
    first: list[tuple[int, int]], second: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    def made(name: str, places: list[tuple[int, int]]) -> SeenLayer:
        return layer(name, *(region(x / 2, y / 2) for x, y in places))

    before = {"a": made("a", first), "b": made("b", other)}
    found = difference(before, {"a": made("a", second)})
    assert len(found.new) + len(found.unchanged) == len(second) + len(other)
    assert len(found.gone) <= len(first)
    assert not any(overlaps(found.new, [*(before["a"].regions or ()), *(before["b"].regions or ())]))
    same = difference(before, {"a": made("a", first)})
    assert (same.new, same.gone) == ((), ())
