"""What training leaves out of images and captions: so much of it, the same again when it is repeated, never when it is
evaluated."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from backend.errors import BadOption
from tests.training import tiny_models
from tests.training.small_runs import losses, run_of
from training.batches.token_dropout import drop_tokens
from training.models.trunk import drop_features

PAD = 0


@pytest.fixture
def data(class_folders: Path, karpathy: tuple[Path, Path]) -> Path:
    """Folder with two data sets and a small model to start from."""
    tiny_models.timm_custom_text(class_folders.parent / "model")
    return class_folders.parent


texts = st.lists(st.lists(st.integers(1, 99), min_size=1, max_size=12), min_size=1, max_size=6)


@given(texts, st.floats(0, 0.99), st.integers(0, 2**32))
def test_a_text_keeps_its_ends_and_the_order_of_what_is_left(rows: list[list[int]], share: float, seed: int) -> None:
    tokens = torch.tensor([row + [PAD] * (14 - len(row)) for row in rows])
    seeds = [[seed, place] for place in range(len(rows))]
    left = drop_tokens(tokens, PAD, share, seeds)
    assert left.shape == tokens.shape and torch.equal(left, drop_tokens(tokens, PAD, share, seeds))
    for row, shorter in zip(rows, left.tolist(), strict=True):
        kept = [token for token in shorter if token != PAD]
        assert shorter == kept + [PAD] * (14 - len(kept)), "padding is on the right alone"
        assert kept[0] == row[0] and kept[-1] == row[-1]
        rest = iter(row)
        assert all(token in rest for token in kept), "in the order they had"
        assert share > 0 or kept == row


def test_as_many_tokens_are_left_out_as_were_asked_for() -> None:
    tokens = torch.arange(1, 51).repeat(400, 1)
    left = drop_tokens(tokens, PAD, 0.3, [[1, row] for row in range(400)])
    assert (left == PAD).sum() / (400 * 48) == pytest.approx(0.3, abs=0.01)
    assert len({tuple(row) for row in left.tolist()}) == 400


def test_a_run_that_leaves_out_learns_other_things_and_repeats_itself(data: Path) -> None:
    asked = ("training.steps=3", "image.feature_dropout=0.5", "text.token_dropout=0.4")
    for folder, settings in (("plain", asked[:1]), ("a", asked), ("b", asked), ("features", asked[:2])):
        run_of(data, folder, *settings).train()
    assert losses(data / "a") == losses(data / "b")
    assert losses(data / "plain") != losses(data / "features") != losses(data / "a")
    with pytest.raises(KeyboardInterrupt):
        run_of(data, "c", *asked, "training.checkpoint_every=1").train(
            lambda step, loss: (_ for _ in ()).throw(KeyboardInterrupt) if step == 2 else None
        )
    run_of(data, "c", *asked, "training.checkpoint_every=1").train()
    assert losses(data / "c") == pytest.approx(losses(data / "a"), abs=1e-6)


def test_features_are_left_out_in_training_alone(data: Path) -> None:
    visual = run_of(data, "run").start.model.visual
    drop_features(visual, 0.5)
    pixels = torch.rand(2, 3, 32, 32)
    visual.eval()
    assert torch.equal(visual(pixels), visual(pixels))
    visual.train()
    for module in visual.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()
    assert not torch.equal(visual(pixels), visual(pixels))


def test_a_tower_without_such_a_place_is_refused_in_a_sentence(data: Path) -> None:
    tiny_models.clip_vit(data / "vit")
    settings = (f"start.model=local-dir:{data / 'vit'}", "image.feature_dropout=0.5")
    with pytest.raises(BadOption, match=r"image\.feature_dropout: needs an image tower of timm"):
        run_of(data, "vit", *settings).train()
    run_of(data, "fine", settings[0], "text.token_dropout=0.5", "training.steps=2").train()
