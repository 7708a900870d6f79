"""Alignment of the names of a concept in several languages."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor


def alignment_loss(english: Tensor, others: Sequence[Tensor], scale: Tensor) -> Tensor:
    """Mean symmetric InfoNCE between English names and others of the same concepts, ``[n, d]`` each, normalised.

    English names learn from images and captions; this transfers it to names that never occur with an image.
    """
    target = torch.arange(len(english), device=english.device)
    each = []
    for foreign in others:
        logits = scale * english @ foreign.T
        each += [F.cross_entropy(logits, target), F.cross_entropy(logits.T, target)]
    return torch.stack(each).mean()
