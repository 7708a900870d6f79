"""How sure a count is: the distribution of how many of some independent guesses are right.

Each instance is there with the probability that its relevance says. How many of them are there is then distributed by
the Poisson binomial law, of which the mean is the sum of the probabilities. The distribution is the product of one
polynomial an instance, multiplied two by two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve

LEVEL = 0.9
"""Share of the cases in which the number lies in the interval, if relevances are right and guesses independent."""

_DIRECT = 64  # longer products go through the fast Fourier transform


@dataclass(frozen=True)
class Count:
    """A number with its interval.

    Attributes:
        expected: sum of the probabilities.
        low, high: whole numbers; the true number lies between them with the probability :data:`LEVEL` at least.
        instances: how many guesses it is made of.
    """

    expected: float
    low: int
    high: int
    instances: int

    @property
    def count(self) -> int:
        """The number to name: the expected one, rounded."""
        return round(self.expected)


def distribution(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability that 0, 1, ... ``n`` of ``n`` independent guesses are right: ``[n + 1]``.

    Args:
        probabilities: ``[n]``, each 0-1.
    """
    factors = [np.array([1 - probability, probability], np.float64) for probability in probabilities] or [np.ones(1)]
    while len(factors) > 1:
        pairs = [_product(*factors[at : at + 2]) for at in range(0, len(factors) - 1, 2)]
        factors = pairs + factors[2 * len(pairs) :]
    found = np.clip(factors[0], 0, None)
    return np.asarray(found / found.sum())


def count_of(probabilities: NDArray[np.float64], level: float = LEVEL) -> Count:
    """What guesses add up to.

    Args:
        probabilities: ``[n]``, each 0-1.
        level: of the interval, 0-1.
    """
    below = np.cumsum(distribution(probabilities))
    tail = (1 - level) / 2
    last = len(probabilities)
    low = min(int(np.searchsorted(below, tail * (1 - 1e-9))), last)
    high = min(int(np.searchsorted(below, (1 - tail) * (1 - 1e-9))), last)
    return Count(float(np.sum(probabilities)), low, high, last)


def _product(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    if min(len(first), len(second)) <= _DIRECT:
        return np.convolve(first, second)
    return np.asarray(fftconvolve(first, second))
