"""An answer says when its windows cannot show what was asked for, and does not call that absent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasterio.crs import CRS
from rasterio.transform import from_origin

from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import default_window_sizes
from backend.presence.verdict import Limit
from backend.search.query import Query
from backend.search.search import SearchOptions, search
from backend.search.sight import limit_of, limit_warning


def layer_of(pixel_m: float, side_px: int = 8000) -> LayerInfo:
    transform = from_origin(500_000, 5_200_000, pixel_m, pixel_m)
    place = (CRS.from_epsg(32632), transform, None, (256, 256), "0")
    return LayerInfo(Path("layer.tif"), "GTiff", side_px, side_px, 3, "uint8", *place)


@pytest.mark.parametrize(
    ("text", "pixel_m", "sides_m", "limit"),
    [
        ("cars", 0.1, (12.5,), None),
        ("cars", 0.1, (25.0, 50.0), None),
        ("cars", 0.1, (50.0, 100.0), Limit("windows", 50.0)),
        ("parked cars", 10.0, (800.0, 1600.0), Limit("pixels", 10.0)),
        ("stadium", 10.0, (800.0, 1600.0), None),
        ("water", 10.0, (800.0,), None),
        ("asdfgh", 10.0, (800.0,), None),
    ],
)
def test_windows_much_larger_than_the_thing_or_pixels_that_allow_no_others_are_a_limit(
    text: str, pixel_m: float, sides_m: tuple[float, ...], limit: Limit | None
) -> None:
    assert limit_of(Query((text,)), layer_of(pixel_m), sides_m) == limit


def test_a_smaller_extent_is_advised_only_where_it_brings_smaller_windows() -> None:
    cars, limit = Query(("cars",)), Limit("windows", 50.0)
    large = layer_of(0.1, 120_000)  # 12 km
    assert limit_warning(limit, cars, large, None) == (
        "Windows of 50 m are too large to show 'cars' well; choose a smaller extent to search with smaller ones."
    )
    asked = limit_warning(limit, cars, large, (500_000, 5_199_000, 501_000, 5_200_000))
    assert asked == "Windows of 50 m are too large to show 'cars' well; search with smaller ones."
    coarse = limit_warning(Limit("pixels", 0.6), cars, layer_of(0.6), None)
    assert coarse == "Pixels of 0.6 m are too coarse to show 'cars' well."


def test_the_usual_windows_of_fine_pixels_are_no_limit() -> None:
    for text in ("houses", "boats", "trees", "tennis courts"):
        info = layer_of(0.3)
        assert limit_of(Query((text,)), info, default_window_sizes(info)) is None


def test_what_windows_cannot_show_is_weak_with_a_warning_and_not_absent(
    coloured: Any, make_index: Any, encoder: Any
) -> None:
    index = make_index(coloured.path, (200.0, 400.0))
    west, south, *_ = index.info.bounds
    corner = SearchOptions(extent=(west, south, west + 220, south + 220))
    assert search(index, encoder, Query(("blue thing",)), corner).verdict.word == "absent"
    result = search(index, encoder, Query(("blue cars",)), corner)
    assert result.verdict.word == "weak" and result.verdict.limit == Limit("windows", 200.0)
    assert [warning for warning in result.warnings if "too large" in warning] == [
        "Windows of 200 m are too large to show 'blue cars' well; search with smaller ones."
    ]
    assert result.facts()["facts"]["limit"] == {"of": "windows", "metres": 200.0}
