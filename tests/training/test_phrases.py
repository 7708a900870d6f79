"""The phrases that training aligns: ten languages, and none of what the phrases' benchmark asks."""

from __future__ import annotations

import json
import re
from pathlib import Path

from backend.lexicon import LANGUAGES
from training.batches.names import read_names

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "training" / "configs" / "phrases.jsonl"
ASKED = ROOT / "benchmarks" / "queries" / "phrases.json"
SMALL_WORDS = "a an the of on in with and at to by beside near along around some many several from is are its for"


def content(phrase: str) -> frozenset[str]:
    """The words of an English phrase that are not small, without their plural's s."""
    small = SMALL_WORDS.split()
    return frozenset(word.rstrip("s") for word in re.findall(r"[a-z']+", phrase.lower()) if word not in small)


def test_every_phrase_is_said_in_ten_languages_once() -> None:
    things = read_names([FILE])
    assert len(things) > 1000
    assert all(set(thing.names) == set(LANGUAGES) for thing in things)
    english = [thing.names["en"][0].lower() for thing in things]
    assert len(set(english)) == len(english)
    for code, letters in (("zh", "[\u4e00-\u9fff]"), ("ko", "[\uac00-\ud7a3]"), ("ru", "[а-яё]")):
        assert all(re.search(letters, said, re.IGNORECASE) for thing in things for said in thing.names[code])


def test_no_phrase_resembles_one_that_the_benchmark_asks() -> None:
    asked = json.loads(ASKED.read_text(encoding="utf-8"))["phrases"]
    asked_words = [content(row["en"]) for row in asked]
    asked_as_written = {row[code].lower() for row in asked for code in LANGUAGES}
    for thing in read_names([FILE]):
        for said in thing.names["en"]:
            words = content(said)
            assert all(len(words & other) < len(words | other) / 2 for other in asked_words), said
        assert not any(said.lower() in asked_as_written for all_of in thing.names.values() for said in all_of)
