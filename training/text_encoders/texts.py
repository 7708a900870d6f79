"""Texts that a text tower must be able to represent: names, prompts, captions, and the lines of files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from backend.errors import BadOption
from backend.lexicon import LANGUAGES, Lexicon
from training.batches.names import read_names
from training.batches.vocabulary import vocabulary_texts
from training.config.run_file import load_data
from training.sources.source import open_sources


def needed_texts(
    lexicon: Lexicon,
    config: Path | None,
    texts: Sequence[Path],
    names: Sequence[Path],
    base: Path,
    report: Callable[[str], None],
) -> list[str]:
    """All texts, unique and sorted.

    Args:
        config: a run's file whose training captions are included.
        texts: files with one text per line. names: files of names, as in ``names.files``.
        base: base of the run's relative paths.

    Raises:
        BadOption: a file cannot be read.
    """
    sources = open_sources(load_data(config), base, lexicon, report) if config is not None else []
    samples = [sample for source in sources for sample in source.split("train")]
    found = set(vocabulary_texts(lexicon, samples, LANGUAGES))
    for thing in read_names(names):
        found.update(name for said in thing.names.values() for name in said)
    for file in texts:
        try:
            found.update(line.strip() for line in file.read_text(encoding="utf-8").splitlines())
        except (OSError, UnicodeDecodeError) as error:
            raise BadOption(f"--texts {file}: cannot be read ({error}).") from error
    return sorted(found - {""})
