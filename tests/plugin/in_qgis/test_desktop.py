"""Locator, layer menu, options, the local server's life, languages; and enums as Qt 6 wants them."""

from __future__ import annotations

import ast
import contextlib
import importlib
import os
import stat
from collections.abc import Iterator
from enum import EnumMeta
from pathlib import Path
from typing import Any

import pytest
from backend_process import PYTHON, REPOSITORY, BackendProcess
from in_qgis_world import World
from plugin_fixtures import idle, load_plugin, show
from qgis.core import QgsApplication, QgsFeedback, QgsLocatorContext, QgsProject, QgsRasterLayer
from qgis.gui import QgsGui
from scripted_server import ScriptedServer, reply
from terralex.core import diagnostics as reports
from terralex.core.backend_manager import COMMAND_VARIABLE, RUNNING, STOPPED, BackendManager, alive
from terralex.core.connection import current_connection, store_token, stored_token
from terralex.core.errors import InstallFailed
from terralex.core.local_server import saved_server
from terralex.core.paths import package_path
from terralex.core.settings import LOCAL, REMOTE, Settings
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


def test_the_locator_searches_the_canvas(world: World, plugin: Any, layer: QgsRasterLayer) -> None:
    (locator,) = world.iface.locator_filters
    assert locator.prefix() == "tlx" and len(locator.prefix()) >= 3
    offered: list[tuple[str, str]] = []
    clone = locator.clone()
    clone.resultFetched.connect(lambda result: offered.append((result.displayString, str(result.userData))))
    context = QgsLocatorContext()
    clone.fetchResults("river", context, QgsFeedback())
    assert offered == [], "nothing without the prefix"
    context.usingPrefix = True
    clone.fetchResults("river", context, QgsFeedback())
    assert offered[0][1] == "river" and len(offered) > 1

    from qgis.core import QgsLocatorResult

    locator.triggerResult(QgsLocatorResult(locator, "x", "river"))
    controller = plugin.dock.search
    world.wait(lambda: idle(controller), 120)
    assert controller.answer is not None and controller.answer.request.text == "river"


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


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed ``terralex``."""
    file = tmp_path / "terralex"
    file.write_text(f'#!/bin/sh\nPYTHONPATH="{REPOSITORY}" OMP_NUM_THREADS=1 exec "{PYTHON}" -m backend.cli "$@"\n')
    file.chmod(0o755)
    monkeypatch.setenv(COMMAND_VARIABLE, str(file))
    return file


def test_the_local_server_starts_survives_qgis_and_stops(world: World, command: Path, sample: Path) -> None:
    settings = Settings(backend=LOCAL, data_folders=str(sample))
    settings.save()
    manager = BackendManager()
    told: list[str] = []
    manager.failed.connect(told.append)
    manager.start(settings)
    world.wait(lambda: manager.state == RUNNING or told, 120)
    assert not told, manager.last_lines()
    server = saved_server()
    assert server is not None
    assert stat.S_IMODE(server.token_file.stat().st_mode) == 0o600
    # Another QGIS comes up and finds it.
    later = BackendManager()
    later.look(settings)
    world.wait(lambda: later.state == RUNNING, 30)
    later.stop()
    assert later.state == STOPPED and saved_server() is None
    world.wait(lambda: _gone(server.pid), 30)


def _gone(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    return not alive(pid)


def test_a_server_that_cannot_start_is_told_of(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "terralex"
    broken.write_text("#!/bin/sh\necho out of luck\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv(COMMAND_VARIABLE, str(broken))
    manager = BackendManager()
    told: list[str] = []
    manager.failed.connect(told.append)
    manager.start(Settings())
    world.wait(lambda: told, 120)
    assert "did not start" in told[0] and "out of luck" in manager.last_lines()
    monkeypatch.delenv(COMMAND_VARIABLE)
    with pytest.raises(InstallFailed, match="not installed"):
        manager.start(Settings())


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
