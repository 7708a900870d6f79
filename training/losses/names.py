"""Alignment of the names of a concept, or the wordings of a phrase, in several languages."""

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


def translation_loss(english: Tensor, others: Sequence[Tensor]) -> Tensor:
    """Mean of 1 - cosine between texts and their English wordings, ``[n, d]`` each, normalised.

    InfoNCE is content once a translation is nearer to its English than to other texts; a search ranks images by small
    differences of cosines and needs it in the same place. English is the teacher and gets no gradient, as in
    multilingual distillation (Reimers & Gurevych, arXiv 2004.09813).
    """
    taught = english.detach()
    return torch.stack([(1 - (taught * foreign).sum(dim=-1)).mean() for foreign in others]).mean()
