"""Protection against slow, silent or numerous clients: deadlines, and a maximum share of connections per client."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_S = 10.0
"""Maximum time for a client to send the head of a request, in seconds."""
STALLED_S = 60.0
"""Maximum time in which a client accepts no bytes of a response, in seconds."""
LOOK_EVERY_S = 1.0
SHARE_OF_ONE_CLIENT = 4
"""One address may hold at most one in this many of all connections."""
TELL_EVERY_S = 60.0

_log = logging.getLogger("terralex.http")


class Tally:
    """Counts connections by client and logs the refused ones."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.most_of_one = max(8, most // SHARE_OF_ONE_CLIENT)
        self._held: Counter[str] = Counter()
        self._turned_away = 0
        self._told_at = -TELL_EVERY_S

    def take(self, client: str) -> bool:
        """Count a new connection; False if the limit is reached."""
        if self._held.total() >= self.most or self._held[client] >= self.most_of_one:
            self._turned_away += 1
            self.tell()
            return False
        self._held[client] += 1
        return True

    def give_back(self, client: str) -> None:
        """An accepted connection has ended."""
        self._held[client] -= 1
        if self._held[client] <= 0:
            del self._held[client]

    def tell(self, reason: str = "more connections than one client, or all clients together, may hold") -> None:
        """Log it, at most once a minute: an attacker must not be able to fill the disk."""
        now = time.monotonic()
        if now - self._told_at >= TELL_EVERY_S:
            _log.warning("Connections are refused: %s (%d since the last message)", reason, self._turned_away)
            self._told_at, self._turned_away = now, 0


class PatientProtocol(H11Protocol):
    """HTTP/1.1 with deadlines; made by :func:`protocol`."""

    tally: Tally

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._peer = self.client[0] if self.client else "local"
        self._counted = self.tally.take(self._peer)
        self._waits_since: float | None = time.monotonic()
        self._stalled_since: float | None = None
        self._look: asyncio.TimerHandle | None = None
        if self._counted:
            self._look = self.loop.call_later(LOOK_EVERY_S, self._close_if_late)
        else:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._look is not None:
            self._look.cancel()
        if self._counted:
            self._counted = False
            self.tally.give_back(self._peer)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._counted:
            super().data_received(data)

    def pause_writing(self) -> None:
        """The client does not accept what it is sent."""
        self._stalled_since = time.monotonic()
        super().pause_writing()

    def resume_writing(self) -> None:
        """The client accepts data again."""
        self._stalled_since = None
        super().resume_writing()

    def _close_if_late(self) -> None:
        now = time.monotonic()
        if self._owes_a_head():
            self._waits_since = self._waits_since or now
        else:
            self._waits_since = None
        late = self._waits_since is not None and now - self._waits_since > HEADERS_S
        stalled = self._stalled_since is not None and now - self._stalled_since > STALLED_S
        if late or stalled:
            self.transport.abort()
        else:
            self._look = self.loop.call_later(LOOK_EVERY_S, self._close_if_late)

    def _owes_a_head(self) -> bool:
        """Whether no response is in progress and no complete request has arrived; uvicorn handles idle connections."""
        answered = self.cycle is None or self.cycle.response_complete
        return answered and self.conn.their_state in (h11.IDLE, h11.DONE) and self.timeout_keep_alive_task is None


def protocol(tally: Tally) -> type[PatientProtocol]:
    """The protocol of one server, whose connections share a tally."""
    return type("Protocol", (PatientProtocol,), {"tally": tally})


def quiet_exceptions(tally: Tally) -> Any:
    """An exception handler for the event loop that logs what an attacker can repeat only once a minute."""

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if isinstance(context.get("exception"), OSError):
            tally.tell(f"{context.get('message')} ({context['exception'].strerror})")
        else:
            loop.default_exception_handler(context)

    return handle
