"""Image-text retrieval in RemoteCLIP's protocol (arXiv 2306.11029, ``retrieval.py`` of its repository).

The only positive of a caption is its own image; an image counts as found if any of its captions is in the top k.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CUTOFFS = (1, 5, 10)


@dataclass(frozen=True)
class RetrievalResult:
    """Recall at 1, 5 and 10 in percent, image to text and text to image; ``mean`` is mR."""

    image_to_text: tuple[float, float, float]
    text_to_image: tuple[float, float, float]

    @property
    def mean(self) -> float:
        """mR: the mean of the six recalls."""
        return float(np.mean([*self.image_to_text, *self.text_to_image]))


def retrieval(
    images: NDArray[np.float32], captions: NDArray[np.float32], image_of_caption: NDArray[np.intp]
) -> RetrievalResult:
    """Recalls of normalised embeddings.

    Args:
        images: ``[n, d]``. captions: ``[m, d]``. image_of_caption: ``[m]``, row of each caption's image.
    """
    scores = captions @ images.T
    own = scores[np.arange(len(captions)), image_of_caption]
    rank_of_image = (scores > own[:, None]).sum(1)
    text_to_image = [float((rank_of_image < k).mean() * 100) for k in CUTOFFS]
    best_rank = np.full(len(images), len(captions))
    for row in range(len(images)):
        mine = np.flatnonzero(image_of_caption == row)
        if len(mine):
            best_rank[row] = (scores[:, row] > scores[mine, row].max()).sum()
    image_to_text = [float((best_rank < k).mean() * 100) for k in CUTOFFS]
    return RetrievalResult(tuple(image_to_text), tuple(text_to_image))  # type: ignore[arg-type]
