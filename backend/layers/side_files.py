"""Sidecar files that GDAL opens by itself: overviews, masks, ``.aux.xml``. They can refer elsewhere, too."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from backend.errors import LayerNotReadable

_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_RASTERS = (".ovr", ".msk")
_MAX_BYTES = 64 * 1024**2
_BASE = ":::BASE:::"


def refuse_unsafe_side_files(file: Path) -> None:
    """Reject a raster whose overviews or mask are not plain TIFFs beside it, or one with a pipe or device beside it.

    Raises:
        LayerNotReadable: so it is.
    """
    _refuse_special_files(file)
    waiting = [file.name]
    while waiting:
        name = waiting.pop()
        waiting += [_refuse_unless_tiff(file, side) for side in _beside(file, name)]
        for notes in _existing(file, f"{name}.aux.xml"):
            _refuse_links(file, notes)


def _refuse_special_files(file: Path) -> None:
    """GDAL opens whatever it knows by a raster's name, and opening a pipe never ends."""
    stem = file.stem.lower()
    try:
        with os.scandir(file.parent) as entries:
            special = [entry.name for entry in entries if entry.name.lower().startswith(stem) and _is_special(entry)]
    except OSError as error:
        raise LayerNotReadable(f"The folder of {file.name} cannot be read: check its permissions.") from error
    if special:
        raise LayerNotReadable(f"{special[0]} beside {file.name} is a pipe or a device, not a file: remove it.")


def _is_special(entry: os.DirEntry[str]) -> bool:
    try:
        return not entry.is_file() and not entry.is_dir() and entry.stat() is not None
    except OSError:  # a link that leads nowhere
        return False


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for reading: never blocks on a pipe that took its place.

    Raises:
        OSError: it cannot be opened, or is not a file.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a file", str(path))
    return os.fdopen(descriptor, "rb")


def _beside(file: Path, name: str) -> list[Path]:
    return [found for extension in _RASTERS for found in _existing(file, f"{name}{extension}")]


def _existing(file: Path, name: str) -> list[Path]:
    """GDAL also finds sidecar files in upper case."""
    extension = name[name.rindex(".") :] if not name.endswith(".aux.xml") else ".aux.xml"
    names = dict.fromkeys((name, name.removesuffix(extension) + extension.upper()))
    return [path for path in map(file.with_name, names) if path.is_symlink() or path.exists()]


def _refuse_unless_tiff(file: Path, side: Path) -> str:
    """Its name, whose own side files come next."""
    try:
        with open_regular(side) as stream:
            plain = stream.read(4) in _TIFF and not side.is_symlink()
    except OSError:
        plain = False
    if not plain:
        raise LayerNotReadable(f"{side.name} beside {file.name} is not a TIFF: build it again with gdaladdo.")
    return side.name


def _refuse_links(file: Path, notes: Path) -> None:
    problem = LayerNotReadable(f"{notes.name} beside {file.name} refers to other files or is damaged: delete it.")
    try:
        with open_regular(notes) as stream:
            content = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        raise problem from error
    if notes.is_symlink() or len(content) > _MAX_BYTES:
        raise problem
    keys: list[str] = []
    texts: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        keys.append(" ".join([tag, *attributes, *attributes.values()]).lower())
        texts.append("")

    def text(data: str) -> None:
        texts[-1] += data

    def refuse(*_: object) -> None:
        raise problem

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, OSError, ValueError) as error:
        raise problem from error
    for key, value in zip(keys, texts, strict=True):
        if "overview_file" in value.lower():
            raise problem
        if "overview_file" in key:
            name = value.strip().removeprefix(_BASE)
            if not value.strip().startswith(_BASE) or "/" in name or "\\" in name or not name.lower().endswith(".ovr"):
                raise problem
