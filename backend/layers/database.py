"""An SQLite file of a few thousand rows: threads take turns with one connection, commits survive power loss."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from backend.errors import OutputNotWritable

_BUSY_TIMEOUT_S = 30.0


class Database:
    """The file ``path`` with the tables of ``schema``, made where there are none."""

    def __init__(self, path: Path, schema: str) -> None:
        """Open it.

        Raises:
            OutputNotWritable: it cannot be opened, or is damaged.
        """
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
            )
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.executescript(schema)
        except (sqlite3.Error, OSError) as error:
            raise OutputNotWritable(f"{path} cannot be opened ({error}): move it away, or restore it.") from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it is on the disk when the block ends, or none of it.

        Raises:
            OutputNotWritable: SQLite cannot read or write, the disk is full for one.
        """
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise OutputNotWritable(
                    f"The server cannot keep its list of layers now ({error}): free space on its disk and try again."
                ) from error

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()


def utc_now() -> datetime:
    """The clock of those who are given none."""
    return datetime.now(UTC)


def to_text(time: datetime) -> str:
    """ISO 8601 in UTC; sorts as the times do."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
