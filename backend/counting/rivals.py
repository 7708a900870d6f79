"""Whether a window shows what is counted, or rather another thing of about its size.

Relevance says that a window may show a thing, and several names may fit one window: cars in a row look like boats in a
harbour, and most cars could be trucks. A window around a single thing shows one, so the best of the others speaks
against it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from backend.lexicon import load_lexicon
from backend.search.directions import Directions
from backend.search.matrix import WindowMatrix
from backend.search.sizes import Size

MUCH_LARGER = 3.0
"""A thing that may be more than this many times as large as what is counted is no rival: windows show its parts."""


def rather_than_others(matrix: WindowMatrix, directions: Directions, size: Size) -> NDArray[np.float32] | None:
    """Probability of each window, float32 ``[n]``, that what is counted fits better than any thing of about its size.

    None if the model is not calibrated, or there is no such thing in the lexicon.

    Args:
        matrix: the windows and their embeddings.
        directions: directions of the query's texts.
        size: smallest and largest size of one thing, in metres.
    """
    if directions.scale is None or directions.calibration is None:
        return None
    concepts = load_lexicon().concepts
    known = [concepts.get(one) for one in directions.calibration.concepts]
    rivals = np.array(
        [
            one is not None
            and not one.mass
            and one.size_m[0] <= size[1]
            and size[0] <= one.size_m[1] <= MUCH_LARGER * size[1]
            for one in known
        ]
    )
    rivals &= ~directions.scale.alike
    if not rivals.any():
        return None
    own = matrix.cosines(directions.wanted[None])[0]
    best = matrix.highest(directions.calibration.vectors[rivals])
    return np.asarray(expit(directions.temperature * (own - best)), np.float32)
