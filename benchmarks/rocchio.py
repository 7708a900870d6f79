"""What examples did before heads: a direction from the middles of texts and examples, after Rocchio (1971).

Kept here to be measured against. Five examples of each kind count at most; texts and examples have one half each, and a
window that is more like a counter-example than like the query is moved down by twice as much.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from backend.concepts.head import LEAST_LEAD, STEEPNESS, Head
from backend.imagery.layer import LayerInfo
from backend.search.directions import Directions
from backend.search.examples import example_embeddings
from backend.search.matrix import WindowMatrix
from backend.search.query import Query, unit
from backend.search.taught import SAMPLE, Taught, taught_directions

MOST = 5


def rocchio_directions(directions: Directions, query: Query, matrix: WindowMatrix, info: LayerInfo) -> Taught | None:
    """As :func:`backend.search.taught.taught_directions`, which it stands in for."""
    found = taught_directions(directions, query, matrix, info)
    if found is None:
        return None
    sample = matrix.take(np.arange(0, len(matrix), max(1, len(matrix) // SAMPLE))).astype(np.float32)
    likes = [("Example", one) for one in query.likes[:MOST]]
    unlikes = [("Counter-example", one) for one in query.unlikes[:MOST]]
    shown = example_embeddings(likes, matrix, info) if likes else np.empty((0, sample.shape[1]), np.float32)
    refused = example_embeddings(unlikes, matrix, info) if unlikes else np.empty((0, sample.shape[1]), np.float32)
    groups = [_measure(directions.wanted, sample)] if query.texts else []
    if len(shown):
        groups.append(_measure(unit(shown.mean(axis=0)), sample))
    weighted = np.mean([vector / spread for vector, _, spread in groups], axis=0)
    length, base = float(np.linalg.norm(weighted)), float(np.mean([level / spread for _, level, spread in groups]))
    wanted = unit(weighted)
    against = [_measure(vector, sample) for vector in (*directions.unwanted, *refused)]
    reached = float((shown @ wanted).mean()) * length - base if len(shown) else LEAST_LEAD
    lead = max(reached, LEAST_LEAD)
    made = replace(
        found.directions,
        wanted=wanted,
        unwanted=np.array([vector for vector, _, _ in against], np.float32).reshape(-1, len(wanted)),
        temperature=STEEPNESS / lead * length,
        level=(lead / 2 + base) / length,
        gains=np.array([1 / (spread * length) for _, _, spread in against], np.float32),
        offsets=np.array([(base - level / spread) / length for _, level, spread in against], np.float32),
    )
    head = Head(wanted, 0.0, base / length, (lead / 2 + base) / length, (lead + base) / length)
    accepted = np.zeros(len(query.accepted), np.float32)
    return Taught(made, head, found.marks, accepted, found.learned)


def _measure(vector: NDArray[np.float32], sample: NDArray[np.float32]) -> tuple[NDArray[np.float32], float, float]:
    along = sample @ vector
    level = float(np.median(along))
    spread = 1.4826 * float(np.median(np.abs(along - level)))
    return vector, level, max(spread, float(along.std()) / 4, 1e-4)
