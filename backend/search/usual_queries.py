"""Directions like those that people search for: what a large index is prepared for, and judged by."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backend.lexicon import load_lexicon
from backend.models.contracts import TextEncoder
from backend.search.directions import text_directions
from backend.search.query import Query

COUNT = 128


def usual_directions(encoder: TextEncoder) -> NDArray[np.float32]:
    """Directions of the English names of :data:`COUNT` concepts from all over the lexicon, float32 ``[q, d]``.

    Raises:
        ModelUnavailable: the model cannot be loaded.
    """
    names = [concept.terms["en"].names[0] for concept in load_lexicon().concepts.values()]
    return np.stack([text_directions(Query((names[at],)), encoder).wanted for at in usual_positions(len(names))])


def usual_positions(count: int) -> NDArray[np.intp]:
    """Which of so many concepts are taken, ascending."""
    return np.unique(np.linspace(0, count - 1, COUNT).astype(np.intp))
