"""How different the picture of a window is at the later date, independent of the query.

A window stays similar to itself under another season, light, resolution or a shift, but not when something is built or
cleared. So novelty is the distance of a window's two embeddings divided by the mean distance of two windows of the
pair: 0 is the same picture, 1 is as different as two places. Scores of words cannot make this distinction: those of
"road" change with the contrast, while the ground stays the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backend.change.pair import WindowPair

_SAMPLE = 4_096  # windows from which the mean distance is estimated
_LEAST_SPREAD = 0.1  # in cosine: where all places look alike, noise is not novelty
_BLOCK = 16_384  # windows at once
_FEW = 20  # windows: fewer give no reliable spread


def novelty(pair: WindowPair, chosen: NDArray[np.intp]) -> NDArray[np.float64]:
    """Distance of each window from itself at the other date, in mean distances of two windows: float64 ``[m]``, >= 0.

    Args:
        pair: both dates.
        chosen: ascending positions ``[m]`` among its common windows.
    """
    sides = pair.windows.window_m
    spreads = _spreads(pair, sides)
    found = np.empty(len(chosen))
    for start in range(0, len(chosen), _BLOCK):
        some = chosen[start : start + _BLOCK]
        earlier, later = _embeddings(pair, some)
        found[start : start + _BLOCK] = 1 - np.einsum("ij,ij->i", earlier, later)
    own = np.array([spreads[float(side)] for side in sides[chosen]])
    return np.asarray(np.maximum(found, 0.0) / own)


def _spreads(pair: WindowPair, sides: NDArray[np.float32]) -> dict[float, float]:
    """Mean distance of two windows of one date, by their side; of all windows for a size with few."""
    sample = np.arange(0, len(sides), max(1, len(sides) // _SAMPLE))
    dates = _embeddings(pair, sample)

    def spread(part: NDArray[np.bool_]) -> float:
        # The mean cosine of two random unit vectors of a set is the squared length of its mean.
        alike = [float(np.square(rows[part].mean(axis=0)).sum()) for rows in dates]
        return max(1 - sum(alike) / 2, _LEAST_SPREAD)

    every = spread(np.ones(len(sample), bool))
    parts = {float(side): sides[sample] == side for side in np.unique(sides)}
    return {side: spread(part) if part.sum() >= _FEW else every for side, part in parts.items()}


def _embeddings(pair: WindowPair, some: NDArray[np.intp]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Embeddings ``[m, d]`` of both dates."""
    earlier = pair.earlier.take(pair.at_earlier[some]).astype(np.float32)
    return earlier, pair.later.take(pair.at_later[some]).astype(np.float32)
