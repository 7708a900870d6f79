"""Each attack of the security table, tried on the live server: refused, no inside host asked, nothing leaked."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import numpy as np
import pytest
import rasterio
from affine import Affine

from harness.live_service import Service, running_service

SECRET = b"the content of a private file, which nobody may see " * 400
PROFILE = {
    "driver": "GTiff",
    "count": 3,
    "dtype": "uint8",
    "crs": "EPSG:32632",
    "transform": Affine(1, 0, 5e5, 0, -1, 5e6),
}


class Inside(ThreadingHTTPServer):
    """A host inside the network that must not hear from us; ``/redirect/`` of it sends visitors to ``/inside/``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), InsideHandler)
        self.hits: list[str] = []

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class InsideHandler(BaseHTTPRequestHandler):
    server: Inside

    def do_GET(self) -> None:
        self.server.hits.append(self.path)
        if self.path.startswith("/redirect/"):
            self.send_response(302)
            self.send_header("Location", f"http://{self.server.host}/inside/secret.png")
        else:
            self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def inside() -> Iterator[Inside]:
    server = Inside()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def attacked(data_root: Path) -> Iterator[Path]:
    """A folder under the data root for files that attack."""
    folder = data_root / "attacked"
    folder.mkdir(exist_ok=True)
    yield folder
    for file in folder.rglob("*"):
        file.unlink()


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private file outside the data root."""
    file = tmp_path_factory.mktemp("private") / "secret.txt"
    file.write_bytes(SECRET)
    return file


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good raster outside the data root."""
    file = tmp_path_factory.mktemp("elsewhere") / "good.tif"
    with rasterio.open(file, "w", width=64, height=64, **PROFILE) as dataset:
        dataset.write(np.full((3, 64, 64), 90, np.uint8))
    return file


def add(client: httpx.Client, path: object) -> httpx.Response:
    return client.post("/layers", json={"type": "path", "path": str(path)})


def refused(answer: httpx.Response, *unsaid: object) -> None:
    """A problem, in one sentence, without what must not be said."""
    assert answer.status_code in {400, 403, 404, 422}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    for word in ("Traceback", "rasterio", "site-packages", "private file", *map(str, unsaid)):
        assert word not in answer.text


def raw_vrt(name: str) -> str:
    band = f"<SourceFilename relativetoVRT='0'>{name}</SourceFilename>"
    offsets = "<ImageOffset>0</ImageOffset><PixelOffset>1</PixelOffset><LineOffset>64</LineOffset>"
    return (
        "<VRTDataset rasterXSize='64' rasterYSize='64'><SRS>EPSG:32632</SRS>"
        "<GeoTransform>500000,1,0,5000000,0,-1</GeoTransform>"
        f"<VRTRasterBand dataType='Byte' band='1' subClass='VRTRawRasterBand'>{band}{offsets}</VRTRasterBand>"
        "</VRTDataset>"
    )


def plain_vrt(name: str) -> str:
    return (
        "<VRTDataset rasterXSize='64' rasterYSize='64'><SRS>EPSG:32632</SRS>"
        "<GeoTransform>500000,1,0,5000000,0,-1</GeoTransform><VRTRasterBand dataType='Byte' band='1'><SimpleSource>"
        f"<SourceFilename relativeToVRT='0'>{name}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>"
        "</VRTRasterBand></VRTDataset>"
    )


def wms(inside: Inside) -> str:
    return (
        f"<GDAL_WMS><Service name='TMS'><ServerUrl>http://{inside.host}/${{z}}/${{x}}/${{y}}.png</ServerUrl></Service>"
        "<DataWindow><UpperLeftX>-20037508</UpperLeftX><UpperLeftY>20037508</UpperLeftY><LowerRightX>20037508</LowerRightX>"
        "<LowerRightY>-20037508</LowerRightY><TileLevel>3</TileLevel><SizeX>2048</SizeX><SizeY>2048</SizeY></DataWindow>"
        "<Projection>EPSG:3857</Projection><BandsCount>3</BandsCount></GDAL_WMS>"
    )


@pytest.mark.parametrize("name", ["raw.tif", "raw.vrt", "raw.jp2"])
def test_a_vrt_with_a_raw_band_leaks_no_file(client: httpx.Client, attacked: Path, secret: Path, name: str) -> None:
    (attacked / name).write_text(raw_vrt(str(secret)))
    refused(add(client, f"attacked/{name}"), secret)


def test_xml_as_a_path_opens_nothing(client: httpx.Client, inside: Inside, secret: Path) -> None:
    for text in (raw_vrt(str(secret)), plain_vrt(str(secret)), wms(inside)):
        refused(add(client, text), secret)
    assert inside.hits == []


def test_a_description_of_a_web_service_as_a_file_sends_no_request(
    client: httpx.Client, attacked: Path, inside: Inside
) -> None:
    for name in ("wms.tif", "wms.xml", "wms.vrt"):
        (attacked / name).write_text(wms(inside))
        refused(add(client, f"attacked/{name}"), inside.host)
    assert inside.hits == []


