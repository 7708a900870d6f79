"""The HTTP server of one process: a socket, uvicorn, and a shutdown within seconds."""

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

from backend.api.connections import Tally, protocol, quiet_exceptions
from backend.errors import BadOption

GRACE_S = 2
"""How long open requests may continue after a signal to stop, in seconds."""
MAX_CONNECTIONS = 1024
BACKLOG = 128
SPARE_FILES = 128
"""File descriptors that the service reserves for itself, out of the system's limit per process."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        BadOption: the address is in use, not permitted, or not an address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio turns Nagle's algorithm off, which costs 40 ms an answer, only where it is.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise BadOption(f"Port {port} of {host} is in use: choose another with --port, or 0 for any.") from error
        if error.errno == errno.EACCES:
            raise BadOption(f"Port {port} of {host} may not be used by this user: choose one above 1023.") from error
        raise BadOption(f"The service cannot listen on {host}: give an address of this machine with --host.") from error
    listener.set_inheritable(False)
    return listener


def address(listener: socket.socket) -> str:
    """``http://host:port`` of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """Reports when it is ready, and keeps the process alive after a signal so that the engine can stop."""

    def __init__(self, config: uvicorn.Config, tally: Tally, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._tally = tally
        self._ready = ready
        self.stopped_by: int | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().set_exception_handler(quiet_exceptions(self._tally))
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


def max_connections() -> int:
    """Maximum number of connections; the limit on open files is raised as far as the system allows."""
    try:
        import resource
    except ImportError:  # Windows counts otherwise
        return MAX_CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + 2 * SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        more = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, more), hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if soft == resource.RLIM_INFINITY:
        return MAX_CONNECTIONS
    return max(min(MAX_CONNECTIONS, soft - SPARE_FILES), 16)


def serve(app: Any, listener: socket.socket, ready: Callable[[], None]) -> int | None:
    """Serve requests until a signal arrives, and return the signal.

    Args:
        app: an ASGI application.
        listener: a listening socket.
        ready: called when the server accepts requests.
    """
    tally = Tally(max_connections())
    config = uvicorn.Config(
        app,
        http=protocol(tally),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        backlog=BACKLOG,
    )
    server = _Server(config, tally, ready)
    server.run(sockets=[listener])
    return server.stopped_by
