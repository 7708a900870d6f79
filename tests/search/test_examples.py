"""Regions like given ground: found by what a polygon shows, whatever its size, CRS and shape."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from backend.errors import BadOption, EmptyQuery, OutsideLayer
from backend.imagery.crs import geometries_to_crs
from backend.imagery.window_grid import WindowSet
from backend.search.examples import fitting_windows, shows_examples
from backend.search.query import Example, Query
from backend.search.search import SearchOptions, open_matrix, search


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Two red squares, two blue ones and a green disc on grey ground, with an index in memory."""
    import rasterio
    from rasterio.transform import from_origin

    pixels = np.full((3, 1000, 1000), 120, np.uint8)
    colours = {"red": (220, 20, 20), "blue": (20, 20, 220), "green": (20, 220, 20)}
    places = {"red": [(100, 100), (700, 750)], "blue": [(800, 100), (150, 700)], "green": [(450, 450)]}
    truth = {}
    for name, corners in places.items():
        for x, y in corners:
            pixels[:, y : y + 100, x : x + 100] = np.array(colours[name], np.uint8)[:, None, None]
        truth[name] = [
            shapely.box(500_000 + x / 2, 5_200_000 - y / 2 - 50, 500_050 + x / 2, 5_200_000 - y / 2) for x, y in corners
        ]
    path = tmp_path_factory.mktemp("twins") / "twins.tif"
    profile = {"driver": "GTiff", "width": 1000, "height": 1000, "count": 3, "dtype": "uint8", "crs": "EPSG:32632"}
    with rasterio.open(path, "w", transform=from_origin(500_000, 5_200_000, 0.5, 0.5), **profile) as dataset:
        dataset.write(pixels)
    return path, truth


@pytest.fixture
def twin_index(twins: Any, make_index: Any) -> Any:
    return make_index(twins[0])


def like(*shapes: Any, crs: str = "EPSG:32632", **query: Any) -> Query:
    return Query(query.pop("texts", ()), examples=tuple(Example(shape, crs) for shape in shapes), **query)


def share(region: Any, thing: Any) -> float:
    return float(region.geometry.intersection(thing).area / region.geometry.area)


@pytest.mark.parametrize("colour", ["red", "blue"])
@pytest.mark.parametrize("mode", ["windows", "merged"])
def test_an_example_finds_the_other_one_of_its_kind(
    twins: Any, twin_index: Any, encoder: Any, colour: str, mode: str
) -> None:
    one, other = twins[1][colour]
    result = search(twin_index, encoder, like(one), SearchOptions(mode=mode))  # type: ignore[arg-type]
    assert share(result.regions[0], other) > 0.4
    assert all(region.geometry.intersection(one).area < 0.3 * one.area for region in result.regions)
    assert result.regions[0].relevance > 0.5


def test_an_examples_own_ground_may_be_an_answer_too(twins: Any, twin_index: Any, encoder: Any) -> None:
    one, other = twins[1]["red"]
    result = search(twin_index, encoder, like(one), SearchOptions(exclude_examples=False, top=2))
    found = shapely.union_all([region.geometry for region in result.regions])
    assert found.intersection(one).area > 0.5 * one.area and found.intersection(other).area > 0.5 * other.area
    assert min(region.relevance for region in result.regions) > 0.8


def test_an_example_may_be_in_another_crs(twins: Any, twin_index: Any, encoder: Any) -> None:
    one, other = twins[1]["red"]
    (degrees,) = geometries_to_crs([one], "EPSG:32632", "EPSG:4326")
    result = search(twin_index, encoder, like(degrees, crs="EPSG:4326"))
    assert share(result.regions[0], other) > 0.4


def test_several_examples_ask_for_what_is_like_either(twins: Any, twin_index: Any, encoder: Any) -> None:
    red, blue = twins[1]["red"], twins[1]["blue"]
    result = search(twin_index, encoder, like(red[0], blue[0]), SearchOptions(top=2))
    assert {
        i for i, thing in enumerate((red[1], blue[1])) for region in result.regions if share(region, thing) > 0.3
    } == {0, 1}


def test_a_counter_example_takes_its_kind_out(twins: Any, twin_index: Any, encoder: Any) -> None:
    red, blue = twins[1]["red"], twins[1]["blue"]
    both = search(twin_index, encoder, Query(("red", "blue")), SearchOptions(top=4))
    assert any(share(region, blue[1]) > 0.3 for region in both.regions)
    query = Query(("red", "blue"), counter_examples=(Example(blue[0], "EPSG:32632"),))
    without = search(twin_index, encoder, query, SearchOptions(top=4))
    assert any(share(region, red[1]) > 0.3 for region in without.regions)
    assert not any(share(region, thing) > 0.3 for region in without.regions for thing in blue)


