"""Evaluations: closed forms, brute-force references, the published figure, and every subcommand end to end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from PIL import Image

from backend.errors import BadOption, OutputNotWritable
from backend.lexicon import load_lexicon
from training.cli import cli
from training.evaluation.confusion_picture import draw_confusion
from training.evaluation.counting import NUMBERS, count, counting_pair, read_counting_pairs
from training.evaluation.features import (
    CaptionFeatures,
    Features,
    normalised,
    published_splits,
    read_features,
    write_features,
)
from training.evaluation.few_shot import draw_shots, few_shot
from training.evaluation.leakage import leakage_by_embedding
from training.evaluation.linear_probe import ProbeOptions, fit_probe, probe_accuracy
from training.evaluation.nearest_neighbours import knn_accuracy
from training.evaluation.report import EvaluationReport
from training.evaluation.zero_shot import by_template, class_vectors

WHU = "whurs19_remoteclip_vit_b_32.safetensors"
PUBLISHED_WHU = 96.12
"""RemoteCLIP ViT-B/32 on WHU-RS19, zero-shot, of its paper (arXiv 2306.11029)."""


def clusters(per_class: int, classes: int, spread: float, seed: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Normalised vectors around ``classes`` axes, class by class."""
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(classes), per_class)
    return normalised(np.eye(classes, 16)[labels] + spread * rng.normal(size=(len(labels), 16))), labels


@pytest.mark.shared
def test_zero_shot_from_real_features_is_within_one_and_a_half_points_of_the_published_figure(shared: Path) -> None:
    features = read_features(shared / "features" / WHU)
    alone, ensemble = by_template(features.images, features.labels, features.texts["en"], features.templates)
    mean = float(np.mean([result.accuracy for result in alone]))
    print(f"mean of {len(alone)} templates {mean:.2f}, ensemble {ensemble:.2f}, published {PUBLISHED_WHU}")
    assert abs(ensemble - PUBLISHED_WHU) < 1.5
    assert ensemble > mean  # an ensemble is worth its prompts
    assert (len(alone), features.images.shape) == (107, (1005, 512))


@pytest.mark.shared
def test_probes_on_real_features_beat_the_prompts(shared: Path) -> None:
    features = read_features(shared / "features" / WHU)
    (train, train_labels), (test, test_labels) = features.of("train"), features.of("test")
    rows = features.rows("test")
    _, zero_shot = by_template(features.images[rows], features.labels[rows], features.texts["en"], features.templates)
    knn = knn_accuracy(train, train_labels, test, test_labels)
    probe = probe_accuracy(fit_probe(train, train_labels, 19, ProbeOptions(epochs=100)), test, test_labels)
    assert knn > zero_shot and probe > zero_shot


