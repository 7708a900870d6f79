"""Rows of a label set from CSV as spreadsheets write it, or from a plain list of names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

from backend.errors import BadOption
from backend.labeling.colours import parse_colour

COLUMNS = ("name", "prompts", "synonyms", "colour", "concepts")
_ALIASES = {"color": "colour", "names": "name", "class": "name", "label": "name", "prompt": "prompts"}
_LISTS = ("prompts", "synonyms", "concepts")


def read_csv_rows(content: str, where: str) -> list[tuple[int, dict[str, Any]]]:
    """Classes in a CSV text with the line number of each, as mappings from field to text or list of texts.

    A first row with a cell ``name`` is a header; without a header, every line is one name, including commas.

    Raises:
        BadOption: an unknown or duplicate column, a row with too many cells, or broken quoting.
    """
    lines = content.splitlines()
    first = next((line for line in lines if line.strip()), "")
    delimiter = next((mark for mark in "\t;," if "name" in _header(first, mark)), None)
    if delimiter is None:
        _refuse_missing_header(first, where)
        # A plain list: "Forest, broadleaf" on one line is one name.
        return [(number, {"name": _unquoted(line)}) for number, line in enumerate(lines, start=1) if line.strip()]
    rows = _records(content, delimiter, where)
    _, header = next(rows)
    columns = [_column(cell) for cell in header]
    for number, column in enumerate(columns):
        if column and column not in COLUMNS:
            raise BadOption(f"{where} has the unknown column {column!r}: known columns are {', '.join(COLUMNS)}.")
        if column and column in columns[:number]:
            raise BadOption(f"{where} has the column {column!r} twice.")
    separator = re.compile(r"[|]" if delimiter == ";" else r"[|;]")
    found = []
    for line, cells in rows:
        if any(cell.strip() for cell in cells[len(columns) :]):
            raise BadOption(f"{where}, line {line} has {len(cells)} cells where the header has {len(columns)}.")
        row: dict[str, Any] = {}
        for column, cell in zip(columns, cells, strict=False):
            if column and cell.strip():
                values = [part.strip() for part in separator.split(cell) if part.strip()]
                row[column] = values if column in _LISTS else cell.strip()
        found.append((line, row))
    return found


def _records(content: str, delimiter: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, each with its line number."""
    reader = csv.reader(content.splitlines(keepends=True), delimiter=delimiter, strict=True, skipinitialspace=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadOption(f"{where}, line {line} is not valid CSV: check its quotation marks.") from error


def _column(cell: str) -> str:
    name = cell.strip().strip('"').casefold()
    return _ALIASES.get(name, name)


def _header(line: str, delimiter: str) -> list[str]:
    return [_column(cell) for cell in line.split(delimiter)]


def _refuse_missing_header(line: str, where: str) -> None:
    """Refuse a table without a valid header, instead of making classes named after its rows."""
    cells = [cell for mark in "\t;," for cell in _header(line, mark)]
    if "\t" in line or ";" in line or any(cell in COLUMNS or parse_colour(cell) for cell in cells):
        raise BadOption(f"{where} has several columns but no header row: add a first line such as name,colour.")


def _unquoted(line: str) -> str:
    text = line.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1].replace('""', '"')
    return text
