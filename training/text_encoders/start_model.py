"""A sentence encoder as the text tower of an open_clip model, with the image tower of an existing model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertConfig

from backend.models.catalog import ModelFiles
from backend.models.loading import build_towers
from training.config.run import StartConfig
from training.models.local_dir import write_local_dir
from training.models.start import TEXT_TOWER, StartModel, load_start
from training.text_encoders.encoder import SentenceEncoder
from training.text_encoders.pruning import END, PAD, START, UNKNOWN, pruned_tokenizer

Projection = Literal["linear", "mlp"]


@dataclass(frozen=True)
class TowerOptions:
    """Options of the text tower.

    Attributes:
        layers: number of layers to keep, evenly spaced, including the first and the last; 0 keeps all.
        context: maximum number of tokens.
        projection: kind of projection from the pooled features to the embedding.
        name: name of tower and tokenizer in the configuration, where open_clip by itself looks for their files: a
            folder relative to the working directory, or a repository of the hub.
    """

    layers: int = 0
    context: int = 64
    projection: Projection = "mlp"
    name: str = "terralex"


def kept_layers(there: int, wanted: int) -> list[int]:
    """Indices of the layers to keep."""
    if not wanted or wanted >= there:
        return list(range(there))
    return [int(layer) for layer in np.linspace(0, there - 1, wanted).round()]


def tower_config(encoder: SentenceEncoder, pieces: int, options: TowerOptions) -> BertConfig:
    """Configuration of the tower, without dropout: captions are short, and a kept text space needs no noise."""
    return BertConfig(
        vocab_size=pieces,
        hidden_size=encoder.width,
        num_hidden_layers=len(kept_layers(encoder.layers, options.layers)),
        num_attention_heads=encoder.heads,
        intermediate_size=encoder.inner,
        max_position_embeddings=options.context,
        type_vocab_size=1,
        layer_norm_eps=encoder.epsilon,
        pad_token_id=encoder.special.ids().index(encoder.special.pad),
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )


def tower_weights(encoder: SentenceEncoder, order: Sequence[int], options: TowerOptions) -> dict[str, Tensor]:
    """Weights of the tower with the names of ``BertModel``: chosen pieces, positions and layers."""
    weights = {}
    layers = kept_layers(encoder.layers, options.layers)
    for name, value in encoder.weights.items():
        if name.startswith("encoder.layer."):
            number, rest = name.removeprefix("encoder.layer.").split(".", 1)
            if int(number) in layers:
                weights[f"encoder.layer.{layers.index(int(number))}.{rest}"] = value
        elif name == "embeddings.word_embeddings.weight":
            weights[name] = value[list(order)]
        elif name == "embeddings.position_embeddings.weight":
            weights[name] = value[: options.context]
        elif name == "embeddings.token_type_embeddings.weight":
            weights[name] = value[:1]
        elif name.startswith("embeddings."):
            weights[name] = value
    return weights


def _describe(image: StartModel, options: TowerOptions) -> dict[str, Any]:
    cfg = image.described["model_cfg"]
    return {
        "model_cfg": {
            "embed_dim": cfg["embed_dim"],
            "custom_text": True,
            "vision_cfg": cfg["vision_cfg"],
            "text_cfg": {
                "context_length": options.context,
                "hf_model_name": options.name,
                "hf_tokenizer_name": options.name,
                # A cased vocabulary reads "The lake", "the lake" and "THE LAKE" as other pieces; all three are typed.
                "tokenizer_kwargs": {"clean": "lower"},
                "hf_pooler_type": "mean_pooler",
                "hf_proj_type": options.projection,
            },
        },
        "preprocess_cfg": image.described.get("preprocess_cfg", {}),
    }


def _write_companions(folder: Path, shape: BertConfig, tokenizer: Tokenizer) -> None:
    shape.to_json_file(str(folder / TEXT_TOWER), use_diff=False)
    tokenizer.save(str(folder / "tokenizer.json"))
    roles = {"bos_token": START, "pad_token": PAD, "eos_token": END, "unk_token": UNKNOWN}
    described = {"tokenizer_class": "PreTrainedTokenizerFast", **roles, "clean_up_tokenization_spaces": False}
    (folder / "tokenizer_config.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


def write_start_model(
    encoder: SentenceEncoder,
    order: tuple[int, ...],
    image_model: str,
    options: TowerOptions,
    output: Path,
    base: Path,
    seed: int = 0,
) -> Path:
    """Write a model that training starts from: ``output`` is an open_clip ``local-dir:``.

    Its text projection is random, determined by ``seed``; the temperature is the image model's.

    Args:
        order: ids of the encoder's pieces to keep.
        image_model: model with the image tower, as in ``start.model``.
        base: base of relative paths.

    Raises:
        BadOption: the image model does not exist.
        ModelUnavailable: its files cannot be fetched or loaded.
        OutputNotWritable: the folder cannot be written; the previous content is kept.
    """
    shape, tokenizer = tower_config(encoder, len(order), options), pruned_tokenizer(encoder, order)
    with TemporaryDirectory() as scratch:
        image = load_start(StartConfig(model=image_model), base, seed, Path(scratch) / "image")
        described = _describe(image, options)
        tower = Path(scratch) / "text"
        tower.mkdir()
        _write_companions(tower, shape, tokenizer)
        torch.manual_seed(seed)
        model = build_towers(ModelFiles("a new model", tower, described, tower, tokenizer=tower, text_tower=tower))
    model.visual.load_state_dict(image.model.visual.state_dict())
    model.logit_scale.data.copy_(image.model.logit_scale.data)
    model.text.transformer.load_state_dict(tower_weights(encoder, order, options), strict=True)
    return write_local_dir(
        output, model.state_dict(), described, lambda folder: _write_companions(folder, shape, tokenizer)
    )
