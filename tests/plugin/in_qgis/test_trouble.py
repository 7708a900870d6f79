"""What goes wrong is said in a sentence: a server that dies, freezes or refuses, a layer or the plugin that goes."""

from __future__ import annotations

import gc
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from backend_process import BackendProcess, RunningBackend
from gate import Gate
from heartbeat import assert_blocks_nobody
from in_qgis_world import World
from plugin_fixtures import LONG_S, idle, load_plugin, search, show
from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsProject, QgsRasterLayer
from scripted_server import ScriptedServer, half, reply, silence
from terralex import classFactory
from terralex.core import jobs, requests, results, task
from terralex.core.client import Client
from terralex.core.connection import Connection
from terralex.core.layer_upload import known
from terralex.core.local_server import LocalServer, remember_server
from terralex.core.settings import REMOTE, Settings


@pytest.fixture
def plugin(world: World, backend: RunningBackend) -> Iterator[Any]:
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
    settings = Settings(backend=REMOTE, url=made.url, timeout_s=2)
    settings.save()
    made.answers["POST /layers"] = reply(201, {"id": "l1", "state": "ready"})
    made.answers["*"] = reply(404, {"detail": "Nothing is here."})
    yield made
    made.close()


def begin(plugin: Any, text: str, size: str = "") -> Any:
    controller = plugin.open_dock().search
    controller.panel.query.setText(text)
    if size:
        controller.panel.size.setEditText(size)
    controller.search()
    return controller


def in_mid_search(world: World, controller: Any) -> None:
    """Until the server has done a part of it."""
    world.wait(lambda: controller.panel.progress.value() > 320 or idle(controller), LONG_S)
    assert not idle(controller), controller.panel.message.text()


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


def test_a_server_that_freezes_in_mid_search_is_waited_for(
    world: World, plugin: Any, layer: QgsRasterLayer, backend: RunningBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "JOB_TIMEOUT_S", 1)
    assert_blocks_nobody(
        world.iface.window,
        lambda number: freeze_in_mid_search(world, plugin, backend, f"{54 + number} m", frozen_s=2.5),
    )


@pytest.mark.slow
def test_a_server_that_freezes_for_ninety_seconds_is_waited_for(
    world: World, plugin: Any, layer: QgsRasterLayer, backend: RunningBackend
) -> None:
    assert_blocks_nobody(
        world.iface.window, lambda number: freeze_in_mid_search(world, plugin, backend, f"{58 + number} m", frozen_s=90)
    )


def freeze_in_mid_search(world: World, plugin: Any, backend: RunningBackend, size: str, frozen_s: float) -> None:
    controller = begin(plugin, "river", size)
    in_mid_search(world, controller)
    said: list[str] = []
    controller.task.status_changed.connect(said.append)
    os.kill(backend.pid, signal.SIGSTOP)
    try:
        world.pump(round(1000 * frozen_s))
        assert not idle(controller), controller.panel.message.text()
        world.wait(lambda: said and "is not responding" in said[-1], 10)
    finally:
        os.kill(backend.pid, signal.SIGCONT)
    world.wait(lambda: idle(controller), LONG_S)
    assert controller.answer is not None and controller.answer.regions, controller.panel.message.text()


def test_a_slow_reply_outlives_the_time_out_of_qgis(world: World, scripted: ScriptedServer) -> None:
    before = QgsNetworkAccessManager.timeout()
    QgsNetworkAccessManager.setTimeout(500)
    try:
        reply_after(scripted, silent_s=1.5, timeout_s=3)
    finally:
        QgsNetworkAccessManager.setTimeout(before)


@pytest.mark.slow
def test_a_reply_after_ninety_seconds_outlives_the_time_out_of_qgis(world: World, scripted: ScriptedServer) -> None:
    assert QgsNetworkAccessManager.timeout() <= 60_000
    reply_after(scripted, silent_s=90, timeout_s=120)


