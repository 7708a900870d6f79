"""The uncertainty of a count: of every guess, and of all of them together.

Each instance is correct with the probability given by its relevance. If guesses were independent, the number of correct
ones would have a Poisson binomial distribution, whose mean is the sum of the probabilities: the product of one
polynomial per instance, multiplied pairwise.

But a model errs alike in all of them: it knows a thing on one layer and hardly on the next, takes parts for wholes, and
cannot tell things apart that touch. So all guesses together are wrong by one factor, whose logarithm has a standard
deviation, the *doubt*. It depends on how sure the model is of what it counts, see :func:`doubt_of`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve
from scipy.special import ndtri, pdtr

LEVEL = 0.9
"""Coverage of the interval."""

LEAST_DOUBT = 0.5
"""Doubt where every instance is certain: in nine cases of ten the count is then wrong by a factor of 2.3 at most."""

DOUBT = 2.5
"""How much doubt grows as instances become uncertain.

Both are larger than a fit to fifteen counts on ground for development says, of which 13 are then in their intervals. Of
the others (390 trees, three cars) the model recognises none, and nothing tells that it should.
"""

UNSEEN = 0.5
"""Added to what is expected: nothing found does not mean that nothing is there."""

MOST_FACTOR = 10.0
"""By how much all guesses together may be wrong, at the ends of the interval, for their sum to be a number of things.

Six of the fifteen counts on ground for development may be wrong by more: 6 of 80, 2 of 33, 1 of 31 and 0 of 390 were
counted, 4 of 1 and 0 of 1. The others are 37 of 33, 39 of 36, 20, 15 and 3 of 10, 11 of 6, 2 of 4, 1 of 7 and 0 of 3.
"""

CROWD = 0.5
"""Share of what is expected from which windows that may show several things make a count a lower bound."""

Kind = Literal["number", "lower_bound", "no_number"]

_FACTORS = 33  # equally likely ones that stand for all
_DIRECT = 64  # longer products use the fast Fourier transform


@dataclass(frozen=True)
class Count:
    """A number with its interval.

    Attributes:
        expected: sum of the probabilities.
        low, high: integers; the true number should lie between them in :data:`LEVEL` of all counts.
        instances: number of guesses.
        kind: whether what is expected is a ``number`` of things, a ``lower_bound``, as windows may show several, or
            ``no_number``: so uncertain that it may be wrong by more than :data:`MOST_FACTOR`.
    """

    expected: float
    low: int
    high: int
    instances: int
    kind: Kind = "number"

    @property
    def count(self) -> int:
        """The expected number, rounded."""
        return round(self.expected)

    @property
    def number(self) -> int | None:
        """The number to show; None if it is not one of things, see ``kind``."""
        return self.count if self.kind == "number" else None


def distribution(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities that 0, 1, ... ``n`` of ``n`` independent guesses are correct: float64 ``[n + 1]``.

    Args:
        probabilities: ``[n]``, each 0-1.
    """
    factors = [np.array([1 - probability, probability], np.float64) for probability in probabilities] or [np.ones(1)]
    while len(factors) > 1:
        pairs = [_product(*factors[at : at + 2]) for at in range(0, len(factors) - 1, 2)]
        factors = pairs + factors[2 * len(pairs) :]
    found = np.clip(factors[0], 0, None)
    return np.asarray(found / found.sum())


def doubt_of(probabilities: NDArray[np.float64]) -> float:
    """The doubt of a count on a layer, from the probabilities ``[n]`` of all its instances.

    How sure the model is of them is their mean probability, in which each counts as much as it is probable.
    """
    total = float(probabilities.sum())
    sureness = float(np.square(probabilities).sum()) / total if total > 0 else 1.0
    return LEAST_DOUBT + DOUBT * (1 - sureness)


def count_of(
    probabilities: NDArray[np.float64],
    doubt: float = 0.0,
    level: float = LEVEL,
    crowded: NDArray[np.bool_] | None = None,
) -> Count:
    """The count of guesses.

    Args:
        probabilities: ``[n]``, each 0-1.
        doubt: standard deviation of the logarithm of the factor by which all are wrong together; 0 if each is as
            probable as it says and they are independent.
        level: coverage of the interval, 0-1.
        crowded: bool ``[n]``, which of them may be several things; None if that is not known.
    """
    expected, tail, several = float(np.sum(probabilities)), (1 - level) / 2, len(probabilities)
    if doubt > 0:
        low, high = (_quantile(expected + UNSEEN, doubt, share) for share in (tail, 1 - tail))
        kind = _kind(probabilities, doubt * float(ndtri(1 - tail)), crowded)
        return Count(expected, min(low, round(expected)), max(high, round(expected)), several, kind)
    below = np.cumsum(distribution(probabilities))
    low = min(int(np.searchsorted(below, tail * (1 - 1e-9))), several)
    high = min(int(np.searchsorted(below, (1 - tail) * (1 - 1e-9))), several)
    return Count(expected, low, high, several)


def _kind(probabilities: NDArray[np.float64], most: float, crowded: NDArray[np.bool_] | None) -> Kind:
    """What a sum of guesses says if all may be wrong by a factor of ``exp(most)``."""
    if most > np.log(MOST_FACTOR):
        return "no_number"
    total = float(probabilities.sum())
    among = 0.0 if crowded is None else float(probabilities[crowded].sum())
    return "lower_bound" if total > 0 and among >= CROWD * total else "number"


def _quantile(mean: float, doubt: float, share: float) -> int:
    """The quantile of a Poisson count whose mean is wrong by a log-normal factor."""
    means = mean * np.exp(doubt * ndtri((np.arange(_FACTORS) + 0.5) / _FACTORS))
    low, high = -1, int(means[-1] + 10 * np.sqrt(means[-1]) + 10)
    while high - low > 1:
        middle = (low + high) // 2
        if float(pdtr(middle, means).mean()) >= share:
            high = middle
        else:
            low = middle
    return high


def _product(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    if min(len(first), len(second)) <= _DIRECT:
        return np.convolve(first, second)
    return np.asarray(fftconvolve(first, second))
