"""Every Qt name the plugin uses exists in Qt 6, under the path it is used by; read from the code, without QGIS."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed: pip install PyQt6")

PLUGIN = Path(__file__).resolve().parent.parent.parent.parent / "qgis_plugin"
FILES = [file for file in sorted(PLUGIN.rglob("*.py")) if file.name != "compat.py"]


def chain(node: ast.AST) -> list[str]:
    """``Qt.AlignmentFlag.AlignLeft`` as its parts; empty for anything else."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        before = chain(node.value)
        return [*before, node.attr] if before else []
    return []


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.relative_to(PLUGIN).as_posix())
def test_every_qt_name_exists_in_qt_6(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    known: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis.PyQt."):
            module = importlib.import_module(str(node.module).replace("qgis.PyQt", "PyQt6"))
            for alias in node.names:
                assert hasattr(module, alias.name), f"{node.module} has no {alias.name} in Qt 6"
                known[alias.asname or alias.name] = getattr(module, alias.name)
    for node in ast.walk(tree):
        names = chain(node)
        if len(names) > 1 and names[0] in known and isinstance(known[names[0]], type):
            owner: Any = known[names[0]]
            for name in names[1:]:
                assert hasattr(owner, name), f"line {getattr(node, 'lineno', 0)}: {'.'.join(names)}"
                owner = getattr(owner, name)