@given(st.integers(1, 30), st.integers(1, 40), st.integers(0, 1000))
@settings(max_examples=30)
def test_knn_equals_a_brute_force_reference(neighbours: int, count_of_train: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    train, test = normalised(rng.normal(size=(count_of_train, 6))), normalised(rng.normal(size=(9, 6)))
    train_labels, test_labels = rng.integers(0, 4, count_of_train), rng.integers(0, 4, 9)
    right = 0
    for vector, label in zip(test, test_labels, strict=True):
        similarity = train @ vector
        votes = dict.fromkeys(range(4), 0.0)
        for row in np.argsort(-similarity)[:neighbours]:
            votes[int(train_labels[row])] += float(np.exp(np.float64(similarity[row]) / 0.07))
        right += max(votes, key=lambda k: votes[k]) == label
    assert knn_accuracy(train, train_labels, test, test_labels, neighbours) == pytest.approx(100 * right / 9)


def test_a_probe_separates_what_a_line_can_and_not_what_is_noise() -> None:
    train, labels = clusters(20, 4, 0.1, 0)
    test, test_labels = clusters(20, 4, 0.1, 1)
    assert probe_accuracy(fit_probe(train, labels, 4, ProbeOptions(epochs=50)), test, test_labels) == 100
    shuffled = np.random.default_rng(0).permutation(labels)
    noise = probe_accuracy(fit_probe(train, shuffled, 4, ProbeOptions(epochs=50)), test, test_labels)
    assert noise < 60


def test_the_probes_first_step_is_that_of_gradient_descent() -> None:
    """From zero weights the gradient is in closed form: (1/k - onehot) averaged over images, times the embedding."""
    x, y = clusters(3, 3, 0.3, 2)
    options = ProbeOptions(epochs=1, weight_decay=0.1)
    probe = fit_probe(x, y, 3, options)
    expected = -0.8 * ((np.full((9, 3), 1 / 3) - np.eye(3)[y]).T @ x) / 9
    assert torch.allclose(probe.weight, torch.from_numpy(expected).float(), atol=1e-6)


def test_small_batches_and_large_ones_see_every_image() -> None:
    x, y = clusters(10, 3, 0.2, 3)
    for batch in (4, 7, 10_000):
        assert probe_accuracy(fit_probe(x, y, 3, ProbeOptions(epochs=30, batch=batch)), x, y) == 100


@given(st.integers(1, 12), st.integers(0, 99))
def test_shots_are_so_many_of_each_class_and_follow_their_seed(shots: int, seed: int) -> None:
    labels = np.array([0] * 5 + [1] * 9 + [3] * 7)
    rows = draw_shots(labels, shots, seed)
    assert [int((labels[rows] == k).sum()) for k in (0, 1, 3)] == [min(shots, 5), min(shots, 9), min(shots, 7)]
    assert np.array_equal(rows, draw_shots(labels, shots, seed)) and len(set(rows)) == len(rows)


def test_more_shots_do_better_and_one_seed_has_no_deviation() -> None:
    train, labels = clusters(20, 5, 0.5, 0)
    test, test_labels = clusters(30, 5, 0.5, 1)
    results = few_shot(train, labels, test, test_labels, 5, (1, 16), (0, 1, 2), ProbeOptions(epochs=60))
    assert results[1].mean > results[0].mean and results[0].deviation > 0
    assert results[0].deviation == pytest.approx(np.std(results[0].accuracies, ddof=1))
    assert few_shot(train, labels, test, test_labels, 5, (1,), (0,), ProbeOptions(epochs=5))[0].deviation == 0


# Counting


@given(st.integers(1, 10), st.sampled_from(["there are {} planes", "{} cars on a road", "a road with {} cars."]))
def test_a_pair_swaps_its_number_and_nothing_else(number: int, pattern: str) -> None:
    for written in (NUMBERS[number - 1], str(number)):
        caption = pattern.format(written)
        pair = counting_pair("x", caption)
        assert pair is not None and pair.count == number and len(set(pair.captions)) == 10
        assert pair.captions[number - 1] == caption
        assert all(c.replace(w, "#", 1) for c, w in zip(pair.captions, NUMBERS, strict=True))


def test_a_number_inside_a_word_or_above_ten_is_none() -> None:
    assert counting_pair("x", "someone drives 12 cars of 2015") is None
    pair = counting_pair("x", "Two planes and five cars")
    assert pair is not None and pair.count == 2
    assert pair.captions[2] == "Three planes and five cars"


def test_counts_are_confused_as_they_were_chosen() -> None:
    texts = np.tile(np.eye(10, dtype=np.float32), (4, 1, 1))
    images = np.eye(10, dtype=np.float32)[[0, 2, 2, 9]]
    result = count(images, texts, [1, 3, 4, 7])
    assert result.confusion.sum() == 4 and result.confusion[0, 0] == result.confusion[2, 2] == 1
    assert result.confusion[3, 2] == result.confusion[6, 9] == 1
    assert result.accuracy == 50 and result.off_by_at_most_one == 75


def test_pairs_are_read_with_or_without_a_head(tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("filepath\ttitle\na.png\ttwo cars\nb.png\tmany cars\nc.png\tten boats\n")
    pairs, without = read_counting_pairs(file)
    assert [(p.image, p.count) for p in pairs] == [("a.png", 2), ("c.png", 10)] and without == 1
    file.write_text("a.png\tmany cars\n")
    with pytest.raises(BadOption, match=r"pairs\.tsv: no row has"):
        read_counting_pairs(file)


def test_the_confusion_picture_is_darkest_where_the_answers_are(tmp_path: Path) -> None:
    right = np.diag(np.arange(1, 11))
    draw_confusion(right, NUMBERS, "all right", tmp_path / "right.png")
    pixels = np.asarray(Image.open(tmp_path / "right.png").convert("RGB"))
    blue = np.argwhere((pixels[..., 2].astype(int) - pixels[..., 0] > 60) & (pixels[..., 0] < 60))
    assert min(pixels.shape[:2]) > 400 and len(blue) > 1000
    body = blue[blue[:, 1] < pixels.shape[1] * 0.8]
    assert np.corrcoef(body[:, 0], body[:, 1])[0, 1] > 0.9  # along the diagonal, from the top left


# Features and reports


@given(
    hnp.arrays(np.int64, st.integers(1, 60), elements=st.integers(0, 4)),
)
def test_published_splits_give_the_first_four_fifths_of_a_class_to_training(labels: NDArray[np.int64]) -> None:
    splits = published_splits(labels)
    for label in np.unique(labels):
        mine = splits[labels == label]
        assert (np.diff(mine) >= 0).all() and int((mine == 0).sum()) == round(0.8 * len(mine))


def make_features() -> Features:
    images, labels = clusters(10, 3, 0.3, 0)
    plain = normalised(np.eye(3, 16))[None]
    texts = {"en": plain, "de": plain[:, ::-1].copy()}
    rows = np.array([3, 3, 7, 12])
    captions = {code: CaptionFeatures(images[rows], rows) for code in ("en", "ko")}
    counts = np.random.default_rng(0).integers(1, 11, 30)
    count_texts = normalised(np.random.default_rng(1).normal(size=(30, 10, 16)))
    splits = published_splits(labels)
    return Features(images, labels, ("a", "b", "c"), splits, texts, ("plain",), captions, count_texts, counts)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return np.allclose(one, other, atol=1e-6)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return same(vars(one), vars(other)) if isinstance(one, CaptionFeatures) else one == other


def test_features_read_back_as_they_were_written(tmp_path: Path) -> None:
    features = make_features()
    write_features(features, tmp_path / "made.safetensors")
    assert same(vars(features), vars(read_features(tmp_path / "made.safetensors")))


ONES = np.ones((1, 16), np.float32)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"classes": ("a",)}, "a label without a class"),
        ({"labels": np.zeros(3, np.int64)}, "several numbers of images"),
        ({"texts": {"de": np.ones((1, 4, 16), np.float32)}}, "another number of text_features than of classes"),
        ({"texts": {"de": np.ones((1, 3, 4), np.float32)}}, "vectors of several lengths"),
        ({"images": np.full((30, 16), np.nan, np.float32)}, "numbers that are not finite"),
        ({"captions": {"en": CaptionFeatures(ONES, np.array([99]))}}, "captions of images that there are not"),
    ],
)
def test_features_that_do_not_belong_together_are_refused(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    write_features(replace(make_features(), **changes), tmp_path / "made.safetensors")
    with pytest.raises(BadOption, match=rf"made\.safetensors: holds {words}"):
        read_features(tmp_path / "made.safetensors")


def test_features_that_are_none_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "bad.safetensors").write_bytes(b"nonsense")
    with pytest.raises(BadOption, match=r"bad\.safetensors: no features"):
        read_features(tmp_path / "bad.safetensors")


