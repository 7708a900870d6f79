"""Whether a model knows the words of a query, by their distance to names of things seen from above.

Names of the lexicon are known in any of their forms. Any other phrase is known to the degree that its direction is near
to that of a concept, after subtracting the mean of all names from both, because every text shares it.
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
"""Number of nearest known words to suggest."""


@dataclass(frozen=True)
class KnownWords:
    """How well the words of a query are known.

    Attributes:
        probability: probability that the model knows them, 0-1.
        nearest: names of the nearest concepts, best first, in the query's language (English where it could be several).
    """

    probability: float
    nearest: tuple[str, ...]


def known_words(texts: Sequence[str], vectors: NDArray[np.float32], calibration: Calibration) -> KnownWords:
    """How well the best known of some synonymous phrases is known.

    Args:
        texts: the phrases, one or more.
        vectors: float32 ``[n, d]``, their directions.
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
        1.0 if named[best] else float(told[best]),
        tuple(lexicon[concept][language].one for concept in ids if concept in lexicon),
    )


def _apart(vectors: NDArray[np.float32], calibration: Calibration) -> NDArray[np.float32]:
    rest = vectors - calibration.middle
    return np.asarray(rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-12), np.float32)


@lru_cache(maxsize=1)
def load_meaningless() -> Mapping[str, tuple[str, ...]]:
    """By language, phrases that name nothing visible from above, and meaningless strings."""
    told: dict[str, Any] = json.loads(resource_path("prompts", "meaningless.json").read_text(encoding="utf-8"))
    return {
        language: (*(row[language] for row in told["unseen"]), *told["gibberish"][language]) for language in LANGUAGES
    }


def fit_words(known: NDArray[np.float32], unknown: NDArray[np.float32], calibration: Calibration) -> Logistic:
    """Fit the logistic model of :attr:`Calibration.words`.

    Args:
        known: float32 ``[n, d]``, directions of phrases for things seen from above.
        unknown: float32 ``[m, d]``, directions of other phrases.
    """
    vectors = np.concatenate([known, unknown])
    measures = (_apart(vectors, calibration) @ calibration.apart.T).max(axis=1, keepdims=True).astype(np.float64)
    return fit_logistic(measures, np.arange(len(vectors)) < len(known), balanced=True)
