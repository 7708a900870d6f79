"""A run whose text tower was pretrained: some layers train, its space is kept, names of other files are aligned."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import torch

from backend.errors import BadOption
from backend.lexicon import load_lexicon
from tests.training import tiny_models
from tests.training.small_runs import logged, losses, run_of
from training.batches.anchors import anchor_texts
from training.batches.names import read_names
from training.data.sample import Sample
from training.losses.text_space import TextSpaceLoss
from training.models.start import load_start
from training.models.text_tower import encode_text_features

KEPT = (
    'languages.codes=["en", "de"]',
    "image.trains=projection",
    "views.kept=2",
    "views.global_count=1",
    "views.local_count=0",
    "losses.self_distillation=0",
    "losses.text_space=1.0",
    "text_space.texts=16",
    "text.trainable_layers=1",
)


@pytest.fixture
def data(class_folders: Path, karpathy: tuple[Path, Path]) -> Path:
    """Folder with two data sets and a model with a text tower of ``transformers`` to start from."""
    tiny_models.convolutional_xlm_roberta(class_folders.parent / "model")
    return class_folders.parent


def test_the_last_layer_trains_on_pooled_features_and_the_run_goes_on_exactly(data: Path) -> None:
    straight = run_of(data, "runs/straight", *KEPT)
    before = {name: value.clone() for name, value in straight.start.model.state_dict().items()}
    after = straight.train().learner.model.state_dict()
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    text = {name for name in changed if name.startswith("text.")}
    assert text and all(".layer.1." in name or name.startswith("text.proj.") for name in text), sorted(text)
    assert {name.split(".")[1] for name in changed if name.startswith("visual.")} == {"head"}
    with pytest.raises(KeyboardInterrupt):
        run_of(data, "runs/stopped", *KEPT).train(
            lambda step, loss: (_ for _ in ()).throw(KeyboardInterrupt) if step == 7 else None
        )
    run_of(data, "runs/stopped", *KEPT).train()
    assert losses(data / "runs" / "stopped") == pytest.approx(losses(data / "runs" / "straight"), abs=1e-6)
    assert len(list((data / "runs" / "anchors").iterdir())) == 1  # read once for all runs


def test_a_kept_space_moves_less_than_one_that_is_not(data: Path) -> None:
    centre = run_of(data, "runs/centre", *KEPT).anchors.centre()  # type: ignore[union-attr]
    moved = []
    for name, weight in (("kept", 5.0), ("free", 0.0)):
        run = run_of(data, f"runs/{name}", *KEPT, f"losses.text_space={weight}", "training.steps=24")
        tokens = run.start.tokenize(["a vineyard", "an elephant", "Wald"])
        with torch.no_grad():
            before = encode_text_features(run.start.model.eval(), tokens, run.start.pad_id)
        model = run.train().learner.model.eval()
        with torch.no_grad():
            after = encode_text_features(model, tokens, run.start.pad_id)
        moved.append(float(TextSpaceLoss(centre)(after, before)))
    assert 0 < moved[0] < 0.7 * moved[1]
    curve = [row["text space"] for row in logged(data / "runs" / "kept")]
    assert curve[0] == pytest.approx(0, abs=0.02) and "text space" not in logged(data / "runs" / "free")[0]


def test_accumulated_parts_keep_the_space_as_the_whole_batch_does(data: Path) -> None:
    for parts in (1, 2):
        run_of(data, f"runs/{parts}", *KEPT, f"training.accumulation={parts}", "training.steps=4").train()
    assert losses(data / "runs" / "2") == pytest.approx(losses(data / "runs" / "1"), abs=1e-3)


def test_features_are_what_the_projection_gets(data: Path) -> None:
    start = run_of(data, "run", *KEPT).start
    model, tokens = start.model.eval(), start.tokenize(["a forest", "ein Wald am Fluss und viele Bäume"])
    with torch.no_grad():
        projected = model.text.proj(encode_text_features(model, tokens, start.pad_id))
        assert torch.allclose(projected, model.encode_text(tokens), atol=1e-5)


def test_kept_features_train_the_projection_as_the_whole_tower_does(data: Path) -> None:
    settings = [*KEPT, "losses.text_space=0", "text.trainable_layers=0", "text.trains=projection", "training.steps=8"]
    after = {}
    for name in ("false", "true"):
        run = run_of(data, f"runs/{name}", *settings, f"text.kept={name}")
        before = {key: value.clone() for key, value in run.start.model.state_dict().items()}
        after[name] = run.train().learner
        changed = {key for key, value in after[name].model.state_dict().items() if not torch.equal(before[key], value)}
        assert {key.split(".")[1] for key in changed if key.startswith("text.")} == {"proj"}
    assert losses(data / "runs" / "true") == pytest.approx(losses(data / "runs" / "false"), abs=1e-3)
    kept = after["true"].towers.kept_texts
    assert kept is not None and 0 < len(kept) < 8 * len(run.plan.named)
    assert after["false"].towers.kept_texts is None


def test_features_of_layers_that_train_are_not_kept(data: Path) -> None:
    with pytest.raises(BadOption, match=r"text\.kept: needs text\.trains = 'projection' and no token_dropout"):
        run_of(data, "run", *KEPT, "text.kept=true")


def test_another_model_may_teach_and_one_of_another_width_may_not(data: Path) -> None:
    tiny_models.convolutional_xlm_roberta(data / "teacher", seed=5)
    tiny_models.convolutional_xlm_roberta(data / "wide", width=24)
    run = run_of(data, "taught", *KEPT, f"text_space.teacher=local-dir:{data / 'teacher'}", "training.steps=8")
    run.train()
    curve = [row["text space"] for row in logged(data / "taught")]
    assert curve[0] > 0.1
    with pytest.raises(BadOption, match=r"text_space\.teacher: its features have 24 numbers, those .* 16"):
        run_of(data, "wide-run", *KEPT, f"text_space.teacher=local-dir:{data / 'wide'}")


def test_a_text_tower_of_open_clip_is_refused_in_a_sentence(data: Path) -> None:
    tiny_models.timm_custom_text(data / "plain")
    with pytest.raises(BadOption, match=r"losses\.text_space, text\.kept: need a text tower of transformers"):
        run_of(data, "run", *KEPT, f"start.model=local-dir:{data / 'plain'}")


def test_anchors_are_names_captions_and_lines_each_once(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("solar farm\n\nelephant\n")
    sample = Sample("made", "x", "train", None, {"en": ("a lake .",), "de": ("ein See",), "fr": ("un lac",)})
    (tmp_path / "names.jsonl").write_text('{"en": ["elephant"], "de": ["Elefant"], "ko": ["코끼리"]}\n')
    things = read_names([tmp_path / "names.jsonl"])
    texts = anchor_texts(load_lexicon(), things, [sample], [tmp_path / "words.txt"], ["en", "de"])
    assert list(texts) == sorted(set(texts)) and {"solar farm", "elephant", "Elefant", "a lake .", "ein See"} <= {
        *texts
    }
    assert not {"un lac", "코끼리", ""} & {*texts} and "forest" in texts and "Wald" in texts
    with pytest.raises(BadOption, match=r"text_space\.files: .*gone\.txt cannot be read"):
        anchor_texts(load_lexicon(), (), (), [tmp_path / "gone.txt"], ["en"])


# Names


def test_a_step_draws_as_many_languages_of_a_name_as_were_asked_for(data: Path) -> None:
    (data / "names.jsonl").write_text(
        "\n".join(json.dumps({"en": [f"thing {n}"], "de": [f"Ding {n}"], "fr": [f"chose {n}"]}) for n in range(3000))
    )
    codes = 'languages.codes=["en", "de", "ko"]'
    run = run_of(data, "run", codes, "names.languages=2", "names.pairs=64", f'names.files=["{data / "names.jsonl"}"]')
    english, first, second = run.plan.names(3)
    assert len(english) == len(first) == len(second) == 64 and run.plan.names(3) == [english, first, second]
    assert run.plan.names(4)[0] != english
    of_files = [row for row in zip(english, first, second, strict=True) if row[0].startswith("thing ")]
    assert of_files and all(a == b == row.replace("thing", "Ding") for row, a, b in of_files)  # no Korean, no French
    run.train()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[1]", "is no names in languages"),
        ("{", "is no names in languages"),
        ('{"en": "pool"}', "names are a list"),
        ('{"en": ["pool"], "xx": ["p"]}', "unknown language 'xx'"),
        ('{"de": ["Becken"]}', "has no English name"),
        ('{"en": [" "], "de": ["Becken"]}', "has no English name"),
    ],
)
def test_a_line_that_is_no_names_is_told(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "names.jsonl").write_text('{"en": ["pool"], "de": ["Becken"]}\n\n' + line)
    with pytest.raises(BadOption, match=rf"names\.jsonl: line 3.*{words}"):
        read_names([tmp_path / "names.jsonl"])


def test_the_start_carries_the_shape_of_its_text_tower(data: Path) -> None:
    run = run_of(data, "run", *KEPT)
    assert json.loads((data / "run" / "start" / "config.json").read_text())["hidden_size"] == 16
    again = load_start(run.config.start, data, 0, data / "again")
    assert again.described == run.start.described


def test_a_class_is_told_by_something_more_general_as_often_as_was_asked_for(data: Path) -> None:
    run = run_of(data, "run", 'languages.codes=["en"]', "languages.general_share=0.5", "training.steps=2")
    river = next(s for s in run.samples if s.source == "colours" and s.label == "river")
    captions = [run.plan.caption(river, step, 0, 0) for step in range(200)]
    by_meaning = {number: {c.text for c in captions if c.meaning == number} for number in {c.meaning for c in captions}}
    assert len(by_meaning) == 2 and min(Counter(c.meaning for c in captions).values()) > 60
    assert any(all("water" in text for text in texts) for texts in by_meaning.values())
    assert not set.intersection(*by_meaning.values())
    run.train()
