"""The model that training starts from, with its tokenizer and everything that an export must include."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import open_clip
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

from backend.errors import BadOption, ModelUnavailable
from backend.models.catalog import HUB, LOCAL, ModelFiles, load_catalogue, locate_model
from backend.models.layout import CONFIG_FILE, TOKENIZER_FILES, has_tokenizer
from backend.models.loading import build_model, build_tokenizer, build_towers
from backend.models.preprocess import Preprocessing
from backend.resources import resource_path
from backend.storage.files import write_beside
from training.config.run import StartConfig
from training.models.layers import projections
from training.models.vocabulary import save_tokenizer, train_tokenizer

RANDOM = "random"
TEXT_TOWER = "config.json"
NEW = "a new model"
NEW_LOGIT_SCALE = math.log(1 / 0.07)
"""CLIP's (Radford et al. 2021), as open_clip starts it."""
OPENAI_MEAN = (0.48145466, 0.4578275, 0.40821073)
OPENAI_STD = (0.26862954, 0.26130258, 0.27577711)


@dataclass(frozen=True)
class StartModel:
    """A model ready to train.

    Attributes:
        model: open_clip's model, float32 on the CPU; all parameters require a gradient.
        tokenizer: texts -> int64 ``[n, context]``.
        described: content of its ``open_clip_config.json``.
        preprocessing: preprocessing of the image tower.
    """

    model: Any
    tokenizer: Any
    described: dict[str, Any]
    preprocessing: Preprocessing

    @property
    def pad_id(self) -> int:
        """Token id of padding."""
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
    if config.architecture:
        described = {"model_cfg": config.architecture, "preprocess_cfg": config.preprocessing}
        if missing := {"embed_dim", "vision_cfg", "text_cfg"} - config.architecture.keys():
            raise BadOption(f"start.architecture: lacks {', '.join(sorted(missing))}; write open_clip's model_cfg.")
        return ModelFiles(NEW, base, described, base / RANDOM)
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


def _new_model(files: ModelFiles, image_weights: Path | None) -> Any:
    try:
        model = build_towers(files)
    except (RuntimeError, ValueError, OSError, KeyError, TypeError, AssertionError) as error:
        raise ModelUnavailable(f"start: {files.id} cannot be built: {str(error).splitlines()[0]}") from error
    if image_weights is not None:
        if not image_weights.is_file():
            raise BadOption(f"start.image_weights: {image_weights} is no file; leave it out to start from nothing.")
        state = {name: value for name, value in load_file(image_weights).items() if not name.startswith("classifier")}
        try:
            model.visual.trunk.load_state_dict(state)
        except (RuntimeError, AttributeError) as error:
            raise BadOption(
                f"start.image_weights: {image_weights} does not fit the trunk of vision_cfg.timm_model_name."
            ) from error
    return model


def _forget_projections(model: Any) -> None:
    """Give both projections and the temperature the random weights of a new model, in place."""
    names = projections(name for name, _ in model.named_parameters())
    for path, module in model.named_modules():
        own = {f"{path}.{name}" for name, _ in module.named_parameters(recurse=False)}
        if own & names and hasattr(module, "reset_parameters"):
            module.reset_parameters()
            names -= own
    for name in sorted(names):  # CLIP's own projections are matrices without a module; a set has another order each run
        weights = model.get_parameter(name)
        torch.nn.init.normal_(weights, std=weights.shape[0] ** -0.5)
    torch.nn.init.constant_(model.logit_scale, NEW_LOGIT_SCALE)


def as_started(config: StartConfig, companions: Path) -> StartConfig:
    """The same start again, with the vocabulary that was trained for it in ``companions``."""
    return config.model_copy(update={"vocabulary": 0, "tokenizer": str(companions)}) if config.vocabulary else config


def _tokenizer_folder(
    config: StartConfig, files: ModelFiles, base: Path, companions: Path, texts: Callable[[], Sequence[str]]
) -> Path | None:
    """The tokenizer of the start model in ``companions``; None for open_clip's own."""
    text = files.config["model_cfg"]["text_cfg"]
    if config.vocabulary:
        if not has_tokenizer(companions):  # its training is not fully deterministic
            save_tokenizer(train_tokenizer(texts(), config.vocabulary), companions)
        return companions
    source = base / config.tokenizer if config.tokenizer else files.tokenizer
    if source is not None:
        _copy_tokenizer(source, companions)
        return companions
    if text.get("hf_tokenizer_name"):
        raise BadOption(f"start.tokenizer: give the folder of the tokenizer of {text['hf_tokenizer_name']}.")
    return None


def _no_texts() -> Sequence[str]:
    raise BadOption("start.vocabulary: there are no captions to train it on here; give start.tokenizer.")


def load_start(
    config: StartConfig,
    base: Path,
    seed: int,
    companions: Path,
    vocabulary_texts: Callable[[], Sequence[str]] = _no_texts,
) -> StartModel:
    """Build the start model; random weights are a function of ``seed``.

    Args:
        base: base of relative paths.
        companions: folder for the files of an export besides the weights; it is filled here.
        vocabulary_texts: texts on which a new vocabulary is trained, if the start needs one.

    Raises:
        BadOption: the architecture, weights or tokenizer do not exist.
        ModelUnavailable: its files cannot be fetched or loaded.
    """
    torch.manual_seed(seed)
    companions.mkdir(parents=True, exist_ok=True)
    files = _files(config, base)
    described = deepcopy(dict(files.config))
    text = described["model_cfg"]["text_cfg"]
    tokenizer = _tokenizer_folder(config, files, base, companions, vocabulary_texts)
    if tokenizer is not None:
        files = replace(files, tokenizer=tokenizer)
        text.setdefault("hf_tokenizer_name", config.model or "terralex")
        if config.architecture:
            text["vocab_size"] = Tokenizer.from_file(str(tokenizer / "tokenizer.json")).get_vocab_size()
            files = replace(files, config=described)
    if (
        files.text_tower is not None
        and (files.text_tower / TEXT_TOWER).resolve() != (companions / TEXT_TOWER).resolve()
    ):
        with write_beside(companions / TEXT_TOWER) as beside:
            shutil.copyfile(files.text_tower / TEXT_TOWER, beside)
    if config.architecture or config.weights == RANDOM:
        model = _new_model(files, base / config.image_weights if config.image_weights else None)
    else:
        model = build_model(files)
    model = model.float().requires_grad_(True)
    if config.fresh_projections:
        _forget_projections(model)
    with write_beside(companions / CONFIG_FILE) as beside:
        beside.write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    return StartModel(model, build_tokenizer(files), described, _preprocessing(described))
