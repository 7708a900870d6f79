"""What goes wrong for who uses the plugin every day: each of these was seen, and is mended."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from backend_process import BackendProcess
from in_qgis_world import World
from osgeo import gdal
from plugin_fixtures import LONG_S, count_everything, idle, load_plugin, search, show
from qgis.core import QgsGeometry, QgsPointXY, QgsProject, QgsRasterLayer, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from terralex.compat import in_group
from terralex.core import project_layers, results
from terralex.core.backend_manager import RUNNING
from terralex.core.coverage_task import Coverage, CoverageTask, coverage_sentence
from terralex.core.errors import OutputNotWritable
from terralex.core.label_set import LabelClass
from terralex.core.paths import user_folder
from terralex.core.region import ACCEPTED, REJECTED, Region
from terralex.core.replies import IndexState, NamedLayer
from terralex.gui.label_panel import FEATURES
from terralex.gui.options_page import OptionsPage

FROM = {"query": ["tanks"], "model": "terralex-mini", "revision": "r1", "time": "2026-01-01T00:00:00Z", "layer": "Map"}


@pytest.fixture
def plugin(world: World, backend: BackendProcess) -> Iterator[Any]:
    made = load_plugin(world, backend)
    yield made
    made.unload()


@pytest.fixture
def layer(world: World, sample: Path) -> QgsRasterLayer:
    return show(world, sample / "sample.tif", "Sample")


def region(rank: int, relevance: float, west: float = 8.0) -> Region:
    box = QgsGeometry.fromRect(QgsRectangle(west, 46.0, west + 0.01, 46.01))
    return Region(rank, relevance / 2, relevance, 100.0, 3, box)


def refine(world: World, controller: Any) -> None:
    controller.refine()
    world.wait(lambda: idle(controller), LONG_S)


def shared(one: QgsGeometry, other: QgsGeometry) -> float:
    return float(one.intersection(other).area() / min(one.area(), other.area()))


def test_a_rejected_place_never_comes_back(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    count_everything()
    controller = search(world, plugin, "farmland")
    view = controller.panel.list
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_A)
    (kept,) = [one.geometry for one in view.regions.regions(ACCEPTED)]
    gone: list[QgsGeometry] = []
    for _ in range(2):
        refused = next(one for one in view.regions.regions("") if not one.mark)
        view.select_rank(refused.rank)
        QTest.keyClick(view, Qt.Key.Key_R)
        gone.append(QgsGeometry(refused.geometry))
        refine(world, controller)
        shown = view.regions.regions()
        assert all(shared(one.geometry, place) < 0.01 for one in shown for place in gone)
        (still,) = view.regions.regions(ACCEPTED)
        assert shared(still.geometry, kept) > 0.99, "what was accepted is there, and accepted"
        assert len(controller.panel.examples.examples.like) == 1, "and counts once"
    statuses = {row["rank"]: row["status"] for row in controller.result.layer.getFeatures()}
    assert statuses[still.rank] == ACCEPTED
    # The same words again: what was rejected stays away.
    search(world, plugin, "farmland")
    assert all(shared(one.geometry, place) < 0.01 for one in view.regions.regions() for place in gone)
    view.select_rank(view.regions.regions(ACCEPTED)[0].rank)
    QTest.keyClick(view, Qt.Key.Key_A)
    controller.refine()
    assert not controller.panel.examples.examples.like, "taken back is taken back"
    world.wait(lambda: idle(controller), LONG_S)


def test_rejecting_alone_refines_a_search_by_words(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    count_everything()
    controller = search(world, plugin, "farmland")
    QTest.keyClick(controller.panel.list, Qt.Key.Key_Return)
    QTest.keyClick(controller.panel.list, Qt.Key.Key_R)
    (refused,) = controller.panel.list.regions.regions(REJECTED)
    refine(world, controller)
    shown = controller.panel.list.regions.regions()
    assert shown and all(shared(one.geometry, refused.geometry) < 0.01 for one in shown)


def test_a_presets_name_stands_over_its_own_classes_alone(world: World, plugin: Any, tmp_path: Path) -> None:
    panel = plugin.open_dock().labels.panel
    panel.load_preset("eurosat")
    title = panel.set_title
    assert panel.preset.currentData() == "eurosat" and title == panel.preset.currentText()
    panel.classes.remove({0})
    assert panel.preset.currentIndex() == 0 and panel.set_title != title
    panel.load_preset("eurosat")
    assert panel.set_title == title
    (tmp_path / "mine.csv").write_text("name\nroof\nmeadow\n")
    panel.load_csv(tmp_path / "mine.csv")
    assert panel.preset.currentIndex() == 0 and panel.set_title == "mine"


def test_what_is_said_of_a_missing_server_goes_when_there_is_one(world: World, plugin: Any) -> None:
    for controller in (plugin.open_dock().search, plugin.dock.labels):
        controller._no_server("The local server is not installed.")
        assert "not installed" in controller.panel.message.text()
        plugin.manager.state_changed.emit(RUNNING)
        assert controller.panel.message.text() == ""
        controller._no_server("The local server is not installed.")
        controller.panel.say("Something else.")
        plugin.manager.state_changed.emit(RUNNING)
        assert controller.panel.message.text() == "Something else."


def test_an_index_of_other_sizes_is_not_the_one_that_answers(
    world: World, backend: BackendProcess, layer: QgsRasterLayer
) -> None:
    usual = IndexState("m", True, 1.0, (50.0, 100.0))
    named = NamedLayer("1", "Map", "ready", "", {"window_sizes_m": [50.0, 100.0]}, (usual,))
    from terralex.core.layer_source import describe_layer

    source = describe_layer(layer)
    assert CoverageTask(backend.connection, source, (), "")._share(named) == 1.0
    assert CoverageTask(backend.connection, source, (), "", [100.0, 50.0])._share(named) == 1.0
    assert CoverageTask(backend.connection, source, (), "", [25.0])._share(named) == 0.0
    assert "Indexed" in coverage_sentence(Coverage(1.0))
    assert coverage_sentence(Coverage(1.0), working=True) == "", "while the server works there is something to wait for"


def test_the_line_of_the_index_follows_the_sizes(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    world.iface.window.show()
    controller = search(world, plugin, "river")
    line = controller.panel.coverage
    world.wait(lambda: line.text().startswith("Indexed"), 30)
    controller.panel.size.setEditText("77 m")
    world.wait(lambda: line.text().startswith("Not indexed"), 30)


def test_the_regions_of_former_words_leave_the_map_when_the_first_of_others_come(
    world: World, plugin: Any, layer: QgsRasterLayer
) -> None:
    count_everything()
    controller = search(world, plugin, "river")
    former = QgsProject.instance().layerTreeRoot().findLayer(controller.result.layer.id())
    assert former.isVisible()
    # Small windows are so many that the first regions come long before the last.
    controller.panel.size.setEditText("13 m")
    controller.panel.query.setText("farmland")
    controller.search()
    assert former.isVisible(), "as long as there is nothing else"
    world.wait(lambda: controller._so_far._band is not None or idle(controller), LONG_S)
    assert controller._so_far._band is not None and not former.isVisible()
    controller.stop()
    world.wait(lambda: idle(controller), 30)


def test_the_line_of_the_index_follows_the_words(world: World, plugin: Any, sample: Path, tmp_path: Path) -> None:
    """A layer may be indexed for rivers and not for tanks, which are looked for in smaller windows."""
    world.iface.window.show()
    folder = sample / "for-words"
    folder.mkdir()
    try:
        part = gdal.Translate(str(folder / "part.tif"), str(sample / "sample.tif"), srcWin=[200, 200, 500, 500])
        part.FlushCache()
        show(world, folder / "part.tif", "Part")
        controller = search(world, plugin, "river")
        line, query = controller.panel.coverage, controller.panel.query
        world.wait(lambda: line.text().startswith("Indexed"), 30)
        query.setText("storage tank")
        world.wait(lambda: line.text().startswith("Not indexed"), 30)
        query.setText("lake")
        world.wait(lambda: line.text().startswith("Indexed"), 30)
        controller = search(world, plugin, "storage tank")
        world.wait(lambda: line.text().startswith("Indexed"), 30)
    finally:
        shutil.rmtree(folder)


def wheel(widget: Any) -> None:
    middle = QPointF(widget.rect().center())
    down = Qt.MouseButton.NoButton
    turned = QWheelEvent(
        *(middle, QPointF(widget.mapToGlobal(widget.rect().center())), QPoint(0, -120), QPoint(0, -120)),
        *(down, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(widget, turned)


def test_the_wheel_over_the_options_changes_nothing(world: World, plugin: Any) -> None:
    page = OptionsPage(plugin._manager())
    page.show()
    panel = plugin.open_dock().labels.panel
    fields = [page.model, page.language, page.regions, page.threshold, page.timeout, page.local_panel.device]
    for field in (*fields, panel.scope, panel.preset, plugin.dock.search.panel.mode):
        before = field.currentIndex() if hasattr(field, "currentIndex") else field.value()
        assert not field.hasFocus()
        wheel(field)
        assert (field.currentIndex() if hasattr(field, "currentIndex") else field.value()) == before
    page.deleteLater()


def test_exported_geojson_is_that_of_the_standard(
    world: World, plugin: Any, layer: QgsRasterLayer, tmp_path: Path
) -> None:
    assert layer.crs().authid() != "EPSG:4326"
    controller = search(world, plugin, "farmland")
    QTest.keyClick(controller.panel.list, Qt.Key.Key_Return)
    QTest.keyClick(controller.panel.list, Qt.Key.Key_A)
    controller.shown.export_to(str(tmp_path / "kept.geojson"))
    written = json.loads((tmp_path / "kept.geojson").read_text())
    assert "crs" not in written
    (row,) = written["features"]
    (kept,) = controller.panel.list.regions.regions(ACCEPTED)
    box = kept.geometry.boundingBox()
    parts = row["geometry"]["coordinates"]
    rings = parts if row["geometry"]["type"] == "Polygon" else [ring for part in parts for ring in part]
    for place in [place for ring in rings for place in ring]:
        assert box.xMinimum() - 1e-6 <= place[0] <= box.xMaximum() + 1e-6
        assert box.yMinimum() - 1e-6 <= place[1] <= box.yMaximum() + 1e-6


def test_an_old_search_is_not_taken_for_polygons_to_label(
    world: World, plugin: Any, layer: QgsRasterLayer, sample: Path
) -> None:
    panel = plugin.open_dock().labels.panel
    search(world, plugin, "farmland")
    assert panel.features.currentLayer() is None, "the regions of a search are a result, not somebody's polygons"
    own = QgsVectorLayer(f"{sample / 'truth.gpkg'}", "zz Fields", "ogr")
    QgsProject.instance().addMapLayer(own)
    panel.scope.setCurrentIndex(panel.scope.findData(FEATURES))
    assert panel.features.currentLayer() == own
    later = QgsVectorLayer(f"{sample / 'truth.gpkg'}", "aa Ponds", "ogr")
    QgsProject.instance().addMapLayer(later)
    assert panel.features.currentLayer() == later, "what was added last"


def test_the_best_three_are_those_of_the_place(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    controller = plugin.open_dock().labels
    controller.panel.classes.show([LabelClass(name) for name in ("tennis court", "river", "beach", "farmland")])
    controller.answer = None
    controller.label()
    world.wait(lambda: idle(controller), 300)
    (raster,) = [one for one in QgsProject.instance().mapLayers().values() if one.name().endswith("(raster)")]
    box, steps = raster.extent(), 24
    said = set()
    for column in range(1, steps):
        for row in range(1, steps):
            x = box.xMinimum() + column / steps * box.width()
            point = QgsPointXY(x, box.yMinimum() + row / steps * box.height())
            number, there = raster.dataProvider().sample(point, 1)
            if not there:
                continue
            controller.show_place(point)
            lines = controller.panel.result.best.text().splitlines()
            assert len(lines) == 3
            shares = [int(line.split(" %")[0]) for line in lines]
            assert shares == sorted(shares, reverse=True)
            if number:
                names = [one.shown for one in controller.answer.request.classes]
                assert lines[0].endswith(names[int(number) - 1])
            said.add(controller.panel.result.best.text())
    areas = controller.layer.featureCount()
    assert len(said) > areas, "one area is not one answer"
    controller.show_place(QgsPointXY(box.xMinimum() - 1000, box.yMinimum()))
    assert "no label" in controller.panel.result.best.text()


def test_results_of_an_unsaved_project_move_with_it(
    world: World, plugin: Any, layer: QgsRasterLayer, tmp_path: Path
) -> None:
    controller = search(world, plugin, "farmland")
    found = controller.result.layer
    profile = user_folder("results").resolve()
    assert profile in Path(found.source().split("|")[0]).resolve().parents
    before = results.provenance_of(controller.answer.file, controller.answer.table)
    assert before["model"]
    QTest.keyClick(controller.panel.list, Qt.Key.Key_Return)
    QTest.keyClick(controller.panel.list, Qt.Key.Key_A)
    project = tmp_path / "survey.qgz"
    assert QgsProject.instance().write(str(project))
    moved = Path(found.source().split("|")[0])
    assert moved == tmp_path / "survey_terralex.gpkg" and found.isValid()
    assert controller.answer.table not in results._tables(controller.answer.file)
    assert results.provenance_of(moved, controller.answer.table) == before
    QTest.keyClick(controller.panel.list, Qt.Key.Key_R)
    statuses = {row["rank"]: row["status"] for row in found.getFeatures()}
    assert (statuses[1], statuses[2]) == (ACCEPTED, REJECTED), "it goes on where the table is now"
    name, count = found.name(), found.featureCount()
    QgsProject.instance().clear()
    assert QgsProject.instance().read(str(project))
    (again,) = QgsProject.instance().mapLayersByName(name)
    assert again.isValid() and again.featureCount() == count and again.renderer().type() == "graduatedSymbol"
    assert Path(again.source().split("|")[0]) == moved


def test_a_class_raster_moves_with_its_project_too(world: World, sample: Path, tmp_path: Path) -> None:
    from terralex.core.result_home import bring_home

    file = results.results_file()
    content = (sample / "sample.tif").read_bytes()
    path = results.keep_raster(file, content, "classes", b"<qgis/>", b"<PAMDataset/>")
    project_layers.add_to_group(project_layers.open_raster(path, "classes", FROM))
    QgsProject.instance().setFileName(str(tmp_path / "survey.qgz"))
    assert bring_home(QgsProject.instance()) == 1
    (moved,) = QgsProject.instance().mapLayersByName("classes")
    there = tmp_path / "survey_terralex" / path.name
    assert Path(moved.source()) == there and moved.isValid() and there.with_suffix(".qml").exists()
    assert not path.exists()


@pytest.fixture
def raising_gdal() -> Iterator[None]:
    """As after DB Manager was opened, or in GDAL 4."""
    gdal.UseExceptions()
    yield
    gdal.DontUseExceptions()


def test_whoever_lets_gdal_raise_gets_our_sentence(raising_gdal: None, tmp_path: Path) -> None:
    file = tmp_path / "r.gpkg"
    results.write_regions(file, "first", [region(1, 0.9)], "EPSG:4326", "q", "", FROM)
    assert results.provenance_of(file, "first")["model"] == "terralex-mini"
    assert results.provenance_of(tmp_path / "none.gpkg", "first") == {}
    broken = tmp_path / "broken.gpkg"
    broken.write_text("no database")
    with pytest.raises(OutputNotWritable, match="broken"):
        results._keep_provenance(broken, "first", FROM)
    with pytest.raises(OutputNotWritable):
        results.write_regions(broken, "first", [region(1, 0.9)], "EPSG:4326", "q", "", FROM)


def test_typed_words_come_before_the_names_that_fit_in_qgis_3_40() -> None:
    """There no score of a result counts: results without a group, then groups by their scores."""

    class Result:
        group, groupScore = "", 0.0

    one: Any = Result()
    in_group(one, "Matching names", 1.0)
    assert (one.group, one.groupScore) == ("Matching names", 1.0)

    class Older:
        group = ""

    older: Any = Older()
    in_group(older, "Matching names", 1.0)
    assert older.group == "", "before, a group would put it in front of what was typed"
