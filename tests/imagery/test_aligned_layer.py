"""A layer on other pixels: the same where they are its own, the same ground where they are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from affine import Affine
from rasterio.warp import calculate_default_transform, reproject

from backend.errors import OutsideLayer
from backend.imagery.aligned_layer import AlignedLayer, aligned_info, matching_tone
from backend.imagery.common_ground import common_ground
from backend.imagery.layer import open_layer
from backend.imagery.valid_ground import whole_ground
from tests.imagery.conftest import UTM32, RasterWriter, textured

PICTURE = textured(3, 256, 320)


def mean_difference(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.abs(first.astype(float) - second.astype(float)).mean())


def test_on_its_own_pixels_a_layer_is_itself(write_raster: RasterWriter) -> None:
    with open_layer(write_raster("one.tif", PICTURE)) as layer:
        own = whole_ground(layer.info)
        ground = common_ground(layer.info, own, layer.info, own)
        assert (ground.width, ground.height, ground.transform) == (320, 256, UTM32)
        seen = AlignedLayer(layer, aligned_info(layer.info, ground))
        for box, shape in (
            ((0, 0, 320, 256), (256, 320)),
            ((32, 64, 128, 64), (32, 64)),
            ((300, 200, 64, 96), (96, 64)),
        ):
            one, other = seen.read(box, shape), layer.read(box, shape)
            assert (one.pixels == other.pixels).all() and (one.mask == other.mask).all()


def test_the_common_pixels_are_those_of_the_coarser_layer_over_the_ground_of_both(write_raster: RasterWriter) -> None:
    moved = UTM32 * Affine.translation(64, 32)
    fine = write_raster("fine.tif", PICTURE)
    rough = write_raster("rough.tif", PICTURE[:, ::2, ::2].copy(), transform=moved * Affine.scale(2))
    with open_layer(fine) as first, open_layer(rough) as second:
        grounds = whole_ground(first.info), whole_ground(second.info)
        there = common_ground(first.info, grounds[0], second.info, grounds[1])
        back = common_ground(second.info, grounds[1], first.info, grounds[0])
    for ground in (there, back):
        assert (ground.width, ground.height) == (128, 112)
        assert ground.transform.almost_equals(moved * Affine.scale(2), 1e-6)


def test_another_reference_system_shows_the_same_ground(write_raster: RasterWriter) -> None:
    smooth = np.repeat(np.repeat(PICTURE[:, ::16, ::16], 16, axis=1), 16, axis=2)
    path = write_raster("utm.tif", smooth)
    bounds = (500_000, 5_200_000 - 128, 500_160, 5_200_000)
    transform, width, height = calculate_default_transform("EPSG:32632", "EPSG:3857", 320, 256, *bounds)
    turned = np.zeros((3, height, width), np.uint8)
    valid = np.zeros((height, width), np.uint8)
    places = {"src_transform": UTM32, "src_crs": "EPSG:32632", "dst_transform": transform, "dst_crs": "EPSG:3857"}
    reproject(smooth, turned, **places)
    reproject(np.full((256, 320), 255, np.uint8), valid, **places)
    other = write_raster("mercator.tif", turned, crs="EPSG:3857", transform=transform, mask=valid > 0)
    with open_layer(path) as layer, open_layer(other) as mercator:
        ground = common_ground(layer.info, whole_ground(layer.info), mercator.info, whole_ground(mercator.info))
        seen = AlignedLayer(mercator, aligned_info(mercator.info, ground))
        own = AlignedLayer(layer, aligned_info(layer.info, ground))
        box, shape = (0, 0, ground.width, ground.height), (ground.height, ground.width)
        there, here = seen.read(box, shape), own.read(box, shape)
    both = there.mask & here.mask
    assert both.mean() > 0.9
    assert mean_difference(there.pixels[:, both], here.pixels[:, both]) < 8


def test_a_tone_brings_colours_back_but_not_what_changed(write_raster: RasterWriter) -> None:
    later = PICTURE.copy()
    darker = (PICTURE * 0.7 + 10).astype(np.uint8)
    later[:, 100:140, 100:140] = (200, 10, 10)[0]
    with open_layer(write_raster("early.tif", darker)) as first, open_layer(write_raster("late.tif", later)) as second:
        tone = matching_tone(first, second)
        assert tone is not None
        told = tone.apply(darker)
    elsewhere = np.ones(later.shape[1:], bool)
    elsewhere[100:140, 100:140] = False
    assert mean_difference(told[:, elsewhere], PICTURE[:, elsewhere]) < 6
    assert mean_difference(told[:, ~elsewhere], later[:, ~elsewhere]) > 40


def test_what_a_layer_is_seen_with_is_part_of_its_fingerprint(write_raster: RasterWriter) -> None:
    with open_layer(write_raster("one.tif", PICTURE)) as layer:
        own = whole_ground(layer.info)
        ground = common_ground(layer.info, own, layer.info, own)
        told = {
            layer.info.fingerprint,
            aligned_info(layer.info, ground).fingerprint,
            aligned_info(layer.info, ground, "another").fingerprint,
            aligned_info(layer.info, replace(ground, width=100)).fingerprint,
        }
    assert len(told) == 4


def test_layers_of_two_places_have_no_common_ground(write_raster: RasterWriter) -> None:
    far = write_raster("far.tif", PICTURE, transform=UTM32 * Affine.translation(5000, 0))
    with (
        open_layer(write_raster("one.tif", PICTURE)) as first,
        open_layer(far) as second,
        pytest.raises(OutsideLayer, match="do not overlap"),
    ):
        common_ground(first.info, whole_ground(first.info), second.info, whole_ground(second.info))
