"""Clouds of embeddings with known classes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def unit(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    """Rows of length one."""
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def clouds(
    seed: int, per_class: int, classes: int = 4, dimension: int = 32, spread: float = 0.12, gap: float = 0.9
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
    """Embeddings ``[n, d]`` around one centre a class, class vectors ``[k, d]`` that miss the centres, and labels.

    ``gap`` is how far the texts lie from the images, as they do in CLIP.
    """
    rng = np.random.default_rng(seed)
    centres = unit(rng.standard_normal((classes, dimension)))
    labels = np.repeat(np.arange(classes), per_class)
    embeddings = unit(centres[labels] + spread * rng.standard_normal((len(labels), dimension)))
    vectors = unit(centres + gap * unit(rng.standard_normal((classes, dimension))))
    return embeddings, vectors, labels
