"""Parameter groups of AdamW: weight decay and the learning rate of each layer."""

from __future__ import annotations

import re
from typing import Any

import torch
from torch import nn

from training.config.run import OptimiserConfig
from training.models.layers import layer_numbers, tower_of

_POSITIONS = re.compile(r"(position|pos_embed|class_embedding|cls_token|cls_emb|reg_token|logit_scale|logit_bias)")


def decays(name: str, parameter: nn.Parameter) -> bool:
    """Whether weight decay applies: to matrices and kernels, not to biases, norms, gains, positions, temperature."""
    return parameter.ndim >= 2 and not _POSITIONS.search(name)


def parameter_groups(model: nn.Module, head: nn.Module | None, config: OptimiserConfig) -> list[dict[str, Any]]:
    """Groups of all parameters that require a gradient; ``peak`` is the rate that the schedule scales."""
    groups: dict[tuple[float, bool], list[nn.Parameter]] = {}

    def add(name: str, parameter: nn.Parameter, rate: float) -> None:
        if parameter.requires_grad:
            groups.setdefault((rate, decays(name, parameter)), []).append(parameter)

    factors = {"image": 1.0, "text": config.text_factor, "shared": 1.0}
    by_tower: dict[str, list[tuple[str, nn.Parameter]]] = {tower: [] for tower in factors}
    for name, parameter in model.named_parameters():
        by_tower[tower_of(name)].append((name, parameter))
    for tower, parameters in by_tower.items():
        numbers = layer_numbers(name for name, _ in parameters)
        top = max(numbers.values(), default=0)
        for name, parameter in parameters:
            layer = config.layer_decay ** (top - numbers[name])
            add(name, parameter, config.learning_rate * factors[tower] * layer)
    if head is not None:
        for name, parameter in head.named_parameters():
            add(name, parameter, config.learning_rate * config.head_factor)
    return [
        {"params": parameters, "weight_decay": config.weight_decay if decay else 0.0, "peak": rate, "lr": rate}
        for (rate, decay), parameters in groups.items()
    ]


def adamw(model: nn.Module, head: nn.Module | None, config: OptimiserConfig) -> torch.optim.AdamW:
    """The optimiser of a run."""
    return torch.optim.AdamW(parameter_groups(model, head, config), betas=config.betas, eps=config.epsilon)
