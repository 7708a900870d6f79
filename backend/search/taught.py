"""Taught queries: from words, examples, marks and concepts to directions.

A head (:mod:`backend.concepts.head`) is linear in the embedding, so a taught query is a direction like a typed one, and
ranking, merging, outlines and heat maps treat both the same. Unwanted words are measured relative to the layer, like
the query: by how many standard deviations (from the median absolute deviation) a window is above the layer's median.
Relevance is 0.05 for ordinary ground, 0.95 for accepted ground, and one half half-way between them, or higher, where
the words expect little and nothing has been rejected (:func:`backend.concepts.head.teach`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from backend.concepts.concept import Concept, no_marks
from backend.concepts.head import Head, Marks, TaughtHead, teach
from backend.concepts.metric import Metric, metric_of
from backend.imagery.layer import LayerInfo
from backend.search.directions import Directions
from backend.search.examples import example_embeddings
from backend.search.matrix import SAMPLE, WindowMatrix
from backend.search.query import Query, unit
from backend.utc import now_text


@dataclass(frozen=True)
class Taught:
    """A taught query on one layer.

    Attributes:
        directions: the directions to search with.
        head: the same as a head; adapted to this layer if a concept is used without new marks.
        marks: all marks, including those of the query's concept.
        accepted: float32 ``[a]``, cosines of the query's accepted places with the direction.
        learned: computes the head of all marks on this layer, with its uncertainty.
    """

    directions: Directions
    head: Head
    marks: Marks
    accepted: NDArray[np.float32]
    learned: Callable[[], TaughtHead]

    def relevance(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Relevance, float32 ``[n]``, of cosines ``[n]`` with the direction."""
        level = 0.0 if self.directions.level is None else self.directions.level
        return np.asarray(expit(self.directions.temperature * (cosines - level)), np.float32)

    def concept(self, name: str, query: Query, model: str, revision: str, layer: str) -> Concept:
        """What was learned, as a concept to save.

        Raises:
            BadOption: the name is invalid.
        """
        before = () if query.concept is None else query.concept.layers
        return Concept(
            *(name, query.texts, query.unwanted, self.head, self.marks, model, revision),
            tuple(dict.fromkeys((*before, layer))),
            now_text(),
        )


def taught_directions(directions: Directions, query: Query, matrix: WindowMatrix, info: LayerInfo) -> Taught | None:
    """The directions of a query's texts combined with its examples, marks and concept; None if it has none of these.

    Args:
        directions: directions of the texts, see :func:`backend.search.directions.text_directions`.
        matrix: all windows of the layer.
        info: the layer.

    Raises:
        OutsideLayer: an example or a mark intersects no window.
        BadOption: a CRS is unknown.
    """
    if not query.taught or not len(matrix):
        return None
    new, accepted = _new_marks(query, matrix, info, len(directions.wanted))
    known = new if query.concept is None else query.concept.marks.joined(new)
    sample = matrix.once("sample", lambda: _sample(matrix))

    @cache
    def learned() -> TaughtHead:
        metric: Metric = matrix.once("metric", lambda: metric_of(sample))
        return teach(directions.wanted, known, metric, sample, _expected_share(directions, matrix, sample))

    if query.concept is not None and not len(new):  # a concept without new marks
        at_home = info.path.name in query.concept.layers
        head = query.concept.head.on(sample, None if at_home else directions.wanted)
    else:
        head = learned().head
    found = _directions(directions, head, sample)
    return Taught(found, head, known, accepted @ found.wanted, learned)


def _sample(matrix: WindowMatrix) -> NDArray[np.float32]:
    """Embeddings of windows evenly spread over the index, float32 ``[n, d]``."""
    return matrix.take(_sampled(matrix)).astype(np.float32)


def _sampled(matrix: WindowMatrix) -> NDArray[np.intp]:
    return np.arange(0, len(matrix), max(1, len(matrix) // SAMPLE))


def _expected_share(directions: Directions, matrix: WindowMatrix, sample: NDArray[np.float32]) -> float | None:
    """Share of a layer that shows what the words say, by their own relevance; None if the model is not calibrated."""
    if directions.scale is None:
        return None
    nearest = matrix.nearest(directions.scale.vectors).take(_sampled(matrix))
    return float(directions.scale.probability(sample @ directions.wanted, nearest).mean())


def with_marks(directions: Directions, query: Query, matrix: WindowMatrix, info: LayerInfo) -> Directions:
    """The directions of :func:`taught_directions`; those of the texts if nothing else was given."""
    found = taught_directions(directions, query, matrix, info)
    return directions if found is None else found.directions


def _new_marks(
    query: Query, matrix: WindowMatrix, info: LayerInfo, dimension: int
) -> tuple[Marks, NDArray[np.float32]]:
    """The query's own marks, and the embeddings of its accepted places."""
    kinds = (
        ("Example", query.examples),
        ("Accepted place", query.accepted),
        ("Counter-example", query.counter_examples),
        ("Rejected place", query.rejected),
    )
    named = [(f"{kind} {i}", example) for kind, examples in kinds for i, example in enumerate(examples, 1)]
    if not named:
        return no_marks(dimension), np.empty((0, dimension), np.float32)
    # Half precision, as in an index, so that a saved concept equals the one that was taught.
    rows = example_embeddings(named, matrix, info).astype(np.float16).astype(np.float32)
    likes, first = len(query.likes), len(query.examples)
    return Marks(rows, np.arange(len(rows)) < likes), rows[first:likes]


def _directions(directions: Directions, head: Head, sample: NDArray[np.float32]) -> Directions:
    """A head as directions: its score is a cosine with a unit vector, with a gain and an offset."""
    length = max(float(np.linalg.norm(head.weights)), 1e-12)
    wanted = unit(head.weights)
    level, spread = _measure(wanted, sample)
    against = [_measure(vector, sample) for vector in directions.unwanted]
    return replace(
        directions,
        wanted=wanted,
        neutral=np.empty((0, len(wanted)), np.float32),
        temperature=head.slope * length,
        level=(head.level - head.bias) / length,
        scale=None,
        words=None,
        calibration=None,
        gains=np.array([spread / other for _, other in against], np.float32),
        offsets=np.array([level - middle * spread / other for middle, other in against], np.float32),
    )


def _measure(vector: NDArray[np.float32], sample: NDArray[np.float32]) -> tuple[float, float]:
    """The layer's level and spread along a direction."""
    along = sample @ vector
    level = float(np.median(along))
    spread = 1.4826 * float(np.median(np.abs(along - level)))
    return level, max(spread, float(along.std()) / 4, 1e-4)
