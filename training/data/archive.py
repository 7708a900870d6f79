"""Images that lie in a folder or in an uncompressed tar, read by name."""

from __future__ import annotations

import io
import os
import tarfile
import threading
from pathlib import Path

from PIL import Image

from backend.errors import TerralexError

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp"})


class ImageNotReadable(TerralexError):
    """An image of a data set is missing or damaged."""


class ImageArchive:
    """Named images of a folder or of a plain ``.tar``.

    A tar is indexed once (name -> offset) and then read with ``os.pread``, so any number of threads may read it.
    ``names`` are sorted paths relative to the folder, or to the top folder of the tar when it has just one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._spans: dict[str, tuple[int, int]] = {}
        self._descriptor: int | None = None
        self._lock = threading.Lock()
        if path.is_dir():
            names = (f.relative_to(path) for f in path.rglob("*") if f.suffix.lower() in IMAGE_SUFFIXES)
            visible = (name for name in names if not any(part.startswith(".") for part in name.parts))
            self.names = tuple(sorted(name.as_posix() for name in visible))
        elif path.is_file():
            self._index_tar()
            self.names = tuple(sorted(self._spans))
        else:
            raise ImageNotReadable(f"{path}: no such folder or tar file of images.")
        if not self.names:
            raise ImageNotReadable(f"{path}: holds no image ({', '.join(sorted(IMAGE_SUFFIXES))}).")

    def _index_tar(self) -> None:
        try:
            with tarfile.open(self.path, "r:") as tar:
                members = [m for m in tar if m.isfile() and Path(m.name).suffix.lower() in IMAGE_SUFFIXES]
        except tarfile.TarError as error:
            raise ImageNotReadable(f"{self.path}: not a plain tar file ({error}).") from error
        tops = {m.name.split("/", 1)[0] for m in members}
        strip = len(tops) == 1 and all("/" in m.name for m in members)
        for m in members:
            name = m.name.split("/", 1)[1] if strip else m.name
            self._spans[name] = (m.offset_data, m.size)

    def _read(self, name: str) -> bytes:
        if not self._spans:
            return (self.path / name).read_bytes()
        with self._lock:
            if self._descriptor is None:
                self._descriptor = os.open(self.path, os.O_RDONLY)
        offset, size = self._spans[name]
        return os.pread(self._descriptor, size, offset)

    def open(self, name: str) -> Image.Image:
        """Decode one image as RGB.

        Raises:
            ImageNotReadable: no such image, or its bytes are damaged.
        """
        try:
            return Image.open(io.BytesIO(self._read(name))).convert("RGB")
        except (KeyError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise ImageNotReadable(f"{self.path}: image {name} cannot be read ({error}).") from error
