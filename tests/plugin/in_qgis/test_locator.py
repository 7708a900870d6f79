"""``tlx airports``: the locator bar's own machinery, its threads included, with our filter in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from backend_process import RunningBackend
from in_qgis_world import World
from plugin_fixtures import LONG_S, idle, load_plugin, show
from qgis.core import (
    QgsLocator,
    QgsLocatorContext,
    QgsLocatorFilter,
    QgsLocatorModel,
    QgsLocatorProxyModel,
    QgsLocatorResult,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import Qt, QThread
from terralex.compat import user_data


class Bar(QgsLocator):
    """The locator, and what it would list."""

    def __init__(self, offered: QgsLocatorFilter) -> None:
        super().__init__()
        self.listed: list[tuple[str, str]] = []
        self.kept: dict[str, QgsLocatorResult] = {}
        self.registerFilter(offered)
        self.foundResult.connect(self._found)

    def _found(self, result: QgsLocatorResult) -> None:
        # A result does not outlive this slot: what is needed of it is copied.
        kept = str(user_data(result))
        self.listed.append((str(result.displayString), kept))
        self.kept[kept] = QgsLocatorResult(result.filter, result.displayString, kept)


@pytest.fixture
def plugin(world: World, backend: RunningBackend) -> Iterator[Any]:
    made = load_plugin(world, backend)
    yield made
    made.unload()


@pytest.fixture
def layer(world: World, sample: Path) -> QgsRasterLayer:
    return show(world, sample / "sample.tif", "Sample")


@pytest.fixture
def bar(world: World, plugin: Any) -> Iterator[Bar]:
    (ours,) = world.iface.locator_filters
    made = Bar(ours)
    yield made
    made.cancel()
    # The locator would delete what it holds, and so would the plugin.
    made.deregisterFilter(ours)
    plugin._locator = None
    world.iface.locator_filters.clear()


def typed(world: World, bar: Bar, text: str) -> list[tuple[str, str]]:
    bar.listed.clear()
    bar.fetchResults(text, QgsLocatorContext())
    world.wait(lambda: not bar.isRunning(), 10)
    world.pump(30)
    return list(bar.listed)


def test_the_prefix_is_one_that_qgis_does_not_ignore(bar: Bar) -> None:
    (prefix,) = [name for name, found in bar.prefixedFilters().items() if found.name() == "terralex"]
    assert prefix == "tlx"


def test_what_is_typed_comes_first_and_names_in_every_language_after_it(world: World, bar: Bar) -> None:
    listed = typed(world, bar, "tlx airp")
    assert listed[0][1] == "airp" and "“airp”" in listed[0][0]
    assert "airport" in [what for _, what in listed]
    assert "공항" in [what for _, what in typed(world, bar, "tlx 공항")]


def test_enter_searches_for_what_is_typed_in_the_order_of_this_qgis(world: World, bar: Bar) -> None:
    """The list is QGIS's own, and its order is another one in 3.22, 3.40 and 3.44: Enter takes the first result."""
    found, shown = QgsLocatorModel(), QgsLocatorProxyModel()
    shown.setSourceModel(found)
    bar.foundResult.connect(found.addResult)
    typed(world, bar, "tlx lake")
    rows = [shown.index(row, 0) for row in range(shown.rowCount())]
    results = [row.data() for row in rows if row.flags() & Qt.ItemFlag.ItemIsSelectable]
    assert len(results) > 2 and "“lake”" in results[0], [row.data() for row in rows]
    bar.foundResult.disconnect(found.addResult)


def test_nothing_is_listed_without_the_prefix_or_for_one_letter(world: World, bar: Bar) -> None:
    assert typed(world, bar, "airport") == []
    assert typed(world, bar, "tlx a") == []


def test_results_are_fetched_beside_the_main_thread(world: World, bar: Bar) -> None:
    threads: set[Any] = set()
    ours = type(world.iface.locator_filters[0])
    before = ours.fetchResults

    def watched(self: Any, *arguments: Any) -> None:
        threads.add(QThread.currentThread())
        before(self, *arguments)

    ours.fetchResults = watched
    try:
        for text in ("tlx ri", "tlx riv", "tlx rive", "tlx river"):
            # As fast as somebody types: a query that runs is cancelled by the next.
            bar.listed.clear()
            bar.fetchResults(text, QgsLocatorContext())
        world.wait(lambda: not bar.isRunning(), 10)
        world.pump(50)
    finally:
        ours.fetchResults = before
    assert threads and world.app.thread() not in threads
    assert bar.listed[0][1] == "river"


def test_what_a_result_keeps_is_read_anew() -> None:
    result = QgsLocatorResult(None, "shown", "river")
    assert user_data(result) == "river"
    result.userData = "airport"
    assert user_data(result) == "airport"


def test_a_result_searches_the_canvas(world: World, plugin: Any, bar: Bar, layer: QgsRasterLayer) -> None:
    typed(world, bar, "tlx river")
    (ours,) = world.iface.locator_filters
    assert all(f"“{kept}”" in shown for shown, kept in bar.listed)
    ours.triggerResult(bar.kept["river"])
    controller = plugin.dock.search
    world.wait(lambda: idle(controller), LONG_S)
    assert controller.answer is not None and controller.answer.request.text == "river"
