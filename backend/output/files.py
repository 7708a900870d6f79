"""Files are written whole or not at all, and nothing of an older file beside them speaks for the new one."""

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
"""Vector formats by file extension, with GDAL's name of each."""

_WRITING = ".terralex-"
_LOCK = "lock"
_LOCKED_WITHIN_S = 3600.0  # a folder without a lock is being made, or its maker was killed in that moment
_STYLED = (".tif", ".tiff")
_NOTES = (".aux.xml", ".ovr", ".msk")
"""What GDAL and QGIS find beside a raster and believe: statistics, overviews, a mask."""


def check_output(path: Path, extensions: tuple[str, ...] = tuple(FORMATS)) -> None:
    """Refuse an output before any work is done for it.

    Raises:
        BadOption: the extension is not one of ``extensions``.
        OutputNotWritable: the folder does not exist or may not be written, or the path is a folder.
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
    """The file that is written: where a symbolic link leads, absolute."""
    return Path(os.path.realpath(path))


def side_files(path: Path, sidecars: Sequence[str] = ()) -> list[Path]:
    """Files beside an output that are written with it, or removed because they were an older one's."""
    target = target_of(path)
    names = [*sidecars]
    if target.suffix.lower() not in FORMATS:
        names += [f"{target.name}{ending}" for ending in _NOTES]
        if target.suffix.lower() in _STYLED and is_own_style(target.with_suffix(".qml")):
            names.append(f"{target.stem}.qml")
    return [target.with_name(name) for name in dict.fromkeys(names)]


def write_whole(path: Path, write: Callable[[Path], None], sidecars: Sequence[str] = ()) -> None:
    """Let ``write`` make a file in a folder of its own beside ``path``, then put it in the place of ``path``.

    Whatever a driver leaves next to its file goes with the folder, and a failure leaves the old file as it was. What
    an older raster of this name has beside it, such as statistics and overviews, goes when the new one comes.

    Args:
        path: the file; a symbolic link stays one, and what it leads to is replaced.
        write: is given the path to write to, which has the same name.
        sidecars: names of files that ``write`` may make next to it and that belong to it, such as ``map.tif.aux.xml``;
            old ones that were not made again are removed.

    Raises:
        OutputNotWritable: the file cannot be made or put there.
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
    """A file that ``write`` makes in a folder of its own beside ``path``, for as long as it is needed.

    Raises:
        OutputNotWritable: it cannot be made.
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
    """The sentence for an output that the disk or a driver refuses."""
    lines = str(error).splitlines()
    reason = getattr(error, "strerror", None) or (lines[0].rstrip(".") if lines else type(error).__name__)
    return OutputNotWritable(f"{path} cannot be written: {reason}.")


@contextmanager
def working_folder(target: Path) -> Iterator[Path]:
    """A folder of our own beside a file; what a run that was killed left there is removed first.

    Raises:
        OSError: it cannot be made.
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
    """Remove the folders of runs that hold their lock no longer: they were killed."""
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
    """Old side files go, the file comes, its side files come: at no time does one speak for another's pixels."""
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
