"""The files of an index's table on the disk: synced, so that what the manifest promises is there after a power cut.

Lance writes new files and never changes one, but it does not sync them; a file that was not is empty after a power cut,
or full of zeros.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from backend.index.table import TABLE_NAME
from backend.storage.files import sync


class TableFiles:
    """Knows which files of one table are on the disk for good."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._table = folder / f"{TABLE_NAME}.lance"
        self._synced: set[str] = set()

    def sync(self) -> None:
        """Bring every file that is new since the last call to the disk, and the names in their folders.

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
                    with suppress(FileNotFoundError):  # a compaction has just dropped it
                        sync(Path(path))
                    fresh = True
            if fresh:
                sync(Path(directory))
        sync(self._table)
        sync(self._folder)
        self._synced = present
