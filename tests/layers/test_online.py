"""Online sources are structured, allow-listed, bounded, and become layers of tiles."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import BadOption, Cancelled, LayerNotReadable, SourceNotAllowed, TerralexError
from backend.imagery.crs import bounds_to_crs
from backend.imagery.layer import open_layer
from backend.imagery.outgoing import Patience
from backend.layers.online import OnlineSource
from backend.layers.tile_assembly import assemble_tiles
from backend.layers.tile_fetcher import fetch_tiles
from backend.layers.tiles import TileFolder

QUICK = Patience(timeout_s=1.0, whole_s=1.5, tries=3, pause_s=0.05)
ZURICH = (8.53, 47.36, 8.55, 47.38)


def source(server, mode="good", extent=ZURICH):
    return OnlineSource(server.host, f"/{mode}/{{z}}/{{x}}/{{y}}?key=1", 14, extent, scheme="http")


def fetch(online, server, folder):
    tiles = TileFolder(folder, online.grid())
    fetch_tiles(online, [server.host], tiles, QUICK)
    return tiles


def test_an_online_source_becomes_a_layer_in_web_mercator(server, tmp_path):
    online = source(server)
    tiles = fetch(online, server, tmp_path / "tiles")
    assemble_tiles(tiles, tmp_path / "layer.tif")
    grid = online.grid()
    with open_layer(tmp_path / "layer.tif") as layer:
        assert layer.info.crs.to_epsg() == 3857
        assert (layer.info.width, layer.info.height) == (grid.columns * 256, grid.rows * 256)
        block = layer.read((0, 0, layer.info.width, layer.info.height), (grid.rows, grid.columns))
        assert layer.info.bounds == pytest.approx(grid.extent)
    assert block.mask.all()
    first = server.asked[0].strip("/").split("/")
    assert first[0] == "good" and first[1] == "14"
    columns = {int(path.split("/")[3]) for path in server.asked}
    rows = {int(path.split("/")[4].split("?")[0]) for path in server.asked}
    assert sorted(block.pixels[1, 0] - 10) == sorted(column % 200 for column in columns)
    assert sorted(block.pixels[2, :, 0] - 10) == sorted(row % 200 for row in rows)


def test_tiles_cover_the_extent_and_no_more_than_needed():
    online = OnlineSource("tiles.example.org", "/{z}/{x}/{y}.png", 0, (-180, -85, 180, 85))
    assert (online.grid().columns, online.grid().rows) == (1, 1)
    assert online.grid().extent == pytest.approx((-20037508.342789, -20037508.342789, 20037508.342789, 20037508.342789))
    whole = replace(online, zoom=1, extent=online.grid().extent, extent_crs="EPSG:3857")
    assert (whole.grid().columns, whole.grid().rows) == (2, 2)
    quarter = replace(whole, extent=(0.0, 0.0, online.grid().extent[2], online.grid().extent[3]))
    assert (quarter.grid().columns, quarter.grid().rows) == (1, 1)
    assert quarter.url((0, 0)) == "https://tiles.example.org/1/1/0.png"
    assert replace(quarter, path="/{z}/{x}/{-y}.png").url((0, 0)) == "https://tiles.example.org/1/1/1.png"


@given(
    west=st.floats(-179, 178), south=st.floats(-84, 83), width=st.floats(1e-3, 1), height=st.floats(1e-3, 1),
    zoom=st.integers(0, 12),
)  # fmt: skip
def test_the_grid_covers_whatever_extent_is_asked(west, south, width, height, zoom):
    extent = (west, south, west + width, south + height)
    grid = OnlineSource("a.org", "/{z}/{x}/{y}", zoom, extent).grid()
    wanted = bounds_to_crs(extent, "EPSG:4326", "EPSG:3857")
    slack = 1e-5 * (grid.extent[2] - grid.extent[0])
    assert grid.extent[0] <= wanted[0] + slack and grid.extent[1] <= wanted[1] + slack
    assert grid.extent[2] >= wanted[2] - slack and grid.extent[3] >= wanted[3] - slack
    side = (grid.extent[2] - grid.extent[0]) / grid.columns
    assert grid.extent[0] > wanted[0] - side - slack and grid.extent[2] < wanted[2] + side + slack


def test_tiles_that_do_not_exist_are_no_data_and_listed(server, tmp_path):
    tiles = fetch(source(server, "missing"), server, tmp_path / "tiles")
    assert tiles.missing() == []
    assert 0 < len(tiles.absent()) < tiles.count
    assemble_tiles(tiles, tmp_path / "layer.tif")
    with open_layer(tmp_path / "layer.tif") as layer:
        grid = tiles.grid
        mask = layer.read((0, 0, layer.info.width, layer.info.height), (grid.rows, grid.columns)).mask
    assert {(int(c), int(r)) for r, c in np.argwhere(~mask)} == set(tiles.absent())


def test_a_redirect_to_an_inside_host_is_not_followed(server, inside_server, tmp_path):
    server.redirect_to = f"http://{inside_server.host}/good/14/1/1"
    with pytest.raises(SourceNotAllowed, match="redirects to another address"):
        fetch(source(server, "redirect"), server, tmp_path / "tiles")
    assert inside_server.asked == []


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("forbidden", "answered 403"),
        ("html", "sent text/html for a tile"),
        ("lies", "cannot be used"),
        ("small", "64 x 64 pixels, but 256 x 256"),
        ("bomb", "not PNG, JPEG or WebP"),
        ("huge", "more than 8 MiB"),
        ("hang", "did not answer in time"),
        ("drip", "not complete in time|did not answer in time"),
    ],
)
def test_a_source_that_misbehaves_is_a_clear_error(server, tmp_path, mode, says):
    started = time.monotonic()
    with pytest.raises(LayerNotReadable, match=says) as error:
        fetch(source(server, mode), server, tmp_path / "tiles")
    assert time.monotonic() - started < 12
    assert "\n" not in str(error.value) and str(tmp_path) not in str(error.value)


def test_a_busy_source_is_asked_again_politely(server, tmp_path):
    tiles = fetch(source(server, "flaky"), server, tmp_path / "tiles")
    assert tiles.missing() == []
    assert len(server.asked) == 3 * tiles.count
    assert server.most_at_once <= QUICK.at_once


def test_fetching_stops_soon_and_goes_on_where_it_was(server, tmp_path):
    online = source(server, "slow", extent=(8.5, 47.32, 8.6, 47.38))
    tiles = TileFolder(tmp_path / "tiles", online.grid())
    stop = threading.Event()  # as soon as some tiles are there
    with pytest.raises(Cancelled):
        fetch_tiles(online, [server.host], tiles, QUICK, progress=lambda _: stop.set(), cancelled=stop.is_set)
    before = len(server.asked)
    assert 0 < tiles.count < len(tiles.missing()) + tiles.count
    time.sleep(0.3)
    assert len(server.asked) == before
    shares: list[float] = []
    again = TileFolder(tmp_path / "tiles", online.grid())
    here = again.count
    fetch_tiles(online, [server.host], again, QUICK, progress=shares.append)
    assert again.missing() == [] and len(server.asked) - before == again.count - here
    assert shares == sorted(shares) and shares[-1] == 1.0


@pytest.mark.parametrize(
    ("host", "scheme", "listed", "allowed"),
    [
        ("tiles.example.org", "https", ["tiles.example.org"], True),
        ("tiles.example.org", "https", ["TILES.example.org:443"], True),
        ("tiles.example.org:443", "https", ["tiles.example.org"], True),
        ("tiles.example.org", "http", ["tiles.example.org"], False),
        ("tiles.example.org:8080", "http", ["tiles.example.org:8080"], True),
        ("tiles.example.org:8080", "https", ["tiles.example.org"], False),
        ("127.0.0.1:9000", "http", ["127.0.0.1:9000"], True),
        ("127.0.0.1:9001", "http", ["127.0.0.1:9000"], False),
        ("127.0.0.1", "http", ["127.0.0.1"], True),
        ("localhost", "https", [], False),
        ("169.254.169.254", "http", ["tiles.example.org"], False),
        ("evil.tiles.example.org", "https", ["tiles.example.org"], False),
        ("tiles.example.org.evil.com", "https", ["tiles.example.org"], False),
    ],
)
def test_only_listed_hosts_are_asked(host, scheme, listed, allowed):
    online = OnlineSource(host, "/{z}/{x}/{y}", 10, ZURICH, scheme=scheme)
    if allowed:
        online.check_allowed(listed)
    else:
        with pytest.raises(SourceNotAllowed):
            online.check_allowed(listed)


def test_nothing_is_sent_to_a_host_that_is_not_listed(server, tmp_path):
    online = source(server)
    with pytest.raises(SourceNotAllowed, match="online_hosts"):
        fetch_tiles(online, ["tiles.example.org"], TileFolder(tmp_path / "tiles", online.grid()), QUICK)
    assert server.asked == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"scheme": "ftp"},
        {"scheme": "file"},
        {"host": "a.org/x"},
        {"host": "user@a.org"},
        {"host": "a.org#"},
        {"host": "a.org:99:1"},
        {"host": "A.org"},
        {"host": "[fe80::1]"},
        {"host": ""},
        {"host": "a.org\r\nX: y"},
        {"path": "{z}/{x}/{y}"},
        {"path": "/{z}/{x}"},
        {"path": "/{z}/{x}/{y}/{y}"},
        {"path": "/{z}/{x}/{y}/{key}"},
        {"path": "/../{z}/{x}/{y}"},
        {"path": "//b.org/{z}/{x}/{y}"},
        {"path": "/{z}/{x}/{y}#a"},
        {"path": "/{z}/{x}/{y}\r\nHost: b"},
        {"path": "/{z}/{x}/{y}\\..\\"},
        {"path": "/{z.__class__}/{x}/{y}"},
        {"path": "/{z}/{x}/{y}" + "a" * 2000},
        {"zoom": -1},
        {"zoom": 25},
        {"zoom": 22},
        {"extent": (8.6, 47.0, 8.5, 47.1)},
        {"extent": (float("nan"), 47.0, 8.5, 47.1)},
        {"extent_crs": "EPSG:none"},
        {"tile_px": 3},
        {"attribution": "a\nb"},
    ],
)
def test_parameters_that_make_no_source_are_refused(wrong):
    with pytest.raises(TerralexError) as error:
        fields = {"host": "a.org", "path": "/{z}/{x}/{y}", "zoom": 14, "extent": ZURICH, **wrong}
        OnlineSource(**fields).grid()
    assert isinstance(error.value, BadOption)


def test_a_source_survives_json():
    online = OnlineSource("a.org", "/{z}/{x}/{y}", 14, ZURICH, attribution="© A")
    assert OnlineSource.from_dict(online.to_dict()) == online
