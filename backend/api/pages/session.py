"""Browser sessions: a cookie derived from the token, so that nothing has to be stored.

The cookie is ``HttpOnly`` and ``SameSite=Strict``. It authorises a request that changes something only if the request
has an ``Origin``, which browsers always send and :class:`backend.api.hosts.HostGate` has compared with the host.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

LASTS_S = 12 * 3600
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Sessions:
    """The sessions of one token."""

    def __init__(self, token: str, clock: Callable[[], float] = time.time) -> None:
        self._token = token.encode("ascii")
        self._clock = clock
        # Cookies know no ports: two services on one machine must not sign each other out.
        self.cookie = f"terralex-{self._mark('cookie')[:12]}"

    def begin(self, request: Request, response: Response) -> None:
        """Sign in the browser that gets this response."""
        ends = str(int(self._clock()) + LASTS_S)
        response.set_cookie(
            self.cookie,
            f"{ends}.{self._mark(ends)}",
            max_age=LASTS_S,
            path=_path(request),
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )

    def end(self, request: Request, response: Response) -> None:
        """Sign the browser out."""
        response.delete_cookie(self.cookie, path=_path(request), httponly=True, samesite="strict")

    def knows(self, scope: Scope) -> bool:
        """Whether a request comes from a page of ours whose user has signed in."""
        if scope["method"] not in SAFE and not any(name == b"origin" for name, _ in scope["headers"]):
            return False
        given = Request(scope).cookies.get(self.cookie, "")
        ends, _, mark = given.partition(".")
        if not (ends.isascii() and ends.isdigit() and len(ends) < 12 and mark.isascii()):
            return False
        return hmac.compare_digest(mark, self._mark(ends)) and self._clock() < int(ends)

    def is_token(self, text: str) -> bool:
        """Whether a text is the token."""
        return hmac.compare_digest(text.encode("utf-8", "replace"), self._token)

    def _mark(self, text: str) -> str:
        return hmac.new(self._token, f"terralex page {text}".encode(), hashlib.sha256).hexdigest()


def _path(request: Request) -> str:
    return request.scope.get("root_path") or "/"
