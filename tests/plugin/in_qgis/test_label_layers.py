"""Labels after they were made: their confidence is seen, their layer opens them again, and no button moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from backend_process import BackendProcess
from in_qgis_world import World
from plugin_fixtures import idle, load_plugin, show
from qgis.core import QgsMapRendererSequentialJob, QgsMapSettings, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QPoint, QSize, Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QToolButton
from terralex.core.label_set import LabelClass
from terralex.core.label_style import is_pale
from terralex.core.past_labels import is_past_labels
from terralex.gui.class_model import PROMPTS

OWN = ("forest", "river", "farmland")


@pytest.fixture
def plugin(world: World, backend: BackendProcess) -> Iterator[Any]:
    made = load_plugin(world, backend)
    yield made
    made.unload()


@pytest.fixture
def layer(world: World, sample: Path) -> QgsRasterLayer:
    return show(world, sample / "sample.tif", "Sample")


def shown_tab(world: World, plugin: Any) -> Any:
    """The labels tab, on the screen."""
    dock = plugin.open_dock()
    world.iface.window.resize(1200, 900)
    world.iface.window.show()
    dock.tabs.setCurrentIndex(1)
    world.pump(100)
    return dock.labels


def label(world: World, controller: Any) -> None:
    QTest.mouseClick(controller.panel.label, Qt.MouseButton.LeftButton)
    world.wait(lambda: not idle(controller) or controller.panel.message.text(), 10)
    world.wait(lambda: idle(controller), 300)
    assert "found" in controller.panel.message.text(), controller.panel.message.text()


def ink(layer: Any) -> int:
    """How opaque the picture of a layer is, all in all."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(80, 80))
    settings.setBackgroundColor(QColor(0, 0, 0, 0))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    return sum(picture.pixelColor(x, y).alpha() for x in range(80) for y in range(80))


def test_labels_open_again_from_their_layer_after_a_restart(
    world: World, plugin: Any, layer: QgsRasterLayer, tmp_path: Path
) -> None:
    controller = shown_tab(world, plugin)
    panel = controller.panel
    panel.classes.show([LabelClass("forest", prompts=("dense trees",)), LabelClass("river"), LabelClass("farmland")])
    label(world, controller)
    colours = [one.drawn for one in panel.classes.classes()]
    areas = list(panel.result.chart.areas)
    middle = layer.extent().center()
    controller.show_place(middle)
    best = panel.result.best.text()
    assert best.count("%") == 3
    QTest.mouseClick(panel.result.confidence, Qt.MouseButton.LeftButton)
    name = controller.layer.name()
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "town.qgs"))
    project.clear()
    world.pump(50)
    assert not panel.result.ask_map.isEnabled() and not panel.result.chart.areas
    panel.classes.show([])
    assert project.read(str(tmp_path / "town.qgs"))
    (again,) = project.mapLayersByName(name)
    assert is_past_labels(again)
    world.iface.setActiveLayer(again)
    world.pump(50)
    assert controller.layer is again
    assert [one.name for one in panel.classes.classes()] == list(OWN)
    assert [one.drawn for one in panel.classes.classes()] == colours
    assert panel.classes.classes()[0].prompts == ("dense trees",)
    assert list(panel.result.chart.areas) == areas
    assert panel.layer.currentLayer().name() == "Sample"
    assert panel.result.ask_map.isEnabled() and panel.result.confidence.isChecked() and is_pale(again)
    controller.show_place(middle)
    assert panel.result.best.text() == best


def test_confidence_is_seen_on_the_map_and_in_the_chart(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    controller = shown_tab(world, plugin)
    result = controller.panel.result
    assert not result.confidence.isEnabled(), "there are no labels yet"
    controller.panel.classes.show([LabelClass(name) for name in OWN])
    label(world, controller)
    sure = [area.confidence for area in result.chart.areas]
    assert all(0 < one <= 1 for one in sure)
    assert f"mean confidence {round(100 * sure[0])} %" in result.chart.toolTip()
    full = ink(controller.layer)
    QTest.mouseClick(result.confidence, Qt.MouseButton.LeftButton)
    assert is_pale(controller.layer) and 0 < ink(controller.layer) < full
    QTest.mouseClick(result.confidence, Qt.MouseButton.LeftButton)
    assert not is_pale(controller.layer) and ink(controller.layer) == full


def test_no_button_moves_when_labels_are_made(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    controller = shown_tab(world, plugin)
    panel = controller.panel
    panel.classes.show([LabelClass(name) for name in OWN])
    world.pump(100)
    buttons = [one for one in panel.findChildren(QToolButton) if one.isVisible()]
    corner = panel.window()

    def places() -> list[QPoint]:
        return [one.mapTo(corner, QPoint(0, 0)) for one in (*buttons, panel.table)]

    before, at = places(), panel.label.mapTo(corner, QPoint(0, 0))
    assert len(buttons) > 6
    QTest.mouseClick(panel.label, Qt.MouseButton.LeftButton)
    world.wait(lambda: panel.stop.isVisible(), 10)
    world.pump(50)
    assert panel.stop.mapTo(corner, QPoint(0, 0)) == at and places() == before
    world.wait(lambda: idle(controller), 300)
    controller.show_place(layer.extent().center())
    world.pump(100)
    assert panel.result.chart.isVisible() and panel.result.best.isVisible()
    assert places() == before and panel.label.mapTo(corner, QPoint(0, 0)) == at


def test_the_words_by_which_a_class_is_recognised_are_seen(world: World, plugin: Any) -> None:
    model = plugin.open_dock().labels.panel.classes
    model.show([LabelClass("tank", "Tank", synonyms=("silo",)), LabelClass("roof", prompts=("red roof", "tiles"))])
    asked, typed = model.index(0, PROMPTS), model.index(1, PROMPTS)
    assert (asked.data(), typed.data()) == ("Tank; silo", "red roof; tiles")
    assert asked.data(int(Qt.ItemDataRole.EditRole)) == "", "what nobody has typed is not there to be edited"
    assert asked.data(int(Qt.ItemDataRole.ForegroundRole)) and not typed.data(int(Qt.ItemDataRole.ForegroundRole))
    assert asked.data(int(Qt.ItemDataRole.ToolTipRole)).startswith("Tank; silo\n")


def test_own_classes_are_named_so(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    controller = shown_tab(world, plugin)
    panel = controller.panel
    assert panel.preset.currentText() == "Preset…"
    panel.load_preset("sample")
    assert panel.preset.currentText() == panel.set_title
    panel.classes.remove(set(range(3, panel.classes.rowCount())))
    assert panel.preset.currentText() == "Own classes"
    label(world, controller)
    assert controller.layer.name().startswith("Own classes · Sample · ")
    panel.classes.show([])
    assert panel.preset.currentText() == "Preset…"
