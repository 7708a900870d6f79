"""Which files of this machine a client may use: those inside the configured folders, and nothing outside."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from backend.errors import LayerNotFound, LayerNotReadable, SourceMissing
from backend.imagery.gdal_session import is_vrt
from backend.imagery.remote import is_remote
from backend.layers.side_files import refuse_unsafe_side_files
from backend.layers.vrt_sources import vrt_sources

_MAX_PATH = 4096
_MAX_SHOWN = 80
_MAX_DEPTH = 3
_MAX_FILES = 20_000
# GTIFF_DIR:1:x.tif, NETCDF:x.nc:band, zip:x.zip; one letter is a Windows drive, but only where paths have drives.
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_]+:" if Path("C:/").drive else r"[A-Za-z][A-Za-z0-9_]*:")


class DataRoots:
    """The configured folders.

    Refused paths get the same sentence whether they exist or not: an error reveals nothing about the machine.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self.roots = tuple(root.resolve() for root in roots)

    def resolve(self, asked: str) -> Path:
        """The file for a client's path: absolute, or relative to one of the roots, with symbolic links resolved.

        Its sidecar files and, for a VRT, all its sources are also inside the roots and refer nowhere else.

        Raises:
            LayerNotFound: it is not a file inside a root, or not a plain path.
            LayerNotReadable: it is, but refers elsewhere.
        """
        file = self._inside(asked)
        if file is None:
            raise LayerNotFound(
                f"{_shown(asked)} is not a file under this server's data folders: "
                "give a path inside one of them, or upload the file."
            )
        self.check(file)
        return file

    def folder(self, asked: str) -> Path:
        """The folder for a client's path, as in :meth:`resolve`; may be a root itself.

        Raises:
            LayerNotFound: it is not a folder inside a root.
        """
        folder_inside = self._inside(asked, folder=True)
        if folder_inside is None:
            raise LayerNotFound(
                f"{_shown(asked)} is not a folder under this server's data folders: give a path inside one of them."
            )
        return folder_inside

    def check(self, file: Path) -> None:
        """Reject a file, resolved earlier, that no longer exists or now refers elsewhere.

        Raises:
            LayerNotFound: it no longer exists, or was moved out of the roots.
            LayerNotReadable: it refers elsewhere.
        """
        if self._inside(str(file)) != file:
            raise LayerNotFound(f"{file.name} is no longer where it was: register the layer again.")
        self._check(file, 0, set())

    def _check(self, file: Path, depth: int, seen: set[Path]) -> None:
        if file in seen:
            return
        seen.add(file)
        if depth > _MAX_DEPTH or len(seen) > _MAX_FILES:
            raise LayerNotReadable(
                f"{file.name} is part of a VRT with too many sources or nested VRTs: convert it to a single file "
                "with gdal_translate."
            )
        if is_remote(file):
            raise LayerNotReadable(f"{file.name} says of pixels that they lie elsewhere: name their address instead.")
        refuse_unsafe_side_files(file)
        sources = vrt_sources(file)
        if sources is None:
            if is_vrt(file):
                raise LayerNotReadable(f"{file.name} is not a VRT: rename it with the correct extension.")
            return
        for name, relative in sources:
            source = self._source(name, file.parent if relative else None)
            if source is None:
                self._refuse_source(file, name, file.parent / name if relative else Path(name))
            else:
                self._check(source, depth + 1, seen)

    def _refuse_source(self, file: Path, name: str, path: Path) -> None:
        """The error for a missing source, without its folder; reveals nothing outside the data folders."""
        shown = _shown(re.split(r"[/\\]", name)[-1])
        real = Path(os.path.realpath(path)) if _is_plain(name) else None
        if real is not None and any(real.is_relative_to(root) for root in self.roots) and not real.exists():
            raise SourceMissing(
                f"{file.name} refers to {shown}, which does not exist: restore it, or build the VRT again."
            )
        raise LayerNotReadable(
            f"{file.name} is a VRT with a source outside the data folders, {shown}: "
            "keep its sources inside them, as plain files."
        )

    def _source(self, name: str, folder: Path | None) -> Path | None:
        if folder is not None and _is_plain(name):
            return self._existing(folder / name)
        return self._inside(name) if Path(name).is_absolute() else None

    def _inside(self, asked: str, folder: bool = False) -> Path | None:
        if not _is_plain(asked) or ".." in re.split(r"[/\\]", asked):
            return None
        path = Path(asked)
        if path.is_absolute():
            return self._existing(path, folder)
        return next(
            (path_inside for root in self.roots if (path_inside := self._existing(root / path, folder)) is not None),
            None,
        )

    def _existing(self, path: Path, folder: bool = False) -> Path | None:
        """The path with its links resolved, if that is a file, or a folder, inside a root."""
        try:
            file = path.resolve(strict=True)
            inside = any(file.is_relative_to(root) for root in self.roots)
            return file if inside and (file.is_dir() if folder else file.is_file()) else None
        except (OSError, ValueError, RuntimeError):  # RuntimeError: links in a circle
            return None


def _is_plain(text: str) -> bool:
    """Whether a text is a plain path that GDAL cannot interpret as something else."""
    return (
        0 < len(text) <= _MAX_PATH
        and text == text.strip()
        and text.isprintable()
        and not any(mark in text for mark in ("<", ">", "://", "\0", "|"))
        and "/vsi" not in text.lower().replace("\\", "/")
        and _PREFIX.match(text) is None
        and not text.startswith(("~", "//", "\\\\"))
    )


def _shown(text: str) -> str:
    shown = text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 3]}..."
    return repr(shown)
