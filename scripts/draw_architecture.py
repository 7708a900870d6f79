"""Draw who imports whom: ``python scripts/draw_architecture.py docs/images/architecture.svg``.

Rooms stand above the rooms that they import. An arrow that follows from others is left out (transitive reduction), and
so is ``errors``, which everyone imports. Layered as in Sugiyama, Tagawa and Toda (1981): long arrows get a place in
every row they cross, and the order in a row follows the neighbours' mean. Only the standard library is used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

from import_graph import joined, rooms

LEFT_OUT = frozenset({"errors"})
BOX_HEIGHT, ROW, GAP, PAD, CHAR = 30, 76, 22, 24, 8.2
THROUGH = 14
"""The width that an arrow takes in a row which it crosses."""
SWEEPS = 24
TITLES = {"qgis_plugin": "qgis_plugin: in QGIS", "backend": "backend: the engine", "training": "training"}
COLOURS = {"qgis_plugin": "#2e7d32", "backend": "#1f4e79", "training": "#8a4b08"}
WRITING = "font-family='sans-serif' fill"

Graph = dict[str, set[str]]
Node = tuple[str, ...]
"""``(room,)``, or ``(from, to, row)`` where an arrow crosses a row."""


@dataclass
class Panel:
    """One package, laid out.

    Attributes:
        graph: of its rooms, reduced to the arrows that are drawn.
        row: of each room, 0 at the bottom.
        place: x of the middle of each node.
        size: width and height.
    """

    graph: Graph
    row: dict[str, int]
    place: dict[Node, float] = field(default_factory=dict)
    size: tuple[float, float] = (0, 0)


def drawing() -> str:
    """The drawing of the tree as it is, an SVG document."""
    panels = {package: lay_out(_within(joined(rooms(package)))) for package in ("qgis_plugin", "backend", "training")}
    heights = [panel.size[1] for panel in panels.values()]
    left, parts, edges = PAD, [], {}
    for package, panel in panels.items():
        parts += _draw(package, panel, left, PAD, max(heights))
        edges[package] = (left, left + panel.size[0])
        left += panel.size[0] + 5 * PAD
    width, height = left - 4 * PAD, max(heights) + 2 * PAD
    middle = PAD + max(heights) / 2
    http = (edges["qgis_plugin"][1], edges["backend"][0])
    imported = (edges["training"][0], edges["backend"][1])
    parts += _between(*http, middle, "HTTP alone", dashed=True) + _between(*imported, middle, "imports", dashed=False)
    marker = (
        '<marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#667"/></marker>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-label="Who imports whom">\n<defs>{marker}</defs>\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def lay_out(graph: Graph) -> Panel:
    """Rows, order and places of a graph's rooms."""
    row: dict[str, int] = {}
    for room in sorted(graph):
        _row_of(room, graph, row)
    panel = Panel(_reduced(graph), row)
    rows, chains = _nodes(panel)
    for sweep in range(SWEEPS):
        order = range(len(rows)) if sweep % 2 else range(len(rows) - 1, -1, -1)
        for number in order:
            beside = number - 1 if sweep % 2 else number + 1
            if 0 <= beside < len(rows):
                _sort_by_neighbours(rows[number], rows[beside], chains)
    widths = [sum(_width(node) for node in nodes) + GAP * (len(nodes) + 1) for nodes in rows]
    for nodes, width in zip(rows, widths, strict=True):
        spare = (max(widths) - width) / (len(nodes) + 1)
        x = 0.0
        for node in nodes:
            x += spare + GAP
            panel.place[node] = x + _width(node) / 2
            x += _width(node)
    panel.size = (max(widths), ROW * len(rows) + PAD)
    return panel


def _within(graph: Graph) -> Graph:
    """The arrows inside a package, without what everyone imports."""
    kept = set(graph) - LEFT_OUT
    return {room: graph[room] & kept for room in sorted(kept)}


def _row_of(room: str, graph: Graph, row: dict[str, int]) -> int:
    if room not in row:
        row[room] = 1 + max((_row_of(to, graph, row) for to in sorted(graph[room])), default=-1)
    return row[room]


def _reduced(graph: Graph) -> Graph:
    """Without the arrows that follow from others."""

    def reached(room: str) -> set[str]:
        return {further for to in graph[room] for further in ({to} | reached(to))}

    return {
        room: {to for to in targets if not any(to in reached(other) for other in targets)}
        for room, targets in graph.items()
    }


