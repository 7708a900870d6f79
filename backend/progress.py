"""Where long work stands: one shape from the index to the wire, facts first, the English sentence made from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Progress:
    """Where a piece of work stands.

    Attributes:
        step: what is being done, in a few lower-case words such as ``reading the index``; always the same words for
            the same step.
        share: of the whole work that is done, 0-1.
        done, total: how many units of this step are done and how many there are; None where that is not known.
        unit: what is counted, such as ``windows``.
    """

    step: str
    share: float
    done: int | None = None
    total: int | None = None
    unit: str | None = None

    @classmethod
    def counted(cls, step: str, done: int, total: int, unit: str) -> Progress:
        """Work that is one step: its share is the share of its units."""
        return cls(step, done / max(total, 1), done, total, unit)

    @property
    def code(self) -> str:
        """The step in the letters of an identifier: ``reading-the-index``."""
        return self.step.replace(" ", "-")

    @property
    def sentence(self) -> str:
        """A sentence in English."""
        words = self.step[:1].upper() + self.step[1:]
        if self.done is None:
            return words
        return f"{words}: {self.done:,}{'' if self.total is None else f' of {self.total:,}'} {self.unit}"

    def within(self, start: float, end: float) -> Progress:
        """The same where this work is a part of another, from one share of it to another."""
        return replace(self, share=start + (end - start) * min(max(self.share, 0.0), 1.0))


Tell = Callable[[Progress], None]
"""Who is told of progress."""


def part_of(tell: Tell, start: float, end: float) -> Tell:
    """Who tells ``tell`` of a part of the work, from one share of it to another."""
    return lambda progress: tell(progress.within(start, end))
