"""Write regions as GeoPackage, GeoJSON (RFC 7946) or FlatGeobuf, by file extension, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataSourceError

from backend.errors import BadOption, OutputNotWritable
from backend.imagery.crs import WGS84, geometries_to_crs
from backend.search.region import SearchResult

FORMATS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".json": "GeoJSON", ".fgb": "FlatGeobuf"}
LAYER_NAME = "regions"


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


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` make a file in a folder of its own beside ``path``, then put it in the place of ``path``.

    Whatever a driver leaves next to its file goes with the folder, and a failure leaves the old file as it was.

    Raises:
        OutputNotWritable: the file cannot be made or put there.
    """
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{path.stem}.", dir=path.absolute().parent))
        try:
            write(beside / path.name)
            (beside / path.name).replace(path)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except (OSError, DataSourceError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0].rstrip(".")
        raise OutputNotWritable(f"{path} cannot be written: {reason}.") from error


def write_regions(path: Path, result: SearchResult) -> None:
    """Write a result; an empty one becomes a file without features, so that no older answer stays in its place.

    Every feature carries its provenance in columns, which every format keeps and every GIS shows; a GeoPackage has it
    as layer metadata too. GeoJSON is written in WGS 84, exterior rings counter-clockwise, 7 decimals (about 1 cm); the
    other formats in the layer's CRS.

    Raises:
        BadOption: an unknown extension.
        OutputNotWritable: it cannot be written there.
    """
    check_output(path)
    driver = FORMATS[path.suffix.lower()]
    shapes = np.array([region.geometry for region in result.regions], dtype=object)
    crs = result.crs.to_wkt()
    options: dict[str, Any] = {}
    if driver == "GeoJSON":
        shapes, crs = geometries_to_crs(shapes, result.crs, WGS84) if len(shapes) else shapes, WGS84
        shapes = shapely.orient_polygons(shapes) if len(shapes) else shapes
        options = {"RFC7946": "YES", "COORDINATE_PRECISION": "7"}
    several = any(shape.geom_type == "MultiPolygon" for shape in shapes)
    names, columns = _columns(result)

    def write(file: Path) -> None:
        pyogrio.raw.write(
            str(file),
            geometry=np.array([shapely.to_wkb(shape) for shape in shapes], dtype=object),
            field_data=columns,
            fields=names,
            layer=LAYER_NAME,
            driver=driver,
            geometry_type="MultiPolygon" if several else "Polygon",
            promote_to_multi=several,
            crs=crs,
            layer_metadata={"provenance": json.dumps(result.provenance.to_dict())} if driver == "GPKG" else None,
            layer_options=options,
        )

    write_whole(path, write)


def _columns(result: SearchResult) -> tuple[list[str], list[NDArray[Any]]]:
    """Field names and one array a field, ``[n]`` each."""
    source, regions = result.provenance, result.regions

    def text(value: str) -> NDArray[Any]:
        return np.array([value] * len(regions), dtype=object)

    table: dict[str, NDArray[Any]] = {
        "rank": np.array([region.rank for region in regions], np.int32),
        "score": np.array([round(region.score, 6) for region in regions], np.float64),
        "relevance": np.array([round(region.relevance, 6) for region in regions], np.float64),
        "query": text(source.query.text),
        "unwanted": text("; ".join(source.query.unwanted)),
        "model": text(source.model),
        "revision": text(source.revision),
        "window_m": np.array([round(region.window_m, 3) for region in regions], np.float64),
        "windows": np.array([region.windows for region in regions], np.int32),
        "layer": text(source.layer),
        "fingerprint": text(source.fingerprint),
        "time": text(source.time),
    }
    return list(table), list(table.values())
