"""Measures how busy each stage of indexing was, to show the bottleneck."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

STAGES = ("read", "crop", "encode", "write")
"""Decoding blocks, cropping and resizing windows, normalisation and image tower, committing rows."""


@dataclass
class StageTimes:
    """Seconds of work per stage, the number of threads, and the duration of the run. Thread-safe.

    Stages overlap, so their seconds may add up to more than the run's. A stage with several threads is fully busy if
    all of them are.

    Attributes:
        wall_s: wall-clock seconds of the run.
        windows, alike: rows written, and how many of them reuse the embedding of an equal window.
    """

    wall_s: float = 0.0
    windows: int = 0
    alike: int = 0
    _busy_s: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))
    _threads: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STAGES, 1))
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def shared_by(self, reading_threads: int, workers: int = 1) -> None:
        """So many threads read, and so many workers crop and encode."""
        self._threads |= {"read": reading_threads, "crop": workers, "encode": workers}

    @contextmanager
    def running(self) -> Iterator[None]:
        """Counts the time of the block as time of the run."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.wall_s += time.perf_counter() - started

    def add(self, stage: str, seconds: float) -> None:
        """Add the seconds that a thread worked on a stage."""
        with self._lock:
            self._busy_s[stage] += seconds

    def add_chunk(self, busy_s: Mapping[str, float], windows: int, alike: int) -> None:
        """Add what another process did for one chunk: seconds by stage, rows, and rows that took no embedding."""
        for stage, seconds in busy_s.items():
            self.add(stage, seconds)
        self.windows += windows
        self.alike += alike

    @contextmanager
    def busy(self, stage: str) -> Iterator[None]:
        """Counts the time of the block as work of a stage."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.add(stage, time.perf_counter() - started)

    def seconds(self) -> dict[str, float]:
        """Seconds that the threads of each stage worked."""
        with self._lock:
            return dict(self._busy_s)

    def shares(self) -> dict[str, float]:
        """Share of the run during which each stage was busy, 0-1."""
        wall_s = max(self.wall_s, 1e-9)
        return {name: min(self._busy_s[name] / wall_s / self._threads[name], 1.0) for name in STAGES}

    @property
    def bottleneck(self) -> str | None:
        """The busiest stage; None if there was no work."""
        shares = self.shares()
        busiest = max(STAGES, key=lambda name: shares[name])
        return busiest if shares[busiest] > 0 else None

    @property
    def rate(self) -> float:
        """Windows per second, from the first read to the last commit."""
        return self.windows / self.wall_s if self.wall_s else 0.0

    def to_dict(self) -> dict[str, Any]:
        """As JSON-compatible values."""
        return {
            "seconds": round(self.wall_s, 3),
            "windows": self.windows,
            "windows_alike": self.alike,
            "windows_per_s": round(self.rate, 2),
            "busy": {name: round(share, 4) for name, share in self.shares().items()},
            "bottleneck": self.bottleneck,
        }

    def sentence(self) -> str:
        """An English sentence for the log."""
        if self.bottleneck is None:
            return "Nothing had to be embedded."
        busy = ", ".join(f"{name} {share:.0%}" for name, share in self.shares().items())
        alike = f", {self.alike:,} of them like others" if self.alike else ""
        return (
            f"{self.windows:,} windows{alike} in {self.wall_s:.1f} s, {self.rate:.1f} a second. "
            f"Busy: {busy}. Bottleneck: {self.bottleneck}."
        )
