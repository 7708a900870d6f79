"""Private folders: what the service stores is not accessible to other users of the machine."""

from __future__ import annotations

import logging
import os
from pathlib import Path

PRIVATE_FOLDER = 0o700
OTHERS = 0o077

_LOG = logging.getLogger(__name__)


def keep_to_ourselves() -> None:
    """From now on, files and folders that this process creates are readable only by its user."""
    os.umask(OTHERS)


def make_private(folder: Path) -> None:
    """Create a folder that only its owner can access; an existing one is restricted to its owner.

    That protects its contents too, whatever their own permissions.

    Raises:
        OSError: it cannot be created.
    """
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if os.name == "posix" and folder.stat().st_mode & OTHERS:
        try:
            folder.chmod(PRIVATE_FOLDER)
        except OSError as error:  # owned by somebody else, such as a mounted volume
            _LOG.warning("Other users can read the state folder %s: run chmod 700 on it (%s)", folder, error.strerror)
