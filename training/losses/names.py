"""Names of one concept in two languages."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def alignment_loss(english: Tensor, foreign: Tensor, scale: Tensor) -> Tensor:
    """Symmetric InfoNCE between names of the same concepts in two languages, both ``[n, d]`` normalised.

    The English side learns from images and captions; this carries it to names no image was seen with.
    """
    logits = scale * english @ foreign.T
    target = torch.arange(len(logits), device=logits.device)
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2
