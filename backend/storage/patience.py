"""How long to wait for an SQLite file that another program holds, a backup or a person's shell: once, and not by all.

Every wait takes a thread. If all who want to write waited their full time, one held file would keep the threads from
all other work; so after one has waited in vain, one at a time goes on trying, and the others are told at once.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

BUSY_S = 5.0
"""How long one caller waits; a transaction of ours takes milliseconds."""
_HELD = "another program is using the file"


class Patience:
    """Of the writers of one file."""

    def __init__(self) -> None:
        self._held = False
        self._trying = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Around a transaction, from its beginning; told whether this is the one that goes on trying.

        Raises:
            sqlite3.OperationalError: the file is held, and somebody else is waiting for it.
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
        """Whoever has waited for transactions of other threads does not wait for other programs too.

        Raises:
            sqlite3.OperationalError: one of them has found the file held.
        """
        if self._held:
            raise sqlite3.OperationalError(_HELD)


def is_held(error: sqlite3.Error) -> bool:
    """Whether it is others that keep us from the file, and no fault of the disk."""
    return "locked" in str(error) or str(error) == _HELD


def reason(error: sqlite3.Error) -> str:
    """Why nothing could be written, and what the user can do."""
    if is_held(error):
        return f"{_HELD}, try again when it has finished"
    return f"{error}, free space on its disk and try again"
