"""Result files for any QGIS: a GeoPackage beside the project, one table per run, with style and provenance."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..compat import FIELD_DOUBLE, FIELD_INT, FIELD_STRING
from .errors import OutputNotWritable
from .extent import WGS84
from .paths import resource_path, user_folder
from .region import OPEN, Region
from .translation import tr

STATUS = "status"
LOCK_PATIENCE_S = 5.0
"""How long to wait for another program that is writing to the file, in seconds."""
_FIELDS = (
    ("rank", FIELD_INT),
    ("relevance", FIELD_DOUBLE),
    ("score", FIELD_DOUBLE),
    (STATUS, FIELD_STRING),
    ("query", FIELD_STRING),
    ("unwanted", FIELD_STRING),
    ("window_m", FIELD_DOUBLE),
    ("windows", FIELD_INT),
    ("layer", FIELD_STRING),
    ("model", FIELD_STRING),
    ("revision", FIELD_STRING),
    ("time", FIELD_STRING),
    ("weak", FIELD_INT),
)


def results_file() -> Path:
    """The GeoPackage of the project's results; on the main thread. In the profile while the project is not saved."""
    project = QgsProject.instance().absoluteFilePath()
    if project:
        return Path(project).with_name(f"{Path(project).stem}_terralex.gpkg")
    return user_folder("results") / f"unsaved_{datetime.now().strftime('%Y-%m-%d')}.gpkg"


def table_name(file: Path, words: str) -> str:
    """A name for a new table, made of what was asked, which no table of the file has."""
    base = re.sub(r"\W+", "_", words.casefold()).strip("_")[:40] or "result"
    taken = {name.casefold() for name in _tables(file)}
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    return name


def write_regions(
    file: Path,
    table: str,
    regions: Iterable[Region],
    crs: str,
    query: str,
    unwanted: str,
    provenance: Mapping[str, Any],
) -> None:
    """Write regions as a new table with their style and provenance; off the main thread too.

    Args:
        file: GeoPackage, created if necessary.
        table: its name must be free.
        regions: in longitude and latitude.
        crs: ``EPSG:n`` in which they are written.
        query, unwanted: as the user typed them.
        provenance: as the server gave it.

    Raises:
        OutputNotWritable: the file cannot be written.
    """
    fields = region_fields()
    target = QgsCoordinateReferenceSystem(crs)
    move = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), target, QgsCoordinateTransformContext())
    rows = []
    for region in regions:
        feature = QgsFeature(fields)
        geometry = QgsGeometry(region.geometry)
        geometry.transform(move)
        geometry.convertToMultiType()
        feature.setGeometry(geometry)
        feature.setAttributes(region_values(region, query, unwanted, provenance))
        rows.append(feature)
    with whole_or_nothing(file, table):
        _write(file, table, fields, QgsWkbTypes.Type.MultiPolygon, target, rows)
        _keep_provenance(file, table, provenance)
        keep_style(file, table, resource_path("styles", "regions.qml").read_text(encoding="utf-8"))


def region_fields() -> QgsFields:
    """The fields of a table of regions."""
    fields = QgsFields()
    for name, kind in _FIELDS:
        fields.append(QgsField(name, kind))
    return fields


def region_values(region: Region, query: str, unwanted: str, provenance: Mapping[str, Any]) -> list[Any]:
    """Values of a region for :func:`region_fields`."""
    said, size = region.mark or OPEN, region.window_m
    values = [region.rank, region.relevance, region.score, said, query, unwanted, size, region.windows]
    source = (str(provenance.get(name, "")) for name in ("layer", "model", "revision", "time"))
    return [*values, *source, int(region.weak)]


def write_features(
    file: Path,
    table: str,
    fields: QgsFields,
    kind: Any,
    crs: QgsCoordinateReferenceSystem,
    rows: list[QgsFeature],
    provenance: Mapping[str, Any],
) -> None:
    """Write features as a new table with their provenance; off the main thread too. Raises OutputNotWritable."""
    _write(file, table, fields, kind, crs, rows)
    _keep_provenance(file, table, provenance)


def copy_table(file: Path, table: str, source: Path, name: str) -> None:
    """Copy a table of another file of results, with its style and provenance; raises as :func:`copy_layer`."""
    copy_layer(file, table, source, provenance_of(source, name), name)


