"""The exact best windows of millions, in little more time than one matrix product.

First every window gets a bound: its ranking from half-precision cosines, whose error is bounded. Then only those whose
bound reaches the ``top``-th are computed again, in double precision; the others cannot be among the best. The result
equals single precision over all windows, ties by position.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backend.presence.scale import BEST, presence_measures
from backend.search.directions import Directions
from backend.search.matrix import WindowMatrix
from backend.search.products import widened
from backend.search.ranking import HOLE_WEIGHT, UNWANTED_WEIGHT, WindowScores, combine, neutral_level

_SPARSE = 0.2
"""Share of chosen windows up to which their embeddings are gathered, instead of scoring all windows."""

_GATHERED = 65_536  # embeddings computed again at once
_RELEVANCE_ROUNDING = 1e-6
_ARITHMETIC_ROUNDING = 1e-6  # of leads and rankings, in single precision


@dataclass(frozen=True)
class BestWindows:
    """The best windows, best first.

    Attributes:
        positions: ``[m]`` in the matrix.
        scores: scores of these windows.
        relevant: number of windows that reached the threshold, see :attr:`backend.search.region.SearchResult.relevant`.
    """

    positions: NDArray[np.intp]
    scores: WindowScores
    relevant: int


def best_windows_of(
    matrix: WindowMatrix,
    directions: Directions,
    top: int,
    min_relevance: float = 0.0,
    inside: NDArray[np.bool_] | None = None,
) -> BestWindows:
    """The best ``top`` windows of those that reach a relevance.

    Args:
        matrix: the windows and their embeddings.
        min_relevance: 0-1.
        inside: bool ``[n]``, which windows may be results; all if None.
    """
    positions = None if inside is None else np.flatnonzero(inside)
    if positions is not None and len(positions) > _SPARSE * len(matrix):
        candidates, relevant = _candidates(matrix, directions, top, min_relevance, None, inside)
    else:
        candidates, relevant = _candidates(matrix, directions, top, min_relevance, positions, None)
    return _best_of(matrix, directions, top, min_relevance, candidates, relevant)


def with_presence(
    directions: Directions, matrix: WindowMatrix, inside: NDArray[np.bool_] | None = None
) -> tuple[Directions, float | None]:
    """The directions capped by presence, and presence: the probability that what the texts name is on the ground at
    all.

    No place can be more probable than the presence of the thing as a whole. None if it is not measured: without a
    calibration, or with examples.
    """
    if directions.scale is None or directions.calibration is None or not len(matrix):
        return directions, None
    best = best_windows_of(matrix, directions, BEST, 0.0, inside)
    told = np.clip(best.scores.relevance.astype(np.float64), 1e-9, 1 - 1e-9)
    measures = presence_measures(np.log(told / (1 - told)))
    presence = float(directions.calibration.presence.probability(measures))
    return replace(directions, cap=presence), presence


def _candidates(
    matrix: WindowMatrix,
    directions: Directions,
    top: int,
    min_relevance: float,
    positions: NDArray[np.intp] | None,
    inside: NDArray[np.bool_] | None,
) -> tuple[NDArray[np.intp], int]:
    """Ascending positions of windows that include the best ones, and how many are relevant.

    Scores only the windows at ``positions``, or all of them; only those ``inside`` may be results.
    """
    # One thread of numpy from here on: element-wise passes are too short to wait for a second thread.
    cosines, error = matrix.quick_cosines(_asked(directions), positions)
    some = slice(None) if positions is None else positions
    wanted = ranking = cosines[0]
    error_of_lead = error_of_ranking = error
    unwanted = None
    if len(directions.unwanted):
        unwanted = directions.unwanted_level(cosines[1:])
        gain = 1.0 if directions.gains is None else float(directions.gains.max())
        ranking = wanted - UNWANTED_WEIGHT * np.maximum(unwanted - wanted, 0)
        error_of_lead = error * (1 + gain)
        error_of_ranking = error * (1 + UNWANTED_WEIGHT * (1 + gain))
    if matrix.has_holes:
        ranking = ranking - HOLE_WEIGHT * (1 - matrix.valid_share[some])
    least = _least_lead(min_relevance, directions)
    # From here on only windows that may be results, which with a threshold are few.
    if least == -np.inf:
        near = None if inside is None else np.flatnonzero(inside)
        ranking = ranking if near is None else ranking[near]
        sure, relevant = ranking, len(ranking)
    else:
        lead = wanted - neutral_level(matrix, directions, some)
        if unwanted is not None:
            lead = np.minimum(lead, wanted - unwanted)
        error_of_lead += _ARITHMETIC_ROUNDING
        possible = lead >= least - error_of_lead
        near = np.flatnonzero(possible if inside is None else possible & inside)
        lead, ranking = lead[near], ranking[near]
        relevant = int(np.count_nonzero(lead >= least))
        sure = ranking[lead >= least + error_of_lead]
    reached = -np.inf if top >= len(sure) else float(np.partition(sure, len(sure) - top)[len(sure) - top])
    # `top` windows certainly reach `reached` minus the error: what cannot reach that cannot be among the best.
    cut = max(reached - 2 * (error_of_ranking + _ARITHMETIC_ROUNDING), float(np.finfo(np.float32).min))
    found = np.flatnonzero(ranking >= cut)
    found = found if near is None else near[found]
    return found if positions is None else positions[found], relevant


def _asked(directions: Directions) -> NDArray[np.float32]:
    return np.concatenate([directions.wanted[None], directions.unwanted])


def _best_of(
    matrix: WindowMatrix,
    directions: Directions,
    top: int,
    min_relevance: float,
    positions: NDArray[np.intp],
    relevant: int,
) -> BestWindows:
    """The best of some windows, computed exactly."""
    vectors = _asked(directions).astype(np.float64)
    cosines = np.empty((len(vectors), len(positions)), np.float32)
    for start in range(0, len(positions), _GATHERED):
        part = slice(start, start + _GATHERED)
        rows = widened(matrix.take(positions[part])).astype(np.float64)
        for row, vector in zip(cosines, vectors, strict=True):
            row[part] = np.einsum("nd,d->n", rows, vector)  # by this thread: for so few, others wake too late
    neutral = neutral_level(matrix, directions, positions)
    scores = combine(cosines[0], neutral, directions.unwanted_level(cosines[1:]), directions.slope, directions.cap)
    ranking = scores.ranking - HOLE_WEIGHT * (1 - matrix.valid_share[positions])
    kept = np.flatnonzero(scores.relevance >= min_relevance)
    boxes = matrix.windows.take(positions[kept]).pixel_boxes()
    order = kept[np.lexsort((*boxes.T[::-1], -ranking[kept].astype(np.float64)))[:top]]
    return BestWindows(positions[order], replace(scores, ranking=ranking).take(order), relevant)


def _least_lead(min_relevance: float, directions: Directions) -> float:
    """The lead of cosines that gives this relevance, or slightly less; infinity if none does."""
    share = min_relevance * (1 - _RELEVANCE_ROUNDING)
    if share <= 0:
        return -np.inf
    return np.inf if share > directions.cap else float(np.log(share / (1 - share)) / directions.slope)
