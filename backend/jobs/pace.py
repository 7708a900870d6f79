"""Estimated end of a job, from its speed so far in this attempt."""

from __future__ import annotations

from dataclasses import dataclass

SHORTEST_S = 1.0  # before that the first chunk's warm-up is most of what was measured


@dataclass(frozen=True)
class Pace:
    """First progress and expected end of an attempt.

    Attributes:
        start: seconds since the epoch of the attempt's first report.
        start_share: share done at that time; earlier attempts say nothing about the speed of this one.
        end: seconds since the epoch; None while unknown.
    """

    start: float
    start_share: float
    end: float | None = None

    def at(self, now: float, share: float) -> Pace:
        """The pace after ``share`` (0-1) was reached at ``now``."""
        elapsed, gained = now - self.start, share - self.start_share
        if elapsed < SHORTEST_S or gained <= 0:
            return self
        # The mean of the whole attempt: a slow chunk or a pause moves it little, and it lags behind nothing.
        return Pace(self.start, self.start_share, now + (1.0 - share) * elapsed / gained)
