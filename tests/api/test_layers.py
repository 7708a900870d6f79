"""Layers are named once, by path, by tiles that come in any order, and by online sources; their indexes are told."""

from __future__ import annotations

import hashlib
import io
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from harness.live_service import running_service
from harness.range_server import range_server
from tests.api.conftest import WINDOW_M

JSON = dict[str, Any]
GRID = {"type": "tiles", "crs": "EPSG:32632", "extent": [500000, 4649000, 500300, 4649200], "tile_px": 100}
GRID |= {"columns": 3, "rows": 2}


def tile(red: int, alpha: int = 255, side: int = 100, kind: str = "PNG") -> bytes:
    pixels = np.full((side, side, 4), (red, 90, 30, alpha), np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind)
    return stream.getvalue()


def put(client: httpx.Client, layer: str, row: int, column: int, data: bytes, **headers: str) -> httpx.Response:
    sent = {"Content-Type": "image/png", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return client.put(f"/layers/{layer}/tiles/{row}/{column}", content=data, headers=sent)


@pytest.fixture
def tiles(client: httpx.Client) -> Iterator[str]:
    """Id of a layer of 3 x 2 tiles that have not come."""
    answer = client.post("/layers", json={**GRID, "title": "From the screen"})
    assert answer.status_code == 201, answer.text
    assert answer.json()["state"] == "incomplete"
    yield answer.json()["id"]
    client.delete(f"/layers/{answer.json()['id']}")


def test_the_same_file_is_the_same_layer(client: httpx.Client, layer: str, data_root: Path) -> None:
    for path in ("sample.tif", str(data_root / "sample.tif")):
        assert client.post("/layers", json={"type": "path", "path": path}).json()["id"] == layer


def test_a_layer_says_what_it_is(client: httpx.Client, layer: str) -> None:
    row = client.get(f"/layers/{layer}").raise_for_status().json()
    assert row["state"] == "ready"
    assert row["info"]["crs"] == "EPSG:32632"
    assert row["info"]["ground_sampling_m"] == pytest.approx(0.5, rel=0.01)
    assert (row["info"]["width"], row["info"]["height"]) == (1024, 1024)


def test_a_layer_says_how_far_its_indexes_cover_an_extent(client: httpx.Client, layer: str, search_job: JSON) -> None:
    row = client.get(f"/layers/{layer}").json()
    index = next(index for index in row["indexes"] if index["window_sizes_m"] == WINDOW_M)
    assert index["complete"] and index["coverage"] == 1
    west, south, east, north = row["info"]["bounds_wgs84"]
    part = f"{west},{south},{(west + east) / 2},{north}"
    assert client.get(f"/layers/{layer}", params={"extent": part}).json()["indexes"]
    assert client.get(f"/layers/{layer}", params={"extent": "1,2,3"}).status_code == 400
    assert client.get(f"/layers/{layer}", params={"extent": "3,2,1,0"}).status_code == 400


def test_a_layer_says_which_windows_a_search_for_words_needs(
    client: httpx.Client, layer: str, search_job: JSON
) -> None:
    def sizes(**asked: str) -> list[float] | None:
        row = client.get(f"/layers/{layer}", params=asked).raise_for_status().json()
        found: list[float] | None = row.get("search_window_sizes_m")
        return found

    usual = client.get(f"/layers/{layer}").json()["info"]["window_sizes_m"]
    assert sizes() is None and sizes(text="river") is None, "the usual ones suffice"
    small = sizes(text="storage tank")
    assert small is not None and min(small) < min(usual)
    assert sizes(text="Lagertank; 저장 탱크") == small, "in any of the languages"
    refused = client.get(f"/layers/{layer}", params={"text": "?!"})
    assert refused.status_code == 422 and "contains no words" in refused.json()["detail"]


def test_layers_are_listed_and_paged(client: httpx.Client, layer: str, tiles: str) -> None:
    everything = client.get("/layers?limit=1000").json()
    assert {layer, tiles} <= {row["id"] for row in everything["layers"]}
    first = client.get("/layers?limit=1").json()
    assert first["numberMatched"] == everything["numberMatched"] > 1
    assert any(row["rel"] == "next" for row in first["links"])


def test_a_forgotten_layer_has_gone_and_its_file_has_not(client: httpx.Client, data_root: Path, tmp_path: Path) -> None:
    copy = data_root / "copy.tif"
    copy.write_bytes((data_root / "sample.tif").read_bytes())
    layer = client.post("/layers", json={"type": "path", "path": "copy.tif"}).json()["id"]
    assert client.delete(f"/layers/{layer}").status_code == 204
    assert client.get(f"/layers/{layer}").status_code == 404
    assert copy.exists()
    copy.unlink()


def test_tiles_make_one_layer_whose_transparent_parts_are_no_data(client: httpx.Client, tiles: str) -> None:
    places = [(row, column) for row in range(2) for column in range(3)]
    for row, column in places[::-1]:
        missing = client.get(f"/layers/{tiles}/tiles").json()
        assert {"row": row, "column": column} in missing["missing"]
        data = tile(200, alpha=0 if column == 2 else 255)
        digest = f"sha-256=:{b64encode(hashlib.sha256(data).digest()).decode()}:"
        answer = put(client, tiles, row, column, data, Content_Digest=digest)
        assert answer.status_code == 204, answer.text
        assert answer.headers["content-digest"] == digest
    assert client.get(f"/layers/{tiles}/tiles").json()["numberMatched"] == 0
    made = client.post(f"/layers/{tiles}/complete")
    assert made.status_code == 200, made.text
    layer = made.json()
    assert layer["state"] == "ready"
    assert (layer["info"]["width"], layer["info"]["height"]) == (300, 200)
    assert layer["info"]["bounds"] == [500000, 4649000, 500300, 4649200]
    assert put(client, tiles, 0, 0, tile(1)).status_code == 409
    body = {"inputs": {"layer": tiles, "text": "airport", "threshold": 0, "window_m": [50]}, "response": "document"}
    found = client.post("/processes/search/execution", json=body).raise_for_status().json()
    assert found["regions"]["features"]


def test_a_layer_with_missing_tiles_is_not_complete(client: httpx.Client, tiles: str) -> None:
    put(client, tiles, 0, 0, tile(1))
    answer = client.post(f"/layers/{tiles}/complete")
    assert answer.status_code == 409
    assert "5 tiles" in answer.json()["detail"]
    assert client.get(f"/layers/{tiles}").json()["share"] == pytest.approx(1 / 6)


@pytest.mark.parametrize(
    ("row", "column", "data", "headers", "status"),
    [
        (0, 0, tile(1), {"Content_Digest": f"sha-256=:{b64encode(hashlib.sha256(b'other').digest()).decode()}:"}, 460),
        (0, 0, tile(1), {"Content_Digest": "md5=:AAAA:"}, 400),
        (0, 0, tile(1), {"Content_Digest": "sha-256=:AAAA:"}, 400),
        (2, 0, tile(1), {}, 400),
        (0, 3, tile(1), {}, 400),
        (0, 0, tile(1, side=99), {}, 400),
        (0, 0, b"not an image", {}, 400),
        (0, 0, b"", {}, 400),
        (0, 0, tile(1, kind="TIFF"), {}, 400),
        (0, 0, tile(1), {"Content_Type": "text/plain"}, 415),
    ],
)
def test_what_is_no_tile_of_the_grid_is_refused(
    client: httpx.Client, tiles: str, row: int, column: int, data: bytes, headers: dict[str, str], status: int
) -> None:
    answer = put(client, tiles, row, column, data, **headers)
    assert answer.status_code == status, answer.text
    assert client.get(f"/layers/{tiles}/tiles").json()["numberMatched"] == 6


@pytest.mark.parametrize(
    "change",
    [
        {"crs": "EPSG:0"},
        {"crs": "/etc/passwd"},
        {"extent": [1, 0, 0, 1]},
        {"extent": [0, 0, 1]},
        {"columns": 0},
        {"columns": True},
        {"columns": "3"},
        {"columns": 10**6, "rows": 10**6},
        {"tile_px": 1},
        {"nothing": 1},
    ],
)
def test_a_grid_that_makes_no_layer_is_refused(client: httpx.Client, change: JSON) -> None:
    assert client.post("/layers", json={**GRID, **change}).status_code == 400


class TileServer(BaseHTTPRequestHandler):
    """An online source: one colour everywhere."""

    def do_GET(self) -> None:
        data = tile(120, side=256)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


def test_an_online_source_becomes_a_layer(tmp_path: Path, data_root: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), TileServer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    source = {"type": "online", "host": host, "path": "/{z}/{x}/{y}.png", "zoom": 10, "extent": [9.0, 45.0, 9.5, 45.3]}
    try:
        with running_service(tmp_path, data_root, "--online-host", host) as service, service.client() as client:
            answer = client.post("/layers", json={**source, "scheme": "http", "attribution": "Somebody"})
            assert answer.status_code == 201, answer.text
            until = time.monotonic() + 60
            while (layer := client.get(f"/layers/{answer.json()['id']}").json())["state"] == "incomplete":
                assert time.monotonic() < until, layer
                time.sleep(0.05)
    finally:
        server.shutdown()
        server.server_close()
    assert layer["state"] == "ready", layer
    assert layer["info"]["crs"] == "EPSG:3857"
    assert layer["info"]["attribution"] == "Somebody"


def test_a_raster_on_another_machine_is_a_layer(tmp_path: Path, data_root: Path) -> None:
    with (
        range_server(data_root) as files,
        running_service(tmp_path, data_root, "--online-host", files.host) as service,
        service.client() as client,
    ):
        remote = {"type": "remote", "scheme": "http", "host": files.host, "path": "/sample.tif"}
        answer = client.post("/layers", json=remote)
        assert answer.status_code == 201, answer.text
        layer = answer.json()
        assert (layer["kind"], layer["title"], layer["state"]) == ("remote", "sample.tif", "ready")
        local = client.post("/layers", json={"type": "path", "path": "sample.tif"}).json()
        assert {**layer["info"], "fingerprint": ""} == {**local["info"], "fingerprint": ""}
        for change, status in (
            ({"host": "elsewhere.example", "scheme": "https"}, 403),
            ({"host": "bucket", "scheme": "s3"}, 403),
            ({"host": f"user@{files.host}"}, 400),
            ({"path": "/../etc/passwd"}, 400),
            ({"path": "/nothing.tif"}, 422),
            ({"scheme": "file"}, 400),
        ):
            assert client.post("/layers", json={**remote, **change}).status_code == status, change
        inputs = {"text": "airport", "threshold": 0, "top": 3, "window_m": [60]}
        found = [
            client.post(
                "/processes/search/execution",
                json={"inputs": {**inputs, "layer": one["id"]}, "response": "document"},
                headers={"Prefer": "wait=60"},
                timeout=120,
            ).json()
            for one in (layer, local)
        ]
        regions = [[feature["geometry"] for feature in one["regions"]["features"]] for one in found]
        assert regions[0] == regions[1] and len(regions[0]) == 3
        assert client.delete(f"/layers/{layer['id']}").status_code == 204
