"""Texts keep the place that a pretrained text tower has for them."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn


class TextSpaceLoss(nn.Module):
    """Mean of 1 - cosine between a text's features and those that a frozen teacher has for it.

    What the captions of a run do not name moves with what they name, and a text tower forgets it. Held at many texts,
    the space that pretraining made stays as a whole. Features are compared as they lie around the teacher's mean: raw
    cosines of sentence encoders are all alike.

    Args:
        centre: the teacher's mean ``[w]``.
    """

    centre: Tensor

    def __init__(self, centre: Tensor) -> None:
        super().__init__()
        self.register_buffer("centre", centre)

    def forward(self, features: Tensor, taught: Tensor) -> Tensor:
        """Args: features: the student's ``[n, w]``, with gradients; taught: the teacher's ``[n, w]``."""
        return (1 - F.cosine_similarity(features - self.centre, taught - self.centre, dim=-1)).mean()
