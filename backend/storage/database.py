"""An SQLite file: one connection per thread, commits that survive power loss, a versioned schema, bounded waiting."""

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
    """The schema of a file.

    Attributes:
        version: from 1, incremented when the statements change.
        statements: SQL that creates the tables, separated by semicolons.
        kept: what the file stores, for error sentences: ``jobs``.
        error: class of the error that is raised when SQLite cannot read or write.
    """

    version: int
    statements: str
    kept: str
    error: type[TerralexError] = OutputNotWritable


class _Connection(sqlite3.Connection):
    """A connection that can be weakly referenced, so that it is closed when its thread has ended."""


@contextmanager
def opened(file: Path, *, read_only: bool = False, wait_s: float = BUSY_S) -> Iterator[sqlite3.Connection]:
    """One connection to a file that others may use too, such as a GeoPackage, closed at the end of the block.

    Transactions are up to the caller.

    Args:
        file: the SQLite file; created if missing, unless ``read_only``.
        read_only: open for reading only.
        wait_s: how long to wait for another program that has it locked.

    Raises:
        sqlite3.Error: it does not exist (``read_only``), is damaged, or another program has it locked.
    """
    address = f"{file.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    with closing(sqlite3.connect(address, uri=True, timeout=wait_s, isolation_level=None)) as connection:
        yield connection


class Database:
    """The SQLite file at ``path``, created if missing."""

    def __init__(self, path: Path, schema: Schema) -> None:
        """Open it and check its schema.

        Raises:
            TerralexError: the schema's error: it cannot be opened, is damaged, or was created by another version.
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
                    isolation_level=None,  # we begin transactions ourselves
                    check_same_thread=False,  # used only by its thread, but closed by any
                    factory=_Connection,
                )
                self._opened.add(connection)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")  # commits survive power loss
            connection.execute("PRAGMA foreign_keys = ON")
            self._of_thread.connection = connection
        return connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading; it does not wait for writers.

        Raises:
            TerralexError: the schema's error: SQLite cannot read.
        """
        try:
            yield self._connection()
        except sqlite3.Error as error:
            raise self._schema.error(
                f"The server cannot read its {self._schema.kept} ({error}): see the server's log."
            ) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: at the end of the block all of it is on disk, or none of it.

        Raises:
            TerralexError: the schema's error: SQLite cannot write, for example because the disk is full.
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
                    # After some errors, such as a full disk, SQLite has rolled back already.
                    with suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
                    raise
        except sqlite3.Error as error:
            raise self._schema.error(
                f"The server cannot store its {self._schema.kept} now: {reason(error)}."
            ) from error

    def close(self) -> None:
        """Close every thread's connection; later calls raise the schema's error."""
        with self._lock:
            self._closed = True
            for connection in list(self._opened):
                connection.close()
