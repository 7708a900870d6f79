"""Qt 6: every Qt name the plugin uses is in PyQt6 under the path it is used by, and its widgets live on PyQt6."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

QtWidgets = pytest.importorskip("PyQt6.QtWidgets", reason="PyQt6 does not run here", exc_type=ImportError)

HERE = Path(__file__).resolve().parent
PLUGIN = HERE.parent.parent.parent / "qgis_plugin"
FILES = sorted(PLUGIN.rglob("*.py"))
ONLY_ON_QT_5 = {"compat.py": {"QtWidgets.QAction", "QtWidgets.QShortcut"}}
"""What the one module that knows both asks for where the other is missing."""


def chain(node: ast.AST) -> list[str]:
    """``Qt.AlignmentFlag.AlignLeft`` as its parts; empty for anything else."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        before = chain(node.value)
        return [*before, node.attr] if before else []
    return []


def qt_names(tree: ast.AST) -> tuple[dict[str, Any], list[str]]:
    """What the code imports of Qt, by the name it has there, and what Qt 6 does not have."""
    known: dict[str, Any] = {}
    missing: list[str] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or node.level or not (node.module or "").startswith("qgis.PyQt"):
            continue
        path = str(node.module).replace("qgis.PyQt", "PyQt6")
        for alias in node.names:
            try:
                module = importlib.import_module(path)
                found = getattr(module, alias.name, None) or importlib.import_module(f"{path}.{alias.name}")
            except ImportError:
                missing.append(f"{path.rpartition('.')[2]}.{alias.name}")
                continue
            known[alias.asname or alias.name] = found
    return known, missing


def unknown_chains(tree: ast.AST, known: dict[str, Any]) -> tuple[list[str], int]:
    """Dotted names that end nowhere in Qt 6, and how many were looked up."""
    wrong, looked_up = [], 0
    for node in ast.walk(tree):
        names = chain(node)
        if len(names) < 2 or names[0] not in known:
            continue
        owner: Any = known[names[0]]
        if not isinstance(owner, type) and not hasattr(owner, "__path__") and not hasattr(owner, "__spec__"):
            continue
        looked_up += 1
        for name in names[1:]:
            if not hasattr(owner, name):
                wrong.append(f"line {getattr(node, 'lineno', 0)}: {'.'.join(names)}")
                break
            owner = getattr(owner, name)
    return wrong, looked_up


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.relative_to(PLUGIN).as_posix())
def test_every_qt_name_exists_in_qt_6(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    known, missing = qt_names(tree)
    assert set(missing) <= ONLY_ON_QT_5.get(file.name, set())
    assert unknown_chains(tree, known)[0] == []


def test_the_check_looks_at_hundreds_of_names_and_sees_what_is_wrong() -> None:
    total = 0
    for file in FILES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        total += unknown_chains(tree, qt_names(tree)[0])[1]
    assert total > 300
    bad = ast.parse(
        "from qgis.PyQt.QtCore import Qt, QRegExp\nfrom qgis.PyQt import QtGui\nQt.AlignLeft\nQtGui.QFont.Bold\n"
    )
    known, missing = qt_names(bad)
    assert missing == ["QtCore.QRegExp"]
    assert [one.split(": ")[1] for one in unknown_chains(bad, known)[0]] == ["Qt.AlignLeft", "QtGui.QFont.Bold"]


def test_our_widgets_live_on_qt_6(tmp_path: Path) -> None:
    """Made, drawn, typed in and clicked; QGIS's own classes are stand-ins, for no QGIS on Qt 6 is in Debian yet."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    program = [sys.executable, str(HERE / "widgets_on_qt6.py"), str(tmp_path)]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=120, check=False)
    said = re.sub("This plugin does not support propagateSizeHints\\(\\)\n", "", done.stderr)
    assert done.returncode == 0 and done.stdout.count("fine:") == 6, done.stdout + said
