"""Waiting for an SQLite file that another program, such as a backup or a shell, has locked: once, and not by everyone.

Every wait blocks a thread. If all writers waited their full time, one locked file would block the threads for all other
work; so after one has waited in vain, one at a time keeps trying, and the others fail at once.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

BUSY_S = 5.0
"""How long one caller waits; our own transactions take milliseconds."""
_HELD = "another program is using the file"


class Patience:
    """The waiting of all writers of one file."""

    def __init__(self) -> None:
        self._held = False
        self._trying = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Wraps a whole transaction; yields whether this is the one that keeps trying.

        Raises:
            sqlite3.OperationalError: the file is locked, and another caller is waiting for it.
        """
        alone = self._held
        if alone and not self._trying.acquire(blocking=False):
            raise sqlite3.OperationalError(_HELD)
        try:
            yield alone
            self._held = False
        except sqlite3.OperationalError as error:
            self._held = self._held or is_held(error)
            raise
        finally:
            if alone:
                self._trying.release()

    def after_others(self) -> None:
        """A caller that has waited for transactions of other threads does not wait for other programs too.

        Raises:
            sqlite3.OperationalError: one of them has found the file locked.
        """
        if self._held:
            raise sqlite3.OperationalError(_HELD)


def is_held(error: sqlite3.Error) -> bool:
    """Whether the file is locked by others, and the disk is fine."""
    return "locked" in str(error) or str(error) == _HELD


def reason(error: sqlite3.Error) -> str:
    """Why nothing could be written, and what the user can do about it."""
    if is_held(error):
        return f"{_HELD}, try again when it has finished"
    return f"{error}, free space on its disk and try again"