def test_text_and_example_count_the_same(twins: Any, twin_index: Any, encoder: Any) -> None:
    """Red by its example and blue by its name: both kinds come before the rest."""
    red, blue = twins[1]["red"], twins[1]["blue"]
    result = search(twin_index, encoder, like(red[0], texts=("blue",)), SearchOptions(top=3, exclude_examples=False))
    found = shapely.union_all([region.geometry for region in result.regions])
    for thing in (*red, *blue):
        kind = red if thing in red else blue
        assert any(found.intersects(one) for one in kind)
    assert not any(share(region, twins[1]["green"][0]) > 0.2 for region in result.regions)


def test_an_extent_bounds_the_answers_and_not_the_examples(twins: Any, twin_index: Any, encoder: Any) -> None:
    one, other = twins[1]["red"]
    result = search(twin_index, encoder, like(one), SearchOptions(extent=other.buffer(30).bounds))
    (found,) = result.regions
    assert share(found, other) > 0.3 and found.geometry.intersection(other).area > 0.5 * other.area


def test_provenance_says_by_which_examples(twins: Any, twin_index: Any, encoder: Any) -> None:
    one = twins[1]["red"][0]
    found = search(twin_index, encoder, like(one)).to_dict()["provenance"]
    (example,) = found["examples"]
    assert found["query"] == [] and example["crs"] == "EPSG:32632"
    assert shapely.from_wkt(example["wkt"]).equals(one)


def test_an_example_elsewhere_is_refused_by_its_number(twins: Any, twin_index: Any, encoder: Any) -> None:
    far = shapely.box(0, 0, 10, 10)
    with pytest.raises(OutsideLayer, match=r"Example 2 intersects no window of twins\.tif"):
        search(twin_index, encoder, like(twins[1]["red"][0], far))
    with pytest.raises(OutsideLayer, match="Counter-example 1 intersects no window"):
        search(twin_index, encoder, Query(("red",), counter_examples=(Example(far, "EPSG:32632"),)))
    with pytest.raises(OutsideLayer, match="Example 1"):  # a place that the layer's CRS does not know
        search(twin_index, encoder, like(shapely.box(179, 89.9, 180, 90), crs="EPSG:4326"))


@pytest.mark.parametrize("shape", [shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)]), shapely.Polygon()])
def test_only_ground_with_an_area_is_an_example(shape: Any) -> None:
    with pytest.raises(BadOption, match="draw a polygon"):
        Example(shape, "EPSG:4326")


def test_a_query_needs_texts_or_examples() -> None:
    with pytest.raises(EmptyQuery):
        Query((), counter_examples=(Example(shapely.box(0, 0, 1, 1), "EPSG:4326"),))
    with pytest.raises(BadOption, match="1001 examples are too many"):
        like(*[shapely.box(0, 0, 1, 1)] * 1001)


def test_the_windows_of_the_polygons_size_stand_for_it(twin_index: Any) -> None:
    windows: WindowSet = twin_index.everything.windows
    for side_px, size_m in ((50, 25.0), (100, 50.0), (200, 100.0)):
        chosen = fitting_windows(windows, shapely.box(400, 400, 400 + side_px, 400 + side_px))
        assert set(windows.window_m[chosen].tolist()) == {size_m}


def test_a_large_polygon_is_shown_by_windows_all_over_it(twin_index: Any) -> None:
    windows: WindowSet = twin_index.everything.windows
    large = shapely.box(0, 0, 1000, 700)
    chosen = fitting_windows(windows, large)
    assert 3 <= len(chosen) <= 64 and set(windows.window_m[chosen].tolist()) == {100.0}
    shown = shapely.union_all(shapely.box(*windows.pixel_boxes()[chosen].T))
    assert shown.intersection(large).area > 0.8 * large.area


def test_a_crossed_outline_is_still_ground(twins: Any, twin_index: Any, encoder: Any) -> None:
    xmin, ymin, xmax, ymax = twins[1]["red"][0].bounds
    crossed = shapely.Polygon([(xmin, ymin), (xmax, ymax), (xmax, ymin), (xmin, ymax * 2 - ymin - 20)])
    assert not crossed.is_valid
    assert search(twin_index, encoder, like(crossed), SearchOptions(min_relevance=0.0)).regions


def test_the_ground_of_an_example_is_found_wherever_it_lies(twin_index: Any) -> None:
    """As a look at every window finds it."""
    matrix = open_matrix(twin_index, "cpu", None, True, None)
    shapes = matrix.windows.polygons()
    rng = np.random.default_rng(3)
    for x, y, side in rng.uniform((-50, -50, 5), (500, 500, 150), (40, 3)):
        ground = shapely.box(500_000 + x, 5_200_000 - y - side, 500_000 + x + side, 5_200_000 - y)
        shared = shapely.area(shapely.intersection(shapes, ground))
        expected = (shared > 0) & (shared >= 0.25 * np.minimum(shapely.area(shapes), ground.area) - 1e-6)
        found = shows_examples(matrix, [Example(ground, "EPSG:32632")], twin_index.info)
        assert (found == expected).all()
