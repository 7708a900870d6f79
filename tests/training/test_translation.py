"""Captions in other languages: the files, the command, and what a run draws from them."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from backend.errors import BadOption
from backend.lexicon import load_lexicon
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
from training.translation.ready_file import ReadyFile
from training.translation.sentences import sentences_without
from training.translation.translation_file import Translation, add_translations, read_translations, write_translations

CAPTION = "many green trees are on two sides of a curved river with a bridge over it ."
RIGHT = "viele grüne Bäume stehen auf beiden Seiten eines gewundenen Flusses mit einer Brücke darüber ."


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
    sample = Sample("made", "x", "train", "River", {"en": (CAPTION,), "de": (RIGHT,)})
    rng = Random(0)
    said = [composer.draw(sample, "de", rng) for _ in range(400)]
    others = [text for text in said if text != RIGHT]
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
