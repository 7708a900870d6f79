"""A trained model as an open_clip ``local-dir``: configuration, safetensors weights, tokenizer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor

from training.config import RunConfig
from training.model import open_clip_config
from training.tokenizer import save_tokenizer


def write_local_dir(
    folder: Path, state: Mapping[str, Tensor], described: Mapping[str, Any], write_companions: Callable[[Path], None]
) -> Path:
    """Write a model's folder (beside, then renamed); weights are stored in float16.

    The folder loads with ``open_clip.create_model_and_transforms("local-dir:FOLDER")`` and its tokenizer with
    ``open_clip.get_tokenizer("local-dir:FOLDER")``. Other files already in ``folder`` (a model card) are kept.
    """
    beside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    if folder.exists():
        shutil.copytree(folder, beside)
    beside.mkdir(parents=True, exist_ok=True)
    half = {k: v.to(torch.float16).contiguous() if v.is_floating_point() else v for k, v in state.items()}
    save_file(half, str(beside / "open_clip_model.safetensors"), metadata={"format": "pt"})
    (beside / "open_clip_config.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    write_companions(beside)
    if folder.exists():
        shutil.rmtree(folder)
    beside.rename(folder)
    return folder


def export(config: RunConfig, state: dict[str, Tensor], tokenizer: Tokenizer, folder: Path) -> Path:
    """Write the model of a run in stages; see :func:`write_local_dir`."""
    described = open_clip_config(config.model, tokenizer.get_vocab_size())
    return write_local_dir(folder, state, described, lambda target: save_tokenizer(tokenizer, target))