@pytest.mark.parametrize(
    "path",
    [
        "/vsicurl/http://{host}/a.tif",
        "http://{host}/a.tif",
        "/vsizip//vsicurl/http://{host}/a.zip/a.tif",
        "/vsizip/vsicurl/http://{host}/a.zip",
        "/vsicurl_streaming/http://{host}/a.tif",
        "/vsicurl?url=http://{host}/a.tif",
        "/vsigzip//vsicurl/http://{host}/a.gz",
        "/vsis3/bucket/a.tif",
        "/vsimem/a.tif",
        "/vsistdin/",
        "GTIFF_DIR:1:/vsicurl/http://{host}/a.tif",
        "WMS:http://{host}/wms",
        "zip+http://{host}/a.zip!a.tif",
        "ftp://{host}/a.tif",
        "file:///etc/passwd",
        "//{host}/share/a.tif",
    ],
)
def test_no_host_that_a_client_names_in_a_path_is_asked(client: httpx.Client, inside: Inside, path: str) -> None:
    refused(add(client, path.format(host=inside.host)))
    assert inside.hits == []


def test_a_vrt_with_a_source_on_a_host_sends_no_request(client: httpx.Client, attacked: Path, inside: Inside) -> None:
    for number, name in enumerate((f"/vsicurl/http://{inside.host}/a.tif", f"http://{inside.host}/a.tif")):
        (attacked / f"{number}.vrt").write_text(plain_vrt(name))
        refused(add(client, f"attacked/{number}.vrt"), inside.host)
    assert inside.hits == []


def test_nothing_leads_out_of_the_data_roots(
    client: httpx.Client, attacked: Path, outside: Path, secret: Path, data_root: Path
) -> None:
    (attacked / "link.tif").symlink_to(outside)
    (attacked / "folder").symlink_to(outside.parent)
    (attacked / "out.vrt").write_text(plain_vrt(str(outside)))
    climbing = os.path.relpath(outside, data_root)
    for path in (
        outside,
        climbing,
        f"attacked/../{climbing}",
        "attacked/link.tif",
        "attacked/folder/good.tif",
        "attacked/out.vrt",
        "attacked/%2e%2e/sample.tif",
        secret,
        "/etc/passwd",
        "/proc/self/environ",
        "sample.tif\0.png",
        "~/sample.tif",
        "",
        ".",
    ):
        answer = add(client, path)
        refused(answer, outside.parent, secret.parent)
    # What exists outside and what does not sound the same.
    there, not_there = (add(client, path).json()["detail"] for path in (secret, secret.with_name("other.txt")))
    assert there.replace(secret.name, "") == not_there.replace("other.txt", "")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "169.254.169.254", "localhost:{port}"])
def test_only_listed_hosts_are_asked_for_tiles(client: httpx.Client, inside: Inside, host: str) -> None:
    source = {"type": "online", "host": host.format(port=inside.server_port), "path": "/{z}/{x}/{y}.png", "zoom": 3}
    answer = client.post("/layers", json={**source, "scheme": "http", "extent": [8, 45, 9, 46]})
    refused(answer)
    assert inside.hits == []


@pytest.mark.parametrize(
    "path",
    ["/a", "{z}/{x}/{y}", "//evil.example/{z}/{x}/{y}", "/{z}/{x}/{y}#@evil", "/../{z}/{x}/{y}", "/{q}/{z}/{x}/{y}"],
)
def test_an_online_path_is_only_a_path(client: httpx.Client, path: str) -> None:
    source = {"type": "online", "host": "tiles.example", "path": path, "zoom": 3, "extent": [8, 45, 9, 46]}
    refused(client.post("/layers", json=source))


def test_a_redirect_of_an_allowed_host_is_not_followed(tmp_path: Path, data_root: Path, inside: Inside) -> None:
    with running_service(tmp_path, data_root, "--online-host", inside.host) as service, service.client() as client:
        source = {"type": "online", "host": inside.host, "path": "/redirect/{z}/{x}/{y}.png", "zoom": 3}
        answer = client.post("/layers", json={**source, "scheme": "http", "extent": [8, 45, 9, 46]})
        if answer.status_code == 201:
            until = time.monotonic() + 60
            while (layer := client.get(f"/layers/{answer.json()['id']}").json())["state"] == "incomplete":
                assert time.monotonic() < until
                time.sleep(0.1)
            assert layer["state"] == "failed"
            assert layer["error"].endswith(".")
        else:
            refused(answer)
    assert inside.hits and all(path.startswith("/redirect/") for path in inside.hits)
    inside.hits.clear()


