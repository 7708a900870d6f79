"""What the user reads of the server and what he may take away: its steps in his language, coverage, cache, removal."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from backend_process import REPOSITORY, BackendProcess
from in_qgis_world import World
from plugin_fixtures import load_plugin, show
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from terralex.core import project_layers
from terralex.core.cache import CacheSizeTask, ClearCacheTask
from terralex.core.coverage_task import Coverage, coverage_sentence
from terralex.core.environment import Environment
from terralex.core.installer import Installer
from terralex.core.paths import user_folder
from terralex.core.server_words import PROBLEM, problem_sentence, progress_sentence
from terralex.core.settings import Settings
from terralex.core.task import start
from terralex.core.translation import LANGUAGES, install_translator, quoted
from terralex.gui.layer_choice import LayerChoice

SAID = re.compile(r"(?:(?:steps|run)\.tell|Progress(?:\.counted)?|\bstep)\([^\"\n]*?\"([a-z][a-z ]+)\"")
COUNTED = ("indexing", "reading windows")


@pytest.fixture
def german(world: World) -> Iterator[None]:
    translator = install_translator("de")
    yield
    QgsApplication.removeTranslator(translator)
    install_translator("en")


def test_every_step_of_the_server_is_said_in_the_users_language(german: None) -> None:
    said = {text for file in (REPOSITORY / "backend").rglob("*.py") for text in SAID.findall(file.read_text("utf-8"))}
    assert len(said) >= 10, said
    for text in said | {"running", "successful"}:
        code, counts = text.replace(" ", "-"), (1234, 8661) if text in COUNTED else (None, None)
        assert progress_sentence(code, *counts, "in English") != "in English", code
    assert progress_sentence("indexing", 1234, 8661, "in English").startswith("Indizierung: ")
    assert progress_sentence("what-a-newer-server-does", None, None, "in English") == "in English"


def test_problems_of_the_server_are_named_in_the_users_language_and_keep_its_sentence(german: None) -> None:
    detail = "map.tif has no CRS: set one."
    assert problem_sentence(f"{PROBLEM}layer-not-georeferenced", detail) == (
        f"Der Layer ist nicht georeferenziert. ({detail})"
    )
    assert problem_sentence("about:blank", detail) == detail
    errors = (REPOSITORY / "backend" / "errors.py").read_text("utf-8")
    known = (REPOSITORY / "qgis_plugin/core/server_words.py").read_text("utf-8").partition("def _kinds")[2]
    for kind in re.findall(r'"([a-z-]+)": tr\(', known):
        name = "".join(part.capitalize() for part in kind.split("-"))
        assert f"class {name}(" in errors, kind


def test_a_file_that_the_server_may_not_read_is_told_of(
    world: World, backend: BackendProcess, sample: Path, tmp_path: Path
) -> None:
    shutil.copyfile(sample / "sample.tif", tmp_path / "elsewhere.tif")
    plugin = load_plugin(world, backend)
    show(world, tmp_path / "elsewhere.tif", "Elsewhere")
    dock = plugin.open_dock()
    try:
        plugin.manager.look(Settings.load())
        world.wait(lambda: plugin.manager.state == "running")
        dock.coverage.ask()
        world.wait(lambda: "cannot read this file" in dock.search.panel.coverage.text())
    finally:
        plugin.unload()
    assert "12 %" in coverage_sentence(Coverage(0.12)) and coverage_sentence(Coverage()) == ""


def test_the_cache_is_measured_and_deleted(world: World) -> None:
    (user_folder("server", "indexes") / "one.bin").write_bytes(bytes(5000))
    (user_folder("server", "state") / "two.bin").write_bytes(bytes(3000))
    sizes: list[int] = []
    measured = start(CacheSizeTask())
    measured.succeeded.connect(sizes.append)
    world.wait(lambda: sizes)
    assert sizes == [8000]
    ended: list[Any] = []
    start(ClearCacheTask()).succeeded.connect(ended.append)
    world.wait(lambda: ended)
    assert not (user_folder("server") / "indexes").exists() and not (user_folder("server") / "state").exists()


def test_an_installed_server_is_removed(world: World, tmp_path: Path) -> None:
    environment = Environment(tmp_path / "environment")
    environment.terralex.parent.mkdir(parents=True)
    environment.terralex.write_text("")
    installer, removed = Installer(environment), []
    installer.removed.connect(lambda: removed.append(True))
    installer.remove()
    assert installer.running
    world.wait(lambda: removed)
    assert not environment.ready and not environment.folder.exists()


def test_the_choice_of_layers_follows_qgis_until_the_user_chooses_and_leaves_results_out(
    world: World, sample: Path
) -> None:
    first, second = (show(world, sample / "sample.tif", name) for name in ("A", "B"))
    choice = LayerChoice(world.iface)
    assert choice.currentLayer() == second
    world.iface.setActiveLayer(first)
    assert choice.currentLayer() == first
    choice.choose(second)
    world.iface.setActiveLayer(first)
    assert choice.currentLayer() == second
    ours = QgsRasterLayer(str(sample / "sample.tif"), "Classes")
    project_layers.add_to_group(ours)
    offered = [choice.layer(row).name() for row in range(choice.count())]
    assert offered == ["A", "B"]
    QgsProject.instance().removeMapLayer(second)
    world.iface.setActiveLayer(first)
    assert choice.currentLayer() == first
    choice.close_links()
    choice.deleteLater()


def test_results_are_named_by_words_layer_and_time_in_one_group(world: World, sample: Path) -> None:
    for words in ("river", "pond"):
        title = project_layers.layer_title(words, "Ortho")
        assert re.fullmatch(rf"{words} · Ortho · \d{{4}}-\d\d-\d\d \d\d:\d\d", title)
        project_layers.add_to_group(QgsRasterLayer(str(sample / "sample.tif"), title))
    (group,) = QgsProject.instance().layerTreeRoot().findGroups()
    names = [node.layer().name() for node in group.findLayers()]
    assert group.name() == "Terralex" and [name.split(" ")[0] for name in names] == ["pond", "river"], "newest first"


def test_what_is_quoted_stands_between_the_marks_of_the_language() -> None:
    marks = {}
    for language in LANGUAGES:
        translator = install_translator(language)
        marks[language] = quoted("x")
        if translator is not None:
            QgsApplication.removeTranslator(translator)
    install_translator("en")
    assert marks["de"] == "„x“" and marks["ru"] == "«x»" and marks["en"] == "“x”"
    assert all(mark.count("x") == 1 and '"' not in mark for mark in marks.values()), marks
