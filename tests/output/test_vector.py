"""Vector files: types, ids, CRS, styles."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely

from backend import __version__
from backend.output.qgis_style import Category, category_names, polygon_style, raster_style
from backend.output.vector import write_vector

SQUARES = [shapely.box(500_000 + x, 5_100_000, 500_001 + x, 5_100_001) for x in range(3)]
LEGEND = [Category("A & <b>", "A & <b>", "#102030"), Category("中文", "中文", "#ff0000")]


@pytest.mark.parametrize("name", ["a.gpkg", "a.fgb", "a.geojson"])
def test_missing_values_keep_the_type_of_their_column(tmp_path: Path, name: str) -> None:
    columns = {"i": pa.array([1, None, 3], pa.int32()), "t": np.array(["a", None, "ü"], dtype=object), "r": [0.5, 1, 2]}
    write_vector(tmp_path / name, SQUARES, "EPSG:32632", columns, "things", {"made": "here"})
    meta, table = pyogrio.read_arrow(tmp_path / name)
    rows = sorted(table.to_pylist(), key=lambda row: row["r"])
    assert [row["i"] for row in rows] == [1, None, 3] and [row["t"] for row in rows] == ["a", None, "ü"]
    assert table.column("i").type == pa.int32()
    assert meta["crs"] == ("EPSG:4326" if name == "a.geojson" else "EPSG:32632")


def test_features_keep_their_ids_where_the_format_has_ids(tmp_path: Path) -> None:
    fids = np.array([9, 4, 70])
    for name in ("a.gpkg", "a.geojson", "a.fgb"):
        write_vector(tmp_path / name, SQUARES, "EPSG:32632", {"n": [0, 1, 2]}, "things", fids=fids)
    for name in ("a.gpkg", "a.geojson"):
        meta, found, _, fields = pyogrio.raw.read(tmp_path / name, return_fids=True)
        assert dict(zip(found.tolist(), fields[0], strict=True)) == {9: 0, 4: 1, 70: 2}
        assert list(meta["fields"]) == ["n"]
    meta, _, _, fields = pyogrio.raw.read(tmp_path / "a.fgb")
    assert dict(zip(*(column.tolist() for column in fields), strict=True)) == {9: 0, 4: 1, 70: 2}


def test_a_column_may_be_called_like_what_the_format_needs(tmp_path: Path) -> None:
    columns = {"fid": [7, 7, 7], "geometry": ["a", "b", "c"]}
    write_vector(tmp_path / "a.gpkg", SQUARES, "EPSG:32632", columns, "things", fids=np.array([3, 2, 1]))
    meta, found, wkb, fields = pyogrio.raw.read(tmp_path / "a.gpkg", return_fids=True)
    assert dict(zip(meta["fields"], (list(f) for f in fields), strict=True)) == {
        "fid": [7, 7, 7], "geometry": ["c", "b", "a"],
    }  # fmt: skip
    assert found.tolist() == [1, 2, 3] and shapely.from_wkb(wkb[0]).equals(SQUARES[2])


def test_no_features_and_no_geometry_are_written(tmp_path: Path) -> None:
    write_vector(tmp_path / "a.gpkg", [], "EPSG:32632", {"n": np.empty(0, np.int32)}, "things")
    assert pyogrio.read_info(tmp_path / "a.gpkg")["features"] == 0
    write_vector(tmp_path / "b.gpkg", [None, SQUARES[0]], "EPSG:32632", {"n": [1, 2]}, "things")
    assert [shape is None for shape in shapely.from_wkb(pyogrio.raw.read(tmp_path / "b.gpkg")[2])] == [True, False]


def test_polygons_among_multipolygons_become_such(tmp_path: Path) -> None:
    shapes = [SQUARES[0], shapely.MultiPolygon(SQUARES[::2]), None, shapely.Polygon()]
    for name in ("a.gpkg", "a.fgb"):
        write_vector(tmp_path / name, shapes, "EPSG:32632", {"n": [0, 1, 2, 3]}, "things")
        assert pyogrio.read_info(tmp_path / name)["geometry_type"] == "MultiPolygon"
        assert pyogrio.read_info(tmp_path / name)["features"] == 4


def test_a_geopackage_carries_provenance_and_a_default_style(tmp_path: Path) -> None:
    style = polygon_style("label", LEGEND, outlined=True)
    columns = {"label": ["A & <b>", "中文", "x"]}
    write_vector(tmp_path / "a.gpkg", SQUARES, "EPSG:32632", columns, "things", {"made": "é"}, style=style)
    told = json.loads(pyogrio.read_info(tmp_path / "a.gpkg", layer="things")["layer_metadata"]["provenance"])
    assert told == {"terralex": __version__, "made": "é"}
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as database:
        query = "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        assert database.execute(query).fetchall() == [("things", "geometry", 1, style)]
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    root = ET.fromstring(style.partition("\n")[2])
    assert [one.get("value") for one in root.iter("category")] == ["A & <b>", "中文"]


def test_styles_of_rasters_name_values() -> None:
    legend = [Category(1, "Wald & Wiese", "#00ff00"), Category(0, "other", "#999999")]
    entries = list(ET.fromstring(raster_style(1, legend).partition("\n")[2]).iter("paletteEntry"))
    assert [entries[0].get(key) for key in ("value", "label", "color")] == ["1", "Wald & Wiese", "#00ff00"]
    told = ET.fromstring(category_names(("class", "confidence"), legend))
    assert [one.text for one in told.iter("Category")] == ["other", "Wald & Wiese"]
