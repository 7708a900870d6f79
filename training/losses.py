"""The losses of the first model. The contrastive one is ``open_clip.loss.ClipLoss``, used as it is."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def label_loss(images: Tensor, classes: Tensor, target: Tensor, scale: Tensor) -> Tensor:
    """Cross entropy of images against the prompts of their label set.

    In a batch of class names most "negatives" of the contrastive loss are the same class; this one knows better.

    Args:
        images: ``[n, d]`` normalised. classes: ``[k, d]`` normalised, one prompt a class.
        target: int64 ``[n]``, index of the class, -1 where the image has none.
        scale: the model's temperature as a factor.
    """
    known = target >= 0
    if not bool(known.any()):
        return images.sum() * 0
    return F.cross_entropy(scale * images[known] @ classes.T, target[known])


def alignment_loss(english: Tensor, foreign: Tensor, scale: Tensor) -> Tensor:
    """Symmetric InfoNCE between names of the same concepts in two languages, both ``[n, d]`` normalised.

    The English side learns from images and captions; this carries it to names no image was seen with.
    """
    logits = scale * english @ foreign.T
    target = torch.arange(len(logits), device=logits.device)
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2
