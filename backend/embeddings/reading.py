"""Read embeddings of other tools.

GeoParquet with a column of vectors, such as Clay's, or a raster with a band a number, such as AlphaEarth's and
TESSERA's.
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.errors import RasterioError

from backend.embeddings.foreign import UNKNOWN, ForeignIndex
from backend.embeddings.names import METADATA_KEY
from backend.errors import BadOption, LayerNotReadable
from backend.imagery.crs import WGS84, ground_metres_per_pixel
from backend.imagery.gdal_session import gdal_session, local_file, open_dataset
from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import WindowSet

PARQUET = (".parquet", ".geoparquet", ".gpq", ".pq")
MAX_BYTES = 16 * 1024**3
"""Of embeddings in half precision, which are held in memory."""
MAX_DIMENSIONS = 16_384
_NAMES = ("embedding", "embeddings", "vector", "vectors")
_STEPS = 100_000
"""Pixels along the longer side of the layer that stands for scattered ground: only places are counted in them."""


def open_embeddings(path: Path, column: str | None = None) -> ForeignIndex:
    """Embeddings from a file: GeoParquet, or a raster whose bands are the numbers of one embedding a pixel.

    Args:
        column: of a GeoParquet file, which holds the vectors; ``embedding`` or another usual name, else the only column
            of lists, if None.

    Raises:
        LayerNotReadable: it is damaged, of another kind, or places nothing on the ground.
        BadOption: there is no such column, or several; or there are too many embeddings for memory.
    """
    file = local_file(path)
    return _from_parquet(file, column) if file.suffix.lower() in PARQUET else _from_raster(file)


def _from_parquet(file: Path, asked: str | None) -> ForeignIndex:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        opened = pq.ParquetFile(file)
        said = {key.decode(): value for key, value in (opened.schema_arrow.metadata or {}).items()}
        geo = json.loads(said["geo"])
        place = geo["columns"][geo["primary_column"]]
        crs = CRS.from_wkt(pyproj.CRS.from_user_input(place.get("crs") or WGS84).to_wkt())
        stac = json.loads(said.get(METADATA_KEY, b"{}"))
    except KeyError as error:
        raise LayerNotReadable(f"{file.name} is no GeoParquet: it does not say where its rows lie.") from error
    except (OSError, ValueError, TypeError, pyproj.exceptions.CRSError) as error:
        raise LayerNotReadable(f"{file.name} is damaged, or no GeoParquet: copy or export it again.") from error
    name = _column(opened.schema_arrow, asked, file.name)
    if place.get("encoding") != "WKB":
        raise LayerNotReadable(f"{file.name} keeps its geometries as {place.get('encoding')}: export them as WKB.")
    try:
        table = opened.read([geo["primary_column"], name])
    except (OSError, pa.ArrowException) as error:
        raise LayerNotReadable(f"{file.name} is damaged: copy or export it again.") from error
    shapes = shapely.from_wkb(table.column(geo["primary_column"]).to_numpy(zero_copy_only=False), on_invalid="ignore")
    rows = _rows(table.column(name), file.name)
    kept = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)) & _usable(rows))
    boxes = shapely.bounds(shapes[kept])
    if not len(boxes):
        raise LayerNotReadable(f"{file.name} has no row with a place and a vector: export it again.")
    link: dict[str, Any] = next((one for one in stac.get("links", []) if one.get("rel") == "emb:model"), {})
    info = _scattered(file, crs, boxes)
    return ForeignIndex(file, info, str(link.get("href") or UNKNOWN), _unit(rows[kept]), _windows(info, boxes))


def _column(schema: Any, asked: str | None, name: str) -> str:
    import pyarrow as pa

    lists = [
        field.name
        for field in schema
        if (
            pa.types.is_fixed_size_list(field.type)
            or pa.types.is_list(field.type)
            or pa.types.is_large_list(field.type)
        )
        and (pa.types.is_floating(field.type.value_type) or pa.types.is_integer(field.type.value_type))
    ]
    if asked is not None:
        if asked not in lists:
            raise BadOption(f"{name} has no column {asked!r} of vectors: choose one of {', '.join(lists) or 'none'}.")
        return asked
    chosen = next((one for one in _NAMES if one in lists), lists[0] if len(lists) == 1 else None)
    if chosen is None:
        raise BadOption(
            f"{name} has several columns of vectors ({', '.join(lists)}): name one with --column."
            if lists
            else f"{name} has no column of vectors: give a file that has."
        )
    return chosen


def _rows(column: Any, name: str) -> NDArray[np.float32]:
    """``[n, d]``; a row that is missing is not a number."""
    import pyarrow as pa

    column = column.combine_chunks()
    lengths = np.unique(np.asarray(pa.compute.list_value_length(column).drop_null()))
    if len(lengths) != 1 or not 1 <= lengths[0] <= MAX_DIMENSIONS:
        raise LayerNotReadable(f"{name} has vectors of different lengths, or of none: export it again.")
    dimension = int(lengths[0])
    _refuse_too_many(len(column), dimension, name)
    found = np.full((len(column), dimension), np.nan, np.float32)
    there = np.flatnonzero(np.asarray(column.is_valid()))
    found[there] = np.asarray(column.drop_null().flatten().to_numpy(zero_copy_only=False), np.float32).reshape(
        -1, dimension
    )
    return found


def _from_raster(file: Path) -> ForeignIndex:
    try:
        with gdal_session(), open_dataset(file) as dataset:
            if dataset.crs is None or dataset.count < 2:
                raise LayerNotReadable(f"{file.name} has no CRS, or one band: give a raster with a band a number.")
            if dataset.count > MAX_DIMENSIONS:
                raise LayerNotReadable(f"{file.name} has {dataset.count} bands and {MAX_DIMENSIONS} are allowed.")
            height, width = dataset.shape
            _refuse_too_many(width * height, dataset.count, file.name)
            values = dataset.read().astype(np.float32)
            values = values * np.array(dataset.scales, np.float32)[:, None, None]
            values += np.array(dataset.offsets, np.float32)[:, None, None]
            valid = dataset.dataset_mask() > 0
            crs, transform = dataset.crs, dataset.transform
            model = dataset.tags().get("MODEL", UNKNOWN)
    except (RasterioError, OSError, MemoryError) as error:
        raise LayerNotReadable(f"{file.name} is damaged and cannot be read: copy or export it again.") from error
    rows = values.reshape(len(values), -1).T
    kept = np.flatnonzero(valid.ravel() & _usable(rows))
    if not len(kept):
        raise LayerNotReadable(f"{file.name} has no pixel with a vector: check its no-data value.")
    row, col = np.divmod(kept, width)
    info = _info(file, crs, transform, width, height)
    one = np.ones(len(kept))
    x, y = ground_metres_per_pixel(crs, transform, col + 0.5, row + 0.5)
    metres = np.sqrt(np.broadcast_to(x, one.shape) * np.broadcast_to(y, one.shape)).astype(np.float32)
    windows = WindowSet(col.astype(float), row.astype(float), one, one.copy(), metres, crs, transform)
    return ForeignIndex(file, info, model, _unit(rows[kept]), windows)


def _usable(rows: NDArray[np.float32]) -> NDArray[np.bool_]:
    return np.asarray(np.isfinite(rows).all(axis=1) & (np.abs(rows).max(axis=1) > 0))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float16]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float16)


def _refuse_too_many(count: int, dimension: int, name: str) -> None:
    if count * dimension * 2 > MAX_BYTES:
        raise BadOption(
            f"{name} has {count:,} embeddings of {dimension} numbers, more than fits memory: cut it in parts."
        )


def _scattered(file: Path, crs: CRS, boxes: NDArray[np.float64]) -> LayerInfo:
    """A layer over the envelope of all ground, in pixels that are small beside any of it."""
    west, south, east, north = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    side = max(east - west, north - south, 1e-9) / _STEPS
    width, height = max(1, math.ceil((east - west) / side)), max(1, math.ceil((north - south) / side))
    return _info(file, crs, Affine(side, 0, west, 0, -side, north), width, height)


def _info(file: Path, crs: CRS, transform: Affine, width: int, height: int) -> LayerInfo:
    status = file.stat()
    fingerprint = hashlib.sha256(f"{file}{status.st_size}{status.st_mtime_ns}".encode()).hexdigest()
    return LayerInfo(file, "embeddings", width, height, 1, "uint8", crs, transform, None, (256, 256), fingerprint)


def _windows(info: LayerInfo, boxes: NDArray[np.float64]) -> WindowSet:
    west, north, side = info.transform.c, info.transform.f, info.transform.a
    col, row = (boxes[:, 0] - west) / side, (north - boxes[:, 3]) / side
    width = np.maximum((boxes[:, 2] - boxes[:, 0]) / side, 1.0)
    height = np.maximum((boxes[:, 3] - boxes[:, 1]) / side, 1.0)
    x, y = ground_metres_per_pixel(info.crs, info.transform, col + width / 2, row + height / 2)
    metres = np.sqrt(width * np.broadcast_to(x, width.shape) * height * np.broadcast_to(y, height.shape))
    return WindowSet(col, row, width, height, metres.astype(np.float32), info.crs, info.transform)
