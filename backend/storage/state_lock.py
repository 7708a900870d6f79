"""Only one server per state folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from backend.errors import OutputNotWritable, StateInUse

LOCK_FILE = "server.lock"


@contextmanager
def state_lock(folder: Path, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the exclusive lock of a state folder.

    Args:
        folder: the state folder.
        wait_s: how long to wait for another server to stop.

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
            f"Another server is using the state folder {folder}: stop it, or give this one its own state_dir."
        ) from error
    except OSError as error:
        raise OutputNotWritable(
            f"The state folder {folder} cannot be written ({error.strerror}): choose another state_dir."
        ) from error
    try:
        yield
    finally:
        lock.release()
