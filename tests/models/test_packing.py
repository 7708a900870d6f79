"""Packed convolutions: the same numbers as the plain ones, whatever the tower, the type and the size."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest
import timm
import torch
from torch import nn

from backend.models.encoder import load_encoder
from backend.models.folding import FoldedNorm, fold_batch_norms
from backend.models.packing import PackedConv2d, can_pack, pack_convolutions

TOWERS = (
    "mobilenetv2_100",  # ReLU6
    "tf_mobilenetv3_small_minimal_100",  # ReLU, and paddings of TensorFlow that are no plain convolutions
    "mobilenetv3_small_050",  # hard swish, squeeze and excitation
    "repvgg_a0",  # branches that are added before their activation
)


def tower(name: str) -> nn.Module:
    """With random weights, its norms' statistics included."""
    torch.manual_seed(1)
    made: nn.Module = timm.create_model(name, pretrained=False, num_classes=8).eval().requires_grad_(False)
    for module in made.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)  # type: ignore[union-attr]
            module.running_var.uniform_(0.5, 2)  # type: ignore[union-attr]
    return made


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("name", TOWERS)
def test_packing_changes_nothing_but_the_last_bits(name: str, dtype: torch.dtype) -> None:
    if not can_pack(dtype):
        pytest.skip(f"oneDNN cannot multiply {dtype} here")
    plain = tower(name)
    assert fold_batch_norms(plain)
    plain.to(dtype=dtype, memory_format=torch.channels_last)
    packed = deepcopy(plain)
    pack_convolutions(packed, 64, 4)
    convolutions = [m for m in packed.modules() if isinstance(m, PackedConv2d)]
    assert convolutions and not any(type(m) is nn.Conv2d for m in packed.modules())
    with torch.inference_mode():
        for count, height, width in ((4, 64, 64), (1, 64, 64), (3, 96, 160)):
            inputs = torch.randn(count, 3, height, width, dtype=dtype).contiguous(memory_format=torch.channels_last)
            expected = plain(inputs)
            worst = float((packed(inputs) - expected).abs().max() / expected.abs().max())
            assert worst < (1e-5 if dtype is torch.float32 else 0.02)


def test_relu_and_relu6_go_into_the_convolution_and_others_stay_behind() -> None:
    kept = {}
    for name in ("mobilenetv2_100", "mobilenetv3_small_050"):
        made = tower(name)
        fold_batch_norms(made)
        pack_convolutions(made, 64, 1)
        assert any(m.activation[0] != "none" for m in made.modules() if isinstance(m, PackedConv2d))
        kept[name] = {type(m[1]) for m in made.modules() if isinstance(m, FoldedNorm)}
    assert nn.ReLU6 not in kept["mobilenetv2_100"] and nn.Hardswish in kept["mobilenetv3_small_050"]


def test_the_encoder_packs_on_the_cpu_and_counts_the_bytes() -> None:
    encoder = load_encoder("terralex-mini", "cpu")
    pixels = torch.from_numpy(np.random.default_rng(1).integers(0, 256, (5, 3, 224, 224), dtype=np.uint8))
    rows = encoder.encode_pixels(pixels)
    packed = [m for m in encoder.model.visual.modules() if isinstance(m, PackedConv2d)]
    assert bool(packed) == can_pack(encoder.dtype)
    weights = sum(m.weight.numel() for m in packed)
    assert not packed or (weights > 2_000_000 and encoder.bytes > weights * 2)
    # Without AVX-512, oneDNN sums another batch size in another order.
    assert np.abs(encoder.encode_pixels(pixels[:2]) - rows[:2]).max() < 1e-5


def test_a_processor_without_bfloat16_keeps_plain_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False)
    assert not can_pack(torch.bfloat16)
    assert can_pack(torch.float32) == torch.backends.mkldnn.is_available()
    encoder = load_encoder("terralex-mini", "cpu")
    encoder.__dict__["dtype"] = torch.bfloat16
    assert not [m for m in encoder.model.visual.modules() if isinstance(m, PackedConv2d)]
    pixels = torch.zeros((2, 3, 224, 224), dtype=torch.uint8)
    assert np.isfinite(encoder.encode_pixels(pixels)).all()
