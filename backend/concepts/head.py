"""A head taught by marks, in closed form: the words are what is believed before, and every mark corrects it.

A place has a score: 1 is what is looked for, -1 is ordinary ground. Before any mark the words say it, by how many
standard deviations a place is nearer to them than the layer's mean. That is the mean of a Gaussian process (Rasmussen
and Williams, "Gaussian Processes for Machine Learning", 2006, equations 2.23 to 2.26 and 2.38) whose kernel is linear:
the layer's metric, and once more the words, so that the marks also decide how much these count. An accepted mark is
observed as 1, a rejected one as -1. The posterior mean is linear in the embedding, so that a head is one vector and a
number; the more marks there are, the less is left of what the words alone would say.

No mark is left out, none counts for more because it came later, and the same marks give the same head in any order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backend.concepts.metric import Metric

WORDS_GAIN = 0.3
"""What a standard deviation along the words adds to a score, before any mark."""

WORDS_FREEDOM = 1.0 / 3.0
"""How far marks may change :data:`WORDS_GAIN`, as a standard deviation of what is believed about it."""

NOISE = 0.3
"""Variance of a mark: people err, and a window shows more than what is meant.

Tried on maps of development images (EuroSAT's and UC Merced's training images, the latter with projections that never
saw them, and RSICD's validation images), together with :data:`WORDS_GAIN`: P@10 of regions not marked before after
three rounds was .99 with 0.3 and 0.3 on UC Merced, .97 with 0.1 and 0.5; no choice between 0.03 and 0.3 did badly.
"""

WORDS_ELSEWHERE = 0.4
"""Share of the words in a head that is asked on another layer than it was taught on, both in standard deviations there.

Chosen between RSICD's validation images and UC Merced's training images, with projections that never saw the latter.
"""

ORDINARY = -1.0
LEAST_LEAD = 2.0
"""Standard deviations that what was accepted counts as being above ordinary ground at least."""

WORDS_REACH = 4.0
"""Standard deviations along the words that stand for what was accepted, where nothing was yet."""

_LEAST_SPREAD = 1e-6

STEEPNESS = 6.0
"""What the way from ordinary ground to what was accepted is in logits: sigmoid(-3) is 0.05, sigmoid(3) is 0.95."""


@dataclass(frozen=True)
class Marks:
    """Places that a person has judged, in an order that does not matter.

    Attributes:
        embeddings: float32 ``[m, d]``, L2-normalised, one a mark.
        wanted: bool ``[m]``, whether the place was accepted.
    """

    embeddings: NDArray[np.float32]
    wanted: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.wanted)

    @property
    def accepted(self) -> int:
        """How many were."""
        return int(self.wanted.sum())

    @property
    def rejected(self) -> int:
        """How many were."""
        return len(self) - self.accepted

    def joined(self, others: Marks) -> Marks:
        """These and others."""
        return Marks(np.concatenate([self.embeddings, others.embeddings]), np.concatenate([self.wanted, others.wanted]))

    def ordered(self) -> Marks:
        """The same marks in an order of their own, so that sums do not depend on the one that they came in."""
        order = np.lexsort((self.wanted, *self.embeddings.T))
        return Marks(self.embeddings[order], self.wanted[order])


@dataclass(frozen=True)
class Head:
    """What a taught query is: ``score = weights . embedding + bias``.

    Attributes:
        weights: float32 ``[d]``.
        bias: see above.
        ordinary: score of ordinary ground, the median of the layer that taught it.
        level: score of one half relevance.
        reached: score of what was accepted, of 0.95 relevance; above ``level``.
    """

    weights: NDArray[np.float32]
    bias: float
    ordinary: float
    level: float
    reached: float

    def scores(self, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """``[n]``, of embeddings ``[n, d]``."""
        return np.asarray(embeddings @ self.weights + np.float32(self.bias), np.float32)

    @property
    def slope(self) -> float:
        """Of the logit of relevance in the score."""
        return STEEPNESS / 2 / (self.reached - self.level)

    def on(self, sample: NDArray[np.float32], words: NDArray[np.float32] | None = None) -> Head:
        """The head on a layer, from some of its windows ``[n, d]``: what is ordinary there is ordinary.

        Args:
            words: ``[d]``, as for :func:`teach`, where it was not taught on that layer: they then count for more
                (:data:`WORDS_ELSEWHERE`), as what marks taught may be true of their own layer alone.
        """
        head = self
        spread = float((sample @ self.weights).std(dtype=np.float64))
        said = 0.0 if words is None else float((sample @ words).std(dtype=np.float64))
        if words is not None and min(said, spread) > _LEAST_SPREAD:
            both = (1 - WORDS_ELSEWHERE) / spread * self.weights + WORDS_ELSEWHERE / said * words
            length = max(float((sample @ both).std(dtype=np.float64)), _LEAST_SPREAD)
            head = replace(self, weights=np.asarray(spread / length * both, np.float32))
        return replace(head, bias=self.bias + self.ordinary - float(np.median(head.scores(sample))))


@dataclass(frozen=True)
class TaughtHead:
    """A head, and how sure it is of a place.

    Attributes:
        head: what was learned.
    """

    head: Head
    _metric: Metric
    _marked: NDArray[np.float64]
    _inverse: NDArray[np.float64]

    def doubt(self, embeddings: NDArray[np.float32]) -> NDArray[np.float64]:
        """Standard deviation of the score of places ``[n, d]``: ``[n]``; small near what has been marked."""
        rows = embeddings.astype(np.float64)
        centred = rows - self._metric.mean
        own = np.einsum("ij,jk,ik->i", centred, self._metric.matrix, centred, optimize=True)
        if not len(self._marked):
            return np.asarray(np.sqrt(np.maximum(own, 0.0)))
        near = self._metric.products(rows, self._marked)
        known = np.einsum("ij,jk,ik->i", near, self._inverse, near, optimize=True)
        return np.asarray(np.sqrt(np.maximum(own - known, 0.0)))


def teach(words: NDArray[np.float32], marks: Marks, metric: Metric, sample: NDArray[np.float32]) -> TaughtHead:
    """The head of some words and marks on a layer.

    Args:
        words: ``[d]``, L2-normalised; zero where there are none.
        marks: on this layer or on others under the same model; may be empty.
        metric: of the layer.
        sample: ``[n, d]``, some of its windows, by which words and ordinary ground are measured.
    """
    marks = marks.ordered()
    rows, word = marks.embeddings.astype(np.float64), words.astype(np.float64)
    along = sample @ words
    middle, spread = float(along.mean(dtype=np.float64)), max(float(along.std(dtype=np.float64)), 1e-6)
    said = (rows @ word - middle) / spread if word.any() else np.zeros(len(rows))
    before = ORDINARY + WORDS_GAIN * said
    target = np.where(marks.wanted, 1.0, -1.0)
    kernel = metric.products(rows, rows) + WORDS_FREEDOM**2 * np.outer(said, said)
    inverse = np.asarray(np.linalg.inv(kernel + NOISE * np.eye(len(rows))), np.float64)
    pull = inverse @ (target - before)
    gain = (WORDS_GAIN + WORDS_FREEDOM**2 * float(said @ pull)) / spread if word.any() else 0.0
    by_marks = metric.matrix @ ((rows - metric.mean).T @ pull)
    weights = by_marks + gain * word
    bias = ORDINARY - float(by_marks @ metric.mean) - gain * middle
    scores = (sample @ weights.astype(np.float32)).astype(np.float64) + bias
    # What is said of a mark with it and without it (equation 5.12): the truth about unmarked places is between.
    said_of = rows @ weights + bias
    without = target - pull / np.maximum(np.diag(inverse), 1e-12)
    ordinary, level, reached = _levels((said_of + without) / 2, marks.wanted, scores)
    head = Head(weights.astype(np.float32), bias, ordinary, level, reached)
    return TaughtHead(head, metric, rows, inverse)


def _levels(
    expected: NDArray[np.float64], wanted: NDArray[np.bool_], scores: NDArray[np.float64]
) -> tuple[float, float, float]:
    """Scores of ordinary ground, of one half relevance and of 0.95, from what is expected of places like the marks."""
    ordinary, spread = float(np.median(scores)), max(float(scores.std()), 1e-3)
    if wanted.any():
        reached = max(float(expected[wanted].mean()), ordinary + LEAST_LEAD * spread)
    else:
        reached = ORDINARY + WORDS_REACH * WORDS_GAIN
    refused = max(ordinary, float(expected[~wanted].mean())) if not wanted.all() else ordinary
    if reached - refused < spread / 2:  # the marks do not part: ordinary ground is all there is to compare with
        refused = ordinary
    reached = max(reached, refused + spread / 2)
    return ordinary, (reached + refused) / 2, reached
