"""What is saved: concepts on the shelf and as classes, searches that are run again, and tools that open filled in."""

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
from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from terralex.core.concept_file import ConceptFile, parse_concept, read_concept_file
from terralex.core.concept_shelf import ConceptShelf
from terralex.core.errors import BadInput, OutputNotWritable
from terralex.core.label_set import LabelClass, check_classes, taught_class, write_csv
from terralex.core.layer_source import describe_layer
from terralex.core.watch_tasks import SearchToSave
from terralex.gui import saved_controller
from terralex.gui.save_search_dialog import SaveSearchDialog
from terralex.gui.saved_controller import SavedController


@pytest.fixture
def plugin(world: World, backend: BackendProcess) -> Iterator[Any]:
    made = load_plugin(world, backend)
    yield made
    made.unload()


@pytest.fixture
def layer(world: World, sample: Path) -> QgsRasterLayer:
    return show(world, sample / "sample.tif", "Sample")


@pytest.fixture
def saved(plugin: Any, tmp_path: Path) -> SavedController:
    """The tab of what was saved, with a shelf of its own."""
    made: SavedController = plugin.open_dock().saved
    made.shelf = ConceptShelf(tmp_path / "concepts")
    made.shelf.folder.mkdir()
    return made


@pytest.fixture
def other(sample: Path, tmp_path: Path) -> Path:
    """Another layer: a quarter of the sample."""
    file = tmp_path / "other.tif"
    gdal.Translate(str(file), str(sample / "sample.tif"), srcWin=[512, 0, 512, 512])
    return file


def done(world: World, saved: SavedController) -> str:
    world.wait(lambda: not saved._at_work, 300)
    return str(saved.panel.message.text())


def taught(world: World, plugin: Any, saved: SavedController, name: str = "my farmland") -> ConceptFile:
    """A concept from a search with one region accepted and one rejected."""
    controller = search(world, plugin, "farmland")
    assert controller.answer is not None, controller.panel.message.text()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_A, Qt.Key.Key_R):
        QTest.keyClick(controller.panel.list, key)
    request = controller.question(taught=True)
    assert request is not None, controller.panel.message.text()
    saved.keep_concept(request, name)
    assert "is saved: taught by 1 accepted and 1 rejected" in done(world, saved)
    (kept,) = saved.shelf.all()
    return kept


def test_marks_become_a_concept_that_searches_another_layer(
    world: World, plugin: Any, saved: SavedController, layer: QgsRasterLayer, other: Path
) -> None:
    count_everything()
    concept = taught(world, plugin, saved)
    assert (concept.name, concept.words) == ("my farmland", ("farmland",))
    assert saved.panel.concepts.current() == concept and plugin.dock.tabs.currentIndex() == 2
    second = show(world, other, "Other")
    plugin.dock.search.panel.layer.choose(second)
    plugin.dock.search.answer = None
    QTest.keyClick(saved.panel.concepts, Qt.Key.Key_Return)
    controller = plugin.dock.search
    world.wait(lambda: idle(controller), 300)
    assert controller.answer.request.concept == concept and controller.answer.regions
    panel = controller.panel
    assert panel.query.text() == "" and panel.concept.name.text() == "Concept: my farmland"
    assert controller.result.layer.name().startswith("my farmland · Other")
    # What is marked now teaches it further, and the file forgets nothing.
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    QTest.keyClick(panel.list, Qt.Key.Key_R)
    saved.keep_concept(controller.question(taught=True), "my farmland")
    assert "1 accepted and 2 rejected" in done(world, saved)
    controller.heat_map()
    world.wait(lambda: idle(controller), 300)
    assert [one for one in QgsProject.instance().mapLayers().values() if one.name().startswith("Heat map: my farmland")]
    # Its result, made the current layer later on, is the concept's again; other words take its place.
    found = controller.result.layer
    search(world, plugin, "river")
    assert panel.concept.concept is None and controller.answer.request.concept is None
    world.iface.window.show()
    plugin.dock.tabs.setCurrentIndex(0)
    world.iface.setActiveLayer(found)
    assert panel.query.text() == "my farmland", "the user's own shelf does not have it: its name is left"


