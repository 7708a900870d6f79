"""The disk quota for all uploads and fetched tiles together."""

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
        """Count the bytes of another store."""
        self._stores.append(used_bytes)

    def used_bytes(self) -> int:
        """Bytes that all stores use or have promised."""
        return sum(used() for used in self._stores)

    def check(self, more_bytes: int) -> None:
        """Reject data that exceed the quota.

        Raises:
            QuotaExceeded: they do.
        """
        left = self.total_bytes - self.used_bytes()
        if more_bytes > left:
            raise QuotaExceeded(
                f"{more_bytes / _MIB:,.1f} MiB do not fit into the {max(left, 0) / _MIB:,.1f} MiB left in this "
                "server's upload quota: remove layers you no longer need."
            )
