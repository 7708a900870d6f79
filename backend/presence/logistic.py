"""Logistic regression with a few weights of known sign, which turns measures into a probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

PENALTY = 1e-4
"""Penalty on the squared weights, so that a measure that separates two groups perfectly gets a finite weight."""


@dataclass(frozen=True)
class Logistic:
    """``p = 1 / (1 + exp(-(weights . measures + constant)))``; one weight per measure."""

    weights: tuple[float, ...]
    constant: float

    def probability(self, measures: NDArray[np.float64]) -> NDArray[np.float64]:
        """Measures ``[..., m]`` -> probabilities ``[...]``, 0-1."""
        return np.asarray(expit(measures @ np.array(self.weights) + self.constant), np.float64)


def fit_logistic(
    measures: NDArray[np.float64], right: NDArray[np.bool_], balanced: bool = False, signs: Sequence[int] | None = None
) -> Logistic:
    """Maximum-likelihood weights.

    Args:
        measures: ``[n, m]``, of comparable spread.
        right: ``[n]``, the truth; must contain both classes.
        balanced: whether both classes have the same total weight, whatever their sizes.
        signs: sign constraint of each weight: 1 not negative, -1 not positive, 0 either; all 1 if None.
    """
    known = right.astype(np.float64)
    counts = np.where(right, 1 / max(right.sum(), 1), 1 / max((~right).sum(), 1)) if balanced else np.ones(len(known))
    counts = counts / counts.sum()

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = values[:-1]
        logits = measures @ weights + values[-1]
        slopes = counts * (expit(logits) - known)
        told = float((counts * (np.logaddexp(0, logits) - known * logits)).sum() + PENALTY * (weights**2).sum())
        return told, np.append(measures.T @ slopes + 2 * PENALTY * weights, slopes.sum())

    limits = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    chosen = [1] * measures.shape[1] if signs is None else list(signs)
    bounds = [*(limits[sign] for sign in chosen), (None, None)]
    found = minimize(loss, np.zeros(measures.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return Logistic(tuple(float(value) for value in found[:-1]), float(found[-1]))
