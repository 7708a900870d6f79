"""Linear probe by RemoteCLIP's protocol (arXiv 2306.11029): one linear layer on frozen embeddings.

Published are: SGD, learning rate 0.8, weight decay 4e-5, cosine schedule, 1,000 epochs, batches of 10,000. Momentum 0.9
is our choice. Embeddings are L2-normalised, as everywhere here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import nn

from training.schedules import cosine


@dataclass(frozen=True)
class ProbeOptions:
    """How the linear layer is trained."""

    learning_rate: float = 0.8
    weight_decay: float = 4e-5
    momentum: float = 0.9
    epochs: int = 1000
    batch: int = 10_000


def fit_probe(
    images: NDArray[np.float32], labels: NDArray[np.int64], classes: int, options: ProbeOptions, seed: int = 0
) -> nn.Linear:
    """Train a linear layer on embeddings ``[n, d]`` with labels ``[n]``, from 0 to ``classes - 1``."""
    x, y = torch.from_numpy(images), torch.from_numpy(labels)
    probe = nn.Linear(x.shape[1], classes)
    nn.init.zeros_(probe.weight)
    nn.init.zeros_(probe.bias)
    optimiser = torch.optim.SGD(
        probe.parameters(), options.learning_rate, momentum=options.momentum, weight_decay=options.weight_decay
    )
    generator = torch.Generator().manual_seed(seed)
    for epoch in range(options.epochs):
        optimiser.param_groups[0]["lr"] = cosine(options.learning_rate, 0.0, epoch, options.epochs)
        whole = len(x) <= options.batch
        order = torch.arange(len(x)) if whole else torch.randperm(len(x), generator=generator)
        for rows in order.split(options.batch):
            optimiser.zero_grad()
            inputs, target = (x, y) if whole else (x[rows], y[rows])
            F.cross_entropy(probe(inputs), target).backward()
            optimiser.step()
    return probe


def probe_accuracy(probe: nn.Linear, images: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """Top-1 accuracy in percent."""
    with torch.inference_mode():
        guessed = probe(torch.from_numpy(images)).argmax(1).numpy()
    return float((guessed == labels).mean() * 100)
