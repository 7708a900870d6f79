"""How long the main thread ever stood still: a timer that should go off every few milliseconds says so."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from qgis.PyQt.QtCore import QObject, QTimer

_SCHEDULER = Path("/proc/thread-self/schedstat")
"""Nanoseconds this thread has run, and has waited for a processor that others used."""


def unhurried_ns() -> int:
    """A clock of this thread that stands while others use the processor."""
    try:
        waited = int(_SCHEDULER.read_text().split()[1])
    except (OSError, IndexError, ValueError):
        waited = 0
    return time.perf_counter_ns() - waited


class Heartbeat:
    """Pauses of the main thread from now on, in milliseconds.

    What the thread only waited for a processor is not the plugin's doing, and is taken off where Linux tells it.
    """

    def __init__(self, parent: QObject) -> None:
        self.pauses_ms: list[float] = []
        self._before = unhurried_ns()
        self._timer = QTimer(parent)
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def stop(self) -> float:
        """The longest pause."""
        self._timer.stop()
        self._timer.deleteLater()
        longest = sorted(self.pauses_ms, reverse=True)[:3]
        print(f"longest pauses of {len(self.pauses_ms)} beats, ms:", [round(one, 1) for one in longest])
        return longest[0]

    def _beat(self) -> None:
        now = unhurried_ns()
        self.pauses_ms.append((now - self._before) / 1e6)
        self._before = now


ATTEMPTS = 3


def assert_blocks_nobody(parent: QObject, work: Callable[[int], None], most_ms: float = 50.0) -> None:
    """Do a piece of work, numbered, up to three times: what blocks the window blocks it every time.

    A processor shared with other machines, or a disk, may hold up any thread once.
    """
    longest = []
    for number in range(ATTEMPTS):
        beats = Heartbeat(parent)
        work(number)
        longest.append(beats.stop())
        assert len(beats.pauses_ms) > 20
        if longest[-1] < most_ms:
            return
    raise AssertionError(f"the main thread stood still every time, ms: {longest}")
