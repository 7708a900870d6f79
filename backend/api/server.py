"""The HTTP server of one process: a socket, uvicorn on it, and an end within seconds."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from backend.errors import BadOption

GRACE_S = 2
"""How long open requests may go on after a signal to stop."""
HEADERS_S = 10.0
"""How long a client may take to send the headers of its first request."""
MAX_CONNECTIONS = 1024


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        BadOption: the address is in use, may not be used, or is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio turns Nagle's algorithm off, which costs 40 ms an answer, only where it is.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(MAX_CONNECTIONS)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise BadOption(f"Port {port} of {host} is in use: choose another with --port, or 0 for any.") from error
        if error.errno == errno.EACCES:
            raise BadOption(f"Port {port} of {host} may not be used by this user: choose one above 1023.") from error
        raise BadOption(f"{host} cannot be listened on: give an address of this machine with --host.") from error
    listener.set_inheritable(False)
    return listener


def address(listener: socket.socket) -> str:
    """``http://host:port`` of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _ImpatientProtocol(H11Protocol):
    """Closes a connection whose first request does not come; later ones are bounded by the keep-alive time."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(HEADERS_S, self._close_if_silent)

    def _close_if_silent(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


class _Server(uvicorn.Server):
    """Tells when it is ready, and leaves the process alive after a signal so that the engine can stop."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self.stopped_by: int | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopped_by = number
        self.handle_exit(number, frame)


def serve(app: Any, listener: socket.socket, ready: Callable[[], None]) -> int | None:
    """Answer requests until a signal comes -> the signal.

    Args:
        app: an ASGI application.
        listener: a listening socket.
        ready: called once requests are answered.
    """
    config = uvicorn.Config(
        app,
        http=_ImpatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        limit_concurrency=MAX_CONNECTIONS,
    )
    server = _Server(config, ready)
    server.run(sockets=[listener])
    return server.stopped_by
