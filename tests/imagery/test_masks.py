"""What is valid is what GDAL says is valid, less what no declaration can say: numbers that are none, and fill."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from rasterio.enums import ColorInterp
from rasterio.transform import from_origin

from backend.errors import LayerEmpty
from backend.imagery.layer import open_layer

F32 = np.finfo(np.float32)
PLACE = {"crs": "EPSG:32632", "transform": from_origin(500_000, 5_200_000, 0.5, 0.5)}


def write(path: Path, pixels: np.ndarray[Any, Any], **profile: Any) -> Path:
    count, height, width = pixels.shape
    shape = {"count": count, "height": height, "width": width, "dtype": pixels.dtype}
    with rasterio.open(path, "w", driver="GTiff", **shape, **PLACE, **profile) as dataset:
        dataset.write(pixels)
    return path


def read(path: Path, shrunk: int = 1) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    with open_layer(path) as layer:
        info = layer.info
        block = layer.read((0, 0, info.width, info.height), (info.height // shrunk, info.width // shrunk))
        return block.pixels, block.mask


def gdals(path: Path, bands: tuple[int, ...]) -> np.ndarray[Any, Any]:
    with rasterio.open(path) as dataset:
        return np.logical_or.reduce([dataset.read_masks(band) > 0 for band in bands])


DTYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64")
VALUES = st.sampled_from([0.0, 1.0, 2.0, 7.0, 100.0, 126.0, 127.0, -1.0, -100.0, -9999.0, 65535.0, float(F32.min)])
NODATA = st.one_of(st.none(), VALUES, st.sampled_from([0.5, -3.40282e38, -3.4028234663852886e38, float("nan")]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data(), dtype=st.sampled_from(DTYPES), bands=st.sampled_from([1, 3, 4]))
def test_our_valid_pixels_are_gdals(tmp_path: Path, data: st.DataObject, dtype: str, bands: int) -> None:
    kind = np.dtype(dtype)
    low, high = (float(F32.min), float(F32.max)) if kind.kind == "f" else (np.iinfo(kind).min, np.iinfo(kind).max)
    possible = VALUES.filter(lambda value: low <= value <= high)
    pixels = data.draw(hnp.arrays(kind, (bands, 4, 5), elements=possible.map(kind.type)))
    nodata = data.draw(NODATA)
    profile: dict[str, Any] = {}
    if nodata is not None:
        try:
            write(tmp_path / "try.tif", pixels, nodata=nodata)
            profile["nodata"] = nodata
        except (ValueError, OverflowError, TypeError, rasterio.errors.RasterioError):
            pass  # GDAL takes no such no-data value for this type
    way = data.draw(st.sampled_from(["plain", "mask", "msk", "alpha"]))
    if way == "alpha" and bands == 4 and kind.kind == "u":
        profile |= {"photometric": "RGB", "alpha": "YES"}
    path = write(tmp_path / "a.tif", pixels, **profile)
    if way in ("mask", "msk"):
        with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=way == "mask"), rasterio.open(path, "r+") as dataset:
            dataset.write_mask(data.draw(hnp.arrays(bool, (4, 5))))
    with open_layer(path) as layer:
        shown, notes = layer.info.bands, layer.info.notes
    with rasterio.open(path) as dataset:
        values = dataset.read(shown)
        expected = gdals(path, shown)
        if ColorInterp.alpha in dataset.colorinterp:
            expected &= dataset.read(dataset.colorinterp.index(ColorInterp.alpha) + 1) > 0
    expected &= (np.abs(values.astype(float)) < 1e30).any(axis=0)
    assert not notes
    try:
        mask = read(path)[1]
    except LayerEmpty:
        mask = np.zeros((4, 5), bool)
    assert np.array_equal(mask, expected)


@pytest.mark.parametrize("text", ["-3.40282306073709653e+38", "-3.40282e+38", "-3.39999999999999996e+38", "nan"])
def test_a_limit_of_floats_is_no_data_however_it_was_rounded(tmp_path: Path, texture: Any, text: str) -> None:
    pixels = texture(3, 64, 64, "float32")
    pixels[:, :20] = F32.min
    pixels[:, 20:30] = F32.max
    source = write(tmp_path / "a.tif", pixels)
    subprocess.run(["gdal_translate", "-q", "-a_nodata", text, source, tmp_path / "b.tif"], check=True)
    for shrunk in (1, 4):
        seen, mask = read(tmp_path / "b.tif", shrunk)
        assert not mask[: 28 // shrunk].any() and mask[30 // shrunk + 1 :].all()
        assert seen[:, 30 // shrunk + 1 :].std() > 20  # the stretch knows nothing of it


def test_masks_of_single_bands_join(tmp_path: Path, texture: Any) -> None:
    source = write(tmp_path / "a.tif", texture(3, 32, 32))
    for number, rows in ((1, slice(0, 10)), (2, slice(0, 20)), (3, slice(0, 16))):
        mask = np.full((1, 32, 32), 255, np.uint8)
        mask[:, rows] = 0
        write(tmp_path / f"m{number}.tif", mask)
    bands = "".join(
        f'<VRTRasterBand dataType="Byte" band="{n}"><ColorInterp>{c}</ColorInterp><MaskBand>'
        f'<VRTRasterBand dataType="Byte"><SimpleSource><SourceFilename relativeToVRT="1">m{n}.tif</SourceFilename>'
        f"<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></MaskBand><SimpleSource>"
        f'<SourceFilename relativeToVRT="1">a.tif</SourceFilename><SourceBand>{n}</SourceBand></SimpleSource>'
        "</VRTRasterBand>"
        for n, c in ((1, "Red"), (2, "Green"), (3, "Blue"))
    )
    with rasterio.open(source) as dataset:
        place = ", ".join(str(value) for value in dataset.get_transform())
    vrt = tmp_path / "b.vrt"
    vrt.write_text(
        f'<VRTDataset rasterXSize="32" rasterYSize="32"><SRS>EPSG:32632</SRS><GeoTransform>{place}</GeoTransform>'
        f"{bands}</VRTDataset>"
    )
    mask = read(vrt)[1]
    assert not mask[:10].any() and mask[10:].all()
    assert np.array_equal(mask, gdals(vrt, (1, 2, 3)))


@pytest.mark.parametrize("dtype", ["uint16", "int16", "float32", "float64", "int32"])
@pytest.mark.parametrize("value", [0, -9999, 65535])
def test_undeclared_fill_is_left_out_and_said(tmp_path: Path, texture: Any, dtype: str, value: int) -> None:
    kind = np.dtype(dtype)
    if kind.kind in "iu" and not np.iinfo(kind).min <= value <= np.iinfo(kind).max:
        pytest.skip(f"{dtype} has no {value}")
    pixels = texture(3, 120, 160, dtype, top=3000)
    pixels[:, :, :70] = value
    pixels[:, 50, 100] = value  # one pixel of it is ground
    path = write(tmp_path / "a.tif", pixels)
    with open_layer(path) as layer:
        (note,) = layer.info.notes
        assert note.startswith("a.tif: about 44% of it is ") and note.count(". ") <= 1
        low = layer.stretch.low[0]
    assert low >= 1
    for shrunk in (1, 2):
        mask = read(path, shrunk)[1]
        assert not mask[:, : 70 // shrunk].any() and mask[:, 70 // shrunk + shrunk :].all()


def test_fill_beside_declared_no_data_is_found_too(tmp_path: Path, texture: Any) -> None:
    pixels = texture(1, 100, 100, "uint16", top=3000)
    pixels[:, :30] = 0
    pixels[:, 30:40] = 9
    mask = read(write(tmp_path / "a.tif", pixels, nodata=9))[1]
    assert not mask[:40].any() and mask[40:].all()


def test_ground_of_any_other_constant_stays(tmp_path: Path, texture: Any) -> None:
    pixels = texture(1, 100, 100, "uint16", top=3000)
    pixels[:, :30] = 1234
    path = write(tmp_path / "a.tif", pixels)
    assert read(path)[1].all()
    with open_layer(path) as layer:
        assert layer.info.notes == ()


def test_a_fourth_band_called_alpha_that_is_a_picture_masks_nothing(tmp_path: Path, texture: Any) -> None:
    pixels = texture(4, 128, 128)
    pixels[3, :40] = 0  # water is black in the near infrared
    path = write(tmp_path / "naip.tif", pixels, photometric="RGB", alpha="YES")
    with rasterio.open(path) as dataset:
        assert dataset.colorinterp[3] == ColorInterp.alpha
    assert read(path)[1].all()


@pytest.mark.parametrize("opaque", [255, 65535, 10_000, 1])
def test_an_alpha_band_is_believed_with_soft_edges_in_every_type(tmp_path: Path, texture: Any, opaque: int) -> None:
    pixels = texture(4, 128, 128, "uint8" if opaque == 255 else "uint16", top=255)
    pixels[3] = opaque
    pixels[3, :40] = 0
    pixels[3, 40:44] = np.linspace(1, opaque, 128).astype(pixels.dtype)
    mask = read(write(tmp_path / "a.tif", pixels, photometric="RGB", alpha="YES"))[1]
    assert not mask[:40].any() and mask[40:].all()
