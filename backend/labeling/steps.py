"""Where labelling stands: told to whoever watches, and a question whether to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend.errors import Cancelled
from backend.progress import Progress, Tell, part_of


@dataclass(frozen=True)
class Steps:
    """Tells the watcher, asks whether to stop; both may be absent."""

    progress: Tell | None = None
    cancelled: Callable[[], bool] | None = None

    def tell(
        self, share: float, step: str, done: int | None = None, total: int | None = None, unit: str | None = None
    ) -> None:
        """Report (see :class:`backend.progress.Progress`), and stop if that is wanted.

        Raises:
            Cancelled: the user stopped the work.
        """
        self.check()
        if self.progress is not None:
            self.progress(Progress(step, min(max(share, 0.0), 1.0), done, total, unit))

    def check(self) -> None:
        """Stop if that is wanted.

        Raises:
            Cancelled: the user stopped the work.
        """
        if self.cancelled is not None and self.cancelled():
            raise Cancelled("Labelling was stopped: nothing was written.")

    def part(self, start: float, end: float) -> Steps:
        """Steps of a piece of the work that goes from one share to another."""
        return self if self.progress is None else Steps(part_of(self.progress, start, end), self.cancelled)


SILENT = Steps()
