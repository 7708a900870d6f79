"""Strips of a thing and regions among its parts belong to it; neighbours of its size and what lies apart do not."""

from __future__ import annotations

import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, box

from backend.search.fragments import is_fragment, joined


def test_a_strip_along_a_region_belongs_to_it() -> None:
    stadium, rim, elsewhere = box(0, 0, 100, 60), box(30, 60, 80, 75), box(200, 0, 250, 50)
    found = joined([stadium, elsewhere, rim])
    assert [number for number, _ in found] == [0, 1]
    assert found[0][1].equals(shapely.union_all([stadium, rim])) and found[1][1].equals(elsewhere)


def test_a_neighbour_of_the_same_size_is_a_thing_of_its_own() -> None:
    assert not is_fragment(box(100, 0, 200, 60), box(0, 0, 100, 60))


def test_a_small_thing_that_only_touches_a_corner_is_one_of_its_own() -> None:
    assert not is_fragment(box(100, 60, 120, 80), box(0, 0, 100, 60))
    assert not is_fragment(box(104, 0, 124, 20), box(0, 0, 100, 60))


def test_regions_among_each_other_are_one() -> None:
    comb = MultiPolygon([box(0, y, 60, y + 5) for y in range(0, 60, 20)])
    other = MultiPolygon([box(0, y + 10, 60, y + 15) for y in range(0, 60, 20)])
    ((number, shape),) = joined([comb, other])
    assert number == 0 and shape.area == comb.area + other.area


squares = st.builds(
    lambda x, y, side: box(10 * x, 10 * y, 10 * (x + side), 10 * (y + side)),
    st.integers(0, 30), st.integers(0, 30), st.integers(1, 8),
)  # fmt: skip


@given(st.lists(squares, max_size=15))
def test_no_ground_is_lost_or_added_and_the_order_stays(shapes: list[shapely.Polygon]) -> None:
    taken, disjoint = shapely.Polygon(), []
    for shape in shapes:
        rest = shape.difference(taken)
        if rest.area > 0:
            disjoint.append(rest)
            taken = taken.union(shape)
    found = joined(disjoint)
    assert [number for number, _ in found] == sorted(number for number, _ in found)
    assert not disjoint or found[0][0] == 0
    assert abs(sum(shape.area for _, shape in found) - taken.area) < 1e-6
