"""The address that clients use, as reported by a trusted reverse proxy: scheme, host and prefix."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

_PREFIX = re.compile(r"^(?:/[A-Za-z0-9._~-]+)+$")
_HOST = re.compile(r"^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$")


class ForwardedAddress:
    """Applies ``X-Forwarded-Proto``, ``-Host`` and ``-Prefix`` from trusted proxies and ignores them from others.

    Runs before the host gate, so that a forwarded host must also be an allowed one.
    """

    def __init__(self, app: ASGIApp, trusted: Iterable[str], prefix: str) -> None:
        self.app = app
        self.networks = tuple(ipaddress.ip_network(address, strict=False) for address in trusted)
        self.prefix = prefix.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            # In place: the request's log, further out, reads the route that is noted in it later.
            scope.update(self._seen_from_outside(scope))
        await self.app(scope, receive, send)

    def _seen_from_outside(self, scope: Scope) -> dict[str, Any]:
        said: dict[str, str] = {}
        if self._trusts(scope.get("client")):
            for name, value in scope["headers"]:
                if name.startswith(b"x-forwarded-"):
                    # Of a chain of proxies the first is the one the client spoke to.
                    said[name.decode("latin-1")] = value.decode("latin-1").split(",")[0].strip()
        seen: dict[str, Any] = {}
        prefix = said.get("x-forwarded-prefix", "").rstrip("/")
        seen["root_path"] = prefix if _PREFIX.match(prefix) and ".." not in prefix else self.prefix
        if said.get("x-forwarded-proto") in ("http", "https"):
            seen["scheme"] = said["x-forwarded-proto"]
        host = said.get("x-forwarded-host", "")
        if _HOST.match(host):
            headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
            seen["headers"] = [(b"host", host.encode("latin-1")), *headers]
        return seen

    def _trusts(self, client: tuple[str, int] | None) -> bool:
        if client is None:
            return False
        try:
            address = ipaddress.ip_address(client[0])
        except ValueError:
            return False
        return any(address in network for network in self.networks)
