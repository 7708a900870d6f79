"""Tables of the documents are what their commands print; the phrases are whole in ten languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.labeling.label_set import PRESET_PREFIX, load_label_set
from backend.lexicon import LANGUAGES
from benchmarks.phrases import precision, read_phrases
from benchmarks.tables import DOCUMENTS, ROOT, CommandFailed, main, replace_tables, run, tables_in

TEXT = """Before.

<!-- measured by: python -m one # 2 -->
| old |
|---|
<!-- end of table -->

After."""


def test_only_the_table_changes() -> None:
    printed = "chatter\n| a |\n|---|\n| 1 |\n\nmore\n| b |\n|---|\n| 2 |\n"
    new = replace_tables(TEXT, {"python -m one": printed})
    assert new == TEXT.replace("| old |\n|---|", "| b |\n|---|\n| 2 |")
    assert replace_tables(TEXT, {}) == TEXT


def test_a_table_that_is_not_printed_is_no_table() -> None:
    with pytest.raises(CommandFailed, match="printed 0 tables, table 2"):
        replace_tables(TEXT, {"python -m one": "nothing"})


def test_a_document_stays_as_it_is_when_a_command_fails(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(TEXT.replace("python -m one", "python -c 1/0"))
    before = file.read_text()
    assert main([str(file)]) == 1 and file.read_text() == before
    with pytest.raises(CommandFailed, match="is measured by"):
        run("rm -rf nothing")


def test_the_documents_name_commands_that_there_are() -> None:
    tables = [t for pattern in DOCUMENTS for file in ROOT.glob(pattern) for t in tables_in(file.read_text("utf-8"))]
    assert len(tables) >= 3
    for table in tables:
        program, *rest = table.command.split()
        assert program == "terralex-train" or (ROOT / (rest[1].replace(".", "/") + ".py")).is_file()


def test_sixty_phrases_in_ten_languages_that_classes_answer() -> None:
    phrases = read_phrases()
    assert len(phrases) == 60
    for code in LANGUAGES:
        texts = [phrase.text[code] for phrase in phrases]
        assert len(set(texts)) == 60 and all(text == text.strip() and text for text in texts)
    names = {one.name for name in ("rsicd", "uc-merced") for one in load_label_set(PRESET_PREFIX + name).classes}
    assert {name for phrase in phrases for name in phrase.classes} <= names | {"playfields"}


def test_precision_asks_for_no_more_than_there_are() -> None:
    assert precision([0, 1, 2], ["a", "a", "b"], frozenset("a")) == 1.0
    assert precision([2], ["a", "a", "b"], frozenset("a")) == 0.0
