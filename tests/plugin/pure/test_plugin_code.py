"""The plugin as designed: small modules, core without widgets, gui without requests, one place for Qt versions."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent.parent
PLUGIN = REPOSITORY / "qgis_plugin"
FILES = sorted(PLUGIN.rglob("*.py"))
sys.path.insert(0, str(REPOSITORY / "scripts"))

import plugin_translations  # noqa: E402


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names}
    return names


def name_of(path: Path) -> str:
    return path.relative_to(PLUGIN).as_posix()


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_modules_are_small(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_arrows_point_one_way(file: Path) -> None:
    names, part = imported(file), file.relative_to(PLUGIN).parts[0]
    for name in names:
        assert not re.match(r"(PyQt[56]|PySide|requests|urllib3|torch|numpy|rasterio|backend|training)\b", name), name
        if part == "core":
            assert "QtWidgets" not in name and not name.startswith("qgis.gui") and "..gui" not in name, name
        if part == "gui":
            assert not re.search(r"core\.(client|requests|transport|jobs)\b", name), name
            assert "QtNetwork" not in name, name


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_nothing_that_qt_6_does_not_have(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\bQRegExp\b|\bqApp\b|\.exec_\(|\bQVariant\(\)|\bQDesktopWidget\b|\.toUtf8\(", text)
    if file.name != "compat.py":
        for name in ("QAction", "QShortcut"):
            assert not re.search(rf"from qgis\.PyQt\.Qt\w+ import [^\n]*\b{name}\b", text), name


def test_every_text_is_in_ten_languages() -> None:
    assert plugin_translations.problems() == []


def test_one_verdict_of_many_is_chosen_as_the_server_chooses_it() -> None:
    from backend.search.survey import BEST_FIRST

    tree = ast.parse((PLUGIN / "core" / "verdict.py").read_text(encoding="utf-8"))
    assigned = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert ast.literal_eval(assigned["BEST_FIRST"]) == BEST_FIRST
