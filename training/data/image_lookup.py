"""Finds the image of an annotation file in an archive."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path, PurePosixPath

from backend.errors import BadOption
from training.data.archive import ImageArchive, ImageNotReadable


class ImageLookup:
    """Finds images of an archive by the relative name of their annotation, with or without a suffix.

    ``train/0001.txt`` matches ``train/0001.png`` if it exists, else the only image named ``0001``.
    """

    def __init__(self, archive: ImageArchive) -> None:
        self.archive = archive
        self._names = frozenset(archive.names)
        self._by_path: dict[str, list[str]] = defaultdict(list)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for name in archive.names:
            self._by_path[PurePosixPath(name).with_suffix("").as_posix()].append(name)
            self._by_stem[PurePosixPath(name).stem].append(name)

    def __contains__(self, name: str) -> bool:
        """Whether an image has this name, ignoring folders and suffix."""
        return PurePosixPath(name.replace("\\", "/")).stem in self._by_stem

    def find(self, annotation: Path, name: str) -> str:
        """Name in the archive of the image that ``annotation`` refers to as ``name``, ignoring the suffix.

        Raises:
            ImageNotReadable: the archive does not have the image.
            BadOption: it has several that match.
        """
        if name in self._names:
            return name
        path = PurePosixPath(name)
        entry = self._by_path.get(path.with_suffix("").as_posix()) or self._by_stem.get(path.stem) or []
        if not entry:
            raise ImageNotReadable(f"{annotation}: image {name} is not in {self.archive.path}.")
        if len(entry) > 1:
            raise BadOption(f"{annotation}: image {name} could be {entry[0]} or {entry[1]} of {self.archive.path}.")
        return entry[0]

    def find_end(self, path: str) -> str | None:
        """The longest suffix of a path from another machine that is a name in the archive; None if there is none."""
        parts = PurePosixPath(path.replace("\\", "/")).parts
        ends = ("/".join(parts[first:]) for first in range(len(parts)))
        return next((end for end in ends if end in self._names), None)
