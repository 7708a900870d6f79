"""The file of checked translations for training: Parquet with source, language, text and translator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from backend.errors import BadOption
from backend.storage.files import write_beside
from training.data.sample import Sample
from training.files import named_write_errors

_CHECKED = {b"terralex.translations": b"checked 1"}
_SCHEMA = pa.schema([(name, pa.string()) for name in ("source", "language", "text", "translator")], metadata=_CHECKED)


@dataclass(frozen=True)
class Translation:
    """An English sentence (``source``), its translation, the ISO 639-1 code of the language, and the translator's
    name."""

    source: str
    language: str
    text: str
    translator: str


Translations = Mapping[str, Mapping[str, str]]
"""Language code -> English sentence -> its translation."""


def write_translations(file: Path, rows: Sequence[Translation]) -> None:
    """Write translations that passed the checks, atomically.

    Raises:
        OutputNotWritable: the disk is full, or the folder cannot be written.
    """
    table = pa.Table.from_pylist([asdict(row) for row in rows], schema=_SCHEMA)
    with named_write_errors(file, "the cache keeps what is translated: free some space and start again."):
        file.parent.mkdir(parents=True, exist_ok=True)
        with write_beside(file) as beside:
            pq.write_table(table, beside)


def _checked_columns(file: Path) -> dict[str, list[str]]:
    try:
        with pq.ParquetFile(file) as stored:
            if _CHECKED.items() <= (stored.schema_arrow.metadata or {}).items():
                columns: dict[str, list[str]] = stored.read(["source", "language", "text"]).to_pydict()
                return columns
    except (OSError, pa.ArrowInvalid) as error:
        raise BadOption(f"{file}: cannot be read as a Parquet file of translations ({error}).") from error
    raise BadOption(
        f"{file}: was not checked; run `terralex-train translate --file {file}`, and name what that writes."
    )


def read_translations(files: Sequence[Path]) -> Translations:
    """Translations of several files; if two have the same sentence in the same language, the first listed is used.

    Raises:
        BadOption: a file is missing, or was not written by ``terralex-train translate`` and so not checked.
    """
    by_sentence: dict[str, dict[str, str]] = {}
    for file in files:
        columns = _checked_columns(file)
        for source, language, text in zip(*columns.values(), strict=True):
            by_sentence.setdefault(language, {}).setdefault(source, text)
    return by_sentence


def add_translations(samples: Sequence[Sample], translations: Translations) -> list[Sample]:
    """Samples with the translations of their English sentences, in languages in which they have no captions."""
    translated = []
    for sample in samples:
        english = sample.captions.get("en", ())
        added = {
            language: said
            for language, known in translations.items()
            if not sample.captions.get(language) and (said := tuple(known[s] for s in english if s in known))
        }
        translated.append(replace(sample, captions={**sample.captions, **added}) if added else sample)
    return translated
