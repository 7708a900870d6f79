"""Features of a GeoPackage written by the service; the file's own indexes serve filters and pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from backend.api.feature_sources import FeatureSource, Rows, meeting, native
from backend.errors import CollectionNotFound, OutsideLayer
from backend.imagery.globe import Box, box_to_degrees
from backend.imagery.plain_name import plain_name
from backend.storage.database import opened

"""Maximum wait for the job that is writing the file, in seconds."""
_MOST_IN_A_QUERY = 20_000
"""Maximum number of ids in one SQL statement; SQLite allows a million characters."""


class FileSource(FeatureSource):
    """A layer of a GeoPackage."""

    def __init__(self, file: Path, layer: str | None) -> None:
        """Open it.

        Raises:
            CollectionNotFound: the file no longer exists: it expired, or its job was dismissed.
        """
        self.file = file
        try:
            with plain_name(file) as name:
                info = pyogrio.read_info(name, layer=layer, force_total_bounds=True)
        except (DataSourceError, DataLayerError) as error:
            raise CollectionNotFound("The features of this collection no longer exist: see /collections.") from error
        self.crs = info["crs"]
        self.layer = str(info["layer_name"])
        self._id, self._geometry = str(info["fid_column"]), str(info["geometry_name"])
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
        within = None if self._bounds is None else tuple(float(value) for value in self._bounds)
        with self._database() as database:
            if not boxes:
                return self._with_values(database, wanted)
            matches = [np.empty(0, np.int64)]
            for box in boxes:
                for around in native(box, self.crs, within):
                    ids, shapes = self._around(database, around, wanted)
                    matches.append(ids[meeting(shapes, self.crs, box)])
        return np.unique(np.concatenate(matches))

    def rows(self, ids: NDArray[np.int64] | None = None) -> Rows:
        if ids is None:
            return self._rows()
        if not len(ids):
            rows = self._rows(max_features=1)  # none would mean all
            empty = {name: values[:0] for name, values in rows.columns.items()}
            return Rows(rows.ids[:0], rows.shapes[:0], rows.crs, empty)
        if len(ids) <= _MOST_IN_A_QUERY:
            return self._rows(where=f"{_quoted(self._id)} IN ({', '.join(map(str, ids.tolist()))})")
        return self._rows(fids=ids)

    def _rows(self, **options: Any) -> Rows:
        try:
            with plain_name(self.file) as name:
                meta, fids, shapes, data = pyogrio.raw.read(
                    name, layer=self.layer, return_fids=True, datetime_as_string=True, **options
                )
        except (DataSourceError, DataLayerError, FeatureError) as error:
            raise CollectionNotFound(
                "This feature does not exist, or no longer does: request the items again."
            ) from error
        order = np.argsort(fids)
        columns = {name: values[order] for name, values in zip(meta["fields"], data, strict=True)}
        return Rows(fids[order], shapely.from_wkb(shapes[order]), self.crs, columns)

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        try:
            with opened(self.file, read_only=True) as database:
                yield database
        except sqlite3.Error as error:
            raise CollectionNotFound("The features of this collection no longer exist: see /collections.") from error

    def _with_values(self, database: sqlite3.Connection, wanted: Mapping[str, Any]) -> NDArray[np.int64]:
        table, own_id = _quoted(self.layer), _quoted(self._id)
        if not wanted:
            first, last = database.execute(f"SELECT min({own_id}), max({own_id}) FROM {table}").fetchone()
            if first is not None and last - first + 1 == self._count(database):
                return np.arange(first, last + 1, dtype=np.int64)  # the table itself, megabytes of it, is not read
        where, values = _equal(wanted)
        query = f"SELECT {own_id} FROM {table} WHERE {where} ORDER BY {own_id}"
        return np.array([number for (number,) in database.execute(query, values)], np.int64)

    def _count(self, database: sqlite3.Connection) -> int:
        """Number of features, as counted by GDAL's triggers."""
        try:
            query = "SELECT feature_count FROM gpkg_ogr_contents WHERE lower(table_name) = lower(?)"
            row = database.execute(query, (self.layer,)).fetchone()
        except sqlite3.OperationalError:  # another program's file
            row = None
        if row is None or row[0] is None:
            row = database.execute(f"SELECT count(*) FROM {_quoted(self.layer)}").fetchone()
        return int(row[0])

    def _around(
        self, database: sqlite3.Connection, box: Box, wanted: Mapping[str, Any]
    ) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
        """Ids and shapes of the features whose envelopes meet a box of the layer's CRS."""
        where, values = _equal(wanted)
        tree = _quoted(f"rtree_{self.layer}_{self._geometry}")
        own_id = _quoted(self._id)
        query = (
            f"SELECT f.{own_id}, f.{_quoted(self._geometry)} FROM {_quoted(self.layer)} f WHERE {where} AND f.{own_id} "
            f"IN (SELECT id FROM {tree} WHERE minx <= ? AND maxx >= ? AND miny <= ? AND maxy >= ?)"
        )
        rows = database.execute(query, (*values, box[2], box[0], box[3], box[1])).fetchall()
        ids = np.array([number for number, _ in rows], np.int64)
        return ids, np.asarray(shapely.from_wkb([_wkb(geometry) for _, geometry in rows]), object)


def _equal(wanted: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """An SQL condition for these values, and its parameters."""
    return " AND ".join(f"{_quoted(name)} = ?" for name in wanted) or "1", list(wanted.values())


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


_ENVELOPE_BYTES = (0, 32, 48, 48, 64)


def _wkb(geometry: bytes) -> bytes:
    """The WKB in a GeoPackage's geometry: OGC 12-128r17, 2.1.3."""
    return geometry[8 + _ENVELOPE_BYTES[geometry[3] >> 1 & 0b111] :]
