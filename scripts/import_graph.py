"""Which room imports which: read from the source, nothing is imported. A room is a package or module of a package.

Each command is a room of its own (``commands.search``), so that what one of them needs is not granted to all.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = ("backend", "training", "qgis_plugin")
SPLIT = "commands"
"""The room whose modules are rooms."""


@cache
def imports(file: Path, root: Path = REPOSITORY) -> frozenset[str]:
    """Full names of what a file imports, also where it does so late or relatively."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = file.relative_to(root).with_suffix("").parts[: -node.level] if node.level else ()
            module = [*above, *([node.module] if node.module else [])]
            names |= {".".join([*module, alias.name]) for alias in node.names}
    return frozenset(names)


def modules(package: str, root: Path = REPOSITORY) -> list[Path]:
    """The Python files of a package."""
    return sorted((root / package).rglob("*.py"))


def rooms(package: str, root: Path = REPOSITORY) -> dict[str, set[str]]:
    """Every room of a package and the rooms that it imports; those of another package by their full name."""
    known = {room for file in modules(package, root) if (room := _room(file.relative_to(root)))}
    others = {other: {_room(file.relative_to(root)) for file in modules(other, root)} for other in PACKAGES}
    graph: dict[str, set[str]] = {room: set() for room in known}
    for file in modules(package, root):
        room = _room(file.relative_to(root))
        if room is None:
            continue
        for name in imports(file, root):
            to, _, rest = name.partition(".")
            target = _imported(rest, others.get(to, set()))
            if target is None:
                continue
            if to != package:
                graph[room].add(f"{to}.{target.split('.')[0]}")
            elif target != room:
                graph[room].add(target)
    return graph


def joined(graph: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """A graph in which the commands are one room again, for drawing."""
    whole: dict[str, set[str]] = {}
    for room, targets in graph.items():
        mine = whole.setdefault(room.split(".")[0], set())
        mine |= {target.split(".")[0] for target in targets if target.split(".")[0] != room.split(".")[0]}
    return whole


def _room(file: Path) -> str | None:
    """The room of a file whose path begins with its package; None for the package's own ``__init__``."""
    parts = [part for part in file.with_suffix("").parts[1:] if part != "__init__"]
    if not parts:
        return None
    return ".".join(parts[:2]) if parts[0] == SPLIT else parts[0]


def _imported(name: str, known: set[str | None]) -> str | None:
    parts = name.split(".")
    return next((room for count in (2, 1) if (room := ".".join(parts[:count])) in known), None)
