"""The tower and layer of each parameter of an open_clip model, and which of them train."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

from backend.errors import BadOption
from training.config.run import ImageConfig, TextConfig

TEXT_PREFIXES = ("text.", "transformer.", "token_embedding.", "positional_embedding", "ln_final.", "text_projection")
"""Prefixes of the text tower's parameters: in a module of its own, or (CLIP) in the model itself."""
_IMAGE_PROJECTION = ("visual.head.", "visual.proj")
_LAYER = re.compile(r"^(.*?(?:resblocks|blocks|layers|layer|stages))\.?(\d+)\.")
_STEM = re.compile(
    r"(^|\.)(conv1|conv_stem|bn1|stem|patch_embed|embeddings|token_embedding|pos_embed|positional_embedding|cls_token"
    r"|class_embedding|ln_pre|norm_pre)(\.|$)"
)

Tower = Literal["image", "text", "shared"]


def tower_of(parameter: str) -> Tower:
    """``image``, ``text`` or ``shared`` (the temperature), from the name of a parameter of an open_clip model."""
    if parameter.startswith("visual."):
        return "image"
    return "text" if parameter.startswith(TEXT_PREFIXES) else "shared"


def layer_numbers(names: Iterable[str]) -> dict[str, int]:
    """Layer number of each parameter of one tower: 0 for the embeddings, then the blocks, then what comes after."""
    names = list(names)
    blocks = {match[0]: int(match[2]) for name in names if (match := _LAYER.match(name))}
    top = max(blocks.values(), default=-1) + 2
    numbers = {}
    for name in names:
        match = _LAYER.match(name)
        if match:
            numbers[name] = int(match[2]) + 1
        else:
            numbers[name] = 0 if _STEM.search(name) else top
    return numbers


def in_frozen_block(parameter: str, blocks: int) -> bool:
    """Whether a parameter of an open_clip model is in the stem or the first ``blocks`` blocks of a timm trunk."""
    if not blocks or not parameter.startswith("visual.trunk."):
        return False
    block = re.match(r"visual\.trunk\.blocks\.(\d+)\.", parameter)
    stem = parameter.startswith(("visual.trunk.conv_stem.", "visual.trunk.bn1."))
    return stem or (block is not None and int(block[1]) < blocks)


def _trains_in_image(name: str, config: ImageConfig) -> bool:
    if config.trains == "projection":
        return name.startswith(_IMAGE_PROJECTION)
    return config.trains == "all" and not in_frozen_block(name, config.frozen_blocks)


def _trained_in_text(names: Iterable[str], config: TextConfig) -> set[str]:
    numbers = layer_numbers(names)
    top = max(numbers.values(), default=0)
    if config.trains == "nothing":
        return set()
    if config.trains == "projection":
        return {name for name, number in numbers.items() if number == top}
    if config.trainable_layers >= top:
        raise BadOption(f"text.trainable_layers: this text tower has {top - 1} layers; 0 trains them all.")
    lowest = top - config.trainable_layers if config.trainable_layers else 0
    return {name for name, number in numbers.items() if number >= lowest}


def projections(names: Iterable[str]) -> set[str]:
    """Those parameters of an open_clip model that lead from a tower's pooled features to the shared space."""
    names = list(names)
    reading = _trained_in_text((name for name in names if tower_of(name) == "text"), TextConfig(trains="projection"))
    return reading | {name for name in names if name.startswith(_IMAGE_PROJECTION)}


def freeze(model: Any, image: ImageConfig, text: TextConfig) -> None:
    """Enable gradients for exactly the parameters that a run trains.

    Raises:
        BadOption: a tower does not have these layers, or no projection.
    """
    parameters = dict(model.named_parameters())
    reading = _trained_in_text((name for name in parameters if tower_of(name) == "text"), text)
    seeing = {name for name in parameters if tower_of(name) == "image" and _trains_in_image(name, image)}
    if image.trains == "projection" and not seeing:
        raise BadOption("image.trains: this image tower has no projection.")
    if text.trains == "projection" and not reading:
        raise BadOption("text.trains: this text tower has no projection.")
    for name, parameter in parameters.items():
        parameter.requires_grad_(name in reading or name in seeing or tower_of(name) == "shared")
