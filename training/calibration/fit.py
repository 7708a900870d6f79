"""Bank and fit of a calibration, which turn a model's cosines into probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from backend.models.encoder import Encoder
from backend.presence.calibration import Calibration
from backend.presence.logistic import Logistic, fit_logistic
from backend.presence.own_model import concept_directions, with_words
from backend.presence.scale import Nearest, nearest_concepts, presence_measures, relevance_measures
from training.calibration.evidence import Evidence

BANK = 800
"""Number of embeddings in the bank: 0.6 MB at 384 dimensions in half precision."""

SHOWN = 15
"""Number of best windows of a query, which a user would see: a calibration is fitted only to them."""

_ROUNDS = 4  # which windows are the best depends on the fit
_MAPS = (40, 150, 600)  # windows per map, drawn from a source, to which presence is fitted
_DRAWS = 6
_START = Logistic((0.5, 0.3), -3.0)


@dataclass(frozen=True)
class Judged:
    """One query on one source: measures ``[n, 2]`` of its windows, and which are correct ``[n]``."""

    measures: NDArray[np.float64]
    right: NDArray[np.bool_]


@dataclass(frozen=True)
class Unseen:
    """Sources embedded by a similar model that was not trained on them.

    A model is more confident about sources it was trained on than about other maps.

    Attributes:
        calibration: of that model, not fitted yet. evidence: all sources embedded by it. temperature: of that model.
    """

    calibration: Calibration
    evidence: tuple[Evidence, ...]
    temperature: float

    def judged(self, source: str) -> list[Judged]:
        """Measures of every query of one of the sources."""
        one = next(one for one in self.evidence if one.id == source)
        return judge(_without(self.calibration, one, self.evidence), one, self.temperature)


def start_calibration(encoder: Encoder, bank: NDArray[np.float32], made_from: str) -> Calibration:
    """A calibration with bank and concepts of a model, not fitted yet."""
    ids, vectors = concept_directions(encoder)
    blank = Logistic((0.0, 0.0), 0.0)
    numbers = _START, blank, Logistic((0.0,), 0.0)
    return Calibration(encoder.revision, bank, ids, vectors, *numbers, made_from, encoder.text_revision)


def make_bank(evidence: Sequence[Evidence], most: int = BANK) -> NDArray[np.float32]:
    """An even selection of all images, proportional to the sources."""
    rows = np.concatenate([source.embeddings for source in evidence])
    places = np.unique(np.linspace(0, len(rows) - 1, min(most, len(rows))).round().astype(int))
    return np.asarray(rows[places], np.float32)


def fit_calibration(
    start: Calibration,
    evidence: Sequence[Evidence],
    encoder: Encoder,
    words: bool = True,
    unseen: Mapping[str, Unseen] = MappingProxyType({}),
) -> Calibration:
    """Fit relevance and presence to sources, each without its own images in the bank, and the model of known words.

    Args:
        unseen: by source, the evidence of a model that was not trained on it, used instead of the encoder's.
    """
    judged: list[Judged] = []
    for source in evidence:
        if source.id in unseen:
            judged += unseen[source.id].judged(source.id)
        else:
            judged += judge(_without(start, source, evidence), source, encoder.temperature)
    relevance = _fit_relevance(judged)
    presence = _fit_presence(judged, relevance)
    fitted = replace(start, relevance=relevance, presence=presence)
    return with_words(fitted, encoder) if words else fitted


def judge(
    calibration: Calibration,
    evidence: Evidence,
    temperature: float,
    vectors: dict[str, NDArray[np.float32]] | None = None,
) -> list[Judged]:
    """Measures of every query of a source, with the concept's own direction or the given ones."""
    nearest: Nearest = nearest_concepts(calibration.vectors @ evidence.embeddings.T)
    places = {concept: at for at, concept in enumerate(calibration.concepts)}
    judged = []
    for concept in evidence.concepts:
        own = vectors is None
        vector = calibration.vectors[places[concept]] if vectors is None else vectors[concept]
        named = (concept,) if own else ()
        cosines = evidence.embeddings @ vector
        measures = relevance_measures(cosines, nearest, vector, calibration, temperature, named)
        judged.append(Judged(measures, evidence.shows(concept)))
    return judged


def _without(start: Calibration, one: Evidence, evidence: Sequence[Evidence]) -> Calibration:
    others = [other for other in evidence if other.id != one.id]
    return replace(start, bank=make_bank(others)) if others else start


def _fit_relevance(judged: Sequence[Judged]) -> Logistic:
    fitted = _START
    for _ in range(_ROUNDS):
        parts = [(query, _best(query, fitted)) for query in judged]
        measures = np.concatenate([query.measures[best] for query, best in parts])
        right = np.concatenate([query.right[best] for query, best in parts])
        fitted = fit_logistic(measures, right)
    return fitted


def _best(query: Judged, relevance: Logistic) -> NDArray[np.intp]:
    return np.argsort(-relevance.probability(query.measures), kind="stable")[:SHOWN]


def _fit_presence(judged: Sequence[Judged], relevance: Logistic) -> Logistic:
    """Fit presence to maps drawn from the sources, with and without the thing."""
    rng = np.random.default_rng(0)
    measures, present = [], []
    for query in judged:
        logits = query.measures @ np.array(relevance.weights) + relevance.constant
        for size in _MAPS:
            for _ in range(_DRAWS):
                chosen = rng.permutation(len(logits))[:size]
                measures.append(presence_measures(logits[chosen]))
                present.append(bool(query.right[chosen].any()))
    return fit_logistic(np.array(measures), np.array(present), balanced=True)
