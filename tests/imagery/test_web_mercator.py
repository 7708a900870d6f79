"""Layers as web maps show them: where tiles lie, and that pixels land where GDAL's own warping puts them."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from rasterio.enums import Resampling
from rasterio.transform import from_origin
from rasterio.vrt import WarpedVRT

from backend.errors import BadOption
from backend.imagery.layer import open_layer
from backend.imagery.web_mercator import (
    HALF_WORLD_M,
    MAX_READ_PX,
    MAX_ZOOM,
    mercator_bounds,
    mercator_box,
    read_in_web_mercator,
    source_window,
    tile_box,
)
from tests.imagery.conftest import RasterWriter, textured


@given(st.integers(0, MAX_ZOOM - 1), st.data())
def test_a_tile_is_its_four_children(zoom: int, data: st.DataObject) -> None:
    row, column = (data.draw(st.integers(0, 2**zoom - 1)) for _ in range(2))
    parts = [tile_box(zoom + 1, 2 * row + down, 2 * column + right) for down in (0, 1) for right in (0, 1)]
    together = (*np.min(parts, axis=0)[:2], *np.max(parts, axis=0)[2:])
    assert together == pytest.approx(tile_box(zoom, row, column), abs=1e-6)


def test_the_first_tile_is_the_world_as_everybody_has_it() -> None:
    assert tile_box(0, 0, 0) == pytest.approx((-20037508.342789, -20037508.342789, 20037508.342789, 20037508.342789))
    assert tile_box(1, 0, 1) == pytest.approx((0, 0, HALF_WORLD_M, HALF_WORLD_M))  # row 0 is in the north


@pytest.mark.parametrize("place", [(3, 8, 0), (3, 0, -1), (-1, 0, 0), (MAX_ZOOM + 1, 0, 0)])
def test_there_are_no_other_tiles(place: tuple[int, int, int]) -> None:
    with pytest.raises(BadOption, match="There is no tile"):
        tile_box(*place)


@pytest.mark.parametrize("box", [(1, 1, 1, 2), (2, 1, 1, 2), (0, 0, 1, 90), (0, 0, float("nan"), 1)])
def test_a_box_that_cannot_be_drawn_is_refused(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(BadOption, match="cannot be drawn"):
        mercator_box(*box)


ROTATED = from_origin(500_000, 5_200_000, 2, 2) * Affine.rotation(30)


@pytest.mark.parametrize(
    ("crs", "transform"),
    [
        ("EPSG:32632", from_origin(500_000, 5_200_000, 2, 2)),
        ("EPSG:4326", from_origin(9, 47, 2e-5, 2e-5)),
        ("EPSG:3857", from_origin(1_000_000, 5_900_000, 3, 3)),
        ("EPSG:32632", ROTATED),
    ],
    ids=["utm", "degrees", "mercator", "rotated"],
)
def test_pixels_land_where_gdal_puts_them(write_raster: RasterWriter, crs: str, transform: Affine) -> None:
    path = write_raster("layer.tif", textured(3, 300, 400), crs=crs, transform=transform)
    with open_layer(path) as layer, rasterio.open(path) as dataset:
        west, south, east, north = mercator_bounds(layer.info)
        box = (west - 20, south + 50, (west + east) / 2, north + 20)
        shape = (round((box[3] - box[1]) / 3), round((box[2] - box[0]) / 3))
        drawn = read_in_web_mercator(layer, box, shape)
        assert drawn is not None and drawn.mask.any() and not drawn.mask.all()
        step_x, step_y = (box[2] - box[0]) / shape[1], (box[3] - box[1]) / shape[0]
        with WarpedVRT(
            dataset,
            crs="EPSG:3857",
            transform=from_origin(box[0], box[3], step_x, step_y),
            width=shape[1],
            height=shape[0],
            resampling=Resampling.bilinear,
            add_alpha=True,
        ) as warped:
            expected, valid = warped.read([1, 2, 3]), warped.read(4) > 127
    both = drawn.mask & valid
    assert (drawn.mask != valid).mean() < 0.02  # the edge, to a pixel
    difference = np.abs(drawn.pixels[:, both].astype(int) - expected[:, both].astype(int))
    assert difference.mean() < 6 and np.percentile(difference, 50) <= 3


def test_a_picture_of_much_ground_reads_no_more_than_it_shows(write_raster: RasterWriter) -> None:
    path = write_raster("layer.tif", textured(3, 2000, 3000))
    with open_layer(path) as layer:
        _, size = source_window(layer.info, mercator_bounds(layer.info), (256, 256)) or (None, (0, 0))
        assert max(size) <= 300
        _, size = source_window(layer.info, mercator_bounds(layer.info), (4000, 4000)) or (None, (0, 0))
        assert max(size) <= MAX_READ_PX


def test_where_a_layer_is_not_there_is_nothing(write_raster: RasterWriter) -> None:
    path = write_raster("layer.tif", textured(3, 64, 64))
    with open_layer(path) as layer:
        assert read_in_web_mercator(layer, tile_box(5, 3, 3), (256, 256)) is None


def test_what_is_not_valid_stays_transparent(write_raster: RasterWriter) -> None:
    mask = np.ones((200, 200), bool)
    mask[:, 100:] = False
    path = write_raster("layer.tif", textured(3, 200, 200), mask=mask)
    with open_layer(path) as layer:
        drawn = read_in_web_mercator(layer, mercator_bounds(layer.info), (200, 200))
    assert drawn is not None
    assert drawn.mask[50:150, 20:80].all() and not drawn.mask[:, 120:].any()
