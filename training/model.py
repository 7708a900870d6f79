"""The model of a run: open_clip's custom-text CLIP with a timm image tower."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import timm
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from backend.errors import BadOption
from training.config import ModelConfig

# Inputs scaled to [-1, 1], as the ImageNet weights of the trunk expect them.
MEAN = STD = (0.5, 0.5, 0.5)


def open_clip_config(config: ModelConfig, vocabulary: int) -> dict[str, Any]:
    """The ``open_clip_config.json`` of a model."""
    return {
        "model_cfg": {
            "embed_dim": config.embed_dim,
            "custom_text": True,
            "vision_cfg": {
                "image_size": config.image_size,
                "timm_model_name": config.timm_model,
                "timm_model_pretrained": False,
                "timm_pool": "avg",
                "timm_proj": config.projection,
            },
            "text_cfg": {
                "context_length": config.context_length,
                "vocab_size": vocabulary,
                "hf_tokenizer_name": "terralex",
                "tokenizer_kwargs": {"clean": "whitespace"},
                "width": config.text_width,
                "heads": config.text_heads,
                "layers": config.text_layers,
                "pool_type": "argmax",
            },
        },
        "preprocess_cfg": {
            "mean": list(MEAN),
            "std": list(STD),
            "interpolation": "bicubic",
            "resize_mode": "shortest",
        },
    }


def normalise(pixels: Tensor, dtype: torch.dtype) -> Tensor:
    """uint8 ``[n, 3, h, w]`` -> values in [-1, 1]."""
    return (pixels.to(torch.float32) / 127.5 - 1).to(dtype)


def trunk_state(weights: Path) -> dict[str, Tensor]:
    """Weights of a timm trunk without its classifier."""
    if not weights.is_file():
        raise BadOption(f"model.trunk_weights: {weights} does not exist; leave it empty to start from scratch.")
    return {k: v for k, v in load_file(weights).items() if not k.startswith("classifier")}


def load_trunk(config: ModelConfig, weights: Path) -> nn.Module:
    """The frozen trunk alone, pooled: pixels -> ``[n, channels]``."""
    trunk: nn.Module = timm.create_model(config.timm_model, num_classes=0)
    trunk.load_state_dict(trunk_state(weights))
    return trunk.eval().requires_grad_(False)


class TrunkStem(nn.Module):
    """The frozen first part of a timm trunk of the EfficientNet family: stem and ``blocks`` blocks."""

    def __init__(self, trunk: Any, blocks: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(trunk.conv_stem, trunk.bn1, *trunk.blocks[:blocks])

    def forward(self, pixels: Tensor) -> Tensor:
        """Pixels -> activations ``[n, channels, h, w]``."""
        activations: Tensor = self.layers(pixels)
        return activations


def trunk_tail(trunk: Any, activations: Tensor, blocks: int) -> Tensor:
    """The rest of the trunk: activations after ``blocks`` blocks -> pooled features ``[n, channels]``."""
    features: Tensor = trunk.forward_head(trunk.bn2(trunk.conv_head(trunk.blocks[blocks:](activations))))
    return features


def build_model(config: ModelConfig, vocabulary: int, weights: Path | None) -> Any:
    """A model with the trunk's weights loaded and everything else at open_clip's initialisation."""
    import open_clip

    cfg = open_clip_config(config, vocabulary)["model_cfg"]
    text = {k: v for k, v in cfg["text_cfg"].items() if k != "tokenizer_kwargs"}
    model = open_clip.CustomTextCLIP(embed_dim=cfg["embed_dim"], vision_cfg=cfg["vision_cfg"], text_cfg=text)
    if weights is not None:
        model.visual.trunk.load_state_dict(trunk_state(weights))
    return model


def encode_text(model: Any, tokens: Tensor, chunk: int = 128, pad_id: int = 0) -> Tensor:
    """A causal text tower on texts of uneven length: ``[n, length]`` ids padded with ``pad_id`` -> ``[n, dimension]``.

    Texts go through sorted by length in chunks, each cut to its longest. open_clip adds its full causal mask to
    whatever comes; cut to the chunk it is the same mask, and short texts cost what they are worth.
    """
    text, full = model.text, model.text.attn_mask
    lengths = (tokens != pad_id).sum(1).clamp(min=1)
    order = lengths.argsort()
    parts = []
    try:
        for rows in order.split(chunk):
            length = int(lengths[rows[-1]])
            text.attn_mask = full[:length, :length]
            parts.append(model.encode_text(tokens[rows, :length]))
    finally:
        text.attn_mask = full
    return torch.cat(parts)[order.argsort()]
