"""Addresses and folders as layers: COGs, STAC documents, and many files as one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.windows import Window

from backend.errors import BadOption, LayerNotReadable, SourceNotAllowed
from backend.imagery.layer import OpenLayer, open_layer
from backend.imagery.outgoing import Patience
from backend.imagery.range_fetcher import RangeFetcher
from backend.imagery.remote import RemoteSource, place_of
from backend.imagery.remote_reads import RemoteReads
from backend.imagery.sandbox import ReaderPool
from backend.layers.folder_mosaic import folder_mosaic
from backend.layers.mosaic import mosaic_vrt
from backend.layers.remote_layers import RemoteLayers
from harness.range_server import RangeServer, range_server

SIDE = 640


@pytest.fixture(params=["nodata", "mask"])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """``whole.tif``, and its four quarters in ``quarters/``, one of which has a hole, by a value or by a mask."""
    (tmp_path / "served" / "quarters").mkdir(parents=True)
    pixels = np.random.default_rng(5).integers(1, 255, (3, SIDE, SIDE), np.uint8)
    pixels[:, 400:420, 400:420] = 0
    profile: dict[str, Any] = {"count": 3, "dtype": "uint8", "crs": "EPSG:32632"}
    if request.param == "nodata":
        profile["nodata"] = 0
    valid = np.full((SIDE, SIDE), 255, np.uint8)
    valid[400:420, 400:420] = 0
    place = Affine(0.5, 0, 500_000, 0, -0.5, 5_000_000)
    tiled = {"driver": "GTiff", "tiled": True, "blockxsize": 128, "blockysize": 128, "compress": "deflate"}
    whole = tmp_path / "served" / "whole.tif"
    inside = rasterio.Env(GDAL_TIFF_INTERNAL_MASK="YES")
    with inside, rasterio.open(whole, "w", width=SIDE, height=SIDE, transform=place, **profile, **tiled) as made:
        made.write(pixels)
        if request.param == "mask":
            made.write_mask(valid)
        half = SIDE // 2
        for row in (0, half):
            for col in (0, half):
                at = place * Affine.translation(col, row)
                name = tmp_path / "served" / "quarters" / f"{row}-{col}.tif"
                with rasterio.open(name, "w", width=half, height=half, transform=at, **profile, **tiled) as part:
                    part.write(pixels[:, row : row + half, col : col + half])
                    if request.param == "mask":
                        part.write_mask(valid[row : row + half, col : col + half])
    return tmp_path / "served"


@pytest.fixture
def served(folder: Path) -> Iterator[RangeServer]:
    with range_server(folder) as server:
        yield server


@pytest.fixture
def layers(served: RangeServer, tmp_path: Path) -> Iterator[tuple[RemoteLayers, ReaderPool]]:
    ours = tmp_path / "ours"
    with (
        RangeFetcher([served.host], patience=Patience(pause_s=0.01)) as fetcher,
        ReaderPool(2, remote=RemoteReads(ours, fetcher)) as pool,
    ):
        yield RemoteLayers(ours, fetcher, pool, look_again_s=3600.0), pool


def same_pixels(one: OpenLayer, other: OpenLayer) -> None:
    assert (one.info.width, one.info.height, one.info.bounds) == (
        other.info.width,
        other.info.height,
        other.info.bounds,
    )
    for box, shape in (((0, 0, SIDE, SIDE), (SIDE, SIDE)), ((250, 250, 200, 200), (200, 200))):
        here, there = one.read(box, shape), other.read(box, shape)
        assert np.array_equal(here.mask, there.mask)
        assert np.array_equal(here.pixels[:, here.mask], there.pixels[:, there.mask])


def stac(folder: Path, served: RangeServer) -> None:
    """A static catalogue: a collection, and an item a quarter, with relative links."""
    links = []
    for file in sorted((folder / "quarters").glob("*.tif")):
        item = {
            "type": "Feature",
            "stac_version": "1.0.0",
            "id": file.stem,
            "geometry": None,
            "bbox": [8, 45, 9, 46],
            "properties": {"datetime": "2026-01-01T00:00:00Z"},
            "links": [{"rel": "self", "href": served.url(f"stac/{file.stem}.json")}],
            "assets": {
                "visual": {"href": f"../quarters/{file.name}", "type": "image/tiff; application=geotiff"},
                "whole": {"href": "../whole.tif", "type": "image/tiff"},
                "thumbnail": {"href": "./t.png", "type": "image/png"},
                "elsewhere": {"href": "https://elsewhere.example/a.tif", "type": "image/tiff"},
            },
            "collection": "quarters",
        }
        (folder / "stac").mkdir(exist_ok=True)
        (folder / "stac" / f"{file.stem}.json").write_text(json.dumps(item))
        links.append({"rel": "item", "href": f"./{file.stem}.json", "type": "application/json"})
    collection = {
        "type": "Collection",
        "stac_version": "1.0.0",
        "id": "quarters",
        "description": "Four quarters of one picture",
        "license": "CC0-1.0",
        "extent": {"spatial": {"bbox": [[8, 45, 9, 46]]}, "temporal": {"interval": [[None, None]]}},
        "links": links,
    }
    (folder / "stac" / "collection.json").write_text(json.dumps(collection))
    pages = {"type": "FeatureCollection", "features": [], "links": []}
    features = [json.loads((folder / "stac" / link["href"]).read_text()) for link in links]
    for number, part in enumerate((features[:2], features[2:])):
        following = [{"rel": "next", "href": served.url("stac/page-1.json")}] if number == 0 else []
        (folder / "stac" / f"page-{number}.json").write_text(
            json.dumps({**pages, "features": part, "links": following})
        )
    items = {"rel": "items", "href": served.url("stac/page-0.json")}
    (folder / "stac" / "api.json").write_text(json.dumps({**collection, "links": [items]}))


def test_an_address_is_a_layer_and_stays_the_same_while_the_file_does(
    layers: tuple[RemoteLayers, ReaderPool], served: RangeServer, folder: Path
) -> None:
    remote, pool = layers
    file = remote.layer(served.url("whole.tif?token=secret"))
    written = file.stat().st_mtime_ns
    with pool.open(file) as layer, pool.open(folder / "whole.tif") as local:
        same_pixels(layer, local)
        first = layer.info.fingerprint
    assert place_of(file) == served.url("whole.tif"), "what may be secret is not told"
    assert remote.layer(served.url("whole.tif?token=secret")) == file and file.stat().st_mtime_ns == written
    (folder / "whole.tif").touch()
    with pool.open(remote.layer(served.url("whole.tif?token=secret"))) as layer:
        assert layer.info.fingerprint != first, "a changed file has another fingerprint"


def test_stac_items_collections_and_pages_are_layers(
    layers: tuple[RemoteLayers, ReaderPool], served: RangeServer, folder: Path
) -> None:
    pytest.importorskip("pystac_client", reason="the extra stac is not installed")
    stac(folder, served)
    remote, pool = layers
    with pool.open(folder / "whole.tif") as whole:
        for name in ("collection.json", "api.json", "page-0.json"):
            file = remote.layer(served.url(f"stac/{name}"))
            assert len(RemoteSource.read(file).members) == 4
            with pool.open(file) as mosaic:
                same_pixels(mosaic, whole)
            asked = len(served.asked)
            remote.refreshed(served.url(f"stac/{name}"))
            assert len(served.asked) == asked, "nobody is asked again so soon"
        with pool.open(remote.layer(served.url("stac/0-0.json#whole"))) as layer:
            same_pixels(layer, whole)
    with pool.open(remote.layer(served.url("stac/0-0.json"))) as layer:
        assert layer.info.width == SIDE // 2, "visual is what is looked at unless another asset is named"
    with pytest.raises(SourceNotAllowed, match=r"elsewhere\.example may not be asked"):
        remote.layer(served.url("stac/0-0.json#elsewhere"))
    with pytest.raises(BadOption, match="no asset 'red': choose one of visual, whole"):
        remote.layer(served.url("stac/0-0.json#red"))


def test_a_document_leads_nowhere_that_is_not_listed(
    layers: tuple[RemoteLayers, ReaderPool], served: RangeServer, folder: Path
) -> None:
    pytest.importorskip("pystac_client", reason="the extra stac is not installed")
    stac(folder, served)
    collection = json.loads((folder / "stac" / "collection.json").read_text())
    for href in (
        "https://elsewhere.example/item.json",
        "http://169.254.169.254/latest/item.json",
        "file:///etc/passwd",
    ):
        collection["links"] = [{"rel": "item", "href": href}]
        (folder / "stac" / "bad.json").write_text(json.dumps(collection))
        with pytest.raises(SourceNotAllowed):
            layers[0].layer(served.url("stac/bad.json"))
    (folder / "stac" / "odd.json").write_text('{"type": "FeatureCollection"')
    with pytest.raises(LayerNotReadable, match="is no STAC item, collection or catalogue"):
        layers[0].layer(served.url("stac/odd.json"))
    (folder / "stac" / "empty.json").write_text(json.dumps({**collection, "links": []}))
    with pytest.raises(BadOption, match="has no items"):
        layers[0].layer(served.url("stac/empty.json"))


def test_a_folder_is_one_layer_until_one_of_its_files_changes(folder: Path, tmp_path: Path) -> None:
    with ReaderPool(2) as pool, pool.open(folder / "whole.tif") as whole:
        vrt = folder_mosaic(folder / "quarters", tmp_path / "mosaics", pool)
        with pool.open(vrt) as mosaic:
            same_pixels(mosaic, whole)
        written = vrt.stat().st_mtime_ns
        assert folder_mosaic(folder / "quarters", tmp_path / "mosaics", pool) == vrt
        assert vrt.stat().st_mtime_ns == written
        (folder / "quarters" / "0-0.tif").unlink()
        folder_mosaic(folder / "quarters", tmp_path / "mosaics", pool)
        assert vrt.stat().st_mtime_ns != written
        with pytest.raises(BadOption, match="holds no raster"):
            folder_mosaic(tmp_path / "mosaics" / "none", tmp_path / "mosaics", pool)


def test_what_makes_no_one_layer_is_named(folder: Path, tmp_path: Path) -> None:
    with rasterio.open(folder / "whole.tif") as whole:
        window = whole.read(window=Window(0, 0, 64, 64))
        profile = {**whole.profile, "width": 64, "height": 64}
    for name, change, says in (
        ("crs.tif", {"crs": "EPSG:32633"}, "another CRS"),
        ("fine.tif", {"transform": Affine(0.25, 0, 500_000, 0, -0.25, 5_000_000)}, "pixels of another size"),
        ("grey.tif", {"count": 1}, "other bands"),
    ):
        with rasterio.open(tmp_path / name, "w", **{**profile, **change}) as made:
            made.write(window[: made.count])
        with (
            open_layer(folder / "whole.tif") as one,
            open_layer(tmp_path / name) as other,
            pytest.raises(BadOption, match=f"{name} has {says}.*terralex survey"),
        ):
            mosaic_vrt([("a", one.info), ("b", other.info)])
