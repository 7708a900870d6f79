"""What goes wrong is said in a sentence: cancel at every stage, a server that dies, hangs or refuses, a layer gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from backend_process import BackendProcess
from in_qgis_world import World
from plugin_fixtures import idle, load_plugin, search, show
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QElapsedTimer, QTimer
from scripted_server import ScriptedServer, half, reply, silence
from terralex import classFactory
from terralex.core import task
from terralex.core.local_server import LocalServer, remember_server
from terralex.core.settings import REMOTE, Settings


@pytest.fixture
def plugin(world: World, backend: BackendProcess) -> Iterator[Any]:
    made = load_plugin(world, backend)
    yield made
    made.unload()


@pytest.fixture
def layer(world: World, sample: Path) -> QgsRasterLayer:
    return show(world, sample / "sample.tif", "Sample")


@pytest.fixture
def scripted(world: World) -> Iterator[ScriptedServer]:
    """The remote server of the settings, which says what a test writes."""
    made = ScriptedServer()
    settings = Settings(backend=REMOTE, url=made.url, timeout_s=5)
    settings.save()
    made.answers["POST /layers"] = reply(201, {"id": "l1", "state": "ready"})
    made.answers["*"] = reply(404, {"detail": "Nothing is here."})
    yield made
    made.close()


def begin(plugin: Any, text: str) -> Any:
    controller = plugin.open_dock().search
    controller.panel.query.setText(text)
    controller.search()
    return controller


@pytest.mark.parametrize("stage_ms", [0, 30, 150, 600, 2000])
def test_a_search_can_be_stopped_at_every_stage(
    world: World, plugin: Any, layer: QgsRasterLayer, stage_ms: int
) -> None:
    # A size that is not indexed yet, so that there is work to stop.
    plugin.open_dock().search.panel.size.setEditText(f"{61 + stage_ms % 7} m")
    controller = begin(plugin, "river")
    world.pump(stage_ms)
    controller.stop()
    world.wait(lambda: idle(controller), 12)
    assert controller.panel.search.isVisibleTo(controller.panel)
    assert search(world, plugin, "river").answer is not None, "and the next search works"


def test_the_first_regions_come_before_the_last(
    world: World, plugin: Any, layer: QgsRasterLayer, scripted: ScriptedServer
) -> None:
    west, south, east, north = 8.0, 46.0, 8.01, 46.01
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    properties = {"rank": 1, "score": 0.3, "relevance": 0.8, "window_m": 50.0, "windows": 1}
    region = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": properties}
    job = {"jobID": "j1", "status": "running", "progress": 40, "message": "Indexing"}
    ready = threading.Event()

    def state(handler: Any, asked: Any) -> None:
        reply(200, {**job, "status": "successful", "progress": 100} if ready.is_set() else job)(handler, asked)

    scripted.answers["POST /processes/search/execution"] = reply(201, job)
    scripted.answers["GET /jobs/j1"] = state
    scripted.answers["GET /collections/job-j1/items?limit=100"] = reply(200, {"features": [region]})
    second = {**region, "properties": {**properties, "rank": 2, "relevance": 0.6}}
    found = {"regions": {"features": [region, second]}, "summary": {"provenance": {"model": "m"}}}
    scripted.answers["GET /jobs/j1/results"] = reply(200, found)
    controller = begin(plugin, "farmland")
    regions = controller.panel.list.regions
    world.wait(lambda: regions.rowCount() == 1, 20)
    assert controller.task is not None, "while the search still runs"
    ready.set()
    world.wait(lambda: idle(controller), 20)
    assert regions.rowCount() == 2, controller.panel.message.text()


def test_a_server_killed_in_mid_search_and_restarted_finishes_it(
    world: World, sample: Path, tmp_path: Path, layer: QgsRasterLayer
) -> None:
    own = BackendProcess(tmp_path / "own", sample)
    plugin = load_plugin(world, own)
    try:
        plugin.open_dock().search.panel.size.setEditText("30 m")
        controller = begin(plugin, "river")
        world.wait(lambda: controller.panel.progress.value() > 320 or idle(controller), 120)
        own.kill()
        world.pump(700)
        own.start()
        world.wait(lambda: idle(controller), 300)
        assert controller.answer is not None, controller.panel.message.text()
    finally:
        plugin.unload()
        own.close()


def test_a_server_that_stays_dead_is_told_of(world: World, plugin: Any, layer: QgsRasterLayer, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("a-token-of-sixteen-or-more")
    remember_server(LocalServer(2**22, 9, tmp_path / "token", tmp_path / "log"))
    Settings(start_with_search=False).save()
    plugin.open_dock()
    plugin.manager.state = "stopped"
    controller = begin(plugin, "river")
    world.wait(lambda: idle(controller), 60)
    assert "not installed" in controller.panel.message.text()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reply(401, {"detail": "A token is needed."}), "token"),
        (reply(500, {}), "failed (500)"),
        (reply(413, {"detail": "The body is larger than 64 MiB: send large files in parts."}), "larger"),
        (half(b'{"jobID": "1", "status": "running"}' * 50), "cut off"),
    ],
    ids=["token wrong", "500", "413", "half a reply"],
)
def test_what_the_server_does_is_said_in_a_sentence(
    world: World, plugin: Any, layer: QgsRasterLayer, scripted: ScriptedServer, answer: Any, words: str
) -> None:
    scripted.answers["*"] = answer
    del scripted.answers["POST /layers"]
    controller = begin(plugin, "river")
    world.wait(lambda: idle(controller), 30)
    assert words in controller.panel.message.text()


def test_a_server_that_hangs_is_given_up_and_qgis_lives_on(
    world: World, plugin: Any, layer: QgsRasterLayer, scripted: ScriptedServer
) -> None:
    never = threading.Event()
    scripted.answers.clear()
    scripted.answers["*"] = silence(never)
    plugin.open_dock()
    world.pump(50)
    worst = heartbeat(world)
    controller = begin(plugin, "river")
    world.wait(lambda: idle(controller), 30)
    assert "said nothing for too long" in controller.panel.message.text()
    assert worst()[1] < 50
    never.set()


def test_the_layer_may_go_while_a_search_runs(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    plugin.open_dock().search.panel.size.setEditText("45 m")
    controller = begin(plugin, "river")
    world.pump(100)
    world.iface.canvas.setLayers([])
    world.iface.active = None
    QgsProject.instance().removeMapLayer(layer.id())
    world.wait(lambda: idle(controller), 300)
    assert controller.answer is not None, controller.panel.message.text()
    QgsProject.instance().removeMapLayer(controller.result.layer.id())
    world.pump(50)
    controller.panel.list.step(1)
    controller.panel.list.mark("accepted")
    controller.panel.slider.setValue(50)
    world.pump(300)
    assert controller.result.layer is None


def test_the_plugin_may_go_while_a_search_runs(world: World, backend: BackendProcess, layer: QgsRasterLayer) -> None:
    plugin = load_plugin(world, backend)
    plugin.open_dock().search.panel.size.setEditText("35 m")
    begin(plugin, "river")
    world.pump(400)
    plugin.unload()
    assert not task.running
    world.pump(100)


def test_loaded_and_unloaded_twenty_times_nothing_is_left(
    world: World, backend: BackendProcess, layer: QgsRasterLayer
) -> None:
    backend.use()
    load_plugin(world, backend).unload()
    world.pump(50)
    widgets = len(QgsApplication.instance().allWidgets())
    items = len(world.iface.canvas.scene().items())
    for _ in range(20):
        plugin = classFactory(world.iface)
        plugin.initGui()
        world.pump(5)
        plugin.open_dock()
        plugin.unload()
        world.pump(5)
    world.pump(100)
    assert len(QgsApplication.instance().allWidgets()) <= widgets + 5
    assert len(world.iface.canvas.scene().items()) <= items
    assert not world.iface.locator_filters and not world.iface.options_factories and not world.iface.layer_actions
    assert QgsApplication.processingRegistry().providerById("terralex") is None


def heartbeat(world: World) -> Any:
    """Longest pauses of the main thread in milliseconds from now on: (at all, but the longest)."""
    clock, pauses = QElapsedTimer(), [0.0, 0.0]
    clock.start()
    timer = QTimer(world.iface.window)

    def beat() -> None:
        pauses.append(clock.nsecsElapsed() / 1e6)
        clock.restart()

    timer.timeout.connect(beat)
    timer.start(5)

    def worst() -> list[float]:
        timer.stop()
        return sorted(pauses, reverse=True)[:2]

    return worst


def test_the_main_thread_is_never_blocked(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    plugin.open_dock()
    search(world, plugin, "river")
    plugin.dock.search.panel.size.setEditText("55 m")
    controller = plugin.dock.search
    controller.panel.query.setText("farmland")
    world.pump(1500)
    worst = heartbeat(world)
    controller.search()
    world.wait(lambda: idle(controller), 300)
    world.pump(500)
    first = worst()
    print("longest pauses, ms:", first)
    assert first[0] < 50


def test_the_main_thread_is_never_blocked_by_labels(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    controller = plugin.open_dock().labels
    plugin.dock.tabs.setCurrentIndex(1)
    controller.panel.load_preset("sample")
    search(world, plugin, "river")
    world.pump(1500)
    worst = heartbeat(world)
    controller.label()
    world.wait(lambda: idle(controller), 300)
    world.pump(500)
    longest = worst()
    print("longest pauses, ms:", longest)
    assert controller.answer is not None, controller.panel.message.text()
    assert longest[0] < 50


def test_loading_takes_less_than_fifty_milliseconds(world: World, backend: BackendProcess) -> None:
    load_plugin(world, backend).unload()
    clock = QElapsedTimer()
    times = []
    for _ in range(5):
        clock.start()
        plugin = classFactory(world.iface)
        plugin.initGui()
        times.append(clock.nsecsElapsed() / 1e6)
        plugin.unload()
    assert min(times) < 50, times
