"""A cache of translations: one Parquet file, by model, English sentence and language."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from backend.errors import BadOption
from backend.storage.files import sync, write_beside
from training.files import named_write_errors

WRITING_SHARE = 0.05
"""Share of the time that may be spent writing the cache: a large one is written less often."""

_SCHEMA = pa.schema([(name, pa.string()) for name in ("model", "source", "language", "text")])
_Key = tuple[str, str]


class TranslationCache:
    """Answers of models, including missing ones; open it with ``with``.

    The file is replaced atomically. A killed run loses the answers since the last write: at most a batch, or a
    twentieth of its running time. Only one run at a time may have it open.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._answers: dict[_Key, dict[str, str | None]] = {}
        self._lock = FileLock(file.with_name(f".{file.name}.lock"))
        self._unsaved = False
        self._saved_at = 0.0
        self._save_seconds = 0.0

    def __enter__(self) -> Self:
        """Read the file.

        Raises:
            BadOption: another run has it open, or it is not a cache.
            OutputNotWritable: its folder cannot be written.
        """
        with named_write_errors(self.file, "name another place with --cache."):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire(timeout=0)
            except Timeout as error:
                raise BadOption(f"{self.file}: another run is writing it; name another cache with --cache.") from error
        for stale in self.file.parent.glob(f".{self.file.name}.[0-9]*"):
            stale.unlink()  # partly written by a killed run
        try:
            self._read()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.save()
        finally:
            self._lock.release()

    def _read(self) -> None:
        if not self.file.exists():
            return
        try:
            with pq.ParquetFile(self.file) as stored:
                if stored.schema_arrow.names != _SCHEMA.names:
                    raise BadOption(f"{self.file}: is no cache of translations; name another file with --cache.")
                columns = stored.read().to_pydict()
        except (OSError, pa.ArrowInvalid) as error:
            raise BadOption(f"{self.file}: the cache is damaged ({error}); remove it, or use another.") from error
        for model, source, language, text in zip(*columns.values(), strict=True):
            self._answers.setdefault((model, language), {})[source] = text

    def known(self, model: str, language: str) -> Mapping[str, str | None]:
        """A model's answers in a language, by English sentence."""
        return self._answers.get((model, language), {})

    def add(self, model: str, language: str, sources: Sequence[str], texts: Sequence[str | None]) -> None:
        """Add a batch of answers; also writes the file, unless that was done recently.

        Raises:
            OutputNotWritable: the disk is full.
        """
        self._answers.setdefault((model, language), {}).update(zip(sources, texts, strict=True))
        self._unsaved = True
        if time.monotonic() - self._saved_at >= self._save_seconds / WRITING_SHARE:
            self.save()

    def save(self) -> None:
        """Write pending answers.

        Raises:
            OutputNotWritable: the disk is full.
        """
        if not self._unsaved:
            return
        begun = time.monotonic()
        rows = [(*key, known) for key, known in self._answers.items()]
        table = pa.table(
            {
                "model": [model for model, _, known in rows for _ in known],
                "source": [source for _, _, known in rows for source in known],
                "language": [language for _, language, known in rows for _ in known],
                "text": [text for _, _, known in rows for text in known.values()],
            },
            schema=_SCHEMA,
        )
        with (
            named_write_errors(self.file, "what it held before is kept: free some space and start again."),
            write_beside(self.file) as beside,
        ):
            pq.write_table(table, beside)
            sync(beside)
        self._unsaved = False
        self._saved_at = time.monotonic()
        self._save_seconds = self._saved_at - begun
