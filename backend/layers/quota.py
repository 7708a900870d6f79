"""How much all uploads and fetched tiles together may take of the disk."""

from __future__ import annotations

from collections.abc import Callable

from backend.errors import QuotaExceeded

_MIB = 1024**2


class Quota:
    """A bound on the sum of what several stores use."""

    def __init__(self, total_bytes: int) -> None:
        self.total_bytes = total_bytes
        self._stores: list[Callable[[], int]] = []

    def count(self, used_bytes: Callable[[], int]) -> None:
        """Let another store's bytes count."""
        self._stores.append(used_bytes)

    def used_bytes(self) -> int:
        """What all stores use or have promised."""
        return sum(used() for used in self._stores)

    def check(self, more_bytes: int) -> None:
        """Refuse what has no room.

        Raises:
            QuotaExceeded: it has none.
        """
        left = self.total_bytes - self.used_bytes()
        if more_bytes > left:
            raise QuotaExceeded(
                f"{more_bytes / _MIB:,.1f} MiB do not fit in the {max(left, 0) / _MIB:,.1f} MiB that are left of this "
                "server's upload quota: remove layers you no longer need."
            )
