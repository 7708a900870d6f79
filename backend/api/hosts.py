"""Allowed host names: a web page must not reach the service through a DNS name of its own (DNS rebinding)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from backend.api.problems import refuse
from backend.settings import Settings

WILDCARDS = frozenset({"", "0.0.0.0", "::"})


def answered_hosts(settings: Settings) -> frozenset[str]:
    """The configured names, and the address itself if the service listens on one."""
    own = f"[{settings.host}]" if ":" in settings.host else settings.host
    return frozenset(name.lower() for name in settings.allowed_hosts) | ({own} - WILDCARDS - {"[::]"})


class HostGate:
    """Rejects a ``Host`` that is missing, repeated or not allowed, and cross-site requests."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        named = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
        if len(named) != 1 or not named[0]:
            await refuse(scope, receive, send, 400, "A request must have exactly one Host header.")
        elif without_port(named[0]) not in self.hosts:
            detail = "This host name is not allowed: the operator of the service can add it to allowed_hosts."
            await refuse(scope, receive, send, 421, detail)
        elif any(_authority(origin) != named[0].lower() for origin in origins):
            # Browsers send along Basic credentials they know, so a foreign page could act as the user.
            await refuse(scope, receive, send, 403, "Pages of other sites may not call this service.")
        else:
            await self.app(scope, receive, send)


def without_port(host: str) -> str:
    """``[::1]:80`` -> ``[::1]``, ``localhost:80`` -> ``localhost``, in lower case."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


def _authority(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
