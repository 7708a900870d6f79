"""An HTTP server of one folder that gives parts of files, as object storage does; it can fail and keeps a log."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_RANGE = re.compile(r"bytes=(\d+)-(\d*)$")


class RangeServer:
    """A server that runs.

    Attributes:
        host: ``127.0.0.1:PORT``.
        asked: path and range of every request.
        failures: status codes with which the next requests are answered, the first one first.
        redirect_to: where every request is sent to, if anywhere.
        ranges: whether parts are given at all.
        most_at_once: requests that were under way together.
        meeting: whether a request is answered once another has come beside it; one that stays alone waits 10 s.
    """

    def __init__(self, folder: Path) -> None:
        self.asked: list[tuple[str, str]] = []
        self.failures: list[int] = []
        self.redirect_to = ""
        self.ranges = True
        self.most_at_once = 0
        self.meeting = False
        self._met = threading.Event()
        self.sent = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._folder = folder.resolve()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                with outer._lock:
                    outer._at_once += 1
                    outer.most_at_once = max(outer.most_at_once, outer._at_once)
                    if outer.meeting and outer._at_once > 1:
                        outer._met.set()
                if outer.meeting:
                    outer._met.wait(10)
                try:
                    with suppress(ConnectionError):  # the client has seen enough
                        outer._answer(self)
                finally:
                    with outer._lock:
                        outer._at_once -= 1

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing on stderr."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_address[1]}"

    def url(self, name: str) -> str:
        """Address of a file of the folder."""
        return f"http://{self.host}/{name}"

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        wanted = request.headers.get("Range", "")
        with self._lock:
            self.asked.append((request.path, wanted))
            failure = self.failures.pop(0) if self.failures else 0
        file = (self._folder / unquote(urlsplit(request.path).path).lstrip("/")).resolve()
        if self.redirect_to:
            return _send(request, 302, {"Location": self.redirect_to})
        if failure:
            return _send(request, failure, {})
        if not file.is_file() or not file.is_relative_to(self._folder):
            return _send(request, 404, {})
        data, status = file.read_bytes(), file.stat()
        etag = f'"{status.st_mtime_ns:x}-{len(data):x}"'
        if request.headers.get("If-Match", etag) != etag:
            return _send(request, 412, {})
        part = _RANGE.match(wanted) if self.ranges else None
        if part is None:
            return _send(request, 200, {"ETag": etag}, data)
        start, end = int(part[1]), min(int(part[2] or len(data)), len(data) - 1)
        body = data[start : end + 1]
        with self._lock:
            self.sent += len(body)
        return _send(request, 206, {"ETag": etag, "Content-Range": f"bytes {start}-{end}/{len(data)}"}, body)

    def start(self) -> None:
        """Serve, on a thread."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()


def _send(request: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes = b"") -> None:
    request.send_response(status)
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


@contextmanager
def range_server(folder: Path) -> Iterator[RangeServer]:
    """A server of a folder, for as long as the block lasts."""
    server = RangeServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
