"""Where long work stands: a share of 1 for whoever watches, and a question whether to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend.errors import Cancelled

Progress = Callable[[float, str], None]
"""Share of the work that is done, 0 to 1, and what is being done."""


@dataclass(frozen=True)
class Steps:
    """Tells the watcher, asks whether to stop; both may be absent."""

    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None

    def tell(self, share: float, what: str) -> None:
        """Report, and stop if that is wanted.

        Raises:
            Cancelled: the user stopped the work.
        """
        self.check()
        if self.progress is not None:
            self.progress(min(max(share, 0.0), 1.0), what)

    def check(self) -> None:
        """Stop if that is wanted.

        Raises:
            Cancelled: the user stopped the work.
        """
        if self.cancelled is not None and self.cancelled():
            raise Cancelled("Labelling was stopped: nothing was written.")

    def part(self, start: float, end: float) -> Steps:
        """Steps of a piece of the work that goes from one share to another."""
        progress = self.progress
        if progress is None:
            return self
        return Steps(lambda share, what: progress(start + (end - start) * share, what), self.cancelled)


SILENT = Steps()
