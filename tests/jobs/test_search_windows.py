"""A search for small things gets small windows, unless the ground is too large for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasterio.crs import CRS
from rasterio.transform import from_origin

from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo
from backend.jobs.processes.search import fitting_sizes
from backend.search.query import parse_query


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
