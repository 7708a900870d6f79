"""Periodically removes expired data."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from backend.utc import utc_now

Expire = Callable[[datetime], object]

logger = logging.getLogger(__name__)


class Janitor:
    """A thread that calls some functions with the current time, at once and then periodically."""

    def __init__(self, every_s: float, expire: Sequence[Expire], clock: Callable[[], datetime] = utc_now) -> None:
        """Nothing runs before :meth:`start`.

        Args:
            every_s: seconds between two rounds.
            expire: called in this order; an exception is logged and does not prevent the other calls.
            clock: the current time, with its time zone.
        """
        self._every_s = every_s
        self._expire = tuple(expire)
        self._clock = clock
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start with the first round."""
        self._thread = threading.Thread(target=self._work, name="janitor", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Start no more rounds, and wait for a running one."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _work(self) -> None:
        while not self._stopping.is_set():
            for expire in self._expire:
                if self._stopping.is_set():
                    return
                try:
                    expire(self._clock())
                except Exception:
                    logger.exception("Expired data cannot be removed")
            self._stopping.wait(self._every_s)
