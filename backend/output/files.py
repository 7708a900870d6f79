"""Output files are written completely or not at all, and side files of an older version are removed."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from pyogrio.errors import DataLayerError, DataSourceError
from rasterio.errors import RasterioError

from backend.errors import BadOption, OutputNotWritable
from backend.output.qgis_style import is_own_style
from backend.storage.files import sync

FORMATS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".json": "GeoJSON", ".fgb": "FlatGeobuf"}
"""GDAL's driver for each vector file extension."""

_WRITING = ".terralex-"
_LOCK = "lock"
_LOCKED_WITHIN_S = 3600.0  # a folder without a lock is being created, or its creator was killed at that moment
_STYLED = (".tif", ".tiff")
_NOTES = (".aux.xml", ".ovr", ".msk")
"""Side files of a raster that GDAL and QGIS trust: statistics, overviews, a mask."""


def check_output(path: Path, extensions: tuple[str, ...] = tuple(FORMATS)) -> None:
    """Check an output path before any work is done.

    Raises:
        BadOption: the extension is not one of ``extensions``.
        OutputNotWritable: the folder does not exist or is not writable, or the path is a folder.
    """
    if path.suffix.lower() not in extensions:
        known = ", ".join(extensions)
        raise BadOption(f"{path} cannot be written: its name must end in {known}.")
    folder = target_of(path).parent
    if path.is_dir():
        raise OutputNotWritable(f"{path} is a folder: give the name of a file.")
    if not folder.is_dir():
        raise OutputNotWritable(f"{path} cannot be written: {folder} is not an existing folder.")
    if not os.access(folder, os.W_OK):
        raise OutputNotWritable(f"{path} cannot be written: this user has no permission to write to {folder}.")


def target_of(path: Path) -> Path:
    """The file that is actually written: the absolute target of symbolic links."""
    return Path(os.path.realpath(path))


def side_files(path: Path, sidecars: Sequence[str] = ()) -> list[Path]:
    """Files beside an output that are written with it, or removed because they belonged to an older one."""
    target = target_of(path)
    names = [*sidecars]
    if target.suffix.lower() not in FORMATS:
        names += [f"{target.name}{ending}" for ending in _NOTES]
        if target.suffix.lower() in _STYLED and is_own_style(target.with_suffix(".qml")):
            names.append(f"{target.stem}.qml")
    return [target.with_name(name) for name in dict.fromkeys(names)]


def write_whole(path: Path, write: Callable[[Path], None], sidecars: Sequence[str] = ()) -> None:
    """Let ``write`` create a file in a temporary folder beside ``path``, then move it to ``path``.

    Temporary files of a driver are removed with the folder, and a failure leaves the old file unchanged. Side files of
    an older raster with this name, such as statistics and overviews, are removed.

    Args:
        path: the file; of a symbolic link the target is replaced.
        write: called with the path to write to, which has the same name.
        sidecars: names of files that ``write`` may create next to it and that belong to it, such as
            ``map.tif.aux.xml``; old ones that were not written again are removed.

    Raises:
        OutputNotWritable: the file cannot be created or moved there.
    """
    target = target_of(path)
    try:
        with working_folder(target) as folder:
            write(folder / target.name)
            _put_in_place(folder, target, side_files(target, sidecars))
    except (OSError, RasterioError, DataSourceError, DataLayerError) as error:
        raise not_writable(path, error) from error


@contextmanager
def made_beside(path: Path, write: Callable[[Path], None]) -> Iterator[Path]:
    """A file that ``write`` creates in a temporary folder beside ``path``; it exists within the context.

    Raises:
        OutputNotWritable: it cannot be created.
    """
    target = target_of(path)
    with ExitStack() as stack:
        try:
            scratch = stack.enter_context(working_folder(target)) / target.name
            write(scratch)
        except (OSError, RasterioError, DataSourceError, DataLayerError) as error:
            raise not_writable(path, error) from error
        yield scratch


def not_writable(path: Path, error: BaseException) -> OutputNotWritable:
    """The error for an output that the disk or a driver refuses."""
    lines = str(error).splitlines()
    reason = getattr(error, "strerror", None) or (lines[0].rstrip(".") if lines else type(error).__name__)
    return OutputNotWritable(f"{path} cannot be written: {reason}.")


@contextmanager
def working_folder(target: Path) -> Iterator[Path]:
    """A temporary folder beside a file; leftovers of killed runs are removed first.

    Raises:
        OSError: it cannot be created.
    """
    _remove_left_behind(target)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name[:100]}{_WRITING}", dir=target.parent))
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=0)
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _remove_left_behind(target: Path) -> None:
    """Remove the folders of runs that no longer hold their lock: they were killed."""
    start = f".{target.name[:100]}{_WRITING}"
    for entry in os.scandir(target.parent):
        lock = Path(entry.path) / _LOCK
        if not entry.name.startswith(start) or not entry.is_dir(follow_symlinks=False):
            continue
        with suppress(Timeout, OSError):
            if lock.exists():
                with FileLock(lock, timeout=0):
                    pass
            elif time.time() - entry.stat().st_mtime < _LOCKED_WITHIN_S:
                continue
            shutil.rmtree(entry.path, ignore_errors=True)


def _put_in_place(folder: Path, target: Path, sides: Sequence[Path]) -> None:
    """Remove old side files, move the file, then its side files: at no time does one describe other pixels."""
    for written in (target, *sides):
        if (folder / written.name).exists():
            sync(folder / written.name, where_possible=True)
    aside = folder / "aside"
    aside.mkdir()
    moved = []
    try:
        for side in sides:
            if side.exists() or side.is_symlink():
                side.replace(aside / side.name)
                moved.append(side)
        (folder / target.name).replace(target)
    except OSError:
        for side in moved:
            with suppress(OSError):
                (aside / side.name).replace(side)
        raise
    for side in sides:
        if (folder / side.name).exists():
            (folder / side.name).replace(side)
    sync(target.parent, where_possible=True)