def remove_table(file: Path, table: str) -> None:
    """Delete a table, and its file if it was the last; what cannot be deleted stays."""
    _take_back(file, table, is_new=False)
    try:
        left = set(_tables(file)) - {"layer_styles"}
        if not {name for name in left if not name.startswith(("gpkg_", "rtree_", "sqlite_"))}:
            _take_back(file, table, is_new=True)
    except OutputNotWritable:
        return


def provenance_of(file: Path, table: str) -> dict[str, Any]:
    """The provenance stored with a table; empty if there is none."""
    try:
        dataset = gdal.OpenEx(str(file), gdal.OF_VECTOR)
        layer = None if dataset is None else dataset.GetLayerByName(table)
        stored = None if layer is None else layer.GetMetadataItem("provenance")
        del layer, dataset
        provenance = json.loads(stored or "{}")
    except (RuntimeError, ValueError):
        return {}
    return provenance if isinstance(provenance, dict) else {}


def copy_layer(file: Path, table: str, source: Path, provenance: Mapping[str, Any], name: str = "") -> None:
    """Copy a layer of a GeoPackage, with its style, as a new table; off the main thread too.

    Args:
        file: GeoPackage, created if necessary.
        table: its name must be free.
        source: GeoPackage.
        provenance: as the server gave it.
        name: of the layer in the source; the one that there is, if empty.

    Raises:
        OutputNotWritable: the file cannot be written, or the source is not a vector file.
    """
    layer = QgsVectorLayer(f"{source}|layername={name}" if name else str(source), "source", "ogr")
    if not layer.isValid():
        raise OutputNotWritable(tr("The server's result cannot be opened: try again."))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", table
    options.attributes = [n for n, field in enumerate(layer.fields().toList()) if field.name().lower() != "fid"]
    options.actionOnExistingFile = _action(file)
    _prepare(file)
    context = QgsCoordinateTransformContext()
    with whole_or_nothing(file, table):
        error = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(file), context, options)
        if error[0] != QgsVectorFileWriter.WriterError.NoError:
            raise not_written(file, error[1])
        _keep_provenance(file, table, provenance)
        style = stored_style(source, name)
        if style:
            keep_style(file, table, style)


@contextmanager
def whole_or_nothing(file: Path, table: str) -> Iterator[None]:
    """Remove a partially written table if something in the block fails.

    Raises:
        OutputNotWritable: whatever went wrong with the file.
    """
    is_new = not file.exists()
    try:
        yield
    except (OutputNotWritable, sqlite3.Error, OSError) as error:
        _take_back(file, table, is_new)
        if isinstance(error, OutputNotWritable):
            raise
        raise not_written(file, str(error)) from error


def check_writable(file: Path) -> None:
    """Reject a file that cannot be written, before any work is done for it.

    Raises:
        OutputNotWritable: permission is denied, or another program is writing to it.
    """
    _prepare(file)
    if not os.access(file.parent, os.W_OK) or (file.exists() and not os.access(file, os.W_OK)):
        raise not_written(file, "")
    if file.exists():
        try:
            with closing(sqlite3.connect(file, timeout=LOCK_PATIENCE_S)) as database:
                database.execute("BEGIN IMMEDIATE")
                database.rollback()
        except sqlite3.Error as error:
            raise not_written(file, str(error)) from error


def keep_style(file: Path, table: str, qml: str) -> None:
    """Make a QML the default style of a table, as QGIS itself would: every QGIS then draws it so, plugin or not."""
    with closing(sqlite3.connect(file, timeout=LOCK_PATIENCE_S)) as database, database:
        database.execute(
            "CREATE TABLE IF NOT EXISTS layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,"
            " f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),"
            " f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,"
            " description TEXT, owner TEXT(30), ui TEXT(30),"
            " update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"
        )
        database.execute(
            "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles', '')"
        )
        column = database.execute(
            "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (table,)
        ).fetchone()[0]
        database.execute("DELETE FROM layer_styles WHERE f_table_name = ?", (table,))
        database.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
            " styleQML, styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, ?, ?, ?, '', 1, 'Terralex', '')",
            (table, column, table[:30], qml),
        )


def stored_style(file: Path, table: str = "") -> str:
    """The default style of a table in a GeoPackage, of any if no table is named; empty if it has none."""
    query = "SELECT styleQML FROM layer_styles WHERE ? IN ('', f_table_name) ORDER BY useAsDefault DESC"
    try:
        with closing(sqlite3.connect(file, timeout=LOCK_PATIENCE_S)) as database:
            row = database.execute(query, (table,)).fetchone()
    except sqlite3.Error:
        return ""
    return str(row[0]) if row else ""


