"""A layer goes into a GeoPackage in one transaction; whatever else is in it, and whoever has it open, is left alone."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from backend.errors import OutputNotWritable
from backend.output import geopackage
from backend.output.vector import write_vector

CUSTOM = (
    'PROJCS["site",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
    'PARAMETER["central_meridian",CM],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],'
    'PARAMETER["false_northing",0],UNIT["metre",1]]'
)


def squares(count: int) -> list[shapely.Polygon]:
    return [shapely.box(500_000 + x, 5_100_000, 500_001 + x, 5_100_001) for x in range(count)]


def write(path: Path, count: int = 3, layer: str = "regions", crs: str = "EPSG:32632", **options: object) -> None:
    write_vector(path, squares(count), crs, {"n": np.arange(count)}, layer, {"query": "é"}, **options)  # type: ignore[arg-type]


def foreign(path: Path, layer: str, crs: str = "EPSG:32632", append: bool = False) -> None:
    """A layer that another program made."""
    pyogrio.raw.write(
        path, geometry=shapely.to_wkb(np.array(squares(2))), field_data=[np.array([7, 8])], fields=np.array(["n"]),
        layer=layer, driver="GPKG", geometry_type="Polygon", crs=crs, append=append,
    )  # fmt: skip


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The user's own: two layers, a table without geometry, a style, an edit that is not our business."""
    path = tmp_path / "project.gpkg"
    foreign(path, "buildings")
    foreign(path, "roads", "EPSG:4326", append=True)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
        database.execute("INSERT INTO notes (text) VALUES ('call the mayor')")
        database.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT,"
                         " f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT, styleName TEXT,"
                         " styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT,"
                         " ui TEXT, update_time DATETIME)")  # fmt: skip
        database.execute("INSERT INTO layer_styles (f_table_name, styleName, styleQML, useAsDefault)"
                         " VALUES ('buildings', 'red', '<qgis/>', 1)")  # fmt: skip
    return path


