"""The Earth is round once: whatever the CRS, geometries and boxes are where they are on it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon, box

from backend.errors import OutsideLayer
from backend.imagery.crs import project
from backend.imagery.globe import (
    bounds_of_each,
    box_to_degrees,
    degree_bounds,
    degree_boxes,
    joined,
    native_boxes,
    to_degrees,
    to_layer,
)

FULL_DISK = "+proj=geos +h=35785831 +lon_0=0 +sweep=y +ellps=WGS84 +units=m"
SYSTEMS = ("EPSG:4326", "EPSG:3857", "EPSG:3031", "EPSG:3413", "ESRI:54009")

places = st.tuples(st.floats(-180, 180), st.floats(-84, 84))
small = st.floats(0.01, 4.0)


def holds(shape, lon, lat) -> bool:
    return any(shapely.intersects(shapely.buffer(shape, 1e-6), Point(lon + turn, lat)) for turn in (-360, 0, 360))


@given(places, small, st.integers(-2, 2))
@settings(deadline=None, max_examples=40)
def test_a_box_beyond_180_is_the_same_ground_however_its_longitudes_are_counted(place, side, turns):
    lon, lat = place
    there = box(lon, lat, lon + side, lat + side)
    (one,) = to_degrees([there], "EPSG:4326")
    (other,) = to_degrees([shapely.transform(there, lambda at: at + np.array([360.0 * turns, 0]))], "EPSG:4326")
    assert shapely.area(shapely.symmetric_difference(one, other)) < 1e-6
    assert one.area == pytest.approx(side * side, rel=1e-6)
    assert one.bounds[0] >= -180 and one.bounds[2] <= 180 and one.is_valid
    west, _, east, _ = degree_bounds([one])
    assert (east - west) % 360 == pytest.approx(side, abs=1e-6)


@given(places, st.floats(100, 50_000), st.sampled_from(["EPSG:32660", "EPSG:32760", "EPSG:3031", "EPSG:3413"]))
@settings(deadline=None, max_examples=40)
def test_a_square_of_a_projected_layer_holds_its_middle_and_is_no_wider_than_it_is(place, side, crs):
    lon = place[0] % 6 + 174 if crs.endswith("60") else place[0]  # in and beyond its zone
    lat = {"EPSG:32660": abs(place[1]), "EPSG:32760": -abs(place[1]), "EPSG:3413": 60 + abs(place[1]) / 3}.get(
        crs, -60 - abs(place[1]) / 3
    )
    (x,), (y,) = project("EPSG:4326", crs, [lon], [lat])
    (shape,) = to_degrees([box(x - side / 2, y - side / 2, x + side / 2, y + side / 2)], crs)
    assert shape.is_valid and shape.geom_type in ("Polygon", "MultiPolygon")
    assert holds(shape, lon, lat)
    west, south, east, north = degree_bounds([shape])
    if abs(lat) < 88:
        assert (east - west) % 360 <= 2 * side / (111_000 * np.cos(np.radians(abs(lat) + 1)))
    assert -90 <= south <= lat <= north <= 90


def test_bounds_of_each_are_those_of_one_at_a_time():
    two = shapely.MultiPolygon([box(170, 0, 180, 1), box(-180, 0, -175, 1)])
    some = [box(9, 45, 10, 46), None, shapely.Polygon(), two, shapely.MultiPolygon([box(0, 0, 1, 1)])]
    assert bounds_of_each(some) == [degree_bounds([] if shape is None else [shape]) for shape in some]
    assert bounds_of_each([]) == []


@pytest.mark.parametrize(("crs", "pole"), [("EPSG:3413", 90.0), ("EPSG:3031", -90.0)])
def test_ground_around_a_pole_holds_the_pole_and_a_hole_in_it_does_not(crs, pole):
    disk = shapely.Point(0, 0).buffer(1e6)
    whole, ring = to_degrees([disk, disk.difference(shapely.Point(0, 0).buffer(3e5))], crs)
    assert whole.bounds == pytest.approx((-180, min(pole, whole.bounds[1]), 180, max(pole, whole.bounds[3])))
    for lon in (-180, -77, 0, 33, 180):
        assert holds(whole, lon, pole)
        assert not holds(ring, lon, pole)
        assert holds(ring, lon, pole - np.sign(pole) * 5)
    assert whole.is_valid and ring.is_valid


def test_what_is_off_the_earth_is_left_out_and_never_infinite():
    corner, limb, middle = box(-5.5e6, 5e6, -5e6, 5.5e6), box(5e6, -5e5, 5.6e6, 5e5), box(-5e5, -5e5, 5e5, 5e5)
    off, part, whole = to_degrees([corner, limb, middle], FULL_DISK)
    assert off is None
    assert part is not None and np.isfinite(shapely.get_coordinates(part)).all() and part.is_valid
    assert whole.is_valid and holds(whole, 0, 0)
    bounds = box_to_degrees((-5568000, -5568000, 5568000, 5568000), FULL_DISK)
    assert np.isfinite(bounds).all() and bounds[0] < -70 and bounds[2] > 70
    with pytest.raises(OutsideLayer, match="cannot be expressed"):
        box_to_degrees((5e6, 5e6, 5.5e6, 5.5e6), FULL_DISK)


def test_a_map_of_the_whole_world_goes_once_around():
    (one, other) = to_degrees([box(0, -90, 360, 90), box(-180, -90.125, 180, 90.125)], "EPSG:4326")
    for shape in (one, other):
        assert shape.area == pytest.approx(360 * 180)
    assert box_to_degrees((0, -90, 360, 90), "EPSG:4326") == pytest.approx((-180, -90, 180, 90))
    assert box_to_degrees((-180, -90, 180, 90), "EPSG:4326") == (-180, -90, 180, 90)


def test_points_lines_and_nothing_keep_what_they_are():
    shapes = [
        None,
        Polygon(),
        Point(190, 5),
        shapely.LineString([(179, 0), (181, 0)]),
        shapely.from_wkt("MULTIPOINT (1 1, 200 2)"),
    ]
    none, empty, point, line, points = to_degrees(shapes, "EPSG:4326")
    assert none is None and empty.is_empty and point.equals(Point(-170, 5))
    assert line.geom_type == "MultiLineString" and line.length == pytest.approx(2)
    assert points.equals(shapely.from_wkt("MULTIPOINT (1 1, -160 2)"))


@given(places, small, st.sampled_from(SYSTEMS))
@settings(deadline=None, max_examples=40)
def test_a_box_in_degrees_is_found_in_every_system_that_has_its_ground(place, side, crs):
    lon, lat = place
    asked = (lon, lat, lon + side, lat + side)
    (x,), (y,) = project("EPSG:4326", crs, [lon + side / 2], [lat + side / 2])
    if not (np.isfinite(x) and np.isfinite(y)):
        return
    found = native_boxes(asked, "EPSG:4326", crs, (x - 1e-3, y - 1e-3, x + 1e-3, y + 1e-3))
    assert any(b[0] - 1e-6 <= x <= b[2] + 1e-6 and b[1] - 1e-6 <= y <= b[3] + 1e-6 for b in found)


@given(places, small, st.integers(-1, 1))
@settings(deadline=None, max_examples=30)
def test_an_extent_finds_a_layer_that_counts_its_longitudes_otherwise(place, side, turns):
    lon, lat = place
    layer = (lon + 360 * turns - 1, lat - 1, lon + 360 * turns + side + 1, lat + side + 1)
    found = native_boxes((lon, lat, lon + side, lat + side), "EPSG:4326", "EPSG:4326", layer)
    assert len(found) == 1
    assert found[0] == pytest.approx((lon + 360 * turns, lat, lon + 360 * turns + side, lat + side))


def test_web_mercator_finds_a_layer_of_0_to_360():
    (one,) = native_boxes((-18930000, 1100000, -18900000, 1130000), "EPSG:3857", "EPSG:4326", (190, 9.9, 190.1, 10.2))
    assert one[0] == pytest.approx(189.95, abs=0.01) and one[2] == pytest.approx(190.22, abs=0.01)


def test_an_extent_across_the_antimeridian_is_two_boxes_or_one_where_the_layer_goes_on():
    assert degree_boxes((179, -1, -179, 1)) == [(179, -1, 180, 1), (-180, -1, -179, 1)]
    assert degree_boxes((179, -1, 181, 1)) == [(179, -1, 180, 1), (-180, -1, -179, 1)]
    assert degree_boxes((-170, -1, 200, 1)) == [(-180, -1, 180, 1)]
    here = native_boxes((179.9, -17.1, -179.9, -16.9), "EPSG:4326", "EPSG:32760", (8e5, 8.1e6, 9e5, 8.2e6))
    whole = joined(here)
    assert whole is not None and 15_000 < whole[2] - whole[0] < 25_000
    assert joined(native_boxes((179, -1, -179, 1), "EPSG:4326", "EPSG:4326", (-180, -90, 180, 90))) is None
    assert joined(native_boxes((179, -1, -179, 1), "EPSG:4326", "EPSG:4326", (0, -90, 360, 90))) == (179, -1, 181, 1)


def test_features_cut_at_the_antimeridian_are_whole_again_on_a_layer_that_goes_on():
    halves = shapely.union_all([box(179.9, 0, 180, 1), box(-180, 0, -179.9, 1)])
    (there,) = to_layer([halves], "EPSG:4326", "EPSG:4326", (170, -10, 190, 10))
    assert there.geom_type == "Polygon" and there.bounds == pytest.approx((179.9, 0, 180.1, 1))
    (back,) = to_layer([there], "EPSG:4326", "EPSG:4326", (-180, -90, 180, 90))
    inside = shapely.intersection(back, box(-180, -90, 180, 90))
    assert inside.area == pytest.approx(0.2)
    (same,) = to_layer([box(5, 5, 6, 6)], "EPSG:4326", "EPSG:4326", (-180, -90, 180, 90))
    assert same.equals(box(5, 5, 6, 6))
