"""A bounded cache."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import Generic, TypeVar

from cachetools import LRUCache

Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")


class Bounded(Generic[Key, Kept]):
    """A least-recently-used cache with a maximum number of values. Thread-safe."""

    def __init__(self, most: int) -> None:
        self._kept: LRUCache[Key, Kept] = LRUCache(most)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: Key) -> bool:
        return key in self._kept

    def get(self, key: Key) -> Kept | None:
        """The value, which becomes the most recently used one; None if there is none."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: Key, value: Kept) -> None:
        """Store a value."""
        with self._lock:
            self._kept[key] = value
