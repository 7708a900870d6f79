"""A person teaches, keeps, watches, compares and counts by mouse and keyboard in QGIS Desktop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import saved_steps as steps
from desktop import Desktop, OpenDesktop


@pytest.fixture(scope="module")
def desk(open_desktop: OpenDesktop, sample_folder: Path, own_folder: Path) -> Iterator[Desktop]:
    """QGIS with the sample, a part of it in a folder of its own, and the sample at a later date; the dock is open."""
    # In a folder that the server reads itself: a search that is saved asks what lies there, not what was sent.
    first, later, _ = steps.maps(own_folder / "maps", sample_folder / "sample.tif")
    with open_desktop([first, later]) as made:
        made.click("agent.action_button(plugin._actions[0])")
        made.wait("dock is not None and dock.isVisible()")
        yield made


@pytest.fixture(scope="module")
def taught(desk: Desktop) -> Desktop:
    """A concept was saved from marks on the sample."""
    steps.search(desk, "sample", "farmland")
    steps.teach(desk, "my fields")
    return desk


def test_marks_are_saved_as_a_concept_and_found_on_another_map(taught: Desktop) -> None:
    assert "2 accepted and 1 rejected" in taught.ask("dock.saved.panel.message.text()")
    assert taught.ask("dock.saved.panel.concepts.item(0).text()").startswith("my fields\n2 accepted, 1 rejected")
    steps.search_by_concept(taught, "first", "my fields")
    assert taught.ask("dock.search.answer.request.concept.name") == "my fields"
    assert taught.ask("dock.search.result.layer.name()").startswith("my fields · first")
    assert taught.ask("search.list.filter.rowCount()") > 0


def test_a_saved_search_is_run_again_when_a_map_has_come(taught: Desktop) -> None:
    steps.save_search(taught, "Fields of the town")
    taught.wait("[one.name() for one in project.mapLayers().values() if one.name().startswith('Fields of')]")
    watched = taught.folder / "maps" / "watched"
    steps.cut(watched.parent / "later.tif", watched / "second.tif", 0, 512)
    said = steps.run_search(taught)
    assert "1 of 2 layers had changed" in said and ": 0 new" not in said, said
    assert "not run yet" not in taught.ask("dock.saved.panel.searches.item(0).text()")


def test_a_tool_opens_with_the_layer_and_the_words_of_the_dock(desk: Desktop) -> None:
    steps.open_count(desk, "sample", "storage tanks")
    given = desk.ask("dock.tools.dialog.createProcessingParameters()")
    assert given["TEXT"] == "storage tanks" and "sample" in given["INPUT"]
    steps.close_tool(desk)


@pytest.mark.slow
def test_two_dates_are_compared_side_by_side(desk: Desktop) -> None:
    steps.compare(desk, "sample", "later", "new lakes")
    assert desk.ask("dock.tools.pairs.picture.pixmap().width()") > 100
    (regions,) = desk.ask("[one.featureCount() for one in project.mapLayersByName('Regions')]")
    assert regions > 0
    steps.close_tool(desk)


@pytest.mark.slow
def test_things_are_counted(desk: Desktop) -> None:
    steps.count(desk, "sample", "storage tanks")
    assert desk.ask("project.mapLayersByName('Objects')[0].fields().names()") == ["probability"]
    steps.close_tool(desk)
