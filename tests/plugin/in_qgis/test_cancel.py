"""Cancel at every stage: whatever is being asked of the server just then, the work stops at once and leaves nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from backend_process import RunningBackend
from gate import Gate
from in_qgis_world import World
from plugin_fixtures import LONG_S, idle, load_plugin, show
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from terralex.core import results
from terralex.core.backend_manager import RUNNING, STOPPED
from terralex.core.layer_upload import known
from terralex.core.local_server import LocalServer, remember_server
from terralex.gui.coverage_watch import CoverageWatch
from terralex.gui.label_panel import FEATURES

OF_A_JOB = ("GET /jobs/*", "GET /jobs/*/results")
"""Not asked where the server answers at once, which depends on how busy it is."""
WHETHER_IT_LIVES = ("GET /health", "GET /processes")
AT_ONCE_S = 10.0
"""On a busy machine; alone it is a second, and what a server gets to take note of the farewell."""


@pytest.fixture(autouse=True)
def _only_the_work_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line on the index asks when the map rests, whatever else is going on."""
    monkeypatch.setattr(CoverageWatch, "ask", lambda self: None)


@pytest.fixture
def gate(backend: RunningBackend) -> Iterator[Gate]:
    made = Gate(backend.port)
    yield made
    made.close()


@pytest.fixture
def plugin(world: World, backend: RunningBackend, gate: Gate) -> Iterator[Any]:
    made = load_plugin(world, backend)
    remember_server(LocalServer(backend.pid, gate.port, backend.token_file, backend.log_file))
    yield made
    made.unload()


@pytest.fixture
def layer(world: World, sample: Path) -> QgsRasterLayer:
    return show(world, sample / "sample.tif", "Sample")


def stages_of(world: World, gate: Gate, controller: Any, begin: Callable[[], None]) -> list[str]:
    """What is asked of the server from beginning to end, each kind once."""
    gate.seen.clear()
    begin()
    world.wait(lambda: idle(controller), LONG_S)
    assert controller.answer is not None, controller.panel.message.text()
    return list(dict.fromkeys(gate.seen))


def stop_at(
    world: World, gate: Gate, controller: Any, begin: Callable[[], None], stage: str, manager: Any = None
) -> None:
    """Stop when the server is just being asked this, and look what is left."""
    before = table_count()
    if stage in WHETHER_IT_LIVES:
        manager._set(STOPPED)
    gate.hold(stage)
    begin()
    world.wait(lambda: gate.reached() or idle(controller), 60)
    assert gate.reached(), f"{stage} was not asked: {controller.panel.message.text()}"
    begun = time.monotonic()
    controller.stop()
    world.wait(lambda: idle(controller), 30)
    assert time.monotonic() - begun < AT_ONCE_S, stage
    gate.release()
    if stage in WHETHER_IT_LIVES:
        # The look at the server goes on by itself, and must not end within the next stage.
        world.wait(lambda: manager.state == RUNNING, 30)
    assert "Stopped" in controller.panel.message.text(), stage
    assert table_count() == before, f"{stage} left a table"
    world.pump(20)


def table_count() -> int:
    return len(results._tables(results.results_file()))


def settled(world: World, backend: RunningBackend) -> None:
    world.wait(lambda: not {"accepted", "running"} & {job["status"] for job in backend.jobs()}, 20)


def test_a_search(world: World, plugin: Any, layer: QgsRasterLayer, gate: Gate, backend: RunningBackend) -> None:
    controller = plugin.open_dock().search
    controller.panel.query.setText("river")
    stages = stages_of(world, gate, controller, controller.search)
    assert {"POST /layers", "POST /processes/search/execution"} <= set(stages)
    # Sizes that are not indexed yet, so that there is a job to stop.
    sizes = iter(range(61, 70))
    for stage in [*(one for one in stages if one not in OF_A_JOB), "GET /jobs/*", "GET /collections/*/items"]:
        if stage in ("GET /jobs/*", "GET /collections/*/items"):
            controller.panel.size.setEditText(f"{next(sizes)} m")
        stop_at(world, gate, controller, controller.search, stage, plugin.manager)
        if stage.startswith("GET /jobs"):
            assert backend.jobs()[0]["status"] == "dismissed"
    settled(world, backend)
    controller.panel.size.setCurrentIndex(0)
    assert stages_of(world, gate, controller, controller.search), "and the next search works"


def test_a_search_in_pictures(world: World, plugin: Any, layer: QgsRasterLayer, gate: Gate) -> None:
    layer.renderer().setRedBand(2)
    controller = plugin.open_dock().search
    controller.panel.query.setText("river")
    controller.panel.size.setEditText("400 m")
    for stage in ("POST /layers", "GET /layers/*/tiles", "PUT /layers/*/tiles/*", "POST /layers/*/complete"):
        known.clear()
        # Another picture each time: what has been sent is not sent again.
        world.iface.canvas.zoomByFactor(0.8)
        stop_at(world, gate, controller, controller.search, stage)
    assert stages_of(world, gate, controller, controller.search)


@pytest.mark.parametrize("target", ["windows", "features"])
def test_labelling(
    world: World, plugin: Any, layer: QgsRasterLayer, gate: Gate, backend: RunningBackend, sample: Path, target: str
) -> None:
    controller = plugin.open_dock().labels
    controller.panel.load_preset("sample")
    if target == "features":
        truth = QgsVectorLayer(str(sample / "truth.gpkg"), "Truth", "ogr")
        QgsProject.instance().addMapLayer(truth)
        controller.panel.scope.setCurrentIndex(controller.panel.scope.findData(FEATURES))
        controller.panel.features.setLayer(truth)
    stages = stages_of(world, gate, controller, controller.label)
    assert f"POST /processes/label-{target}/execution" in stages
    assert any("/files/" in stage for stage in stages), "results are fetched"
    for stage in stages:
        if stage not in OF_A_JOB:
            stop_at(world, gate, controller, controller.label, stage, plugin.manager)
    settled(world, backend)


def test_indexing(world: World, plugin: Any, layer: QgsRasterLayer, gate: Gate, backend: RunningBackend) -> None:
    controller = plugin.open_dock().search
    for stage in ("POST /layers", "POST /processes/index/execution"):
        stop_at(world, gate, controller, controller.index, stage)
    settled(world, backend)
