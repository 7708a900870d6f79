"""Marks from files: the regions of an earlier answer, with a column for the user's verdict on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.errors import BadOption

if TYPE_CHECKING:
    from backend.search.query import Example

COLUMNS = ("status", "mark")
"""The QGIS plugin writes the first; Terralex's own results have the second."""

ACCEPTED, REJECTED = "accepted", "rejected"


def read_marks(source: str) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Accepted and rejected places of a polygon layer with a column ``status`` or ``mark``; other rows are left out.

    Raises:
        BadOption: it cannot be read, has no such column, or no row with "accepted" or "rejected".
    """
    from backend.labeling.feature_table import read_features
    from backend.search.query import Example

    table = read_features(source)
    columns = [name for name in COLUMNS if name in table.columns.column_names]
    if not columns:
        raise BadOption(f"{table.name} has no column 'status' or 'mark' that holds \"accepted\" or \"rejected\".")
    said = [str(value).strip().casefold() for value in table.columns.column(columns[0]).to_pylist()]
    marks: dict[str, list[Example]] = {ACCEPTED: [], REJECTED: []}
    for word, shape in zip(said, table.shapes, strict=True):
        if word in marks and shape is not None:
            marks[word].append(Example(shape, table.crs))
    if not any(marks.values()):
        raise BadOption(
            f'{table.name} contains no marks: its column {columns[0]!r} never holds "accepted" or "rejected".'
        )
    return tuple(marks[ACCEPTED]), tuple(marks[REJECTED])
