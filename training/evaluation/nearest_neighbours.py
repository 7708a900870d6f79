"""k-NN classification as in DINO (arXiv 2104.14294): neighbours vote with weights exp(similarity / T)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

NEIGHBOURS = 20
TEMPERATURE = 0.07
_CHUNK = 1024


def knn_accuracy(
    train: NDArray[np.float32],
    train_labels: NDArray[np.int64],
    test: NDArray[np.float32],
    test_labels: NDArray[np.int64],
    neighbours: int = NEIGHBOURS,
    temperature: float = TEMPERATURE,
) -> float:
    """Top-1 accuracy in percent with normalised embeddings; all training images vote if there are fewer."""
    neighbours = min(neighbours, len(train))
    classes = int(max(train_labels.max(), test_labels.max())) + 1
    right = 0
    for start in range(0, len(test), _CHUNK):
        similarity = test[start : start + _CHUNK] @ train.T
        nearest = np.argpartition(-similarity, neighbours - 1, axis=1)[:, :neighbours]
        weight = np.exp(np.take_along_axis(similarity, nearest, 1).astype(np.float64) / temperature)
        votes = np.zeros((len(similarity), classes))
        np.add.at(votes, (np.arange(len(votes))[:, None], train_labels[nearest]), weight)
        right += int((votes.argmax(1) == test_labels[start : start + _CHUNK]).sum())
    return 100 * right / len(test)
