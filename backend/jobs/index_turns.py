"""Turns for writing an index: one writer at a time, and interactive searches go before index jobs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from backend.errors import Cancelled

LOOK_S = 0.1  # between two looks at `cancelled`


class Turn:
    """The right to write one index, or the wait for it."""

    def __init__(self, queue: _Queue, urgent: bool) -> None:
        self.urgent = urgent
        self._queue = queue

    def should_yield(self) -> bool:
        """Whether an urgent caller waits for this turn, which is not urgent itself, to end."""
        return not self.urgent and any(turn.urgent for turn in tuple(self._queue.waiting))


@dataclass
class _Queue:
    """Of one index."""

    holder: Turn | None = None
    waiting: list[Turn] = field(default_factory=list)

    def is_next(self, turn: Turn) -> bool:
        """Whether it is this waiter's turn: urgent ones first, otherwise first come, first served."""
        first = min(self.waiting, key=lambda waiting: not waiting.urgent)  # of equal ones min takes the earliest
        return self.holder is None and first is turn


class IndexTurns:
    """The turns of all indexes of this process; other processes are kept out by the index's own lock."""

    def __init__(self) -> None:
        self._queues: dict[Hashable, _Queue] = {}
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, key: Hashable, urgent: bool = False, cancelled: Callable[[], bool] | None = None) -> Iterator[Turn]:
        """Wait for the right to write an index, and hold it for the block. A thread holds one turn of a key at a time.

        A holder that is asked to yield ends its block and asks for a new turn; it comes after the urgent ones and
        after those that waited before it.

        Args:
            key: of the index.
            urgent: whether a user waits for the answer.
            cancelled: checked while this waits.

        Raises:
            Cancelled: ``cancelled`` returned True before it was this caller's turn.
        """
        turn = self._take(key, urgent, cancelled)
        try:
            yield turn
        finally:
            with self._changed:
                self._queues[key].holder = None
                self._forget_if_idle(key)
                self._changed.notify_all()

    def _take(self, key: Hashable, urgent: bool, cancelled: Callable[[], bool] | None) -> Turn:
        with self._changed:
            queue = self._queues.setdefault(key, _Queue())
            turn = Turn(queue, urgent)
            queue.waiting.append(turn)
            try:
                while not self._changed.wait_for(lambda: queue.is_next(turn), None if cancelled is None else LOOK_S):
                    if cancelled is not None and cancelled():
                        raise Cancelled("The work was stopped while waiting to write to the index.")
                queue.holder = turn
            finally:
                queue.waiting.remove(turn)
                self._forget_if_idle(key)
                self._changed.notify_all()
        return turn

    def _forget_if_idle(self, key: Hashable) -> None:
        queue = self._queues[key]
        if queue.holder is None and not queue.waiting:
            del self._queues[key]
