"""Write beside, then rename: a file is either whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def write_beside(target: Path) -> Iterator[Path]:
    """Yield a temporary path next to ``target``; on success it takes the target's place, on failure it is removed."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        yield beside
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
