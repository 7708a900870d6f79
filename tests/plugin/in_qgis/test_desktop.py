"""Layer menu, options, languages; and enums as Qt 6 wants them."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from enum import EnumMeta
from pathlib import Path
from typing import Any

import pytest
from backend_process import BackendProcess
from in_qgis_world import World
from plugin_fixtures import idle, load_plugin, show
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.gui import QgsGui
from scripted_server import ScriptedServer, reply
from terralex import classFactory
from terralex.core import diagnostics as reports
from terralex.core.backend_manager import COMMAND_VARIABLE
from terralex.core.connection import current_connection, store_token, stored_token
from terralex.core.local_server import forget_server
from terralex.core.paths import package_path
from terralex.core.settings import REMOTE, Settings
from terralex.core.translation import LANGUAGES, install_translator, language_of, tr
from terralex.gui.options_page import OptionsPage


@pytest.fixture
def plugin(world: World, backend: BackendProcess) -> Iterator[Any]:
    made = load_plugin(world, backend)
    yield made
    made.unload()


@pytest.fixture
def layer(world: World, sample: Path) -> QgsRasterLayer:
    return show(world, sample / "sample.tif", "Sample")


def test_the_layer_menu_leads_to_search_labels_and_index(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    search, label, index = (row[0] for row in world.iface.layer_actions)
    search.trigger()
    assert plugin.dock.tabs.currentIndex() == 0 and plugin.dock.search.panel.layer.currentLayer() == layer
    label.trigger()
    assert plugin.dock.tabs.currentIndex() == 1 and plugin.dock.labels.panel.layer.currentLayer() == layer
    index.trigger()
    world.wait(lambda: idle(plugin.dock.search), 200)
    assert "windows are indexed" in plugin.dock.search.panel.message.text()


def test_options_are_kept(world: World, plugin: Any) -> None:
    page: OptionsPage = world.iface.options_factories[0].createWidget(None)
    page.remote.setChecked(True)
    page.url.setText("https://gpu.example.org:8765/")
    page.model.setEditText("rs-m-clip")
    page.language.setCurrentIndex(page.language.findData("ko"))
    page.regions.setValue(42)
    page.timeout.setValue(77)
    page.apply()
    found = Settings.load()
    assert (found.backend, found.url, found.model) == (REMOTE, "https://gpu.example.org:8765", "rs-m-clip")
    assert (found.language, found.max_regions, found.timeout_s) == ("ko", 42, 77)
    page.deleteLater()


def test_the_connection_is_tested_in_a_sentence(world: World, plugin: Any) -> None:
    page = OptionsPage(plugin._manager())
    page.test_connection()
    world.wait(lambda: "accepts the token" in page.verdict.text(), 30)
    world.wait(lambda: page.model.count() > 2, 30)
    server = ScriptedServer()
    server.answers["GET /health"] = reply(200, {"status": "ok"})
    server.answers["GET /processes"] = reply(401, {})
    page.remote.setChecked(True)
    page.url.setText(server.url)
    page.test_connection()
    world.wait(lambda: "does not accept the token" in page.verdict.text(), 30)
    page.url.setText("gpu")
    page.test_connection()
    assert "is not an address" in page.verdict.text()
    server.close()
    page.deleteLater()


def test_the_token_is_kept_by_qgis_and_nowhere_else(world: World, tmp_path: Path) -> None:
    manager = QgsApplication.authManager()
    if not manager.masterPasswordIsSet():
        manager.setMasterPassword("for-this-test-alone", True)
    authcfg = store_token("a-very-secret-token")
    assert stored_token(authcfg) == "a-very-secret-token"
    Settings(backend=REMOTE, url="https://gpu.example.org", authcfg=authcfg).save()
    connection = current_connection(Settings.load())
    assert connection.token == "a-very-secret-token"
    assert "secret" not in repr(connection)
    assert store_token("another-secret-token", authcfg) == authcfg
    assert stored_token(authcfg) == "another-secret-token"


def test_diagnostics_hold_no_paths_and_no_secrets(world: World, plugin: Any) -> None:
    text = reports.diagnostics(Settings.load(), plugin._manager())
    assert "QGIS: 3." in text and str(Path.home()) not in text
    assert reports.redacted("/home/anna/map.tif Bearer abc123 token=xyz") == "/home/.../map.tif Bearer ... token=..."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_interface_speaks_ten_languages(world: World, language: str) -> None:
    translator = install_translator(language)
    assert translator is not None
    try:
        said = tr("{count} regions were found.", count=7)
        assert "7" in said and (language == "en") == (said == "7 regions were found.")
    finally:
        QgsApplication.removeTranslator(translator)
    assert language_of(f"{language}_XX") == language and language_of("fi") == "en"


def test_enums_are_scoped_as_qt_6_wants(world: World) -> None:
    assert QgsGui is not None and QgsProject is not None
    wrong = []
    for file in sorted(package_path().rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        known: dict[str, Any] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis.") and not node.level:
                module = importlib.import_module(str(node.module))
                known |= {alias.asname or alias.name: getattr(module, alias.name, None) for alias in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
                owner = known[node.value.id]
                value = getattr(owner, node.attr, None) if isinstance(owner, type) else None
                if isinstance(value, int) and type(value) not in (int, bool) and not isinstance(type(value), EnumMeta):
                    wrong.append(f"{file.name}:{node.lineno}: {node.value.id}.{node.attr}")
    assert wrong == []


def test_without_a_server_the_first_search_says_so_and_leads_to_the_options(
    world: World, layer: QgsRasterLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(COMMAND_VARIABLE, raising=False)
    made = classFactory(world.iface)
    made.initGui()
    dock = made.open_dock()
    forget_server()
    try:
        for controller, ask in ((dock.search, dock.search.search), (dock.labels, dock.labels.label)):
            dock.search.panel.query.setText("river")
            dock.labels.panel.load_preset("sample")
            world.iface.options_shown.clear()
            ask()
            world.wait(lambda controller=controller: idle(controller))
            assert "not installed" in controller.panel.message.text()
            controller.panel.message.linkActivated.emit("options")
            assert world.iface.options_shown == ["Terralex"]
    finally:
        made.unload()
