"""The proxy that is set in QGIS, with its user and password, is what everything goes through; a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from backend_process import REMOTE_NAME, RunningBackend
from in_qgis_world import World
from plugin_fixtures import LONG_S, idle, load_plugin, show
from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsSettings
from terralex.core.connection import store_token
from terralex.core.settings import REMOTE, Settings

HERE = Path(__file__).resolve().parent
SERVER = f"http://{REMOTE_NAME}:8765"
"""A name that only the proxy can lead anywhere."""


@pytest.fixture
def proxy(backend: RunningBackend) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(HERE / "gate.py"), str(backend.port), "anna:open sesame"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    store = QgsSettings()
    for name, value in {
        "proxyEnabled": True,
        "proxyType": "HttpProxy",
        "proxyHost": "127.0.0.1",
        "proxyPort": port,
        "proxyUser": "anna",
        "proxyPassword": "open sesame",
    }.items():
        store.setValue(f"proxy/{name}", value)
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()
    yield process
    store.remove("proxy")
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()
    process.kill()
    process.wait()


def test_a_search_on_a_remote_server_goes_through_the_proxy(
    world: World, backend: RunningBackend, sample: Path, proxy: subprocess.Popen[str]
) -> None:
    manager = QgsApplication.authManager()
    if not manager.masterPasswordIsSet():
        manager.setMasterPassword("for-this-test-alone", True)
    authcfg = store_token(backend.token_file.read_text().strip())
    # It is about the way there: what the model is sure of must not decide whether there is an answer.
    Settings(backend=REMOTE, url=SERVER, authcfg=authcfg, threshold=0.0).save()
    layer = show(world, sample / "sample.tif", "Sample")
    plugin = load_plugin(world, backend)
    try:
        controller = plugin.open_dock().search
        controller.panel.query.setText("river")
        controller.panel.size.setEditText("300 m")
        controller.search()
        world.wait(lambda: idle(controller), LONG_S)
        assert controller.answer is not None and controller.answer.regions, controller.panel.message.text()
        assert controller.result.layer.crs() == layer.crs()
    finally:
        plugin.unload()
    world.pump(500)
    proxy.kill()
    assert proxy.stdout is not None
    seen = proxy.stdout.read().split("\n")
    assert "POST /processes/search/execution" in seen and any(kind.startswith("PUT /layers") for kind in seen)
