"""A person at QGIS Desktop: the X server's mouse and keyboard, one QGIS for all, the plugin's own local server."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from desktop import Desktop, OpenDesktop

IDLE = "not dock.search._starting and dock.search.task is None"
LABELS_IDLE = "not dock.labels._starting and dock.labels.task is None"
SEARCH_SAYS = "search.message.text()"
LABELS_SAY = "labels.message.text()"
PAGE = "agent.part(modal, 'OptionsPage')"
TABS = "dock.tabs.tabBar()"
GEAR = "[one for one in dock.findChildren(type(search.stop)) if one.accessibleName() == 'Terralex options'][0]"
SERVER = "__import__('terralex.core.local_server').core.local_server.saved_server().pid"


@pytest.fixture(scope="module")
def desk(open_desktop: OpenDesktop) -> Iterator[Desktop]:
    """QGIS with a rendered map of 1024 x 1024 pixels; nothing has been done yet."""
    with open_desktop([]) as made:
        yield made


@pytest.fixture(scope="module")
def dock(desk: Desktop) -> Desktop:
    """The dock, opened with the button in the toolbar."""
    desk.click("agent.action_button(plugin._actions[0])")
    desk.wait("dock is not None and dock.isVisible()")
    return desk


@pytest.fixture(scope="module")
def found(dock: Desktop) -> Desktop:
    """What was found for words that were typed; the server was started for it."""
    dock.fill("search.query", "farmland; river")
    dock.wait("search.query._completer.popup().isVisible()")
    dock.keys("Return")
    dock.wait("dock.search._starting or dock.search.task is not None")
    said = dock.ended(IDLE, SEARCH_SAYS, "The first search")
    assert "regions were found" in said, said
    return dock


@pytest.fixture(scope="module")
def labelled(found: Desktop) -> Desktop:
    """What a preset made of the whole map, wherever the search has led."""
    found.do("iface.mapCanvas().setExtent(project.mapLayersByName('sample')[0].extent())")
    found.do("iface.mapCanvas().refresh()")
    found.settle()
    found.click_at(found.ask(f"agent.tab({TABS}, 1)"))
    found.click("labels.preset")
    found.wait("labels.preset.view().isVisible()")
    found.click_at(found.ask("agent.item(labels.preset.view(), labels.preset.findData('sample'))"))
    found.wait("labels.classes.rowCount() > 5")
    found.click("labels.label")
    found.wait("dock.labels._starting or dock.labels.task is not None")
    said = found.ended(LABELS_IDLE, LABELS_SAY, "Labelling")
    assert "classes were found" in said, said
    return found


def never_blocked(desk: Desktop, work: Callable[[int], None]) -> None:
    """The window answers all the time during a piece of work, once in three: what blocks it blocks it every time."""
    pauses = []
    for number in range(3):
        desk.do("agent.watch()")
        work(number)
        desk.settle()
        pauses.append((desk.ask("agent.longest_pause_ms"), desk.ask("agent.pauses")))
        print("longest pause, ms:", round(pauses[-1][0], 1))
        if pauses[-1][0] < 50:
            return
    raise AssertionError(pauses)


def statuses(desk: Desktop) -> dict[int, str]:
    """What the layer says of the regions, by rank."""
    rows = desk.ask("[[row['rank'], row['status']] for row in dock.search.result.layer.getFeatures()]")
    return {rank: status for rank, status in rows if status}


def centre(desk: Desktop) -> list[float]:
    """The middle of the map."""
    return desk.ask("[iface.mapCanvas().center().x(), iface.mapCanvas().center().y()]")


def test_an_empty_search_is_answered_and_typing_takes_the_sentence_back(dock: Desktop) -> None:
    dock.click("search.search")
    dock.wait("'Type what to look for' in search.message.text()")
    dock.click("search.query", 0.6)
    dock.type("a")
    dock.wait("not search.message.isVisible()")
    assert dock.ask("search.list.isVisible() and not search.refine.isEnabled()")


def test_suggestions_come_while_one_types_and_keys_take_one(dock: Desktop) -> None:
    dock.fill("search.query", "Flugh")
    dock.wait("search.query._completer.popup().isVisible()")
    assert any("(airport)" in row for row in dock.ask("search.query.suggestions()"))
    dock.keys("Down", "Return")
    dock.wait("search.query.text() == 'Flughafen'")
    assert dock.ask(IDLE), "a suggestion is taken, not yet searched for"


def test_the_tab_key_goes_through_the_fields_in_the_order_in_which_they_stand(dock: Desktop) -> None:
    dock.fill("search.query", "")
    names = []
    for _ in range(9):
        dock.keys("Tab")
        names.append(dock.ask("app.focusWidget().accessibleName()"))
    places = [dock.ask(f"agent.place(search.{name})")[1] for name in ("query", "unwanted", "layer", "scope", "list")]
    assert places == sorted(places)
    order = [names.index(name) for name in ("Search", "But not", "Layer", "Where")]
    assert order == sorted(order), names
    assert "" not in names, "everything that can be reached has a name for a screen reader"


def test_typed_words_become_a_layer_and_a_list_with_pictures(found: Desktop) -> None:
    count = found.ask("search.list.filter.rowCount()")
    assert count == found.ask("dock.search.result.layer.featureCount()") >= 5
    assert found.ask("project.layerTreeRoot().findGroup('Terralex') is not None")
    found.wait("len(search.list.regions._pictures) >= 3")
    assert found.wait("'Indexed' in search.coverage.text()")


def test_enter_and_arrows_walk_and_the_map_follows(found: Desktop) -> None:
    assert found.ask("search.list.hasFocus()"), "after a search Enter walks at once"
    before = centre(found)
    found.keys("Return", "Return", "Down", "Up")
    found.wait("search.list.current() is not None and search.list.current().rank == 2")
    assert centre(found) != before
    assert found.ask("dock.search.shown._pointed._band is not None"), "the region is outlined on the map"


def test_keys_and_buttons_accept_and_reject_and_the_layer_keeps_it(found: Desktop) -> None:
    found.click_item("search.list", 0)
    found.keys("a", "r")
    found.click("search.accept")
    found.wait("search.accept.text() == '2' and search.reject.text() == '1'")
    assert statuses(found) == {1: "accepted", 2: "rejected", 3: "accepted"}


def test_the_mouse_over_a_region_outlines_it_on_the_map(found: Desktop) -> None:
    found.do("dock.search.shown._pointed.clear()")
    found.hover_item("search.list", 1)
    found.wait("dock.search.shown._pointed._band is not None")
    found.hover("search.query")
    found.wait("dock.search.shown._pointed._band is None")


def test_the_slider_hides_the_less_relevant_without_asking_the_server(found: Desktop) -> None:
    total = found.ask("search.list.filter.rowCount()")
    found.click("search.slider", 0.5)
    found.keys("End")
    found.wait(f"search.list.filter.rowCount() < {total}")
    found.wait("dock.search.result.layer.featureCount() == search.list.filter.rowCount()")
    assert found.ask(IDLE)
    found.keys("Home")
    found.wait(f"search.list.filter.rowCount() == {total}")


def test_accepted_regions_are_exported_where_the_dialog_says(found: Desktop) -> None:
    file = found.folder / "kept.gpkg"
    found.click("search.export")
    found.wait("modal is not None")
    found.keys("ctrl+a")
    found.type(str(file))
    found.keys("Return")
    found.wait("'exported to kept.gpkg' in search.message.text()")
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM kept").fetchone() == (2,)


def test_more_like_the_accepted_searches_the_ground_that_was_searched(found: Desktop) -> None:
    ground = found.ask("[str(one) for one in dock.search.answer.request.extents]")
    found.click("search.refine")
    found.ended(IDLE, SEARCH_SAYS, "The refined search")
    assert found.ask("[str(one) for one in dock.search.answer.request.extents]") == ground
    assert found.ask("search.examples.count.text()") == "2 positive, 1 negative examples"
    layers = "[one.name() for one in project.layerTreeRoot().findGroup('Terralex').findLayers()]"
    assert [name.split(" · ")[0] for name in found.ask(layers)[:2]] == ["farmland; river", "farmland; river"]
    shown = found.ask("[one.isVisible() for one in project.layerTreeRoot().findLayers() if one.name() != 'sample']")
    assert shown == [True, False], "the former answer gives way to the new one"


def test_other_words_forget_the_examples_of_the_refined_search(found: Desktop) -> None:
    found.fill("search.query", "forest")
    found.keys("Return")
    found.wait("dock.search._starting or dock.search.task is not None or dock.search.answer.request.text == 'forest'")
    found.ended(f"dock.search.answer.request.text == 'forest' and {IDLE}", SEARCH_SAYS, "The search for a forest")
    assert found.ask("len(dock.search.answer.request.examples)") == 0


def test_examples_are_drawn_on_the_map(found: Desktop) -> None:
    found.click("search.examples.like")
    found.wait("search.examples.like.isChecked()")
    found.drag("iface.mapCanvas()", (0.45, 0.45), (0.5, 0.52))
    found.wait("len(search.examples.examples.like) == 1")
    found.wait("not search.examples.like.isChecked()")
    found.click("search.examples.remove")
    found.wait("len(search.examples.examples.like) == 0")


def test_what_was_looked_for_before_is_offered(found: Desktop) -> None:
    found.fill("search.query", "")
    found.keys("Down")
    found.wait("search.query._completer.popup().isVisible()")
    assert found.ask("search.query.suggestions()")[:2] == ["forest", "farmland; river"]
    found.keys("Escape")


def test_the_window_answers_while_the_server_indexes_beside_it(found: Desktop) -> None:
    def work(number: int) -> None:
        # Windows of another size each time: they have to be indexed first.
        found.do(f"search.size.setEditText('{110 + 10 * number} m')")
        found.fill("search.query", f"pond {number}")
        found.keys("Escape", "Return")
        answered = f"dock.search.answer.request.text == 'pond {number}' and {IDLE}"
        found.ended(answered, SEARCH_SAYS, f"Search {number}")

    before = found.ask("search.size.currentText()")
    never_blocked(found, work)
    found.do(f"search.size.setEditText({before!r})")


def test_the_locator_bar_searches_the_map(found: Desktop) -> None:
    found.click("iface.mapCanvas()", 0.02, 0.98)
    found.keys("ctrl+k")
    found.type("tlx lake")
    found.wait("agent.window('QgsFloatingWidget') or agent.part(iface.mainWindow(), 'QgsLocatorResultsView')")
    time.sleep(1)
    found.keys("Return")
    found.wait("search.query.text() == 'lake'")
    found.wait(IDLE, 60)


def test_the_menu_of_a_layer_leads_to_its_labels(found: Desktop) -> None:
    found.do("iface.layerTreeView().setCurrentLayer(project.mapLayersByName('sample')[0])")
    box = "iface.layerTreeView().visualRect(iface.layerTreeView().currentIndex()).center()"
    found.click_at(found.ask(f"agent.pixels(iface.layerTreeView().viewport().mapToGlobal({box}))"), button=3)
    found.wait("popup is not None")
    found.click_at(found.ask("agent.entry(popup, 'Terralex')"))
    found.wait("popup.title() == 'Terralex' if hasattr(popup, 'title') else False")
    found.click_at(found.ask("agent.entry(popup, 'Label this layer')"))
    found.wait("dock.tabs.currentIndex() == 1")
    assert found.ask("labels.layer.currentLayer().name()") == "sample"


def test_a_preset_labels_the_map_in_the_colours_of_the_table(labelled: Desktop) -> None:
    drawn = labelled.ask("{one.shown: one.drawn for one in labels.classes.classes()}")
    layer = "dock.labels.layer.renderer().categories()"
    on_map = labelled.ask(f"{{one.label(): one.symbol().color().name() for one in {layer}}}")
    assert drawn.items() <= on_map.items()
    bars = labelled.ask("[[one.label, one.colour, one.share] for one in labels.result.chart._areas]")
    assert bars and all(drawn[name] == colour for name, colour, _ in bars)
    assert labelled.ask("labels.result.chart.isVisible() and labels.result.chart.height() > 10")
    assert labelled.ask("labels.layer.count()") == 1, "the class raster is not offered as imagery"


def test_a_click_on_the_map_shows_the_three_best_classes(labelled: Desktop) -> None:
    labelled.click("labels.result.ask_map")
    labelled.click("iface.mapCanvas()", 0.5, 0.5)
    labelled.wait("labels.result.best.text().count('%') == 3")
    assert labelled.ask("dock.labels._picked._band is not None")
    labelled.click("labels.result.ask_map")
    labelled.wait("not labels.result.best.isVisible()")


def test_areas_are_drawn_paler_where_they_are_less_certain(labelled: Desktop) -> None:
    style = "__import__('terralex.core.label_style').core.label_style.is_pale(dock.labels.layer)"
    for pale in (True, False):
        labelled.click("labels.result.confidence")
        labelled.wait(f"labels.result.confidence.isChecked() is {pale}")
        assert labelled.ask(style) is pale


def test_classes_are_renamed_coloured_added_and_removed(labelled: Desktop) -> None:
    count = labelled.ask("labels.classes.rowCount()")
    labelled.click_item("labels.table", 0, 1, times=2)
    labelled.keys("ctrl+a")
    labelled.type("my class")
    labelled.keys("Return")
    labelled.wait("labels.classes.classes()[0].name == 'my class'")
    labelled.click_item("labels.table", 0, 0, times=2)
    labelled.wait("modal is not None")
    labelled.click("[one for one in modal.findChildren(type(search.unwanted)) if one.text().startswith('#')][0]")
    labelled.keys("ctrl+a")
    labelled.type("#123456")
    labelled.keys("Return")
    labelled.wait("labels.classes.classes()[0].colour == '#123456'")
    labelled.click("labels.add")
    labelled.type("another")
    labelled.keys("Return")
    labelled.wait("labels.classes.classes()[-1].name == 'another'")
    labelled.keys("Delete")
    labelled.wait(f"labels.classes.rowCount() == {count}")


def test_classes_go_out_to_a_csv_file_and_come_back(labelled: Desktop) -> None:
    file = labelled.folder / "mine.csv"
    for button, done in (("save", file.is_file), ("open", lambda: labelled.ask("labels.set_title") == "mine")):
        labelled.click(f"labels.{button}")
        labelled.wait("modal is not None")
        labelled.keys("ctrl+a")
        labelled.type(str(file))
        labelled.keys("Return")
        labelled.wait("modal is None")
        assert done(), button
    assert labelled.ask("labels.classes.classes()[0].colour") == "#123456"


def test_the_options_are_tried_and_kept(labelled: Desktop) -> None:
    labelled.click(GEAR)
    labelled.wait(f"modal is not None and {PAGE} is not None and {PAGE}.isVisible()")
    labelled.wait(f"{PAGE}.local_panel.state.text() == 'Running'")
    labelled.click(f"{PAGE}.test")
    labelled.wait(f"'accepts the token' in {PAGE}.verdict.text()")
    labelled.wait(f"{PAGE}.model.count() > 1")
    labelled.click(f"{PAGE}.regions", 0.3)
    labelled.keys("ctrl+a")
    labelled.type("42")
    labelled.click(f"{PAGE}.remote", 0.05)
    labelled.wait(f"{PAGE}.url.isVisible() and not {PAGE}.local_panel.isVisible()")
    labelled.fill(f"{PAGE}.url", "gpu")
    labelled.click(f"{PAGE}.test")
    labelled.wait(f"'is not an address' in {PAGE}.verdict.text()")
    labelled.click(f"{PAGE}.local", 0.05)
    labelled.keys("Return")
    labelled.wait("modal is None")
    assert labelled.ask("QgsSettings().value('terralex/max_regions', type=int)") == 42
    assert labelled.ask("QgsSettings().value('terralex/backend')") == "local"


def test_a_folder_that_is_added_in_the_options_can_be_read_at_once(labelled: Desktop) -> None:
    server = labelled.ask(SERVER)
    labelled.click(GEAR)
    labelled.wait(f"modal is not None and {PAGE} is not None and {PAGE}.isVisible()")
    labelled.fill(f"{PAGE}.local_panel.folders", str(labelled.folder))
    labelled.keys("Return")
    labelled.wait("modal is None")
    labelled.wait("plugin.manager.state == 'running'", 120)
    assert labelled.ask(SERVER) != server, "it was started again with the folder"


def test_the_server_is_let_read_a_folder_with_one_click(labelled: Desktop, tmp_path: Path) -> None:
    sample = labelled.ask("project.mapLayersByName('sample')[0].source()")
    shutil.copyfile(sample, tmp_path / "elsewhere.tif")
    labelled.do(f"iface.addRasterLayer({str(tmp_path / 'elsewhere.tif')!r}, 'Elsewhere')")
    labelled.click_at(labelled.ask(f"agent.tab({TABS}, 0)"))
    labelled.do("search.layer.choose(project.mapLayersByName('Elsewhere')[0])")
    labelled.do("iface.mapCanvas().setExtent(project.mapLayersByName('Elsewhere')[0].extent())")
    labelled.wait("'m per pixel' in search.coverage.text()")
    # The link is at the end: the last line begins within it.
    labelled.click("search.coverage", 0.03, 0.86)
    labelled.wait(f"{str(tmp_path)!r} in QgsSettings().value('terralex/data_folders')")
    labelled.wait("plugin.manager.state == 'running'", 120)
    labelled.wait("'ndexed' in search.coverage.text()")
    labelled.do("search.layer.choose(project.mapLayersByName('sample')[0])")
    labelled.do("project.removeMapLayer(project.mapLayersByName('Elsewhere')[0])")
    labelled.click_at(labelled.ask(f"agent.tab({TABS}, 1)"))


def test_the_window_answers_while_the_map_is_labelled(labelled: Desktop) -> None:
    def work(number: int) -> None:
        layer = labelled.ask("dock.labels.layer.id()")
        labelled.click("labels.label")
        other = f"dock.labels.layer is not None and dock.labels.layer.id() != {layer!r}"
        labelled.ended(f"{other} and {LABELS_IDLE}", LABELS_SAY, f"Labelling {number}")

    never_blocked(labelled, work)


def test_results_open_again_without_the_plugin(labelled: Desktop) -> None:
    facts = labelled.ask("[dock.search.result.layer.source(), dock.labels.layer.source()]")
    for source in facts:
        file, _, table = source.partition("|layername=")
        with closing(sqlite3.connect(file)) as database:
            styles = database.execute(
                "SELECT count(*) FROM layer_styles WHERE f_table_name = ? AND useAsDefault", (table.split("|")[0],)
            ).fetchone()
        assert styles == (1,), json.dumps(facts)
