"""The tests that docs/ogc.md names are there, so that its table cannot say more than is held."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "docs" / "ogc.md"


def test_every_test_of_the_table_exists() -> None:
    file, named = "", []
    for reference in re.findall(r"`([^`]+)`", TABLE.read_text(encoding="utf-8")):
        if found := re.fullmatch(r"(?:(test_\w+\.py)::)?(test_\w+)", reference):
            file = found[1] or file
            named.append((file, found[2]))
    assert len(named) > 30
    for file, name in named:
        tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, (file, name)
