"""The files of an index's table on the disk: synced, so that what the manifest promises is there after a power cut.

Lance writes new files and never changes one, but it does not sync them; a file that was not is empty after a power cut,
or full of zeros.
"""

from __future__ import annotations

import os
from pathlib import Path

from backend.index.table import TABLE_NAME


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
                    _sync(path)
                    fresh = True
            if fresh:
                sync_folder(Path(directory))
        sync_folder(self._table)
        sync_folder(self._folder)
        self._synced = present


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk.

    Raises:
        OSError: the disk fails.
    """
    if os.name != "nt":  # Windows opens no folders
        _sync(str(folder))


def _sync(path: str) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:  # a compaction has just dropped it
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
