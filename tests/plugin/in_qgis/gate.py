"""Stands between the plugin and a real server, passes everything on, and can hold one kind of request for a while.

As a program it is an HTTP proxy: ``python gate.py PORT USER:PASSWORD`` prints its own port, asks for the password, and
leads every request, whatever host it names, to the server at PORT on this machine.
"""

from __future__ import annotations

import base64
import http.client
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

_IDS = (
    (r"/(layers|jobs|uploads|collections)/[^/?]+", r"/\1/*"),
    (r"/tiles/\d+/\d+", "/tiles/*"),
    (r"\?.*", ""),
)
_OWN_HEADERS = frozenset({"connection", "proxy-connection", "proxy-authorization", "transfer-encoding"})


def kind_of(method: str, path: str) -> str:
    """What is asked, without whom: ``GET /jobs/*``."""
    for pattern, instead in _IDS:
        path = re.sub(pattern, instead, path)
    return f"{method} {path}"


class Gate:
    """One server on a port of its own, before the one at ``port``."""

    def __init__(self, port: int, password: str = "") -> None:
        self.seen: list[str] = []
        self._held = ""
        self._reached, self._open = threading.Event(), threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                return

            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                if password and self.headers.get("proxy-authorization") != _basic(password):
                    self._answer(407, {"Proxy-Authenticate": 'Basic realm="gate"'}, b"")
                    return
                address = urlsplit(self.path)
                path = address.path + (f"?{address.query}" if address.query else "")
                outer.pass_by(kind_of(self.command, path))
                kept = {name: value for name, value in self.headers.items() if name.lower() not in _OWN_HEADERS}
                server = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
                try:
                    server.request(self.command, path, body, kept)
                    reply = server.getresponse()
                    content = reply.read()
                    self._answer(reply.status, dict(reply.getheaders()), content)
                except (OSError, http.client.HTTPException):
                    # As if the server itself had hung up.
                    self.close_connection = True
                finally:
                    server.close()

            def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    if name.lower() not in _OWN_HEADERS | {"content-length"}:
                        self.send_header(name, value)
                length = headers.get("content-length", len(content)) if self.command == "HEAD" else len(content)
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = _any

            def finish(self) -> None:
                try:
                    super().finish()
                except OSError:
                    return

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                return  # somebody who cancels hangs up

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = int(self.server.server_port)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def hold(self, kind: str) -> None:
        """Let the next request of this kind wait until :meth:`release`."""
        self._held = kind
        self._reached.clear()
        self._open.clear()

    def reached(self) -> bool:
        """Whether a request waits."""
        return self._reached.is_set()

    def release(self) -> None:
        """Let everything pass."""
        self._held = ""
        self._open.set()

    def pass_by(self, kind: str) -> None:
        self.seen.append(kind)
        if kind == self._held:
            self._reached.set()
            self._open.wait(60)

    def close(self) -> None:
        self.release()
        self.server.shutdown()
        self.server.server_close()


def _basic(password: str) -> str:
    return "Basic " + base64.b64encode(password.encode()).decode()


if __name__ == "__main__":
    proxy = Gate(int(sys.argv[1]), sys.argv[2])
    print(proxy.port, flush=True)
    while True:
        time.sleep(0.2)
        while proxy.seen:
            print(proxy.seen.pop(0), flush=True)
