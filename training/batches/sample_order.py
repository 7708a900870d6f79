"""The order of samples: epochs, each a permutation drawn from the seed and the epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from training.data.sample import Sample


class SampleOrder:
    """Rows of an endless sequence of epochs.

    In an epoch every sample occurs once, or ``repeats`` times for its source (0 omits it). A pure function of seed and
    position, so that a resumed run equals an uninterrupted one.
    """

    def __init__(self, samples: Sequence[Sample], repeats: Mapping[str, int], seed: int) -> None:
        counts = [repeats.get(sample.source, 1) for sample in samples]
        self._once = np.repeat(np.arange(len(samples)), counts)
        self._seed = seed
        self._epoch = -1
        self._permuted: NDArray[np.intp] = self._once

    def __len__(self) -> int:
        return len(self._once)

    def _of_epoch(self, epoch: int) -> NDArray[np.intp]:
        if epoch != self._epoch:
            self._permuted = np.random.default_rng([self._seed, epoch]).permutation(self._once)
            self._epoch = epoch
        return self._permuted

    def rows(self, start: int, count: int) -> list[int]:
        """``count`` rows of the sequence, from position ``start``."""
        rows: list[int] = []
        while len(rows) < count:
            epoch, offset = divmod(start + len(rows), len(self))
            rows += self._of_epoch(epoch)[offset : offset + count - len(rows)].tolist()
        return rows
