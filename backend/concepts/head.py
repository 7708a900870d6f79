"""A head taught by marks, in closed form: the words are the prior, and every mark corrects it.

A place has a score: 1 is what is wanted, -1 is ordinary ground. Before any mark it is given by the words: by how many
standard deviations a place is nearer to them than the layer's mean. That is the mean of a Gaussian process (Rasmussen
and Williams, "Gaussian Processes for Machine Learning", 2006, equations 2.23 to 2.26 and 2.38) with a linear kernel:
the layer's metric, plus the words again, so that the marks also determine the weight of the words. An accepted mark is
observed as 1, a rejected one as -1. Once something is accepted, some of the layer's windows are faintly observed as -1,
because most of a layer is not what is wanted: after a few acceptances nothing else says what is not. The posterior mean
is linear in the embedding, so a head is one vector and a number; the more marks there are, the less the prior of the
words matters.

All marks count equally, and the same marks give the same head in any order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backend.concepts.metric import Metric

WORDS_GAIN = 0.3
"""Contribution of one standard deviation along the words to a score, before any mark."""

WORDS_FREEDOM = 1.0 / 3.0
"""How far marks may change :data:`WORDS_GAIN`: the standard deviation of its prior."""

NOISE = 1.0
"""Variance of a mark: people make mistakes, and a window shows more than what is meant.

Chosen together with :data:`GROUND_NOISE` on RSICD's validation images, and on UC Merced's training images with
projections that never saw them; 0.3 and 2 were worse.
"""

GROUND = 200
"""Windows of the layer that count as ordinary ground once a place was accepted, evenly spread: rejections by themselves
say what is not wanted."""

GROUND_NOISE = 10.0
"""Variance of each: together they weigh as much as twenty marks."""

WORDS_ELSEWHERE = 0.4
"""Weight of the words in a head that is used on another layer than it was taught on, both in standard deviations there.

Chosen between RSICD's validation images and UC Merced's training images, with projections that never saw the latter.
"""

ORDINARY = -1.0
LEAST_LEAD = 2.0
"""Least number of standard deviations between ordinary and accepted ground."""

WORDS_REACH = 4.0
"""Standard deviations along the words that represent accepted ground while there is none."""

_LEAST_SPREAD = 1e-6

STEEPNESS = 6.0
"""Distance from ordinary to accepted ground in logits: sigmoid(-3) is 0.05, sigmoid(3) is 0.95."""


@dataclass(frozen=True)
class Marks:
    """Places that a user has judged; their order does not matter.

    Attributes:
        embeddings: float32 ``[m, d]``, L2-normalised, one per mark.
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
        """These and other marks."""
        return Marks(np.concatenate([self.embeddings, others.embeddings]), np.concatenate([self.wanted, others.wanted]))

    def ordered(self) -> Marks:
        """The same marks in a canonical order, so that sums do not depend on the original one."""
        order = np.lexsort((self.wanted, *self.embeddings.T))
        return Marks(self.embeddings[order], self.wanted[order])


