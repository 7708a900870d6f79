"""Embeddings of the texts that were asked for last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float32]


class TextCache:
    """Rows by model revision and text; least recently used goes first. Safe for threads."""

    def __init__(self, capacity: int = 10_000) -> None:
        """Keep at most ``capacity`` rows, of some 2-4 kB each."""
        self.capacity = capacity
        self._rows: OrderedDict[tuple[str, str], Row] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, revision: str, texts: Sequence[str]) -> dict[str, Row]:
        """The rows that are here, each ``[dimension]``."""
        found: dict[str, Row] = {}
        with self._lock:
            for text in texts:
                key = (revision, text)
                if key in self._rows:
                    self._rows.move_to_end(key)
                    found[text] = self._rows[key]
        return found

    def put(self, revision: str, text: str, row: Row) -> None:
        """Keep a row."""
        with self._lock:
            self._rows[revision, text] = row
            self._rows.move_to_end((revision, text))
            while len(self._rows) > self.capacity:
                self._rows.popitem(last=False)
