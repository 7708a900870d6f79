"""A search for small things gets small windows, unless the ground is too large for them."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from rasterio.crs import CRS
from rasterio.transform import from_origin

from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo
from backend.jobs.processes.taught_query import ground_beside
from backend.search.query import Example, Query, parse_query
from backend.search.sight import fitting_sizes


def layer_of(side_px: int) -> LayerInfo:
    transform = from_origin(500_000, 5_200_000, 0.1, 0.1)
    place = (CRS.from_epsg(32632), transform, None, (256, 256), "0")
    return LayerInfo(Path("layer.tif"), "GTiff", side_px, side_px, 3, "uint8", *place)


def windows(info: LayerInfo, text: str, extent: Box | None = None) -> tuple[float, ...] | None:
    return fitting_sizes(parse_query(text), info, extent)


@pytest.mark.parametrize("text", ["cars", "ein Auto", "자동차"])
def test_small_things_get_small_windows(text: str) -> None:
    assert windows(layer_of(6000), text) == (12.5,)


@pytest.mark.parametrize("text", ["airports", "water", "asdfgh"])
def test_everything_else_gets_the_usual_ones(text: str) -> None:
    assert windows(layer_of(6000), text) is None


def test_a_large_layer_has_small_windows_only_in_an_extent() -> None:
    info = layer_of(120_000)  # 12 km
    assert windows(info, "cars") is None
    assert windows(info, "cars", (500_000, 5_199_000, 501_000, 5_200_000)) == (12.5,)


def test_a_search_of_an_extent_needs_the_windows_of_examples_outside_it_too() -> None:
    extent = (500_000.0, 5_199_000.0, 500_100.0, 5_199_100.0)
    inside, outside, vast = (
        Example(shapely.box(*box), "EPSG:32632")
        for box in (
            (500_010, 5_199_010, 500_030, 5_199_030),
            (500_200, 5_199_200, 500_220, 5_199_230),
            (500_000, 5_198_000, 501_000, 5_199_500),
        )
    )
    query = Query(("trees",), examples=(inside, outside), rejected=(vast,))
    assert ground_beside(query, layer_of(120_000), None) == ()
    other, middle = ground_beside(query, layer_of(120_000), extent)
    assert other == (500_200, 5_199_200, 500_220, 5_199_230)
    assert middle == (500_450, 5_198_700, 500_550, 5_198_800), "of a large one as much as the extent, in its middle"
