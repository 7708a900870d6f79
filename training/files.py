"""Write beside, then rename: a file is either whole or not there."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.errors import OutputNotWritable


@contextmanager
def write_beside(target: Path) -> Iterator[Path]:
    """Yield a temporary path next to ``target``; on success it takes the target's place, on failure it is removed."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        yield beside
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def sync(file: Path) -> None:
    """Make sure that a file's bytes are on the disk, so that not even a power cut leaves it half written."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def named_write_errors(target: Path, kept: str) -> Iterator[None]:
    """Turn a failed write (a full disk, a read-only folder) into one sentence.

    Args:
        kept: what is still there and good, for the sentence.

    Raises:
        OutputNotWritable: writing failed.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        # torch's writer answers a failed write with a RuntimeError of its own, raised while handling the first.
        cause = error if isinstance(error, OSError) else error.__context__
        if not isinstance(cause, OSError):
            raise
        full = cause.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        reason = "the disk is full" if full else str(cause.strerror or cause)
        raise OutputNotWritable(f"{target} cannot be written: {reason}; {kept}") from error
