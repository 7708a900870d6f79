"""Edges that cross are counted before anybody mends them, in no time, and only what would take long is refused."""

from __future__ import annotations

import time

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import BadOption
from backend.imagery.crossings import MAX_CROSSINGS, crossings
from backend.jobs.inputs import geometries, refuse_intricate


def lattice(lines: int) -> shapely.Polygon:
    """One ring that goes up and down and then left and right: every pass crosses every other."""
    at = np.linspace(0, 1, lines)
    up = [point for i, x in enumerate(at) for point in ((x, 1 - i % 2), (x + 1e-4, i % 2))]
    across = [point for i, y in enumerate(at) for point in ((i % 2, y), (1 - i % 2, y + 1e-4))]
    return shapely.Polygon([*up, *across])


@pytest.mark.parametrize("lines", [400, 5_000])
def test_a_lattice_of_60_kilobytes_is_refused_at_once(lines):
    shape, start = lattice(lines), time.process_time()
    with pytest.raises(BadOption, match="'examples'"):
        geometries(shapely.geometry.mapping(shape), "examples")
    assert time.process_time() - start < 5


def test_many_rings_over_each_other_are_refused():
    rings = [shapely.box(i * 1e-3, i * 1e-3, 1 + i * 1e-3, 1 + i * 1e-3) for i in range(400)]
    with pytest.raises(BadOption, match="cross too often"):
        refuse_intricate([shapely.MultiPolygon(rings)], "features", 10_000)


def test_many_shapes_that_are_each_just_allowed_are_refused_together():
    shape = lattice(60)
    assert not shape.is_valid and crossings(shape) <= MAX_CROSSINGS
    refuse_intricate([shape], "features", 10**6)
    with pytest.raises(BadOption, match="cross too often"):
        refuse_intricate([shape, None] * 100, "features", 10**6)


@pytest.mark.parametrize("points", [4, 11, 51])
def test_stars_and_bows_that_people_draw_are_taken(points):
    turn = np.arange(points) * 2 * np.pi * (points // 2) / points
    star = shapely.Polygon(np.stack([np.cos(turn), np.sin(turn)], axis=1))
    assert crossings(star) <= MAX_CROSSINGS


@given(st.integers(3, 3000))
def test_a_ring_that_crosses_nowhere_is_never_refused(points):
    turn = np.linspace(0, 2 * np.pi, points, endpoint=False)
    assert crossings(shapely.Polygon(np.stack([np.cos(turn), np.sin(turn)], axis=1))) <= MAX_CROSSINGS


def test_more_vertices_than_a_person_draws_are_refused():
    with pytest.raises(BadOption, match="vertices"):
        geometries(shapely.geometry.mapping(shapely.Point(0, 0).buffer(1, quad_segs=10_000)), "like")


@pytest.mark.parametrize("text", ["POINT (0 0)", "GEOMETRYCOLLECTION EMPTY", "LINESTRING (0 0, 1 1)"])
def test_shapes_of_few_or_no_edges_have_no_crossings(text):
    assert crossings(shapely.from_wkt(text)) <= MAX_CROSSINGS
