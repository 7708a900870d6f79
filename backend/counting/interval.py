"""The uncertainty of a count: the distribution of the number of correct ones among independent guesses.

Each instance is correct with the probability given by its relevance. The number of correct ones then has a Poisson
binomial distribution, whose mean is the sum of the probabilities. It is the product of one polynomial per instance,
multiplied pairwise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve

LEVEL = 0.9
"""Coverage of the interval, if relevances are correct and guesses independent."""

_DIRECT = 64  # longer products use the fast Fourier transform


@dataclass(frozen=True)
class Count:
    """A number with its interval.

    Attributes:
        expected: sum of the probabilities.
        low, high: integers; the true number lies between them with a probability of at least :data:`LEVEL`.
        instances: number of guesses.
    """

    expected: float
    low: int
    high: int
    instances: int

    @property
    def count(self) -> int:
        """The number to show: the expected one, rounded."""
        return round(self.expected)


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


def count_of(probabilities: NDArray[np.float64], level: float = LEVEL) -> Count:
    """The count of independent guesses.

    Args:
        probabilities: ``[n]``, each 0-1.
        level: coverage of the interval, 0-1.
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
