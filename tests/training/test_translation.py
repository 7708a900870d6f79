"""Captions in other languages: the cache, the checks, the files, the command, and what a run draws from them."""

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
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import BadOption, OutputNotWritable
from backend.lexicon import LANGUAGES, load_lexicon
from tests.training import tiny_models
from tests.training.small_runs import write_config
from tests.training.tiny_translators import ENGLISH, SAID, write_nllb
from training.captions.classes import load_classes
from training.captions.compose import CaptionComposer
from training.cli import cli
from training.config.run import RunConfig
from training.config.run_file import load_run_file
from training.data.sample import Sample
from training.distributed import Group
from training.loop.run import TrainingRun
from training.translation.cache import TranslationCache
from training.translation.checks import problem_with
from training.translation.ready_file import ReadyFile
from training.translation.sentences import AT_ONCE, sentences_without, translate_sentences
from training.translation.translation_file import Translation, add_translations, read_translations, write_translations

REPOSITORY = Path(__file__).resolve().parents[2]
OTHERS = tuple(language for language in LANGUAGES if language != "en")
CAPTION = "many green trees are on two sides of a curved river with a bridge over it ."
RIGHT = {
    "pt": "muitas árvores verdes estão nos dois lados de um rio curvo com uma ponte sobre ele .",
    "es": "hay muchos árboles verdes a ambos lados de un río curvo con un puente sobre él .",
    "fr": "de nombreux arbres verts bordent les deux côtés d'une rivière courbe traversée par un pont .",
    "de": "viele grüne Bäume stehen auf beiden Seiten eines gewundenen Flusses mit einer Brücke darüber .",
    "nl": "veel groene bomen staan aan twee kanten van een bochtige rivier met een brug erover .",
    "it": "molti alberi verdi sono ai due lati di un fiume curvo con un ponte sopra .",
    "zh": "弯曲的河流两岸有许多绿树，河上有一座桥。",
    "ko": "구불구불한 강 양쪽에 많은 푸른 나무가 있고 그 위에 다리가 있다.",
    "ru": "много зелёных деревьев растёт по обеим сторонам извилистой реки с мостом через неё .",
}


ASIDE = "und hinter den Häusern liegen Felder, ein kleiner Wald und am Rand des Bildes die Gleise einer Bahn."


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


# The cache


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


# The checks


@pytest.mark.parametrize("language", OTHERS)
def test_a_right_translation_passes_and_no_other_language_takes_its_script(language: str) -> None:
    assert problem_with(CAPTION, RIGHT[language], language) is None
    for other in OTHERS:
        if other != language and (language in ("zh", "ko", "ru") or other in ("zh", "ko", "ru")):
            assert problem_with(CAPTION, RIGHT[language], other)


