"""Middleware that turns a document into its page when a browser requests that."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.context import in_thread
from backend.api.pages.negotiation import prefers_html, wants_page
from backend.api.pages.rendering import page_of, render_document

_DOCUMENTS = (b"application/json", b"application/geo+json", b"application/problem+json")


class HtmlPages:
    """Marks responses of addresses that have a page with ``Vary``, and delivers the page when requested.

    Responses without a page (files, pixels), and problems that no person will read, pass through unchanged.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = page_of(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if name is None:
            await self.app(scope, receive, send)
        elif wants_page(scope):
            await self._as_page(name, scope, receive, send)
        else:
            await self.app(scope, receive, _varying(send))

    async def _as_page(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message = {}
        body = bytearray()
        shows_problems = prefers_html(scope)

        def becomes_page() -> bool:
            return _is_document(start) and (start["status"] < 400 or shows_problems)

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                if not becomes_page():
                    await send(message)
            elif message["type"] == "http.response.body" and becomes_page():
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await self._page(name, scope, receive, send, start, bytes(body))
            else:
                await send(message)

        await self.app(scope, receive, collect)

    async def _page(
        self, name: str, scope: Scope, receive: Receive, send: Send, start: Message, document: bytes
    ) -> None:
        response = await in_thread(_rendered, Request(scope), name, start["status"], document)
        own = {key for key, _ in response.raw_headers}
        headers = [(key, value) for key, value in start["headers"] if key not in own and key != b"content-length"]
        response.raw_headers.extend(headers)
        await response(scope, receive, send)


def _rendered(request: Request, name: str, status: int, document: bytes) -> Response:
    return render_document(request, name, status, json.loads(document))


def _is_document(start: Message) -> bool:
    kind = next((value for name, value in start.get("headers", ()) if name == b"content-type"), b"")
    return kind.partition(b";")[0].strip() in _DOCUMENTS


def _varying(send: Send) -> Send:
    async def vary(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"vary", b"Accept, Cookie")]
        await send(message)

    return vary
