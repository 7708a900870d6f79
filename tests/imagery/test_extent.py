"""Extents as people type and paste them: ours, QGIS's with its CRS, and QGIS's without, which is never misread."""

from __future__ import annotations

import pytest
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import BadOption, OutsideLayer
from backend.imagery.extent import extent_in_layer, parse_extent
from tests.imagery.conftest import info_of

LAYER = info_of("EPSG:32632", Affine(1, 0, 500_000, 0, -1, 4_650_000), 400, 400)
numbers = st.integers(-1_000_000, 1_000_000).map(lambda n: n / 8)


@given(x=st.tuples(numbers, numbers), y=st.tuples(numbers, numbers), crs=st.sampled_from(["EPSG:4326", "EPSG:32632"]))
def test_what_qgis_copies_means_what_we_write(x: tuple[float, float], y: tuple[float, float], crs: str) -> None:
    (xmin, xmax), (ymin, ymax) = sorted(x), sorted(y)
    ours, theirs = f"{xmin},{ymin},{xmax},{ymax}", f"{xmin:.4f},{xmax:.4f},{ymin:.4f},{ymax:.4f} [{crs}]"
    if xmin == xmax or ymin == ymax:
        for text in (ours, theirs):
            with pytest.raises(BadOption):
                parse_extent(text)
    else:
        assert parse_extent(ours) == ((xmin, ymin, xmax, ymax), None)
        assert parse_extent(theirs) == ((xmin, ymin, xmax, ymax), crs)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "0,0,nan,1",
        "0,1,0,1 [EPSG:nonsense]",
        "0,1,0,1 []",
        "[EPSG:4326]",
        "0,0,0,1",
    ],
)
def test_what_is_no_extent_is_one_sentence(text: str) -> None:
    with pytest.raises(BadOption):
        parse_extent(text)


@given(west=st.integers(0, 300), south=st.integers(0, 300), width=st.integers(10, 100), height=st.integers(10, 100))
def test_the_order_of_qgis_without_its_crs_is_refused_with_ours(west: int, south: int, width: int, height: int) -> None:
    xmin, ymin = 500_000 + west, 4_649_600 + south
    right = (xmin, ymin, xmin + width, ymin + height)
    extent, crs = parse_extent(f"{xmin},{xmin + width},{ymin},{ymin + height}")
    with pytest.raises((BadOption, OutsideLayer)) as refused:
        extent_in_layer(LAYER, extent, crs)
    assert "in QGIS order" in str(refused.value) and ",".join(map(str, right)) in str(refused.value)
    assert extent_in_layer(LAYER, right, None) == right


def test_an_extent_that_holds_the_whole_layer_is_no_mistake() -> None:
    assert extent_in_layer(LAYER, (0.0, 4_000_000.0, 1_000_000.0, 5_000_000.0), None)
    degrees = info_of("EPSG:4326", Affine(1e-3, 0, 9, 0, -1e-3, 46), 1000, 1000)
    assert extent_in_layer(degrees, (0.0, 40.0, 20.0, 50.0), None)
    assert extent_in_layer(degrees, (9.5, 20.0, 45.5, 50.0), None)  # a region at whose corner the layer lies
