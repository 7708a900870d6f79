"""Which chunks are left, who has which, and how often each was begun: the same for every executor."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from backend.errors import JobCrashed

Owner = TypeVar("Owner", bound=Hashable)
MOST_ATTEMPTS = 4
"""A chunk that ends its worker this often is at fault itself."""


class Attempts(Generic[Owner]):
    """Hands out chunks; those of a worker that died are handed out again, first."""

    def __init__(self, chunk_ids: Sequence[str]) -> None:
        self._waiting = deque(dict.fromkeys(chunk_ids))
        self._begun: dict[str, int] = {}
        self._with: dict[str, Owner] = {}

    @property
    def over(self) -> bool:
        """Whether every chunk is done."""
        return not self._waiting and not self._with

    def next(self, owner: Owner) -> str | None:
        """A chunk for a worker, or None where none waits."""
        if not self._waiting:
            return None
        chunk_id = self._waiting.popleft()
        self._with[chunk_id] = owner
        self._begun[chunk_id] = self._begun.get(chunk_id, 0) + 1
        return chunk_id

    def done(self, chunk_id: str) -> bool:
        """A worker has answered; False where the chunk was not its to answer any more."""
        return self._with.pop(chunk_id, None) is not None

    def held_by(self, owner: Owner) -> int:
        """How many chunks a worker has."""
        return sum(1 for one in self._with.values() if one == owner)

    def lost(self, owner: Owner) -> None:
        """A worker has died: its chunks wait again, before the others.

        Raises:
            JobCrashed: one of them has ended too many workers.
        """
        for chunk_id in [chunk_id for chunk_id, one in self._with.items() if one == owner]:
            del self._with[chunk_id]
            if self._begun[chunk_id] >= MOST_ATTEMPTS:
                raise JobCrashed(
                    f"A chunk of the layer ended the process that embedded it {MOST_ATTEMPTS} times: "
                    "free memory, or take fewer workers."
                )
            self._waiting.appendleft(chunk_id)
