"""Logistic regression with a few weights of known sign: what makes a probability of measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

PENALTY = 1e-4
"""Of the squared weights, so that a measure which parts two groups without an error keeps a finite weight."""


@dataclass(frozen=True)
class Logistic:
    """``p = 1 / (1 + exp(-(weights . measures + constant)))``; a weight a measure."""

    weights: tuple[float, ...]
    constant: float

    def probability(self, measures: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of measures ``[..., m]``: ``[...]``, 0-1."""
        return np.asarray(expit(measures @ np.array(self.weights) + self.constant), np.float64)


def fit_logistic(
    measures: NDArray[np.float64], right: NDArray[np.bool_], balanced: bool = False, signs: Sequence[int] | None = None
) -> Logistic:
    """The weights under which what was seen is most likely.

    Args:
        measures: ``[n, m]``, of comparable spread.
        right: ``[n]``, of both kinds.
        balanced: whether the right and the wrong count the same however many they are; else as often as they are.
        signs: of each weight: 1 not negative, -1 not positive, 0 either; all 1 if None.
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
