"""Files that are there whole after a power cut, or not at all: what is synced or renamed goes through here."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import RawIOBase
from pathlib import Path
from typing import IO, Any

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
                f"The server's disk is full and cannot store {what}: free some space and send it again."
            ) from error
        raise OutputNotWritable(f"The server cannot store {what} ({error.strerror}): see its log.") from error


@contextmanager
def write_beside(target: Path, *, durable: bool = False) -> Iterator[Path]:
    """Yield a temporary path next to ``target``; on success it takes the target's place, on failure it is removed.

    Args:
        target: what is whole or as it was, whenever somebody looks.
        durable: not even a power cut leaves it half written, and the new one is on the disk when the block ends.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        yield beside
        if durable:
            sync(beside)
        beside.replace(target)
        if durable:
            sync(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def write_text(target: Path, text: str) -> None:
    """Replace a text file at once: a reader, a crash and a power cut see the old one or the new one.

    Raises:
        OSError: the folder cannot be written.
    """
    with write_beside(target, durable=True) as beside:
        beside.write_text(text, encoding="utf-8")


def write_new(target: Path, text: str, mode: int) -> None:
    """Write a file that nobody else has written before.

    Args:
        target: in a folder that exists.
        text: ASCII.
        mode: rights, as in ``0o600``; nobody else can read the text at any time.

    Raises:
        FileExistsError: somebody else was faster.
        OSError: the folder cannot be written.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(text)
            to_disk(stream)
        os.link(beside, target)
    finally:
        beside.unlink()


def write_all(stream: RawIOBase, data: bytes) -> None:
    """Write to an unbuffered file: what this returns from, the system has."""
    rest = memoryview(data)
    while len(rest):
        rest = rest[stream.write(rest) or 0 :]


def to_disk(stream: IO[Any] | RawIOBase) -> None:
    """Bring what was written to an open file to the disk."""
    stream.flush()
    os.fsync(stream.fileno())


def sync(path: Path, *, where_possible: bool = False) -> None:
    """Bring a file, or the names in a folder, to the disk.

    Args:
        path: the file or folder.
        where_possible: disks that cannot, some network disks among them, are no error.

    Raises:
        OSError: it is not there, or the disk fails.
    """
    if os.name == "nt" and path.is_dir():  # Windows opens no folders
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        with suppress(*((OSError,) if where_possible else ())):
            os.fsync(handle)
    finally:
        os.close(handle)


def commit_folder(making: Path, final: Path, *, shared: bool = False) -> None:
    """Give a folder whose files are complete its name: after a power cut all of it is there under it, or none of it.

    Args:
        making: the folder as it is.
        final: the folder that it becomes.
        shared: where ``final`` exists already, the same content was there first, and this one goes.

    Raises:
        OSError: the disk fails, or there is a folder of that name and it is not shared.
    """
    for directory, _, names in os.walk(making):
        for name in names:
            sync(Path(directory) / name)
        sync(Path(directory))
    try:
        making.rename(final)
    except OSError:
        if not (shared and final.is_dir()):
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
