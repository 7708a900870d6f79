"""A user searches: the plugin in QGIS, the real server, the rendered sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from backend_process import BackendProcess
from in_qgis_world import World
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from terralex import classFactory
from terralex.core.errors import BadInput
from terralex.core.region import ACCEPTED, REJECTED
from terralex.core.search_request import MAX_EXAMPLES
from terralex.core.settings import Settings
from terralex.gui.search_controller import CANDIDATES


@pytest.fixture
def plugin(world: World, backend: BackendProcess) -> Iterator[Any]:
    backend.use()
    made = classFactory(world.iface)
    made.initGui()
    world.pump(20)
    yield made
    made.unload()


@pytest.fixture
def layer(world: World, sample: Path) -> QgsRasterLayer:
    made = QgsRasterLayer(str(sample / "sample.tif"), "Sample")
    assert made.isValid()
    QgsProject.instance().addMapLayer(made)
    world.iface.setActiveLayer(made)
    canvas = world.iface.canvas
    canvas.setDestinationCrs(made.crs())
    canvas.setLayers([made])
    canvas.setExtent(made.extent())
    return made


def search(world: World, plugin: Any, text: str, timeout_s: float = 120) -> Any:
    """Type, press Enter, wait."""
    controller = plugin.open_dock().search
    controller.panel.query.clear()
    QTest.keyClicks(controller.panel.query, text)
    QTest.keyClick(controller.panel.query, Qt.Key.Key_Return)
    assert controller.panel.stop.isVisibleTo(controller.panel)
    world.wait(lambda: controller.task is None and not controller._starting, timeout_s)
    return controller


def truth(sample: Path, kind: str, crs: QgsCoordinateReferenceSystem) -> list[Any]:
    layer = QgsVectorLayer(str(sample / "truth.gpkg"), "truth", "ogr")
    move = QgsCoordinateTransform(layer.crs(), crs, QgsProject.instance())
    found = []
    for feature in layer.getFeatures():
        if kind in [str(value) for value in feature.attributes()]:
            geometry = feature.geometry()
            geometry.transform(move)
            found.append(geometry)
    return found


def test_a_query_becomes_a_styled_layer_with_the_right_regions(
    world: World, plugin: Any, layer: QgsRasterLayer, sample: Path
) -> None:
    controller = search(world, plugin, "river")
    assert controller.answer is not None, controller.panel.message.text()
    found: QgsVectorLayer = controller.result.layer
    assert found.renderer().type() == "graduatedSymbol"
    assert found.crs() == layer.crs()
    rivers = truth(sample, "river", layer.crs())
    best = [next(found.getFeatures(f"rank = {rank}")).geometry() for rank in (1, 2, 3) if rank <= found.featureCount()]
    assert any(region.intersects(river) for region in best for river in rivers)
    group = QgsProject.instance().layerTreeRoot().findGroup("Terralex")
    assert group is not None and len(group.findLayers()) == 1
    assert found.name().startswith("river · Sample · 20")
    assert controller.panel.list.filter.rowCount() == found.featureCount()
    world.wait(lambda: controller.panel.list.regions._pictures)


def test_the_list_is_walked_marked_filtered_refined_and_exported(
    world: World, plugin: Any, layer: QgsRasterLayer, tmp_path: Path
) -> None:
    controller = search(world, plugin, "farmland")
    panel, found = controller.panel, controller.result.layer
    total = panel.list.filter.rowCount()
    assert total >= 2
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert panel.list.current().rank == 1
    centre = world.iface.canvas.extent().center()
    QTest.keyClick(panel.list, Qt.Key.Key_A)
    assert panel.list.current().rank == 2, "the next one"
    assert world.iface.canvas.extent().center() != centre, "the map follows"
    QTest.keyClick(panel.list, Qt.Key.Key_R)
    statuses = {row["rank"]: row["status"] for row in found.getFeatures()}
    assert (statuses[1], statuses[2]) == (ACCEPTED, REJECTED)
    panel.slider.setValue(99)
    world.pump(300)
    assert panel.list.filter.rowCount() < total
    assert found.featureCount() == panel.list.filter.rowCount()
    panel.slider.setValue(0)
    world.pump(300)
    controller.shown.export_to(str(tmp_path / "kept.gpkg"))
    assert QgsVectorLayer(str(tmp_path / "kept.gpkg"), "kept", "ogr").featureCount() == 1
    controller.refine()
    assert len(panel.examples.examples.like) == 1 and len(panel.examples.examples.unlike) == 1
    world.wait(lambda: controller.task is None and not controller._starting, 60)
    assert controller.answer.regions, panel.message.text()


def test_an_example_alone_is_a_search(world: World, plugin: Any, layer: QgsRasterLayer, sample: Path) -> None:
    """Of a field, since there is more than one on the map."""
    fields = truth(sample, "farmland", layer.crs())
    middle = max(fields, key=lambda shape: shape.area()).pointOnSurface().asPoint()
    controller = plugin.open_dock().search
    box = QgsRectangle.fromCenterAndSize(middle, 100, 100)
    controller.panel.query.clear()
    controller.panel.examples.picked(box, wanted=True)
    controller.search()
    world.wait(lambda: controller.task is None and not controller._starting, 60)
    assert controller.answer is not None and controller.answer.regions, controller.panel.message.text()


def test_nothing_typed_is_said_at_once(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    controller = plugin.open_dock().search
    controller.search()
    assert controller.task is None and "Type what to look for" in controller.panel.message.text()


def test_as_many_examples_as_one_likes_until_it_is_no_sketch(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    examples = plugin.open_dock().search.panel.examples
    box = QgsRectangle.fromCenterAndSize(layer.extent().center(), 10, 10)
    for _ in range(6):
        examples.picked(box, wanted=True)
    assert len(examples.examples.like) == 6
    examples.examples.like.extend([examples.examples.like[0]] * (MAX_EXAMPLES - 6))
    examples.picked(box, wanted=True)
    assert len(examples.examples.like) == MAX_EXAMPLES
    assert f"at most {MAX_EXAMPLES}" in plugin.dock.search.panel.message.text()
    with pytest.raises(BadInput):
        examples.examples.add(examples.examples.like[0], QgsCoordinateReferenceSystem("EPSG:4326"), wanted=True)


def test_where_nothing_is_relevant_enough_the_best_is_told(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    settings = Settings.load()
    before, settings.threshold = settings.threshold, 1.0
    settings.save()
    try:
        controller = search(world, plugin, "river")
    finally:
        settings.threshold = before
        settings.save()
    said = controller.panel.message.text()
    assert controller.answer.found == [] and 0 < len(controller.answer.regions) <= CANDIDATES
    assert "faded" in said and controller.panel.slider.value() == 0
    assert controller.panel.list.filter.rowCount() == len(controller.answer.regions)
    best = round(100 * controller.answer.verdict.best_relevance - 0.5)
    # Weak or absent: either sentence says how near the best comes.
    assert said.startswith("Nothing") and f" {best} %" in said and 1 < best < 100


def test_a_search_of_what_is_not_in_the_map_says_so(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    world.iface.canvas.setExtent(QgsRectangle(0, 0, 10, 10))
    controller = plugin.open_dock().search
    controller.panel.query.setText("river")
    controller.search()
    assert "outside this part of the map" in controller.panel.message.text()
