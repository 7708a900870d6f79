"""The main thread is never blocked for over 50 ms: a heartbeat measures it during every kind of work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from backend_process import RunningBackend
from heartbeat import Heartbeat, assert_blocks_nobody
from in_qgis_world import World
from plugin_fixtures import idle, load_plugin, search, show
from qgis.core import QgsApplication, QgsProcessingAlgRunnerTask, QgsProcessingContext, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, QTimer
from terralex.core.layer_upload import known


@pytest.fixture
def plugin(world: World, backend: RunningBackend) -> Iterator[Any]:
    made = load_plugin(world, backend)
    yield made
    made.unload()


@pytest.fixture
def layer(world: World, sample: Path) -> QgsRasterLayer:
    return show(world, sample / "sample.tif", "Sample")


def test_a_heartbeat_sees_who_blocks_it(world: World) -> None:
    import time

    beats = Heartbeat(world.iface.window)
    world.pump(50)
    QTimer.singleShot(0, lambda: time.sleep(0.08))
    world.pump(150)
    assert beats.stop() > 75


def test_a_search_that_has_to_index_blocks_nobody(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    search(world, plugin, "river")
    controller = plugin.dock.search

    def work(number: int) -> None:
        # Windows of another size each time: they have to be indexed first.
        controller.panel.size.setEditText(f"{130 + 10 * number} m")
        controller.panel.query.setText("farmland")
        controller.answer = None
        controller.search()
        world.wait(lambda: idle(controller), 300)
        world.pump(500)
        assert controller.answer.request.text == "farmland", controller.panel.message.text()

    world.pump(700)
    assert_blocks_nobody(world.iface.window, work)


def test_labelling_blocks_nobody(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    controller = plugin.open_dock().labels
    plugin.dock.tabs.setCurrentIndex(1)
    controller.panel.load_preset("sample")

    def work(number: int) -> None:
        controller.answer = None
        controller.label()
        world.wait(lambda: idle(controller), 300)
        world.pump(500)
        assert controller.answer is not None, controller.panel.message.text()

    world.pump(700)
    assert_blocks_nobody(world.iface.window, work)


def test_drawing_and_sending_a_layer_blocks_nobody(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    layer.renderer().setRedBand(2)
    controller = plugin.open_dock().search
    # Windows so small that many tiles have to be drawn.
    controller.panel.size.setEditText("50 m")
    controller.panel.query.setText("river")

    def work(number: int) -> None:
        known.clear()
        controller.search()
        world.wait(lambda: "Sending the image" in controller.panel.message.text() or idle(controller), 60)
        assert not idle(controller), controller.panel.message.text()
        world.wait(lambda: "Sending the image" not in controller.panel.message.text(), 60)
        controller.stop()
        world.wait(lambda: idle(controller), 30)
        assert len(known) == 1

    world.pump(700)
    assert_blocks_nobody(world.iface.window, work)


def test_a_batch_in_the_toolbox_blocks_nobody(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    """As the batch dialog does: one row after the other, each in a task of QGIS."""
    context = QgsProcessingContext()
    algorithm = QgsApplication.processingRegistry().algorithmById("terralex:searchbytext")

    def work(number: int) -> None:
        counts: list[int] = []
        for text in ("river", "farmland", "beach"):
            ended: list[tuple[bool, dict[str, Any]]] = []
            parameters = {"INPUT": layer, "TEXT": text, "TOP": 4, "THRESHOLD": 0, "OUTPUT": "memory:"}
            feedback: QObject = world.feedback()
            task = QgsProcessingAlgRunnerTask(algorithm.create(), parameters, context, feedback)
            task.executed.connect(lambda done, results, ended=ended: ended.append((done, dict(results))))
            QgsApplication.taskManager().addTask(task)
            world.wait(lambda ended=ended: ended, 60)
            done, results = ended[0]
            assert done, feedback.textLog()
            counts.append(results["COUNT"])
        assert counts == [4, 4, 4]

    assert_blocks_nobody(world.iface.window, work)
