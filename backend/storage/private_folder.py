"""Folders that are their owner's alone: what the service keeps is not for other users of the machine."""

from __future__ import annotations

import logging
import os
from pathlib import Path

PRIVATE_FOLDER = 0o700
OTHERS = 0o077

_LOG = logging.getLogger(__name__)


def keep_to_ourselves() -> None:
    """From now on this process makes files and folders that its user alone can read."""
    os.umask(OTHERS)


def make_private(folder: Path) -> None:
    """Make a folder that its owner alone may enter; one that others may enter is closed to them.

    What lies in it is out of their reach then, whatever its own rights.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if os.name == "posix" and folder.stat().st_mode & OTHERS:
        try:
            folder.chmod(PRIVATE_FOLDER)
        except OSError as error:  # somebody else's, a mounted volume for one
            _LOG.warning("Other users can read the state folder %s: run chmod 700 on it (%s)", folder, error.strerror)
