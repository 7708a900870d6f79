"""Images against the class prompts of their label set."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor

from training.distributed import Group


def label_loss(images: Tensor, classes: Tensor, target: Tensor, scale: Tensor, group: Group | None = None) -> Tensor:
    """Cross entropy of images against the prompts of their label set.

    In a batch of class names many "negatives" of the contrastive loss are the same class; this loss avoids that.

    Args:
        images: ``[n, d]``, normalised. classes: ``[k, d]``, normalised, one prompt per class.
        target: int64 ``[n]``, index of the class, -1 for an image without one.
        scale: the model's temperature as a factor.
        group: the processes that share a batch. The mean is over the labelled images of all of them, scaled so that
            gradients averaged over processes equal those of a single process.
    """
    known = target >= 0
    if group is not None and group.world > 1:
        labelled = group.sum(known.sum().float())
        if not bool(labelled):
            return images.sum() * 0
        mine = F.cross_entropy(scale * images[known] @ classes.T, target[known], reduction="sum")
        return mine * group.world / labelled
    if not bool(known.any()):
        return images.sum() * 0
    return F.cross_entropy(scale * images[known] @ classes.T, target[known])