def test_a_small_file_that_declares_a_huge_image_is_refused(client: httpx.Client, attacked: Path) -> None:
    file = attacked / "sparse.tif"
    size = {"width": 200_000, "height": 201_000}
    with rasterio.open(file, "w", **size, tiled=True, sparse_ok=True, bigtiff="YES", **PROFILE):
        pass
    assert file.stat().st_size < 60_000_000
    answer = add(client, "attacked/sparse.tif")
    refused(answer, attacked)


def test_blocks_that_need_gigabytes_for_one_pixel_are_refused(client: httpx.Client, attacked: Path) -> None:
    side = 30_000
    blocks = {"tiled": True, "blockxsize": 30_000 // 16 * 16, "blockysize": 30_000 // 16 * 16, "sparse_ok": True}
    with rasterio.open(attacked / "blocks.tif", "w", width=side, height=side, compress="deflate", **blocks, **PROFILE):
        pass
    refused(add(client, "attacked/blocks.tif"), attacked)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.geojson", b'{"type": "FeatureCollection", "features": []}'),
        ("a.csv", b"x,y,z\n1,2,3\n"),
        ("a.asc", b"ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2\n3 4\n"),
        ("a.pdf", b"%PDF-1.4\n"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.tif", b"II*\0" + b"\xff" * 4096),
        ("b.tif", b""),
    ],
)
def test_other_formats_and_damaged_files_are_refused(
    client: httpx.Client, attacked: Path, name: str, content: bytes
) -> None:
    (attacked / name).write_bytes(content)
    refused(add(client, f"attacked/{name}"), attacked)
    assert client.get("/health").status_code == 200


def test_more_regions_than_allowed_are_refused(client: httpx.Client, layer: str) -> None:
    body = {"inputs": {"layer": layer, "text": "airport", "top": 10**6}}
    answer = client.post("/processes/search/execution", json=body)
    assert answer.status_code == 400
    assert "1000" in answer.json()["detail"]


def test_a_model_that_is_not_offered_is_not_loaded(client: httpx.Client, layer: str, tmp_path: Path) -> None:
    (tmp_path / "open_clip_config.json").write_text("{}")
    for model in (f"local-dir:{tmp_path}", "hf-hub:somebody/something", "../../model"):
        body = {"inputs": {"layer": layer, "text": "airport", "model": model}}
        answer = client.post("/processes/search/execution", json=body)
        assert answer.status_code == 400
        assert str(tmp_path.parent) not in answer.text.replace(model, "")


def test_the_queue_has_an_end(tmp_path: Path, data_root: Path) -> None:
    limits = {"TERRALEX_LIMITS__MAX_QUEUED_JOBS": "2", "TERRALEX_JOB_WORKERS": "1", "OMP_NUM_THREADS": "1"}
    with running_service(tmp_path, data_root, **limits) as service, service.client() as client:
        layer = add(client, "sample.tif").json()["id"]
        body = {"inputs": {"layer": layer, "window_m": [5]}}
        statuses = []
        for _ in range(8):
            answer = client.post("/processes/index/execution", json=body, headers={"Prefer": "respond-async"})
            statuses.append(answer.status_code)
        assert 201 in statuses
        assert statuses[-1] == 429
        assert answer.headers["retry-after"].isdigit()
        for job in client.get("/jobs").json()["jobs"]:
            client.delete(f"/jobs/{job['jobID']}")


def test_a_fault_of_the_program_says_nothing_of_it(
    service: Service, client: httpx.Client, layer: str, search_job: dict[str, object]
) -> None:
    # A result that somebody damaged on the disk: no answer may show what went wrong inside.
    job = search_job["jobID"]
    (file,) = (service.folder / "state").rglob(f"{job}/regions.gpkg")
    content = file.read_bytes()
    try:
        file.write_bytes(b"damaged")
        answer = client.get(f"/collections/job-{job}/items")
    finally:
        file.write_bytes(content)
    assert answer.status_code in {404, 422, 500}
    for word in ("Traceback", "pyogrio", "sqlite", str(service.folder)):
        assert word not in answer.text


def test_no_answer_names_a_folder_of_the_machine(service: Service, client: httpx.Client, found: str) -> None:
    addresses = [
        "/",
        "/processes",
        "/jobs",
        "/collections?limit=1000",
        "/layers",
        "/models",
        "/metrics",
        "/openapi.json",
    ]
    addresses += [f"/collections/{found}", f"/jobs/{found.removeprefix('job-')}/results"]
    addresses += [f"/jobs/{found.removeprefix('job-')}/log"]
    for address in addresses:
        text = client.get(address).raise_for_status().text
        for folder in (service.folder, service.data_root, Path.home() if len(str(Path.home())) > 5 else service.folder):
            assert json.dumps(str(folder))[1:-1] not in text, address


def test_no_result_names_a_folder_of_the_machine(service: Service, client: httpx.Client, found: str) -> None:
    for address in (f"/collections/{found}/items", f"/collections/{found}/download?f=gpkg"):
        assert str(service.data_root).encode() not in client.get(address).raise_for_status().content, address
