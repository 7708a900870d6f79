"""The list of the dock: candidates, the slider, gallery, marks by the dozen, undo; and searches of long ago."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from backend_process import BackendProcess
from in_qgis_world import World
from plugin_fixtures import LONG_S, count_everything, idle, load_plugin, search, show
from qgis.core import QgsGeometry, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QItemSelectionModel, Qt
from qgis.PyQt.QtTest import QTest
from terralex.core.past_search import is_past_search
from terralex.core.region import ACCEPTED, OPEN, REJECTED, Region
from terralex.core.scope import DRAWN
from terralex.core.settings import Settings
from terralex.gui.region_filter import ALL, BY_MARK
from terralex.gui.region_list import RegionList


@pytest.fixture
def plugin(world: World, backend: BackendProcess) -> Iterator[Any]:
    made = load_plugin(world, backend)
    yield made
    made.unload()


@pytest.fixture
def layer(world: World, sample: Path) -> QgsRasterLayer:
    return show(world, sample / "sample.tif", "Sample")


def regions(count: int, weak_from: int = 99) -> list[Region]:
    boxes = [QgsGeometry.fromRect(QgsRectangle(8 + n / 10, 46.0, 8.05 + n / 10, 46.05)) for n in range(count)]
    return [Region(n + 1, 0.3, 0.9 - n / 10, 50.0, 2, box, n + 1 >= weak_from) for n, box in enumerate(boxes)]


@pytest.fixture
def view(world: World) -> Iterator[RegionList]:
    made = RegionList()
    made.resize(320, 400)
    made.show()
    yield made
    made.deleteLater()


def choose(view: RegionList, *rows: int) -> None:
    view.clearSelection()
    for row in rows:
        view.selectionModel().select(view.filter.index(row, 0), QItemSelectionModel.SelectionFlag.Select)


def marks(view: RegionList) -> list[str]:
    return [view.regions.status(one.rank) for one in view.regions.regions()]


def test_many_are_marked_at_once_and_taken_back_at_once(view: RegionList) -> None:
    view.show_regions(regions(4))
    choose(view, 0, 2, 3)
    QTest.keyClick(view, Qt.Key.Key_A)
    assert marks(view) == [ACCEPTED, OPEN, ACCEPTED, ACCEPTED]
    choose(view, 0, 1)
    QTest.keyClick(view, Qt.Key.Key_R)
    assert marks(view) == [REJECTED, REJECTED, ACCEPTED, ACCEPTED]
    told: list[tuple[int, str]] = []
    view.regions.status_set.connect(lambda rank, status: told.append((rank, status)))
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert marks(view) == [ACCEPTED, OPEN, ACCEPTED, ACCEPTED]
    assert told == [(1, ACCEPTED), (2, OPEN)], "the layer hears of it too"
    view.undo()
    view.undo()
    assert marks(view) == [OPEN] * 4


def test_the_list_is_filtered_and_sorted_by_marks(view: RegionList) -> None:
    view.show_regions(regions(4))
    view.step(1)
    QTest.keyClick(view, Qt.Key.Key_R)
    QTest.keyClick(view, Qt.Key.Key_A)

    def listed() -> list[int]:
        return [view.filter.index(row, 0).data(257).rank for row in range(view.filter.rowCount())]

    assert listed() == [1, 2, 3, 4]
    view.filter.set_order(BY_MARK)
    assert listed() == [3, 1, 4, 2]
    view.filter.set_mark(OPEN)
    assert listed() == [1, 4]
    choose(view, 0)
    QTest.keyClick(view, Qt.Key.Key_A)
    assert listed() == [4] and view.current().rank == 4, "the next one takes its place"
    view.filter.set_mark(ALL)
    view.filter.set_least(0.85)
    assert listed() == [1, 3], "what was accepted stays, however relevant"


def test_the_gallery_shows_several_beside_each_other(world: World, view: RegionList) -> None:
    view.show_regions(regions(6, weak_from=4))
    rows = {view.visualRect(view.filter.index(row, 0)).top() for row in range(6)}
    assert len(rows) == 6 and len(view.in_view()) >= 5
    view.set_gallery(True)
    world.pump(30)
    boxes = [view.visualRect(view.filter.index(row, 0)) for row in range(6)]
    assert boxes[0].top() == boxes[1].top() and boxes[0].width() >= 120
    assert len(view.in_view()) >= 4
    choose(view, 0)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.current().rank == 2
    view.grab()
    view.set_gallery(False)
    assert view.visualRect(view.filter.index(1, 0)).top() > view.visualRect(view.filter.index(0, 0)).top()


def test_the_menu_does_what_the_keys_do(view: RegionList) -> None:
    view.show_regions(regions(3))
    choose(view, 1)
    like: list[Any] = []
    view.like_asked.connect(like.append)
    acts = {action.text(): action for action in view.menu().actions()}
    next(action for text, action in acts.items() if text.startswith("Accept")).trigger()
    assert marks(view) == [OPEN, ACCEPTED, OPEN]
    acts["Undo (Ctrl+Z)"].trigger()
    assert marks(view) == [OPEN] * 3
    acts["Search for more like this"].trigger()
    assert [one.rank for one in like] == [2]


def test_where_nothing_is_found_the_best_candidates_are_shown_faded(
    world: World, plugin: Any, layer: QgsRasterLayer
) -> None:
    settings = Settings.load()
    settings.threshold = 1.0
    settings.save()
    controller = search(world, plugin, "river")
    panel = controller.panel
    assert "faded" in panel.message.text() and panel.message.text().startswith("Nothing")
    shown = panel.list.regions.regions()
    assert shown and all(one.weak for one in shown) and panel.list.filter.rowCount() == len(shown)
    assert controller.result.layer.opacity() < 1
    panel.slider.setValue(100)
    assert panel.list.filter.rowCount() == 0


def test_the_slider_works_over_its_whole_range(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    controller = search(world, plugin, "farmland")
    panel = controller.panel
    strong = len(controller.answer.found)
    assert panel.slider.value() == 30 and panel.list.filter.rowCount() == strong
    assert len(controller.answer.regions) > strong
    assert f"{strong} regions" in panel.message.text() or "One region" in panel.message.text()
    panel.slider.setValue(0)
    assert panel.list.filter.rowCount() == len(controller.answer.regions)
    world.wait(lambda: controller.result.layer.featureCount() == len(controller.answer.regions), 10)


def test_a_search_opens_again_from_its_layer_after_a_restart(
    world: World, plugin: Any, layer: QgsRasterLayer, tmp_path: Path
) -> None:
    count_everything()
    controller = search(world, plugin, "farmland")
    view = controller.panel.list
    world.iface.window.show()
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_A)
    QTest.keyClick(view, Qt.Key.Key_R)
    name, ranks = controller.result.layer.name(), [one.rank for one in view.regions.regions()]
    project = tmp_path / "survey.qgz"
    assert QgsProject.instance().write(str(project))
    QgsProject.instance().clear()
    assert view.regions.rowCount() == 0 and controller.result is None, "a new project empties the list"
    assert QgsProject.instance().read(str(project))
    (again,) = QgsProject.instance().mapLayersByName(name)
    assert is_past_search(again)
    controller.panel.query.setText("something else")
    world.iface.setActiveLayer(again)
    assert controller.panel.query.text() == "farmland"
    assert [one.rank for one in view.regions.regions()] == ranks
    assert [view.regions.status(rank) for rank in (1, 2)] == [ACCEPTED, REJECTED]
    assert controller.panel.layer.currentLayer().name() == "Sample"
    world.wait(lambda: view.regions._pictures, 30)
    choose(view, 0)
    QTest.keyClick(view, Qt.Key.Key_R)
    assert next(again.getFeatures("rank = 1"))["status"] == REJECTED, "marks go into its layer"
    controller.refine()
    world.wait(lambda: idle(controller), LONG_S)
    assert controller.answer is not None, controller.panel.message.text()


def test_old_regions_never_stand_under_new_words(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    controller = search(world, plugin, "farmland")
    assert controller.panel.list.regions.rowCount()
    former = controller.result.layer
    controller.panel.query.setText("river")
    controller.search()
    assert controller.panel.list.regions.rowCount() == 0
    world.wait(lambda: idle(controller), LONG_S)
    node = QgsProject.instance().layerTreeRoot().findLayer(former.id())
    assert not node.itemVisibilityChecked(), "and their layer gives way"


def test_walking_does_not_move_the_ground_of_the_next_search(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    count_everything()
    controller = search(world, plugin, "farmland")
    ground, before = controller.answer.request.extents, world.iface.canvas.extent()
    for _ in range(3):
        QTest.keyClick(controller.panel.list, Qt.Key.Key_Return)
    assert world.iface.canvas.extent() != before
    search(world, plugin, "river")
    assert controller.answer.request.extents == ground
    controller.panel.back.click()
    assert world.iface.canvas.extent().center().distance(before.center()) < 1
    box = world.iface.canvas.extent()
    box.scale(0.5)
    world.iface.canvas.setExtent(box)
    search(world, plugin, "river")
    assert controller.answer.request.extents != ground, "who moves the map himself searches there"


def test_an_area_is_drawn_and_searched(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    count_everything()
    controller = plugin.open_dock().search
    panel = controller.panel
    before = world.iface.canvas.mapTool()
    panel.draw.click()
    assert world.iface.canvas.mapTool() is not before
    box = QgsRectangle(layer.extent())
    box.scale(0.3)
    panel.area.take(box)
    world.wait(lambda: not panel.draw.isChecked())
    assert panel.scope.currentData() == DRAWN
    search(world, plugin, "farmland")
    assert controller.answer is not None and controller.answer.regions, panel.message.text()
    (extent,) = controller.answer.request.extents
    assert abs(extent.width - box.width()) < 0.01 * box.width()
    engine = QgsGeometry(panel.area.geometry)
    assert all(engine.intersects(one.geometry) for one in controller.answer.regions)
    panel.scope.setCurrentIndex(0)
    assert panel.area._outline._band is None


def test_an_area_that_was_never_drawn_is_asked_for(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    panel = plugin.open_dock().search.panel
    panel.scope.setCurrentIndex(panel.scope.findData(DRAWN))
    assert panel.draw.isChecked(), "the map waits for a box"
    panel.query.setText("river")
    plugin.dock.search.search()
    assert "Draw an area" in panel.message.text()


def test_a_heat_map_of_the_words_is_one_click_away(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    controller = search(world, plugin, "river")
    panel = controller.panel
    panel.heat.click()
    assert panel.stop.isVisibleTo(panel)
    world.wait(lambda: idle(controller), LONG_S)
    group = QgsProject.instance().layerTreeRoot().findGroup("Terralex")
    made = group.findLayers()[0].layer()
    assert made.name().startswith("Heat map: river · Sample"), panel.message.text()
    assert made.renderer().type() == "singlebandpseudocolor"
    assert panel.list.regions.rowCount(), "the list stays"
    panel.query.clear()
    panel.heat.click()
    assert "heat map needs words" in panel.message.text() and idle(controller)
