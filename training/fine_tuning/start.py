"""The model that training starts from, with its tokenizer and all that an export must repeat."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import open_clip
import torch
from torch import Tensor

from backend.errors import BadOption, ModelUnavailable
from backend.models.catalog import HUB, LOCAL, ModelFiles, load_catalogue, locate_model
from backend.models.layout import CONFIG_FILE, TOKENIZER_FILES, has_tokenizer
from backend.models.loading import build_model, build_tokenizer
from backend.models.preprocess import Preprocessing
from backend.resources import resource_path
from training.files import write_beside
from training.fine_tuning.config import StartConfig

RANDOM = "random"
OPENAI_MEAN = (0.48145466, 0.4578275, 0.40821073)
OPENAI_STD = (0.26862954, 0.26130258, 0.27577711)


@dataclass(frozen=True)
class StartModel:
    """A model ready to train.

    Attributes:
        model: open_clip's model, in float32 on the CPU; everything in it requires a gradient.
        tokenizer: texts -> int64 ``[n, context]``.
        described: content of its ``open_clip_config.json``.
        preprocessing: input recipe of the image tower.
    """

    model: Any
    tokenizer: Any
    described: dict[str, Any]
    preprocessing: Preprocessing

    @property
    def pad_id(self) -> int:
        """Token id that fills texts up."""
        inner = getattr(self.tokenizer, "tokenizer", None)
        return int(getattr(inner, "pad_token_id", None) or 0)

    @property
    def dimension(self) -> int:
        """Length of an embedding."""
        return int(self.described["model_cfg"]["embed_dim"])

    def tokenize(self, texts: Sequence[str]) -> Tensor:
        """int64 ``[n, context]``."""
        tokens: Tensor = self.tokenizer(list(texts))
        return tokens


def _preprocessing(described: dict[str, Any]) -> Preprocessing:
    given = described.get("preprocess_cfg", {})
    size = described["model_cfg"]["vision_cfg"].get("image_size", 224)
    return Preprocessing(
        image_size=size if isinstance(size, int) else size[0],
        mean=tuple(given.get("mean", OPENAI_MEAN)),
        std=tuple(given.get("std", OPENAI_STD)),
        interpolation=given.get("interpolation", "bicubic"),
    )


def _copy_tokenizer(source: Path, target: Path) -> None:
    if not has_tokenizer(source):
        raise BadOption(f"start.tokenizer: {source} holds no tokenizer.json.")
    for name in TOKENIZER_FILES:
        if (source / name).is_file():
            with write_beside(target / name) as beside:
                shutil.copyfile(source / name, beside)
    table, described = target / "tokenizer.json", target / "tokenizer_config.json"
    if table.exists() and not described.exists():
        known = json.loads(table.read_text(encoding="utf-8"))
        special = {token["content"] for token in known["added_tokens"] if token["special"]}
        roles = {"pad_token": "<pad>", "unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>"}
        row = {"tokenizer_class": "PreTrainedTokenizerFast"} | {k: v for k, v in roles.items() if v in special}
        with write_beside(described) as beside:
            beside.write_text(json.dumps(row, indent=2) + "\n", encoding="utf-8")


def _files(config: StartConfig, base: Path) -> ModelFiles:
    if config.model.startswith(LOCAL):
        return locate_model(f"{LOCAL}{base / config.model.removeprefix(LOCAL)}")
    if config.model.startswith(HUB) or config.model in load_catalogue():
        return locate_model(config.model)
    cfg = open_clip.get_model_config(config.model)
    if cfg is None:
        raise BadOption(
            f"start.model: {config.model!r} is neither a model of the catalogue, {HUB}ORG/NAME, {LOCAL}FOLDER, nor an "
            f"architecture of open_clip."
        )
    weights = base / config.weights
    if config.weights != RANDOM and not weights.is_file():
        raise BadOption(
            f"start.weights: {weights} is no file; give the weights that {config.model} starts from, or {RANDOM!r}."
        )
    tower = cfg["text_cfg"].get("hf_model_name")
    text_tower = resource_path("models", "text_towers", tower) if tower else None
    if text_tower is not None and not text_tower.is_dir():
        raise BadOption(
            f"start.model: the shape of the text tower {tower} is not known here; start from {HUB}ORG/NAME."
        )
    return ModelFiles(config.model, base, {"model_cfg": cfg, "preprocess_cfg": {}}, weights, text_tower=text_tower)


def _random_model(files: ModelFiles) -> Any:
    text = dict(files.config["model_cfg"]["text_cfg"])
    if files.text_tower is not None:
        text |= {"hf_model_name": str(files.text_tower), "hf_model_pretrained": False}
    try:
        return open_clip.create_model(files.id, text_cfg=text, pretrained_text=False, pretrained_image=False)
    except (RuntimeError, ValueError, OSError, KeyError) as error:
        raise ModelUnavailable(f"start.model: {files.id} cannot be built: {str(error).splitlines()[0]}") from error


def load_start(config: StartConfig, base: Path, seed: int, companions: Path) -> StartModel:
    """Build the start model; random weights are a function of ``seed``.

    Args:
        base: what relative paths are relative to.
        companions: folder for the files that an export carries beside the weights; it is filled here.

    Raises:
        BadOption: no such architecture, weights or tokenizer.
        ModelUnavailable: its files cannot be fetched or loaded.
    """
    torch.manual_seed(seed)
    companions.mkdir(parents=True, exist_ok=True)
    files = _files(config, base)
    described = deepcopy(dict(files.config))
    text = described["model_cfg"]["text_cfg"]
    source = base / config.tokenizer if config.tokenizer else files.tokenizer
    if source is not None:
        _copy_tokenizer(source, companions)
        files = replace(files, tokenizer=companions)
        text.setdefault("hf_tokenizer_name", config.model)
    elif text.get("hf_tokenizer_name"):
        raise BadOption(f"start.tokenizer: give the folder of the tokenizer of {text['hf_tokenizer_name']}.")
    model = _random_model(files) if config.weights == RANDOM else build_model(files)
    tokenizer = build_tokenizer(files)
    with write_beside(companions / CONFIG_FILE) as beside:
        beside.write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    return StartModel(model.float().requires_grad_(True), tokenizer, described, _preprocessing(described))