def test_a_table_has_every_column_and_an_empty_cell_where_a_row_has_none() -> None:
    report = EvaluationReport("knn", "m", "how.", [{"data": "a", "x": 1.0}, {"data": "b", "y": 2}])
    assert report.as_markdown().splitlines()[2:] == [
        "| data | x | y |",
        "|---|---|---|",
        "| a | 1.00 |  |",
        "| b |  | 2 |",
    ]
    assert json.loads(report.as_json())["rows"][1] == {"data": "b", "y": 2}


def test_alike_embeddings_across_splits_are_suspects() -> None:
    features = make_features()
    features.images[9] = features.images[0]  # a test image that is a training image
    suspects = leakage_by_embedding(features, 0.999)
    assert suspects[0] == {"train": 0, "held out": 9, "cosine": 1.0}


# The command line

CONFIG = """
[data]
root = "{root}"
sources = [
  {{ id = "colours", kind = "class-folders", images = "colours" }},
  {{ id = "captioned", kind = "karpathy", images = "captioned", annotation = "captions.json" }},
]
"""


@pytest.fixture
def config(class_folders: Path, karpathy: tuple[Path, Path]) -> Path:
    file = class_folders.parent / "data.toml"
    file.write_text(CONFIG.format(root=class_folders.parent))
    return file


