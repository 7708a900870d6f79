"""Marks: what was rejected never returns, what was accepted stays, what was taught can be asked elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.concepts.concept_file import concept_bytes, read_concept
from backend.errors import BadOption, OutsideLayer
from backend.search.learning import learn
from backend.search.marked import keep_off
from backend.search.query import Example, Query
from backend.search.search import SearchOptions, search
from tests.search.test_examples import share, twin_index, twins

__all__ = ["twin_index", "twins"]  # fixtures

CRS = "EPSG:32632"


def marks(*shapes: Any) -> tuple[Example, ...]:
    return tuple(Example(shape, CRS) for shape in shapes)


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(20, 90)), min_size=1, max_size=6),
    st.sampled_from(["windows", "merged", "outline"]),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_region_meets_rejected_ground(twins: Any, twin_index: Any, encoder: Any, places: Any, mode: Any) -> None:
    refused = [
        shapely.box(500_000 + x, 5_200_000 - y - side, 500_000 + x + side, 5_200_000 - y) for x, y, side in places
    ]
    query = Query(("red",), rejected=marks(*refused))
    result = search(twin_index, encoder, query, SearchOptions(top=50, min_relevance=0.0, mode=mode, uncertain=3))
    ground = shapely.union_all(refused)
    assert all(region.geometry.intersection(ground).area < 1e-6 for region in result.regions)


def test_an_accepted_place_stays_as_it_was_marked_and_first(twins: Any, twin_index: Any, encoder: Any) -> None:
    one, _ = twins[1]["red"]
    query = Query(("blue",), accepted=marks(one))
    result = search(twin_index, encoder, query, SearchOptions(top=1))
    first, *rest = result.regions
    assert first.geometry.equals(one) and first.mark == "accepted" and first.rank == 1 and first.relevance > 0.5
    assert len(rest) == 1 and not rest[0].geometry.intersects(one.buffer(-1))
    assert [region.rank for region in result.regions] == [1, 2]


def test_marks_overrule_the_words(twins: Any, twin_index: Any, encoder: Any) -> None:
    red, blue = twins[1]["red"], twins[1]["blue"]
    query = Query(("blue",), accepted=marks(red[0]), rejected=marks(blue[0]))
    result = search(twin_index, encoder, query, SearchOptions(top=1))
    assert share(result.regions[1], red[1]) > 0.3


def test_the_next_places_are_the_best_and_the_most_uncertain(twins: Any, twin_index: Any, encoder: Any) -> None:
    query = Query(("red",), accepted=marks(twins[1]["red"][0]))
    result = search(twin_index, encoder, query, SearchOptions(top=8, min_relevance=0.0, uncertain=3))
    told = result.facts()["next"]
    assert told["best"] == [2, 3, 4, 5, 6]
    assert told["uncertain"] == [len(result.regions) - 2, len(result.regions) - 1, len(result.regions)]
    asked = [region for region in result.regions if region.ask == "uncertain"]
    for number, region in enumerate(asked):
        others = [one.geometry for one in result.regions if one is not region]
        assert shapely.intersection(region.geometry, shapely.union_all(others)).area < 1e-6, number
    assert result.count == len(result.regions) - 3


def test_words_alone_ask_for_nothing(twin_index: Any, encoder: Any) -> None:
    assert search(twin_index, encoder, Query(("red",)), SearchOptions(uncertain=3)).facts()["next"] == {
        "best": [],
        "uncertain": [],
    }


def test_more_than_five_marks_all_count(twins: Any, twin_index: Any, encoder: Any) -> None:
    """A sixth mark changes the answer's scores."""
    corners = [(10 * i, 10 * i) for i in range(6)]
    refused = [shapely.box(500_000 + x, 5_199_900 - y, 500_020 + x, 5_199_920 - y) for x, y in corners]
    found = [
        search(twin_index, encoder, Query(("red",), rejected=marks(*refused[:count])), SearchOptions(min_relevance=0))
        for count in (5, 6)
    ]
    assert found[0].regions[0].score != found[1].regions[0].score


def test_a_mark_elsewhere_is_refused_by_its_number(twin_index: Any, encoder: Any) -> None:
    far = shapely.box(0, 0, 10, 10)
    with pytest.raises(OutsideLayer, match="Rejected place 1 intersects no window"):
        search(twin_index, encoder, Query(("red",), rejected=marks(far)))


