"""Directions: a query in the model's embedding space, and the reference for its cosines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.mentions import Mentions, mentions
from backend.models.contracts import TextEncoder
from backend.models.prompts import guess_language
from backend.naming import concepts_named
from backend.presence.calibration import Calibration, find_calibration
from backend.presence.scale import Scale, scale_of
from backend.presence.words import KnownWords, known_words
from backend.search.query import Query, phrase_vectors, unit
from backend.search.relevance import neutral_vectors
from backend.storage.bounded import Bounded

KEPT_QUERIES = 4096

MENTIONED = 0.75
"""Weight of the concepts that a phrase speaks of, relative to its own embedding: the model knows names better than
sentences. Chosen together with :data:`OTHERS` on validation images (``python -m benchmarks.phrases --split val``)."""

OTHERS = 0.25
"""Weight of each concept that a phrase speaks of beside the one that it is about."""


@dataclass(frozen=True)
class Directions:
    """A query in the model's embedding space: float32, L2-normalised.

    Attributes:
        wanted: ``[d]``.
        unwanted: ``[m, d]``, one row per phrase or counter-example; may be empty.
        neutral: ``[k, d]``, phrases that fit anything; empty if ``level`` replaces them.
        temperature: factor for a lead of cosines: the model's capped logit scale for texts.
        level: the cosine at which relevance is one half, for examples (:mod:`backend.search.examples`).
        scale: meaning of a cosine (:mod:`backend.presence.scale`), if the model is calibrated and the query has only
            texts; it then replaces neutral phrases and temperature.
        cap: upper limit of relevance: the probability that the thing is on the map at all, once measured.
        words: how well the words of the texts are known; None if not measured.
        calibration: calibration of the model; None if it has none.
        gains, offsets: ``[m]``, make cosines with ``unwanted`` comparable to those with ``wanted``; None if they
            already are, text with text.
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
        """Slope of the logit of relevance in the lead over the level of one half."""
        return self.temperature if self.scale is None else self.scale.slope

    def stacked(self) -> NDArray[np.float32]:
        """``[1 + m + k, d]``: wanted, unwanted, neutral."""
        return np.concatenate([self.wanted[None], self.unwanted, self.neutral])

    def unwanted_level(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """The highest comparable cosine with what is unwanted, from cosines ``[m, ...]`` with it.

        Minus infinity if nothing is unwanted.
        """
        if not len(self.unwanted):
            return np.full(cosines.shape[1:], -np.inf, np.float32)
        if self.gains is not None and self.offsets is not None:
            each = (-1, *(1 for _ in cosines.shape[1:]))
            cosines = cosines * self.gains.reshape(each) + self.offsets.reshape(each)
        return np.asarray(cosines.max(axis=0), np.float32)

    def leads(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Lead of the query over the best alternative, from cosines ``[1 + m + k, ...]`` with :meth:`stacked`."""
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

    Without texts ``wanted`` is zero. The last :data:`KEPT_QUERIES` queries of a process are cached by model and
    revision, so that repeating one does not use the device.

    Raises:
        ModelUnavailable: the model cannot be loaded.
    """
    calibration = find_calibration(encoder.model_id, encoder.revision)
    key = (id(calibration), encoder.model_id, encoder.revision, query.texts, query.unwanted)
    known = _kept.get(key)
    if known is not None:
        return known
    phrases = [_phrase(text, encoder, calibration) for text in query.texts]
    rows = _stacked(phrases, encoder)
    wanted = unit(rows.mean(axis=0)) if phrases else np.zeros(encoder.dimension, np.float32)
    temperature = float(encoder.temperature)
    scale, words = None, None
    if calibration is not None and phrases:
        named = frozenset().union(*(phrase.named for phrase in phrases))
        scale = scale_of(wanted, calibration, temperature, sorted(named), rows)
        words = known_words(query.texts, np.stack([phrase.as_written for phrase in phrases]), calibration)
    found = Directions(
        wanted,
        _stacked([_phrase(text, encoder, calibration) for text in query.unwanted], encoder),
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


@dataclass(frozen=True)
class _Phrase:
    """One phrase of a query.

    Attributes:
        direction: float32 ``[d]``, L2-normalised: of a phrase that names a concept what the calibration knows of it,
            of any other its embedding and the concepts that it speaks of.
        as_written: the same without the concepts that it speaks of: how well its words are known is told by all of
            them.
        named: ids of the concepts that it names or speaks of.
    """

    direction: NDArray[np.float32]
    as_written: NDArray[np.float32]
    named: frozenset[str]


def _phrase(text: str, encoder: TextEncoder, calibration: Calibration | None) -> _Phrase:
    language = guess_language(text)
    concepts = concepts_named(text, language)
    named = frozenset(concept.id for concept in concepts)
    if calibration is not None and len(concepts) == 1 and concepts[0].id in calibration.concepts:
        direction = calibration.vectors[calibration.concepts.index(concepts[0].id)]
        return _Phrase(direction, direction, named)
    written = phrase_vectors([text], encoder)[0]
    spoken_of = mentions(text, language) if calibration is not None and not concepts else None
    if calibration is None or spoken_of is None:
        return _Phrase(written, written, named)
    return _Phrase(unit(written + MENTIONED * _mentioned(spoken_of, calibration)), written, frozenset(spoken_of.ids))


def _mentioned(spoken_of: Mentions, calibration: Calibration) -> NDArray[np.float32]:
    """The direction ``[d]`` of the concepts that a phrase speaks of; zero where the calibration has none of them."""
    total = np.zeros(calibration.vectors.shape[1], np.float32)
    for concept in (spoken_of.head, *spoken_of.others):
        if concept.id in calibration.concepts:
            weight = 1.0 if concept is spoken_of.head else OTHERS
            total += np.float32(weight) * calibration.vectors[calibration.concepts.index(concept.id)]
    return unit(total)


def _stacked(phrases: Sequence[_Phrase], encoder: TextEncoder) -> NDArray[np.float32]:
    """Directions of phrases, ``[n, d]``."""
    if not phrases:
        return phrase_vectors([], encoder)
    return np.stack([phrase.direction for phrase in phrases])
