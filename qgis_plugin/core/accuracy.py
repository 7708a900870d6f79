"""Agreement of labels with a reference: confusion matrix, accuracy, F1 per class. Pure Python, no QGIS."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """Weights (counts or areas) by reference class and label; both axes share ``classes``."""

    classes: tuple[str, ...]
    matrix: Mapping[tuple[str, str], float]

    @property
    def total(self) -> float:
        """Everything that was compared."""
        return sum(self.matrix.values())

    @property
    def accuracy(self) -> float:
        """Share that agrees, 0-1."""
        return sum(self.matrix.get((label, label), 0.0) for label in self.classes) / self.total if self.total else 0.0

    @property
    def kappa(self) -> float:
        """Cohen's kappa (1960): agreement beyond that of chance."""
        if not self.total:
            return 0.0
        chance = sum(self.of_reference(label) * self.of_label(label) for label in self.classes) / self.total**2
        return (self.accuracy - chance) / (1 - chance) if chance < 1 else 1.0

    def of_reference(self, name: str) -> float:
        """Weight of a class in the reference."""
        return sum(weight for (reference, _), weight in self.matrix.items() if reference == name)

    def of_label(self, name: str) -> float:
        """Weight of a label."""
        return sum(weight for (_, label), weight in self.matrix.items() if label == name)

    def recall(self, name: str) -> float:
        """Share of a reference class that was found, 0-1."""
        whole = self.of_reference(name)
        return self.matrix.get((name, name), 0.0) / whole if whole else 0.0

    def precision(self, name: str) -> float:
        """Share of a label that is right, 0-1."""
        whole = self.of_label(name)
        return self.matrix.get((name, name), 0.0) / whole if whole else 0.0

    def f1(self, name: str) -> float:
        """Harmonic mean of precision and recall, 0-1."""
        precision, recall = self.precision(name), self.recall(name)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the classes of the reference."""
        there = [label for label in self.classes if self.of_reference(label)]
        return sum(self.f1(one) for one in there) / len(there) if there else 0.0


def compare(pairs: Iterable[tuple[str, str, float]]) -> Agreement:
    """Agreement of (reference, label, weight); names are compared without letter case and outer blanks."""
    shown: dict[str, str] = {}
    matrix: dict[tuple[str, str], float] = {}

    def canonical(name: str) -> str:
        return shown.setdefault(" ".join(name.split()).casefold(), " ".join(name.split()))

    for reference, label, weight in pairs:
        key = (canonical(reference), canonical(label))
        matrix[key] = matrix.get(key, 0.0) + weight
    return Agreement(tuple(sorted(shown.values(), key=str.casefold)), matrix)


@dataclass(frozen=True)
class ReportWords:
    """The texts of a report, in the reader's language."""

    title: str
    accuracy: str
    mean_f1: str
    compared: str
    matrix: str
    reading: str
    by_class: str
    precision: str
    recall: str
    reference: str


def to_html(agreement: Agreement, words: ReportWords) -> str:
    """A complete report in plain HTML; the matrix is shaded to show confusions."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in agreement.classes)
    rows = []
    for reference in agreement.classes:
        whole = agreement.of_reference(reference)
        cells = []
        for label in agreement.classes:
            weight = agreement.matrix.get((reference, label), 0.0)
            share = weight / whole if whole else 0.0
            cells.append(f'<td style="{_shade(share, reference == label)}">{_number(weight)}</td>')
        rows.append(f"<tr><th>{html.escape(reference)}</th>{''.join(cells)}</tr>")
    scores = "".join(
        f"<tr><th>{html.escape(label)}</th><td>{agreement.precision(label):.3f}</td><td>{agreement.recall(label):.3f}</td>"
        f"<td>{agreement.f1(label):.3f}</td><td>{_number(agreement.of_reference(label))}</td></tr>"
        for label in agreement.classes
    )
    said = {name: html.escape(text) for name, text in vars(words).items()}
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        f"<title>{said['title']}</title>"
        "<style>body{font-family:sans-serif}table{border-collapse:collapse;margin:1em 0}"
        "td,th{border:1px solid #bbb;padding:3px 8px;text-align:right}</style></head><body>"
        f"<h1>{said['title']}</h1>"
        f"<p>{said['accuracy']} {agreement.accuracy:.4f}, kappa {agreement.kappa:.4f}, "
        f"{said['mean_f1']} {agreement.macro_f1:.4f}, {said['compared']} {_number(agreement.total)}</p>"
        f"<h2>{said['matrix']}</h2><p>{said['reading']}</p>"
        f"<table><tr><th></th>{head}</tr>{''.join(rows)}</table>"
        f"<h2>{said['by_class']}</h2><table><tr><th></th><th>{said['precision']}</th><th>{said['recall']}</th>"
        f"<th>F1</th><th>{said['reference']}</th></tr>{scores}</table></body></html>"
    )


def _shade(share: float, right: bool) -> str:
    """Blue where label and reference agree, orange where they do not: distinguishable by everybody."""
    colour = (31, 90, 166) if right else (217, 95, 14)
    red, green, blue = (round(255 - share * (255 - part)) for part in colour)
    ink = "#fff" if share > 0.6 else "#000"
    return f"background:#{red:02x}{green:02x}{blue:02x};color:{ink}"


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value - round(value)) < 1e-9 else f"{value:.2f}"
