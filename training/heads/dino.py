"""DINO's projection head (arXiv 2104.14294, section 3.1 "Network architecture")."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn


class DinoHead(nn.Module):
    """Three-layer MLP, L2 norm, weight-normalised linear layer without bias.

    The rows of the last layer have unit length (weight normalisation with a gain of 1), so its output is the cosine
    between the projected embedding and each prototype.
    """

    def __init__(self, dimension: int, prototypes: int, hidden: int = 2048, bottleneck: int = 256) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(dimension, hidden), nn.GELU(), nn.Linear(hidden, hidden), nn.GELU(), nn.Linear(hidden, bottleneck)
        )
        for layer in self.layers:
            if isinstance(layer, nn.Linear):
                nn.init.trunc_normal_(layer.weight, std=0.02)
                nn.init.zeros_(layer.bias)
        self.prototypes = nn.Linear(bottleneck, prototypes, bias=False)

    def forward(self, embeddings: Tensor) -> Tensor:
        """``[n, dimension]`` -> ``[n, prototypes]``, values in [-1, 1]."""
        projected = F.normalize(self.layers(embeddings), dim=-1)
        return F.linear(projected, F.normalize(self.prototypes.weight, dim=1).to(projected.dtype))

    def drop_last_layer_gradient(self) -> None:
        """Discard the last layer's gradient: it is frozen during the first epoch."""
        self.prototypes.weight.grad = None
