"""Posted geometries: read together they are what each is by itself, and what is none is refused in one sentence."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.errors import BadOption
from backend.imagery.geojson import parse_geometries, parse_geometry

numbers = st.integers(-180, 180) | st.floats(-180, 180)
positions = st.lists(numbers, min_size=2, max_size=4)
rings = st.lists(positions, min_size=3, max_size=5).map(lambda ring: [*ring, ring[0]])
simple = st.one_of(
    positions.map(lambda at: {"type": "Point", "coordinates": at}),
    st.lists(positions, min_size=2, max_size=4).map(lambda at: {"type": "LineString", "coordinates": at}),
    st.lists(rings, max_size=2).map(lambda at: {"type": "Polygon", "coordinates": at}),
    st.lists(st.lists(rings, max_size=2), max_size=2).map(lambda at: {"type": "MultiPolygon", "coordinates": at}),
    st.just({"type": "Polygon", "coordinates": []}),
)
geometries = (
    simple
    | st.none()
    | st.lists(simple, max_size=2).map(lambda parts: {"type": "GeometryCollection", "geometries": parts})
)
broken = st.sampled_from(
    [
        {"type": "Polygon", "coordinates": [[[0, 0], [1], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [True, 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], ["1", 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [float("nan"), 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]},
        {"type": "Polygon"},
        {"type": "Point", "coordinates": [], "crs": {"type": "link", "properties": {"href": "http://127.0.0.1:1/"}}},
        {"type": "Foo", "coordinates": [1, 2]},
        [1, 2],
        3,
    ]
)


@given(st.lists(geometries, max_size=6))
@settings(max_examples=80, deadline=None)
def test_geometries_read_together_are_those_read_one_by_one(data: list[Any]) -> None:
    together, alone = parse_geometries(data, "it"), [parse_geometry(one, "it") for one in data]
    assert shapely.to_wkb(together).tolist() == shapely.to_wkb(alone).tolist()


@given(st.lists(geometries, max_size=4), broken, st.integers(0, 4))
@settings(max_examples=40, deadline=None)
def test_one_that_is_none_is_refused_wherever_it_stands(data: list[Any], bad: Any, place: int) -> None:
    with pytest.raises(BadOption, match=r"^(it is not valid GeoJSON|The crs member of it)"):
        parse_geometries([*data[:place], bad, *data[place:]], "it")
