"""An SQLite file: one connection a thread, commits that survive power loss, a known schema, patience with others."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from backend.errors import OutputNotWritable, TerralexError
from backend.storage.patience import BUSY_S, Patience, reason


@dataclass(frozen=True)
class Schema:
    """What a file holds.

    Attributes:
        version: 1 and up, which counts up when the statements change.
        statements: SQL that makes the tables, separated by semicolons.
        kept: what lies in them, for sentences: ``jobs``.
        error: raised where SQLite cannot read or write.
    """

    version: int
    statements: str
    kept: str
    error: type[TerralexError] = OutputNotWritable


class _Connection(sqlite3.Connection):
    """A connection that can be weakly referenced: one whose thread has ended is closed by being forgotten."""


@contextmanager
def opened(file: Path, *, read_only: bool = False, wait_s: float = BUSY_S) -> Iterator[sqlite3.Connection]:
    """One connection to a file that belongs to somebody else too, a GeoPackage for one, closed when the block ends.

    Transactions are the caller's.

    Args:
        file: the SQLite file; made where there is none, unless it is only read.
        read_only: nothing is written.
        wait_s: how long to wait for another program that holds it.

    Raises:
        sqlite3.Error: there is no such file to read, it is damaged, or another program holds it.
    """
    address = f"{file.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    with closing(sqlite3.connect(address, uri=True, timeout=wait_s, isolation_level=None)) as connection:
        yield connection


class Database:
    """The file ``path``, made where there is none."""

    def __init__(self, path: Path, schema: Schema) -> None:
        """Open it and check its schema.

        Raises:
            TerralexError: the schema's own: it cannot be opened, is damaged, or was made by another version.
        """
        self.path = path
        self._schema = schema
        self._of_thread = threading.local()
        self._opened: weakref.WeakSet[_Connection] = weakref.WeakSet()
        self._closed = False
        self._lock = threading.Lock()
        self._writes = threading.Lock()
        self._patience = Patience()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                self._check_schema(connection)
        except (sqlite3.Error, OSError) as error:
            raise schema.error(
                f"The {schema.kept} in {path} cannot be opened ({error}): close whatever else uses the file, or "
                "move it away."
            ) from error

    def _check_schema(self, connection: sqlite3.Connection) -> None:
        schema = self._schema
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in schema.statements.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {schema.version}")
        elif version != schema.version:
            raise schema.error(
                f"The {schema.kept} in {self.path} were written by another version of Terralex (schema {version}, "
                f"this version uses {schema.version}): use that version, or move the file away."
            )

    def _connection(self) -> _Connection:
        connection: _Connection | None = getattr(self._of_thread, "connection", None)
        if connection is None:
            with self._lock:
                if self._closed:
                    raise sqlite3.ProgrammingError("it is closed")
                connection = sqlite3.connect(
                    self.path,
                    timeout=BUSY_S,
                    isolation_level=None,  # transactions are ours
                    check_same_thread=False,  # used by its thread alone, closed by whoever closes the database
                    factory=_Connection,
                )
                self._opened.add(connection)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")  # what was committed survives power loss
            connection.execute("PRAGMA foreign_keys = ON")
            self._of_thread.connection = connection
        return connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read from; whoever writes is not waited for.

        Raises:
            TerralexError: the schema's own: SQLite cannot read.
        """
        try:
            yield self._connection()
        except sqlite3.Error as error:
            raise self._schema.error(
                f"The server cannot read its {self._schema.kept} ({error}): see the server's log."
            ) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is on the disk when the block ends, or none of it.

        Raises:
            TerralexError: the schema's own: SQLite cannot write, the disk is full for one.
        """
        try:
            with self._patience.turn() as alone, self._writes:
                if not alone:
                    self._patience.after_others()
                connection = self._connection()
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    # SQLite has rolled back by itself after some errors, a full disk among them.
                    with suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
                    raise
        except sqlite3.Error as error:
            raise self._schema.error(
                f"The server cannot store its {self._schema.kept} now: {reason(error)}."
            ) from error

    def close(self) -> None:
        """Close every thread's connection; later calls raise the schema's own error."""
        with self._lock:
            self._closed = True
            for connection in list(self._opened):
                connection.close()
