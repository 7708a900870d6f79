"""Tab-separated files of image and caption, as written by RemoteCLIP and open_clip (``filepath<TAB>title``)."""

from __future__ import annotations

import csv
from pathlib import Path

from backend.errors import BadOption

_IMAGE_HEADS = frozenset({"filepath", "filename", "file", "image", "path"})
_CAPTION_HEADS = frozenset({"title", "caption", "text", "sentence"})


def read_pairs(file: Path) -> list[tuple[str, str]]:
    """(image, caption) of every row, in file order.

    A header line is recognised by its column names, in any order and among others; without one the first two columns
    are used. Rows with a single column are skipped.

    Raises:
        BadOption: the file cannot be read, or no row has two columns.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = [row for row in csv.reader(stream, delimiter="\t") if len(row) >= 2]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadOption(f"{file}: cannot be read as a tab-separated file of image and caption ({error}).") from error
    if not rows:
        raise BadOption(f"{file}: no row has an image, a tab and a caption.")
    heads = [head.strip().lower() for head in rows[0]]
    image = next((column for column, head in enumerate(heads) if head in _IMAGE_HEADS), None)
    if image is None:
        return [(row[0].strip(), row[1].strip()) for row in rows]
    caption = next((column for column, head in enumerate(heads) if head in _CAPTION_HEADS), 1 - min(image, 1))
    wide_enough = (row for row in rows[1:] if len(row) > max(image, caption))
    return [(row[image].strip(), row[caption].strip()) for row in wide_enough]
