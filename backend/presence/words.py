"""Does a model know these words? How near a phrase lies to anything that names what is seen from above.

A name of the lexicon, in any of its forms, is known. Any other phrase is as known as its direction is near to that of
some concept: what all names have in common (their mean) is taken off both first, because every text shares it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.lexicon import LANGUAGES, load_lexicon
from backend.models.prompts import guess_language
from backend.naming import concept_named
from backend.presence.calibration import Calibration
from backend.presence.logistic import Logistic, fit_logistic
from backend.resources import resource_path

OFFERED = 3
"""Nearest known words that are offered."""


@dataclass(frozen=True)
class KnownWords:
    """What is known about the words of a query.

    Attributes:
        probability: that the model knows them, 0-1.
        nearest: names of the nearest concepts, best first, in the query's language (English where it could be several).
    """

    probability: float
    nearest: tuple[str, ...]


def known_words(texts: Sequence[str], vectors: NDArray[np.float32], calibration: Calibration) -> KnownWords:
    """How well the best known of some phrases that mean the same is known.

    Args:
        texts: the phrases, one or more.
        vectors: ``[n, d]``, their directions.
    """
    cosines = _apart(vectors, calibration) @ calibration.apart.T
    told = calibration.words.probability(cosines.max(axis=1, keepdims=True).astype(np.float64))
    named = [concept_named(text, guess_language(text)) is not None for text in texts]
    best = int(np.where(named, 2.0, told).argmax())
    language = guess_language(texts[best]) or "en"
    lexicon = load_lexicon().concepts
    order = np.argsort(-cosines[best], kind="stable")[:OFFERED]
    ids = [calibration.concepts[at] for at in order]
    return KnownWords(
        1.0 if named[best] else float(told[best]), tuple(lexicon[one][language].one for one in ids if one in lexicon)
    )


def _apart(vectors: NDArray[np.float32], calibration: Calibration) -> NDArray[np.float32]:
    rest = vectors - calibration.middle
    return np.asarray(rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-12), np.float32)


@lru_cache(maxsize=1)
def load_meaningless() -> Mapping[str, tuple[str, ...]]:
    """By language, phrases that name nothing one sees from above, and strings that mean nothing."""
    told: dict[str, Any] = json.loads(resource_path("prompts", "meaningless.json").read_text(encoding="utf-8"))
    return {
        language: (*(row[language] for row in told["unseen"]), *told["gibberish"][language]) for language in LANGUAGES
    }


def fit_words(known: NDArray[np.float32], unknown: NDArray[np.float32], calibration: Calibration) -> Logistic:
    """The logistic model of :attr:`Calibration.words`.

    Args:
        known: ``[n, d]``, directions of phrases that mean something seen from above.
        unknown: ``[m, d]``, of phrases that do not.
    """
    vectors = np.concatenate([known, unknown])
    measures = (_apart(vectors, calibration) @ calibration.apart.T).max(axis=1, keepdims=True).astype(np.float64)
    return fit_logistic(measures, np.arange(len(vectors)) < len(known), balanced=True)
