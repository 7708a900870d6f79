"""Syncs the files of an index's table, so that the rows that the manifest promises survive a power cut.

Lance only writes new files and never changes one, but does not sync them; after a power cut an unsynced file may be
empty or full of zeros.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from backend.storage.files import sync


class TableFiles:
    """Keeps track of which files of a table have been synced."""

    def __init__(self, table: Path) -> None:
        self._table = table
        self._synced: set[str] = set()

    def sync(self) -> None:
        """Sync every file that is new since the last call, and the folders they are in.

        Raises:
            OSError: the disk fails.
        """
        present = set()
        for directory, _, names in os.walk(self._table):
            fresh = False
            for name in names:
                path = os.path.join(directory, name)  # noqa: PTH118  # thousands of them
                present.add(path)
                if path not in self._synced:
                    with suppress(FileNotFoundError):  # a compaction has just removed it
                        sync(Path(path))
                    fresh = True
            if fresh:
                sync(Path(directory))
        sync(self._table)
        sync(self._table.parent)
        self._synced = present
