"""A query's scale: from the cosine of a window to the probability that it shows what the query names.

Two measures, neither of which depends on the level and spread of a model, a language or a phrase:

* by how many standard deviations the cosine is above its mean over the bank;
* by how much it leads its *rivals*: the names of the lexicon that fit this window best, except those that mean nearly
  the same as the query (their cosines correlate with the query's over the bank) or show it too
  (:mod:`backend.presence.coincidence`). A window that fits "glacier", "snow", "ridge" and "scree" better than "lake" is
  not a lake, however blue it is. Ground shows several things at once, and some name always fits, so the fourth-best
  rival counts and not the best: on training images with several known things it has the lowest log loss, each source
  evaluated with a fit to the others.

Both are linear in the cosine, so the logistic model over them is one slope and one level per window:
``p = sigmoid(slope * (cosine - level))``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.presence.calibration import Calibration

ALIKE = 0.9
"""Correlation over the bank from which a concept counts as nearly synonymous with a query."""

RIVALS = 16
"""Number of concepts stored per window: the best of them that are not synonyms are the rivals."""

RIVAL = 4
"""Rank of the rival that a query is compared with."""

BEST = 10
"""Number of best windows that determine whether a thing is on a map."""


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
        """The concepts of some windows."""
        return Nearest(self.ids[chosen], self.cosines[chosen])

    @classmethod
    def joined(cls, parts: Sequence[Nearest], kept: int) -> Nearest:
        """Parts concatenated by window, with ``kept`` concepts each."""
        ids, cosines = [np.empty((0, kept), np.int16)], [np.empty((0, kept), np.float32)]
        return cls(
            np.concatenate([*ids, *(part.ids for part in parts)]),
            np.concatenate([*cosines, *(part.cosines for part in parts)]),
        )


def nearest_concepts(cosines: NDArray[np.float32]) -> Nearest:
    """The best of cosines ``[c, n]`` of concepts with windows."""
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
        slope: slope of the logit in the cosine.
        rival_share: share of the rival's cosine in the level.
        base: the rest of the level.
        alike: bool ``[c]``, concepts that are not rivals.
        vectors: float32 ``[c, d]``, directions of all concepts.
    """

    slope: float
    rival_share: float
    base: float
    alike: NDArray[np.bool_]
    vectors: NDArray[np.float32]

    def level(self, nearest: Nearest) -> NDArray[np.float32]:
        """The cosine at which the probability is one half, float32 ``[n]``."""
        rivals = ~self.alike[nearest.ids]
        place = (np.cumsum(rivals, axis=1, dtype=np.int8) == RIVAL).argmax(axis=1)
        # If too many of the stored concepts mean the same as the query, the rival is below the last of them.
        place[rivals.sum(axis=1) < RIVAL] = nearest.ids.shape[1] - 1
        rival = nearest.cosines[np.arange(len(place)), place]
        return np.asarray(self.rival_share * rival + self.base, np.float32)

    def probability(self, cosines: NDArray[np.float32], nearest: Nearest) -> NDArray[np.float32]:
        """Probability that each window shows what the query names, float32 ``[n]``."""
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
        vector: float32 ``[d]``, L2-normalised.
        temperature: the model's capped logit scale.
        named: ids of concepts that the query names; they are not rivals.
        phrases: float32 ``[p, d]``, the phrases of a query with several: near synonyms of any of them are not rivals
            either.
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
    """The measures of :attr:`Calibration.relevance`, float64 ``[n, 2]``."""
    mean, spread, alike = _on_the_bank(vector, calibration, named)
    rival = Scale(1.0, 1.0, 0.0, alike, calibration.vectors).level(nearest)
    return np.stack([(cosines - mean) / spread, temperature * (cosines - rival)], axis=1).astype(np.float64)


def presence_measures(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """The measures of :attr:`Calibration.presence`, ``[2]``: the highest logit of the windows, and the mean of the ten
    highest.

    The number of windows is not among them: fitted, it distinguished the sources by their size instead of their
    content.
    """
    best = np.sort(logits)[::-1][:BEST]
    return np.array([best[0], best.mean()]) if len(best) else np.array([-60.0, -60.0])


def _on_the_bank(
    vector: NDArray[np.float32], calibration: Calibration, named: Sequence[str]
) -> tuple[float, float, NDArray[np.bool_]]:
    """Mean and standard deviation of a query's cosine over the bank, and the concepts that do not contradict it."""
    cosines = calibration.bank @ vector
    mean, spread = float(cosines.mean()), max(float(cosines.std()), 1e-4)
    centred = cosines - mean
    alike = (centred @ calibration.profiles) / max(float(np.linalg.norm(centred)), 1e-12) >= ALIKE
    alike |= np.isin(calibration.concepts, list(named))
    return mean, spread, np.asarray(calibration.coincidence[alike].any(axis=0), bool)
