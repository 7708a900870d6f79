"""By what windows are ranked: cosine with the query, less what is not wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backend.imagery.window_grid import WindowSet
from backend.search.consensus import OTHERS_WEIGHT, consensus
from backend.search.relevance import relevance
from backend.search.scores import cosine_scores

UNWANTED_WEIGHT = 2.0
"""How strongly a window that is more like an unwanted phrase than like the query is moved down."""


HOLE_WEIGHT = 0.5
"""How far a window with no-data in it is moved down: by this times the share that is missing.

The straight edge of a mosaic looks like a river bank or a coast to a model; on a real scene with a pale border four of
the first five answers to "river" were its edge.
"""


@dataclass(frozen=True)
class Directions:
    """A query in the model's embedding space: float32, L2-normalised.

    Attributes:
        wanted: ``[d]``.
        unwanted: ``[m, d]``, one row a phrase; may be empty.
        neutral: ``[k, d]``, phrases that fit anything.
        temperature: the model's capped logit scale.
    """

    wanted: NDArray[np.float32]
    unwanted: NDArray[np.float32]
    neutral: NDArray[np.float32]
    temperature: float

    def stacked(self) -> NDArray[np.float32]:
        """``[1 + m + k, d]``: wanted, unwanted, neutral."""
        return np.concatenate([self.wanted[None], self.unwanted, self.neutral])


@dataclass(frozen=True)
class WindowScores:
    """Scores of ``n`` windows, float32 ``[n]`` each.

    Attributes:
        cosine: with the query; what the windows of all sizes say together unless the windows are wanted as they are.
        relevance: 0-1, see :mod:`backend.search.relevance`; from cosines of the same kind.
        ranking: what they are sorted by: ``cosine`` less what is not wanted.
        background: the ranking of ordinary ground: the median, or that of the best neutral cosine if it is lower.
    """

    cosine: NDArray[np.float32]
    relevance: NDArray[np.float32]
    ranking: NDArray[np.float32]
    background: float


def rank_windows(
    embeddings: NDArray[np.float16],
    windows: WindowSet,
    directions: Directions,
    device: str = "cpu",
    others_weight: float = OTHERS_WEIGHT,
    valid_share: NDArray[np.float32] | None = None,
) -> WindowScores:
    """Score every window.

    An unwanted phrase lowers a window by how much more it is like that phrase than like the query:
    ``ranking = s_q - 2 max(0, max over u of s_u - s_q)``. Windows that are more like the query are not touched, so that
    "water" without "swimming pool" keeps its lakes in order, and the penalty grows from zero without a jump.
    Subtracting the unwanted direction from the query instead would also lower the lakes, which resemble pools too.

    Args:
        embeddings: float16 ``[n, d]``.
        windows: the ``n`` windows.
        device: ``cpu`` or ``cuda``.
        others_weight: how much the windows over the same ground have to say, see :mod:`backend.search.consensus`.
        valid_share: ``[n]``, 0-1: windows with holes are ranked lower; their cosine and relevance stay as they are.
    """
    cosines = cosine_scores(embeddings, directions.stacked(), device)
    several = len(directions.unwanted)
    least = np.full(cosines.shape[1], -np.inf, np.float32)
    highest = [cosines[0], cosines[1 + several :].max(axis=0)]
    if several:
        highest.append(cosines[1 : 1 + several].max(axis=0))
    averaged = consensus(windows, np.stack(highest), others_weight)
    scores = combine(averaged[0], averaged[1], averaged[2] if several else least, directions.temperature)
    if valid_share is None:
        return scores
    return replace(scores, ranking=scores.ranking - HOLE_WEIGHT * (1 - valid_share))


def combine(
    wanted: NDArray[np.float32], neutral: NDArray[np.float32], unwanted: NDArray[np.float32], temperature: float
) -> WindowScores:
    """Scores from the cosine with the query and the highest with a neutral and an unwanted phrase, ``[n]`` each."""
    ranking = wanted - UNWANTED_WEIGHT * np.maximum(unwanted - wanted, 0)
    # In a tight extent most windows may show what is looked for: ordinary ground is then no better than the best
    # neutral phrase.
    background = min(float(np.median(ranking)), float(np.median(neutral))) if ranking.size else 0.0
    return WindowScores(wanted, relevance(wanted, np.stack([neutral, unwanted]), temperature), ranking, background)
