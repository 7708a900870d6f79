"""Image-text InfoNCE on every global view (SILC, arXiv 2310.13355, section 3), by ``open_clip.loss.ClipLoss``."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from open_clip.loss import ClipLoss
from torch import Tensor, nn

from training.distributed import Group


class ViewsContrastiveLoss(nn.Module):
    """Mean of the contrastive losses of the global views, each against the caption drawn for that view.

    With several processes every one contrasts its own rows with the rows of all (``local_loss``), and gradients flow
    back through the gathering (``gather_with_grad``): averaged over processes they are those of one process.
    """

    def __init__(self, group: Group) -> None:
        super().__init__()
        self.clip = ClipLoss(local_loss=True, gather_with_grad=True, rank=group.rank, world_size=group.world)

    def forward(self, images: Sequence[Tensor], texts: Sequence[Tensor], scale: Tensor) -> Tensor:
        """Args: images, texts: one ``[n, d]`` normalised tensor a view; scale: the temperature as a factor."""
        each = [self.clip(image, text, scale) for image, text in zip(images, texts, strict=True)]
        return torch.stack(each).mean()


@torch.no_grad()
def loss_by_row(images: Tensor, texts: Tensor, scale: Tensor) -> Tensor:
    """Both directions' cross entropy of each pair among the rows given: ``[n]``; for logs by language."""
    logits = scale * images @ texts.T
    target = torch.arange(len(logits), device=logits.device)
    ways = [F.cross_entropy(each, target, reduction="none") for each in (logits, logits.T)]
    return torch.stack(ways).mean(0)
