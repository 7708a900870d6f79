"""How much ground each class has, as a CSV file. No QGIS."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from .label_task import ClassArea

COLUMNS = ("class", "area_m2", "share_percent", "colour")


def areas_csv(areas: Iterable[ClassArea]) -> str:
    """A row a class, largest first, that any spreadsheet reads: points for decimals, columns separated by commas."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in areas:
        writer.writerow([one.label, f"{one.area_m2:.2f}", f"{100 * one.share:.2f}", one.colour])
    return text.getvalue()
