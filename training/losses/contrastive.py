"""Image-text InfoNCE on every global view (SILC, arXiv 2310.13355, section 3), by ``open_clip.loss.ClipLoss``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F
from open_clip.loss import ClipLoss
from torch import Tensor, nn

from training.distributed import Group


class _UnlikeClipLoss(ClipLoss):  # type: ignore[misc]
    """open_clip's loss without the pairs that are not negatives."""

    alike: Tensor | None = None  # bool [n, all], True where a column's caption means the same as the row's own

    def get_logits(self, *args: Any, **kwargs: Any) -> tuple[Tensor, Tensor]:
        per_image, per_text = super().get_logits(*args, **kwargs)
        if self.alike is not None:
            # Equal meaning is symmetric, so one mask serves both directions.
            per_image = per_image.masked_fill(self.alike, -torch.inf)
            per_text = per_text.masked_fill(self.alike, -torch.inf)
        return per_image, per_text


class ViewsContrastiveLoss(nn.Module):
    """Mean of the contrastive losses of the global views, each against the caption drawn for that view.

    Captions with the same meaning are not negatives of each other: a batch of class names contains the same class many
    times, and caption writers repeat themselves. Given the meanings, the loss leaves those pairs out (UniCL, arXiv
    2204.03610, treats them as positives; the retrieval protocol does not).

    With several processes each contrasts its own rows with those of all (``local_loss``), and gradients flow back
    through the gathering (``gather_with_grad``): averaged over processes they equal those of a single process.
    """

    def __init__(self, group: Group) -> None:
        super().__init__()
        self.group = group
        self.clip = _UnlikeClipLoss(local_loss=True, gather_with_grad=True, rank=group.rank, world_size=group.world)

    def _alike(self, meanings: Tensor) -> Tensor:
        alike = meanings.unsqueeze(1) == self.group.gather(meanings).unsqueeze(0)
        own = torch.arange(len(meanings), device=meanings.device)
        alike[own, own + self.group.rank * len(meanings)] = False
        return alike

    def forward(
        self, images: Sequence[Tensor], texts: Sequence[Tensor], scale: Tensor, meanings: Tensor | None = None
    ) -> Tensor:
        """Args: images, texts: one normalised tensor ``[n, d]`` per view; scale: the temperature as a factor. meanings:
        int64 ``[g, n]``, equal for captions of a view with equal meaning; None compares all pairs.
        """
        each = []
        for view, (image, text) in enumerate(zip(images, texts, strict=True)):
            self.clip.alike = self._alike(meanings[view]) if meanings is not None else None
            each.append(self.clip(image, text, scale))
        return torch.stack(each).mean()


@torch.no_grad()
def loss_by_row(images: Tensor, texts: Tensor, scale: Tensor) -> Tensor:
    """Cross entropy of each pair among the given rows, both directions: ``[n]``; for logs by language."""
    logits = scale * images @ texts.T
    target = torch.arange(len(logits), device=logits.device)
    ways = [F.cross_entropy(each, target, reduction="none") for each in (logits, logits.T)]
    return torch.stack(ways).mean(0)
