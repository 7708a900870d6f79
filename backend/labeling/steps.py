"""Progress and cancellation of labelling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend.errors import Cancelled
from backend.progress import Progress, Tell, part_of


@dataclass(frozen=True)
class Steps:
    """Reports progress and checks for cancellation; both callbacks are optional."""

    progress: Tell | None = None
    cancelled: Callable[[], bool] | None = None

    def tell(
        self, share: float, step: str, done: int | None = None, total: int | None = None, unit: str | None = None
    ) -> None:
        """Report progress (see :class:`backend.progress.Progress`), and stop if cancelled.

        Raises:
            Cancelled: the user stopped the work.
        """
        self.check()
        if self.progress is not None:
            self.progress(Progress(step, min(max(share, 0.0), 1.0), done, total, unit))

    def check(self) -> None:
        """Stop if cancelled.

        Raises:
            Cancelled: the user stopped the work.
        """
        if self.cancelled is not None and self.cancelled():
            raise Cancelled("Labelling was stopped: nothing was written.")

    def part(self, start: float, end: float) -> Steps:
        """Steps of a part of the work, from share ``start`` to share ``end``."""
        return self if self.progress is None else Steps(part_of(self.progress, start, end), self.cancelled)


SILENT = Steps()