def everything_but(path: Path, layer: str) -> dict[str, list[object]]:
    """All rows of all tables that do not speak of a layer."""
    found: dict[str, list[object]] = {}
    with closing(sqlite3.connect(path)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if name.startswith(("sqlite_", "gpkg_metadata")) or layer in name:
                continue
            rows = [row for row in database.execute(f'SELECT * FROM "{name}"') if layer not in row]
            if name != "gpkg_extensions":
                found[name] = list(rows)
    return found


def assert_whole(path: Path, layer: str, count: int) -> None:
    """GDAL reads it, through its spatial index too, and may edit it."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute(f'SELECT count(*) FROM "rtree_{layer}_geometry"').fetchone() == (count,)
    assert pyogrio.read_info(path, layer=layer)["features"] == count
    meta, _, geometry, _ = pyogrio.raw.read(path, layer=layer, bbox=(500_000.2, 5_100_000.2, 500_000.4, 5_100_000.4))
    assert [shape.equals(squares(1)[0]) for shape in shapely.from_wkb(geometry)] == [True]
    copy = path.with_name("copy.gpkg")
    shutil.copy(path, copy)
    pyogrio.raw.write(
        copy, geometry=shapely.to_wkb(np.array(squares(1))), field_data=[np.array([99])], fields=np.array(["n"]),
        layer=layer, driver="GPKG", geometry_type="Polygon", crs=meta["crs"], append=True,
    )  # fmt: skip
    assert pyogrio.read_info(copy, layer=layer)["features"] == count + 1
    copy.unlink()


def test_all_other_layers_tables_and_styles_stay(package: Path) -> None:
    before = everything_but(package, "regions")
    write(package, style="<qgis>new</qgis>")
    assert everything_but(package, "regions") == before
    assert {name for name, _ in pyogrio.list_layers(package)} >= {"buildings", "roads", "regions"}
    assert_whole(package, "regions", 3)
    with closing(sqlite3.connect(package)) as database:
        styles = "SELECT f_table_name, styleName, useAsDefault FROM layer_styles"
        assert database.execute(styles).fetchall() == [("buildings", "red", 1), ("regions", "classes", 1)]


def test_our_own_layer_is_replaced_and_leaves_nothing(package: Path) -> None:
    write(package, 5, style="<qgis>1</qgis>")
    once = everything_but(package, "nothing")
    write(package, 4, style="<qgis>2</qgis>")
    write(package, 5, style="<qgis>1</qgis>")
    assert_whole(package, "regions", 5)
    again = everything_but(package, "nothing")
    assert {name: len(rows) for name, rows in again.items()} == {name: len(rows) for name, rows in once.items()}
    with closing(sqlite3.connect(package)) as database:
        for table in ("gpkg_metadata", "gpkg_metadata_reference"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)


def test_a_style_that_a_person_chose_for_our_layer_stays_the_default(package: Path) -> None:
    write(package, style="<qgis>1</qgis>")
    with closing(sqlite3.connect(package)) as database, database:
        database.execute("UPDATE layer_styles SET useAsDefault = 0 WHERE f_table_name = 'regions'")
        database.execute("INSERT INTO layer_styles (f_table_name, styleName, styleQML, useAsDefault)"
                         " VALUES ('regions', 'mine', '<qgis/>', 1)")  # fmt: skip
    write(package, style="<qgis>2</qgis>")
    with closing(sqlite3.connect(package)) as database:
        styles = "SELECT styleName, useAsDefault FROM layer_styles WHERE f_table_name = 'regions' ORDER BY 1"
        assert database.execute(styles).fetchall() == [("classes", 0), ("mine", 1)]


@pytest.mark.parametrize("layer", ["buildings", "Buildings"])
def test_a_layer_of_this_name_that_is_not_ours_is_refused_unless_told_to(package: Path, layer: str) -> None:
    before = package.read_bytes()
    with pytest.raises(OutputNotWritable, match=r"project\.gpkg already has a layer 'buildings' .* --overwrite"):
        write(package, layer=layer)
    assert package.read_bytes() == before
    write(package, layer=layer, overwrite=True)
    assert_whole(package, layer, 3)


def test_a_table_that_is_no_layer_is_never_replaced(package: Path) -> None:
    with pytest.raises(OutputNotWritable, match="already has a table 'notes'"):
        write(package, layer="notes", overwrite=True)


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\0 but torn"])
def test_a_file_that_is_no_geopackage_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(content)
    with pytest.raises(OutputNotWritable, match="is not a GeoPackage"):
        write(path)
    assert path.read_bytes() == content
    write(path, overwrite=True)
    assert_whole(path, "regions", 3)


def test_an_empty_file_and_the_journals_of_a_lost_one_are_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    foreign(path, "old")
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        with database:
            database.execute("CREATE TABLE more (n)")
        wal = path.with_name("a.gpkg-wal").read_bytes()
    path.write_bytes(b"")
    path.with_name("a.gpkg-wal").write_bytes(wal)
    write(path)
    assert_whole(path, "regions", 3)
    assert [name for name, _ in pyogrio.list_layers(path)] == ["regions"]


def test_qgis_may_have_it_open_and_read_from_it(package: Path) -> None:
    with closing(sqlite3.connect(package, isolation_level=None)) as qgis:
        qgis.execute("PRAGMA journal_mode = WAL")
        qgis.execute("BEGIN")
        assert qgis.execute("SELECT count(*) FROM buildings").fetchone() == (2,)
        write(package)
        assert qgis.execute("SELECT count(*) FROM gpkg_contents WHERE table_name = 'regions'").fetchone() == (0,)
        qgis.execute("COMMIT")
        assert qgis.execute("SELECT count(*) FROM regions").fetchone() == (3,)
        assert qgis.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert_whole(package, "regions", 3)


def test_an_edit_that_is_not_saved_yet_is_waited_for_and_then_said(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geopackage, "BUSY_S", 0.2)
    with closing(sqlite3.connect(package, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE draft (n)")
        with pytest.raises(OutputNotWritable, match="another program is writing to it"):
            write(package)
        other.execute("ROLLBACK")
    assert [file.name for file in package.parent.iterdir()] == ["project.gpkg"]


KILLED = """
import os, signal, sys
from pathlib import Path
import shapely
from backend.output import geopackage
from backend.output.vector import write_vector
geopackage.{moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
write_vector(Path(sys.argv[1]), [shapely.box(0, 0, 1, 1)] * 20_000, "EPSG:32632", {{}}, "regions")
"""


@pytest.mark.parametrize("wal", [False, True])
@pytest.mark.parametrize("moment", ["_copy", "_copy_triggers"])
def test_killed_in_the_middle_it_is_as_before(package: Path, moment: str, wal: bool) -> None:
    if wal:
        with closing(sqlite3.connect(package)) as database:
            database.execute("PRAGMA journal_mode = WAL")
    write(package)
    before = everything_but(package, "nothing")
    done = subprocess.run([sys.executable, "-c", KILLED.format(moment=moment), str(package)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert everything_but(package, "nothing") == before
    assert_whole(package, "regions", 3)
    write(package, 4)
    assert_whole(package, "regions", 4)
    assert [file.name for file in package.parent.iterdir() if file.name.startswith(".")] == []


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:2193", CUSTOM.replace("CM", "9"), CUSTOM.replace("CM", "12")])
def test_a_reference_system_is_the_same_afterwards(tmp_path: Path, crs: str) -> None:
    path, alone = tmp_path / "a.gpkg", tmp_path / "b.gpkg"
    foreign(path, "buildings", CUSTOM.replace("CM", "9"))
    write(path, crs=crs)
    write(alone, crs=crs)
    assert pyogrio.read_info(path, layer="regions")["crs"] == pyogrio.read_info(alone, layer="regions")["crs"]
    with closing(sqlite3.connect(path)) as database:
        (number,) = database.execute("SELECT srs_id FROM gpkg_contents WHERE table_name = 'regions'").fetchone()
        (geometry,) = database.execute("SELECT geometry FROM regions LIMIT 1").fetchone()
    assert int.from_bytes(geometry[4:8], "little", signed=True) == number


def test_a_folder_may_be_called_as_people_call_folders(tmp_path: Path) -> None:
    for name in ("!Projects", "a;b", "what?", "100%", "#1"):
        folder = tmp_path / name
        folder.mkdir()
        for file in ("a.gpkg", "b!c.geojson", "d.fgb"):
            write(folder / file)
            write(folder / file, 2)
        assert sorted(found.name for found in folder.iterdir()) == ["a.gpkg", "b!c.geojson", "d.fgb"]
        assert_whole(folder / "a.gpkg", "regions", 2) if name == "100%" else None


def test_columns_that_differ_in_case_alone_are_told_apart(tmp_path: Path) -> None:
    columns = {"Name": ["A"], "name": ["b"], "TYPE": [1], "type": [2], "type_2": [3]}
    write_vector(tmp_path / "a.gpkg", squares(1), "EPSG:32632", columns, "things")
    meta, _, _, values = pyogrio.raw.read(tmp_path / "a.gpkg")
    assert {name: value.tolist()[0] for name, value in zip(meta["fields"], values, strict=True)} == {
        "Name": "A", "name_2": "b", "TYPE": 1, "type_3": 2, "type_2": 3,
    }  # fmt: skip
