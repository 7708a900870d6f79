"""Forms of one word: "boats" is "boat", "Häusern" is "Haus", "лодок" is "лодка".

Endings are cut by Snowball's stemmers, where stems tell words apart. Russian nouns also change inside ("лодка",
"лодок") and by irregular forms ("судно", "судами"): their dictionary forms come from the dictionary of OpenCorpora,
through pymorphy3.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Any

import pymorphy3
import snowballstemmer

_STEMMERS = {
    "en": "english",
    "pt": "portuguese",
    "es": "spanish",
    "fr": "french",
    "de": "german",
    "nl": "dutch",
    "it": "italian",
}
_ENDING = 2
"""Maximum difference in length between two forms of a word: "park" and "parking" are two words."""

_VERBAL = ("ing", "ed")
"""English endings that turn a noun into another word: "boats" and "boating"."""


def have_forms(language: str) -> bool:
    """Whether words of a language have forms that this module knows."""
    return language in _STEMMERS or language == "ru"


def same_words(one: str, other: str, language: str) -> bool:
    """Whether two phrases with the same number of words differ only in the forms of their words.

    Args:
        one, other: tidy (:func:`backend.naming.tidy`).
        language: for which :func:`have_forms`.
    """
    return all(_same_word(a, b, language) for a, b in zip(one.split(), other.split(), strict=True))


def without_marks(text: str) -> str:
    """Without accents, as typed in haste or on another keyboard."""
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if not unicodedata.combining(letter)))


def _same_word(one: str, other: str, language: str) -> bool:
    if language == "ru":
        return not _dictionary_forms(one).isdisjoint(_dictionary_forms(other))
    if abs(len(one) - len(other)) > _ENDING or one.endswith(_VERBAL) != other.endswith(_VERBAL):
        return False
    return _stem(one, language) == _stem(other, language)


@lru_cache(maxsize=4096)
def _stem(word: str, language: str) -> str:
    stemmer = snowballstemmer.stemmer(_STEMMERS[language])  # a stemmer has a state: one a call, for all threads
    return without_marks(stemmer.stemWord(word))


@lru_cache(maxsize=4096)
def _dictionary_forms(word: str) -> frozenset[str]:
    """Of every word that a Russian word can be a form of; of a word that is in no dictionary, itself."""
    readings = [reading for reading in _russian().parse(word) if reading.is_known]
    return frozenset(without_marks(reading.normal_form) for reading in readings) or frozenset((without_marks(word),))


@cache
def _russian() -> Any:
    return pymorphy3.MorphAnalyzer(lang="ru")
