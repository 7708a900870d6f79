"""Images in a folder, or in one or many uncompressed tars, read by name."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from backend.errors import TerralexError

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp"})


class ImageNotReadable(TerralexError):
    """An image of a data set is missing or damaged."""


class Span(NamedTuple):
    """Position of an image's bytes in a file."""

    file: Path
    offset: int
    size: int


def _index_tar(path: Path) -> dict[str, Span]:
    try:
        with tarfile.open(path, "r:") as tar:
            members = [m for m in tar if m.isfile() and Path(m.name).suffix.lower() in IMAGE_SUFFIXES]
    except tarfile.TarError as error:
        raise ImageNotReadable(f"{path}: not a plain tar file ({error}).") from error
    tops = {m.name.split("/", 1)[0] for m in members}
    strip = len(tops) == 1 and all("/" in m.name for m in members)
    return {m.name.split("/", 1)[1] if strip else m.name: Span(path, m.offset_data, m.size) for m in members}


class ImageArchive:
    """Named images in a folder or in uncompressed tars.

    A tar is indexed once (name -> position of its bytes); reading opens and closes the file, so any number of threads
    may read any number of tars. ``names`` are sorted paths relative to the folder, or to the top folder of a tar that
    has just one.

    Args:
        path: a folder or a tar; with ``spans``, the name of the images in errors, and their folder.
        spans: positions of the images in files that have been indexed already.
    """

    def __init__(self, path: Path, spans: Mapping[str, Span] | None = None) -> None:
        self.path = path
        self._spans: Mapping[str, Span] | None = spans
        if spans is None and path.is_file():
            self._spans = _index_tar(path)
        if self._spans is not None:
            self.names = tuple(sorted(self._spans))
        elif path.is_dir():
            names = (f.relative_to(path) for f in path.rglob("*") if f.suffix.lower() in IMAGE_SUFFIXES)
            visible = (name for name in names if not any(part.startswith(".") for part in name.parts))
            self.names = tuple(sorted(name.as_posix() for name in visible))
        else:
            raise ImageNotReadable(f"{path}: no such folder or tar file of images.")
        if not self.names:
            raise ImageNotReadable(f"{path}: holds no image ({', '.join(sorted(IMAGE_SUFFIXES))}).")

    @property
    def changed_ns(self) -> int:
        """Time at which the last of the images or tars was written or moved there; 0 if all are missing."""
        in_tars = {span.file for span in self._spans.values()} if self._spans is not None else set()
        files = in_tars or {self.path / name for name in self.names}
        # The change time of the inode, not of the bytes, which a moved file keeps.
        return max((file.stat().st_ctime_ns for file in files if file.exists()), default=0)

    def read(self, name: str) -> bytes:
        """The stored bytes of one image.

        Raises:
            ImageNotReadable: the image does not exist, or its file is missing.
        """
        try:
            if self._spans is None:
                return (self.path / name).read_bytes()
            span = self._spans[name]
            with span.file.open("rb") as stream:
                stream.seek(span.offset)
                return stream.read(span.size)
        except (KeyError, OSError) as error:
            raise ImageNotReadable(f"{self.path}: image {name} cannot be read ({error}).") from error

    def open(self, name: str) -> Image.Image:
        """Decode one image as RGB.

        Raises:
            ImageNotReadable: the image does not exist, or is damaged.
        """
        try:
            return Image.open(io.BytesIO(self.read(name))).convert("RGB")
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise ImageNotReadable(f"{self.path}: image {name} cannot be read ({error}).") from error

    def size(self, name: str) -> tuple[int, int]:
        """Width and height of one image in pixels, from its header.

        Raises:
            ImageNotReadable: the image does not exist, is damaged, or is larger than Pillow allows.
        """
        try:
            stored = self.path / name if self._spans is None else io.BytesIO(self.read(name))
            with Image.open(stored) as image:
                return image.size
        except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
            raise ImageNotReadable(f"{self.path}: image {name} cannot be read ({error}).") from error
