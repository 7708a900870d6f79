"""Image-text retrieval by RemoteCLIP's protocol (arXiv 2306.11029, ``retrieval.py`` of its repository).

The only positive of a caption is its own image; an image counts as found if any of its captions is in the top k.

Several images of a set often share identical captions (641 of RSICD's 5,465 test captions), and the published script
orders such ties arbitrarily. Here a tied image counts with the probability that it is in the top k in random order,
which is the script's expected value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.errors import BadOption

CUTOFFS = (1, 5, 10)
_DECIMALS = 6
"""Decimals to which cosines are compared: float32 is not more precise."""


@dataclass(frozen=True)
class RetrievalResult:
    """Recall at 1, 5 and 10 in percent, image to text and text to image; ``mean`` is mR, ``captions`` their number."""

    image_to_text: tuple[float, float, float]
    text_to_image: tuple[float, float, float]
    captions: int

    @property
    def mean(self) -> float:
        """mR: the mean of the six recalls."""
        return float(np.mean([*self.image_to_text, *self.text_to_image]))


def found_in_top(
    better: NDArray[np.intp], equal: NDArray[np.intp], own: NDArray[np.intp], k: int
) -> NDArray[np.float64]:
    """Probability that a positive is among the first ``k``, with ties in random order: float64 ``[n]``.

    Args:
        better: ``[n]``, number of candidates with a higher score than the best positive. equal: number with the same
            score, including itself. own: number of positives among those.
    """
    places = np.clip(k - better, 0, equal)
    none = np.ones(len(better))
    for place in range(k):
        drawn = place < places
        others = np.maximum(equal - own - place, 0)
        none = np.where(drawn, none * others / np.maximum(equal - place, 1), none)
    return 1 - none


def _recalls(better: NDArray[np.intp], equal: NDArray[np.intp], own: NDArray[np.intp]) -> tuple[float, float, float]:
    at_1, at_5, at_10 = (float(found_in_top(better, equal, own, k).mean() * 100) for k in CUTOFFS)
    return at_1, at_5, at_10


def retrieval(
    images: NDArray[np.float32], captions: NDArray[np.float32], image_of_caption: NDArray[np.intp]
) -> RetrievalResult:
    """Recalls with normalised embeddings. Images without a caption are candidates, but not queries.

    Args:
        images: float32 ``[n, d]``. captions: float32 ``[m, d]``. image_of_caption: ``[m]``, row of each caption's
            image.

    Raises:
        BadOption: an embedding is not finite.
    """
    scores = (captions @ images.T).round(_DECIMALS)
    if not np.isfinite(scores).all():
        raise BadOption("Embeddings to retrieve with hold numbers that are not finite: the model is broken.")
    own = scores[np.arange(len(captions)), image_of_caption][:, None]
    text_to_image = _recalls((scores > own).sum(1), (scores == own).sum(1), np.ones(len(captions), np.intp))
    best = np.full(len(images), -np.inf, np.float32)
    np.maximum.at(best, image_of_caption, own[:, 0])
    mine = np.zeros(len(images), np.intp)
    np.add.at(mine, image_of_caption, own[:, 0] == best[image_of_caption])
    asked = mine > 0
    image_to_text = _recalls((scores > best).sum(0)[asked], (scores == best).sum(0)[asked], mine[asked])
    return RetrievalResult(image_to_text, text_to_image, len(captions))