def best_raster(path: Path) -> Path:
    """The raster with the best classes of a class raster's cells."""
    return path.with_name(f"{path.stem}_best.tif")


def keep_raster(file: Path, content: bytes, words: str, style: bytes, names: bytes, best: bytes = b"") -> Path:
    """Write a raster of the server beside the results, with style, names and best classes; its path."""
    folder = file.with_suffix("")
    base = re.sub(r"\W+", "_", words.casefold()).strip("_")[:40] or "raster"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path, number = folder / f"{base}.tif", 1
        while path.exists():
            number += 1
            path = folder / f"{base}_{number}.tif"
        write_class_raster(path, content, style, names)
        if best:
            best_raster(path).write_bytes(best)
    except OSError as error:
        raise not_written(folder, error.strerror or "") from error
    return path


def write_class_raster(path: Path, content: bytes, style: bytes, names: bytes) -> None:
    """Write a raster with the files beside it from which QGIS and GDAL take colours and names: all or none.

    Raises:
        OSError: one of them cannot be written.
    """
    beside = {path: content, path.with_suffix(".qml"): style, path.with_name(f"{path.name}.aux.xml"): names}
    try:
        for file, bytes_of_it in beside.items():
            if bytes_of_it:
                file.write_bytes(bytes_of_it)
    except OSError:
        for file in beside:
            file.unlink(missing_ok=True)
        raise


def _write(file: Path, table: str, fields: QgsFields, kind: Any, crs: Any, rows: list[QgsFeature]) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", table
    options.actionOnExistingFile = _action(file)
    _prepare(file)
    writer = QgsVectorFileWriter.create(str(file), fields, kind, crs, QgsCoordinateTransformContext(), options)
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise not_written(file, writer.errorMessage())
    written = writer.addFeatures(rows)
    message = writer.errorMessage()
    del writer
    if not written:
        raise not_written(file, message)


def _take_back(file: Path, table: str, is_new: bool) -> None:
    """Delete a table that is not whole, with its file if it is the only one; what cannot be deleted stays."""
    if is_new:
        for suffix in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                file.with_name(file.name + suffix).unlink(missing_ok=True)
        return
    with suppress(RuntimeError):
        dataset = gdal.OpenEx(str(file), gdal.OF_VECTOR | gdal.OF_UPDATE)
        for number in range(0 if dataset is None else dataset.GetLayerCount()):
            if dataset.GetLayer(number).GetName() == table:
                dataset.DeleteLayer(number)
                break
        del dataset


def _prepare(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(file, error.strerror or "") from error


def _action(file: Path) -> Any:
    actions = QgsVectorFileWriter.ActionOnExistingFile
    return actions.CreateOrOverwriteLayer if file.exists() else actions.CreateOrOverwriteFile


def _keep_provenance(file: Path, table: str, provenance: Mapping[str, Any]) -> None:
    try:
        dataset = gdal.OpenEx(str(file), gdal.OF_VECTOR | gdal.OF_UPDATE)
        if dataset is None:
            raise not_written(file, tr("it cannot be opened"))
        layer = dataset.GetLayerByName(table)
        if layer is None:
            # The writer says nothing when its last write fails.
            raise not_written(file, tr("the disk is full"))
        layer.SetMetadataItem("provenance", json.dumps(dict(provenance), ensure_ascii=False))
        del layer, dataset
    except RuntimeError as error:
        # Whoever has called gdal.UseExceptions() in this QGIS, as DB Manager does, has them raised here too.
        raise not_written(file, str(error)) from error


def _tables(file: Path) -> list[str]:
    if not file.exists():
        return []
    try:
        with closing(sqlite3.connect(file, timeout=LOCK_PATIENCE_S)) as database:
            return [str(row[0]) for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    except sqlite3.Error as error:
        raise not_written(file, str(error)) from error


def not_written(file: Path, reason: str) -> OutputNotWritable:
    """The error for a file that cannot be written, with the reason."""
    if "locked" in reason:
        reason = tr("another program is writing to it")
    elif "full" in reason or "I/O" in reason:
        reason = tr("the disk is full")
    because = (reason or tr("permission denied")).strip().rstrip(".")
    return OutputNotWritable(tr("{file} cannot be written: {reason}.", file=file.name, reason=because))
