"""Where results go: checked before any work is done, written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pyogrio.errors import DataLayerError, DataSourceError
from rasterio.errors import RasterioError

from backend.errors import BadOption, OutputNotWritable

FORMATS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".json": "GeoJSON", ".fgb": "FlatGeobuf"}
"""Vector formats by file extension, with GDAL's name of each."""


def check_output(path: Path, extensions: tuple[str, ...] = tuple(FORMATS)) -> None:
    """Refuse an output before any work is done for it.

    Raises:
        BadOption: the extension is not one of ``extensions``.
        OutputNotWritable: the folder does not exist or may not be written, or the path is a folder.
    """
    if path.suffix.lower() not in extensions:
        known = ", ".join(extensions)
        raise BadOption(f"{path} cannot be written: its name must end in {known}.")
    folder = path.absolute().parent
    if path.is_dir():
        raise OutputNotWritable(f"{path} is a folder: give the name of a file.")
    if not folder.is_dir():
        raise OutputNotWritable(f"{path} cannot be written: {folder} is not an existing folder.")
    if not os.access(folder, os.W_OK):
        raise OutputNotWritable(f"{path} cannot be written: {folder} may not be written by this user.")


def write_whole(path: Path, write: Callable[[Path], None], sidecars: Sequence[str] = ()) -> None:
    """Let ``write`` make a file in a folder of its own beside ``path``, then put it in the place of ``path``.

    Whatever a driver leaves next to its file goes with the folder, and a failure leaves the old file as it was.

    Args:
        path: the file.
        write: is given the path to write to, which has the same name.
        sidecars: names of files that ``write`` may make next to it and that belong to it, such as ``map.tif.aux.xml``;
            they are put in place before the file is, and old ones that were not made again are removed.

    Raises:
        OutputNotWritable: the file cannot be made or put there.
    """
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{path.stem}.", dir=path.absolute().parent))
        try:
            write(beside / path.name)
            for name in sidecars:
                if (beside / name).exists():
                    (beside / name).replace(path.with_name(name))
                else:
                    path.with_name(name).unlink(missing_ok=True)
            (beside / path.name).replace(path)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except (OSError, RasterioError, DataSourceError, DataLayerError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0].rstrip(".")
        raise OutputNotWritable(f"{path} cannot be written: {reason}.") from error