@dataclass(frozen=True)
class Head:
    """A taught query: ``score = weights . embedding + bias``.

    Attributes:
        weights: float32 ``[d]``.
        bias: see above.
        ordinary: score of ordinary ground, the median of the layer it was taught on.
        level: score at which relevance is one half.
        reached: score of accepted ground, where relevance is 0.95; above ``level``.
    """

    weights: NDArray[np.float32]
    bias: float
    ordinary: float
    level: float
    reached: float

    def scores(self, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores, float32 ``[n]``, of embeddings ``[n, d]``."""
        return np.asarray(embeddings @ self.weights + np.float32(self.bias), np.float32)

    @property
    def slope(self) -> float:
        """Slope of the logit of relevance in the score."""
        return STEEPNESS / 2 / (self.reached - self.level)

    def on(self, sample: NDArray[np.float32], words: NDArray[np.float32] | None = None) -> Head:
        """The head adapted to a layer, from some of its windows ``[n, d]``, so that its ordinary ground scores as
        ordinary.

        Args:
            words: float32 ``[d]``, as for :func:`teach`, if it was not taught on that layer: they then get more weight
                (:data:`WORDS_ELSEWHERE`), as what marks taught may hold only on their own layer.
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
    """A head, with its uncertainty.

    Attributes:
        head: the learned head.
    """

    head: Head
    _metric: Metric
    _marked: NDArray[np.float64]
    _inverse: NDArray[np.float64]

    def doubt(self, embeddings: NDArray[np.float32]) -> NDArray[np.float64]:
        """Standard deviation of the score of places ``[n, d]``: float64 ``[n]``; small near marks."""
        rows = embeddings.astype(np.float64)
        centred = rows - self._metric.mean
        own = np.einsum("ij,jk,ik->i", centred, self._metric.matrix, centred, optimize=True)
        if not len(self._marked):
            return np.asarray(np.sqrt(np.maximum(own, 0.0)))
        near = self._metric.products(rows, self._marked)
        known = np.einsum("ij,jk,ik->i", near, self._inverse, near, optimize=True)
        return np.asarray(np.sqrt(np.maximum(own - known, 0.0)))


def teach(
    words: NDArray[np.float32],
    marks: Marks,
    metric: Metric,
    sample: NDArray[np.float32],
    expected_share: float | None = None,
) -> TaughtHead:
    """Compute the head of words and marks on a layer.

    Args:
        words: float32 ``[d]``, L2-normalised; zero if there are none.
        marks: on this layer or on others, by the same model; may be empty.
        metric: metric of the layer.
        sample: float32 ``[n, d]``, some of its windows, from which words and ordinary ground are measured.
        expected_share: share of them that shows what the words say, 0-1; None if that is not known. Accepted places
            alone do not tell where a thing ends: as long as nothing was rejected, no more ground than that has a
            relevance above one half.
    """
    marks = marks.ordered()
    own = len(marks)
    ground = sample[:: -(-len(sample) // GROUND)] if marks.accepted else sample[:0]
    rows, word = np.concatenate([marks.embeddings, ground]).astype(np.float64), words.astype(np.float64)
    along = sample @ words
    middle, spread = float(along.mean(dtype=np.float64)), max(float(along.std(dtype=np.float64)), 1e-6)
    said = (rows @ word - middle) / spread if word.any() else np.zeros(len(rows))
    before = ORDINARY + WORDS_GAIN * said
    target = np.concatenate([np.where(marks.wanted, 1.0, -1.0), np.full(len(ground), -1.0)])
    noise = np.concatenate([np.full(own, NOISE), np.full(len(ground), GROUND_NOISE)])
    kernel = metric.products(rows, rows) + WORDS_FREEDOM**2 * np.outer(said, said)
    inverse = np.asarray(np.linalg.inv(kernel + np.diag(noise)), np.float64)
    pull = inverse @ (target - before)
    gain = (WORDS_GAIN + WORDS_FREEDOM**2 * float(said @ pull)) / spread if word.any() else 0.0
    by_marks = metric.matrix @ ((rows - metric.mean).T @ pull)
    weights = by_marks + gain * word
    bias = ORDINARY - float(by_marks @ metric.mean) - gain * middle
    scores = (sample @ weights.astype(np.float32)).astype(np.float64) + bias
    # The score of a mark with and without it (equation 5.12): that of similar unmarked places is in between.
    said_of = rows[:own] @ weights + bias
    without = (target - pull / np.maximum(np.diag(inverse), 1e-12))[:own]
    ordinary, level, reached = _levels((said_of + without) / 2, marks.wanted, scores)
    if expected_share is not None and marks.accepted and not marks.rejected:
        level = max(level, float(np.quantile(scores, 1 - expected_share)))
        reached = max(reached, level + max(float(scores.std()), 1e-3) / 4)
    head = Head(weights.astype(np.float32), bias, ordinary, level, reached)
    return TaughtHead(head, metric, rows, inverse)


def _levels(
    expected: NDArray[np.float64], wanted: NDArray[np.bool_], scores: NDArray[np.float64]
) -> tuple[float, float, float]:
    """Scores of ordinary ground, of relevance 0.5 and of 0.95, from the expected scores of places like the marks."""
    ordinary, spread = float(np.median(scores)), max(float(scores.std()), 1e-3)
    if wanted.any():
        reached = max(float(expected[wanted].mean()), ordinary + LEAST_LEAD * spread)
    else:
        reached = ORDINARY + WORDS_REACH * WORDS_GAIN
    refused = max(ordinary, float(expected[~wanted].mean())) if not wanted.all() else ordinary
    if reached - refused < spread / 2:  # the marks are not separable: compare with ordinary ground only
        refused = ordinary
    reached = max(reached, refused + spread / 2)
    return ordinary, (reached + refused) / 2, reached
