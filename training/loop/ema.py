"""Exponential moving averages of weights: for the teacher of self-distillation, and for evaluation and export."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn


@torch.no_grad()
def blend(average: Mapping[str, Tensor], current: Mapping[str, Tensor], decay: float) -> None:
    """``average = decay * average + (1 - decay) * current`` in place; non-floating-point tensors are copied."""
    floating = [name for name, value in average.items() if value.is_floating_point()]
    if floating:
        torch._foreach_lerp_([average[n] for n in floating], [current[n].detach() for n in floating], 1 - decay)
    for name, value in average.items():
        if not value.is_floating_point():
            value.copy_(current[name])


def early_decay(decay: float, step: int) -> float:
    """The decay at a step: lower at first, so that the average forgets the start quickly."""
    return min(decay, (1 + step) / (10 + step))


def copy_of(module: nn.Module) -> dict[str, Tensor]:
    """A detached copy of a module's state."""
    return {name: value.detach().clone() for name, value in module.state_dict().items()}
