"""Features to label: geometries with all their attributes, as a file or a request gives them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError

from backend.errors import BadOption, LayerNotReadable
from backend.imagery.crs import WGS84
from backend.imagery.gdal_session import local_file

LAYER_MARK = "|layername="
_NOT_FEATURES = {"layer_styles", "qgis_projects"}


@dataclass(frozen=True)
class FeatureTable:
    """``n`` features in file order.

    Attributes:
        shapes: shapely geometries ``[n]``; None where a feature has none or one that is no plain geometry.
        crs: of the shapes, as WKT or ``"EPSG:n"``.
        fids: int64 ``[n]``, ids of the features.
        columns: all attributes, in Arrow's types.
        name: what errors and results call the table.
    """

    shapes: NDArray[np.object_]
    crs: str
    fids: NDArray[np.int64]
    columns: pa.Table
    name: str

    def __len__(self) -> int:
        return len(self.shapes)


def read_features(source: str | os.PathLike[str]) -> FeatureTable:
    """Features of a GeoPackage, shapefile, GeoJSON, FlatGeobuf or whatever else GDAL reads.

    Args:
        source: the file, or as QGIS writes it ``FILE|layername=NAME``.

    Raises:
        BadOption: it cannot be read, has several layers and none was named, or has no CRS; the sentence names it.
    """
    text, _, layer = os.fspath(source).partition(LAYER_MARK)
    try:
        file = local_file(text)
    except LayerNotReadable as error:
        raise BadOption(str(error).replace("raster file", "file").replace("image", "file")) from error
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(file) if kind and name not in _NOT_FEATURES]
        if layer and layer not in layers:
            raise BadOption(f"{file} has no layer {layer!r} with geometries: it has {', '.join(layers) or 'none'}.")
        if not layers:
            raise BadOption(f"{file} has no layer with geometries: give a file of polygons.")
        if not layer and len(layers) > 1:
            raise BadOption(f"{file} has several layers: name one, such as {file.name}{LAYER_MARK}{layers[0]}.")
        meta, table = pyogrio.read_arrow(file, layer=layer or layers[0], return_fids=True)
    except (DataSourceError, DataLayerError) as error:
        raise BadOption(f"{file} cannot be read as features: give a GeoPackage, shapefile or GeoJSON.") from error
    return _table(meta, table, file.name)


def parse_features(data: Mapping[str, Any], where: str = "features") -> FeatureTable:
    """Features of a decoded GeoJSON FeatureCollection, in WGS 84 unless it says otherwise.

    Raises:
        BadOption: it is none.
    """
    if data.get("type") != "FeatureCollection" or not isinstance(data.get("features"), list):
        raise BadOption(f'{where} is not GeoJSON: write {{"type": "FeatureCollection", "features": [...]}}.')
    try:
        meta, table = pyogrio.read_arrow(json.dumps(data).encode(), return_fids=True)
    except (DataSourceError, DataLayerError, ValueError) as error:
        raise BadOption(f"{where} is not valid GeoJSON: check its geometries.") from error
    return _table(meta, table, where)


def _table(meta: Mapping[str, Any], table: pa.Table, name: str) -> FeatureTable:
    geometry = meta["geometry_name"] or "wkb_geometry"
    if geometry not in table.column_names:
        raise BadOption(f"{name} has no geometries: give polygons.")
    if not meta["crs"]:
        raise BadOption(f"{name} has no coordinate reference system: assign one first, such as EPSG:4326.")
    wkb = table.column(geometry).to_numpy(zero_copy_only=False)
    shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object).reshape(-1)
    fids = np.asarray(table.column(meta["fid_column"]), np.int64)
    crs = WGS84 if meta["crs"] == "OGC:CRS84" else str(meta["crs"])
    return FeatureTable(shapes, crs, fids, table.drop_columns([geometry, meta["fid_column"]]), name)
