"""Files come in parts, survive a cut and a changed byte, and are stored once."""

from __future__ import annotations

import hashlib
import io
import socket
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed

from harness.live_service import Service, running_service

TUS = {"Tus-Resumable": "1.0.0"}
PART = {**TUS, "Content-Type": "application/offset+octet-stream"}


@pytest.fixture(scope="module")
def image(data_root: Path) -> bytes:
    return (data_root / "sample.tif").read_bytes()


@pytest.fixture
def tus(service: Service) -> TusClient:
    """The reference client of the protocol, with the token."""
    return TusClient(f"{service.url}/uploads", headers={"Authorization": f"Bearer {service.token}"})


@pytest.fixture
def upload(client: httpx.Client) -> Iterator[Callable[..., str]]:
    """Announce an upload -> its address; given up afterwards."""
    made: list[str] = []

    def announce(length: int, name: str = "image.tif", **metadata: str) -> str:
        pairs = {"filename": name, **metadata}
        header = ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in pairs.items())
        headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": header}
        answer = client.post("/uploads", headers=headers)
        assert answer.status_code == 201, answer.text
        made.append(answer.headers["location"])
        return made[-1]

    yield announce
    for address in made:
        client.delete(address, headers=TUS)


def offset(client: httpx.Client, address: str) -> int:
    return int(client.head(address, headers=TUS).raise_for_status().headers["upload-offset"])


def test_the_service_says_what_of_tus_it_speaks(client: httpx.Client) -> None:
    answer = client.options("/uploads")
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    extensions = set(answer.headers["tus-extension"].split(","))
    assert extensions == {"creation", "checksum", "expiration", "termination"}
    assert set(answer.headers["tus-checksum-algorithm"].split(",")) == {"sha1", "sha256"}


@pytest.mark.parametrize("checksum", [False, True])
def test_the_reference_client_uploads_a_layer_in_parts(
    client: httpx.Client, tus: TusClient, image: bytes, checksum: bool
) -> None:
    uploader = tus.uploader(
        file_stream=io.BytesIO(image),
        chunk_size=700_001,
        metadata={"filename": "north.tif"},
        upload_checksum=checksum,
    )
    uploader.upload()
    state = client.get(uploader.url).json()
    assert state["complete"]
    assert state["sha256"] == hashlib.sha256(image).hexdigest()
    layer = client.post("/layers", json={"type": "upload", "upload": state["id"]}).raise_for_status().json()
    assert layer["state"] == "ready"
    assert layer["info"]["width"] == 1024


def test_an_upload_that_was_cut_goes_on_where_it_stood(
    service: Service, client: httpx.Client, tus: TusClient, image: bytes
) -> None:
    first = tus.uploader(file_stream=io.BytesIO(image), chunk_size=500_000, metadata={"filename": "cut.tif"})
    first.upload_chunk()
    # Half a part, and then the line is cut.
    path = first.url.removeprefix(service.url)
    headers = {**PART, "Host": "localhost", "Authorization": f"Bearer {service.token}"}
    headers |= {"Upload-Offset": "500000", "Content-Length": "400000"}
    head = f"PATCH {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        connection.sendall(head.encode() + image[500_000:700_000])
    # The server may need a moment to see that the client has gone.
    for _ in range(100):
        if client.head(first.url, headers=TUS).headers["upload-offset"] == "700000":
            break
    second = tus.uploader(file_stream=io.BytesIO(image), url=first.url, chunk_size=500_000)
    assert second.offset == 700_000
    second.upload()
    assert client.get(first.url).json()["sha256"] == hashlib.sha256(image).hexdigest()


def test_a_changed_part_is_dropped_and_can_be_sent_again(client: httpx.Client, upload: Callable[..., str]) -> None:
    address = upload(8)
    for name, algorithm in (("sha1", hashlib.sha1), ("sha256", hashlib.sha256)):
        digest = b64encode(algorithm(b"good").digest()).decode()
        headers = {**PART, "Upload-Offset": "0", "Upload-Checksum": f"{name} {digest}"}
        answer = client.patch(address, content=b"evil", headers=headers)
        assert answer.status_code == 460
        assert answer.json()["type"] == "urn:terralex:problem:checksum-mismatch"
        assert offset(client, address) == 0
    assert client.patch(address, content=b"good", headers=headers).status_code == 204
    assert offset(client, address) == 4


