"""Results as a user finds them again: tables, style and provenance, without the plugin."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from in_qgis_world import World
from osgeo import gdal
from qgis.core import QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from terralex.core import project_layers, results
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


def test_layers_are_in_one_group_and_say_where_they_come_from(tmp_path: Path) -> None:
    file = tmp_path / "r.gpkg"
    results.write_regions(file, "tanks", [region(1, 0.9)], "EPSG:4326", "tanks", "", FROM)
    layer = project_layers.open_result(file, "tanks", "tanks", FROM)
    project_layers.add_to_group(layer)
    group = QgsProject.instance().layerTreeRoot().findGroup("Terralex")
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


def tables_of(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as database:
        return {row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_disk_that_is_full_is_told_of_and_keeps_what_was_there(small_disk: Path) -> None:
    file = small_disk / "r.gpkg"
    results.write_regions(file, "first", [region(1, 0.9)], "EPSG:4326", "q", "", FROM)
    many = [region(rank, 0.5) for rank in range(1, 3000)]
    with pytest.raises(OutputNotWritable, match=r"r\.gpkg cannot be written: the disk is full"):
        results.write_regions(file, "second", many, "EPSG:4326", "q", "", FROM)
    assert tables_of(file) == {"first", "layer_styles"}
    assert QgsVectorLayer(f"{file}|layername=first", "first", "ogr").featureCount() == 1


def test_a_disk_that_is_full_from_the_start_is_left_as_it_was(small_disk: Path) -> None:
    (small_disk / "fill").write_bytes(b"x" * 250_000)
    with pytest.raises(OutputNotWritable, match=r"r\.gpkg cannot be written"):
        results.write_regions(small_disk / "r.gpkg", "first", [region(1, 0.9)], "EPSG:4326", "q", "", FROM)
    with pytest.raises(OutputNotWritable):
        results.keep_raster(small_disk / "r.gpkg", b"x" * 60_000, "classes", b"", b"")
    assert [file.name for file in small_disk.rglob("*") if file.is_file()] == ["fill"]


def test_a_file_in_which_somebody_writes_is_told_of_before_the_work(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "LOCK_PATIENCE_S", 0.2)
    file = tmp_path / "r.gpkg"
    results.write_regions(file, "first", [region(1, 0.9)], "EPSG:4326", "q", "", FROM)
    results.check_writable(file)
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OutputNotWritable, match="another program"):
            results.check_writable(file)
        with pytest.raises(OutputNotWritable, match="another program"):
            results.table_name(file, "second")
    assert tables_of(file) == {"first", "layer_styles"}


AS_SOMEBODY_ELSE = """
import os, sys
from pathlib import Path
from terralex.core.errors import OutputNotWritable
from terralex.core.results import check_writable
os.chdir(sys.argv[1])
if os.getuid() == 0:
    os.setuid(65534)  # root may write anywhere
try:
    check_writable(Path("r.gpkg"))
except OutputNotWritable as error:
    print(error)
"""


def test_a_folder_that_may_not_be_written_is_told_of_before_the_work(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "read_only"
    folder.mkdir()
    folder.chmod(0o555)
    done = subprocess.run([sys.executable, "-c", AS_SOMEBODY_ELSE, str(folder)], capture_output=True, text=True)
    assert done.stdout.strip() == "r.gpkg cannot be written: permission denied.", done.stderr


def test_results_of_an_unsaved_project_are_there_when_it_is_opened_again(world: World, tmp_path: Path) -> None:
    file = results.results_file()
    assert file.parent.name == "results" and file.name.startswith("unsaved_")
    table = results.table_name(file, "tanks")
    results.write_regions(file, table, [region(1, 0.9)], "EPSG:4326", "tanks", "", FROM)
    layer = project_layers.open_result(file, table, "tanks", FROM)
    layer.loadDefaultStyle()
    project_layers.add_to_group(layer)
    project = tmp_path / "survey.qgz"
    assert QgsProject.instance().write(str(project))
    QgsProject.instance().clear()
    assert QgsProject.instance().read(str(project))
    (layer,) = QgsProject.instance().mapLayersByName("tanks")
    assert layer.isValid() and layer.featureCount() == 1
    assert layer.renderer().type() == "graduatedSymbol" and "terralex-mini" in layer.metadata().abstract()


def test_results_open_in_a_program_without_the_plugin(tmp_path: Path) -> None:
    file = tmp_path / "r.gpkg"
    results.write_regions(file, "tanks", [region(1, 0.9)], "EPSG:4326", "tanks", "", FROM)
    program = (
        "import sys; from qgis.core import QgsApplication, QgsVectorLayer\n"
        "app = QgsApplication([], False); app.initQgis()\n"
        "layer = QgsVectorLayer(sys.argv[1] + '|layername=tanks', 'x', 'ogr')\n"
        "print(layer.featureCount(), layer.renderer().type(), 'terralex' in sys.modules)\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, text=True, env=environment)
    assert done.stdout.split()[-3:] == ["1", "graduatedSymbol", "False"], done.stderr


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