def reply_after(server: ScriptedServer, silent_s: float, timeout_s: float) -> None:
    def slow(handler: Any, asked: Any) -> None:
        time.sleep(silent_s)
        reply(200, {"models": []})(handler, asked)

    server.answers["GET /models"] = slow
    assert Client(Connection(server.url, timeout_s=timeout_s)).models() == []


def test_a_server_killed_in_mid_search_that_stays_dead_is_told_of(
    world: World, sample: Path, tmp_path: Path, layer: QgsRasterLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PATIENCE_S", 1.0)
    own = BackendProcess(tmp_path / "own", sample)
    plugin = load_plugin(world, own)
    try:
        controller = begin(plugin, "river", "53 m")
        in_mid_search(world, controller)
        own.kill()
        world.wait(lambda: idle(controller), 30)
        assert "does not respond" in controller.panel.message.text()
        assert controller.panel.search.isVisibleTo(controller.panel), "and another search can begin"
    finally:
        plugin.unload()
        own.close()


def test_a_server_that_is_not_there_is_told_of(
    world: World, plugin: Any, layer: QgsRasterLayer, tmp_path: Path
) -> None:
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
        (half(b'{"jobID": "1", "status": "running"}' * 50), "incomplete"),
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

    def work(number: int) -> None:
        controller = begin(plugin, "river")
        world.wait(lambda: idle(controller), 30)
        assert "did not respond in time" in controller.panel.message.text()

    assert_blocks_nobody(world.iface.window, work)
    never.set()


def test_results_that_could_not_be_written_are_told_of_before_the_server_is_asked(
    world: World,
    plugin: Any,
    layer: QgsRasterLayer,
    scripted: ScriptedServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(results, "LOCK_PATIENCE_S", 0.2)
    QgsProject.instance().write(str(tmp_path / "survey.qgz"))
    with closing(sqlite3.connect(tmp_path / "survey_terralex.gpkg")) as other:
        other.execute("CREATE TABLE of_somebody (else_ INTEGER)")
        other.execute("BEGIN EXCLUSIVE")
        controller = begin(plugin, "river")
        world.wait(lambda: idle(controller), 30)
    assert "another program is writing to it" in controller.panel.message.text()
    assert not any("execution" in asked.path for asked in scripted.asked)


def test_a_wrong_token_is_told_of_by_the_real_server(
    world: World, plugin: Any, layer: QgsRasterLayer, backend: RunningBackend, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("a-token-of-sixteen-or-more-that-is-wrong")
    remember_server(LocalServer(backend.pid, backend.port, tmp_path / "token", backend.log_file))
    plugin.open_dock()
    plugin.manager._set("running")
    controller = begin(plugin, "river")
    world.wait(lambda: idle(controller), 30)
    assert "does not accept the token" in controller.panel.message.text()


def test_the_layer_may_go_while_a_search_runs(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    controller = begin(plugin, "river", "110 m")
    world.pump(100)
    world.iface.canvas.setLayers([])
    world.iface.active = None
    QgsProject.instance().removeMapLayer(layer.id())
    world.wait(lambda: idle(controller), 300)
    assert controller.answer is not None, controller.panel.message.text()
    if controller.result is not None:  # whether it finds anything is not the point
        QgsProject.instance().removeMapLayer(controller.result.layer.id())
    world.pump(50)
    controller.panel.list.step(1)
    controller.panel.list.mark("accepted")
    controller.panel.slider.setValue(50)
    world.pump(300)
    assert controller.result.layer is None


def test_the_layer_may_go_while_its_picture_is_drawn_and_sent(
    world: World, backend: RunningBackend, layer: QgsRasterLayer
) -> None:
    layer.renderer().setRedBand(2)
    known.clear()
    gone = QgsProject.instance().removeAllMapLayers
    with_gate(world, backend, "PUT /layers/*/tiles/*", lambda _: gone(), "400 m")


def test_a_new_project_stops_the_search_of_the_former_one(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    controller = begin(plugin, "river", "370 m")
    world.wait(lambda: controller.task is not None, 30)
    QgsProject.instance().clear()
    world.wait(lambda: idle(controller), 60)
    assert controller.answer is None and controller.panel.list.regions.rowCount() == 0
    assert not QgsProject.instance().mapLayers()


def test_the_plugin_may_go_at_every_stage(world: World, backend: RunningBackend, layer: QgsRasterLayer) -> None:
    layer.renderer().setRedBand(2)
    for stage in ("POST /layers", "PUT /layers/*/tiles/*", "POST /processes/search/execution"):
        known.clear()
        with_gate(world, backend, stage, lambda plugin: plugin.unload(), "390 m")
        assert not task.running


def with_gate(world: World, backend: RunningBackend, stage: str, act: Callable[[Any], None], size: str) -> None:
    """Do something while the server is just being asked something; nothing crashes, and the search ends."""
    gate = Gate(backend.port)
    plugin = load_plugin(world, backend)
    remember_server(LocalServer(backend.pid, gate.port, backend.token_file, backend.log_file))
    try:
        controller = begin(plugin, "river", size)
        gate.hold(stage)
        world.wait(gate.reached, 30)
        act(plugin)
        gate.release()
        if plugin.iface is not None:
            world.wait(lambda: idle(controller), 60)
            assert controller.answer is not None, controller.panel.message.text()
        world.pump(100)
    finally:
        if plugin.iface is not None:
            plugin.unload()
        gate.close()


def test_the_plugin_may_go_while_the_server_hangs(
    world: World, scripted: ScriptedServer, backend: RunningBackend, layer: QgsRasterLayer
) -> None:
    never = threading.Event()
    scripted.answers.clear()
    scripted.answers["*"] = silence(never)
    plugin = load_plugin(world, backend)
    begin(plugin, "river")
    world.wait(lambda: scripted.asked, 10)
    begun = time.monotonic()
    plugin.unload()
    assert time.monotonic() - begun < 2 and not task.running
    never.set()


def test_loaded_and_unloaded_twenty_times_nothing_is_left(
    world: World, backend: RunningBackend, layer: QgsRasterLayer
) -> None:
    backend.use()
    for _ in range(3):
        used_once(world, with_search=True)
    before = leftovers(world)
    for number in range(20):
        used_once(world, with_search=number % 10 == 0)
    after = leftovers(world)
    print("before and after:", before, after)
    assert after["widgets"] <= before["widgets"] + 5 and after["items"] <= before["items"]
    assert after["objects"] <= before["objects"], "nothing of the plugin is kept alive"
    assert after["kilobytes"] - before["kilobytes"] < 20_000
    assert not world.iface.locator_filters and not world.iface.options_factories and not world.iface.layer_actions
    assert QgsApplication.processingRegistry().providerById("terralex") is None


def used_once(world: World, with_search: bool) -> None:
    plugin = classFactory(world.iface)
    plugin.initGui()
    world.pump(5)
    page = world.iface.options_factories[0].createWidget(None)
    if with_search:
        controller = search(world, plugin, "river", 300)
        assert controller.answer is not None, controller.panel.message.text()
        del controller
    else:
        plugin.open_dock()
    page.deleteLater()
    plugin.unload()
    for group in QgsProject.instance().layerTreeRoot().findGroups():
        group.removeAllChildren()
    world.pump(5)


def leftovers(world: World) -> dict[str, int]:
    """What there is: widgets, items of the map, objects of the plugin's classes, memory."""
    world.pump(200)
    gc.collect()
    ours = [one for one in gc.get_objects() if type(one).__module__.startswith("terralex.")]
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {
        "widgets": len(QgsApplication.instance().allWidgets()),
        "items": len(world.iface.canvas.scene().items()),
        "objects": len(ours),
        "kilobytes": pages * os.sysconf("SC_PAGE_SIZE") // 1024,
    }
