"""What is no layer is refused in one sentence, before or while it is read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.control import GroundControlPoint

from backend.errors import LayerEmpty, LayerNotGeoreferenced, LayerNotReadable
from backend.imagery.layer import open_layer


def one_sentence(error, path):
    text = str(error.value)
    assert "\n" not in text and text.endswith(".")
    assert Path(path).name in text
    assert ": " in text, "it should say what to do"
    return text


@pytest.mark.parametrize(
    "path",
    [
        "http://localhost/x.tif",
        "/vsicurl/http://localhost/x.tif",
        "/vsizip//tmp/x.zip/x.tif",
        "  /vsimem/x.tif",
        "<VRTDataset rasterXSize='1' rasterYSize='1'/>",
        "zip:///tmp/x.zip!x.tif",
        "s3://bucket/x.tif",
    ],
)
def test_what_is_not_a_local_file_is_refused(path):
    with pytest.raises(LayerNotReadable, match="not a local file: download"):
        open_layer(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(LayerNotReadable, match="does not exist") as error:
        open_layer(tmp_path / "missing.tif")
    one_sentence(error, "missing.tif")


def test_a_driver_prefix_is_a_missing_file(write_raster, texture):
    path = write_raster("rgb.tif", texture(3, 20, 20))
    with pytest.raises(LayerNotReadable, match="does not exist"):
        open_layer(f"GTIFF_DIR:1:{path}")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(LayerNotReadable, match="is a folder"):
        open_layer(tmp_path)


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "empty.tif").touch()
    with pytest.raises(LayerNotReadable, match="is empty") as error:
        open_layer(tmp_path / "empty.tif")
    one_sentence(error, "empty.tif")


def test_a_text_file_named_tif_is_refused(tmp_path):
    (tmp_path / "text.tif").write_text("these are words, not pixels\n" * 50)
    with pytest.raises(LayerNotReadable, match="not a raster that can be read") as error:
        open_layer(tmp_path / "text.tif")
    one_sentence(error, "text.tif")


@pytest.mark.parametrize(
    "profile",
    [
        {},
        {"tiled": True, "compress": "deflate", "blockxsize": 64, "blockysize": 64},
        {"BIGTIFF": "YES"},
        {"driver": "COG"},
    ],
    ids=["strips", "tiles", "bigtiff", "cog"],
)
@pytest.mark.parametrize("kept", [0.999, 0.6, 0.05])
def test_a_truncated_tiff_is_refused_on_opening(write_raster, texture, profile, kept):
    path = write_raster("cut.tif", texture(3, 300, 300), **profile)
    open_layer(path).close()
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(LayerNotReadable) as error:
        open_layer(path)
    assert "copy or export it again" in one_sentence(error, "cut.tif") or "copy it again" in str(error.value)


def test_damage_in_the_middle_is_refused_on_reading(write_raster, texture):
    path = write_raster("rot.tif", texture(3, 300, 300), tiled=True, compress="deflate", blockxsize=64, blockysize=64)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 20_000] = b"\xff" * 20_000
    path.write_bytes(data)
    with open_layer(path) as layer, pytest.raises(LayerNotReadable, match="damaged") as error:
        layer.read((0, 0, 300, 300), (300, 300))
    one_sentence(error, "rot.tif")


@pytest.mark.parametrize("count", [2**40, 2**62, 2**64 - 1])
def test_a_bigtiff_of_absurdly_many_fields_is_refused(tmp_path, count):
    path = tmp_path / "fields.tif"
    path.write_bytes(b"II+\0\x08\0\0\0" + (16).to_bytes(8, "little") + count.to_bytes(8, "little") + bytes(2000))
    with pytest.raises(LayerNotReadable) as error:
        open_layer(path)
    one_sentence(error, "fields.tif")


def test_a_sparse_tiff_is_whole(tmp_path):
    path = tmp_path / "sparse.tif"
    profile = {"driver": "GTiff", "width": 1000, "height": 1000, "count": 3, "dtype": "uint8", "crs": "EPSG:32632"}
    with rasterio.open(path, "w", transform=Affine(1, 0, 5e5, 0, -1, 5e6), SPARSE_OK=True, **profile):
        pass
    open_layer(path).close()


def test_an_image_without_georeference_is_refused(write_raster, texture):
    path = write_raster("plain.tif", texture(3, 20, 20), crs=None, transform=None)
    with pytest.raises(LayerNotGeoreferenced, match="is not georeferenced") as error:
        open_layer(path)
    one_sentence(error, "plain.tif")


def test_an_image_without_crs_is_refused(write_raster, texture):
    path = write_raster("nocrs.tif", texture(3, 20, 20), crs=None)
    with pytest.raises(LayerNotGeoreferenced, match=r"gdal_edit\.py -a_srs") as error:
        open_layer(path)
    one_sentence(error, "nocrs.tif")


def test_ground_control_points_alone_are_refused_with_the_way_out(write_raster, texture):
    corners = [(0, 0), (0, 20), (20, 0), (20, 20)]
    points = [GroundControlPoint(row, col, 7 + col / 1000, 46 - row / 1000) for row, col in corners]
    path = write_raster("gcp.tif", texture(3, 20, 20), crs=None, transform=None)
    with rasterio.open(path, "r+") as dataset:
        dataset.gcps = (points, rasterio.crs.CRS.from_epsg(4326))
    with pytest.raises(
        LayerNotGeoreferenced, match=r"ground control points only: warp it first with gdalwarp"
    ) as error:
        open_layer(path)
    one_sentence(error, "gcp.tif")


@pytest.mark.parametrize(
    ("crs", "transform"),
    [
        ('LOCAL_CS["site grid",UNIT["metre",1]]', Affine(1, 0, 0, 0, -1, 0)),
        ("EPSG:4326", Affine(1, 0, 500, 0, -1, 500)),
    ],
    ids=["engineering", "latitude 500"],
)
def test_a_crs_without_a_place_on_the_earth_is_refused(write_raster, texture, crs, transform):
    path = write_raster("nowhere.tif", texture(3, 20, 20), crs=crs, transform=transform)
    with pytest.raises(LayerNotGeoreferenced) as error:
        open_layer(path)
    one_sentence(error, "nowhere.tif")


def test_a_16_bit_image_without_a_valid_pixel_is_refused(write_raster):
    path = write_raster("void.tif", np.zeros((1, 50, 50), np.uint16), nodata=0)
    with open_layer(path) as layer, pytest.raises(LayerEmpty, match="no valid pixel") as error:
        layer.read((0, 0, 50, 50), (50, 50))
    one_sentence(error, "void.tif")


def test_complex_numbers_are_refused(write_raster):
    path = write_raster("slc.tif", np.ones((1, 20, 20), np.complex64))
    with pytest.raises(LayerNotReadable, match="complex numbers"):
        open_layer(path)


def test_blocks_too_large_to_read_in_parts_are_refused(write_raster, texture, monkeypatch):
    monkeypatch.setattr("backend.imagery.refusals._MAX_BLOCK_BYTES", 1000)
    with pytest.raises(LayerNotReadable, match="gdal_translate -co TILED=YES"):
        open_layer(write_raster("wide.tif", texture(3, 40, 400)))


def test_a_bad_file_says_nothing_on_stderr_by_itself(tmp_path, write_raster, texture):
    plain = write_raster("plain.tif", texture(3, 20, 20), crs=None, transform=None)
    rotten = write_raster("rot.tif", texture(3, 300, 300), compress="deflate")
    data = bytearray(rotten.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 20_000] = b"\xff" * 20_000
    rotten.write_bytes(data)
    (tmp_path / "text.tif").write_text("words " * 100)
    (tmp_path / "cut.tif").write_bytes(b"II*\0\x08\0\0\0\x05\0")
    code = """
import sys
from backend.errors import TerralexError
from backend.imagery.layer import open_layer
for path in sys.argv[1:]:
    try:
        open_layer(path).read((0, 0, 300, 300), (300, 300))
    except TerralexError as error:
        print(error)
assert "torch" not in sys.modules and "lancedb" not in sys.modules
"""
    files = [str(tmp_path / "text.tif"), str(tmp_path / "cut.tif"), str(plain), str(rotten)]
    done = subprocess.run([sys.executable, "-c", code, *files], capture_output=True, text=True, check=True)
    assert done.stderr == "" and len(done.stdout.splitlines()) == 4
