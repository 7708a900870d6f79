"""Paths for pyogrio, which interprets ``!``, ``;`` and ``?`` as the syntax of archives and URLs."""

from __future__ import annotations

import glob
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SYNTAX = frozenset("!;?")


@contextmanager
def plain_name(file: Path) -> Iterator[str]:
    """A name of a file, existing or not, that pyogrio accepts as a path; valid within the context.

    If the folder's own name cannot be used, it is a path through a link to that folder, so that side files are found
    too.
    """
    if not _SYNTAX & set(str(file)) or file.absolute().drive:  # paths with a drive are left alone
        yield str(file)
        return
    with tempfile.TemporaryDirectory(prefix="terralex-") as folder:
        link = Path(folder) / "folder"
        link.symlink_to(file.absolute().parent, target_is_directory=True)
        named = link / file.name
        if _SYNTAX & set(file.name):
            named = Path(folder) / f"file{file.suffix}"
            named.symlink_to(file.absolute())
            for part in file.parent.glob(f"{glob.escape(file.stem)}.*"):  # a shapefile's
                if part.name != file.name:
                    (Path(folder) / f"file{part.name[len(file.stem) :]}").symlink_to(part.absolute())
        yield str(named)
