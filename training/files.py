"""Disk space: reserving it, and recognising a full disk."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from backend.errors import OutputNotWritable

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_RUST_ERROR = re.compile(r"\(os error (\d+)\)")


def reserve(file: Path) -> None:
    """Allocate all bytes of a file on disk, if the system supports it.

    For memory-mapped files, for which a full disk later is not an error but kills the process.

    Raises:
        OSError: there is not enough space.
    """
    if hasattr(os, "posix_fallocate"):
        descriptor = os.open(file, os.O_RDWR)
        try:
            os.posix_fallocate(descriptor, 0, file.stat().st_size)
        finally:
            os.close(descriptor)


def _fault_of_the_disk(error: BaseException) -> OSError | None:
    """The operating system's error behind a library's; None if there is none."""
    if isinstance(error, OSError):
        return error
    if isinstance(error.__context__, OSError):  # torch: a RuntimeError, raised while handling it
        return error.__context__
    if number := _RUST_ERROR.search(str(error)):  # safetensors: in the message
        return OSError(int(number[1]), os.strerror(int(number[1])))
    return None


@contextmanager
def named_write_errors(target: Path, kept: str, full_only: bool = False) -> Iterator[None]:
    """Turn a failed write (a full disk, a read-only folder) into an error with one sentence.

    Args:
        kept: what is still intact, for the sentence.
        full_only: only handle a full disk, for work that also reads.

    Raises:
        OutputNotWritable: writing failed.
    """
    try:
        yield
    except (OSError, RuntimeError, SafetensorError) as error:
        cause = _fault_of_the_disk(error)
        full = cause is not None and cause.errno in _FULL
        if cause is None or (full_only and not full):
            raise
        reason = "the disk is full" if full else str(cause.strerror or cause)
        raise OutputNotWritable(f"{target} cannot be written: {reason}; {kept}") from error
