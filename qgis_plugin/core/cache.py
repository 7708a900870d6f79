"""The local server's files on disk: indexes, images, results. All of them can be recreated."""

from __future__ import annotations

import shutil
import time

from .backend_manager import alive
from .paths import user_folder
from .task import Task
from .translation import tr

FOLDERS = ("indexes", "state")
PATIENCE_S = 30.0
"""Maximum time for a stopped server to end, in seconds."""


class CacheSizeTask(Task):
    """Succeeds with the size in bytes."""

    def __init__(self) -> None:
        super().__init__(tr("Size of the indexes"))
        self.folders = [user_folder("server", name) for name in FOLDERS]

    def work(self) -> int:
        """Add up the sizes; files that disappear meanwhile are ignored."""
        total = 0
        for folder in self.folders:
            for file in folder.rglob("*"):
                try:
                    total += file.lstat().st_size if file.is_file() else 0
                except OSError:
                    continue
        return total


class ClearCacheTask(Task):
    """Delete it, once the server has ended."""

    def __init__(self, pid: int = 0) -> None:
        """``pid`` is that of the server that was told to stop; 0 if there was none."""
        super().__init__(tr("Deleting the indexes"))
        self.pid = pid
        self.folders = [user_folder("server", name) for name in FOLDERS]

    def work(self) -> None:
        """Wait and delete."""
        until = time.monotonic() + PATIENCE_S
        while self.pid and alive(self.pid) and time.monotonic() < until and not self.isCanceled():
            time.sleep(0.1)
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)