def test_a_concept_labels_beside_words_and_alone(
    world: World, plugin: Any, saved: SavedController, layer: QgsRasterLayer
) -> None:
    count_everything()
    concept = taught(world, plugin, saved)
    QTest.mouseClick(saved.panel.label, Qt.MouseButton.LeftButton)
    labels = plugin.dock.labels
    assert plugin.dock.tabs.currentIndex() == 1
    model = labels.panel.classes
    assert not model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    for classes in ([LabelClass("river"), taught_class(concept), LabelClass("beach")], [taught_class(concept)]):
        model.show(classes)
        labels.answer = None
        labels.label()
        world.wait(lambda: idle(labels), 300)
        assert labels.answer is not None, labels.panel.message.text()
        names = {one.name for one in classes}
        found = {area.label: area.colour for area in labels.answer.areas if area.area_m2 > 0}
        assert set(found) <= names | {"other"}
        drawn = {one.name: one.drawn for one in check_classes(classes)}
        assert {name: colour for name, colour in found.items() if name != "other"}.items() <= drawn.items()
    assert "my farmland" not in write_csv([taught_class(concept)]), "a concept is a file, not a row"


def test_concepts_go_out_and_come_back_and_are_deleted(
    world: World,
    plugin: Any,
    saved: SavedController,
    layer: QgsRasterLayer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    count_everything()
    concept = taught(world, plugin, saved)
    saved.export_to(concept, str(tmp_path / "mine"))
    assert "exported to mine.tlx" in saved.panel.message.text()
    assert read_concept_file(tmp_path / "mine.tlx") == concept
    asked: list[str] = []

    def answer(_: Any, title: str, question: str, *__: Any) -> Any:
        asked.append(question)
        return saved_controller.QMessageBox.StandardButton.Yes

    monkeypatch.setattr(saved_controller.QMessageBox, "question", answer)
    QTest.keyClick(saved.panel.concepts, Qt.Key.Key_Delete)
    assert saved.shelf.all() == [] and asked == ["Delete the concept my farmland?"]
    assert not saved.panel.search.isEnabled()
    (tmp_path / "none.tlx").write_bytes(b"something else")
    saved.take_files([str(tmp_path / "none.tlx")])
    assert saved.panel.message.text() == "none.tlx is not a Terralex concept."
    saved.take_files([str(tmp_path / "mine.tlx")])
    assert saved.shelf.all() == [concept] and saved.panel.message.text() == ""
    saved.take_files([str(tmp_path / "mine.tlx")])
    assert len(asked) == 1, "the same again is no question"


def test_a_concept_of_another_model_is_one_sentence(
    world: World, plugin: Any, saved: SavedController, layer: QgsRasterLayer
) -> None:
    count_everything()
    concept = taught(world, plugin, saved)
    content = concept.content_bytes
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    facts = json.loads(header["__metadata__"]["concept"])
    facts["revision"], facts["model"] = "0" * len(facts["revision"]), "another-model"
    header["__metadata__"]["concept"] = json.dumps(facts)
    written = json.dumps(header).encode()
    saved.shelf.keep(parse_concept(len(written).to_bytes(8, "little") + written + content[8 + length :], "strange"))
    (strange,) = saved.shelf.all()
    plugin.dock.search_by(strange)
    controller = plugin.dock.search
    world.wait(lambda: idle(controller), LONG_S)
    said = controller.panel.message.text()
    assert "was taught with another-model" in said and "\n" not in said and said.endswith(".")


def test_what_teaches_nothing_is_said_where_the_user_is(
    world: World, plugin: Any, saved: SavedController, layer: QgsRasterLayer
) -> None:
    panel = plugin.dock.search.panel
    panel.saved.keep_concept_asked.emit()
    assert "nothing to learn from" in panel.message.text() and plugin.dock.tabs.currentIndex() == 0
    panel.saved.keep_search_asked.emit()
    assert "Only words or a concept" in panel.message.text() and plugin.dock.tabs.currentIndex() == 0
    panel.saved.fill()
    said = [action.text() for action in panel.saved.menu().actions() if action.text()]
    assert said[-3:] == ["Save the marks as a concept ...", "Save this search ...", "Show everything saved"]


def test_a_saved_search_says_what_is_new_since(
    world: World, plugin: Any, saved: SavedController, layer: QgsRasterLayer, sample: Path, other: Path
) -> None:
    count_everything()
    folder = sample / "watched"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copyfile(other, folder / "first.tif")
    first = show(world, folder / "first.tif", "First")
    panel = plugin.dock.search.panel
    panel.layer.choose(first)
    panel.query.setText("farmland")
    request = plugin.dock.search.question()
    saved.save(SearchToSave("Fields", request, [describe_layer(first)], folders=True))
    said = done(world, saved)
    assert "Fields is saved. Regions so far:" in said, said
    found = next(one for one in QgsProject.instance().mapLayers().values() if one.name().startswith("Fields"))
    states = {row["change"] for row in found.getFeatures()}
    assert states == {"new"} and found.renderer().type() == "categorizedSymbol"
    world.wait(lambda: saved.panel.searches.count() and not saved.busy, 30)
    saved.panel.searches.select("Fields")
    QgsProject.instance().removeMapLayer(found.id())
    QTest.mouseClick(saved.panel.run, Qt.MouseButton.LeftButton)
    assert "0 new, 0 gone" in done(world, saved)
    world.wait(lambda: not saved.busy, 30)
    # A raster comes into the folder: it alone is looked at.
    gdal.Translate(str(folder / "second.tif"), str(sample / "sample.tif"), srcWin=[0, 0, 400, 400])
    QTest.keyClick(saved.panel.searches, Qt.Key.Key_Return)
    said = done(world, saved)
    assert "1 of 2 layers had changed" in said and " 0 new" not in said
    world.wait(lambda: not saved.busy, 30)
    assert "not run yet" not in saved.panel.searches.item(0).text()


def test_a_saved_search_is_deleted(
    world: World, plugin: Any, saved: SavedController, layer: QgsRasterLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin.dock.search.panel.query.setText("river")
    saved.save(SearchToSave("Rivers", plugin.dock.search.question(), [describe_layer(layer)]))
    done(world, saved)
    world.wait(lambda: saved.panel.searches.count() and not saved.busy, 30)
    saved.panel.searches.select("Rivers")
    yes = saved_controller.QMessageBox.StandardButton.Yes
    monkeypatch.setattr(saved_controller.QMessageBox, "question", lambda *_: yes)
    QTest.mouseClick(saved.panel.forget, Qt.MouseButton.LeftButton)
    world.wait(lambda: not saved.busy, 30)
    names = [saved.panel.searches.item(row).text().split("\n")[0] for row in range(saved.panel.searches.count())]
    assert "Rivers" not in names


def test_the_dialog_wants_a_name_and_a_layer(world: World, layer: QgsRasterLayer, other: Path) -> None:
    show(world, other, "Other")
    dialog = SaveSearchDialog("river", layer, True)
    fine = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    assert dialog.name.text() == "river" and dialog.chosen() == [layer] and fine.isEnabled()
    dialog.name.setText("?")
    assert not fine.isEnabled()
    dialog.name.setText("river")
    for row in range(dialog.layers.count()):
        dialog.layers.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not fine.isEnabled()
    assert not SaveSearchDialog("river", layer, False).folders.isEnabled(), "another machine sees no folder of this one"
    dialog.deleteLater()


def test_the_shelf_leaves_out_what_is_no_concept(tmp_path: Path) -> None:
    (tmp_path / "broken.tlx").write_bytes(b"\x08\0\0\0\0\0\0\0{}      ")
    assert ConceptShelf(tmp_path).all() == []
    with pytest.raises(BadInput):
        read_concept_file(tmp_path / "broken.tlx")
    with pytest.raises(OutputNotWritable):
        ConceptShelf(tmp_path / "nowhere").keep(ConceptFile("a", ""))
