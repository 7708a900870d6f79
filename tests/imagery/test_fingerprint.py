"""An index knows all that its pixels depend on; looking at a layer changes nothing."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.enums import ColorInterp, Resampling
from rasterio.shutil import copy

from backend.errors import LayerNotReadable
from backend.imagery.layer import open_layer
from backend.imagery.layer_files import layer_files, state_of

STATISTICS = """<PAMDataset><PAMRasterBand band="1"><Histograms><HistItem><HistMin>0</HistMin></HistItem></Histograms>
<Metadata><MDI key="STATISTICS_MEAN">128</MDI></Metadata></PAMRasterBand></PAMDataset>"""
NODATA = '<PAMDataset><PAMRasterBand band="1"><NoDataValue>7</NoDataValue></PAMRasterBand></PAMDataset>'


def touch(file: Path) -> None:
    later = file.stat().st_mtime_ns + 1_000_000_000
    os.utime(file, ns=(later, later))


def mosaic_of(source: Path, vrt: Path) -> Path:
    """A VRT over a file, which may be one itself: GDAL would look through that."""
    copy(source, vrt, driver="VRT")
    (named,) = set(re.findall(r">([^<]*\.(?:tif|vrt))</SourceFilename>", vrt.read_text()))
    vrt.write_text(vrt.read_text().replace(f">{named}<", f">{source.name}<"))
    return vrt


def edit(path: Path, change: Callable[[rasterio.io.DatasetWriter], object]) -> None:
    before = path.stat()
    with rasterio.open(path, "r+") as dataset:
        change(dataset)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # as where a clock stands still


def set_colours(dataset: rasterio.io.DatasetWriter) -> None:
    dataset.colorinterp = (ColorInterp.blue, ColorInterp.green, ColorInterp.red)


def set_nodata(dataset: rasterio.io.DatasetWriter) -> None:
    dataset.nodata = 7


CHANGES: dict[str, Callable[[Path], object]] = {
    "content": touch,
    "no-data": lambda path: edit(path, set_nodata),
    "colours": lambda path: edit(path, set_colours),
    "names": lambda path: edit(path, lambda dataset: dataset.set_band_description(1, "blue")),
    "overviews": lambda path: path.with_name(f"{path.name}.ovr").write_bytes(path.read_bytes()),
    "mask": lambda path: path.with_name(f"{path.name}.msk").write_bytes(path.read_bytes()),
    "side file": lambda path: path.with_name(f"{path.name}.aux.xml").write_text(NODATA),
}


@pytest.fixture
def layer(write_raster, texture) -> Path:
    return write_raster("source.tif", texture(3, 60, 80), photometric="MINISBLACK")


@pytest.mark.parametrize("depth", [0, 1, 2])
@pytest.mark.parametrize("what", CHANGES)
def test_any_change_of_the_layer_or_of_what_it_is_made_of_is_seen(layer: Path, what: str, depth: int) -> None:
    opened = layer
    for level in range(depth):
        opened = mosaic_of(opened, layer.with_name(f"mosaic{level}.vrt"))
    before = open_layer(opened).info.fingerprint
    assert open_layer(opened).info.fingerprint == before
    CHANGES[what](layer)
    assert open_layer(opened).info.fingerprint != before


@pytest.mark.parametrize("depth", [0, 1])
def test_statistics_that_qgis_leaves_are_no_change(layer: Path, depth: int) -> None:
    opened = layer
    if depth:
        opened = mosaic_of(layer, layer.with_name("mosaic.vrt"))
    notes = layer.with_name("source.tif.aux.xml")
    before = open_layer(opened).info.fingerprint
    notes.write_text(STATISTICS)
    assert open_layer(opened).info.fingerprint == before
    notes.write_text(NODATA)
    declared = open_layer(opened).info.fingerprint
    notes.write_text(
        NODATA.replace("</PAMRasterBand>", "<Metadata><MDI key='STATISTICS_MEAN'>1</MDI></Metadata></PAMRasterBand>")
    )
    assert declared != before and open_layer(opened).info.fingerprint == declared


def test_files_of_a_mosaic_of_mosaics(layer: Path) -> None:
    mosaic_of(mosaic_of(layer, layer.with_name("inner.vrt")), layer.with_name("outer.vrt"))
    layer.with_name("SOURCE.TIF.OVR").write_bytes(layer.read_bytes())
    found = layer_files(layer.with_name("outer.vrt"))
    assert [file.name for file in found.files] == ["outer.vrt", "SOURCE.TIF.OVR", "inner.vrt", "source.tif"]
    layer.rename(layer.with_name("gone.tif"))
    assert layer_files(layer.with_name("outer.vrt")).missing == (layer,)
    with pytest.raises(LayerNotReadable, match=r"outer\.vrt refers to other files, of which source\.tif is missing"):
        open_layer(layer.with_name("outer.vrt"))


def test_names_inside_of_archives_and_formats_lead_to_their_file(tmp_path: Path) -> None:
    (tmp_path / "a.nc").write_text("x")
    (tmp_path / "a.zip").write_text("x")
    (tmp_path / "m.vrt").write_text(
        f'<VRTDataset><SourceFilename relativeToVRT="0">NETCDF:"{tmp_path}/a.nc":band</SourceFilename>'
        f"<SourceFilename>/vsizip/{tmp_path}/a.zip/b.tif</SourceFilename>"
        "<SourceFilename>https://example.org/a.tif</SourceFilename></VRTDataset>"
    )
    assert [file.name for file in layer_files(tmp_path / "m.vrt").files] == ["m.vrt", "a.nc", "a.zip"]


def test_a_pipe_beside_a_layer_holds_nobody(layer: Path) -> None:
    for side in ("source.tif.aux.xml", "source.tif.ovr", "source.prj"):
        os.mkfifo(layer.with_name(side))
    found = layer_files(layer)
    assert len(found.files) == 4 and len(state_of(found.files)) == 4


def test_a_circle_of_mosaics_ends(tmp_path: Path) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{one}.vrt").write_text(
            f'<VRTDataset><SourceFilename relativeToVRT="1">{other}.vrt</SourceFilename></VRTDataset>'
        )
    assert len(layer_files(tmp_path / "a.vrt").files) == 2


def test_the_last_strip_may_claim_the_length_of_a_full_one(write_raster, texture) -> None:
    pixels = texture(3, 240, 80)
    path = write_raster("strips.tif", pixels, tiled=False, interleave="pixel", blockysize=64)
    data = bytearray(path.read_bytes())
    (start,) = struct.unpack_from("<I", data, 4)
    for number in range(struct.unpack_from("<H", data, start)[0]):
        tag, kind, count, value = struct.unpack_from("<HHII", data, start + 2 + 12 * number)
        if tag == 279:
            size, letter = {3: (2, "<H"), 4: (4, "<I")}[kind]
            struct.pack_into(letter, data, value + size * (count - 1), 64 * 80 * 3)
    path.write_bytes(data)
    with open_layer(path) as opened:
        assert np.array_equal(opened.read((0, 0, 80, 240), (240, 80)).pixels, pixels)
    path.write_bytes(data[:-200])
    with pytest.raises(LayerNotReadable, match="truncated"):
        open_layer(path)


def test_building_overviews_is_a_change(layer: Path) -> None:
    before = open_layer(layer).info.fingerprint
    edit(layer, lambda dataset: dataset.build_overviews([2], Resampling.average))
    assert open_layer(layer).info.fingerprint != before
