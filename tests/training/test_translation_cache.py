"""Answers of translators are kept: through kills, of one writer, on a full disk."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from backend.errors import BadOption, OutputNotWritable
from training.translation.cache import TranslationCache
from training.translation.sentences import AT_ONCE, translate_sentences

REPOSITORY = Path(__file__).resolve().parents[2]


class Recorder:
    """A backend that answers at once and remembers what it was asked."""

    name = "recorder"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def translate(self, texts: Sequence[str], language: str) -> list[str | None]:
        self.asked += [(language, text) for text in texts]
        return [None if "left" in text else f"{language} für {text}" for text in texts]


SENTENCES = {
    language: [f"Satz Nummer {n} mit etwas Text" for n in range(count)]
    for language, count in (("de", 700), ("nl", 600))
}


def test_what_was_asked_once_is_not_asked_again(tmp_path: Path) -> None:
    first, second = Recorder(), Recorder()
    for backend in (first, second):
        with TranslationCache(tmp_path / "cache.parquet") as cache:
            outcome = translate_sentences({"de": ["ein Satz", "left out"]}, lambda _, b=backend: b, cache)  # type: ignore[misc]
    assert len(first.asked) == 2 and second.asked == []
    assert [row.text for row in outcome.translations] == ["de für ein Satz"]
    assert [(row.source, row.reason) for row in outcome.rejections] == [("left out", "was not given")]


def test_answers_are_kept_apart_by_model_and_language(tmp_path: Path) -> None:
    file = tmp_path / "cache.parquet"
    with TranslationCache(file) as cache:
        cache.add("one", "de", ["a b"], ["eins"])
        cache.add("two", "de", ["a b"], [None])
        cache.add("one", "fr", ["a b"], ["un"])
    with TranslationCache(file) as cache:
        assert cache.known("one", "de") == {"a b": "eins"} and cache.known("two", "de") == {"a b": None}
        assert cache.known("one", "fr") == {"a b": "un"} and cache.known("two", "fr") == {}
    assert pq.read_table(file).column_names == ["model", "source", "language", "text"]


SLOW_RUN = """
import json, sys, time
from pathlib import Path
from training.translation.cache import TranslationCache
from training.translation.sentences import translate_sentences
class Slow:
    name = "recorder"
    asked = 0
    def translate(self, texts, language):
        self.asked += 1
        time.sleep(600 if self.asked == 8 else 0.02)
        return [f"{language} für {text}" for text in texts]
slow = Slow()
with TranslationCache(Path(sys.argv[1])) as cache:
    translate_sentences(json.loads(sys.argv[2]), lambda _: slow, cache)
"""


def test_a_killed_translation_goes_on_where_it_was_and_ends_the_same(tmp_path: Path) -> None:
    file = tmp_path / "cache.parquet"
    command = [sys.executable, "-c", SLOW_RUN, str(file), json.dumps(SENTENCES)]
    killed = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(REPOSITORY)})
    try:
        deadline = time.monotonic() + 120
        while not file.exists() or pq.read_metadata(file).num_rows < AT_ONCE:
            assert time.monotonic() < deadline and killed.poll() is None
            time.sleep(0.01)
    finally:
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
    (tmp_path / ".cache.parquet.99999").write_bytes(b"half a file")  # as a kill in mid-write leaves one
    saved = pq.read_table(file).to_pylist()
    total = sum(map(len, SENTENCES.values()))
    assert AT_ONCE <= len(saved) < total
    resumed, straight = Recorder(), Recorder()
    with TranslationCache(file) as cache:
        outcome = translate_sentences(SENTENCES, lambda _: resumed, cache)
    known = {(row["language"], row["source"]) for row in saved}
    assert len(resumed.asked) == total - len(saved) and not known.intersection(resumed.asked)
    assert outcome == translate_sentences(SENTENCES, lambda _: straight)
    assert len(straight.asked) == total
    assert sorted(f.name for f in tmp_path.iterdir()) == [".cache.parquet.lock", "cache.parquet"]


def test_an_interrupted_translation_keeps_what_it_has(tmp_path: Path) -> None:
    class Impatient(Recorder):
        def translate(self, texts: Sequence[str], language: str) -> list[str | None]:
            if len(self.asked) >= 2 * AT_ONCE:
                raise KeyboardInterrupt
            return super().translate(texts, language)

    file, impatient = tmp_path / "cache.parquet", Impatient()
    with pytest.raises(KeyboardInterrupt), TranslationCache(file) as cache:
        translate_sentences(SENTENCES, lambda _: impatient, cache)
    assert pq.read_metadata(file).num_rows == 2 * AT_ONCE


def test_two_runs_do_not_write_one_cache(tmp_path: Path) -> None:
    file = tmp_path / "cache.parquet"
    with TranslationCache(file), pytest.raises(BadOption, match=r"cache\.parquet: another run is writing it"):
        TranslationCache(file).__enter__()
    with TranslationCache(file):
        pass


@pytest.mark.parametrize("content", [b"no table", None])
def test_a_file_that_is_no_cache_is_named_and_left_alone(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "cache.parquet"
    if content is None:
        pq.write_table(pa.table({"other": [1]}), file)
    else:
        file.write_bytes(content)
    before = file.read_bytes()
    with pytest.raises(BadOption, match=r"cache\.parquet: (the cache is damaged|is no cache)"):
        TranslationCache(file).__enter__()
    assert file.read_bytes() == before
    with pytest.raises(BadOption, match=r"the cache is damaged|is no cache"):
        TranslationCache(file).__enter__()  # and not "another run is writing it"


def test_a_full_disk_is_one_sentence_and_leaves_the_cache_before_it(tmp_path: Path) -> None:
    file = tmp_path / "cache.parquet"
    with TranslationCache(file) as cache:
        cache.add("one", "de", ["a b"], ["eins"])
    good = file.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(good), limits[1]))
    try:
        with pytest.raises(OutputNotWritable, match="the disk is full"), TranslationCache(file) as cache:
            cache.add("one", "de", [f"{n} b" for n in range(5000)], [str(n) for n in range(5000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert file.read_bytes() == good and not list(tmp_path.glob(".cache.parquet.[0-9]*"))
