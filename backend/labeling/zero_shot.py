"""Zero-shot labels: a window gets the class with the nearest directions (:mod:`backend.labeling.kinds`).

Confidence is the softmax of CLIP (arXiv 2103.00020, section 3.1.2): ``p_k = exp(t s_k) / sum_j exp(t s_j)``, with ``s``
the cosines and ``t`` the model's own logit scale, learnt with the weights and capped at CLIP's 100. "Calibrated" means
only that: the temperature is the one under which the model was trained to predict image-text *pairs*, not a fit to
labelled windows, which a zero-shot user does not have. In particular:

* it is relative to the classes of *this* label set; a window of something else still has a best class. Pass ``neutral``
  cosines (of phrases that fit anything) to let "none of these" compete;
* prompt ensembles, another sensor or season, and transduction change how often a confidence of 0.9 is correct.
  ``benchmarks/ transduction.py`` prints the expected calibration error before and after on real embeddings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from backend.errors import BadOption

OTHER = -1
"""Label of a window with none of the classes."""

TOP = 3
_ROWS = 8_192


@dataclass(frozen=True)
class Labels:
    """Labels of ``n`` windows, in their order.

    Attributes:
        label: int32 ``[n]``, index into the label set, or :data:`OTHER`.
        score: float32 ``[n]``, cosine of the best kind of the best class (also if the label is :data:`OTHER`).
        confidence: float32 ``[n]``, probability of the best class, 0-1.
        margin: float32 ``[n]``, lead of the best class over the second in probability, 0-1; the confidence if there is
            only one class.
        top: int32 ``[n, m]``, the best ``m = min(3, k)`` classes, best first.
        top_confidence: float32 ``[n, m]``, their probabilities.
    """

    label: NDArray[np.int32]
    score: NDArray[np.float32]
    confidence: NDArray[np.float32]
    margin: NDArray[np.float32]
    top: NDArray[np.int32]
    top_confidence: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.label)

    def take(self, indices: NDArray[np.intp] | NDArray[np.bool_]) -> Labels:
        """The labels at ``indices`` (positions or a mask), in that order."""
        return Labels(**{field.name: getattr(self, field.name)[indices] for field in fields(self)})

    @classmethod
    def joined(cls, parts: Sequence[Labels]) -> Labels:
        """Concatenated labels of one label set; at least one part."""
        return cls(**{field.name: np.concatenate([getattr(p, field.name) for p in parts]) for field in fields(cls)})


def class_scores(
    embeddings: NDArray[np.float16] | NDArray[np.float32], vectors: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Cosines, float32 ``[n, k]``, of windows ``[n, d]`` and directions ``[k, d]``, both L2-normalised.

    Rows are converted to float32 in blocks, so that an index of float16 embeddings is never copied as a whole.
    """
    scores = np.empty((len(embeddings), len(vectors)), np.float32)
    for start in range(0, len(embeddings), _ROWS):
        block = embeddings[start : start + _ROWS].astype(np.float32)
        scores[start : start + _ROWS] = block @ vectors.T
    return scores


def log_probabilities(scores: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    """Logarithm of the softmax of ``temperature * scores`` along the last axis, float32 ``[n, k]``.

    Computed in float64: near certainty windows differ only in ``1 - p``, which float32 loses.

    Raises:
        BadOption: the temperature is not a positive number.
    """
    if not (np.isfinite(temperature) and temperature > 0):
        raise BadOption(f"A temperature of {temperature:g} cannot be used: give a positive number.")
    logits = np.multiply(scores, temperature, dtype=np.float64)
    logits -= logits.max(axis=1, keepdims=True)
    logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return logits.astype(np.float32)


def probabilities(
    scores: NDArray[np.float32], temperature: float, neutral: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """Probabilities of the classes for each window; the module's docstring explains what they mean.

    Args:
        scores: float32 ``[n, k]``, cosines with the classes, ``k`` >= 1; of all kinds together for a class with
            several.
        temperature: the model's capped logit scale.
        neutral: float32 ``[n, m]``, cosines with phrases that fit anything. The best of them competes as "other"; with
            one class the class's probability is then the relevance of LERF (arXiv 2303.09553).

    Returns:
        float32 ``[n, k]``, or ``[n, k + 1]`` with "other" last; every row sums to one.

    Raises:
        BadOption: the temperature is not a positive number.
    """
    if neutral is not None:
        scores = np.concatenate([scores, neutral.max(axis=1, keepdims=True)], axis=1)
    return np.exp(log_probabilities(scores, temperature))


def assign_labels(scores: NDArray[np.float32], probabilities: NDArray[np.float32], other_below: float = 0.0) -> Labels:
    """Labels from probabilities, be they zero-shot, smoothed or transduced.

    Args:
        scores: float32 ``[n, k]``, cosines.
        probabilities: float32 ``[n, k]``, or ``[n, k + 1]`` with "other" last; rows sum to one. "Other" has a share of
            the probability but is never in ``top``.
        other_below: windows whose best class has less confidence are :data:`OTHER`; 0 labels every window.

    Raises:
        BadOption: the threshold is not from 0 to 1.
    """
    if not 0.0 <= other_below <= 1.0:
        raise BadOption(f"A threshold of {other_below:g} cannot be used: give a confidence from 0 to 1.")
    count, classes = scores.shape
    own = probabilities[:, :classes]
    # Saturated probabilities tie; then the cosine decides, then the class's position in the set.
    ranked = np.lexsort((-scores, -own), axis=1)[:, : min(TOP, classes)]
    best = ranked[:, 0]
    rows = np.arange(count)
    confidences = np.take_along_axis(own, ranked, axis=1)
    second = confidences[:, 1] if classes > 1 else np.zeros(count, np.float32)
    return Labels(
        label=np.where(confidences[:, 0] < other_below, OTHER, best).astype(np.int32),
        score=scores[rows, best].astype(np.float32),
        confidence=confidences[:, 0].astype(np.float32),
        margin=(confidences[:, 0] - second).astype(np.float32),
        top=ranked.astype(np.int32),
        top_confidence=confidences.astype(np.float32),
    )
