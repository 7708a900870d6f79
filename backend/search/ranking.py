"""The ranking of windows: cosine with the query, minus penalties for what is unwanted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from backend.search.consensus import OTHERS_WEIGHT, Places
from backend.search.directions import Directions
from backend.search.matrix import WindowMatrix
from backend.search.relevance import relevance
from backend.search.sizes import comparable

UNWANTED_WEIGHT = 2.0
"""Weight of the penalty for a window that is more like an unwanted phrase than like the query."""


HOLE_WEIGHT = 0.5
"""Penalty for a window with no-data pixels, times the share that is missing.

The straight edge of a mosaic looks like a river bank or a coast to a model; on a real scene with a pale border, four of
the first five results for "river" were its edge.
"""


MOST_EVIDENCE = 8.0
"""How much one window says for or against a query at most, as a logit, before windows are averaged.

A large window that reaches over other ground as well can speak so strongly against what lies in a part of it that it
outvotes all windows within. Chosen of 2, 3, 4, 6, 8 and no limit on 300 validation images of
RSICD as one map (``python -m benchmarks.honest_answers --list dev --most 300``): with windows of 50 to 400 m, which
reach over several images, 90 % of what is there is answered instead of 80, and with those of 25 to 200 m and of 56 and
112 m as much as before; no more of what is absent is.
"""


@dataclass(frozen=True)
class WindowScores:
    """Scores of ``n`` windows, float32 ``[n]`` each.

    Attributes:
        cosine: cosine with the query; the consensus of all sizes, unless single windows are requested.
        relevance: 0-1, see :mod:`backend.search.relevance`; of the same windows, see :data:`MOST_EVIDENCE`.
        ranking: sort key: ``cosine`` minus penalties.
        background: ranking of ordinary ground: the median, or that of the best neutral cosine if lower.
        weakest: lead of the weakest quarter of each window over ordinary ground
            (:meth:`backend.search.consensus.Places.average_and_weakest`); None for single windows.
    """

    cosine: NDArray[np.float32]
    relevance: NDArray[np.float32]
    ranking: NDArray[np.float32]
    background: float
    weakest: NDArray[np.float32] | None = None

    def take(self, rows: NDArray[np.intp]) -> WindowScores:
        """The scores of some windows, with the same background."""
        scores = self.cosine[rows], self.relevance[rows], self.ranking[rows], self.background
        return WindowScores(*scores, None if self.weakest is None else self.weakest[rows])


def rank_windows(
    matrix: WindowMatrix,
    directions: Directions,
    others_weight: float = OTHERS_WEIGHT,
    chosen: NDArray[np.intp] | None = None,
) -> WindowScores:
    """Score every window, or the chosen ones as if there were no others.

    An unwanted phrase lowers a window by how much more it is like that phrase than like the query: ``ranking = s_q - 2
    max(0, max over u of s_u - s_q)``. Windows that are more like the query are not affected, so "water" without
    "swimming pool" keeps the order of its lakes, and the penalty is continuous. Subtracting the unwanted direction from
    the query instead would also lower the lakes, which resemble pools too. Windows with no-data pixels are ranked
    lower; their cosine and relevance do not change.

    Args:
        matrix: the windows and their embeddings.
        others_weight: weight of the consensus, see :mod:`backend.search.consensus`.
        chosen: ascending positions of the windows to score; all if None.
    """
    several = len(directions.unwanted)
    rows = matrix.cosines(np.concatenate([directions.wanted[None], directions.unwanted]))
    some = slice(None) if chosen is None else chosen
    weakest: NDArray[np.float32] | None = None
    told: NDArray[np.float32] | None = None
    highest = [rows[0, some]]
    if several:
        highest.append(directions.unwanted_level(rows[1:, some]))
    own = neutral_level(matrix, directions, some)
    if others_weight and len(own):
        places = matrix.places_of(chosen)
        evidence = directions.slope * (highest[0] - np.maximum.reduce([own, *highest[1:]]))
        bounded = np.clip(evidence, -MOST_EVIDENCE, MOST_EVIDENCE).astype(np.float32)
        told = np.minimum(expit(places.average(bounded, others_weight)), np.float32(directions.cap))
        first, weakest = places.average_and_weakest(highest[0], others_weight)
        highest = [first, *(places.average(row, others_weight) for row in highest[1:])]
        neutral = _neutral_consensus(matrix, directions, others_weight, chosen, places, own)
    else:
        neutral = own
    unwanted = highest[1] if several else np.full(len(neutral), -np.inf, np.float32)
    scores = combine(highest[0], neutral, unwanted, directions.slope, directions.cap)
    if told is not None:
        scores = replace(scores, relevance=told)
    choice = matrix.choice
    if choice is None or choice.ordinary is None:
        ranking = comparable(scores.ranking, matrix.windows.window_m[some])
        level = min(float(np.median(weakest)), float(np.median(neutral))) if weakest is not None else 0.0
    else:
        like, sides = _scored_alone(choice.ordinary, directions, choice.like)
        ranking = comparable(scores.ranking, matrix.windows.window_m[some], like.ranking, sides)
        level = like.background
        scores = replace(scores, background=level)
    if weakest is not None:
        weakest = weakest - np.float32(level)
    return replace(scores, ranking=ranking - HOLE_WEIGHT * (1 - matrix.valid_share[some]), weakest=weakest)


def _scored_alone(
    matrix: WindowMatrix, directions: Directions, chosen: NDArray[np.intp] | None
) -> tuple[WindowScores, NDArray[np.float32]]:
    """What the chosen windows score by themselves, sizes not made comparable, and their sides in metres."""
    some = slice(None) if chosen is None else chosen
    rows = matrix.cosines(np.concatenate([directions.wanted[None], directions.unwanted]))[:, some]
    neutral, unwanted = neutral_level(matrix, directions, some), directions.unwanted_level(rows[1:])
    return combine(rows[0], neutral, unwanted, directions.slope), matrix.windows.window_m[some]


def neutral_level(
    matrix: WindowMatrix, directions: Directions, chosen: NDArray[np.intp] | slice
) -> NDArray[np.float32]:
    """The highest cosine of the chosen windows with neutral phrases, or the level that replaces it: float32 ``[n]``."""
    if directions.scale is not None:
        return directions.scale.level(matrix.nearest(directions.scale.vectors).take(chosen))
    highest = matrix.highest(directions.neutral) if directions.level is None else None
    if highest is None:
        return np.full(len(matrix.valid_share[chosen]), directions.level, np.float32)
    return highest[chosen]


def _neutral_consensus(
    matrix: WindowMatrix,
    directions: Directions,
    weight: float,
    chosen: NDArray[np.intp] | None,
    places: Places,
    own: NDArray[np.float32],
) -> NDArray[np.float32]:
    """The consensus of the windows' own neutral levels ``[n]``."""
    if directions.level is None and directions.scale is None and chosen is None:
        return matrix.highest_consensus(directions.neutral, weight)
    return own if directions.level is not None else places.average(own, weight)


def combine(
    wanted: NDArray[np.float32],
    neutral: NDArray[np.float32],
    unwanted: NDArray[np.float32],
    slope: float,
    cap: float = 1.0,
) -> WindowScores:
    """Scores from the cosine with the query and the highest with a neutral and an unwanted phrase, float32 ``[n]``
    each.

    ``slope`` and ``cap`` are those of :class:`backend.search.directions.Directions`.
    """
    ranking = wanted - UNWANTED_WEIGHT * np.maximum(unwanted - wanted, 0)
    # In a small extent most windows may show what is wanted: ordinary ground then scores like the best neutral phrase
    # at most.
    background = min(float(np.median(ranking)), float(np.median(neutral))) if ranking.size else 0.0
    told = np.minimum(relevance(wanted, np.stack([neutral, unwanted]), slope), np.float32(cap))
    return WindowScores(wanted, told, ranking, background)
