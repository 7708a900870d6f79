"""Towers of every kind: local crops, texts cut to their length, what decays, which layer learns how fast."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from backend.errors import BadOption, ModelUnavailable
from tests.training import tiny_models
from training.config.run import ImageConfig, OptimiserConfig, StartConfig, TextConfig
from training.heads.dino import DinoHead
from training.loop.optimiser import decays, parameter_groups
from training.models.layers import freeze, layer_numbers, projections, tower_of
from training.models.start import StartModel, load_start
from training.models.text_tower import encode_texts
from training.models.towers import Towers, check_view_size, encode_images, resized_positions

KINDS: dict[str, Callable[[Path], Path]] = {
    "clip-vit": tiny_models.clip_vit,
    "timm-convolutional": tiny_models.timm_custom_text,
    "timm-vit": lambda folder: tiny_models.timm_custom_text(folder, tiny_models.TIMM_VIT),
    "timm-vit-of-any-size": lambda folder: tiny_models.timm_custom_text(folder, tiny_models.TIMM_VIT_ANY_SIZE),
    "vit-xlm-roberta": tiny_models.vit_xlm_roberta,
}
TEXTS = ["a forest", "a forest near a river and many trees on a beach", "ein Wald"]


@pytest.fixture(params=KINDS)
def start(request: pytest.FixtureRequest, tmp_path: Path) -> StartModel:
    folder = KINDS[request.param](tmp_path / "model")
    return load_start(StartConfig(model=f"local-dir:{folder}"), tmp_path, 0, tmp_path / "start")


def test_every_kind_of_tower_embeds_smaller_views_and_learns_from_them(start: StartModel) -> None:
    size = start.preprocessing.image_size
    towers = Towers(start.model, pad_id=start.pad_id).train()
    seen, near, read, held, scale = towers(
        torch.randn(2, 3, size, size), torch.randn(3, 3, size // 2, size // 2), start.tokenize(TEXTS)
    )
    assert (
        seen.shape == (2, 16) and near.shape == (3, 16) and read.shape == (3, 16) and scale.ndim == 0 and not len(held)
    )
    near.sum().backward()
    without = {n for n, p in start.model.visual.named_parameters() if p.grad is None or not p.grad.any()}
    assert not {n for n in without if "pos" in n or n.startswith("conv1")}, "positions learn from local views too"


@pytest.mark.parametrize("kind", KINDS)
def test_fresh_projections_know_nothing_of_the_model_and_its_towers_stay(kind: str, tmp_path: Path) -> None:
    model = f"local-dir:{KINDS[kind](tmp_path / 'model')}"
    start, fresh, again, other = (
        dict(load_start(config, tmp_path, seed, tmp_path / "start").model.named_parameters())
        for config, seed in (
            (StartConfig(model=model), 0),
            (StartConfig(model=model, fresh_projections=True), 1),
            (StartConfig(model=model, fresh_projections=True), 1),
            (StartConfig(model=model, fresh_projections=True), 2),
        )
    )
    matrices = {name for name in projections(start) if start[name].ndim == 2}
    assert {tower_of(name) for name in matrices} == {"image", "text"}
    for name, weights in start.items():
        assert torch.equal(fresh[name], again[name]) and fresh[name].requires_grad
        if name in matrices:
            assert not torch.equal(fresh[name], weights) and not torch.equal(fresh[name], other[name])
            assert 0 < fresh[name].std() < 1
        elif name not in projections(start) and tower_of(name) != "shared":
            assert torch.equal(fresh[name], weights)
    assert fresh["logit_scale"].exp().item() == pytest.approx(1 / 0.07)


def test_at_its_own_size_a_tower_is_left_as_it_is(start: StartModel) -> None:
    size = start.preprocessing.image_size
    pixels = torch.randn(2, 3, size, size)
    visual = start.model.visual.eval()
    with torch.no_grad():
        assert torch.equal(encode_images(visual, pixels), visual(pixels))


@pytest.mark.parametrize("repeats", [1, 60])  # one chunk, and several whose order is restored
def test_texts_cut_to_their_length_embed_as_padded_ones(start: StartModel, repeats: int) -> None:
    model = start.model.eval()
    tokens = start.tokenize(TEXTS * repeats)
    with torch.no_grad():
        assert torch.allclose(encode_texts(model, tokens, start.pad_id), model.encode_text(tokens), atol=1e-5)


def test_checkpointed_gradients_are_the_plain_ones(start: StartModel) -> None:
    size = start.preprocessing.image_size
    towers = Towers(start.model, pad_id=start.pad_id).train()
    pixels, tokens = torch.randn(2, 3, size, size), start.tokenize(TEXTS)

    def gradients() -> dict[str, torch.Tensor]:
        start.model.zero_grad()
        torch.manual_seed(1)  # of dropout
        seen, _, read, _, _ = towers(pixels, None, tokens)
        (seen.square().sum() + read.square().sum()).backward()
        return {n: p.grad.clone() for n, p in start.model.named_parameters() if p.grad is not None}

    plain = gradients()
    start.model.set_grad_checkpointing(True)
    again = gradients()
    assert plain.keys() == again.keys()
    assert all(torch.allclose(plain[n], again[n], atol=1e-5) for n in plain)


def test_a_frozen_tower_gets_no_gradient(start: StartModel) -> None:
    size = start.preprocessing.image_size
    freeze(start.model, ImageConfig(), TextConfig(trains="nothing"))
    seen, _, read, _, scale = Towers(start.model, pad_id=start.pad_id)(
        torch.randn(2, 3, size, size), None, start.tokenize(TEXTS)
    )
    assert seen.requires_grad and scale.requires_grad and not read.requires_grad
    assert {tower_of(n) for n, p in start.model.named_parameters() if not p.requires_grad} == {"text"}


def test_the_last_layers_of_a_text_tower_train_and_those_under_them_stay(start: StartModel) -> None:
    def trained(text: TextConfig) -> dict[str, int]:
        freeze(start.model, ImageConfig(), text)
        names = [n for n, _ in start.model.named_parameters() if tower_of(n) == "text"]
        parameters = dict(start.model.named_parameters())
        return {n: number for n, number in layer_numbers(names).items() if parameters[n].requires_grad}

    every, last, above = trained(TextConfig()), trained(TextConfig(trainable_layers=1)), {}
    assert set(every.values()) == {0, 1, 2, 3} and set(last.values()) == {2, 3}
    above = trained(TextConfig(trains="projection"))
    assert set(above.values()) == {3} and above.keys() < last.keys() < every.keys()
    with pytest.raises(BadOption, match=r"text\.trainable_layers: this text tower has 2 layers"):
        trained(TextConfig(trainable_layers=3))


def test_every_parameter_is_in_one_group_and_what_must_not_decay_does_not(start: StartModel) -> None:
    head = DinoHead(16, 8, hidden=8, bottleneck=4)
    config = OptimiserConfig(learning_rate=1e-3, layer_decay=0.5, text_factor=0.1, head_factor=10)
    groups = parameter_groups(start.model, head, config)
    grouped = [id(p) for g in groups for p in g["params"]]
    assert sorted(grouped) == sorted(id(p) for m in (start.model, head) for p in m.parameters())
    rate = {id(p): g["peak"] for g in groups for p in g["params"]}
    decay = {id(p): g["weight_decay"] for g in groups for p in g["params"]}
    for name, parameter in start.model.named_parameters():
        bare = (
            parameter.ndim < 2
            or name.endswith(("_embedding", "pos_embed", "cls_token", "reg_token"))
            or "position" in name
        )
        assert decay[id(parameter)] == (0.0 if bare else config.weight_decay), name
        assert rate[id(parameter)] <= 1e-3 * (0.1 if tower_of(name) == "text" else 1) + 1e-12, name
    assert rate[id(start.model.logit_scale)] == 1e-3
    assert {rate[id(p)] for p in head.parameters()} == {1e-2}


def test_lower_layers_learn_more_slowly() -> None:
    names = ["conv1.weight", "positional_embedding", "transformer.resblocks.0.a", "transformer.resblocks.11.a", "proj"]
    numbers = layer_numbers(f"visual.{name}" for name in names)
    assert list(numbers.values()) == [0, 0, 1, 12, 13]
    text = ["text.transformer.embeddings.word_embeddings.weight", "text.transformer.encoder.layer.3.x", "text.proj.0.w"]
    assert list(layer_numbers(text).values()) == [0, 4, 5]
    assert list(layer_numbers(["visual.layer1.0.conv1.weight", "visual.layer4.2.w", "visual.attnpool.w"]).values()) == [
        2,
        5,
        6,
    ]


def test_the_temperature_does_not_decay_even_as_a_vector() -> None:
    assert not decays("logit_scale", torch.nn.Parameter(torch.zeros(1, 1)))


def test_positions_of_another_grid_keep_the_class_token_and_a_constant() -> None:
    positions = torch.cat([torch.full((1, 6), 9.0), torch.full((16, 6), 2.0)])
    resized = resized_positions(positions, (4, 4), (2, 3))
    assert resized.shape == (7, 6)
    assert torch.equal(resized[0], positions[0]) and torch.allclose(resized[1:], torch.tensor(2.0))


def test_a_view_that_the_tower_cannot_take_is_named(tmp_path: Path) -> None:
    folder = tiny_models.clip_vit(tmp_path / "model")
    start = load_start(StartConfig(model=f"local-dir:{folder}"), tmp_path, 0, tmp_path / "start")
    check_view_size(start.model.visual, 16, "views.local_size")
    with pytest.raises(BadOption, match=r"views\.local_size: this image tower takes no views of 4 px"):
        check_view_size(start.model.visual, 4, "views.local_size")


def test_a_start_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    for config, error, words in [
        (StartConfig(model="no-such-net"), BadOption, "neither a model of the catalogue"),
        (StartConfig(model="ViT-B-32", weights="gone.pt"), BadOption, r"start\.weights.*gone\.pt is no file"),
        (StartConfig(model="local-dir:gone"), ModelUnavailable, "gone"),
        (StartConfig(model="terralex-mini", tokenizer="gone"), BadOption, r"start\.tokenizer.*gone"),
    ]:
        with pytest.raises(error, match=words):
            load_start(config, tmp_path, 0, tmp_path / "start")
