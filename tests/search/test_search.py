"""Search lands on the ground it should, in any CRS, and says where its answer comes from."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from backend.errors import BadOption, EmptyQuery, OutsideLayer
from backend.imagery.crs import geometries_to_crs
from backend.search.query import Query
from backend.search.search import SearchOptions, search

RED = Query(("red",))


def iou(one: Any, two: Any) -> float:
    return float(one.intersection(two).area / one.union(two).area)


@pytest.mark.parametrize("colour", ["red", "green", "blue"])
def test_a_text_finds_what_it_names(coloured: Any, coloured_index: Any, encoder: Any, colour: str) -> None:
    result = search(coloured_index, encoder, Query((colour,)))
    best = result.regions[0]
    assert iou(best.geometry, coloured.truth[colour]) > 0.6
    assert best.rank == 1 and best.score > 0.7 and best.relevance > 0.9


@pytest.mark.parametrize(
    ("crs", "rotation_deg"), [("EPSG:4326", 0.0), ("EPSG:3857", 0.0), ("EPSG:2056", 0.0), ("EPSG:32632", 30.0)]
)
def test_it_finds_it_in_any_crs_and_rotation(
    tmp_path: Path, make_coloured: Callable[..., Any], make_index: Any, encoder: Any, crs: str, rotation_deg: float
) -> None:
    layer = make_coloured(tmp_path / "layer.tif", crs, rotation_deg)
    result = search(make_index(layer.path), encoder, RED)
    assert iou(result.regions[0].geometry, layer.truth["red"]) > 0.5


def test_raw_windows_are_squares_of_the_asked_sizes(coloured_index: Any, encoder: Any) -> None:
    result = search(coloured_index, encoder, RED, SearchOptions(mode="windows", top=7))
    assert [region.rank for region in result.regions] == list(range(1, 8))
    for region in result.regions:
        assert region.geometry.area == pytest.approx(region.window_m**2, rel=0.01)
        assert region.windows == 1


def test_ranks_follow_the_scores(coloured_index: Any, encoder: Any) -> None:
    regions = search(coloured_index, encoder, RED, SearchOptions(min_relevance=0.0, top=50)).regions
    assert [region.score for region in regions] == sorted((region.score for region in regions), reverse=True)


def test_nothing_relevant_gives_an_empty_result(coloured_index: Any, encoder: Any) -> None:
    result = search(coloured_index, encoder, RED, SearchOptions(min_relevance=1.0))
    assert result.regions == () and result.relevant == 0 and result.windows > 0
    assert result.to_dict()["count"] == 0


@pytest.mark.parametrize("mode", ["windows", "merged"])
def test_what_was_missed_is_told_and_found_with_that_threshold(coloured_index: Any, encoder: Any, mode: Any) -> None:
    missed = search(coloured_index, encoder, RED, SearchOptions(mode=mode, min_relevance=1.0)).best_relevance
    assert missed is not None and 0.5 < missed < 1
    found = search(coloured_index, encoder, RED, SearchOptions(mode=mode, min_relevance=math.floor(missed * 100) / 100))
    assert found.regions[0].relevance == pytest.approx(missed) and found.best_relevance is None


def test_an_extent_keeps_the_search_inside(coloured: Any, coloured_index: Any, encoder: Any) -> None:
    extent = coloured.truth["blue"].buffer(30).bounds
    result = search(coloured_index, encoder, Query(("blue",)), SearchOptions(extent=extent))
    assert iou(result.regions[0].geometry, coloured.truth["blue"]) > 0.5
    assert not search(coloured_index, encoder, RED, SearchOptions(extent=extent)).regions
    assert result.windows < search(coloured_index, encoder, RED).windows


def test_an_extent_may_be_in_another_crs(coloured: Any, coloured_index: Any, encoder: Any) -> None:
    degrees = geometries_to_crs(coloured.truth["blue"].buffer(30), coloured_index.info.crs, "EPSG:4326")[0].bounds
    options = SearchOptions(extent=degrees, extent_crs="EPSG:4326")
    result = search(coloured_index, encoder, Query(("blue",)), options)
    assert iou(result.regions[0].geometry, coloured.truth["blue"]) > 0.5


def test_an_extent_smaller_than_a_window_still_has_an_answer(coloured: Any, coloured_index: Any, encoder: Any) -> None:
    point = coloured.truth["green"].centroid
    result = search(coloured_index, encoder, Query(("green",)), SearchOptions(extent=point.buffer(2).bounds))
    assert result.regions[0].geometry.contains(point)


@pytest.mark.parametrize(("extent", "crs"), [((0.0, 0.0, 1.0, 1.0), None), ((10.0, 50.0, 10.1, 50.1), "EPSG:4326")])
def test_an_extent_outside_the_layer_is_refused_in_one_sentence(
    coloured_index: Any, encoder: Any, extent: Any, crs: str | None
) -> None:
    with pytest.raises(OutsideLayer, match=r"lies outside coloured\.tif, which covers .* in EPSG:32632"):
        search(coloured_index, encoder, RED, SearchOptions(extent=extent, extent_crs=crs))


@pytest.mark.parametrize("change", [{"top": 0}, {"mode": "blobs"}, {"min_relevance": 1.5}])
def test_options_that_cannot_be_used_are_refused(change: Any) -> None:
    with pytest.raises(BadOption):
        SearchOptions(**change)


def test_what_is_not_wanted_is_left_out(coloured_index: Any, encoder: Any) -> None:
    both = search(coloured_index, encoder, Query(("red", "blue")), SearchOptions(top=2))
    without = search(coloured_index, encoder, Query(("red", "blue"), ("blue",)), SearchOptions(top=2))
    assert len(both.regions) == 2
    xs = {round(region.geometry.centroid.x / 100) for region in without.regions}
    assert xs < {round(region.geometry.centroid.x / 100) for region in both.regions}


def test_an_index_of_another_model_is_refused(coloured_index: Any, encoder: Any) -> None:
    with pytest.raises(BadOption, match="created with colours"):
        search(replace(coloured_index, model_revision="other"), encoder, RED)


def test_an_empty_query_never_reaches_the_index() -> None:
    with pytest.raises(EmptyQuery):
        Query(())


def test_an_answer_carries_its_provenance(coloured_index: Any, encoder: Any) -> None:
    found = search(coloured_index, encoder, Query(("red",), ("blue",))).to_dict()
    source = found["provenance"]
    assert source["query"] == ["red"] and source["unwanted"] == ["blue"]
    assert source["model"] == "colours" and source["revision"] == "0123456789abcdef"
    assert source["window_sizes_m"] == [25, 50, 100]
    assert source["fingerprint"] == coloured_index.info.fingerprint
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", source["time"])
    assert {"encode_text", "read_index", "score", "regions"} <= set(found["seconds"])
    west, south, east, north = found["regions"][0]["bounds_wgs84"]
    assert 8.99 < west < east < 9.01 and 45.99 < south < north < 46.01


def test_two_searches_give_the_same_regions(coloured_index: Any, encoder: Any) -> None:
    one, two = (search(coloured_index, encoder, RED).regions for _ in range(2))
    assert one == two


def test_regions_do_not_overlap(coloured_index: Any, encoder: Any) -> None:
    shapes = [r.geometry for r in search(coloured_index, encoder, RED, SearchOptions(min_relevance=0, top=30)).regions]
    for i, one in enumerate(shapes):
        for two in shapes[:i]:
            assert one.intersection(two).area < 0.01 * min(one.area, two.area)
    assert all(shapely.is_valid(np.array(shapes, dtype=object)))
