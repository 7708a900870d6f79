"""Rasters in folders that a service may read, a pool that reads them, and a real tile service that can misbehave."""

from __future__ import annotations

import io
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.transform import from_origin

from backend.imagery.outgoing import Patience
from backend.imagery.sandbox import ReaderPool
from backend.layers.registry import LayerRegistry
from backend.layers.uploads import UploadStore

Writer = Callable[..., Path]


@pytest.fixture
def write_tif() -> Writer:
    """``write(path, value=, side=)`` -> path of a small georeferenced RGB."""

    def write(path: Path, value: int = 100, side: int = 64) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        profile = {"driver": "GTiff", "width": side, "height": side, "count": 3, "dtype": "uint8", "crs": "EPSG:32632"}
        with rasterio.open(path, "w", transform=from_origin(500_000, 5_200_000, 0.5, 0.5), **profile) as dataset:
            dataset.write(np.full((3, side, side), value, np.uint8))
        return path

    return write


@pytest.fixture(scope="session")
def readers() -> Iterator[ReaderPool]:
    with ReaderPool(processes=2, timeout_s=30.0) as pool:
        yield pool


def tile(z: int, x: int, y: int, side: int = 256) -> bytes:
    """A PNG of one colour that tells its place."""
    pixels = np.empty((side, side, 3), np.uint8)
    pixels[:] = (50 + z, 10 + x % 200, 10 + y % 200)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


class TileServer:
    """``/{mode}/{z}/{x}/{y}``; the mode says how it answers."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.most_at_once = 0
        self.redirect_to = ""
        self._now = 0
        self._seen: Counter[str] = Counter()
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer._enter(self.path)
                try:
                    outer._answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                finally:
                    outer._leave()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _enter(self, path: str) -> None:
        with self._lock:
            self.asked.append(path)
            self._seen[path] += 1
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)

    def _leave(self) -> None:
        with self._lock:
            self._now -= 1

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        parts = request.path.partition("?")[0].strip("/").split("/")
        mode, (z, x, y) = parts[0], (int(part) for part in parts[1:4])
        body, status, kind, headers = tile(z, x, y), 200, "image/png", {}
        if mode == "redirect":
            status, body, headers = 302, b"", {"Location": self.redirect_to}
        elif mode == "missing" and (x + y) % 2:
            status, body = 404, b"no tile"
        elif mode == "forbidden":
            status, body = 403, b"no key"
        elif mode == "flaky" and self._seen[request.path] < 3:
            status, body = 503, b"busy"
        elif mode == "html":
            kind, body = "text/html", b"<html>"
        elif mode == "lies":
            body = b"<html>not a picture</html>"
        elif mode == "small":
            body = tile(z, x, y, 64)
        elif mode == "bomb":
            headers = {"Content-Encoding": "gzip"}
        elif mode == "huge":
            body = bytes(20 * 1024**2)
        elif mode == "slow":
            time.sleep(0.15)
        elif mode == "hang":
            time.sleep(30)
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        if mode == "drip":
            for start in range(len(body)):
                request.wfile.write(body[start : start + 1])
                time.sleep(0.05)
        else:
            request.wfile.write(body)


@pytest.fixture
def server() -> Iterator[TileServer]:
    started = TileServer()
    yield started
    started.close()


@pytest.fixture
def inside_server() -> Iterator[TileServer]:
    """One that clients must not reach through the service."""
    started = TileServer()
    yield started
    started.close()


class Clock:
    """The time, which tests set."""

    def __init__(self) -> None:
        self.now = datetime(2025, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def quick() -> Patience:
    """Times-out soon, so that a source that fails does so within a test."""
    return Patience(timeout_s=1.0, whole_s=2.0, tries=2, pause_s=0.05)


@pytest.fixture
def start(tmp_path, root, readers, clock, quick):
    """``start(hosts, quota)`` -> a registry on the same state folder, as after a restart."""
    started = []

    def begin(hosts=(), quota=50 * 1024**2):
        uploads = UploadStore(tmp_path / "state" / "uploads", quota, 20 * 1024**2, clock)
        layers = LayerRegistry(tmp_path / "state", [root], readers, uploads, hosts, clock=clock, fetch_options=quick)
        started.append(layers)
        return layers, uploads

    yield begin
    for layers in started:
        layers.close()
