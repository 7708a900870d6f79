"""Features to label: geometries with all their attributes, from a file or a request."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError

from backend.errors import BadOption, LayerNotReadable
from backend.imagery.crs import WGS84, proj_crs
from backend.imagery.gdal_session import local_file
from backend.imagery.geojson import geometry_crs, named_crs, parse_geometries
from backend.imagery.no_requests import requests_forbidden
from backend.imagery.plain_name import plain_name

LAYER_MARK = "|layername="
MAX_COLUMNS = 1_900
"""SQLite, and so a GeoPackage, allows 2,000; a few are added."""
REBUILT_BYTES = 256 * 1024**2
"""GeoJSON files up to this size are parsed here; larger ones are streamed by GDAL, which has no network."""
_GEODATABASE = ".gdb"
_NOT_FEATURES = {"layer_styles", "qgis_projects"}
_BROKEN = (DataSourceError, DataLayerError, UnicodeDecodeError, ValueError, pa.ArrowException, OSError)
_LATIN = "ISO-8859-1"


@dataclass(frozen=True)
class FeatureTable:
    """``n`` features in file order.

    Attributes:
        shapes: shapely geometries ``[n]``, curves linearised; None for a feature without a simple-feature geometry.
        crs: CRS of the shapes, as WKT or ``"EPSG:n"``.
        fids: int64 ``[n]``, ids of the features.
        columns: all attributes, as Arrow arrays.
        name: name of the table in errors and results.
    """

    shapes: NDArray[np.object_]
    crs: str
    fids: NDArray[np.int64]
    columns: pa.Table
    name: str

    def __len__(self) -> int:
        return len(self.shapes)


def read_features(source: str | os.PathLike[str]) -> FeatureTable:
    """Read features from a GeoPackage, shapefile, GeoJSON, FlatGeobuf, file geodatabase or any other format of GDAL.

    Args:
        source: the file, or in QGIS's notation ``FILE|layername=NAME``.

    Raises:
        BadOption: it cannot be read, has several layers and none was named, or has no CRS; the sentence names the file.
    """
    text, _, layer = os.fspath(source).partition(LAYER_MARK)
    file = _feature_file(text)
    posted = _small_geojson(file)
    if posted is not None:
        return parse_features(posted, file.name)
    try:
        with requests_forbidden(), plain_name(file) as name:
            return _read(file, name, _layer_of(file, name, layer))
    except _BROKEN as error:
        raise BadOption(f"{file} cannot be read as features: give a GeoPackage, shapefile or GeoJSON.") from error


def parse_features(data: Mapping[str, Any], where: str = "features", crs: str | None = None) -> FeatureTable:
    """Parse a decoded GeoJSON FeatureCollection, in WGS 84 unless its ``crs`` member or ``crs`` says otherwise.

    Unique integer ids are kept; others become the attribute ``id``.

    Args:
        data: the collection.
        where: how errors refer to it.
        crs: ``"EPSG:n"``, given outside of it.

    Raises:
        BadOption: it is not one, or has another CRS than ``crs``.
    """
    features = data.get("features")
    if data.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise BadOption(f'{where} is not GeoJSON: write {{"type": "FeatureCollection", "features": [...]}}.')
    named = named_crs(data, where)
    if named is not None and crs is not None and named != crs:
        raise BadOption(f"The crs member of {where} says {named} but the request says {crs}: omit one of them.")
    system = named or crs or WGS84
    rows: list[dict[str, Any]] = []
    ids: list[Any] = []
    for number, feature in enumerate(features):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise BadOption(f"{where} is not valid GeoJSON: its entry {number + 1} is not a feature.")
        properties = feature.get("properties")
        if properties is not None and not isinstance(properties, dict):
            raise BadOption(f"{where} is not valid GeoJSON: the properties of feature {number + 1} are not an object.")
        geometry_crs(feature, system, where)
        rows.append(dict(properties or {}))
        ids.append(feature.get("id"))
    geometries = parse_geometries([feature.get("geometry") for feature in features], where, system)
    shapes = np.array([*geometries, None], dtype=object)[:-1]
    fids = _whole_ids(ids)
    if fids is None:
        fids = np.arange(len(features), dtype=np.int64)
        if any(identifier is not None for identifier in ids) and not any("id" in row for row in rows):
            rows = [{"id": one, **row} for one, row in zip(ids, rows, strict=True)]
    return FeatureTable(shapes, system, fids, _typed(rows, where), where)


def _whole_ids(given: list[Any]) -> NDArray[np.int64] | None:
    """Ids that are valid in any format; None if they are not. Features without one get a free number."""
    named = [value for value in given if value is not None]
    whole = all(isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63 - 1 for value in named)
    if not named or not whole or len(set(named)) < len(named):
        return None
    taken = set(named)
    free = (number for number in range(len(given)) if number not in taken)
    return np.array([next(free) if value is None else value for value in given], np.int64)


def _typed(rows: list[dict[str, Any]], where: str) -> pa.Table:
    """Attributes with the types that GDAL infers; it sees neither their names nor geometries, ids or CRS."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    _check_columns(names, where)
    if not names:
        return pa.table({}) if not rows else pa.table({"_": pa.nulls(len(rows))}).drop_columns(["_"])
    numbers = {name: f"c{number}" for number, name in enumerate(names)}
    # The first feature has all columns, so that they keep their order.
    features = [
        {"type": "Feature", "geometry": None, "properties": {numbers[name]: row.get(name) for name in names}}
        for row in rows
    ]
    try:
        text = json.dumps({"type": "FeatureCollection", "features": features}, allow_nan=False).encode()
        _, table = pyogrio.read_arrow(text, read_geometry=False)
        columns = {name: table.column(numbers[name]) for name in names}
    except (*_BROKEN, KeyError) as error:
        raise BadOption(f"{where} is not valid GeoJSON: check the attributes of its features.") from error
    return _readable(pa.Table.from_arrays(list(columns.values()), names=[_clean(name) for name in names]))


