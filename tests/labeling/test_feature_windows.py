"""Which windows show a feature."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
import shapely.affinity
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.labeling.feature_windows import (
    EMPTY,
    MAX_WINDOWS,
    NO_GEOMETRY,
    OUTSIDE,
    feature_windows,
    lay_over,
    window_limits,
)
from tests.labeling.test_cells import layer

SCALE = np.array([0.5, 0.5])
some = settings(max_examples=80)


@st.composite
def shapes(draw: st.DrawFn) -> shapely.Geometry:
    """Something inside a layer of 1000 x 800 pixels."""
    x, y = draw(st.floats(0, 990)), draw(st.floats(0, 790))
    wide, high = draw(st.floats(0.5, 1000 - x)), draw(st.floats(0.5, 800 - y))
    box = shapely.box(x, y, x + wide, y + high)
    kind = draw(st.sampled_from(["box", "ring", "two", "line", "point"]))
    if kind == "ring":
        return box - shapely.affinity.scale(box, 0.8, 0.8)
    if kind == "two":
        return shapely.MultiPolygon([shapely.affinity.scale(box, 0.3, 1, origin=(o, y)) for o in (x, x + wide)])
    return {"box": box, "line": shapely.LineString([(x, y), (x + wide, y + high)]), "point": shapely.Point(x, y)}[kind]


@some
@given(shapes(), st.floats(2, 200), st.floats(1, 10))
def test_windows_lie_in_the_layer_over_the_feature(shape: shapely.Geometry, smallest: float, factor: float) -> None:
    boxes, weights = lay_over(shape, SCALE, (smallest, smallest * factor), (1000, 800))
    assert 1 <= len(boxes) == len(weights) <= MAX_WINDOWS
    assert (boxes >= -1e-9).all() and (boxes <= np.array([1000, 800, 1000, 800]) + 1e-9).all()
    assert (weights > 0).all() and shapely.intersects(shapely.box(*boxes.T), shape.buffer(1e-6)).all()
    sides = (boxes[:, 2:] - boxes[:, :2]) * SCALE
    assert (sides <= smallest * factor * 1.01).all()
    assert (np.isclose(sides, smallest, rtol=2e-3) | (sides > smallest) | (sides >= (399, 399))).all()


@some
@given(shapes(), st.floats(1, 40))
def test_a_feature_that_fits_has_one_window_with_all_of_it(shape: shapely.Geometry, smallest: float) -> None:
    boxes, weights = lay_over(shape, SCALE, (smallest, 2000), (1000, 800))
    assert weights.tolist() == [1]
    assert shapely.box(*boxes[0]).buffer(1e-6).covers(shapely.box(*shape.bounds))


def test_a_square_is_its_own_window() -> None:
    boxes, _ = lay_over(shapely.box(256, 256, 512, 512), np.array([0.3, 0.3]), (25.0, 200.0), (1024, 1024))
    np.testing.assert_allclose(boxes, [[256, 256, 512, 512]])


def test_a_small_feature_gets_context_around_it() -> None:
    boxes, _ = lay_over(shapely.box(500, 400, 510, 404), SCALE, (25.0, 200.0), (1000, 800))
    np.testing.assert_allclose(boxes, [[480, 377, 530, 427]], atol=0.05)


def test_a_feature_at_the_edge_gets_a_whole_window() -> None:
    boxes, _ = lay_over(shapely.box(0, 796, 4, 800), SCALE, (25.0, 200.0), (1000, 800))
    np.testing.assert_allclose(boxes, [[0, 750, 50, 800]], atol=0.06)


def test_a_large_feature_is_covered_and_what_it_fills_counts_most() -> None:
    shape = shapely.box(0, 0, 600, 600) - shapely.box(150, 150, 450, 450)
    boxes, weights = lay_over(shape, SCALE, (25.0, 50.0), (1000, 800))
    assert len(boxes) > 50
    covered = shapely.union_all(shapely.box(*boxes.T))
    assert (shape - covered).area < 0.02 * shape.area
    squares = shapely.box(*boxes.T)
    fill = shapely.area(shapely.intersection(squares, shape)) / shapely.area(squares)
    np.testing.assert_allclose(weights, fill / fill.max(), rtol=1e-6)
    assert not shapely.within(squares, shapely.box(150, 150, 450, 450)).any()


def test_a_huge_feature_is_looked_at_in_evenly_spaced_places() -> None:
    boxes, _ = lay_over(shapely.box(0, 0, 20_000, 20_000), SCALE, (25.0, 50.0), (20_000, 20_000))
    assert 100 < len(boxes) <= MAX_WINDOWS
    assert boxes[:, 0].min() == 0 and boxes[:, 2].max() == 20_000


def test_features_without_windows_say_why() -> None:
    info = layer(1000, 800)
    west, _, _, north = info.bounds
    near = shapely.affinity.translate(shapely.box(10, -40, 60, -10), west, north)
    bow = shapely.affinity.translate(shapely.Polygon([(10, -40), (60, -10), (60, -40), (10, -10)]), west, north)
    given_shapes = [near, None, shapely.Polygon(), bow, shapely.box(0, 0, 10, 10), shapely.Point(np.inf, np.inf)]
    laid = feature_windows(info, np.array([*given_shapes, None], dtype=object)[:-1])
    assert laid.reasons[0] is None and laid.reasons[1:3] == (NO_GEOMETRY, EMPTY)
    assert str(laid.reasons[3]).startswith("invalid geometry: Self-intersection")
    assert laid.reasons[4:] == (OUTSIDE, OUTSIDE)
    assert laid.owner.tolist() == [0]


def test_limits_suit_the_layer_unless_they_are_given() -> None:
    assert window_limits(layer(3000, 3000)) == pytest.approx((64, 800), rel=1e-3)
    assert window_limits(layer(3000, 3000), (50.0, 20.0)) == (20, 50)
