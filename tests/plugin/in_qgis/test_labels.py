"""A user labels: a layer and the features of another, with presets and classes of his own; the real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from backend_process import BackendProcess
from in_qgis_world import World
from plugin_fixtures import idle, load_plugin, show
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from terralex.core.colours import PALETTE
from terralex.core.label_set import LabelClass, coloured
from terralex.core.label_task import ClassArea
from terralex.gui.label_controller import top_three
from terralex.gui.label_panel import FEATURES


@pytest.fixture
def plugin(world: World, backend: BackendProcess) -> Iterator[Any]:
    made = load_plugin(world, backend)
    yield made
    made.unload()


@pytest.fixture
def layer(world: World, sample: Path) -> QgsRasterLayer:
    return show(world, sample / "sample.tif", "Sample")


def label(world: World, plugin: Any) -> Any:
    controller = plugin.open_dock().labels
    controller.label()
    world.wait(lambda: idle(controller), 300)
    assert controller.answer is not None, controller.panel.message.text()
    return controller


def test_a_layer_is_labelled_with_a_preset(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    panel = plugin.open_dock().labels.panel
    panel.load_preset("sample")
    controller = label(world, plugin)
    areas: QgsVectorLayer = controller.layer
    assert areas.renderer().type() == "categorizedSymbol" and areas.renderer().classAttribute() == "label"
    assert areas.crs() == layer.crs()
    colours = {category.label(): category.symbol().color().name() for category in areas.renderer().categories()}
    shown = {one.name: one.drawn for one in panel.classes.classes()}
    assert colours["beach"] == shown["beach"], "stable colours: as in the table"
    shares = [area.share for area in panel.result.chart._areas]
    assert sum(shares) == pytest.approx(1, abs=0.01) and shares == sorted(shares, reverse=True)
    group = QgsProject.instance().layerTreeRoot().findGroup("Terralex")
    kinds = {type(node.layer()).__name__ for node in group.findLayers()}
    assert kinds == {"QgsVectorLayer", "QgsRasterLayer"}
    feature = next(areas.getFeatures())
    assert top_three(feature).count("%") == 3


def test_features_keep_their_attributes_and_get_labels(
    world: World, plugin: Any, layer: QgsRasterLayer, sample: Path
) -> None:
    truth = QgsVectorLayer(str(sample / "truth.gpkg"), "Truth", "ogr")
    QgsProject.instance().addMapLayer(truth)
    panel = plugin.open_dock().labels.panel
    panel.scope.setCurrentIndex(panel.scope.findData(FEATURES))
    panel.features.setLayer(truth)
    panel.classes.show([LabelClass(name) for name in ("tennis court", "river", "storage tank", "farmland")])
    found: QgsVectorLayer = label(world, plugin).layer
    assert found.featureCount() == truth.featureCount()
    names = found.fields().names()
    own = [field.name() for field in truth.fields() if field.name() != "fid"]
    assert set(own) | {"label", "score", "margin", "top3"} <= set(names)
    pairs = [(row[own[0]], row["label"]) for row in found.getFeatures()]
    assert len({label for _, label in pairs}) > 1
    assert found.renderer().type() == "categorizedSymbol"


def test_one_class_is_too_few_and_twice_is_once_too_often(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    controller = plugin.open_dock().labels
    controller.panel.classes.show([LabelClass("forest")])
    controller.label()
    assert "at least two" in controller.panel.message.text()
    controller.panel.classes.show([LabelClass("forest"), LabelClass("Forest")])
    controller.label()
    assert "twice" in controller.panel.message.text()
    assert idle(controller)


def test_classes_survive_csv(world: World, plugin: Any, tmp_path: Path) -> None:
    panel = plugin.open_dock().labels.panel
    panel.load_preset("eurosat")
    before = [(one.name, one.drawn, one.concepts) for one in panel.classes.classes()]
    panel.save_csv(tmp_path / "classes.csv")
    panel.load_csv(tmp_path / "classes.csv")
    assert [(one.name, one.drawn, one.concepts) for one in panel.classes.classes()] == before
    (tmp_path / "bad.csv").write_text("name,colour\nforest,greenish\n")
    panel.load_csv(tmp_path / "bad.csv")
    assert "greenish" in panel.message.text() and "line 2" in panel.message.text()


def test_presets_speak_the_users_language(world: World, plugin: Any) -> None:
    panel = plugin.open_dock().labels.panel
    panel.language = "ko"
    panel.load_preset("uc-merced")
    shown = {one.name: one.shown for one in panel.classes.classes()}
    assert shown["river"] == "강"


def test_classes_get_colours_by_their_order_that_everybody_can_tell_apart(world: World, plugin: Any) -> None:
    panel = plugin.open_dock().labels.panel
    panel.classes.show([LabelClass("roof"), LabelClass("road", colour=PALETTE[2]), LabelClass("meadow")])
    assert [one.drawn for one in panel.classes.classes()] == [PALETTE[0], PALETTE[2], PALETTE[1]]
    panel.classes.add("pond")
    assert panel.classes.classes()[-1].drawn == PALETTE[3]
    many = coloured([LabelClass(f"class {number}") for number in range(30)])
    assert len({one.drawn for one in many}) == 30


def test_the_ground_of_each_class_is_saved_as_csv(world: World, plugin: Any, tmp_path: Path) -> None:
    panel = plugin.open_dock().labels.panel
    assert not panel.result.save_areas.isEnabled()
    panel.result.show_areas(
        [ClassArea("Wald, dicht", "#117733", 12345.678, 0.75, 0.8125), ClassArea("Fluss", "#0072b2", 4115.0, 0.25)]
    )
    assert panel.result.save_areas.isEnabled()
    panel.result.write_areas(tmp_path / "areas.csv")
    assert (tmp_path / "areas.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "class,area_m2,share_percent,mean_confidence,colour",
        '"Wald, dicht",12345.68,75.00,0.812,#117733',
        "Fluss,4115.00,25.00,,#0072b2",
    ]
    panel.result.write_areas(tmp_path / "missing" / "areas.csv")
    assert "areas.csv cannot be written" in panel.message.text()
