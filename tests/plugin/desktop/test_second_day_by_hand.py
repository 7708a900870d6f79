"""A person at the controls of the second day: gallery, many marks, menu, area, heat map, and the line on the index."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import saved_steps as steps
from desktop import Desktop, OpenDesktop

BUSY = "(dock.search._starting or dock.search.task is not None)"
IDLE = f"not {BUSY}"
EXTENT = "[round(x) for x in iface.mapCanvas().extent().toRectF().getCoords()]"
STATUSES = "[search.list.regions.status(one.rank) for one in search.list.regions.regions()]"


@pytest.fixture(scope="module")
def found(open_desktop: OpenDesktop) -> Iterator[Desktop]:
    """QGIS with the sample, on which a river was searched for: the first search of a new server."""
    with open_desktop([]) as made:
        made.click("agent.action_button(plugin._actions[0])")
        made.wait("dock is not None and dock.isVisible()")
        # Before anything is searched: a tool starts the server as a search does.
        steps.open_count(made, "sample", "storage tanks")
        assert made.ask("plugin.manager.state") == "running"
        steps.close_tool(made)
        steps.search(made, "sample", "river")
        assert made.ask("search.list.filter.rowCount()") >= 4
        made.do(f"dock.searched = {EXTENT}")
        yield made


def test_the_line_on_the_index_follows_the_words_that_are_typed(found: Desktop) -> None:
    found.wait("search.coverage.text().startswith('Indexed')", what="rivers are indexed")
    found.fill("search.query", "storage tank")
    found.keys("Escape")
    found.wait("search.coverage.text().startswith('Not indexed')", what="the windows of tanks are not")
    found.fill("search.query", "river")
    found.keys("Escape")
    found.wait("search.coverage.text().startswith('Indexed')", what="those of rivers are")


def test_the_gallery_shows_large_pictures_beside_each_other(found: Desktop) -> None:
    found.click("search.gallery")
    found.wait("search.gallery.isChecked()")
    first, second = (found.ask(f"agent.item(search.list, {row})") for row in (0, 1))
    assert first[1] == second[1] and second[0] - first[0] >= 100
    found.click_item("search.list", 0)
    found.keys("Right")
    found.wait("search.list.current().rank == 2")
    found.click("search.gallery")
    found.wait("not search.gallery.isChecked()")
    first, second = (found.ask(f"agent.item(search.list, {row})") for row in (0, 1))
    assert first[0] == second[0] and second[1] > first[1]


def test_several_regions_are_marked_at_once_and_the_marks_are_undone(found: Desktop) -> None:
    found.click_item("search.list", 0)
    with found.holding("ctrl"):
        found.click_item("search.list", 2)
    found.keys("a")
    found.wait(f"{STATUSES}[:3] == ['accepted', '', 'accepted']")
    found.keys("ctrl+z")
    found.wait(f"not any({STATUSES})")


def test_the_menu_of_a_region_marks_it(found: Desktop) -> None:
    found.click_item("search.list", 1, button=3)
    found.wait("popup is not None")
    found.click_at(found.ask("agent.entry(popup, 'Accept the region')"))
    found.wait(f"{STATUSES}[:2] == ['', 'accepted']")
    found.keys("ctrl+z")
    found.wait(f"not any({STATUSES})")


def test_one_button_leads_back_from_the_walk(found: Desktop) -> None:
    found.click_item("search.list", 0)
    found.keys("Return", "Return")
    found.wait(f"{EXTENT} != dock.searched")
    found.click("search.back")
    found.wait(f"{EXTENT} == dock.searched")


def test_a_heat_map_is_one_click_away(found: Desktop) -> None:
    found.click("search.heat")
    heat = "[one for one in project.mapLayers().values() if one.name().startswith('Heat map: river')]"
    found.wait(f"{BUSY} or {heat}")
    said = found.ended(IDLE, steps.SEARCH_SAYS, "The heat map")
    assert found.ask(f"len({heat})") == 1, said


def test_an_area_is_drawn_on_the_map_and_searched(found: Desktop) -> None:
    found.click("search.draw")
    found.wait("search.draw.isChecked()")
    found.drag("iface.mapCanvas()", (0.35, 0.35), (0.65, 0.6))
    found.wait("not search.draw.isChecked() and search.scope.currentData() == 'drawn'")
    whole = found.ask("dock.search.answer.request.extents[0].width")
    found.click("search.search")
    found.wait(f"{BUSY} or dock.search.answer.request.extents[0].width < {0.7 * whole}")
    said = found.ended(IDLE, steps.SEARCH_SAYS, "The search in the area")
    assert found.ask("dock.search.answer.request.extents[0].width") < 0.7 * whole, said


def test_the_regions_of_former_words_leave_the_map_when_the_first_of_others_come(found: Desktop) -> None:
    former = "project.layerTreeRoot().findLayer(dock.search.answer_of_before.id()).isVisible()"
    found.do("dock.search.answer_of_before = dock.search.result.layer")
    assert found.ask(former)
    # Small windows are so many that the first regions come long before the last.
    steps.choose(found, "search.scope", "Extent of the map")
    found.do("search.size.setEditText('13 m')")
    found.fill("search.query", "farmland")
    found.keys("Escape", "Return")
    found.ended(f"dock.search._so_far._band is not None or ({IDLE})", steps.SEARCH_SAYS, "The search for farmland")
    assert found.ask("dock.search._so_far._band is not None")
    assert not found.ask(former)
    found.click("search.stop")
    found.wait(IDLE, what="the search is stopped")
