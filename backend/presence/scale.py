"""A query's scale: from the cosine of a window to the probability that the query is right about it.

Two measures, both free of the level and spread that a model, a language or a phrase happens to have:

* how many standard deviations the cosine is above its mean over the bank of many grounds;
* by how much it leads its *rivals*: the names, of all in the lexicon, that fit this window best, those left out that
  mean nearly the same as the query (their cosines rise and fall with the query's over the bank) or show it too
  (:mod:`backend.presence.coincidence`). A window that is called "glacier", "snow", "ridge" and "scree" before "lake" is
  no lake, however blue it is. Ground shows several things at once, and some name always fits anything, so that not the
  best rival counts but the fourth: on training images with several known things, each source judged by a fit to the
  others, that has the least log loss.

Both are linear in the cosine, so that the logistic model over them is again one slope and one level a window:
``p = sigmoid(slope * (cosine - level))``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.presence.calibration import Calibration

ALIKE = 0.9
"""Correlation over the bank from which a concept means nearly the same as a query."""

RIVALS = 16
"""Concepts that are kept of each window: the best of them that are no synonyms are the rivals."""

RIVAL = 4
"""Which of the rivals, best first, a query is measured against."""

BEST = 10
"""Windows that tell whether a thing is on a map."""


@dataclass(frozen=True)
class Nearest:
    """The concepts that fit each of ``n`` windows best, best first.

    Attributes:
        ids: int16 ``[n, m]``, positions in :attr:`backend.presence.calibration.Calibration.concepts`.
        cosines: float32 ``[n, m]``.
    """

    ids: NDArray[np.int16]
    cosines: NDArray[np.float32]

    def take(self, chosen: NDArray[np.intp] | slice) -> Nearest:
        """Those of some windows."""
        return Nearest(self.ids[chosen], self.cosines[chosen])

    @classmethod
    def joined(cls, parts: Sequence[Nearest], kept: int) -> Nearest:
        """Of windows one part after the other, ``kept`` concepts each."""
        ids, cosines = [np.empty((0, kept), np.int16)], [np.empty((0, kept), np.float32)]
        return cls(
            np.concatenate([*ids, *(part.ids for part in parts)]),
            np.concatenate([*cosines, *(part.cosines for part in parts)]),
        )


def nearest_concepts(cosines: NDArray[np.float32]) -> Nearest:
    """The best of ``[c, n]`` cosines of concepts with windows."""
    kept = min(RIVALS, len(cosines))
    best = np.argpartition(-cosines, kept - 1, axis=0)[:kept]
    values = np.take_along_axis(cosines, best, axis=0)
    order = np.argsort(-values, axis=0, kind="stable")
    ids, sorted_values = np.take_along_axis(best, order, axis=0), np.take_along_axis(values, order, axis=0)
    return Nearest(np.ascontiguousarray(ids.T, np.int16), np.ascontiguousarray(sorted_values.T, np.float32))


@dataclass(frozen=True)
class Scale:
    """One query's scale.

    Attributes:
        slope: of the logit in the cosine.
        rival_share: what of the rival's cosine is in the level.
        base: the rest of the level.
        alike: bool ``[c]``, concepts that are no rivals.
        vectors: float32 ``[c, d]``, all concepts.
    """

    slope: float
    rival_share: float
    base: float
    alike: NDArray[np.bool_]
    vectors: NDArray[np.float32]

    def level(self, nearest: Nearest) -> NDArray[np.float32]:
        """The cosine of one half, of each window: ``[n]``."""
        rivals = ~self.alike[nearest.ids]
        place = (np.cumsum(rivals, axis=1, dtype=np.int8) == RIVAL).argmax(axis=1)
        # Where too many of those that are kept mean the same as the query, the rival is beneath the last of them.
        place[rivals.sum(axis=1) < RIVAL] = nearest.ids.shape[1] - 1
        rival = nearest.cosines[np.arange(len(place)), place]
        return np.asarray(self.rival_share * rival + self.base, np.float32)

    def probability(self, cosines: NDArray[np.float32], nearest: Nearest) -> NDArray[np.float32]:
        """That the query is right about each window, ``[n]``."""
        logits = self.slope * (cosines.astype(np.float64) - self.level(nearest))
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -60, 60))), np.float32)


def scale_of(
    vector: NDArray[np.float32],
    calibration: Calibration,
    temperature: float,
    named: Sequence[str] = (),
    phrases: NDArray[np.float32] | None = None,
) -> Scale:
    """The scale of a query.

    Args:
        vector: ``[d]``, L2-normalised.
        temperature: the model's capped logit scale.
        named: ids of concepts that the query names; they are no rivals.
        phrases: ``[p, d]``, of a query of several: what means nearly the same as any of them is no rival either.
    """
    mean, spread, alike = _on_the_bank(vector, calibration, named)
    for phrase in () if phrases is None else phrases:
        alike |= _on_the_bank(phrase, calibration, ())[2]
    above, ahead = calibration.relevance.weights
    slope = above / spread + ahead * temperature
    base = (above * mean / spread - calibration.relevance.constant) / max(slope, 1e-9)
    return Scale(max(slope, 1e-9), ahead * temperature / max(slope, 1e-9), base, alike, calibration.vectors)


def relevance_measures(
    cosines: NDArray[np.float32],
    nearest: Nearest,
    vector: NDArray[np.float32],
    calibration: Calibration,
    temperature: float,
    named: Sequence[str] = (),
) -> NDArray[np.float64]:
    """``[n, 2]``: what the logistic model of :attr:`Calibration.relevance` is fitted to."""
    mean, spread, alike = _on_the_bank(vector, calibration, named)
    rival = Scale(1.0, 1.0, 0.0, alike, calibration.vectors).level(nearest)
    return np.stack([(cosines - mean) / spread, temperature * (cosines - rival)], axis=1).astype(np.float64)


def presence_measures(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """``[2]``: what says that a thing is on a map: the highest logit of its windows, and the mean of the ten highest.

    How many windows the map has is no measure: fitted, it told the sources apart by their size and not what they show.
    """
    best = np.sort(logits)[::-1][:BEST]
    return np.array([best[0], best.mean()]) if len(best) else np.array([-60.0, -60.0])


def _on_the_bank(
    vector: NDArray[np.float32], calibration: Calibration, named: Sequence[str]
) -> tuple[float, float, NDArray[np.bool_]]:
    """Mean and spread of a query's cosine over the bank, and the concepts that do not speak against it."""
    cosines = calibration.bank @ vector
    mean, spread = float(cosines.mean()), max(float(cosines.std()), 1e-4)
    centred = cosines - mean
    alike = (centred @ calibration.profiles) / max(float(np.linalg.norm(centred)), 1e-12) >= ALIKE
    alike |= np.isin(calibration.concepts, list(named))
    return mean, spread, np.asarray(calibration.coincidence[alike].any(axis=0), bool)
