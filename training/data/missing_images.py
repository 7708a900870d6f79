"""Annotated images that are missing or unreadable: a few are left out, many are an error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from backend.errors import BadOption
from training.data.archive import ImageArchive, ImageNotReadable

MOST_MISSING = 0.1
"""A larger share means a wrong folder or an incomplete download."""

Report = Callable[[str], None]
Item = TypeVar("Item")
Found = TypeVar("Found")


def say_nothing(_: str) -> None:
    """Discards reports."""
    return


def refuse_many(annotation: Path, missing: Sequence[str], of: int, archive: ImageArchive) -> None:
    """Check that only a few images are missing.

    Args:
        missing: the problem of each missing image. of: total number of annotated images.

    Raises:
        BadOption: more than :data:`MOST_MISSING` of them are missing.
    """
    if len(missing) > MOST_MISSING * of:
        raise BadOption(
            f"{annotation}: {len(missing)} of its {of} images cannot be had from {archive.path} "
            f"(the first: {missing[0].rstrip('.')})."
        )


def read_present(
    annotation: Path, items: Sequence[Item], read: Callable[[Item], Found], archive: ImageArchive, report: Report
) -> list[Found]:
    """The result of ``read`` for each item; a few with a missing or damaged image are reported and left out.

    Raises:
        BadOption: too many are missing or damaged.
    """
    present, missing = [], []
    for item in items:
        try:
            present.append(read(item))
        except ImageNotReadable as error:
            missing.append(str(error))
    refuse_many(annotation, missing, len(items), archive)
    if missing:
        report(f"{annotation}: {len(missing)} images left out, for one: {missing[0]}")
    return present
