"""Measures how busy each stage of indexing was, to show the bottleneck."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

STAGES = ("read", "crop", "encode", "write")
"""Decoding blocks, cutting and resizing windows, the image tower with its normalisation, committing rows."""


@dataclass
class StageTimes:
    """Seconds that the stages of a run worked, on how many threads, and how long the run took. Thread-safe.

    Stages overlap, so that their seconds may add up to more than the run's. A stage on several threads is busy when
    all of them are.

    Attributes:
        wall_s: seconds on the clock that chunks were worked on.
        windows: rows that were made, and how many of them took no embedding because an equal window had one.
    """

    wall_s: float = 0.0
    windows: int = 0
    alike: int = 0
    _busy_s: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))
    _threads: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STAGES, 1))
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @contextmanager
    def running(self, reading_threads: int) -> Iterator[None]:
        """The time of the block belongs to the run."""
        self._threads["read"] = reading_threads
        started = time.perf_counter()
        try:
            yield
        finally:
            self.wall_s += time.perf_counter() - started

    def add(self, stage: str, seconds: float) -> None:
        """A thread has worked for a stage."""
        with self._lock:
            self._busy_s[stage] += seconds

    @contextmanager
    def busy(self, stage: str) -> Iterator[None]:
        """The block is work for a stage."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.add(stage, time.perf_counter() - started)

    def shares(self) -> dict[str, float]:
        """Share of the run in which each stage was busy, 0-1."""
        wall_s = max(self.wall_s, 1e-9)
        return {name: min(self._busy_s[name] / wall_s / self._threads[name], 1.0) for name in STAGES}

    @property
    def bottleneck(self) -> str | None:
        """The busiest stage; None if nothing was done."""
        shares = self.shares()
        busiest = max(STAGES, key=lambda name: shares[name])
        return busiest if shares[busiest] > 0 else None

    @property
    def rate(self) -> float:
        """Windows per second, from the first read to the last commit."""
        return self.windows / self.wall_s if self.wall_s else 0.0

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "seconds": round(self.wall_s, 3),
            "windows": self.windows,
            "windows_alike": self.alike,
            "windows_per_s": round(self.rate, 2),
            "busy": {name: round(share, 4) for name, share in self.shares().items()},
            "bottleneck": self.bottleneck,
        }

    def sentence(self) -> str:
        """A sentence in English."""
        if self.bottleneck is None:
            return "Nothing had to be embedded."
        busy = ", ".join(f"{name} {share:.0%}" for name, share in self.shares().items())
        alike = f", {self.alike:,} of them like others" if self.alike else ""
        return (
            f"{self.windows:,} windows{alike} in {self.wall_s:.1f} s, {self.rate:.1f} a second. "
            f"Busy: {busy}. Bottleneck: {self.bottleneck}."
        )
