"""Results as a user finds them again: tables, style and provenance, without the plugin."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from terralex.core import results
from terralex.core.errors import BadReply, OutputNotWritable
from terralex.core.region import Region, merge_ranked, parse_regions, to_geojson, within

FROM = {
    "query": ["tanks"],
    "model": "terralex-mini",
    "revision": "r1",
    "time": "2026-01-01T00:00:00Z",
    "layer": "Ortho",
}


def region(rank: int, relevance: float, west: float = 8.0) -> Region:
    box = QgsGeometry.fromRect(QgsRectangle(west, 46.0, west + 0.01, 46.01))
    return Region(rank, relevance / 2, relevance, 100.0, 3, box)


def test_regions_come_back_styled_and_with_their_provenance(tmp_path: Path) -> None:
    file = tmp_path / "map_terralex.gpkg"
    found = [region(1, 0.9), region(2, 0.4, 8.1)]
    results.write_regions(file, "tanks", found, "EPSG:32632", "tanks", "cars", FROM)
    layer = QgsVectorLayer(f"{file}|layername=tanks", "again", "ogr")
    assert layer.isValid() and layer.crs().authid() == "EPSG:32632" and layer.featureCount() == 2
    assert layer.renderer().type() == "graduatedSymbol" and layer.renderer().classAttribute() == "relevance"
    first = next(layer.getFeatures("rank = 1"))
    assert (first["query"], first["unwanted"], first["model"], first["status"]) == (
        "tanks",
        "cars",
        "terralex-mini",
        "",
    )
    assert first.geometry().isGeosValid()
    dataset = gdal.OpenEx(str(file))
    kept = dataset.GetLayerByName("tanks").GetMetadataItem("provenance")
    assert json.loads(kept)["revision"] == "r1"


def test_a_second_run_is_a_second_table(tmp_path: Path) -> None:
    file = tmp_path / "r.gpkg"
    for _ in range(2):
        results.write_regions(
            file, results.table_name(file, "Öl-Tanks; Silos"), [region(1, 0.9)], "EPSG:4326", "q", "", FROM
        )
    with sqlite3.connect(file) as database:
        tables = {row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")}
    assert {"öl_tanks_silos", "öl_tanks_silos_2"} <= tables
    assert QgsVectorLayer(f"{file}|layername=öl_tanks_silos_2", "x", "ogr").renderer().type() == "graduatedSymbol"


def test_layers_are_grouped_by_run_and_say_where_they_come_from(tmp_path: Path) -> None:
    file = tmp_path / "r.gpkg"
    results.write_regions(file, "tanks", [region(1, 0.9)], "EPSG:4326", "tanks", "", FROM)
    layer = results.open_result(file, "tanks", "tanks", FROM)
    results.add_to_group(layer, "Terralex: tanks")
    group = QgsProject.instance().layerTreeRoot().findGroup("Terralex: tanks")
    assert [node.layer().name() for node in group.findLayers()] == ["tanks"]
    assert "terralex-mini" in layer.metadata().abstract()


def test_results_lie_beside_the_project(tmp_path: Path) -> None:
    project = tmp_path / "survey.qgz"
    assert results.results_file().parent.name == "results"
    QgsProject.instance().write(str(project))
    assert results.results_file() == tmp_path / "survey_terralex.gpkg"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputNotWritable, match=r"r\.gpkg"):
        results.write_regions(tmp_path / "file" / "r.gpkg", "t", [region(1, 0.9)], "EPSG:4326", "q", "", FROM)


def test_regions_of_several_extents_are_ranked_as_one() -> None:
    merged = merge_ranked([[region(1, 0.5), region(2, 0.2)], [region(1, 0.9)]], top=2)
    assert [(one.rank, one.relevance) for one in merged] == [(1, 0.9), (2, 0.5)]


def test_a_mask_keeps_what_it_meets() -> None:
    mask = QgsGeometry.fromRect(QgsRectangle(8.09, 45, 8.2, 47))
    assert [one.rank for one in within([region(1, 0.9), region(2, 0.4, 8.1)], mask)] == [1]


def test_geojson_of_the_server_is_read_and_nonsense_is_said() -> None:
    box = json.loads(QgsGeometry.fromRect(QgsRectangle(8, 46, 8.1, 46.1)).asJson())
    row = {"rank": 1, "score": 0.3, "relevance": 0.8, "window_m": 50.0, "windows": 2}
    (found,) = parse_regions([{"geometry": box, "properties": row}])
    assert found.geometry.area() == pytest.approx(0.01)
    crs = QgsVectorLayer("Polygon?crs=EPSG:4326", "x", "memory").crs()
    assert to_geojson(found.geometry, crs)["type"] == "Polygon"
    for broken in (
        [{"properties": row}],
        [{"geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": row}],
        5,
    ):
        with pytest.raises(BadReply):
            parse_regions(broken)
