"""Polygons with properties that can be paged, filtered and handed on: GeoPackage results, and windows of indexes."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from backend.errors import BadOption, CollectionNotFound, IndexNotUsable, OutsideLayer
from backend.imagery.crs import WGS84
from backend.imagery.globe import Box, box_to_degrees, geojson_geometries, native_boxes, to_degrees
from backend.imagery.window_grid import WindowSet
from backend.index.manifest import IndexManifest
from backend.index.table import BOUNDS_COLUMNS, PIXEL_COLUMNS, open_table


@dataclass(frozen=True)
class Rows:
    """Features in order of their ids.

    Attributes:
        ids: int64 ``[n]``.
        shapes: shapely geometries ``[n]`` in ``crs``.
        crs: of the shapes.
        columns: fields in order, ``[n]`` each.
    """

    ids: NDArray[np.int64]
    shapes: NDArray[np.object_]
    crs: Any
    columns: Mapping[str, NDArray[Any]]

    def features(self) -> list[dict[str, Any]]:
        """GeoJSON features in longitude and latitude."""
        geometries = geojson_geometries(self.shapes, self.crs)
        columns = {name: _plain(values) for name, values in self.columns.items()}
        return [
            {
                "type": "Feature",
                "id": int(number),
                "geometry": geometry,
                "properties": {name: values[row] for name, values in columns.items()},
            }
            for row, (number, geometry) in enumerate(zip(self.ids, geometries, strict=True))
        ]


class FeatureSource(ABC):
    """Features of one collection."""

    crs: Any
    """Of storage."""

    @abstractmethod
    def fields(self) -> Mapping[str, np.dtype[Any]]:
        """Properties in order, with their types."""

    @abstractmethod
    def bounds_wgs84(self) -> Box | None:
        """West, south, east, north, west the greater across the antimeridian; None where there are no features."""

    @abstractmethod
    def matching(self, boxes: Sequence[Box], wanted: Mapping[str, Any]) -> NDArray[np.int64]:
        """Ids, ascending, of the features that meet one of the boxes (any if there is none) and have these values.

        Args:
            boxes: west, south, east, north.
            wanted: values by property, as :func:`wanted_values` reads them.
        """

    @abstractmethod
    def rows(self, ids: NDArray[np.int64] | None = None) -> Rows:
        """The features of these ids, or all."""


class FileSource(FeatureSource):
    """A layer of a vector file that the service itself has written."""

    def __init__(self, file: Path, layer: str | None) -> None:
        """Open it.

        Raises:
            CollectionNotFound: the file has gone: expired, or its job dismissed.
        """
        self.file = file
        self.layer = layer
        try:
            info = pyogrio.read_info(file, layer=layer, force_total_bounds=True)
        except (DataSourceError, DataLayerError) as error:
            raise CollectionNotFound("The features of this collection have gone: see /collections.") from error
        self.crs = info["crs"]
        self._bounds = info["total_bounds"]
        self._fields = dict(zip(info["fields"].tolist(), map(np.dtype, info["dtypes"]), strict=True))

    def fields(self) -> Mapping[str, np.dtype[Any]]:
        return self._fields

    def bounds_wgs84(self) -> Box | None:
        if self._bounds is None or not np.isfinite(self._bounds).all():
            return None
        try:
            return box_to_degrees(tuple(float(value) for value in self._bounds), self.crs)  # type: ignore[arg-type]
        except OutsideLayer:
            return None

    def matching(self, boxes: Sequence[Box], wanted: Mapping[str, Any]) -> NDArray[np.int64]:
        where = " AND ".join(f"{_sql_name(name)} = {_sql_value(value)}" for name, value in wanted.items()) or None
        if not boxes:
            return np.sort(self._read(columns=[], read_geometry=False, where=where)[1])
        found = [np.empty(0, np.int64)]
        within = None if self._bounds is None else tuple(float(value) for value in self._bounds)
        for box in boxes:
            for native in _native(box, self.crs, within):
                _, ids, shapes, _ = self._read(columns=[], where=where, bbox=native)
                found.append(ids[_meeting(shapely.from_wkb(shapes), self.crs, box)])
        return np.unique(np.concatenate(found))

    def rows(self, ids: NDArray[np.int64] | None = None) -> Rows:
        options: dict[str, Any] = {} if ids is None else {"fids": ids}
        if ids is not None and not len(ids):
            options = {"max_features": 1}  # none would mean all
        meta, found, shapes, data = self._read(datetime_as_string=True, **options)
        order = np.argsort(found)[: None if ids is None else len(ids)]
        columns = {name: values[order] for name, values in zip(meta["fields"], data, strict=True)}
        return Rows(found[order], shapely.from_wkb(shapes[order]), self.crs, columns)

    def _read(self, **options: Any) -> Any:
        try:
            return pyogrio.raw.read(self.file, layer=self.layer, return_fids=True, **options)
        except (DataSourceError, DataLayerError, FeatureError) as error:
            raise CollectionNotFound("This feature has gone, or never was: ask for the items again.") from error


class IndexSource(FeatureSource):
    """The windows of an index; embeddings are not read."""

    FIELDS: Mapping[str, np.dtype[Any]] = {
        "window_m": np.dtype(np.float32),
        "valid_share": np.dtype(np.float32),
        **{name: np.dtype(np.float64) for name in PIXEL_COLUMNS},
    }

    def __init__(self, folder: Path, manifest: IndexManifest) -> None:
        self._folder = folder
        self._manifest = manifest
        self.crs = manifest.layer.crs

    def fields(self) -> Mapping[str, np.dtype[Any]]:
        return self.FIELDS

    def bounds_wgs84(self) -> Box | None:
        return box_to_degrees(self._manifest.layer.bounds, self.crs)

    def matching(self, boxes: Sequence[Box], wanted: Mapping[str, Any]) -> NDArray[np.int64]:
        natives = [native for box in boxes for native in _native(box, self.crs, self._manifest.layer.bounds)]
        if boxes and not natives:
            return np.empty(0, np.int64)
        where = " OR ".join(f"({_overlaps(native)})" for native in natives) or None
        rows = self._rows(where)
        kept = np.ones(len(rows.ids), bool)
        for name, value in wanted.items():
            kept &= rows.columns[name] == rows.columns[name].dtype.type(value)
        if boxes:
            kept &= np.any([_meeting(rows.shapes, self.crs, box) for box in boxes], axis=0)
        return rows.ids[kept]

    def rows(self, ids: NDArray[np.int64] | None = None) -> Rows:
        if ids is None:
            return self._rows(None)
        return self._rows(f"window_id IN ({', '.join(map(str, ids.tolist()))})" if len(ids) else "false")

    def _rows(self, where: str | None) -> Rows:
        query = self._table.search().select(["window_id", "window_m", "valid_share", *PIXEL_COLUMNS])
        try:
            found = (query if where is None else query.where(where)).to_arrow()
        except (RuntimeError, OSError, ValueError) as error:
            raise IndexNotUsable("The index of this collection is damaged: index the layer again.") from error
        # A row written twice, by a writer that died before it could note the first, counts once.
        ids, first = np.unique(np.asarray(found.column("window_id").to_numpy()), return_index=True)
        columns = {name: np.asarray(found.column(name).to_numpy())[first] for name in self.FIELDS}
        info = self._manifest.layer
        col_off, row_off, width, height = (columns[name] for name in PIXEL_COLUMNS)
        windows = WindowSet(col_off, row_off, width, height, columns["window_m"], info.crs, info.transform)
        shapes = windows.polygons()
        return Rows(ids, np.asarray(shapes, object), self.crs, columns)

    @cached_property
    def _table(self) -> Any:
        return open_table(self._folder, self._manifest.dimension)


def wanted_values(source: FeatureSource, given: Mapping[str, str]) -> dict[str, Any]:
    """Values of a property filter in the types of their properties.

    Raises:
        BadOption: a property that does not exist, or a value that its type cannot have; the sentence names it.
    """
    fields = source.fields()
    found: dict[str, Any] = {}
    for name, text in given.items():
        if name not in fields:
            raise BadOption(f"The query parameter {name!r} is unknown here: properties are {', '.join(fields)}.")
        kind = fields[name].kind
        try:
            if kind == "b":
                found[name] = {"true": True, "false": False, "1": True, "0": False}[text.lower()]
            elif kind in "iu":
                found[name] = int(text)
            elif kind == "f":
                found[name] = float(text)
            else:
                found[name] = text
        except (KeyError, ValueError) as error:
            raise BadOption(f"The property {name!r} cannot be {text!r}: it holds {fields[name].name}.") from error
        unusable = (kind == "f" and not math.isfinite(found[name])) or (kind in "iu" and abs(found[name]) >= 2**63)
        if unusable or "\0" in text:
            raise BadOption(f"The property {name!r} cannot be {text!r}: it holds {fields[name].name}.")
    return found


def _native(box: Box, crs: Any, within: Any) -> list[Box]:
    """Where in storage the features of a box may be; nowhere in a file of none."""
    if within is None or not np.isfinite(within).all():
        return []
    return native_boxes(box, WGS84, crs, within)


def _meeting(shapes: Any, crs: Any, box: Box) -> NDArray[np.bool_]:
    """Which shapes, brought to longitude and latitude, meet the box itself and not only its envelope elsewhere."""
    array = np.asarray(shapes, object)
    if not len(array):
        return np.empty(0, bool)
    return np.asarray(shapely.intersects(to_degrees(array, crs), shapely.box(*box)))


def _overlaps(box: Box) -> str:
    xmin, ymin, xmax, ymax = (repr(float(value)) for value in box)
    own_xmin, own_ymin, own_xmax, own_ymax = BOUNDS_COLUMNS
    return f"{own_xmin} <= {xmax} AND {own_xmax} >= {xmin} AND {own_ymin} <= {ymax} AND {own_ymax} >= {ymin}"


def _sql_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sql_value(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(int(value)) if isinstance(value, bool | int) else repr(float(value))


def _plain(values: NDArray[Any]) -> list[Any]:
    """Values as JSON has them: no NaN, no times, no bytes."""
    if values.dtype.kind == "f":
        # The shortest text that gives a float32 back, and not its 17 digits as a double.
        exact = values if values.dtype == np.float64 else values.astype(str).astype(np.float64)
        return [value if math.isfinite(value) else None for value in exact.tolist()]
    if values.dtype.kind == "M":
        return [None if np.isnat(value) else f"{np.datetime_as_string(value, 's')}Z" for value in values]
    if values.dtype.kind == "O":
        return [value if value is None or isinstance(value, str | bool | int) else str(value) for value in values]
    return list(values.tolist())
