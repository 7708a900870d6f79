"""The common report of all evaluations, as JSON and as a Markdown table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.storage.files import write_beside

Row = dict[str, float | int | str]


@dataclass(frozen=True)
class EvaluationReport:
    """Rows of one evaluation.

    Attributes:
        task: such as ``linear-probe``. model: model that embedded the data. protocol: how it was measured.
        details: further content of the JSON.
    """

    task: str
    model: str
    protocol: str
    rows: Sequence[Row]
    details: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> str:
        """The whole report as JSON."""
        return json.dumps(vars(self), ensure_ascii=False, indent=1)

    def as_markdown(self) -> str:
        """Protocol and table as Markdown."""
        return f"**{self.task}** of {self.model}. {self.protocol}\n\n{markdown_table(self.rows)}"

    def write(self, folder: Path) -> None:
        """Write ``<task>.json`` and ``<task>.md``."""
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, text in (("json", self.as_json() + "\n"), ("md", self.as_markdown())):
            with write_beside(folder / f"{self.task}.{suffix}") as beside:
                beside.write_text(text, encoding="utf-8")


def markdown_table(rows: Sequence[Row]) -> str:
    """Rows as a Markdown table; columns in order of first occurrence, numbers with two decimals."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    for row in rows:
        values = [row.get(column, "") for column in columns]
        cells = [f"{value:.2f}" if isinstance(value, float) else str(value) for value in values]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
