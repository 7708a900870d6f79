"""A real HTTP server on this machine whose answers a test writes down: for what a healthy backend never does."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Asked:
    """One request as it came."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        self.method = handler.command
        self.path = handler.path
        self.headers = {name.lower(): value for name, value in handler.headers.items()}
        self.body = body

    def json(self) -> Any:
        return json.loads(self.body)


Answer = Callable[[BaseHTTPRequestHandler, Asked], None]


class ScriptedServer:
    """Answers what ``answers`` holds for ``METHOD path``; keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers: dict[str, Answer] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                return

            def _any(self) -> None:
                asked = Asked(self, self.rfile.read(int(self.headers.get("content-length") or 0)))
                outer.asked.append(asked)
                answer = outer.answers.get(f"{asked.method} {asked.path}") or outer.answers.get("*")
                if answer is None:
                    reply(404, {"detail": "Nothing is here."})(self, asked)
                else:
                    answer(self, asked)

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = _any

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def reply(status: int, body: Any, **headers: str) -> Answer:
    """Answer with JSON."""

    def answer(handler: BaseHTTPRequestHandler, _: Asked) -> None:
        content = json.dumps(body).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def half(body: bytes) -> Answer:
    """Promise a whole body, send the half of it and hang up."""

    def answer(handler: BaseHTTPRequestHandler, _: Asked) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        handler.close_connection = True

    return answer


def silence(until: threading.Event) -> Answer:
    """Say nothing until the event; then hang up."""

    def answer(handler: BaseHTTPRequestHandler, _: Asked) -> None:
        until.wait(120)
        handler.close_connection = True

    return answer
