"""Exact scores: cosines of every window with every direction, in bounded memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_ROWS = {"cpu": 8_192, "cuda": 262_144}


def cosine_scores(
    embeddings: NDArray[np.float16], vectors: NDArray[np.float32], device: str = "cpu"
) -> NDArray[np.float32]:
    """Cosines of stored embeddings with query directions.

    Blocks of rows are widened to float32 before the product: a float16 product is up to five times faster, but rounds
    cosines to 1e-4, which makes ties of windows that are not equal. 200,000 windows of 512 take 0.1-0.4 s on two cores.

    Args:
        embeddings: ``[n, d]`` float16, L2-normalised before they were rounded.
        vectors: ``[k, d]`` float32, L2-normalised.
        device: ``cpu`` or ``cuda``.

    Returns:
        ``[k, n]`` float32.
    """
    scores = np.empty((len(vectors), len(embeddings)), np.float32)
    rows = _ROWS[device]
    if device == "cpu":
        for start in range(0, len(embeddings), rows):
            block = embeddings[start : start + rows].astype(np.float32)
            scores[:, start : start + rows] = vectors @ block.T
        return scores
    import torch

    directions = torch.from_numpy(np.ascontiguousarray(vectors)).to(device)
    with torch.inference_mode():
        for start in range(0, len(embeddings), rows):
            part = torch.from_numpy(np.ascontiguousarray(embeddings[start : start + rows]))
            scores[:, start : start + rows] = (directions @ part.to(device).float().T).cpu().numpy()
    return scores
