"""The time used for expiry: one boot with a wrong clock must not cost users their data.

A machine without a battery starts in 1970, a wrong battery years ahead, and the network sets it right minutes later.
So the wall clock is trusted only if it continues from what an earlier run has seen, or has been steady for a day.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend.storage.files import write_text

LEAP = timedelta(days=1)
"""Deviation from the expected time beyond which the wall clock is not trusted, in seconds."""
STEADY = timedelta(days=1)
"""How long an untrusted clock must run steadily to be trusted, in seconds."""

_FILE = "clock.json"
_LOG = logging.getLogger(__name__)


class ServiceClock:
    """The trusted time of one state folder; thread-safe."""

    def __init__(
        self,
        state_dir: Path,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """Continue from what an earlier run has seen.

        Args:
            state_dir: where that is kept.
            wall: seconds since the epoch, as the machine thinks.
            steady: seconds that no one sets.
        """
        self._file = state_dir / _FILE
        self._wall, self._steady = wall, steady
        self._lock = threading.Lock()
        seen = self._read()
        self._believed = wall() if seen is None else seen
        self._looked = steady()
        self._doubted: tuple[float, float] | None = None  # steady time since when, and wall minus steady then
        self.now()

    def now(self) -> datetime:
        """The trusted time, used for expiry: never ahead of what has been observed steadily."""
        with self._lock:
            steady, wall = self._steady(), self._wall()
            self._believed += max(0.0, steady - self._looked)
            self._looked = steady
            leap = wall - self._believed
            if abs(leap) <= LEAP.total_seconds():
                self._believed, self._doubted = max(self._believed, wall), None
            else:
                self._doubt(steady, wall)
            return datetime.fromtimestamp(self._believed, UTC)

    def _doubt(self, steady: float, wall: float) -> None:
        since = self._doubted
        if since is None or abs((wall - steady) - since[1]) > LEAP.total_seconds():
            self._doubted = (steady, wall - steady)
            shown = datetime.fromtimestamp(self._believed, UTC)
            _LOG.warning(
                "The clock has jumped from %s by %+.1f days: nothing expires until it has been stable for a day",
                f"{shown:%Y-%m-%d %H:%M}",
                (wall - self._believed) / 86400,
            )
        elif steady - since[0] >= STEADY.total_seconds():
            self._believed, self._doubted = wall, None

    def stamp(self) -> float:
        """Seconds since the epoch for what is written now: a clock that fell back makes nothing look old."""
        return max(self._wall(), self.now().timestamp())

    def stamp_time(self) -> datetime:
        """:meth:`stamp` as a time in UTC."""
        return datetime.fromtimestamp(self.stamp(), UTC)

    def save(self) -> None:
        """Save the observed time for the next run.

        Raises:
            OSError: it cannot be written.
        """
        write_text(self._file, json.dumps({"seen": self.now().timestamp()}))

    def _read(self) -> float | None:
        try:
            seen = float(json.loads(self._file.read_text(encoding="ascii"))["seen"])
            datetime.fromtimestamp(seen, UTC)
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return None
        return seen
