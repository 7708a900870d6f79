"""Layers open safely and read as 8-bit RGB with a mask, whatever the file holds."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import rasterio
from rasterio.enums import ColorInterp, Resampling

from backend.errors import LayerNotReadable, OutsideLayer
from backend.imagery.bands import BandPlan
from backend.imagery.layer import LayerInfo, open_layer


def read_all(path):
    with open_layer(path) as layer:
        return layer.read((0, 0, layer.info.width, layer.info.height), (layer.info.height, layer.info.width))


def test_three_bands_of_8_bit_pass_through_unchanged(write_raster, texture):
    pixels = texture(3, 60, 80)
    block = read_all(write_raster("rgb.tif", pixels))
    assert np.array_equal(block.pixels, pixels)
    assert block.pixels.dtype == np.uint8
    assert block.mask.all() and block.mask.dtype == bool


def test_one_band_becomes_grey_thrice(write_raster, texture):
    pixels = texture(1, 40, 50)
    block = read_all(write_raster("grey.tif", pixels))
    assert np.array_equal(block.pixels, np.repeat(pixels, 3, axis=0))


def test_two_bands_without_alpha_are_read_as_grey(write_raster, texture):
    pixels = texture(2, 40, 50)
    colors = (ColorInterp.gray, ColorInterp.undefined)
    block = read_all(write_raster("two.tif", pixels, colors=colors))
    assert np.array_equal(block.pixels, np.repeat(pixels[:1], 3, axis=0))
    assert block.mask.all()


def test_four_bands_tagged_grey_are_read_as_the_first_three(write_raster, texture):
    pixels = texture(4, 40, 50)
    colors = (ColorInterp.gray, ColorInterp.undefined, ColorInterp.undefined, ColorInterp.undefined)
    block = read_all(write_raster("naip.tif", pixels, colors=colors))
    assert np.array_equal(block.pixels, pixels[:3])
    assert block.mask.all()


def test_bands_tagged_as_colours_are_found_where_they_are(write_raster, texture):
    pixels = texture(4, 40, 50)
    colors = (ColorInterp.undefined, ColorInterp.blue, ColorInterp.green, ColorInterp.red)
    block = read_all(write_raster("bgr.tif", pixels, colors=colors, photometric="MINISBLACK"))
    assert np.array_equal(block.pixels, pixels[[3, 2, 1]])


def test_alpha_becomes_the_mask(write_raster, texture):
    pixels = texture(4, 40, 50)
    pixels[3] = 255
    pixels[3, :10] = 0
    colors = (ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha)
    block = read_all(write_raster("alpha.tif", pixels, colors=colors))
    assert np.array_equal(block.pixels, pixels[:3])
    assert not block.mask[:10].any() and block.mask[10:].all()


def test_grey_with_alpha_is_grey_with_a_mask(write_raster, texture):
    pixels = texture(2, 40, 50)
    pixels[1] = 0
    pixels[1, 5:] = 255
    block = read_all(write_raster("ga.tif", pixels, colors=(ColorInterp.gray, ColorInterp.alpha)))
    assert np.array_equal(block.pixels, np.repeat(pixels[:1], 3, axis=0))
    assert block.mask[5:].all() and not block.mask[:5].any()


def test_a_pixel_is_no_data_only_where_every_colour_is(write_raster, texture):
    pixels = texture(3, 40, 50)
    pixels[:, :, :7] = 0
    pixels[0, 20, 30] = 0
    block = read_all(write_raster("nodata.tif", pixels, nodata=0))
    assert not block.mask[:, :7].any() and block.mask[:, 7:].all()


def test_the_dataset_mask_becomes_the_mask(write_raster, texture):
    mask = np.ones((40, 50), bool)
    mask[30:] = False
    block = read_all(write_raster("mask.tif", texture(3, 40, 50), mask=mask))
    assert np.array_equal(block.mask, mask)


def test_the_mask_shrinks_with_the_pixels(write_raster, texture):
    mask = np.ones((64, 64), bool)
    mask[:32] = False
    for path in (
        write_raster("mask.tif", texture(3, 64, 64), mask=mask),
        write_raster("nodata.tif", texture(3, 64, 64) * mask.astype(np.uint8), nodata=0),
    ):
        with open_layer(path) as layer:
            block = layer.read((0, 0, 64, 64), (16, 16))
        assert not block.mask[:8].any() and block.mask[8:].all()
        assert block.pixels[:, 8:].min() > 0


def test_a_palette_is_expanded_and_its_no_data_entry_masked(write_raster):
    index = np.zeros((1, 40, 50), np.uint8)
    index[0, :, 25:] = 1
    index[0, :5] = 2
    colormap = {0: (10, 20, 30, 255), 1: (200, 100, 50, 255), 2: (0, 0, 0, 255)}
    block = read_all(write_raster("palette.tif", index, colormap=colormap, nodata=2))
    assert block.pixels[:, 30, 0].tolist() == [10, 20, 30]
    assert block.pixels[:, 30, 49].tolist() == [200, 100, 50]
    assert not block.mask[:5].any() and block.mask[5:].all()


def test_a_transparent_palette_entry_is_masked():
    palette = np.array([[1, 2, 3, 255], [0, 0, 0, 0]], np.uint8)
    plan = BandPlan(colour=(1,), nodata=(7,), by_value=True, palette=palette)
    blind = BandPlan(colour=(1,), nodata=(None,), palette=palette)
    values = np.array([[[0, 1, 1, 0]]], np.uint8)
    assert plan.valid(values).tolist() == blind.valid(values).tolist() == [[True, False, False, True]]
    assert plan.expand(values)[:, 0, 0].tolist() == [1, 2, 3]


def test_a_shrunk_palette_has_no_colour_that_is_not_in_it(write_raster):
    index = np.indices((64, 64)).sum(axis=0)[None].astype(np.uint8) % 2
    path = write_raster("palette.tif", index, colormap={0: (0, 0, 0, 255), 1: (200, 100, 50, 255)})
    with open_layer(path) as layer:
        block = layer.read((0, 0, 64, 64), (16, 16))
    assert set(np.unique(block.pixels[0])) <= {0, 200}


def test_16_bit_is_stretched_from_its_2nd_to_its_98th_percentile(write_raster, texture):
    pixels = texture(3, 100, 100, "uint16", top=3000)
    path = write_raster("u16.tif", pixels)
    with open_layer(path) as layer:
        assert np.allclose(layer.stretch.low, [np.percentile(band, 2) for band in pixels])
        assert np.allclose(layer.stretch.high, [np.percentile(band, 98) for band in pixels])
        block = layer.read((0, 0, 100, 100), (100, 100))
    assert block.pixels.min() == 0 and block.pixels.max() == 255
    low, high = np.percentile(pixels[0], [2, 98])
    expected = np.clip((pixels[0] - low) * 255 / (high - low), 0, 255)
    assert np.abs(block.pixels[0] - expected).max() <= 1


def test_a_stored_stretch_is_used_as_it_is(write_raster, texture):
    path = write_raster("u16.tif", texture(3, 50, 50, "uint16", top=3000))
    with open_layer(path) as layer:
        stretch = layer.stretch
    with open_layer(path, stretch=stretch) as layer:
        assert layer.stretch is stretch


def test_float_with_nan_and_infinity_is_masked_and_stretched_over_the_rest(write_raster, texture):
    pixels = texture(1, 80, 80, "float32", top=200) * 100
    pixels[0, :20] = np.nan
    pixels[0, 20:25] = np.inf
    block = read_all(write_raster("float.tif", pixels))
    assert not block.mask[:25].any() and block.mask[25:].all()
    assert block.pixels[:, 25:].min() == 0 and block.pixels[:, 25:].max() == 255


def test_16_bit_no_data_does_not_bend_the_stretch(write_raster, texture):
    pixels = texture(1, 80, 80, "uint16", top=3000)
    clean = np.percentile(pixels[0, 40:], [2, 98])
    pixels[0, :40] = 65535
    with open_layer(write_raster("u16.tif", pixels, nodata=65535)) as layer:
        assert np.allclose([layer.stretch.low[0], layer.stretch.high[0]], clean)
        assert not layer.read((0, 0, 80, 80), (80, 80)).mask[:40].any()


def test_a_float_without_contrast_becomes_mid_grey(write_raster):
    block = read_all(write_raster("flat.tif", np.full((1, 30, 30), 7.5, np.float32)))
    assert np.ptp(block.pixels) == 0 and 100 < block.pixels[0, 0, 0] < 150


def test_a_big_16_bit_file_without_overviews_is_sampled_in_patches(write_raster, monkeypatch, texture):
    monkeypatch.setattr("backend.imagery.layer._SAMPLE_WHOLE_PX", 1000)
    pixels = texture(1, 600, 700, "uint16", top=3000)
    with open_layer(write_raster("u16.tif", pixels)) as layer:
        assert np.allclose([layer.stretch.low[0], layer.stretch.high[0]], np.percentile(pixels, [2, 98]), rtol=0.1)


def test_jpeg2000_is_read(write_raster, texture):
    with rasterio.Env() as session:
        if "JP2OpenJPEG" not in session.drivers():
            pytest.skip("this GDAL has no JPEG 2000 driver")
    pixels = texture(3, 128, 128)
    path = write_raster("image.jp2", pixels, driver="JP2OpenJPEG", QUALITY="100", REVERSIBLE="YES")
    block = read_all(path)
    assert np.array_equal(block.pixels, pixels)


def test_a_vrt_of_the_users_own_is_read_and_notices_that_its_source_changed(write_raster, texture):
    pixels = texture(3, 60, 80)
    source = write_raster("source.tif", pixels)
    vrt = source.with_name("mosaic.vrt")
    from rasterio.shutil import copy

    copy(source, vrt, driver="VRT")
    assert np.array_equal(read_all(vrt).pixels, pixels)
    before = open_layer(vrt).info.fingerprint
    os.utime(source, ns=(1, 1))
    assert open_layer(vrt).info.fingerprint != before


def test_a_vrt_that_calls_itself_a_tiff_is_refused(write_raster, texture):
    source = write_raster("source.tif", texture(3, 60, 80))
    from rasterio.shutil import copy

    vrt = source.with_name("mosaic.vrt")
    copy(source, vrt, driver="VRT")
    disguised = vrt.rename(vrt.with_name("disguised.tif"))
    with pytest.raises(LayerNotReadable, match="not a raster that can be read"):
        open_layer(disguised)


def test_reading_smaller_averages_and_tells_its_transform(write_raster, texture):
    pixels = texture(3, 64, 96)
    with open_layer(write_raster("rgb.tif", pixels)) as layer:
        block = layer.read((32, 16, 32, 32), (8, 8))
        expected = pixels[:, 16:48, 32:64].reshape(3, 8, 4, 8, 4).mean(axis=(2, 4))
        assert np.abs(block.pixels - expected).max() <= 1
        assert block.transform * (0, 0) == layer.info.transform * (32, 16)
        assert block.transform * (8, 8) == layer.info.transform * (64, 48)


def test_reading_uses_overviews(write_raster, texture):
    path = write_raster("ovr.tif", texture(3, 512, 512), tiled=True, blockxsize=128, blockysize=128)
    with rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4], Resampling.nearest)
    with rasterio.open(path, OVERVIEW_LEVEL=1) as dataset:
        overview = dataset.read()
    with open_layer(path) as layer:
        assert np.array_equal(layer.read((0, 0, 512, 512), (128, 128)).pixels, overview)


def test_a_box_over_the_edge_is_filled_up_with_masked_zeros(write_raster, texture):
    pixels = texture(3, 40, 40)
    with open_layer(write_raster("rgb.tif", pixels)) as layer:
        block = layer.read((-10, 20, 40, 40), (40, 40))
    assert np.array_equal(block.pixels[:, :20, 10:], pixels[:, 20:, :30])
    assert block.mask.sum() == 20 * 30
    assert not block.pixels[:, 20:].any() and not block.pixels[:, :, :10].any()


def test_a_box_outside_is_refused(write_raster, texture):
    with open_layer(write_raster("rgb.tif", texture(3, 40, 40))) as layer, pytest.raises(OutsideLayer):
        layer.read((100, 0, 10, 10), (10, 10))


def test_threads_share_a_layer(write_raster, texture):
    pixels = texture(3, 256, 256)
    path = write_raster("rgb.tif", pixels, tiled=True, blockxsize=64, blockysize=64, compress="deflate")
    boxes = [(x, y, 32, 32) for x in range(0, 224, 16) for y in range(0, 224, 16)]
    with open_layer(path) as layer, ThreadPoolExecutor(4) as pool:
        blocks = list(pool.map(lambda box: layer.read(box, (32, 32)), boxes))
    assert all(
        np.array_equal(block.pixels, pixels[:, y : y + 32, x : x + 32])
        for block, (x, y, _, _) in zip(blocks, boxes, strict=True)
    )


def test_layer_info_survives_json(write_raster, texture):
    import json

    info = open_layer(write_raster("float.tif", texture(1, 20, 30, "float32"), nodata=float("nan"))).info
    again = LayerInfo.from_dict(json.loads(json.dumps(info.to_dict(), allow_nan=False)))
    assert np.isnan(again.nodata)
    assert again.to_dict() == info.to_dict() and again.crs == info.crs


def test_the_fingerprint_notices_size_time_and_header(write_raster, texture):
    pixels = texture(3, 60, 80)
    path = write_raster("rgb.tif", pixels)
    first = open_layer(path).info.fingerprint
    assert open_layer(path).info.fingerprint == first
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert open_layer(path).info.fingerprint != first
    data = bytearray(path.read_bytes())
    data[-1] ^= 1  # still in the first 64 KiB
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert open_layer(path).info.fingerprint != first
