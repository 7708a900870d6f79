"""Every file that a raster's pixels depend on: itself, its side files, and the sources of a VRT."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

_HEAD_BYTES = 4096
_MAX_XML_BYTES = 64 * 1024**2
_MAX_FILES = 100_000
_ADDED = (".aux.xml", ".ovr", ".msk", ".aux", ".rrd", ".hdr", ".clr")
"""Appended to the file name: ``a.tif.ovr``. Overviews and masks have side files of their own."""
_INSTEAD = (".aux", ".rrd", ".ige", ".hdr", ".prj", ".clr", ".wld", ".tab")
"""Replacing the extension: ``a.prj``."""
_NEVER_VRT = frozenset({".tif", ".tiff", ".jp2", ".jpg", ".jpeg", ".png", ".img", ".ovr", ".msk"})
"""Never parsed as a VRT: a mosaic has thousands of them."""
_SOURCES = frozenset({"sourcefilename", "sourcedataset"})
_INSIDE = re.compile(r'^(?:/vsi[a-z0-9_]+/)+|^[A-Z][A-Z0-9_]+:"?|"?:[^:/\\"]*$', re.IGNORECASE)


@dataclass(frozen=True)
class LayerFiles:
    """The files of one raster.

    Attributes:
        files: existing files, absolute, the raster first.
        missing: sources that a VRT names and that do not exist, as full paths.
    """

    files: tuple[Path, ...]
    missing: tuple[Path, ...]


def layer_files(file: Path, known: Iterable[str] = ()) -> LayerFiles:
    """The files that the pixels of ``file`` depend on; symbolic links are not followed.

    Args:
        file: an existing raster.
        known: further files that GDAL lists for it.
    """
    folders: dict[Path, dict[str, Path]] = {}
    files: dict[Path, None] = {}
    missing: dict[Path, None] = {}
    waiting = [*(Path(name) for name in known), file]
    while waiting and len(files) < _MAX_FILES:
        path = Path(os.path.abspath(waiting.pop()))  # noqa: PTH100  # links are not to be followed
        if path in files:
            continue
        if not path.exists():
            missing[path] = None
            continue
        files[path] = None
        if path.suffix.lower() not in _NEVER_VRT:
            waiting += [Path(name) for name in vrt_sources(path)]
        waiting += beside(path, _side_names(path.name), folders)
    first = next(iter(files), file)
    return LayerFiles((first, *sorted(path for path in files if path != first)), tuple(sorted(missing)))


def beside(file: Path, names: Iterable[str], folders: dict[Path, dict[str, Path]] | None = None) -> list[Path]:
    """Files with these names in the folder of ``file``, in any letter case, as GDAL ignores it.

    Args:
        folders: cache of folders that have been listed.
    """
    folders = {} if folders is None else folders
    listed = folders.get(file.parent)
    if listed is None:
        try:
            listed = {entry.name.casefold(): file.parent / entry.name for entry in os.scandir(file.parent)}
        except OSError:
            listed = {}
        folders[file.parent] = listed
    wanted = (listed.get(name.casefold()) for name in names)
    return [found for found in wanted if found is not None and found.name != file.name]


def vrt_sources(file: Path) -> list[str]:
    """Paths of the files that a VRT reads, existing or not; empty if it is not a VRT, or not one that can be parsed."""
    if not file.is_file():  # opening a pipe would block
        return []
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
            if b"<vrtdataset" not in head.lower():
                return []
            root = ET.fromstring(head + stream.read(_MAX_XML_BYTES))
    except (OSError, ET.ParseError, ValueError):
        return []
    names = []
    for element in root.iter():
        if element.tag.lower() in _SOURCES and element.text and element.text.strip():
            relative = {key.lower(): value for key, value in element.attrib.items()}.get("relativetovrt") == "1"
            names.append(_plain_path(element.text.strip(), file.parent if relative else Path()))
    return list(dict.fromkeys(name for name in names if name))


def _plain_path(name: str, folder: Path) -> str:
    """The file in a name such as ``NETCDF:"a.nc":band`` or ``/vsizip//folder/a.zip/b.tif``; empty if there is none."""
    if name.startswith("<") or "://" in name:
        return ""
    if (folder / name).exists() or not _INSIDE.match(name):
        return str(folder / name)
    bare = _INSIDE.sub("", name)
    while _INSIDE.match(bare) and _INSIDE.sub("", bare) != bare:
        bare = _INSIDE.sub("", bare)
    path = folder / bare
    return next((str(part) for part in (path, *path.parents) if part.is_file()), "")


def _side_names(name: str) -> list[str]:
    stem, extension = Path(name).stem, Path(name).suffix
    world = (f"{extension[:2]}{extension[-1]}w", f"{extension}w") if len(extension) > 2 else ()
    return [*(name + end for end in _ADDED), *(stem + end for end in (*_INSTEAD, *world))]


def state_of(files: Iterable[Path]) -> list[Any]:
    """The state of files, JSON-compatible: it changes when their contents do, but not with QGIS's statistics."""
    return [state for state in map(_state, files) if state]


def _state(file: Path) -> list[Any]:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):  # opening a pipe would block
            return [str(file), status.st_mode]
        if file.name.lower().endswith(".aux.xml") and status.st_size <= _MAX_XML_BYTES:
            digest = _notes_digest(file.read_bytes())
            return [str(file), digest] if digest else []
    except OSError:
        return [str(file), None]
    return [str(file), status.st_size, status.st_mtime_ns]


def _notes_digest(content: bytes) -> str | None:
    """Digest of an ``.aux.xml`` without the statistics that viewing the layer adds; None if it has nothing else."""
    try:
        root = ET.fromstring(content)
    except ET.ParseError:
        return hashlib.sha256(content).hexdigest()
    said = _said(root)
    return hashlib.sha256(repr(said).encode()).hexdigest() if said else None


def _said(element: ET.Element) -> list[Any]:
    """An element as nested lists, without statistics and without elements that are empty then."""
    if element.tag == "Histograms" or element.get("key", "").startswith("STATISTICS_"):
        return []
    children = [said for said in map(_said, element) if said]
    text = (element.text or "").strip()
    if not children and not text and element.tag in ("PAMDataset", "PAMRasterBand", "Metadata"):
        return []
    return [element.tag, sorted(element.attrib.items()), text, children]
