"""Layers that are dark as a whole are brightened, others are left as they are."""

from __future__ import annotations

import json

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.imagery.layer import open_layer
from backend.imagery.stretch import AS_IT_IS, BRIGHTENED_TO, DARK_BELOW, Stretch, brightening
from backend.models.encoder import load_encoder
from backend.sample.render import paint_scene


def read_all(layer):
    size = layer.info.width, layer.info.height
    return layer.read((0, 0, *size), size[::-1])


@pytest.mark.parametrize("bands", [1, 3])
def test_a_dark_8_bit_layer_is_brightened(write_raster, texture, bands):
    pixels = (texture(bands, 120, 130, "uint8", top=255) // 8).astype(np.uint8)
    with open_layer(write_raster("dark.tif", pixels)) as layer:
        assert layer.stretch.gamma < 1 and layer.stretch.keeps_extremes
        seen = read_all(layer).pixels
    assert abs(np.median(seen.mean(axis=0)) - BRIGHTENED_TO) < 10
    one, other = pixels[0].ravel(), seen[0].ravel()
    assert (np.diff(other[np.argsort(one, kind="stable")].astype(int)) >= 0).all()  # brighter pixels stay brighter


def test_an_8_bit_layer_in_daylight_is_left_as_it_is(write_raster, texture):
    pixels = texture(3, 120, 130, "uint8", top=255)
    with open_layer(write_raster("day.tif", pixels)) as layer:
        assert layer.stretch == AS_IT_IS
        assert (read_all(layer).pixels == pixels).all()


@pytest.mark.parametrize("value", [0, 2, 255])
def test_a_border_is_neither_dark_ground_nor_changed(write_raster, texture, value):
    pixels = texture(3, 200, 200, "uint8", top=255)
    pixels[:, :, 60:] = value
    with open_layer(write_raster("border.tif", pixels)) as layer:
        assert layer.stretch == AS_IT_IS
    pixels[:, :, :60] //= 8
    with open_layer(write_raster("dark-border.tif", pixels)) as layer:
        assert layer.stretch.gamma < 1
        assert (read_all(layer).pixels[:, :, 60:] == value).all()


def test_a_dark_16_bit_layer_is_brightened_after_its_stretch(write_raster, texture):
    pixels = texture(3, 100, 100, "uint16", top=400)
    pixels[:, :10] *= 30  # a cloud over a tenth: the percentiles give the ground a thirtieth of the range
    with open_layer(write_raster("cloud.tif", pixels)) as layer:
        assert layer.stretch.gamma < 1 and not layer.stretch.keeps_extremes
        assert np.median(read_all(layer).pixels[:, 10:].mean(axis=0)) > DARK_BELOW


def test_a_palette_is_left_as_it_is(write_raster, texture):
    path = write_raster("classes.tif", (texture(1, 60, 60, "uint8", top=4)).astype(np.uint8))
    with rasterio.open(path, "r+") as file:
        file.write_colormap(1, {index: (10, 12 * index, 9, 255) for index in range(6)})
    with open_layer(path) as layer:
        assert layer.stretch == AS_IT_IS


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.integers(3, 251), min_size=3, max_size=40),
    valid=st.lists(st.booleans(), min_size=40, max_size=40),
)
def test_any_sample_gives_a_stretch_that_keeps_order_and_extremes(values, valid):
    sample = np.array(values, np.uint8)[None]
    stretch = brightening(AS_IT_IS, sample, np.array(valid[: len(values)]))
    assert stretch == Stretch.from_dict(json.loads(json.dumps(stretch.to_dict())))
    ramp = np.arange(256, dtype=np.uint8)
    seen = stretch.apply_band(ramp, 0)
    assert (np.diff(seen.astype(int)) >= 0).all() and (seen >= ramp).all()
    assert (seen[[0, 1, 2, 252, 253, 254, 255]] == [0, 1, 2, 252, 253, 254, 255]).all()
    assert seen[3:252].min() >= 3 and seen[3:252].max() <= 251


def test_what_a_model_sees_of_a_dark_layer_is_nearer_to_what_it_sees_by_day(write_raster):
    day, _ = paint_scene(1024, 3, lambda *_: None)
    day = np.ascontiguousarray(np.moveaxis(day, -1, 0))
    dark = np.rint(255 * (day / 255.0) ** 2.6).astype(np.uint8)
    model = load_encoder("terralex-mini")
    boxes = np.array([[x, y, x + 256, y + 256] for x in range(0, 1024, 256) for y in range(0, 1024, 256)], float)
    with open_layer(write_raster("dark.tif", dark)) as layer:
        brightened = read_all(layer).pixels
    by_day, as_it_is, seen = (model.encode_windows(each, boxes) for each in (day, dark, brightened))
    assert (by_day * seen).sum(axis=1).mean() > (by_day * as_it_is).sum(axis=1).mean()
