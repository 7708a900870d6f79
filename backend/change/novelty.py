"""How much another picture the later date shows of the same window, whatever is looked for.

Another season, light, resolution or a shift leaves a window like itself; what was built or cleared does not. So the
distance of a window's two embeddings is told as a share of how far two windows of the pair are from each other on
average: 0 is the same picture, 1 is as different as two places. Words alone do not tell the two apart: scores of
"road" move with the contrast, while the window stays as it was.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backend.change.pair import WindowPair

_SAMPLE = 4_096  # windows by which the pair is measured
_LEAST_SPREAD = 0.1  # of cosines: where all places look alike, noise is no novelty
_BLOCK = 16_384  # windows at once
_FEW = 20  # windows: the spread of fewer says nothing


def novelty(pair: WindowPair, chosen: NDArray[np.intp]) -> NDArray[np.float64]:
    """How far each window is from itself at the other date, in mean distances of two windows: ``[m]``, 0 or more.

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
    """Mean distance of two windows of one date, by their side; of all windows where one size has few."""
    sample = np.arange(0, len(sides), max(1, len(sides) // _SAMPLE))
    dates = _embeddings(pair, sample)

    def spread(part: NDArray[np.bool_]) -> float:
        # The mean cosine of two unit vectors drawn at random is the squared length of the mean vector.
        alike = [float(np.square(rows[part].mean(axis=0)).sum()) for rows in dates]
        return max(1 - sum(alike) / 2, _LEAST_SPREAD)

    every = spread(np.ones(len(sample), bool))
    parts = {float(side): sides[sample] == side for side in np.unique(sides)}
    return {side: spread(part) if part.sum() >= _FEW else every for side, part in parts.items()}


def _embeddings(pair: WindowPair, some: NDArray[np.intp]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Embeddings ``[m, d]`` of both dates."""
    earlier = pair.earlier.take(pair.at_earlier[some]).astype(np.float32)
    return earlier, pair.later.take(pair.at_later[some]).astype(np.float32)
