"""A model of nothing: an architecture in the run's file, a vocabulary trained for it, and runs on pooled features."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import timm
import torch
from click.testing import CliRunner
from PIL import Image
from safetensors.torch import save_file

from backend.errors import BadOption
from backend.models.encoder import load_encoder
from tests.training.small_runs import REPOSITORY, losses
from training.cli import cli
from training.config.run import RunConfig
from training.config.run_file import load_run_file
from training.data.rendered import make_crops
from training.distributed import Group
from training.loop.checkpoint import load_checkpoint
from training.loop.run import TrainingRun
from training.models.trunk import Entry, TrunkStem, trunk_tail

CONFIG = """
name = "small"
seed = 3
[data]
root = "{root}"
sources = [
  {{ id = "colours", kind = "class-folders", images = "colours", label_set = "uc-merced" }},
  {{ id = "captioned", kind = "karpathy", images = "captioned", annotation = "captions.json" }},
]
[start]
image_weights = "trunk.safetensors"
vocabulary = 2000
architecture.embed_dim = 16
architecture.custom_text = true
architecture.vision_cfg.image_size = 32
architecture.vision_cfg.timm_model_name = "test_efficientnet"
architecture.vision_cfg.timm_pool = "avg"
architecture.vision_cfg.timm_proj = "linear"
architecture.text_cfg = {{ context_length = 32, width = 32, heads = 2, layers = 1, pool_type = "argmax" }}
preprocessing = {{ mean = [0.5, 0.5, 0.5], std = [0.5, 0.5, 0.5] }}
[image]
trains = "projection"
[languages]
codes = ["en", "de"]
[views]
global_count = 1
local_count = 0
kept = 2
[losses]
self_distillation = 0.0
labels = 1.0
names = 0.2
[names]
pairs = 4
[optimiser]
learning_rate = 5e-3
warmup_steps = 2
[training]
steps = 12
batch = 16
precision = "float32"
checkpoint_every = 5
log_every = 1
average_decay = 0.9
loader_threads = 2
"""


@pytest.fixture
def data(class_folders: Path, karpathy: tuple[Path, Path]) -> Path:
    folder = class_folders.parent
    torch.manual_seed(3)
    weights = timm.create_model("test_efficientnet", num_classes=10).state_dict()
    save_file(weights, str(folder / "trunk.safetensors"))
    (folder / "run.toml").write_text(CONFIG.format(root=folder))
    return folder


def config_of(data: Path, *settings: str) -> RunConfig:
    return load_run_file(data / "run.toml", settings)


def run_of(data: Path, name: str, *settings: str) -> TrainingRun:
    return TrainingRun(config_of(data, *settings), data / "runs" / name, data, Group(), lambda _: None)


def test_a_new_model_learns_from_pooled_features_and_the_backend_loads_it(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data)
    runner = CliRunner()
    result = runner.invoke(cli, ["train", "run.toml", "--device", "cpu", "--set", "training.steps=40"])
    assert result.exit_code == 0, result.output
    run = data / "runs" / "small"
    curve = losses(run)
    assert np.mean(curve[-8:]) < np.mean(curve[:8]) - 0.2
    (kept,) = (data / "runs" / "activations").iterdir()
    assert sorted(file.name for file in kept.iterdir()) == ["global-00.npy", "global-01.npy"]
    assert np.load(kept / "global-00.npy").ndim == 3  # an image, a view, its pooled features
    for share in ("0", "0.5"):  # half of a start whose vocabulary was trained: the run's own
        command = ["export", str(run), "-o", str(data / f"model{share}"), "--start-share", share]
        result = runner.invoke(cli, command)
        assert result.exit_code == 0, result.output
    encoder = load_encoder(f"local-dir:{data / 'model0'}", "cpu")
    texts = encoder.encode_texts(["forest", "숲", "Fluss"])
    assert texts.shape == (3, 16) and np.allclose(np.linalg.norm(texts, axis=1), 1, atol=1e-5)
    pixels = np.zeros((3, 64, 64), np.uint8)
    assert encoder.encode_windows(pixels, np.array([[0, 0, 32, 32.0], [8, 8, 64, 64]])).shape == (2, 16)
    chosen = ["evaluate", "--model", f"local-dir:{data / 'model0'}", "--config", "run.toml", "--languages", "en,de"]
    result = runner.invoke(cli, chosen)
    assert result.exit_code == 0, result.output
    assert "colours top-1" in result.output and "captioned mR" in result.output
    held_out = runner.invoke(cli, [*chosen, "--split", "val"])
    assert held_out.exit_code == 0 and "val splits" in held_out.output, held_out.output


def test_the_trunk_keeps_the_weights_it_was_given_and_the_rest_trains(data: Path) -> None:
    run = run_of(data, "run")
    before = {name: value.clone() for name, value in run.start.model.state_dict().items()}
    given = {f"visual.trunk.{n}" for n in timm.create_model("test_efficientnet", num_classes=0).state_dict()}
    after = run.train().learner.model.state_dict()
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert not changed & given and any(name.startswith("visual.head.") for name in changed)
    assert any(name.startswith("text.") for name in changed)


def test_a_stopped_run_goes_on_with_its_vocabulary_as_if_it_had_not_stopped(data: Path) -> None:
    run_of(data, "straight").train()
    own = data / "runs" / "broken" / "start"
    own.mkdir(parents=True)
    for file in (data / "runs" / "straight" / "start").iterdir():  # the training of a vocabulary is not deterministic
        (own / file.name).write_bytes(file.read_bytes())
    vocabulary = (own / "tokenizer.json").read_bytes()
    with pytest.raises(KeyboardInterrupt):
        run_of(data, "broken").train(lambda step, loss: (_ for _ in ()).throw(KeyboardInterrupt) if step == 8 else None)
    found = load_checkpoint(data / "runs" / "broken")
    assert found is not None and found.step == 5
    run_of(data, "broken").train()
    assert (own / "tokenizer.json").read_bytes() == vocabulary
    assert losses(data / "runs" / "broken") == pytest.approx(losses(data / "runs" / "straight"), abs=1e-6)
    ends = [load_checkpoint(data / "runs" / name) for name in ("straight", "broken")]
    assert ends[0] is not None and ends[1] is not None
    assert all(torch.allclose(value, ends[1].average[name], atol=1e-6) for name, value in ends[0].average.items())


@pytest.mark.parametrize("entry", [Entry(2), Entry(pooled=True)])
def test_what_is_kept_through_the_rest_of_the_tower_is_the_whole_tower(data: Path, entry: Entry) -> None:
    visual = run_of(data, "run", "training.steps=1").start.model.visual.eval()
    pixels = torch.randn(2, 3, 32, 32)
    with torch.inference_mode():
        assert torch.allclose(entry.embed(visual, entry.before(visual)(pixels)), visual(pixels), atol=1e-5)
        activations = TrunkStem(visual.trunk, 3)(pixels)
        assert torch.allclose(trunk_tail(visual.trunk, activations, 3), visual.trunk(pixels), atol=1e-5)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (("start.model=terralex-mini",), "give either model or architecture"),
        (("start.tokenizer=here",), "give either vocabulary or tokenizer"),
        (("start.architecture={}",), "give either model or architecture"),
        (("start.image_weights=gone",), r"start\.image_weights: .*gone is no file"),
        (("start.architecture.vision_cfg.timm_model_name=test_resnet",), "does not fit the trunk"),
        (("start.architecture.vision_cfg.timm_model_name=no_such_net",), "cannot be built"),
        (
            (
                "views.kept=0",
                "start.architecture.vision_cfg={image_size=32, patch_size=8, width=32, head_width=16, layers=1}",
            ),
            "trunk",
        ),
    ],
)
def test_a_start_that_cannot_be_is_one_sentence(data: Path, settings: tuple[str, ...], words: str) -> None:
    from backend.errors import TerralexError

    with pytest.raises(TerralexError, match=words):
        run_of(data, "run", *settings)


def test_crops_are_cut_from_rendered_samples_but_never_from_evaluation_seeds(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="Seed 5 is kept for evaluation"):
        make_crops(tmp_path, [1000, 5], lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_toml_is_one_sentence(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("name = ")
    with pytest.raises(BadOption, match="not valid TOML"):
        load_run_file(bad)


def test_a_test_image_in_the_training_folder_is_dropped_and_reported(data: Path) -> None:
    smooth = np.kron(np.random.default_rng(5).integers(0, 255, (6, 6, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    Image.fromarray(smooth).save(data / "colours" / "river" / "river00.png")
    Image.fromarray(smooth).save(data / "captioned" / "011.png")  # a test image of the other source
    run = run_of(data, "leak")
    assert "river/river00.png" not in {sample.name for sample in run.samples}
    report = json.loads((data / "runs" / "leak" / "leakage.json").read_text())
    assert {(r["name"], r["same as"]) for r in report["removed"]} >= {("river/river00.png", "captioned/test/011.png")}


@pytest.mark.shared
def test_the_start_of_the_two_claims_is_built_as_its_file_says(shared: Path, tmp_path: Path) -> None:
    from training.models.start import load_start

    config = load_run_file(REPOSITORY / "training" / "configs" / "two-claims-start.toml").start
    start = load_start(config, REPOSITORY, 0, tmp_path / "start", lambda: ["a forest near a river", "ein Wald"] * 50)
    assert start.dimension == 384 and start.preprocessing.image_size == 96
    assert start.tokenize(["a forest"]).shape == (1, 64)
