"""The teacher of self-distillation."""

from __future__ import annotations

from copy import deepcopy

import torch
from torch import Tensor, nn

from training.models.towers import encode_views
from training.models.trunk import Entry


class Teacher(nn.Module):
    """Moving average of the student's image tower and head; not trained, always in eval mode."""

    def __init__(self, visual: nn.Module, head: nn.Module, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self.visual = deepcopy(visual).requires_grad_(False)
        self.head = deepcopy(head).requires_grad_(False)
        self.eval()

    @torch.no_grad()
    def forward(self, views: Tensor) -> Tensor:
        """Normalised pixels ``[m, 3, s, s]``, or activations at the entry -> head outputs ``[m, k]``."""
        outputs: Tensor = self.head(encode_views(self.visual, views, self.entry))
        return outputs
