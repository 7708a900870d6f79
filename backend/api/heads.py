"""``HEAD`` wherever there is ``GET``, as HTTP requires: the same headers, no body."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class HeadAsGet:
    """Lets a route for ``GET`` answer ``HEAD`` where no route for that is declared; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            declared = scope["app"].state.operations.methods(scope["path"])
            if "HEAD" not in declared and "GET" in declared:
                scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)
