"""Which image of an archive a file of annotations belongs to, and how large it is."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path, PurePosixPath

from PIL import Image, UnidentifiedImageError

from backend.errors import BadOption
from training.data.archive import ImageArchive, ImageNotReadable


class ImageLookup:
    """Finds images of an archive by the relative name of their annotation, with or without a suffix.

    ``train/0001.txt`` is matched to ``train/0001.png`` where there is one, else to the only image called ``0001``.
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
        return PurePosixPath(name).stem in self._by_stem

    def find(self, annotation: Path, name: str) -> str:
        """Name in the archive of the image that ``annotation`` calls ``name`` (its suffix does not count).

        Raises:
            BadOption: the archive has no such image, or several that it could be.
        """
        if name in self._names:
            return name
        path = PurePosixPath(name)
        found = self._by_path.get(path.with_suffix("").as_posix()) or self._by_stem.get(path.stem) or []
        if not found:
            raise BadOption(f"{annotation}: image {name} is not in {self.archive.path}.")
        if len(found) > 1:
            raise BadOption(f"{annotation}: image {name} could be {found[0]} or {found[1]} of {self.archive.path}.")
        return found[0]

    def size(self, name: str) -> tuple[int, int]:
        """Width and height in px of an image of the archive; of a folder only the file's header is read.

        Raises:
            ImageNotReadable: its bytes are damaged, or it is larger than Pillow opens.
        """
        if not self.archive.path.is_dir():
            return self.archive.open(name).size
        try:
            with Image.open(self.archive.path / name) as image:
                return image.size
        except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
            raise ImageNotReadable(f"{self.archive.path}: image {name} cannot be read ({error}).") from error