def test_most_sentences_of_another_language_in_latin_script_are_refused() -> None:
    latin = [code for code in OTHERS if code not in ("zh", "ko", "ru")]
    swapped = [(mine, other) for mine in latin for other in latin if mine != other]
    refused = [pair for pair in swapped if problem_with(CAPTION, RIGHT[pair[0]], pair[1])]
    assert len(refused) > 0.6 * len(swapped), sorted(set(swapped) - set(refused))


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("de", None, "was not given"),
        ("de", " ", "is empty"),
        ("de", CAPTION, "is the English sentence"),
        ("de", CAPTION.upper().rstrip(" ."), "is the English sentence"),
        ("es", "many green trees are on los dos lados of a curved river with un puente .", "English words"),
        ("it", "green trees sides curved river bridge sono con .", "most of the English words"),
        ("ru", RIGHT["zh"], "script Cjk"),
        ("zh", "川に橋が架かり、緑の木がたくさんあります。", "script Hiragana"),
        ("zh", RIGHT["ko"], "script Hangul"),
        ("ko", RIGHT["de"], "not written in Hangul"),
        ("ru", "mnogo zelyonykh derev'ev rastyot po obeim storonam reki .", "not written in Cyrillic"),
        ("fr", "12 345", "has no letters"),
        ("de", "Bäume am Fluss .", "too short"),
        (
            "de",
            f"{RIGHT['de']} Daneben verläuft eine Straße, auf der viele Autos in die Stadt fahren, {ASIDE}",
            "too long",
        ),
        ("fr", "beaucoup d'arbres verts verts verts verts bordent la rivière courbe", "repeats itself"),
        ("de", "viele grüne Bäume am Fluss am Fluss am Fluss mit einer Brücke", "repeats itself"),
        ("zh", "许多绿树许多绿树许多绿树在河边", "repeats itself"),
        ("de", f"German: {RIGHT['de']}", "the prompt"),
        ("de", f"Übersetzung : {RIGHT['de']}", "the prompt"),
        ("zh", f"翻译：{RIGHT['zh']}", "the prompt"),
        ("fr", f"{RIGHT['fr']}<|im_end|>", "the prompt"),
        ("de", f">>deu<< {RIGHT['de']}", "the prompt"),
        ("nl", f"nld_Latn {RIGHT['nl']}", "the prompt"),
        ("es", f"{RIGHT['es']}\nNote that the river is curved.", "the prompt"),
        ("pt", f"Sure, {RIGHT['pt']}", "the prompt"),
    ],
)
def test_what_is_no_translation_is_told_by_its_reason(language: str, text: str | None, reason: str) -> None:
    found = problem_with(CAPTION, text, language)
    assert found is not None and reason in found


def test_one_word_may_be_the_same_in_two_languages() -> None:
    assert problem_with("terminal", "terminal", "es") is None
    assert problem_with("a terminal", "a terminal", "es") is not None


def test_what_the_english_sentence_does_is_not_held_against_the_translation() -> None:
    assert problem_with("many many many many trees", "viele viele viele viele Bäume", "de") is None
    assert problem_with("a T-shaped building and a 5 m wall", "一座T形建筑和一道5米的墙", "zh") is None
    assert problem_with("the 1st of two courts", "la 1ª de dos pistas", "es") is None
    assert problem_with("the railway station .", "la gare .", "fr") is None


words = st.lists(
    st.sampled_from([w.strip(",.") for text in RIGHT.values() for w in text.split()]), min_size=1, max_size=4
)


@given(st.lists(st.sampled_from(CAPTION.rstrip(" .").split()), min_size=2, max_size=14), st.sampled_from(OTHERS))
def test_no_english_sentence_is_its_own_translation(sentence: list[str], language: str) -> None:
    text = " ".join(sentence)
    assert problem_with(text, text, language)


@given(words, st.sampled_from(OTHERS), st.integers(3, 6))
def test_no_loop_passes(loop: list[str], language: str, times: int) -> None:
    assert problem_with(CAPTION, " ".join(loop * times), language)


# Files


ROWS = [{"source": "a red roof", "language": "de", "text": "ein rotes Dach"}]
ROWS += [{"source": "a red roof", "language": "ko", "text": '빨간 지붕, "붉은"'}]


