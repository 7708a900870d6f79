"""How much more one date is like a query than another, window by window, on a scale derived from the pair itself.

The raw difference of two dates means little: a season or a lower sun shifts all windows, and some kinds of ground more
than others. So it is expressed in robust standard deviations of the pair's own differences: minus their median, divided
by 1.4826 times their median absolute deviation, separately for each window size. What shifted everything is then zero,
and what changed in a few places stands out, as long as it is less than half of the ground.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from backend.search.directions import Directions
from backend.search.matrix import WindowMatrix
from backend.search.ranking import rank_windows

LEAST_SPREAD = 0.25
"""Least standard deviation, in logits of relevance: two pictures of unchanged ground differ by about as much.

Without it, two identical pictures would have a standard deviation of zero.
"""

_TO_DEVIATIONS = 1.4826
_FEW = 50  # windows: fewer give no reliable spread
_CERTAIN = 1e-6


@dataclass(frozen=True)
class DateScores:
    """Scores of ``n`` windows at one date.

    Attributes:
        logit: float64 ``[n]``, logit of the relevance before it is capped by presence.
        relevance: float32 ``[n]``, 0-1.
    """

    logit: NDArray[np.float64]
    relevance: NDArray[np.float32]


@dataclass(frozen=True)
class Spread:
    """Median and robust standard deviation of the differences among windows of the same size: ``[n]`` each."""

    middle: NDArray[np.float64]
    deviation: NDArray[np.float64]

    def standardised(self, differences: NDArray[np.float64]) -> NDArray[np.float64]:
        """Differences ``[n]`` in standard deviations from the median."""
        return np.asarray((differences - self.middle) / self.deviation)


def date_scores(matrix: WindowMatrix, directions: Directions, chosen: NDArray[np.intp]) -> DateScores:
    """Scores of the windows at ascending positions; ``directions`` have the cap of this date."""
    # Without consensus: larger windows, in which a small thing is lost, would halve the change.
    told = rank_windows(matrix, replace(directions, cap=1.0), 0.0, chosen).relevance
    return DateScores(logits(told), np.minimum(told, np.float32(directions.cap)))


def logits(relevance: NDArray[np.float32]) -> NDArray[np.float64]:
    """Logits of relevances ``[n]``, finite also for 0 and 1."""
    return np.asarray(logit(np.clip(relevance.astype(np.float64), _CERTAIN, 1 - _CERTAIN)))


def spread_of(differences: NDArray[np.float64], window_m: NDArray[np.float32]) -> Spread:
    """The spread of the differences ``[n]`` of a pair, separately for each window size with enough windows.

    Args:
        differences: differences of the scores of two dates, ``[n]``.
        window_m: sides of the windows in metres, ``[n]``.
    """
    middle, deviation = (np.full(len(differences), value) for value in _middle_and_deviation(differences))
    for side in np.unique(window_m):
        part = window_m == side
        if part.sum() >= _FEW:
            middle[part], deviation[part] = _middle_and_deviation(differences[part])
    return Spread(middle, np.maximum(deviation, LEAST_SPREAD))


def _middle_and_deviation(values: NDArray[np.float64]) -> tuple[float, float]:
    if not len(values):
        return 0.0, 0.0
    middle = float(np.median(values))
    return middle, _TO_DEVIATIONS * float(np.median(np.abs(values - middle)))
