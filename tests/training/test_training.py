"""A small run end to end: it learns, stops and goes on exactly, refuses nonsense, exports what the backend loads."""

from __future__ import annotations

import json
import shutil
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
from training.cli import cli
from training.config import load_config
from training.data.rendered import make_crops
from training.fine_tuning.config import StartConfig
from training.fine_tuning.start import load_start
from training.model import TrunkStem, build_model, encode_text, trunk_tail
from training.run import Run
from training.trainer import Trainer, TrainingDiverged

CONFIG = """
name = "small"
checkpoint_every = 5
feature_precision = "float32"
[data]
root = "{root}"
sources = [
  {{ id = "colours", kind = "class-folders", images = "colours", label_set = "uc-merced" }},
  {{ id = "captioned", kind = "karpathy", images = "captioned", annotation = "captions.json" }},
]
[model]
image_size = 32
embed_dim = 16
vocabulary = 6000
text_width = 32
text_layers = 1
text_heads = 2
[[stages]]
name = "all"
trains = "all"
precision = "float32"
steps = {steps}
batch = 16
learning_rate = {rate}
trunk_learning_rate = 1e-3
warmup_steps = 2
name_pairs = 4
"""


def write_config(folder: Path, steps: int = 12, rate: float = 5e-3) -> Path:
    file = folder / "run.toml"
    file.write_text(CONFIG.format(root=folder, steps=steps, rate=rate))
    return file


@pytest.fixture
def data(class_folders: Path, karpathy: tuple[Path, Path]) -> Path:
    return class_folders.parent


def losses(folder: Path) -> list[float]:
    rows = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    return [row["loss"] for row in rows if "loss" in row]


def silent(_: str) -> None:
    return None


