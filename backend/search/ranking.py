"""By what windows are ranked: cosine with the query, less what is not wanted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.search.relevance import relevance
from backend.search.scores import cosine_scores

UNWANTED_WEIGHT = 2.0
"""How strongly a window that is more like an unwanted phrase than like the query is moved down."""


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
        cosine: with the query.
        relevance: 0-1, see :mod:`backend.search.relevance`.
        ranking: what they are sorted by.
        background: the ranking of ordinary ground: the median, or that of the best neutral cosine if it is lower.
    """

    cosine: NDArray[np.float32]
    relevance: NDArray[np.float32]
    ranking: NDArray[np.float32]
    background: float


def rank_windows(embeddings: NDArray[np.float16], directions: Directions, device: str = "cpu") -> WindowScores:
    """Score every window.

    An unwanted phrase lowers a window by how much more it is like that phrase than like the query:
    ``ranking = s_q - 2 max(0, max over u of s_u - s_q)``. Windows that are more like the query are not touched, so that
    "water" without "swimming pool" keeps its lakes in order, and the penalty grows from zero without a jump.
    Subtracting the unwanted direction from the query instead would also lower the lakes, which resemble pools too.

    Args:
        embeddings: float16 ``[n, d]``.
        device: ``cpu`` or ``cuda``.
    """
    return combine(
        cosine_scores(embeddings, directions.stacked(), device), len(directions.unwanted), directions.temperature
    )


def combine(cosines: NDArray[np.float32], unwanted: int, temperature: float) -> WindowScores:
    """Scores from cosines ``[1 + unwanted + neutral, n]``, rows in the order of :meth:`Directions.stacked`."""
    wanted, against = cosines[0], cosines[1:]
    ranking = wanted
    if unwanted:
        ranking = wanted - UNWANTED_WEIGHT * np.clip(against[:unwanted].max(axis=0) - wanted, 0, None)
    # In a tight extent most windows may show what is looked for: ordinary ground is then no better than the best
    # neutral phrase.
    levels = (ranking, against[unwanted:].max(axis=0)) if ranking.size else ()
    background = min((float(np.median(level)) for level in levels), default=0.0)
    return WindowScores(wanted, relevance(wanted, against, temperature), ranking, background)
