"""Directions: a query in the model's embedding space, and what its cosines are measured against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.models.contracts import TextEncoder
from backend.models.prompts import guess_language
from backend.naming import concept_named, concepts_named
from backend.presence.calibration import Calibration, find_calibration
from backend.presence.scale import Scale, scale_of
from backend.presence.words import KnownWords, known_words
from backend.search.query import Query, phrase_vectors, unit
from backend.search.relevance import neutral_vectors
from backend.storage.bounded import Bounded

KEPT_QUERIES = 4096


@dataclass(frozen=True)
class Directions:
    """A query in the model's embedding space: float32, L2-normalised.

    Attributes:
        wanted: ``[d]``.
        unwanted: ``[m, d]``, one row a phrase or counter-example; may be empty.
        neutral: ``[k, d]``, phrases that fit anything; empty where ``level`` stands for them.
        temperature: what multiplies a lead of cosines: the model's capped logit scale where texts are asked for.
        level: the cosine of one half relevance, where examples are asked for (:mod:`backend.search.examples`).
        scale: where the model is calibrated and texts alone are asked for, what a cosine means
            (:mod:`backend.presence.scale`); it then stands for neutral phrases and temperature.
        cap: relevance is at most this: the probability that the thing is on the map at all, once that is measured.
        words: how well the texts' words are known; None where that is not measured.
        calibration: of the model; None where it has none.
        gains, offsets: ``[m]``, what makes cosines with ``unwanted`` comparable with those with ``wanted``; None
            where they are so already, text with text.
    """

    wanted: NDArray[np.float32]
    unwanted: NDArray[np.float32]
    neutral: NDArray[np.float32]
    temperature: float
    level: float | None = None
    scale: Scale | None = None
    cap: float = 1.0
    words: KnownWords | None = None
    calibration: Calibration | None = None
    gains: NDArray[np.float32] | None = None
    offsets: NDArray[np.float32] | None = None

    @property
    def slope(self) -> float:
        """Of the logit of relevance in the lead over the level of one half."""
        return self.temperature if self.scale is None else self.scale.slope

    def stacked(self) -> NDArray[np.float32]:
        """``[1 + m + k, d]``: wanted, unwanted, neutral."""
        return np.concatenate([self.wanted[None], self.unwanted, self.neutral])

    def unwanted_level(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """The highest of comparable cosines with what is not wanted, from ``[m, ...]`` cosines with it.

        Minus infinity where nothing is unwanted.
        """
        if not len(self.unwanted):
            return np.full(cosines.shape[1:], -np.inf, np.float32)
        if self.gains is not None and self.offsets is not None:
            each = (-1, *(1 for _ in cosines.shape[1:]))
            cosines = cosines * self.gains.reshape(each) + self.offsets.reshape(each)
        return np.asarray(cosines.max(axis=0), np.float32)

    def leads(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Lead of the query over the best of what it is not, from ``[1 + m + k, ...]`` cosines with :meth:`stacked`."""
        several = len(self.unwanted)
        against = self.unwanted_level(cosines[1 : 1 + several])
        if len(self.neutral):
            against = np.maximum(against, cosines[1 + several :].max(axis=0))
        if self.level is not None:
            against = np.maximum(against, np.float32(self.level))
        return np.asarray(cosines[0] - against, np.float32)


_kept: Bounded[tuple[int, str, str, tuple[str, ...], tuple[str, ...]], Directions] = Bounded(KEPT_QUERIES)


def text_directions(query: Query, encoder: TextEncoder) -> Directions:
    """Directions of a query's texts; examples are left to :func:`backend.search.examples.with_examples`.

    Without texts ``wanted`` is zero. The last :data:`KEPT_QUERIES` queries of a process are remembered by model and
    revision, so that asking again touches no device.

    Raises:
        ModelUnavailable: the model cannot be loaded.
    """
    calibration = find_calibration(encoder.model_id, encoder.revision)
    key = (id(calibration), encoder.model_id, encoder.revision, query.texts, query.unwanted)
    known = _kept.get(key)
    if known is not None:
        return known
    phrases = _phrase_directions(query.texts, encoder, calibration)
    wanted = unit(phrases.mean(axis=0)) if query.texts else np.zeros(encoder.dimension, np.float32)
    temperature = float(encoder.temperature)
    scale, words = None, None
    if calibration is not None and query.texts:
        named = {one.id for text in query.texts for one in concepts_named(text, guess_language(text))}
        scale = scale_of(wanted, calibration, temperature, sorted(named), phrases)
        words = known_words(query.texts, phrases, calibration)
    found = Directions(
        wanted,
        _phrase_directions(query.unwanted, encoder, calibration),
        neutral_vectors(encoder),
        temperature,
        scale=scale,
        words=words,
        calibration=calibration,
    )
    for vectors in (found.wanted, found.unwanted, found.neutral):
        vectors.setflags(write=False)
    _kept.put(key, found)
    return found


def _phrase_directions(
    texts: Sequence[str], encoder: TextEncoder, calibration: Calibration | None
) -> NDArray[np.float32]:
    """``[n, d]``: of a phrase that names a concept what the calibration knows of it, of any other its embedding."""
    rows = phrase_vectors([], encoder)
    for text in texts:
        concept = concept_named(text, guess_language(text))
        if calibration is not None and concept is not None and concept.id in calibration.concepts:
            row = calibration.vectors[calibration.concepts.index(concept.id)][None]
        else:
            row = phrase_vectors([text], encoder)
        rows = np.concatenate([rows, row])
    return rows
