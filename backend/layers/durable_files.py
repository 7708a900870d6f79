"""Files that are there whole after a power cut, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import RawIOBase
from pathlib import Path

from backend.errors import DiskFull, OutputNotWritable

MAKING = ".making-"


@contextmanager
def disk_errors(what: str) -> Iterator[None]:
    """Turn what the disk refuses into sentences.

    Raises:
        DiskFull: no room is left.
        OutputNotWritable: any other fault of the disk.
    """
    try:
        yield
    except ConnectionError:  # the client's doing
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(
                f"The server's disk is full and cannot take {what}: free space and send it again."
            ) from error
        raise OutputNotWritable(f"The server cannot store {what} ({error.strerror}): see its log.") from error


def write_all(stream: RawIOBase, data: bytes) -> None:
    """Write to an unbuffered file: what this returns from, the system has."""
    rest = memoryview(data)
    while len(rest):
        rest = rest[stream.write(rest) or 0 :]


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    if path.is_dir() and os.name == "nt":  # Windows opens no folders
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def commit_folder(making: Path, final: Path) -> None:
    """Give a folder whose files are complete its name; where it exists already, the same content was there first."""
    for file in making.iterdir():
        sync(file)
    sync(making)
    try:
        making.rename(final)
    except OSError:
        if not final.is_dir():
            raise
        shutil.rmtree(making)
    sync(final.parent)


def clear_unfinished(folder: Path) -> None:
    """Remove what an earlier run was making when it ended."""
    for left in folder.glob(f"{MAKING}*"):
        remove(left)


def remove(path: Path) -> None:
    """Remove a file or folder; what somebody still reads on Windows stays until the next time."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
