"""The SQLite file of the jobs: one connection a thread, commits that survive power loss, a known schema."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from backend.errors import JobStoreUnavailable, OutputNotWritable, StateInUse
from backend.layers.patience import BUSY_S, Patience, reason

SCHEMA_VERSION = 3
BUSY_TIMEOUT_S = BUSY_S
LOCK_FILE = "server.lock"

_SCHEMA = """
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    process TEXT NOT NULL,
    words TEXT,
    status TEXT NOT NULL CHECK (status IN ('accepted', 'running', 'successful', 'failed', 'dismissed')),
    dismiss_requested INTEGER NOT NULL DEFAULT 0,
    share REAL NOT NULL DEFAULT 0,
    step TEXT NOT NULL DEFAULT '',
    done INTEGER,
    total INTEGER,
    unit TEXT,
    created TEXT NOT NULL,
    started TEXT,
    finished TEXT,
    updated TEXT NOT NULL,
    pace_start REAL,
    pace_share REAL,
    pace_end REAL,
    best_share REAL NOT NULL DEFAULT 0,
    attempt_share REAL NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    error_type TEXT,
    result TEXT
);
CREATE INDEX jobs_by_status ON jobs (status, number);
CREATE TABLE inputs (
    job TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
    text TEXT NOT NULL
);
CREATE TABLE log_lines (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    time TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX log_lines_by_job ON log_lines (job, number);
"""


class _Connection(sqlite3.Connection):
    """A connection that can be weakly referenced: one whose thread has ended is closed by being forgotten."""


@contextmanager
def state_lock(folder: Path, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the right to be the one server of a state folder.

    Args:
        folder: the state folder.
        wait_s: how long to wait for another server to end.

    Raises:
        StateInUse: another server holds it.
        OutputNotWritable: the folder cannot be written.
    """
    lock = FileLock(folder / LOCK_FILE, timeout=wait_s)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StateInUse(
            f"Another server runs on the state folder {folder}: stop it, or give this one a state_dir of its own."
        ) from error
    except OSError as error:
        raise OutputNotWritable(
            f"The state folder {folder} cannot be written ({error.strerror}): choose another state_dir."
        ) from error
    try:
        yield
    finally:
        lock.release()


class Database:
    """The file ``path``, made where there is none."""

    def __init__(self, path: Path) -> None:
        """Open it and check its schema.

        Raises:
            JobStoreUnavailable: it cannot be opened, is damaged, or was made by a newer Terralex.
        """
        self.path = path
        self._of_thread = threading.local()
        self._opened: weakref.WeakSet[_Connection] = weakref.WeakSet()
        self._closed = False
        self._lock = threading.Lock()
        self._patience = Patience()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                self._check_schema(connection)
        except (sqlite3.Error, OSError) as error:
            raise JobStoreUnavailable(
                f"The jobs in {path} cannot be opened ({error}): end what else uses the file, or move it away."
            ) from error

    def _check_schema(self, connection: sqlite3.Connection) -> None:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        elif version != SCHEMA_VERSION:
            raise JobStoreUnavailable(
                f"The jobs in {self.path} were written by another version of Terralex (schema {version}, this one "
                f"knows {SCHEMA_VERSION}): use that version, or move the file away."
            )

    def _connection(self) -> _Connection:
        connection: _Connection | None = getattr(self._of_thread, "connection", None)
        if connection is None:
            with self._lock:
                if self._closed:
                    raise sqlite3.ProgrammingError("the store is closed")
                connection = sqlite3.connect(
                    self.path,
                    timeout=BUSY_TIMEOUT_S,
                    isolation_level=None,  # transactions are ours
                    check_same_thread=False,  # used by its thread alone, closed by whoever closes the store
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
        """A connection to read from.

        Raises:
            JobStoreUnavailable: SQLite cannot read.
        """
        try:
            yield self._connection()
        except sqlite3.Error as error:
            raise JobStoreUnavailable(f"The jobs cannot be read ({error}): see the server's log.") from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is on the disk when the block ends, or none of it.

        Raises:
            JobStoreUnavailable: SQLite cannot write, the disk is full for one.
        """
        try:
            with self._patience.turn():
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
            raise JobStoreUnavailable(f"The server cannot store jobs now: {reason(error)}.") from error

    def close(self) -> None:
        """Close every thread's connection; later calls raise :class:`JobStoreUnavailable`."""
        with self._lock:
            self._closed = True
            for connection in list(self._opened):
                connection.close()
