"""Bands by what they are: names, colour tags, wavelengths, or what the user asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from hypothesis import given
from hypothesis import strategies as st
from rasterio.enums import ColorInterp

from backend.errors import BadOption
from backend.imagery.layer import open_layer


def stack(write_raster: Any, texture: Any, names: list[str], dtype: str = "uint16", **tags: Any) -> tuple[Path, Any]:
    pixels = texture(len(names), 60, 80, dtype, top=250)
    path = write_raster("stack.tif", pixels, photometric="MINISBLACK")
    with rasterio.open(path, "r+") as dataset:
        for band, name in enumerate(names, start=1):
            if name:
                dataset.set_band_description(band, name)
            dataset.update_tags(band, **{key: value[band - 1] for key, value in tags.items()})
    return path, pixels


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["blue", "green", "red", "nir"], (3, 2, 1)),
        (["Blue", "Green", "Red", "RedEdge", "NIR"], (3, 2, 1)),
        (["coastal_blue", "blue", "green_i", "green", "yellow", "red", "rededge", "nir"], (6, 4, 2)),
        (["B", "G", "R", "N"], (3, 2, 1)),
        (["B02", "B03", "B04", "B08"], (3, 2, 1)),
        (["B1", "B2", "B3", "B4", "B5", "B6", "B7"], (4, 3, 2)),
        (["SR_B1", "SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B7"], (3, 2, 1)),
        (["Band 3 (Red)", "Band 2 (Green)", "Band 1 (Blue)"], (1, 2, 3)),
        (["bleu", "vert", "rouge", "proche infrarouge"], (3, 2, 1)),
        (["Blau", "Grün", "Rot", "NIR"], (3, 2, 1)),
        (["蓝", "绿", "红"], (3, 2, 1)),
        (["", "", "", ""], (1, 2, 3)),
        (["B1", "B2", "B3", "B4"], (1, 2, 3)),
        (["nir", "red", "green"], (1, 2, 3)),
        (["red edge", "near infrared", "ndvi"], (1, 2, 3)),
    ],
)
def test_names_choose_the_colours(write_raster: Any, texture: Any, names: list[str], expected: tuple[int, ...]) -> None:
    path, _ = stack(write_raster, texture, names)
    with open_layer(path) as layer:
        assert layer.info.bands == expected
        called = tuple(names[band - 1] for band in expected)
        named = tuple(name for name in layer.info.band_names if name not in ("gray", ""))
        assert named == tuple(name for name in called if name)


def test_what_a_band_is_called_goes_before_the_colours_that_drivers_give_by_themselves(write_raster, texture):
    pixels = texture(4, 40, 50)
    path = write_raster("bgrn.tif", pixels)  # 8 bits and four bands: GDAL tags them red, green, blue, alpha
    with rasterio.open(path, "r+") as dataset:
        assert dataset.colorinterp[3] == ColorInterp.alpha
        for band, name in enumerate(("blue", "green", "red", "nir"), start=1):
            dataset.set_band_description(band, name)
    with open_layer(path) as layer:
        block = layer.read((0, 0, 50, 40), (40, 50))
    assert np.array_equal(block.pixels, pixels[[2, 1, 0]]) and block.mask.all()


def test_wavelengths_and_common_names_choose_the_colours(write_raster, texture):
    lengths = ["443", "490", "560", "665", "842"]
    path, _ = stack(write_raster, texture, [""] * 5, wavelength=lengths, wavelength_units=["Nanometers"] * 5)
    assert open_layer(path).info.bands == (4, 3, 2)
    path, _ = stack(write_raster, texture, [""] * 3, common_name=["green", "blue", "red"])
    assert open_layer(path).info.bands == (3, 1, 2)
    assert open_layer(path).info.band_names == ("red", "green", "blue")


def test_the_user_says_otherwise(write_raster, texture):
    path, pixels = stack(write_raster, texture, ["blue", "green", "red", "nir"], "uint8")
    for asked, expected in (((4, 3, 2), (4, 3, 2)), (("NIR", "red", 2), (4, 3, 2)), (("4",), (4,))):
        with open_layer(path, bands=asked) as layer:
            assert layer.info.bands == expected
            shown = layer.read((0, 0, 80, 60), (60, 80)).pixels
            assert np.array_equal(shown, pixels[[band - 1 for band in expected]] + np.zeros((3, 1, 1), np.uint8))


@pytest.mark.parametrize("asked", [(5,), (0,), ("infrared",), (1, 2), (1, 2, 3, 4), ("",), (-1,)])
def test_bands_that_are_not_there_are_refused(write_raster, texture, asked):
    path, _ = stack(write_raster, texture, ["blue", "green", "red", "nir"])
    with pytest.raises(BadOption, match=r"bands are (given|1 blue, 2 green, 3 red, 4 nir)|bands are given"):
        open_layer(path, bands=asked)


def test_an_alpha_band_that_is_asked_for_is_a_picture(write_raster, texture):
    pixels = texture(4, 40, 50)
    pixels[3, :10] = 0
    path = write_raster("rgba.tif", pixels)
    with open_layer(path, bands=(4, 1, 2)) as layer:
        block = layer.read((0, 0, 50, 40), (40, 50))
    assert np.array_equal(block.pixels, pixels[[3, 0, 1]]) and block.mask.all()


@given(order=st.permutations(["red", "green", "blue", "nir", "swir1", "coastal"]))
def test_the_order_of_named_bands_does_not_matter(tmp_path_factory: pytest.TempPathFactory, order: list[str]) -> None:
    values = {name: 50 + number * 30 for number, name in enumerate(sorted(order), start=1)}
    path = tmp_path_factory.mktemp("order") / "a.tif"
    profile = {"driver": "GTiff", "width": 4, "height": 4, "count": 6, "dtype": "uint8", "crs": "EPSG:32632"}
    with rasterio.open(path, "w", **profile, transform=rasterio.transform.from_origin(5e5, 5e6, 1, 1)) as dataset:
        for band, name in enumerate(order, start=1):
            dataset.write(np.full((4, 4), values[name], np.uint8), band)
            dataset.set_band_description(band, name)
    with open_layer(path) as layer:
        pixels = layer.read((0, 0, 4, 4), (4, 4)).pixels
        assert pixels[:, 0, 0].tolist() == [values["red"], values["green"], values["blue"]]
        assert layer.info.band_names == ("red", "green", "blue")
