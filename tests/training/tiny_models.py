"""Very small open_clip models of every kind of tower, in the folder layout that training starts from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import open_clip
import torch
from safetensors.torch import save_file

from training.models.vocabulary import save_tokenizer, train_tokenizer

DIMENSION = 16
CLIP_TEXT = {"context_length": 77, "vocab_size": 49408, "width": 16, "heads": 2, "layers": 2}
VIT = {"image_size": 32, "patch_size": 8, "width": 32, "head_width": 16, "layers": 2}
TIMM_VIT_ANY_SIZE = {"image_size": 160, "timm_model_name": "test_vit", "timm_pool": "token", "timm_proj": "linear"}
TIMM_VIT = {
    "image_size": 160,
    "timm_model_name": "test_vit3",
    "timm_pool": "map",
    "timm_proj": "linear",
}
TIMM_CONVOLUTIONAL = {
    "image_size": 32,
    "timm_model_name": "test_efficientnet",
    "timm_pool": "avg",
    "timm_proj": "linear",
}


def write_model(folder: Path, vision: dict[str, Any], text: dict[str, Any], custom_text: bool, seed: int = 0) -> Path:
    """Write a model with random weights; returns its folder."""
    folder.mkdir(parents=True)
    cfg = {"embed_dim": DIMENSION, "vision_cfg": vision, "text_cfg": text}
    if custom_text:
        cfg["custom_text"] = True
    described = {"model_cfg": cfg, "preprocess_cfg": {"mean": [0.5] * 3, "std": [0.25] * 3}}
    (folder / "open_clip_config.json").write_text(json.dumps(described))
    torch.manual_seed(seed)
    untrained = text | {"hf_model_pretrained": False} if "hf_model_name" in text else text
    kind = open_clip.CustomTextCLIP if custom_text else open_clip.CLIP
    model = kind(embed_dim=DIMENSION, vision_cfg=dict(vision), text_cfg=untrained)
    state = {name: value.clone().contiguous() for name, value in model.state_dict().items()}
    save_file(state, str(folder / "open_clip_model.safetensors"))
    return folder


def clip_vit(folder: Path) -> Path:
    """CLIP with a vision transformer and its own text tower."""
    return write_model(folder, VIT, CLIP_TEXT, custom_text=False)


def timm_custom_text(folder: Path, vision: dict[str, Any] | None = None) -> Path:
    """A timm tower and open_clip's text transformer as a module of its own, with a tokenizer of ours."""
    tokenizer = train_tokenizer(["a forest near a river", "many trees and a beach", "ein Wald am Fluss"], 400)
    text = CLIP_TEXT | {
        "context_length": 24,
        "vocab_size": tokenizer.get_vocab_size(),
        "hf_tokenizer_name": "tiny",
        "pool_type": "argmax",
    }
    write_model(folder, vision or TIMM_CONVOLUTIONAL, text, custom_text=True)
    save_tokenizer(tokenizer, folder)
    return folder


def vit_custom_text(folder: Path) -> Path:
    """A vision transformer and open_clip's text transformer as a module of its own."""
    return timm_custom_text(folder, VIT)


def _write_xlm_roberta(folder: Path, vision: dict[str, Any], width: int, seed: int, dropout: float) -> Path:
    tokenizer = train_tokenizer(["a forest near a river", "many trees and a beach", "ein Wald am Fluss"], 400)
    tower = folder.parent / f"{folder.name}-text"
    tower.mkdir()
    shape = {
        "model_type": "xlm-roberta",
        "vocab_size": tokenizer.get_vocab_size(),
        "hidden_size": width,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 32,
        "max_position_embeddings": 100,
        "type_vocab_size": 1,
        "pad_token_id": 0,
        "hidden_dropout_prob": dropout,
        "attention_probs_dropout_prob": dropout,
    }
    (tower / "config.json").write_text(json.dumps(shape))
    text = {
        "hf_model_name": str(tower),
        "hf_tokenizer_name": "tiny",
        "hf_pooler_type": "mean_pooler",
        "hf_proj_type": "mlp",
    }
    write_model(folder, vision, text, custom_text=True, seed=seed)
    save_tokenizer(tokenizer, folder)
    return folder


def vit_xlm_roberta(folder: Path) -> Path:
    """A vision transformer and a transformers XLM-R tower with mean pooling."""
    return _write_xlm_roberta(folder, VIT, 16, 0, dropout=0.1)


def convolutional_xlm_roberta(folder: Path, width: int = 16, seed: int = 0) -> Path:
    """A timm tower and a transformers XLM-R tower with mean pooling and no dropout, as ``text-start`` makes them."""
    return _write_xlm_roberta(folder, TIMM_CONVOLUTIONAL, width, seed, dropout=0.0)