def _layer_of(file: Path, name: str, asked: str) -> str:
    """The layer to read: the requested one, or the only one."""
    layers = [str(layer) for layer, kind in pyogrio.list_layers(name) if kind and layer not in _NOT_FEATURES]
    if not layers:
        raise BadOption(f"{file} has no layer with geometries: give a file of polygons.")
    if Path(name).name != file.name:  # single-layer formats name the layer after the file
        layers = [file.stem if layer == Path(name).stem else layer for layer in layers]
    if asked and asked not in layers:
        raise BadOption(f"{file} has no layer {asked!r} with geometries; its layers are {', '.join(layers)}.")
    if not asked and len(layers) > 1:
        raise BadOption(f"{file} has several layers: name one, such as {file.name}{LAYER_MARK}{layers[0]}.")
    chosen = asked or layers[0]
    return Path(name).stem if chosen == file.stem and Path(name).name != file.name else chosen


def _read(file: Path, name: str, layer: str) -> FeatureTable:
    """Read ids, geometries (curves are linearised by GDAL) and attributes."""
    try:
        meta, fids, wkb, table = _geometries_and_attributes(name, layer, None)
    except UnicodeDecodeError:
        meta, fids, wkb, table = _geometries_and_attributes(name, layer, _LATIN)
    if wkb is None:
        raise BadOption(f"{file.name} has no geometries: give polygons.")
    if not meta["crs"]:
        raise BadOption(f"{file.name} has no coordinate reference system: assign one first, such as EPSG:4326.")
    crs = WGS84 if meta["crs"] == "OGC:CRS84" else str(meta["crs"])
    proj_crs(crs)
    _check_columns(table.column_names, file.name)
    return FeatureTable(_plain(wkb), crs, np.asarray(fids, np.int64), _readable(table), file.name)


def _geometries_and_attributes(name: str, layer: str, encoding: str | None) -> tuple[Any, Any, Any, pa.Table]:
    meta, fids, wkb, _ = pyogrio.raw.read(name, layer=layer, columns=[], return_fids=True, encoding=encoding)
    _, table = pyogrio.read_arrow(name, layer=layer, read_geometry=False, encoding=encoding)
    return meta, fids, wkb, table


def _plain(wkb: Any) -> NDArray[np.object_]:
    """Shapely geometries; None for types it does not support, such as TINs."""
    shapes = np.full(len(wkb), None, dtype=object)
    for number, geometry in enumerate(wkb):
        try:
            shapes[number] = shapely.from_wkb(geometry, on_invalid="ignore")
            shapely.is_valid(shapes[number])  # curves in a collection can be read, but not processed
        except (shapely.errors.GEOSException, TypeError, NotImplementedError):
            shapes[number] = None
    return shapes


def _readable(table: pa.Table) -> pa.Table:
    """The table with texts as UTF-8: other encodings are read as Windows-1252 or ISO 8859-1, as GIS software does."""
    columns = []
    for column in table.columns:
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
            try:
                whole.validate(full=True)
            except pa.ArrowInvalid:
                raw = whole.cast(pa.large_binary() if pa.types.is_large_string(column.type) else pa.binary())
                column = pa.array(
                    [None if value is None else _decoded(value) for value in raw.to_pylist()], pa.string()
                )
        columns.append(column)
    return pa.Table.from_arrays(columns, names=table.column_names) if columns else table


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _check_columns(names: list[str], where: str) -> None:
    if len(names) > MAX_COLUMNS:
        raise BadOption(f"{where} has {len(names):,} attributes; the maximum is {MAX_COLUMNS:,}: leave some out.")


def _clean(name: str) -> str:
    """A name that is valid in every format, never empty."""
    return name.replace("\0", "").encode("utf-8", "replace").decode() if name.strip("\0 ") else "unnamed"


def _feature_file(text: str) -> Path:
    if Path(text).suffix.lower() == _GEODATABASE and Path(text).is_dir():
        return Path(text).resolve()
    try:
        return local_file(text)
    except LayerNotReadable as error:
        raise BadOption(str(error).replace("raster file", "file").replace("image", "file")) from error


def _small_geojson(file: Path) -> dict[str, Any] | None:
    """The collection in a GeoJSON file that is small enough to be parsed here; None for any other file."""
    if not file.is_file() or file.suffix.lower() not in (".geojson", ".json") or file.stat().st_size > REBUILT_BYTES:
        return None
    try:
        data = json.loads(file.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and data.get("type") == "FeatureCollection" else None