def ready_file(file: Path) -> Path:
    if file.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist([row | {"score": 1.0} for row in ROWS]), file)
    elif file.suffix == ".jsonl":
        file.write_text("\n".join(json.dumps(row) for row in ROWS) + "\n\n")
    else:
        mark = "," if file.suffix == ".csv" else "\t"
        quoted = [[f'"{value.replace(chr(34), 2 * chr(34))}"' for value in row.values()] for row in ROWS]
        file.write_text("\ufeff" + "\n".join(mark.join(row) for row in [list(ROWS[0]), *quoted]))
    return file


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".tsv", ".jsonl"])
def test_a_ready_file_of_any_kind_gives_its_translations(tmp_path: Path, suffix: str) -> None:
    ready = ReadyFile(ready_file(tmp_path / f"ready{suffix}"))
    assert ready.languages == {"de", "ko"}
    assert ready.translate(["a red roof", "a blue roof"], "de") == ["ein rotes Dach", None]
    assert ready.translate(["a red roof"], "ko") == ['빨간 지붕, "붉은"']


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.csv", "source,text\na,b\n", r"row 1: has no text in the column 'language'"),
        ("x.jsonl", '{"source": "a"', "cannot be read as a file of translations"),
        ("x.jsonl", "[1]", "cannot be read as a file of translations"),
        ("x.jsonl", '{"source": "a", "language": "de", "text": 5}', "row 1: has no text in the column 'text'"),
        ("x.parquet", "no table", "cannot be read as a file of translations"),
        ("x.xlsx", "", r"name it \.parquet"),
    ],
)
def test_a_ready_file_that_is_none_is_named(tmp_path: Path, name: str, content: str, words: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(BadOption, match=rf"{name}.*{words}"):
        ReadyFile(tmp_path / name)


def test_of_two_files_the_first_listed_counts(tmp_path: Path) -> None:
    for name, text in (("a.parquet", "eins"), ("b.parquet", "zwei")):
        rows = [Translation("one", "de", text, name), Translation(name, "de", text, name)]
        write_translations(tmp_path / name, rows)
    found = read_translations([tmp_path / "b.parquet", tmp_path / "a.parquet"])
    assert found == {"de": {"one": "zwei", "b.parquet": "zwei", "a.parquet": "eins"}}


def test_translations_join_samples_where_a_language_has_no_captions_of_its_own() -> None:
    known = {"de": {"a roof": "ein Dach"}, "fr": {"a roof": "un toit", "a wall": "un mur"}}
    sample = Sample("made", "x.png", "train", None, {"en": ("a roof", "a wall"), "fr": ("la maison",)})
    (told,) = add_translations([sample], known)
    assert told.captions == {"en": ("a roof", "a wall"), "fr": ("la maison",), "de": ("ein Dach",)}
    assert sentences_without([told], "fr") == [] and sentences_without([told], "ko") == ["a roof", "a wall"]


# The command and the run


@pytest.fixture
def data(class_folders: Path, karpathy: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two data sets, a model to start from, and a ready file for the sentences of one of them."""
    folder = class_folders.parent
    tiny_models.vit_custom_text(folder / "model")
    rows = json.loads((folder / "captions.json").read_text())["images"]
    sentences = list(dict.fromkeys(row["sentences"][0]["raw"] for row in rows))
    ready = [
        {"source": s, "language": "de", "text": f"viele grüne Bäume nahe bei Ort {n}"} for n, s in enumerate(sentences)
    ]
    ready[0]["text"] = sentences[0]  # not translated
    (folder / "ready.jsonl").write_text("\n".join(json.dumps(row) for row in ready))
    monkeypatch.chdir(folder)
    return folder


def translate(data: Path, *options: str) -> Result:
    return CliRunner().invoke(
        cli, ["translate", str(write_config(data, data / "model")), "-o", "out.parquet", *options]
    )


def run_of(data: Path, *settings: str) -> TrainingRun:
    config = load_run_file(write_config(data, data / "model"), settings)
    assert isinstance(config, RunConfig)
    return TrainingRun(config, data / "run", data, Group(), lambda _: None)


def test_a_ready_file_is_checked_and_then_trained_on(data: Path) -> None:
    done = translate(data, "--file", "ready.jsonl")
    assert done.exit_code == 0, done.output
    assert "de: 3 of 4 sentences translated (75.0 %); left out: 1 because it is the English sentence" in done.output
    rejected = [json.loads(line) for line in (data / "out.parquet.rejected.jsonl").read_text().splitlines()]
    assert [(row["language"], row["reason"]) for row in rejected] == [("de", "is the English sentence")]
    run = run_of(data, 'data.translations=["out.parquet"]', "languages.codes=['en', 'de']", "training.steps=2")
    told = [s for s in run.samples if s.source == "captioned"]
    assert {text for s in told for text in s.captions.get("de", ())} == {
        f"viele grüne Bäume nahe bei Ort {n}" for n in (1, 2, 3)
    }
    assert sum("de" not in s.captions for s in told) == 2  # the two images with the sentence that was left out
    for sample in told:
        said = {
            caption.text for step in range(40) if (caption := run.plan.caption(sample, step, 0, 0)).language == "de"
        }
        assert said <= set(sample.captions.get("de", said))  # composed only where there is no translation
    run.train()


def test_a_class_name_may_stand_in_for_a_translation_but_no_list_of_things() -> None:
    lexicon = load_lexicon()
    composer = CaptionComposer(lexicon, {"made": load_classes("rsicd", Path())})
    sample = Sample("made", "x", "train", "River", {"en": (CAPTION,), "de": (RIGHT["de"],)})
    rng = Random(0)
    said = [composer.draw(sample, "de", rng) for _ in range(400)]
    others = [text for text in said if text != RIGHT["de"]]
    assert 20 < len(others) < 120 and not any("Brücke" in text or "Bäume" in text for text in others)


def test_unchecked_and_missing_files_of_translations_are_refused(data: Path) -> None:
    pq.write_table(pa.Table.from_pylist(ROWS), "unchecked.parquet")
    for name, words in (
        ("unchecked.parquet", "was not checked; run `terralex-train translate --file"),
        ("no.parquet", "No such"),
    ):
        with pytest.raises(BadOption, match=rf"{name}.*{words}"):
            run_of(data, f'data.translations=["{name}"]')
    with pytest.raises(BadOption, match=r"data\.translation"):
        run_of(data, 'data.translation=["out.parquet"]')


def test_a_model_is_asked_once_for_each_sentence_and_then_never_again(data: Path) -> None:
    rows = json.loads((data / "captions.json").read_text())
    for row, sentence in zip(rows["images"], ENGLISH * 4, strict=True):
        row["sentences"] = [{"raw": sentence}]
    (data / "captions.json").write_text(json.dumps(rows))
    write_nllb(data / "nllb")
    options = (
        "--model",
        f"local-dir:{data / 'nllb'}",
        "--language",
        "de",
        "--language",
        "fr",
        "--cache",
        "cache.parquet",
    )
    first = translate(data, *options, "--source", "captioned", "--limit", "2")
    assert first.exit_code == 0 and "de: 2 of 2" in first.output, first.output
    second = translate(data, *options, "--source", "captioned")
    assert second.exit_code == 0, second.output
    found = read_translations([data / "out.parquet"])
    assert found == {code: dict(zip(ENGLISH, said, strict=True)) for code, said in SAID.items()}
    (data / "nllb" / "config.json").unlink()
    again = translate(data, *options, "--source", "captioned")
    assert again.exit_code == 0 and read_translations([data / "out.parquet"]) == found


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "Give either --model or --file"),
        (("--file", "ready.jsonl", "--model", "nllb"), "Give either"),
        (("--file", "ready.jsonl", "--language", "fr"), "--language fr: the backend has de"),
        (("--file", "ready.jsonl", "--source", "nope"), "has no such data set"),
        (("--file", "ready.jsonl", "--source", "colours"), "have no English captions"),
        (("--file", "ready.jsonl", "-o", "out.csv"), r"name a \.parquet file"),
        (("--model", "xx=nllb"), "unknown language 'xx'"),
        (("--model", "local-dir:nowhere", "--cache", "c.parquet"), "nowhere: holds no config"),
    ],
)
def test_a_command_that_cannot_be_is_one_sentence(data: Path, options: tuple[str, ...], words: str) -> None:
    done = translate(data, *options)
    assert isinstance(done.exception, Exception) and done.exit_code == 1
    with pytest.raises(type(done.exception), match=words):
        raise done.exception
    assert not (data / "out.parquet").exists()
