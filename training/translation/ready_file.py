"""A file of existing translations as a backend: Parquet, CSV, tab-separated or JSON Lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from backend.errors import BadOption

COLUMNS = ("source", "language", "text")
_DELIMITERS = {".csv": ",", ".tsv": "\t"}
_JSON_LINES = (".jsonl", ".ndjson", ".json")


def _rows(file: Path) -> Iterable[Mapping[str, Any]]:
    if file.suffix == ".parquet":
        with pq.ParquetFile(file) as stored:
            wanted = [name for name in stored.schema_arrow.names if name in COLUMNS]
            rows: list[dict[str, Any]] = stored.read(wanted).to_pylist()
            return rows
    text = file.read_text(encoding="utf-8-sig")
    if file.suffix in _DELIMITERS:
        return list(csv.DictReader(text.splitlines(keepends=True), delimiter=_DELIMITERS[file.suffix]))
    if file.suffix in _JSON_LINES:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    raise BadOption(f"{file}: name it .parquet, .csv, .tsv or .jsonl, so that its kind is known.")


class ReadyFile:
    """Looks translations up in a file with the columns source (the English sentence), language and text.

    Raises:
        BadOption: the file cannot be read, or lacks a column.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._texts: dict[tuple[str, str], str] = {}
        try:
            for number, row in enumerate(_rows(file), start=1):
                missing = [column for column in COLUMNS if not isinstance(row.get(column), str)]
                if missing:
                    raise BadOption(f"{file}, row {number}: has no text in the column {missing[0]!r}.")
                source, language, text = (row[column].strip() for column in COLUMNS)
                self._texts.setdefault((language, source), text)
        except (OSError, ValueError, AttributeError, csv.Error, pa.ArrowInvalid) as error:
            raise BadOption(f"{file}: cannot be read as a file of translations ({error}).") from error

    @property
    def name(self) -> str:
        """``file NAME``."""
        return f"file {self.file.name}"

    @property
    def languages(self) -> frozenset[str]:
        """Codes of its languages."""
        return frozenset(language for language, _ in self._texts)

    def translate(self, texts: Sequence[str], language: str) -> list[str | None]:
        """The file's translation of each text; None if it has none."""
        return [self._texts.get((language, text)) for text in texts]