def test_a_concept_asked_again_ranks_as_when_it_was_taught(twins: Any, twin_index: Any, encoder: Any) -> None:
    red, blue = twins[1]["red"], twins[1]["blue"]
    query = Query(("red",), accepted=marks(red[0]), rejected=marks(blue[0]))
    taught = learn(twin_index, encoder, query, "squares")
    assert taught.to_dict()["accepted"] == 1 and taught.layers == ("twins.tif",)
    kept = read_concept(concept_bytes(taught), "it")
    options = SearchOptions(top=3, mode="windows", min_relevance=0.0)
    asked = search(twin_index, encoder, Query(kept.texts, concept=kept), options)
    assert asked.provenance.asked.facts()["concept"]["name"] == "squares"
    assert all(any(share(region, thing) > 0.3 for thing in red) for region in asked.regions[:2])


def test_a_concept_is_taught_further_and_loses_no_mark(twins: Any, twin_index: Any, encoder: Any) -> None:
    red, blue = twins[1]["red"], twins[1]["blue"]
    first = learn(twin_index, encoder, Query(("red",), accepted=marks(red[0])), "red")
    second = learn(twin_index, encoder, Query(first.texts, rejected=marks(blue[0]), concept=first), "red")
    at_once = learn(twin_index, encoder, Query(("red",), accepted=marks(red[0]), rejected=marks(blue[0])), "red")
    assert (second.marks.accepted, second.marks.rejected) == (1, 1)
    assert np.allclose(second.head.weights, at_once.head.weights, atol=1e-4)


def test_a_concept_of_another_model_is_refused(twins: Any, twin_index: Any, encoder: Any) -> None:
    from dataclasses import replace

    taught = learn(twin_index, encoder, Query(("red",), accepted=marks(twins[1]["red"][0])), "red")
    with pytest.raises(BadOption, match="'red' was taught with big-one ffff and cannot be used with colours"):
        search(twin_index, encoder, Query(("red",), concept=replace(taught, model="big-one", revision="ffff")))


def test_nothing_is_learned_from_words_alone(twin_index: Any, encoder: Any) -> None:
    with pytest.raises(BadOption, match="nothing to learn from"):
        learn(twin_index, encoder, Query(("red",)), "red")


def test_a_taught_query_makes_a_heat_map(twins: Any, twin_index: Any, encoder: Any, tmp_path: Path) -> None:
    import rasterio

    from backend.search.heatmap import write_heatmap

    query = Query(("blue",), accepted=marks(*twins[1]["red"]))
    write_heatmap(tmp_path / "heat.tif", twin_index, encoder, query)
    with rasterio.open(tmp_path / "heat.tif") as raster:
        heat = raster.read(1)
        row, col = raster.index(*twins[1]["red"][1].centroid.coords[0])
        assert heat[row, col] > np.median(heat)


def test_a_crossed_outline_is_kept_as_its_polygons(twins: Any, twin_index: Any, encoder: Any) -> None:
    xmin, ymin, xmax, ymax = twins[1]["red"][0].bounds
    crossed = shapely.Polygon([(xmin, ymin), (xmax, ymax), (xmax, ymin), (xmin, ymax - 10)])
    first, *_ = search(twin_index, encoder, Query(("red",), accepted=marks(crossed))).regions
    assert first.mark == "accepted" and first.geometry.is_valid and first.geometry.geom_type == "MultiPolygon"


def test_what_is_cut_beside_a_rounded_mark_has_no_sliver() -> None:
    step = 0.0003018
    region = shapely.box(9 - step, 42.0, 9 + step, 42.0 + 2 * step)
    mark = shapely.box(9 + 4e-8, 42.0 + step, 9.01, 42.1)  # an edge a rounding beside the middle
    region = region.difference(shapely.box(9 - 1, 42.0 + step, 9.0, 42.1))  # and a neighbour cut to it
    (left,) = keep_off([region], [mark])
    rounded = shapely.transform(left, lambda points: np.round(points, 7))
    assert rounded.is_valid and len(rounded.exterior.coords) == 5
    assert shapely.area(left & mark) < 1e-6 * left.area
