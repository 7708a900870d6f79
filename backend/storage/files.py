"""Atomic, durable file writes: after a power cut a file is complete or absent. All fsyncs and renames are here."""

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
    """Turn errors of the disk into errors with a sentence.

    Raises:
        DiskFull: no space is left.
        OutputNotWritable: any other error of the disk.
    """
    try:
        yield
    except ConnectionError:  # caused by the client
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(
                f"The server's disk is full and cannot store {what}: free some space and send it again."
            ) from error
        raise OutputNotWritable(f"The server cannot store {what} ({error.strerror}): see its log.") from error


@contextmanager
def write_beside(target: Path, *, durable: bool = False) -> Iterator[Path]:
    """Yield a temporary path next to ``target``; on success it replaces the target, on failure it is removed.

    Args:
        target: at any time either complete or unchanged.
        durable: also across a power cut; the new file is on disk at the end of the block.
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
    """Replace a text file atomically: readers, a crash and a power cut see the old one or the new one.

    Raises:
        OSError: the folder cannot be written.
    """
    with write_beside(target, durable=True) as beside:
        beside.write_text(text, encoding="utf-8")


def write_new(target: Path, text: str, mode: int) -> None:
    """Create a file that must not exist yet.

    Args:
        target: the file, in an existing folder.
        text: ASCII.
        mode: permissions such as ``0o600``, in force before the text is written.

    Raises:
        FileExistsError: it exists already.
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
    """Write all bytes to an unbuffered file; on return the operating system has them."""
    rest = memoryview(data)
    while len(rest):
        rest = rest[stream.write(rest) or 0 :]


def to_disk(stream: IO[Any] | RawIOBase) -> None:
    """Flush and sync an open file to disk."""
    stream.flush()
    os.fsync(stream.fileno())


def sync(path: Path, *, where_possible: bool = False) -> None:
    """Sync a file, or the names in a folder, to disk.

    Args:
        path: the file or folder.
        where_possible: no error on file systems that cannot sync, such as some network drives.

    Raises:
        OSError: it does not exist, or the disk fails.
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
    """Rename a complete folder to its final name: after a power cut all of it exists under that name, or none of it.

    Args:
        making: the folder's temporary path.
        final: its final path.
        shared: if ``final`` exists already, it has the same content, and this folder is removed.

    Raises:
        OSError: the disk fails, or ``final`` exists and is not shared.
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
    """Remove unfinished folders that earlier runs left behind."""
    for left in folder.glob(f"{MAKING}*"):
        remove(left)


def remove(path: Path) -> None:
    """Remove a file or folder; on Windows, what is still open stays until the next time."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
