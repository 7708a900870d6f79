"""Frozen first blocks: what is kept is what they would have given, and a run on it behaves as any other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from backend.errors import BadOption
from tests.training import tiny_models
from tests.training.small_runs import logged, losses, write_config
from training.batches.kept_views import SEED
from training.config.run import RunConfig
from training.config.run_file import load_run_file
from training.distributed import Group
from training.loop.run import TrainingRun
from training.models.layers import in_frozen_block
from training.models.towers import encode_images
from training.models.trunk import Entry
from training.views.multi_crop import draw_views, render_views

FROZEN = (
    "image.frozen_blocks=3",
    "views.kept=2",
    "views.coarse_share=0.3",
    "losses.alike=left-out",
    "optimiser.learning_rate=1e-3",
)


@pytest.fixture
def data(class_folders: Path, karpathy: tuple[Path, Path]) -> Path:
    """Folder with two data sets and a small convolutional model to start from."""
    tiny_models.timm_custom_text(class_folders.parent / "model")
    return class_folders.parent


def run_of(data: Path, name: str, *settings: str, said: list[str] | None = None) -> TrainingRun:
    config = load_run_file(write_config(data, data / "model"), [*FROZEN, *settings])
    assert isinstance(config, RunConfig)
    return TrainingRun(config, data / "runs" / name, data, Group(), said.append if said is not None else str)


def test_kept_activations_embed_as_the_pixels_they_come_from(data: Path) -> None:
    run = run_of(data, "a")
    assert run.kept is not None
    visual = run.start.model.visual.eval()
    for row in (0, 5, len(run.samples) - 1):
        sample = run.samples[row]
        image = torch.from_numpy(np.array(run.archives[sample.source].open(sample.name)))
        image = image.permute(2, 0, 1)
        drawn = draw_views(run.config.views, [tuple(image.shape[1:])], SEED, 1, [row])
        pixels = render_views([image], drawn.views(0, 2), 32, torch.device("cpu"))[:, 0]
        with torch.no_grad():
            whole = encode_images(visual, run.start.preprocessing.normalise(pixels, torch.float32))
            activations = torch.tensor(run.kept.global_views[1][row]).float()
            assert torch.allclose(Entry(3).embed(visual, activations), whole, atol=5e-3)


def test_a_run_on_kept_views_learns_resumes_exactly_and_leaves_the_first_blocks_alone(data: Path) -> None:
    straight = run_of(data, "straight", "training.steps=16")
    before = {name: value.clone() for name, value in straight.start.model.state_dict().items()}
    loop = straight.train()
    after = loop.learner.model.state_dict()
    first = [name for name in before if name.startswith(("visual.trunk.conv_stem.", "visual.trunk.blocks.2."))]
    assert len(first) > 3 and all(torch.equal(before[name], after[name]) for name in first)
    assert not torch.equal(before["visual.trunk.conv_head.weight"], after["visual.trunk.conv_head.weight"])
    curve = losses(data / "runs" / "straight")
    labels = [row["labels"] for row in logged(data / "runs" / "straight")]
    assert sum(labels[-4:]) < 0.9 * sum(labels[:4])
    assert len(list((data / "runs" / "activations").iterdir())) == 1

    stopped = run_of(data, "stopped", "training.steps=16")
    with pytest.raises(KeyboardInterrupt):
        stopped.train(lambda step, loss: (_ for _ in ()).throw(KeyboardInterrupt) if step == 7 else None)
    run_of(data, "stopped", "training.steps=16").train()
    assert losses(data / "runs" / "stopped") == pytest.approx(curve, abs=1e-6)


def test_runs_of_other_seeds_share_what_is_kept_and_train_differently(data: Path) -> None:
    said: list[str] = []
    run_of(data, "one", "training.steps=2", said=said).train()
    assert any("set 2 of 2" in sentence for sentence in said)
    said.clear()
    run_of(data, "two", "training.steps=2", "seed=4", said=said).train()
    assert not any("set 1 of 2" in sentence for sentence in said)
    assert losses(data / "runs" / "one") != losses(data / "runs" / "two")


def test_an_image_that_cannot_be_read_is_left_out_and_counted(data: Path) -> None:
    broken = next((data / "colours" / "forest").glob("*00.png"))
    broken.write_bytes(broken.read_bytes()[:200])
    said: list[str] = []
    run = run_of(data, "broken", "training.steps=2", said=said)
    assert len(run.samples) == 39 and broken.name not in {Path(sample.name).name for sample in run.samples}
    assert any("1 unreadable" in sentence for sentence in said)
    run.train()


def test_a_tower_without_such_blocks_is_refused_in_a_sentence(data: Path) -> None:
    tiny_models.vit_custom_text(data / "vit")
    with pytest.raises(BadOption, match=r"image\.frozen_blocks: needs an image tower of timm"):
        run_of(data, "vit", f"start.model=local-dir:{data / 'vit'}")
    with pytest.raises(BadOption, match=r"image\.frozen_blocks: this image tower has \d+ blocks"):
        run_of(data, "deep", "image.frozen_blocks=30")
    with pytest.raises(BadOption, match=r"views\.kept: needs a frozen part"):
        run_of(data, "half", "image.frozen_blocks=0")


def test_frozen_blocks_take_fresh_views_where_none_are_kept(data: Path) -> None:
    run = run_of(data, "fresh", "views.kept=0", "training.steps=6")
    before = {name: value.clone() for name, value in run.start.model.state_dict().items()}
    after = run.train().learner.model.state_dict()
    assert run.kept is None and not (data / "runs" / "activations").exists()
    frozen = [name for name in before if in_frozen_block(name, 3)]
    assert frozen and all(torch.equal(before[name], after[name]) for name in frozen)
    assert not torch.equal(before["visual.trunk.conv_head.weight"], after["visual.trunk.conv_head.weight"])
