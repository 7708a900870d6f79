"""Dense features: exact for convolutions, SegEarth-OV's change for transformers, refused otherwise."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import open_clip
import pytest
import torch
from open_clip.timm_model import TimmModel
from open_clip.transformer import VisionTransformer

from backend.errors import ModelUnavailable
from backend.models.dense import _changed_last_block, _crop_places, dense_embeddings, dense_similarity
from backend.models.preprocess import Preprocessing

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def encoder_of(visual: Any, size: int) -> Any:
    """An encoder as dense features see it, in float32 on the CPU."""
    return SimpleNamespace(
        model=SimpleNamespace(visual=visual.eval()),
        model_id="random",
        device="cpu",
        dtype=torch.float32,
        preprocessing=Preprocessing(size, MEAN, STD),
    )


def noise(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


@pytest.fixture(scope="module")
def convolutional() -> Any:
    torch.manual_seed(0)
    return encoder_of(TimmModel("mobilenetv2_100", 64, image_size=96, pool="avg", proj="linear"), 96)


@pytest.fixture(scope="module")
def transformer() -> Any:
    torch.manual_seed(0)
    return encoder_of(VisionTransformer(64, 16, 48, 3, 4, 4.0, output_dim=32), 64)


def test_positions_of_a_convolutional_tower_average_to_the_whole_image(convolutional: Any) -> None:
    pixels = noise(3, 128, 192)
    with torch.inference_mode():
        inputs = convolutional.preprocessing.normalise(torch.from_numpy(pixels)[None], torch.float32)
        whole = convolutional.model.visual(inputs)[0].numpy()
        trunk, head = convolutional.model.visual.trunk, convolutional.model.visual.head
        features = trunk.forward_features(inputs)[0]
        projected = head(features.permute(1, 2, 0)).numpy()
    np.testing.assert_allclose(projected.mean(axis=(0, 1)), whole, atol=1e-4 * np.abs(whole).max())
    dense = dense_embeddings(convolutional, pixels)
    unit = projected / np.linalg.norm(projected, axis=-1, keepdims=True)
    np.testing.assert_allclose(dense.embeddings, unit.transpose(2, 0, 1), atol=1e-4)


@pytest.mark.parametrize("name", ["resnet18", "mobilenetv2_100"])
def test_a_grid_spans_the_image_and_is_normalised(name: str) -> None:
    encoder = encoder_of(TimmModel(name, 16, image_size=96, pool="avg", proj="linear"), 96)
    dense = dense_embeddings(encoder, noise(3, 100, 150))
    assert dense.embeddings.shape[1:] == (3, 5)
    assert dense.context is None
    np.testing.assert_allclose(np.linalg.norm(dense.embeddings, axis=0), 1, atol=1e-5)


def test_a_transformer_gives_a_patch_grid_with_context(transformer: Any) -> None:
    dense = dense_embeddings(transformer, noise(3, 128, 96))
    assert dense.context is not None
    for features in (dense.embeddings, dense.context):
        assert features.shape == (32, 8, 6)
        np.testing.assert_allclose(np.linalg.norm(features, axis=0), 1, atol=1e-5)


def test_the_last_block_is_changed_and_nothing_else(transformer: Any) -> None:
    visual = transformer.model.visual
    crops = torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        patches, pooled = _changed_last_block(visual, crops)
        np.testing.assert_allclose(pooled.numpy(), visual(crops).numpy(), atol=1e-5)
        before = visual._embeds(crops)
        for block in visual.transformer.resblocks[:-1]:
            before = block(before)
        last = visual.transformer.resblocks[-1]
        expected = []
        for image in last.ln_1(before):
            q, k, v = torch.nn.functional.linear(image, last.attn.in_proj_weight, last.attn.in_proj_bias).split(48, 1)
            heads = []
            for h in range(4):
                cols = slice(12 * h, 12 * h + 12)
                weights = sum(torch.softmax(m[:, cols] @ m[:, cols].T / 12**0.5, 1) for m in (q, k, v))
                heads.append(weights @ v[:, cols])
            expected.append(visual.ln_post(last.attn.out_proj(torch.cat(heads, 1)))[1:] @ visual.proj)
    np.testing.assert_allclose(patches.numpy(), torch.stack(expected).numpy(), atol=1e-4)


def test_crops_cover_every_patch_and_end_at_the_edge() -> None:
    seen = np.zeros((13, 9), int)
    for top, left in _crop_places((208, 144), (64, 64), (16, 16)):
        assert top % 16 == 0 and left % 16 == 0 and top + 64 <= 208 and left + 64 <= 144
        seen[top // 16 : top // 16 + 4, left // 16 : left // 16 + 4] += 1
    assert seen.min() >= 1


def test_context_is_taken_off_the_similarity(transformer: Any) -> None:
    dense = dense_embeddings(transformer, noise(3, 64, 64))
    vectors = np.eye(32, dtype=np.float32)[:2]
    plain = dense_similarity(dense, vectors, context_weight=0)
    np.testing.assert_allclose(plain, dense.embeddings[:2], atol=1e-6)
    assert dense.context is not None
    np.testing.assert_allclose(
        dense_similarity(dense, vectors), dense.embeddings[:2] - 0.3 * dense.context[:2], atol=1e-6
    )


@pytest.mark.parametrize("tower", ["attention pool", "max pool"])
def test_other_towers_are_refused_with_a_sentence(tower: str) -> None:
    if tower == "attention pool":
        visual = open_clip.create_model("RN50").visual
    else:
        visual = TimmModel("resnet18", 16, image_size=64, pool="max", proj="linear")
    with pytest.raises(ModelUnavailable, match="Outlines are not supported"):
        dense_embeddings(encoder_of(visual, 64), noise(3, 64, 64))
