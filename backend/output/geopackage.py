"""Write a layer into a GeoPackage that others may have open: in one transaction, without changing anything else.

With SQLite and not with a driver, because drivers first delete a layer and then write the new one.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.errors import OutputNotWritable
from backend.output.files import target_of
from backend.output.qgis_style import keep_default_style
from backend.storage.database import opened

BUSY_S = 30.0
"""How long to wait for a program that is writing, or that reads and blocks writers."""

JOURNALS = ("-wal", "-shm", "-journal")
_MAGIC = b"SQLite format 3\0"
_BY_TABLE = (
    "gpkg_geometry_columns", "gpkg_extensions", "gpkg_ogr_contents", "gpkg_data_columns", "gpkg_metadata_reference",
    "gpkg_contents",
)  # fmt: skip
_OPTIONAL = ("gpkg_extensions", "gpkg_metadata", "gpkg_metadata_reference")
_OWN_SRS_FROM = 100_000  # from where GDAL numbers CRSs without a code
_SRS_AT = slice(4, 8)  # the CRS's number in the header of a geometry


def is_database(path: Path) -> bool:
    """Whether the file exists and is not empty, so that writing must preserve it."""
    return path.is_file() and path.stat().st_size > 0


def check_layer(path: Path, layer: str, overwrite: bool) -> None:
    """Check an output layer before any work is done.

    Args:
        path: the GeoPackage; it need not exist.
        layer: the layer's name.
        overwrite: whether layers not made by Terralex may be replaced.

    Raises:
        OutputNotWritable: the file exists and is not a GeoPackage, is not writable, or has a layer or table of this
            name that Terralex did not make.
    """
    target = target_of(path)
    if not is_database(target):
        return
    if not os.access(target, os.W_OK):
        raise OutputNotWritable(f"{path} cannot be written: this user has no permission to change it.")
    if not is_geopackage(target):
        if overwrite:
            return
        raise OutputNotWritable(f"{path} exists and is not a GeoPackage: give another name, or use --overwrite.")
    with _opened(path, target) as database:
        _refuse_foreign(database, path, layer, overwrite)


def is_geopackage(file: Path) -> bool:
    """Whether an existing file is a GeoPackage."""
    try:
        with file.open("rb") as stream:
            if stream.read(len(_MAGIC)) != _MAGIC:
                return False
        with opened(file, wait_s=BUSY_S) as database:
            return {"gpkg_contents", "gpkg_spatial_ref_sys"} <= _tables(database)
    except (OSError, sqlite3.Error):
        return False


def put_layer(path: Path, made: Path, layer: str, style: str | None, overwrite: bool) -> None:
    """Copy the layer of a new GeoPackage into an existing one, atomically.

    A layer of this name is replaced if Terralex made it; styles added by users are kept.

    Args:
        path: the existing GeoPackage; others may have it open, in WAL mode or not.
        made: a GeoPackage with only that layer, as GDAL writes it.
        layer: the layer's name.
        style: QML for its default style, unless a user chose another; None for none.
        overwrite: whether a layer not made by Terralex may be replaced.

    Raises:
        OutputNotWritable: a layer or table of this name is not ours, or the file is damaged, full or in use.
    """
    with _opened(path, target_of(path)) as database:
        database.execute("ATTACH DATABASE ? AS made", (str(made),))
        database.execute("BEGIN IMMEDIATE")
        try:
            _refuse_foreign(database, path, layer, overwrite)
            _drop(database, layer)
            _copy(database, layer)
            if style is not None:
                keep_default_style(database, layer, _geometry_column(database, layer), style)
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")


@contextmanager
def _opened(path: Path, target: Path) -> Iterator[sqlite3.Connection]:
    try:
        with opened(target, wait_s=BUSY_S) as database:
            yield database
    except sqlite3.Error as error:
        reason = str(error)
        if "locked" in reason or "busy" in reason:
            reason = "another program is writing to it or has locked it, try again when it has finished"
        raise OutputNotWritable(f"{path} cannot be written: {reason}.") from error


def _refuse_foreign(database: sqlite3.Connection, path: Path, layer: str, overwrite: bool) -> None:
    there = _name_in(database, layer)
    if there is None or _is_ours(database, there):
        return
    kind = _kind(database, there)
    if kind == "features" and overwrite:
        return
    advice = (
        "give another file" if kind != "features" else "give another file, or use --overwrite to replace that layer"
    )
    what = "layer" if kind is not None else "table"
    raise OutputNotWritable(f"{path} already has a {what} {there!r} that Terralex did not create: {advice}.")


def _tables(database: sqlite3.Connection, schema: str = "main") -> set[str]:
    names = database.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type IN ('table', 'view')")
    return {str(name).lower() for (name,) in names}


def _name_in(database: sqlite3.Connection, layer: str) -> str | None:
    """The table or view of this name in its original spelling; SQLite ignores letter case."""
    query = "SELECT name FROM main.sqlite_master WHERE type IN ('table', 'view') AND lower(name) = lower(?)"
    row = database.execute(query, (layer,)).fetchone()
    return None if row is None else str(row[0])


def _kind(database: sqlite3.Connection, table: str) -> str | None:
    query = "SELECT data_type FROM main.gpkg_contents WHERE lower(table_name) = lower(?)"
    row = database.execute(query, (table,)).fetchone()
    return None if row is None else str(row[0])


def _is_ours(database: sqlite3.Connection, table: str) -> bool:
    """Whether Terralex made a layer: ours have their provenance as metadata."""
    if not {"gpkg_metadata", "gpkg_metadata_reference"} <= _tables(database):
        return False
    query = """SELECT 1 FROM main.gpkg_metadata m JOIN main.gpkg_metadata_reference r ON r.md_file_id = m.id
     WHERE lower(r.table_name) = lower(?) AND m.metadata LIKE '%key="provenance"%terralex%'"""
    return database.execute(query, (table,)).fetchone() is not None


def _drop(database: sqlite3.Connection, layer: str) -> None:
    there = _name_in(database, layer)
    if there is None:
        return
    tables = _tables(database)
    columns = database.execute(
        "SELECT column_name FROM main.gpkg_geometry_columns WHERE lower(table_name) = lower(?)", (there,)
    ).fetchall()
    metadata: list[int] = []
    if "gpkg_metadata_reference" in tables:
        query = "SELECT md_file_id FROM main.gpkg_metadata_reference WHERE lower(table_name) = lower(?)"
        metadata = [number for (number,) in database.execute(query, (there,))]
    for (column,) in columns:
        database.execute(f"DROP TABLE IF EXISTS main.{_quoted(f'rtree_{there}_{column}')}")
    database.execute(f"DROP TABLE main.{_quoted(there)}")
    for table in _BY_TABLE:
        if table in tables:
            database.execute(f"DELETE FROM main.{table} WHERE lower(table_name) = lower(?)", (there,))
    for number in metadata:
        database.execute(
            "DELETE FROM main.gpkg_metadata WHERE id = ? AND NOT EXISTS"
            " (SELECT 1 FROM main.gpkg_metadata_reference WHERE md_file_id = ? OR md_parent_id = ?)",
            (number, number, number),
        )


def _copy(database: sqlite3.Connection, layer: str) -> None:
    for name in _OPTIONAL:
        if name in _tables(database, "made") and name not in _tables(database):
            database.execute(_sql_of(database, name))
    old_srs, new_srs = _systems(database, layer)
    column = _geometry_column(database, layer, "made")
    table = _quoted(layer)
    database.execute(_sql_of(database, layer))
    database.execute(f"INSERT INTO main.{table} SELECT * FROM made.{table}")
    if old_srs != new_srs:
        database.create_function("terralex_in_system", 2, _in_system, deterministic=True)
        at = _quoted(column)
        database.execute(f"UPDATE main.{table} SET {at} = terralex_in_system({at}, ?)", (new_srs,))
    _copy_rows(database, "gpkg_contents", layer, srs_id=new_srs, identifier=_free_identifier(database, layer))
    _copy_rows(database, "gpkg_geometry_columns", layer, srs_id=new_srs)
    for name in ("gpkg_ogr_contents", "gpkg_extensions"):
        if name in _tables(database):
            _copy_rows(database, name, layer)
    _copy_metadata(database, layer)
    tree = f"rtree_{layer}_{column}"
    if tree.lower() in _tables(database, "made"):
        database.execute(_sql_of(database, tree))
        database.execute(f"INSERT INTO main.{_quoted(tree)} SELECT * FROM made.{_quoted(tree)}")
    _copy_triggers(database, layer)


def _copy_triggers(database: sqlite3.Connection, layer: str) -> None:
    """Copied last: triggers of the spatial index call functions that only GDAL and QGIS provide."""
    counts = "gpkg_ogr_contents" in _tables(database)
    query = "SELECT sql FROM made.sqlite_master WHERE type IN ('trigger', 'index') AND tbl_name = ? AND sql NOT NULL"
    for (sql,) in database.execute(query, (layer,)).fetchall():
        if counts or "gpkg_ogr_contents" not in sql:
            database.execute(sql)


def _copy_rows(database: sqlite3.Connection, table: str, layer: str, **changed: object) -> None:
    """Copy the rows about the layer, with the columns that both files have."""
    own = [row[1] for row in database.execute(f"PRAGMA main.table_info({table})")]
    theirs = [row[1] for row in database.execute(f"PRAGMA made.table_info({table})")]
    names = [name for name in theirs if name in own]
    rows = database.execute(
        f"SELECT {', '.join(names)} FROM made.{table} WHERE lower(table_name) = lower(?)", (layer,)
    ).fetchall()
    for row in rows:
        values = dict(zip(names, row, strict=True)) | changed
        _insert(database, table, values)


def _insert(database: sqlite3.Connection, table: str, values: dict[str, object]) -> None:
    marks = ", ".join("?" for _ in values)
    database.execute(f"INSERT INTO main.{table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def _copy_metadata(database: sqlite3.Connection, layer: str) -> None:
    if "gpkg_metadata_reference" not in _tables(database, "made"):
        return
    query = "SELECT md_file_id FROM made.gpkg_metadata_reference WHERE lower(table_name) = lower(?)"
    for (number,) in database.execute(query, (layer,)).fetchall():
        columns = "md_scope, md_standard_uri, mime_type, metadata"
        row = database.execute(f"SELECT {columns} FROM made.gpkg_metadata WHERE id = ?", (number,)).fetchone()
        (free,) = database.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM main.gpkg_metadata").fetchone()
        _insert(database, "gpkg_metadata", {"id": free, **dict(zip(columns.split(", "), row, strict=True))})
        facts = database.execute(
            "SELECT reference_scope, table_name FROM made.gpkg_metadata_reference WHERE md_file_id = ?", (number,)
        ).fetchone()
        _insert(
            database,
            "gpkg_metadata_reference",
            {"reference_scope": facts[0], "table_name": facts[1], "md_file_id": free},
        )
    for name in ("gpkg_metadata", "gpkg_metadata_reference"):  # the file declares that it uses this extension
        known = "SELECT 1 FROM main.gpkg_extensions WHERE lower(table_name) = ?"
        if database.execute(known, (name,)).fetchone() is None:
            _copy_rows(database, "gpkg_extensions", name)


def _systems(database: sqlite3.Connection, layer: str) -> tuple[int, int]:
    """Number of the layer's CRS in the new file and in the existing one, where it is added if needed."""
    (old,) = database.execute(
        "SELECT srs_id FROM made.gpkg_geometry_columns WHERE lower(table_name) = lower(?)", (layer,)
    ).fetchone()
    names = [row[1] for row in database.execute("PRAGMA made.table_info(gpkg_spatial_ref_sys)")]
    row = database.execute("SELECT * FROM made.gpkg_spatial_ref_sys WHERE srs_id = ?", (old,)).fetchone()
    system = dict(zip(names, row, strict=True))
    numbered = str(system["organization"]).upper() != "NONE" and old > 0
    same = "organization_coordsys_id = :organization_coordsys_id" if numbered else "definition = :definition"
    found = database.execute(
        f"SELECT srs_id FROM main.gpkg_spatial_ref_sys WHERE {same} AND upper(organization) = upper(:organization)"
        " ORDER BY srs_id <> :srs_id",
        system,
    ).fetchone()
    if found is not None:
        return old, int(found[0])
    (highest, taken) = database.execute(
        "SELECT MAX(srs_id), SUM(srs_id = ?) FROM main.gpkg_spatial_ref_sys", (old,)
    ).fetchone()
    new = max(int(highest), _OWN_SRS_FROM - 1) + 1 if taken else old
    own = [row[1] for row in database.execute("PRAGMA main.table_info(gpkg_spatial_ref_sys)")]
    values = {name: system.get(name, "undefined") for name in own if name in system or name == "definition_12_063"}
    _insert(database, "gpkg_spatial_ref_sys", values | {"srs_id": new})
    return old, new


def _in_system(geometry: bytes | None, number: int) -> bytes | None:
    """A geometry with another CRS number in its header."""
    if geometry is None or len(geometry) < _SRS_AT.stop:
        return geometry
    order = "<" if geometry[3] & 1 else ">"
    return geometry[: _SRS_AT.start] + struct.pack(f"{order}i", number) + geometry[_SRS_AT.stop :]


def _free_identifier(database: sqlite3.Connection, layer: str) -> str:
    taken = {str(name) for (name,) in database.execute("SELECT identifier FROM main.gpkg_contents")}
    names = (layer, *(f"{layer} {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _geometry_column(database: sqlite3.Connection, layer: str, schema: str = "main") -> str:
    query = f"SELECT column_name FROM {schema}.gpkg_geometry_columns WHERE lower(table_name) = lower(?)"
    return str(database.execute(query, (layer,)).fetchone()[0])


def _sql_of(database: sqlite3.Connection, name: str) -> str:
    query = "SELECT sql FROM made.sqlite_master WHERE type = 'table' AND lower(name) = lower(?)"
    return str(database.execute(query, (name,)).fetchone()[0])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
