"""Coordinates change their reference system in one place, and ground distances are true ones."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS as ProjCRS
from rasterio.crs import CRS

from backend.errors import BadOption, OutsideLayer
from backend.imagery.crs import (
    bounds_to_crs,
    geometries_to_crs,
    ground_metres_per_pixel,
    same_crs,
)
from backend.imagery.ground_area import polygon_areas_m2


def scale(crs, transform, col=50, row=50):
    metres_x, metres_y = ground_metres_per_pixel(crs, transform, col, row)
    return float(metres_x), float(metres_y)


def test_web_mercator_pixels_are_measured_on_the_ground_and_not_in_mercator_metres():
    y = 8399737.89  # 60 degrees north
    x, y_scale = scale("EPSG:3857", Affine(1, 0, 1_000_000, 0, -1, y))
    assert x == pytest.approx(0.5, rel=0.005) and y_scale == pytest.approx(0.5, rel=0.005)


def test_degrees_are_measured_in_metres():
    x, y = scale("EPSG:4326", Affine(1e-5, 0, 7, 0, -1e-5, 47))
    assert x == pytest.approx(111_320 * np.cos(np.radians(47)) * 1e-5, rel=0.005)
    assert y == pytest.approx(1.1117, rel=0.005)


def test_feet_are_measured_in_metres():
    x, y = scale("EPSG:2263", Affine(1, 0, 985_000, 0, -1, 210_000))
    assert x == pytest.approx(0.3048, rel=0.001) and y == pytest.approx(0.3048, rel=0.001)


def test_a_rotated_transform_keeps_its_pixel_size():
    turned = Affine.translation(500_000, 5_200_000) * Affine.rotation(33) * Affine.scale(0.5, -0.5)
    assert scale("EPSG:32632", turned) == pytest.approx((0.5, 0.5), rel=0.001)


def test_one_centimetre_pixels_are_measured_exactly():
    x, y = scale("EPSG:32632", Affine(0.01, 0, 500_000, 0, -0.01, 5_200_000))
    assert (x, y) == pytest.approx((0.01 / 0.9996, 0.01 / 0.9996), rel=1e-4)


def test_what_has_no_ground_is_nan():
    assert np.isnan(ground_metres_per_pixel("EPSG:4326", Affine(1, 0, 0, 0, -1, 300), 0, 0)[1])


def test_crs_are_compared_by_meaning():
    assert same_crs("EPSG:4326", CRS.from_epsg(4326))
    assert same_crs(ProjCRS.from_epsg(32632), CRS.from_epsg(32632))
    assert not same_crs("EPSG:4326", "EPSG:3857")


def test_an_unknown_crs_is_refused():
    with pytest.raises(BadOption, match="EPSG:4326"):
        bounds_to_crs((0, 0, 1, 1), "EPSG:99999999", "EPSG:4326")


def test_reversed_bounds_are_refused():
    with pytest.raises(BadOption, match="xmin,ymin,xmax,ymax"):
        bounds_to_crs((2, 0, 1, 1), "EPSG:4326", "EPSG:3857")


def test_bounds_contain_curved_edges():
    xmin, ymin, xmax, ymax = bounds_to_crs((0, 45, 18, 50), "EPSG:4326", "EPSG:32632")
    straight = geometries_to_crs(
        [shapely.Point(0, 45), shapely.Point(18, 50), shapely.Point(9, 45)], "EPSG:4326", "EPSG:32632"
    )
    assert ymin == pytest.approx(straight[2].y, abs=1000), (
        "the lowest point is on the central meridian, not in a corner"
    )
    assert xmin <= straight[0].x and xmax >= straight[1].x and ymax >= straight[1].y


def test_the_whole_world_fits_into_web_mercator_without_its_poles():
    box = bounds_to_crs((-180, -90, 180, 90), "EPSG:4326", "EPSG:3857")
    assert np.isfinite(box).all() and box[0] == pytest.approx(-20037508.34) and box[3] > 1e7


def test_bounds_that_do_not_exist_in_the_layers_crs_are_outside():
    with pytest.raises(OutsideLayer):
        bounds_to_crs((0, 95, 1, 96), "EPSG:4326", "EPSG:32632")


@settings(max_examples=60, deadline=None)
@given(st.floats(6.5, 11.5), st.floats(-79, 79), st.floats(0.001, 0.2))
def test_a_round_trip_brings_geometries_back(lon, lat, side):
    box = shapely.box(lon, lat, lon + side, lat + side)
    there = geometries_to_crs([box], "EPSG:4326", "EPSG:32632")
    back = geometries_to_crs(there, "EPSG:32632", "EPSG:4326")
    assert shapely.hausdorff_distance(back[0], box) < 1e-8


@settings(max_examples=40, deadline=None)
@given(st.floats(6.5, 11.5), st.floats(-70, 70), st.floats(0.001, 0.1))
def test_bounds_contain_their_transformed_contents(lon, lat, side):
    box = bounds_to_crs((lon, lat, lon + side, lat + side), "EPSG:4326", "EPSG:32632")
    inside = geometries_to_crs([shapely.Point(lon + side / 3, lat + side / 2)], "EPSG:4326", "EPSG:32632")[0]
    assert box[0] <= inside.x <= box[2] and box[1] <= inside.y <= box[3]


def test_areas_are_geodesic_and_without_holes():
    outer = shapely.box(500_000, 5_200_000, 501_000, 5_201_000)
    holed = outer - shapely.box(500_400, 5_200_400, 500_600, 5_200_600)
    areas = polygon_areas_m2([outer, holed, shapely.MultiPolygon([outer])], "EPSG:32632")
    assert areas == pytest.approx(np.array([1e6, 0.96e6, 1e6]) / 0.9996**2, rel=1e-4)
    mercator = shapely.box(0, 8_399_737, 1000, 8_400_737)
    assert polygon_areas_m2([mercator], "EPSG:3857")[0] == pytest.approx(250_000, rel=0.01)


def test_no_geometry_is_no_problem():
    assert len(geometries_to_crs([], "EPSG:4326", "EPSG:3857")) == 0
    assert len(polygon_areas_m2([], "EPSG:3857")) == 0
