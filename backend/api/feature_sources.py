"""Features that can be paged, filtered and served: GeoPackage results, and windows of indexes."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from backend.errors import BadOption, IndexNotUsable
from backend.imagery.crs import WGS84
from backend.imagery.globe import Box, box_to_degrees, geojson_geometries, native_boxes, to_degrees
from backend.imagery.window_grid import WindowSet
from backend.index.manifest import IndexManifest
from backend.index.store import LayerIndex
from backend.index.table import PIXEL_COLUMNS


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
        """Ids, ascending, of the features that intersect one of the boxes (all if there is none) and have these values.

        Args:
            boxes: west, south, east, north.
            wanted: values by property, as :func:`wanted_values` reads them.
        """

    @abstractmethod
    def rows(self, ids: NDArray[np.int64] | None = None) -> Rows:
        """The features of these ids, or all."""


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
        natives = [around for box in boxes for around in native(box, self.crs, self._manifest.layer.bounds)]
        if boxes and not natives:
            return np.empty(0, np.int64)
        ids, columns = self._columns([*wanted, *(PIXEL_COLUMNS if boxes else ())], near=natives or None)
        selected = np.ones(len(ids), bool)
        for name, value in wanted.items():
            selected &= columns[name] == columns[name].dtype.type(value)
        if boxes:
            shapes = self._shapes({name: columns[name][selected] for name in PIXEL_COLUMNS})
            selected[selected] = np.any([meeting(shapes, self.crs, box) for box in boxes], axis=0)
        return ids[selected]

    def rows(self, ids: NDArray[np.int64] | None = None) -> Rows:
        ids_found, columns = self._columns(self.FIELDS, ids=ids)
        return Rows(ids_found, self._shapes(columns), self.crs, columns)

    def _columns(
        self, names: Iterable[str], near: Sequence[Box] | None = None, ids: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], dict[str, NDArray[Any]]]:
        try:
            return self._index.columns(names, near, ids)
        except IndexNotUsable as error:  # which folder it lies in is nobody's business
            raise IndexNotUsable("The index of this collection is damaged: index the layer again.") from error

    def _shapes(self, columns: Mapping[str, NDArray[Any]]) -> NDArray[np.object_]:
        col_off, row_off, width, height = (columns[name] for name in PIXEL_COLUMNS)
        info = self._manifest.layer
        windows = WindowSet(col_off, row_off, width, height, np.zeros(len(width), np.float32), info.crs, info.transform)
        return np.asarray(windows.polygons(), object)

    @cached_property
    def _index(self) -> LayerIndex:
        return LayerIndex(self._folder, self._manifest)


def wanted_values(source: FeatureSource, given: Mapping[str, str]) -> dict[str, Any]:
    """Values of a property filter in the types of their properties.

    Raises:
        BadOption: a property that does not exist, or a value that its type cannot have; the sentence names it.
    """
    fields = source.fields()
    values: dict[str, Any] = {}
    for name, text in given.items():
        if name not in fields:
            raise BadOption(f"Unknown query parameter {name!r}: the properties are {', '.join(fields)}.")
        kind = fields[name].kind
        try:
            if kind == "b":
                values[name] = {"true": True, "false": False, "1": True, "0": False}[text.lower()]
            elif kind in "iu":
                values[name] = int(text)
            elif kind == "f":
                values[name] = float(text)
            else:
                values[name] = text
        except (KeyError, ValueError) as error:
            raise BadOption(f"The property {name!r} cannot be {text!r}: its type is {fields[name].name}.") from error
        unusable = (kind == "f" and not math.isfinite(values[name])) or (kind in "iu" and abs(values[name]) >= 2**63)
        if unusable or "\0" in text:
            raise BadOption(f"The property {name!r} cannot be {text!r}: its type is {fields[name].name}.")
    return values


def native(box: Box, crs: Any, within: Any) -> list[Box]:
    """The box in the storage CRS, as one or more boxes; none if the file is empty."""
    if within is None or not np.isfinite(within).all():
        return []
    return native_boxes(box, WGS84, crs, within)


def meeting(shapes: Any, crs: Any, box: Box) -> NDArray[np.bool_]:
    """Which shapes, in longitude and latitude, intersect the box itself and not only its envelope in another CRS."""
    array = np.asarray(shapes, object)
    if not len(array):
        return np.empty(0, bool)
    meets = _starts_in(array, crs, box)
    open_ = np.flatnonzero(~meets)
    meets[open_] = shapely.intersects(to_degrees(array[open_], crs), shapely.box(*box))
    return meets


def _starts_in(shapes: NDArray[np.object_], crs: Any, box: Box) -> NDArray[np.bool_]:
    """Which shapes have their first vertex in the box: a fast pre-test for intersection."""
    points, owners = shapely.get_coordinates(shapes, return_index=True)
    starts_inside = np.zeros(len(shapes), bool)
    owned, first = np.unique(owners, return_index=True)
    starts = to_degrees(shapely.points(points[first]), crs)
    starts_inside[owned] = shapely.intersects(starts, shapely.box(*box))
    return starts_inside


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
