"""Few-shot classification: a linear probe on a few labelled images per class, over several draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.evaluation.linear_probe import ProbeOptions, fit_probe, probe_accuracy

SHOTS = (1, 4, 8, 16, 32)
SEEDS = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class FewShotResult:
    """Accuracies in percent for one number of shots, one per seed."""

    shots: int
    accuracies: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean over seeds."""
        return float(np.mean(self.accuracies))

    @property
    def deviation(self) -> float:
        """Sample standard deviation over seeds; 0 for one seed."""
        return float(np.std(self.accuracies, ddof=1)) if len(self.accuracies) > 1 else 0.0


def draw_shots(labels: NDArray[np.int64], shots: int, seed: int) -> NDArray[np.intp]:
    """Rows of ``shots`` images of every class (all if a class has fewer), drawn by ``seed``."""
    rng = np.random.default_rng([seed, shots])
    rows = [rng.permutation(np.flatnonzero(labels == label))[:shots] for label in np.unique(labels)]
    return np.sort(np.concatenate(rows))


def few_shot(
    train: NDArray[np.float32],
    train_labels: NDArray[np.int64],
    test: NDArray[np.float32],
    test_labels: NDArray[np.int64],
    classes: int,
    shots: Sequence[int] = SHOTS,
    seeds: Sequence[int] = SEEDS,
    options: ProbeOptions | None = None,
) -> list[FewShotResult]:
    """One result per number of shots."""
    results = []
    for count in shots:
        accuracies = []
        for seed in seeds:
            rows = draw_shots(train_labels, count, seed)
            probe = fit_probe(train[rows], train_labels[rows], classes, options or ProbeOptions(), seed)
            accuracies.append(probe_accuracy(probe, test, test_labels))
        results.append(FewShotResult(count, tuple(accuracies)))
    return results
