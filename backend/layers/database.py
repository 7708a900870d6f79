"""An SQLite file of a few thousand rows: threads take turns with one connection, commits survive power loss."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from backend.errors import OutputNotWritable
from backend.layers.patience import BUSY_S, Patience, reason


class Database:
    """The file ``path`` with the tables of ``schema``, made where there are none."""

    def __init__(self, path: Path, schema: str) -> None:
        """Open it.

        Raises:
            OutputNotWritable: it cannot be opened, or is damaged.
        """
        self._patience = Patience()
        self._writes, self._reads = threading.RLock(), threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = _connection(path)
            self._writer.executescript(schema)
            self._reader = _connection(path)
        except (sqlite3.Error, OSError) as error:
            raise OutputNotWritable(f"{path} cannot be opened ({error}): move it away, or restore it.") from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it is on the disk when the block ends, or none of it.

        Raises:
            OutputNotWritable: SQLite cannot read or write, the disk is full for one.
        """
        try:
            with self._patience.turn() as alone, self._writes:
                if not alone:
                    self._patience.after_others()
                self._writer.execute("BEGIN IMMEDIATE")
                try:
                    yield self._writer
                    self._writer.execute("COMMIT")
                except BaseException:
                    if self._writer.in_transaction:
                        self._writer.execute("ROLLBACK")
                    raise
        except sqlite3.Error as error:
            raise OutputNotWritable(f"The server cannot keep its list of layers now: {reason(error)}.") from error

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """What is on the disk; whoever writes is not waited for.

        Raises:
            OutputNotWritable: SQLite cannot read.
        """
        try:
            with self._reads:
                yield self._reader
        except sqlite3.Error as error:
            raise OutputNotWritable(f"The server cannot read its list of layers ({error}): see its log.") from error

    def close(self) -> None:
        """Let go of the file."""
        with self._writes, self._reads:
            self._reader.close()
            self._writer.close()


def _connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def utc_now() -> datetime:
    """The clock of those who are given none."""
    return datetime.now(UTC)


def to_text(time: datetime) -> str:
    """ISO 8601 in UTC; sorts as the times do."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
