"""Layers on other machines: read in parts, by reading processes without a network, from listed hosts alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from backend.errors import LayerNotReadable, SourceNotAllowed
from backend.imagery.layer import open_layer
from backend.imagery.outgoing import Patience
from backend.imagery.range_fetcher import RangeFetcher
from backend.imagery.remote import RemoteFile, RemoteSource
from backend.imagery.remote_reads import RemoteReads
from backend.imagery.sandbox import ReaderPool
from harness.range_server import RangeServer, range_server

QUICK = Patience(pause_s=0.01, timeout_s=5.0)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[RangeServer]:
    folder = tmp_path / "served"
    folder.mkdir()
    pixels = np.random.default_rng(3).integers(1, 255, (3, 1500, 2000), np.uint8)
    profile = {"width": 2000, "height": 1500, "count": 3, "dtype": "uint8", "crs": "EPSG:32632"}
    place = Affine(0.5, 0, 500_000, 0, -0.5, 5_000_000)
    with rasterio.open(folder / "a.tif", "w", driver="COG", transform=place, blocksize=256, **profile) as made:
        made.write(pixels)
    with range_server(folder) as server:
        yield server


@pytest.fixture
def fetcher(served: RangeServer) -> Iterator[RangeFetcher]:
    with RangeFetcher([served.host], patience=QUICK) as fetcher:
        yield fetcher


def remote_layer(folder: Path, *files: RemoteFile, name: str = "a.tif.remote") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(RemoteSource(files).to_text(), encoding="utf-8")
    return folder / name


def test_a_remote_cog_is_read_as_the_same_file_is(tmp_path: Path, served: RangeServer, fetcher: RangeFetcher) -> None:
    layer_file = remote_layer(tmp_path / "ours", fetcher.look(served.url("a.tif")))
    local = tmp_path / "served" / "a.tif"
    reads = RemoteReads(tmp_path / "ours", fetcher)
    with ReaderPool(1, remote=reads) as pool, pool.open(layer_file) as layer, open_layer(local) as same:
        assert (layer.info.width, layer.info.height, layer.info.crs) == (2000, 1500, same.info.crs)
        opened, served.meeting = served.sent, True
        for box, shape in (((0, 0, 700, 600), (600, 700)), ((0, 0, 2000, 1500), (375, 500))):
            there, here = layer.read(box, shape), same.read(box, shape)
            assert np.array_equal(there.pixels, here.pixels) and np.array_equal(there.mask, here.mask)
    assert opened < local.stat().st_size / 10, "opening reads the head alone"
    assert served.most_at_once > 1, "ranges of one read are under way together"


def test_an_error_that_passes_is_waited_for(tmp_path: Path, served: RangeServer, fetcher: RangeFetcher) -> None:
    layer_file = remote_layer(tmp_path / "ours", fetcher.look(served.url("a.tif")))
    with ReaderPool(1, remote=RemoteReads(tmp_path / "ours", fetcher)) as pool, pool.open(layer_file) as layer:
        served.failures = [500, 503, 429]
        assert layer.read((0, 0, 256, 256), (256, 256)).mask.all()
        served.failures = [404] * 50
        with pytest.raises(LayerNotReadable, match="answered 404: check the address"):
            layer.read((1000, 600, 256, 256), (256, 256))
        served.failures = []
        assert layer.read((1000, 600, 256, 256), (256, 256)).mask.all(), "and it goes on"


def test_a_file_that_changes_is_noticed(tmp_path: Path, served: RangeServer, fetcher: RangeFetcher) -> None:
    layer_file = remote_layer(tmp_path / "ours", fetcher.look(served.url("a.tif")))
    with ReaderPool(1, remote=RemoteReads(tmp_path / "ours", fetcher)) as pool, pool.open(layer_file) as layer:
        (tmp_path / "served" / "a.tif").touch()
        with pytest.raises(LayerNotReadable, match="has changed while it was read"):
            layer.read((1500, 1000, 256, 256), (256, 256))


def test_only_our_own_files_say_where_pixels_lie(tmp_path: Path, served: RangeServer, fetcher: RangeFetcher) -> None:
    strange = remote_layer(tmp_path / "strange", fetcher.look(served.url("a.tif")))
    asked = len(served.asked)
    reads = RemoteReads(tmp_path / "ours", fetcher)
    with ReaderPool(1, remote=reads) as pool, pytest.raises(LayerNotReadable, match="no remote layer"):
        pool.open(strange)
    with ReaderPool(1) as pool, pytest.raises(LayerNotReadable, match="nobody may ask for it here"):
        pool.open(strange)
    with pytest.raises(LayerNotReadable, match="reading processes alone"):
        open_layer(strange)
    assert len(served.asked) == asked, "nobody was asked for a byte"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://elsewhere.example/a.tif", "elsewhere.example may not be asked"),
        ("https://listed.example:8443/a.tif", "may not be asked"),
        ("http://listed.example/a.tif", "by https only"),
        ("https://user:secret@listed.example/a.tif", "is no address"),
        ("ftp://listed.example/a.tif", "is no address"),
        ("s3://other/a.tif", "bucket other may not be read"),
        ("https://[::1", "is no address"),
        ("file:///etc/passwd", "is no address"),
    ],
)
def test_a_host_that_is_not_listed_is_not_asked(url: str, says: str) -> None:
    with RangeFetcher(["listed.example"], ["mine"]) as fetcher, pytest.raises(SourceNotAllowed, match=says):
        fetcher.look(url)


def test_a_redirect_is_not_followed(served: RangeServer, fetcher: RangeFetcher) -> None:
    served.redirect_to = "http://127.0.0.1:9/a.tif"
    with pytest.raises(SourceNotAllowed, match="leads to another address"):
        fetcher.look(served.url("a.tif"))


def test_a_server_without_ranges_is_told(served: RangeServer, fetcher: RangeFetcher) -> None:
    served.ranges = False
    with pytest.raises(LayerNotReadable, match="gives no parts of files"):
        fetcher.look(served.url("a.tif"))