def test_a_wrong_offset_is_a_conflict_and_names_the_right_one(client: httpx.Client, upload: Callable[..., str]) -> None:
    address = upload(8)
    answer = client.patch(address, content=b"late", headers={**PART, "Upload-Offset": "4"})
    assert answer.status_code == 409
    assert "is at byte 0" in answer.json()["detail"]


def test_more_than_announced_is_refused(client: httpx.Client, upload: Callable[..., str]) -> None:
    address = upload(4)
    assert client.patch(address, content=b"too much", headers={**PART, "Upload-Offset": "0"}).status_code == 409
    assert offset(client, address) == 0


def test_the_whole_is_checked_when_its_hash_was_announced(client: httpx.Client, upload: Callable[..., str]) -> None:
    address = upload(4, sha256=hashlib.sha256(b"good").hexdigest())
    assert client.patch(address, content=b"evil", headers={**PART, "Upload-Offset": "0"}).status_code == 460
    assert offset(client, address) == 0


def test_an_upload_that_is_given_up_has_gone(client: httpx.Client, upload: Callable[..., str]) -> None:
    address = upload(4)
    assert client.delete(address, headers=TUS).status_code == 204
    assert client.head(address, headers=TUS).status_code == 404
    assert client.get(address).status_code == 404


def test_an_unfinished_upload_says_when_it_expires(client: httpx.Client, upload: Callable[..., str]) -> None:
    address = upload(4)
    assert client.head(address, headers=TUS).headers["upload-expires"].endswith("GMT")
    assert client.get(address).json()["expires"].endswith("Z")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"Tus-Resumable": "0.2.2", "Upload-Length": "4"}, 412),
        ({**TUS}, 400),
        ({**TUS, "Upload-Length": "x"}, 400),
        ({**TUS, "Upload-Length": "-4"}, 400),
        ({**TUS, "Upload-Length": str(2**50)}, 413),
        ({**TUS, "Upload-Length": "4", "Upload-Metadata": "filename !"}, 400),
        ({**TUS, "Upload-Length": "4", "Upload-Metadata": "filename " + b64encode(b"x.exe").decode()}, 400),
    ],
)
def test_what_tus_does_not_allow_is_refused(client: httpx.Client, headers: dict[str, str], status: int) -> None:
    answer = client.post("/uploads", headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_name_never_leads_out_of_the_folder(
    client: httpx.Client, upload: Callable[..., str], service: Service
) -> None:
    for name in ("../../etc/passwd.tif", "/etc/x.tif", "..\\..\\x.tif", "a\nb.tif", "C:\\x.tif"):
        address = upload(4, name=name)
        shown = client.get(address).json()["name"]
        assert "/" not in shown and "\\" not in shown and not shown.startswith(".")


def test_the_same_content_is_stored_once(service: Service, client: httpx.Client, tus: TusClient, image: bytes) -> None:
    def stored() -> set[Path]:
        return set((service.folder / "state" / "uploads" / "contents").rglob("*.tif"))

    for name in ("one.tif", "two.tif"):
        tus.uploader(file_stream=io.BytesIO(image), chunk_size=2_000_000, metadata={"filename": name}).upload()
        names = stored()
    assert len({file.parent for file in names if hashlib.sha256(file.read_bytes()).digest()}) == len(names)
    assert sum(file.read_bytes() == image for file in names) == 1


def test_quotas_hold(tmp_path: Path, data_root: Path) -> None:
    limits: dict[str, Any] = {"TERRALEX_LIMITS__UPLOAD_QUOTA_BYTES": "1000000"}
    with running_service(tmp_path, data_root, **limits) as service, service.client() as client:
        name = {"Upload-Metadata": "filename " + b64encode(b"a.tif").decode()}
        first = client.post("/uploads", headers={**TUS, "Upload-Length": "700000", **name})
        second = client.post("/uploads", headers={**TUS, "Upload-Length": "700000", **name})
        assert (first.status_code, second.status_code) == (201, 507)
        assert "quota" in second.json()["detail"]


def test_the_reference_client_reports_a_refused_part(client: httpx.Client, tus: TusClient) -> None:
    uploader = tus.uploader(file_stream=io.BytesIO(b"1234"), metadata={"filename": "x.tif"})
    uploader.set_url(uploader.create_url() if uploader.url is None else uploader.url)
    client.delete(uploader.url, headers=TUS)
    with pytest.raises(TusUploadFailed):
        uploader.upload_chunk()
