"""What a person does with concepts, saved searches and the tools of the dock, a step a function.

The tests look at what came of each step, the screenshots take a picture after it.
"""

from __future__ import annotations

from pathlib import Path

import rasterio
from desktop import Desktop
from rasterio.windows import Window

IDLE = "not dock.search._starting and dock.search.task is None"
SEARCH_SAYS = "search.message.text()"
SAVED_IDLE = "not dock.saved.busy"
SAVED = 2
LONG_S = 1200


def choose(desk: Desktop, box: str, name: str) -> None:
    """Choose an entry of a list that folds out."""
    desk.click(box)
    desk.wait(f"{box}.view().isVisible()")
    row = desk.ask(f"[{box}.itemText(row) for row in range({box}.count())].index({name!r})")
    desk.click_at(desk.ask(f"agent.item({box}.view(), {row})"))
    desk.wait(f"{box}.currentText() == {name!r}")


def menu(desk: Desktop, button: str, words: str) -> None:
    """Choose an entry of the menu of a button."""
    desk.click(button)
    desk.wait(f"{button}.menu().isVisible()")
    desk.click_at(desk.ask(f"agent.entry({button}.menu(), {words!r})"))


def tab(desk: Desktop, number: int) -> None:
    """Go to a tab of the dock."""
    desk.click_at(desk.ask(f"agent.tab(dock.tabs.tabBar(), {number})"))
    desk.wait(f"dock.tabs.currentIndex() == {number}")


def search(desk: Desktop, layer: str, words: str) -> None:
    """Type words and search a layer, shown as a whole."""
    tab(desk, 0)
    choose(desk, "search.layer", layer)
    desk.do("iface.mapCanvas().setExtent(search.layer.currentLayer().extent())")
    desk.fill("search.query", words)
    desk.keys("Escape", "Return")
    answered = f"dock.search.answer is not None and dock.search.answer.request.text == {words!r}"
    desk.ended(f"{answered} and {IDLE}", SEARCH_SAYS, f"The search for {words}")


def teach(desk: Desktop, name: str, marks: str = "aar") -> None:
    """Mark the first regions by keys, and save the marks as a concept."""
    desk.keys("Return", *marks)
    menu(desk, "search.saved", "Save the marks as a concept")
    desk.wait("modal is not None")
    desk.keys("ctrl+a")
    desk.type(name)
    desk.keys("Return")
    desk.wait(f"'{name} is saved' in dock.saved.panel.message.text()", LONG_S)


def search_by_concept(desk: Desktop, layer: str, name: str) -> None:
    """Search another layer by a concept, from the button beside the words."""
    tab(desk, 0)
    choose(desk, "search.layer", layer)
    desk.do("iface.mapCanvas().setExtent(search.layer.currentLayer().extent())")
    menu(desk, "search.saved", name)
    desk.wait("search.concept.isVisible()")
    desk.click("search.search")
    desk.wait("dock.search._starting or dock.search.task is not None")
    desk.ended(IDLE, SEARCH_SAYS, f"The search by {name}")


def save_search(desk: Desktop, name: str) -> None:
    """Save what is asked, of all rasters in the folder of its layer."""
    tab(desk, 0)
    menu(desk, "search.saved", "Save this search")
    desk.wait("modal is not None and hasattr(modal, 'folders')")
    desk.fill("modal.name", name)
    desk.click("modal.folders", 0.03)
    desk.wait("modal.folders.isChecked()")
    desk.keys("Return")
    desk.wait(f"'{name} is saved' in dock.saved.panel.message.text()", LONG_S)
    desk.wait(f"{SAVED_IDLE} and dock.saved.panel.searches.count()", 60)


def run_search(desk: Desktop, row: int = 0) -> str:
    """Run a saved search again -> what is said of it."""
    tab(desk, SAVED)
    desk.wait(SAVED_IDLE, 60)
    desk.click_item("dock.saved.panel.searches", row)
    desk.click("dock.saved.panel.run")
    desk.wait("dock.saved._at_work or 'unchanged' in dock.saved.panel.message.text()")
    desk.wait("not dock.saved._at_work and 'had changed' in dock.saved.panel.message.text()", LONG_S)
    return str(desk.ask("dock.saved.panel.message.text()"))


def compare(desk: Desktop, earlier: str, later: str, words: str) -> None:
    """Compare two dates, from the menu of the dock."""
    tab(desk, 0)
    choose(desk, "search.layer", later)
    desk.fill("search.query", words)
    desk.keys("Escape")
    menu(desk, "dock.tools", "Compare two dates")
    desk.wait("dock.tools.dialog is not None and dock.tools.dialog.isVisible()")
    parts = "dock.tools.dialog.findChildren(type(search).__mro__[1])"
    boxes = f"[one for one in {parts} if one.metaObject().className() == 'QgsMapLayerComboBox' and one.isVisible()]"
    named = desk.ask(f"[one.currentText().split(' [')[0] for one in {boxes}]")
    assert named[1] == later, named
    if named[0] != earlier:
        shown = desk.ask(f"[{boxes}[0].itemText(row) for row in range({boxes}[0].count())]")
        choose(desk, f"{boxes}[0]", next(one for one in shown if one.split(" [")[0] == earlier))
    desk.click("dock.tools.dialog.runButton()")
    desk.wait("dock.tools.pairs is not None and dock.tools.pairs.isVisible()", LONG_S)


def open_count(desk: Desktop, layer: str, words: str) -> None:
    """Open the window that counts, from the menu of the dock."""
    tab(desk, 0)
    choose(desk, "search.layer", layer)
    desk.fill("search.query", words)
    desk.keys("Escape")
    menu(desk, "dock.tools", "Count objects")
    desk.wait("dock.tools.dialog is not None and dock.tools.dialog.isVisible()")


def count(desk: Desktop, layer: str, words: str) -> None:
    """Count things, from the menu of the dock."""
    open_count(desk, layer, words)
    desk.click("dock.tools.dialog.runButton()")
    desk.wait("len(project.mapLayersByName('Objects')) == 1", LONG_S)


def close_tool(desk: Desktop) -> None:
    """Close the windows of a tool with the keyboard."""
    desk.do("dock.tools.pairs is None or dock.tools.pairs.close()")
    desk.do("dock.tools.dialog.close()")
    desk.do("iface.mainWindow().activateWindow()")


def maps(folder: Path, sample: Path) -> tuple[Path, Path, Path]:
    """Two more maps for a desktop: ``first`` in a folder that is watched, and ``later``, the sample with a lake."""
    watched = folder / "watched"
    watched.mkdir(parents=True, exist_ok=True)
    cut(sample, watched / "first.tif", 512, 0)
    later = folder / "later.tif"
    with rasterio.open(sample) as whole:
        pixels, profile = whole.read(), whole.profile
    pixels[:3, 300:520, 300:520] = [[[36]], [[66]], [[92]]]
    with rasterio.open(later, "w", **profile) as raster:
        raster.write(pixels)
    return watched / "first.tif", later, watched


def cut(sample: Path, target: Path, column: int, row: int, side: int = 512) -> None:
    """A part of the sample as a map of its own; columns, rows and side in pixels."""
    with rasterio.open(sample) as whole:
        part = Window(column, row, side, side)
        changed = {"width": side, "height": side, "transform": whole.window_transform(part)}
        with rasterio.open(target, "w", **{**whole.profile, **changed}) as raster:
            raster.write(whole.read(window=part))