def invoke(*arguments: str) -> dict[str, object]:
    result = CliRunner().invoke(cli, ["evaluate", *arguments, "--json"])
    assert result.exit_code == 0, result.output or result.exception
    report: dict[str, object] = json.loads(result.stdout)
    return report


EACH = [
    ["retrieval", "--source", "captioned", "--languages", "en,de"],
    ["zero-shot", "--source", "colours", "--languages", "en,ko"],
    ["linear-probe", "--source", "colours", "--epochs", "20"],
    ["knn", "--source", "colours"],
    ["few-shot", "--source", "colours", "--shots", "1,4", "--seeds", "2", "--epochs", "10"],
    ["leakage"],
]


@pytest.mark.parametrize("arguments", EACH, ids=lambda a: a[0])
def test_each_evaluation_runs_on_a_model_of_the_catalogue(config: Path, arguments: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = invoke(*arguments, "--model", "terralex-mini", "--config", str(config), "-o", str(out))
    assert report["rows"]
    assert json.loads((out / f"{arguments[0]}.json").read_text()) == report
    assert (out / f"{arguments[0]}.md").read_text().count("|") > 6


@pytest.mark.parametrize("task", ["retrieval", "zero-shot", "linear-probe", "knn", "few-shot", "counting", "leakage"])
def test_each_evaluation_runs_on_precomputed_features(task: str, tmp_path: Path) -> None:
    write_features(make_features(), tmp_path / "made.safetensors")
    few = {"few-shot": ["--epochs", "5", "--seeds", "2"], "linear-probe": ["--epochs", "5"]}
    report = invoke(task, "--features", str(tmp_path / "made.safetensors"), *few.get(task, []))
    assert report["rows"] and "made.safetensors" in str(report["model"])


def test_counting_runs_on_images_and_draws_its_matrix(class_folders: Path, tmp_path: Path) -> None:
    rows = [f"beach/beach{i:02d}.png\t{NUMBERS[i]} umbrellas on a beach" for i in range(10)]
    (tmp_path / "pairs.tsv").write_text("\n".join(rows))
    out = tmp_path / "out"
    report = invoke("counting", "--pairs", str(tmp_path / "pairs.tsv"), "--images", str(class_folders), "-o", str(out))
    assert np.array(report["details"]["confusion"]).sum() == 10  # type: ignore[index]
    assert Image.open(out / "counting.png").format == "PNG"


def test_features_of_a_model_written_once_give_the_same_scores(config: Path, tmp_path: Path) -> None:
    languages = ("--languages", "en,de,ko")
    invoke("embed", "--config", str(config), *languages, "-o", str(tmp_path / "features"))

    def direct(task: str, source: str, *options: str) -> Any:
        return invoke(task, "--config", str(config), "--source", source, *options)["rows"]

    def kept(task: str, source: str) -> Any:
        return invoke(task, "--features", str(tmp_path / "features" / f"{source}.safetensors"))["rows"]

    assert direct("knn", "colours") == kept("knn", "colours")
    assert direct("retrieval", "captioned", *languages) == kept("retrieval", "captioned")
    top_1 = [(row["language"], row["colours top-1"]) for row in direct("zero-shot", "colours", *languages)]
    assert top_1 == [
        (r["language"], r["ensemble"]) for r in kept("zero-shot", "colours") if r["images"] == "test split"
    ]


def test_figures_are_printed_even_if_they_cannot_be_written(config: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    arguments = ["evaluate", "knn", "--config", str(config), "--source", "colours", "-o", str(tmp_path / "out")]
    result = CliRunner().invoke(cli, arguments)
    assert isinstance(result.exception, OutputNotWritable) and "choose another folder" in str(result.exception)
    assert "| colours | 32 | 8 |" in result.stdout


def test_the_whole_table_is_printed_and_written(config: Path, tmp_path: Path) -> None:
    report = invoke("--config", str(config), "--languages", "en,ru", "-o", str(tmp_path / "out"))
    assert [row["language"] for row in report["rows"]] == ["en", "ru"]  # type: ignore[attr-defined, index]
    assert {"colours top-1", "captioned mR"} <= report["rows"][0].keys()  # type: ignore[index]
    assert json.loads((tmp_path / "out" / "test-splits.json").read_text()) == report


def test_a_class_without_a_meaning_is_refused_for_zero_shot_alone(config: Path, class_folders: Path) -> None:
    (class_folders / "beach").rename(class_folders / "zone 7")
    arguments = ["evaluate", "zero-shot", "--config", str(config)]
    result = CliRunner().invoke(cli, arguments)
    assert isinstance(result.exception, BadOption)
    assert (
        str(result.exception) == "colours: nothing says what the class 'zone 7' means; give the data set a label_set."
    )
    assert invoke("knn", "--config", str(config), "--source", "colours")["rows"][0]["top-1"] > 50  # type: ignore[index]
    (config.parent / "classes.csv").write_text("name,concepts\nzone 7,beach\nforest,\nriver,\nparkinglot,parking_lot\n")
    config.write_text(config.read_text().replace('images = "colours"', 'images = "colours", label_set = "classes.csv"'))
    assert invoke("zero-shot", "--config", str(config), "--languages", "nl")["rows"][0]["language"] == "nl"  # type: ignore[index]


def test_one_prompt_can_stand_for_all(config: Path) -> None:
    report = invoke("zero-shot", "--config", str(config), "--languages", "en", "--prompt", "a satellite photo of {}.")
    assert "the prompt 'a satellite photo of {}.'" in str(report["protocol"]) and report["rows"]


def test_prompts_are_averaged_over_the_concepts_of_a_class() -> None:
    lexicon, seen = load_lexicon(), []

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        seen.append(list(texts))
        return np.eye(4, dtype=np.float32)[: len(texts)]

    vectors = class_vectors({"water": (lexicon["river"], lexicon["sea"])}, "es", encode, "foto: {}")
    assert seen == [["foto: río", "foto: mar"]]
    assert vectors[0] == pytest.approx([0.5**0.5, 0.5**0.5, 0, 0])


def test_a_missing_choice_is_one_sentence(config: Path) -> None:
    for arguments, words in [
        (["zero-shot", "--config", str(config), "--prompt", "a photo"], "--prompt needs {}"),
        (["knn"], "Give --config"),
        (["knn", "--config", str(config), "--source", "none"], "no such data set"),
        (["counting", "--config", str(config)], "Give --pairs and --images"),
        (["zero-shot", "--config", str(config), "--languages", "xx"], "unknown language 'xx'"),
        (["retrieval", "--config", str(config), "--source", "colours"], "has test images with captions"),
    ]:
        result = CliRunner().invoke(cli, ["evaluate", *arguments])
        assert isinstance(result.exception, BadOption) and words in str(result.exception)