def test_training_lowers_the_loss_and_exports_a_model_the_backend_loads(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.trainer.LOG_EVERY", 1)
    config = write_config(data, steps=40)
    runner = CliRunner()
    assert runner.invoke(cli, ["train", str(config), "--runs", str(data / "runs")]).exit_code == 0
    run = data / "runs" / "small"
    curve = losses(run)
    assert np.mean(curve[-8:]) < np.mean(curve[:8]) - 0.2
    assert runner.invoke(cli, ["export", str(run), "-o", str(data / "model")]).exit_code == 0
    encoder = load_encoder(f"local-dir:{data / 'model'}", "cpu")
    texts = encoder.encode_texts(["forest", "숲", "river"])
    assert texts.shape == (3, 16)
    assert np.allclose(np.linalg.norm(texts, axis=1), 1, atol=1e-5)
    pixels = np.zeros((3, 64, 64), np.uint8)
    assert encoder.encode_windows(pixels, np.array([[0, 0, 32, 32.0], [8, 8, 64, 64]])).shape == (2, 16)
    result = runner.invoke(
        cli, ["evaluate", "--model", f"local-dir:{data / 'model'}", "--config", str(config), "--languages", "en,ru"]
    )
    assert result.exit_code == 0, result.output
    assert "colours top-1" in result.output and "captioned mR" in result.output
    chosen = ["evaluate", "--model", f"local-dir:{data / 'model'}", "--config", str(config), "--languages", "en"]
    held_out = runner.invoke(cli, [*chosen, "--split", "val"])
    assert held_out.exit_code == 0 and "val splits" in held_out.output, held_out.output


def test_a_stopped_run_goes_on_as_if_it_had_not_stopped(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.trainer.LOG_EVERY", 1)
    config = load_config(write_config(data))
    Run(config, data / "straight", data, silent).train()

    class Stop(Exception):
        pass

    def stop_at_eight(_stage: object, step: int, _loss: float) -> None:
        if step == 8:
            raise Stop

    (data / "broken").mkdir()
    shutil.copy(data / "straight" / "tokenizer.json", data / "broken")  # its training is not deterministic
    with pytest.raises(Stop):
        Run(config, data / "broken", data, silent).train(stop_at_eight)
    resumed_from = torch.load(data / "broken" / "checkpoint.pt", weights_only=True)["step"]
    assert resumed_from == 5
    (data / "broken" / "metrics.jsonl").unlink()
    Run(config, data / "broken", data, silent).train()
    assert np.allclose(losses(data / "broken"), losses(data / "straight")[5:], atol=1e-6)
    straight = torch.load(data / "straight" / "checkpoint.pt", weights_only=True)["average"]
    broken = torch.load(data / "broken" / "checkpoint.pt", weights_only=True)["average"]
    assert all(torch.allclose(straight[k], broken[k], atol=1e-6) for k in straight)


def test_an_untrained_model_is_one_that_training_end_to_end_can_start_from(data: Path) -> None:
    result = CliRunner().invoke(cli, ["untrained", str(write_config(data)), "-o", str(data / "start")])
    assert result.exit_code == 0, result.output
    start = load_start(StartConfig(model="local-dir:start"), data, 0, data / "companions")
    assert start.dimension == 16 and start.tokenize(["a forest"]).shape == (1, 64)
    assert sorted(f.name for f in data.iterdir() if f.name.startswith(".")) == []


STAGES = """
[[stages]]
name = "projections"
trains = "projections"
views = 2
precision = "float32"
repeats = { captioned = 0 }
steps = 3
batch = 8
learning_rate = 1e-3
name_pairs = 2

[[stages]]
name = "tail"
trains = "tail"
frozen_blocks = 6
views = 2
steps = 3
batch = 8
learning_rate = 1e-3
trunk_learning_rate = 1e-3
name_pairs = 2
"""


def test_cached_stages_train_what_they_say_and_nothing_else(data: Path) -> None:
    torch.manual_seed(3)
    weights = timm.create_model("mobilenetv2_100", num_classes=0).state_dict()
    save_file(weights, str(data / "trunk.safetensors"))
    file = write_config(data)
    text = file.read_text()
    trunk = 'image_size = 32\ntrunk_weights = "trunk.safetensors"'
    text = text[: text.index("[[stages]]")].replace("image_size = 32", trunk)
    file.write_text(text + STAGES)
    (data / "colours" / "river" / "river01.png").write_bytes(b"no picture")  # one bad sample costs no run
    Run(load_config(file), data / "runs" / "cached", data, silent).train()
    state = torch.load(data / "runs" / "cached" / "checkpoint.pt", weights_only=True)["model"]
    prefix = "visual.trunk."
    changed = {k for k, v in weights.items() if not torch.equal(v, state[prefix + k])}
    assert changed and all(k.startswith(("blocks.6.", "conv_head.", "bn2.")) for k in changed), sorted(changed)[:5]
    assert not any("running_" in k for k in changed)


def test_cached_activations_through_the_tail_are_the_whole_trunk(data: Path) -> None:
    config = load_config(write_config(data))
    model = build_model(config.model, 500, None).eval()
    pixels = torch.randn(2, 3, 32, 32)
    with torch.inference_mode():
        activations = TrunkStem(model.visual.trunk, 5)(pixels)
        assert torch.allclose(trunk_tail(model.visual.trunk, activations, 5), model.visual.trunk(pixels), atol=1e-5)


def test_crops_are_cut_from_rendered_samples_but_never_from_evaluation_seeds(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="Seed 5 is kept for evaluation"):
        make_crops(tmp_path, [1000, 5], silent)
    assert list(tmp_path.iterdir()) == []


def test_a_loss_that_is_no_number_stops_the_run_with_a_sentence(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Trainer._loss

    def poisoned(self: Trainer, *args: object) -> tuple[torch.Tensor, dict[str, float]]:
        total, parts = real(self, *args)  # type: ignore[arg-type]
        return (total * float("nan"), parts) if self.step == 7 else (total, parts)

    monkeypatch.setattr(Trainer, "_loss", poisoned)
    run = Run(load_config(write_config(data)), data / "nan", data, silent)
    with pytest.raises(TrainingDiverged, match=r"step 7.*learning_rate.*checkpoint\.pt"):
        run.train()
    assert torch.load(data / "nan" / "checkpoint.pt", weights_only=True)["step"] == 5


def test_an_unknown_key_is_named(data: Path) -> None:
    file = write_config(data)
    file.write_text(file.read_text().replace("embed_dim", "embed_dimm"))
    with pytest.raises(BadOption, match=r"model\.embed_dimm"):
        load_config(file)


def test_a_file_that_is_not_toml_is_one_sentence(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("name = ")
    with pytest.raises(BadOption, match="not valid TOML"):
        load_config(bad)


def test_a_test_image_in_the_training_folder_is_dropped_and_reported(data: Path) -> None:
    smooth = np.kron(np.random.default_rng(5).integers(0, 255, (6, 6, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    Image.fromarray(smooth).save(data / "colours" / "river" / "river00.png")
    Image.fromarray(smooth).save(data / "captioned" / "011.png")  # a test image of the other source
    run = Run(load_config(write_config(data)), data / "leak", data, silent)
    assert "river/river00.png" not in {s.name for s in run.training_set.samples}
    report = json.loads((data / "leak" / "leakage.json").read_text())
    assert {(r["name"], r["same as"]) for r in report["removed"]} >= {("river/river00.png", "captioned/test/011.png")}


def test_short_texts_cut_to_their_length_embed_as_padded_ones(data: Path) -> None:
    config = load_config(write_config(data))
    model = build_model(config.model, 500, None).eval()
    tokens = torch.randint(2, 499, (7, config.model.context_length))
    for row, length in enumerate((3, 9, 4, 20, 7, 3, 11)):
        tokens[row, length - 1], tokens[row, length:] = 499, 0
    with torch.inference_mode():
        assert torch.allclose(encode_text(model, tokens, chunk=2), model.encode_text(tokens), atol=1e-5)