def _nodes(panel: Panel) -> tuple[list[list[Node]], dict[Node, set[Node]]]:
    """The nodes of every row, and which nodes an arrow joins from row to row."""
    rows: list[list[Node]] = [[] for _ in range(max(panel.row.values()) + 1)]
    joins: dict[Node, set[Node]] = {}
    for room in sorted(panel.graph):
        rows[panel.row[room]].append((room,))
    for room in sorted(panel.graph):
        for to in sorted(panel.graph[room]):
            for node in _chain(panel, room, to)[1:-1]:
                rows[int(node[2])].append(node)
            chain = _chain(panel, room, to)
            for above, below in pairwise(chain):
                joins.setdefault(above, set()).add(below)
                joins.setdefault(below, set()).add(above)
    return rows, joins


def _chain(panel: Panel, room: str, to: str) -> list[Node]:
    crossed = range(panel.row[room] - 1, panel.row[to], -1)
    return [(room,), *((room, to, str(number)) for number in crossed), (to,)]


def _sort_by_neighbours(nodes: list[Node], beside: list[Node], joins: Mapping[Node, set[Node]]) -> None:
    there = {node: place / max(len(beside) - 1, 1) for place, node in enumerate(beside)}
    own = {node: place / max(len(nodes) - 1, 1) for place, node in enumerate(nodes)}

    def mean(node: Node) -> float:
        places = [there[other] for other in sorted(joins.get(node, ())) if other in there]
        return sum(places) / len(places) if places else own[node]

    nodes.sort(key=lambda node: (round(mean(node), 6), node))


def _width(node: Node) -> float:
    return THROUGH if len(node) > 1 else CHAR * len(node[0]) + 18


def _draw(package: str, panel: Panel, left: float, top: float, height: float) -> list[str]:
    """The panel at a place of the drawing, in a frame of some height."""
    colour, (width, own) = COLOURS[package], panel.size
    top_row = max(panel.row.values())
    base = top + PAD + 14 + (height - own) / 2

    def point(node: Node, row: int) -> tuple[float, float]:
        return left + panel.place[node], base + ROW * (top_row - row)

    parts = [
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" rx="10" fill="{colour}" '
        f'fill-opacity="0.05" stroke="{colour}" stroke-opacity="0.4"/>',
        f'<text x="{left + 12:.1f}" y="{top + 20:.1f}" font-size="14" font-weight="bold" {WRITING}="{colour}">'
        f"{escape(TITLES[package])}</text>",
    ]
    parts += [_arrow(panel, room, to, point) for room in sorted(panel.graph) for to in sorted(panel.graph[room])]
    for room in sorted(panel.graph):
        x, y = point((room,), panel.row[room])
        box = _width((room,))
        parts.append(
            f'<rect x="{x - box / 2:.1f}" y="{y:.1f}" width="{box:.1f}" height="{BOX_HEIGHT}" rx="6" fill="#ffffff" '
            f'stroke="{colour}" stroke-width="1.5"/>'
            f'<text x="{x:.1f}" y="{y + 20:.1f}" font-size="13" text-anchor="middle" '
            f'{WRITING}="#223">{escape(room)}</text>'
        )
    return parts


def _arrow(panel: Panel, room: str, to: str, point: Callable[[Node, int], tuple[float, float]]) -> str:
    x, y = point((room,), panel.row[room])
    path = [f"M{x:.1f} {y + BOX_HEIGHT:.1f}"]
    y += BOX_HEIGHT
    for node in _chain(panel, room, to)[1:]:
        row = panel.row[to] if len(node) == 1 else int(node[2])
        next_x, next_y = point(node, row)
        bend = (next_y - y) / 2
        path.append(f"C{x:.1f} {y + bend:.1f} {next_x:.1f} {next_y - bend:.1f} {next_x:.1f} {next_y:.1f}")
        x, y = next_x, next_y
        if len(node) > 1:
            y = next_y + BOX_HEIGHT
            path.append(f"L{x:.1f} {y:.1f}")
    return f'<path d="{"".join(path)}" fill="none" stroke="#667" stroke-width="1.2" marker-end="url(#tip)"/>'


def _between(start: float, end: float, y: float, label: str, *, dashed: bool) -> list[str]:
    dash = ' stroke-dasharray="6 4"' if dashed else ""
    return [
        f'<path d="M{start:.1f} {y:.1f}L{end:.1f} {y:.1f}" fill="none" stroke="#667" stroke-width="2"{dash} '
        'marker-end="url(#tip)"/>',
        f'<text x="{(start + end) / 2:.1f}" y="{y - 10:.1f}" font-size="13" text-anchor="middle" {WRITING}="#223">'
        f"{escape(label)}</text>",
    ]


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images/architecture.svg")
    target.write_text(drawing(), encoding="utf-8")
    print(target)
