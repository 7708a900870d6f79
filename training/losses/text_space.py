"""Keeps texts where a pretrained text tower places them."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn


class TextSpaceLoss(nn.Module):
    """Mean of 1 - cosine between a text's features and those of a frozen teacher.

    Concepts that the captions of a run do not name move with those they name, and a text tower forgets them. Anchored
    at many texts, the pretrained space is preserved. Features are compared relative to the teacher's mean, as raw
    cosines of sentence encoders are all similar.

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
