"""Images that annotations speak of and that are not there, or cannot be read: few are left out, many are an error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from backend.errors import BadOption
from training.data.archive import ImageArchive, ImageNotReadable

MOST_MISSING = 0.1
"""Above this share it is the wrong folder, or half a download."""

Report = Callable[[str], None]
Item = TypeVar("Item")
Found = TypeVar("Found")


def say_nothing(_: str) -> None:
    """A report that nobody reads."""
    return


def refuse_many(annotation: Path, missing: Sequence[str], of: int, archive: ImageArchive) -> None:
    """Make sure that only few of the images are missing.

    Args:
        missing: what is wrong with each. of: how many images the annotations are of.

    Raises:
        BadOption: more than :data:`MOST_MISSING` of them are.
    """
    if len(missing) > MOST_MISSING * of:
        raise BadOption(
            f"{annotation}: {len(missing)} of its {of} images cannot be had from {archive.path} "
            f"(the first: {missing[0].rstrip('.')})."
        )


def read_present(
    annotation: Path, items: Sequence[Item], read: Callable[[Item], Found], archive: ImageArchive, report: Report
) -> list[Found]:
    """What ``read`` makes of each item; few whose image is missing or damaged are reported and left out.

    Raises:
        BadOption: more than few are.
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
