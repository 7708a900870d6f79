"""Limits on the size and the pace of request bodies, chunked ones included."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.problems import refuse

IDLE_S = 20.0
"""Maximum wait for the next part of a body, in seconds."""
LEAST_BYTES_A_SECOND = 4096
"""Minimum rate of a sender, after the first ``IDLE_S`` seconds."""


class BodyLimit:
    """Answers 413 to a body that is too large and 408 to one that arrives too slowly."""

    def __init__(self, app: ASGIApp, max_bytes: int, idle_s: float = IDLE_S) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.idle_s = idle_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not declared.isdigit() or int(declared) > self.max_bytes:
            await refuse(scope, receive, send, *self._too_large(), Connection="close")
            return
        body = _CountedBody(receive, self.max_bytes, self.idle_s)
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            # The application sees a cut body as a client that has gone; what it says about that is not the reason.
            if body.cut is None or started:
                started = True
                await send(message)

        with suppress(ClientDisconnect):
            await self.app(scope, body.receive, answer)
        if body.cut is not None and not started:
            reason = self._too_large() if body.cut == 413 else (408, "The body arrived too slowly: send it in parts.")
            await refuse(scope, receive, send, *reason, Connection="close")

    def _too_large(self) -> tuple[int, str]:
        mib = self.max_bytes / 1024**2
        return 413, f"The body is larger than {mib:g} MiB: send large files in parts to /uploads."


class _CountedBody:
    """The body of a request, cut off (status in ``cut``) where it exceeds a limit."""

    def __init__(self, receive: Receive, max_bytes: int, idle_s: float) -> None:
        self._receive = receive
        self._max_bytes = max_bytes
        self._idle_s = idle_s
        self._received = 0
        self._complete = False
        self._started_at = time.monotonic()
        self.cut: int | None = None

    async def receive(self) -> Message:
        if self._complete:
            return await self._receive()
        if self.cut is not None:
            return {"type": "http.disconnect"}
        try:
            message = await asyncio.wait_for(self._receive(), self._idle_s)
        except TimeoutError:
            self.cut = 408
            return {"type": "http.disconnect"}
        if message["type"] != "http.request":
            return message
        self._received += len(message.get("body", b""))
        self._complete = not message.get("more_body", False)
        elapsed = time.monotonic() - self._started_at
        if self._received > self._max_bytes:
            self.cut = 413
        elif not self._complete and elapsed > self._idle_s + self._received / LEAST_BYTES_A_SECOND:
            self.cut = 408
        return message if self.cut is None else {"type": "http.disconnect"}
