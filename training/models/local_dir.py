"""A trained model as an open_clip ``local-dir``: configuration, safetensors weights, tokenizer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from backend.models.layout import CONFIG_FILE, has_tokenizer
from training.files import named_write_errors


def _stored(value: Tensor) -> Tensor:
    """float16, or float8 for a matrix that it represents exactly: layers that were float8 and did not train."""
    if not value.is_floating_point():
        return value
    half = value.to(torch.float16).contiguous()
    if half.ndim > 1 and torch.equal((small := half.to(torch.float8_e4m3fn)).to(torch.float16), half):
        return small
    return half


def write_local_dir(
    folder: Path,
    state: Mapping[str, Tensor],
    described: dict[str, Any],
    write_companions: Callable[[Path], None],
    hub_name: str = "",
) -> Path:
    """Write a model's folder atomically; weights as float16, or as float8 if that is exact.

    The folder loads with ``open_clip.create_model_and_transforms("local-dir:FOLDER")`` and its tokenizer with
    ``open_clip.get_tokenizer("local-dir:FOLDER")``. Other files already in ``folder`` (a model card) are kept.

    Args:
        described: content of its ``open_clip_config.json``.
        write_companions: writes the other files of the model to a folder.
        hub_name: future name ``ORG/NAME`` of the model on a hub, where open_clip then gets its tokenizer and the
            configuration of a transformers text tower.

    Raises:
        OutputNotWritable: the disk is full, or the folder cannot be written; the previous content is kept.
    """
    beside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    stored = {name: _stored(value) for name, value in state.items()}
    try:
        with named_write_errors(folder, "nothing of it was left behind; free some space and export again."):
            if folder.exists():
                shutil.copytree(folder, beside)
            beside.mkdir(parents=True, exist_ok=True)
            save_file(stored, str(beside / "open_clip_model.safetensors"), metadata={"format": "pt"})
            write_companions(beside)
            if hub_name and has_tokenizer(beside):
                described = deepcopy(described)
                text = described["model_cfg"]["text_cfg"]
                text["hf_tokenizer_name"] = hub_name
                if "hf_model_name" in text and (beside / "config.json").is_file():
                    text["hf_model_name"] = hub_name
            (beside / CONFIG_FILE).write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
            # safetensors makes files readable only by their owner; a server often runs as another user.
            (beside / "open_clip_model.safetensors").chmod((beside / CONFIG_FILE).stat().st_mode)
            if folder.exists():
                shutil.rmtree(folder)
            beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder
