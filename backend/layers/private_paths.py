"""Removes this machine's folders from sentences for clients."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_ABSOLUTE = re.compile(r"(?<![\w:/.\\-])(?:[A-Za-z]:)?(?:[/\\][^\s/\\'\"`,;:()<>|]+){2,}[/\\]?")


def without_paths(text: str, folders: Iterable[Path] = ()) -> str:
    """A sentence without the folders of this machine: absolute paths become file names.

    Args:
        text: any message.
        folders: folders whose paths may hold blanks, such as the data roots; what lies in them keeps its relative path.
    """
    for folder in sorted((str(folder) for folder in folders), key=len, reverse=True):
        if len(folder) > 1:
            text = text.replace(f"{folder}/", "").replace(folder, Path(folder).name)
    text = _ABSOLUTE.sub(lambda found: re.split(r"[/\\]", found[0].rstrip("/\\"))[-1], text)
    # A lone surrogate, which JSON may hold, cannot be sent as UTF-8.
    return text.encode("utf-8", "replace").decode("utf-8")
