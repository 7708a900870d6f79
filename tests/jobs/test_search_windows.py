"""A search for small things gets small windows, unless the client chose or the ground is too large for them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasterio.crs import CRS
from rasterio.transform import from_origin

from backend.imagery.layer import LayerInfo
from backend.jobs.processes.search import SearchInputs, with_fitting_windows
from backend.search.query import parse_query


def bench_of(side_px: int) -> Any:
    transform = from_origin(500_000, 5_200_000, 0.1, 0.1)
    place = (CRS.from_epsg(32632), transform, None, (256, 256), "0")
    info = LayerInfo(Path("layer.tif"), "GTiff", side_px, side_px, 3, "uint8", *place)
    return SimpleNamespace(info=lambda layer: info)


def windows(bench: Any, **fields: Any) -> tuple[float, ...] | None:
    inputs = SearchInputs(layer="a", **fields)
    return with_fitting_windows(inputs, parse_query(inputs.text or ""), bench).window_sizes_m


@pytest.mark.parametrize("text", ["cars", "ein Auto", "자동차"])
def test_small_things_get_small_windows(text: str) -> None:
    assert windows(bench_of(6000), text=text) == (12.5,)


@pytest.mark.parametrize("text", ["airports", "water", "asdfgh"])
def test_everything_else_gets_the_usual_ones(text: str) -> None:
    assert windows(bench_of(6000), text=text) is None


def test_the_client_s_windows_stay() -> None:
    assert windows(bench_of(6000), text="cars", window_m=[40]) == (40.0,)


def test_a_large_layer_has_small_windows_only_in_an_extent() -> None:
    bench = bench_of(120_000)  # 12 km
    assert windows(bench, text="cars") is None
    part = {"bbox": [500_000, 5_199_000, 501_000, 5_200_000], "crs": "EPSG:32632"}
    assert windows(bench, text="cars", extent=part) == (12.5,)
