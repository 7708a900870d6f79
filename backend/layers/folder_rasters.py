"""The rasters in a folder, as layers of one query."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from backend.errors import TerralexError
from backend.imagery.layer_files import layer_files, vrt_sources
from backend.storage.database import opened

EXTENSIONS = frozenset({".tif", ".tiff", ".vrt", ".jp2", ".img", ".ecw", ".sid", ".mbtiles", ".gpkg", ".png", ".jpg"})
"""Extensions of files considered in a folder; any other raster can still be given individually."""
_PICTURES = frozenset({".png", ".jpg"})
_TILES = "SELECT 1 FROM gpkg_contents WHERE data_type IN ('tiles', '2d-gridded-coverage') LIMIT 1"

_MOST_STEPS = 1_000_000
"""Of SQLite, for an answer that takes a hundred: a database is a stranger's, and may be made to answer never."""


@dataclass(frozen=True)
class Member:
    """One layer of a query to many.

    Attributes:
        layer: its id; where it has none, because it could not be named, its title.
        title: its name for display: its path in the folder.
        trouble: why it could not be registered, otherwise None.
    """

    layer: str
    title: str
    trouble: TerralexError | None = None


def rasters_in(folder: Path) -> list[Path]:
    """Files with a raster extension in a folder and its subfolders, by path; hidden ones are left out."""
    rasters = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        rasters += [Path(place) / name for name in sorted(names) if not name.startswith(".")]
    return [file for file in rasters if file.suffix.lower() in EXTENSIONS]


def layers_in(folder: Path) -> list[Path]:
    """The rasters in a folder that are layers by themselves, by path.

    Left out are mosaics whose tiles are all in the folder, too, because their ground would be searched twice; images
    without a georeference; and GeoPackages without tiles.
    """
    files = rasters_in(folder)
    real = {os.path.realpath(file) for file in files}
    return [file for file in files if _is_layer(file, real)]


def _is_layer(file: Path, all_of_them: set[str]) -> bool:
    kind = file.suffix.lower()
    if kind == ".vrt":
        tiles = {os.path.realpath(name) for name in vrt_sources(file)}
        return not tiles or not tiles <= all_of_them
    if kind == ".gpkg":
        return _has_tiles(file)
    return kind not in _PICTURES or len(layer_files(file).files) > 1


def _has_tiles(file: Path) -> bool:
    """Whether a GeoPackage has tiles; one that does not say so is opened as a layer, which says why it is none."""
    try:
        with opened(file, read_only=True) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.set_progress_handler(lambda: 1, _MOST_STEPS)
            return connection.execute(_TILES).fetchone() is not None
    except sqlite3.Error:
        return True
