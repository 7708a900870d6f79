"""The area of each class as a CSV file. No QGIS."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from .label_task import ClassArea

COLUMNS = ("class", "area_m2", "share_percent", "mean_confidence", "colour")


def areas_csv(areas: Iterable[ClassArea]) -> str:
    """One row per class, largest first, for any spreadsheet: decimal points, columns separated by commas."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for area in areas:
        sure = "" if area.confidence is None else f"{area.confidence:.3f}"
        writer.writerow([area.label, f"{area.area_m2:.2f}", f"{100 * area.share:.2f}", sure, area.colour])
    return text.getvalue()
