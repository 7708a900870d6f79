"""What waits, for a client, a lock or a reader, keeps nothing else waiting."""

from __future__ import annotations

import contextlib
import io
import socket
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image

from harness.live_service import Service, running_service
from tests.api.conftest import JSON

SLOW = 24
"""More than the threads that take in what has come whole."""


def announced(client: httpx.Client, length: int) -> str:
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(length), "Upload-Metadata": "filename YS50aWY="}
    answer = client.post("/uploads", headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"].rsplit("/", 1)[1]


@contextlib.contextmanager
def slow_uploads(service: Service, client: httpx.Client, count: int) -> Iterator[None]:
    """Uploads of which a byte has come, and no more does."""
    with contextlib.ExitStack() as held:
        for _ in range(count):
            upload = announced(client, 1000)
            connection = held.enter_context(socket.create_connection(("127.0.0.1", service.port), timeout=30))
            head = (
                f"PATCH /uploads/{upload} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {service.token}\r\n"
                "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
                "Content-Length: 1000\r\n\r\nx"
            )
            connection.sendall(head.encode())
        yield


def png(side: int) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.full((side, side, 3), 90, np.uint8)).save(stream, "PNG")
    return stream.getvalue()


def test_slow_uploads_hold_no_place_of_others(service: Service, client: httpx.Client) -> None:
    extent = [500_000, 4_649_000, 500_128, 4_649_128]
    grid = {"type": "tiles", "crs": "EPSG:32632", "extent": extent, "tile_px": 128, "columns": 1, "rows": 1}
    layer: JSON = client.post("/layers", json=grid).raise_for_status().json()
    with slow_uploads(service, client, SLOW):
        start = time.monotonic()
        tile = client.put(f"/layers/{layer['id']}/tiles/0/0", content=png(128), headers={"Content-Type": "image/png"})
        assert tile.status_code == 204, tile.text
        upload = announced(client, 3)
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        assert client.patch(f"/uploads/{upload}", content=b"abc", headers=headers).status_code == 204
        assert time.monotonic() - start < 15  # the slow ones are let go of after 20


def test_a_held_list_of_jobs_keeps_nothing_else_waiting(service: Service, client: httpx.Client, layer: str) -> None:
    with sqlite3.connect(service.folder / "state" / "jobs.sqlite", isolation_level=None) as holder:
        holder.execute("BEGIN IMMEDIATE")
        body = {"inputs": {"layer": layer, "text": "airport", "window_m": [60]}}

        def submit(_: int) -> httpx.Response:
            return client.post("/processes/search/execution", json=body, headers={"Prefer": "respond-async"})

        with ThreadPoolExecutor(48) as pool:
            submitted = [pool.submit(submit, number) for number in range(48)]
            for path in ("/layers", "/jobs", "/collections", "/health", f"/layers/{layer}"):
                assert client.get(path, timeout=4).status_code == 200
            answers = [one.result() for one in submitted]
        holder.execute("COMMIT")
    assert {answer.status_code for answer in answers} == {503}
    assert "another program is using the file" in answers[0].json()["detail"]
    assert submit(0).status_code == 201


def test_health_says_that_no_reader_works(tmp_path: Path, data_root: Path) -> None:
    tiny = {
        "TERRALEX_LIMITS__READER_MEMORY_BYTES": "1000000",
        "TERRALEX_PRELOAD": "1",
        "TERRALEX_MODEL": "terralex-mini",
    }
    with running_service(tmp_path, data_root, **tiny) as service, service.client() as client:
        until = time.monotonic() + 90
        while (answer := client.get("/health")).status_code == 200 and time.monotonic() < until:
            time.sleep(0.2)
        assert answer.status_code == 503 and answer.json() == {"status": "no-reader"}
        assert "No process that reads rasters can be started" in service.log
        refused = client.post("/layers", json={"type": "path", "path": "sample.tif"})
        assert refused.status_code == 422
        assert client.get("/processes").status_code == 200


@pytest.mark.parametrize("path", ["/health", "/"])
def test_health_is_answered_without_a_token_and_nothing_else_is(service: Service, path: str) -> None:
    answer = httpx.get(f"{service.url}{path}", trust_env=False)
    assert (answer.status_code == 200) == (path == "/health")
