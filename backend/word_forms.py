"""Forms of one word: "boats" is "boat", "Häusern" is "Haus", "lagos" is "lago", "лодок" is "лодка".

English and German endings are cut by Snowball's stemmers, where stems tell words apart. In the other languages of Latin
script they do not ("chemin" and "cheminée", "porto" and "porta" have one stem, "hut" and "hutten" have two); there two
forms of a word differ by how its plural is made. Russian nouns also change inside ("лодка", "лодок") and by irregular
forms ("судно", "судами"): their dictionary forms come from the dictionary of OpenCorpora, through pymorphy3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import pymorphy3
import snowballstemmer

from backend.letters import without_marks

_STEMMERS = {"en": "english", "de": "german"}
_ENDING = 2
"""Maximum difference in length between two stemmed forms of a word: "park" and "parking" are two words."""

_VERBAL = ("ing", "ed")
"""English endings that turn a noun into another word: "boats" and "boating"."""


def _dutch() -> Iterator[tuple[str, str]]:
    """ "veld", "velden"; "hut", "hutten"; "boom", "bomen"; "huis", "huizen"; adjectives with "e" as nouns with "en"."""
    yield from (("", "s"), ("", "'s"), ("", "n"), ("", "ën"))
    for end in ("en", "e"):
        yield from (("", end), ("s", f"z{end}"), ("f", f"v{end}"))
        for consonant in "bdfgklmnprst":
            yield consonant, f"{consonant}{consonant}{end}"
            opened = {"s": "z", "f": "v"}.get(consonant, consonant)
            yield from ((f"{vowel}{vowel}{consonant}", f"{vowel}{opened}{end}") for vowel in "aeou")


def _spanish() -> Iterator[tuple[str, str]]:
    yield from (("", "s"), ("", "es"), ("z", "ces"))
    yield from (
        (f"{long}{end}", f"{short}{end}es") for long, short in zip("áéíóú", "aeiou", strict=True) for end in "ns"
    )


_PLURALS: Mapping[str, frozenset[tuple[str, str]]] = MappingProxyType(
    {
        "pt": frozenset(
            [
                *(("", "s"), ("", "es"), ("m", "ns"), ("l", "is"), ("el", "éis"), ("ol", "óis"), ("il", "eis")),
                *(("l", "s"), ("ão", "ões"), ("ão", "ães"), ("ês", "eses")),
            ]
        ),
        "es": frozenset(_spanish()),
        "fr": frozenset([("", "s"), ("", "x"), ("l", "ux"), ("il", "ux")]),
        "it": frozenset(
            [
                *(("o", "i"), ("a", "e"), ("e", "i"), ("io", "i"), ("cia", "ce"), ("gia", "ge")),
                *(("co", "chi"), ("go", "ghi"), ("ca", "che"), ("ga", "ghe")),
            ]
        ),
        "nl": frozenset(_dutch()),
    }
)
"""The last letters of a singular and what a plural has in their place."""


def have_forms(language: str) -> bool:
    """Whether words of a language have forms that this module knows."""
    return language in _STEMMERS or language in _PLURALS or language == "ru"


def same_words(one: str, other: str, language: str) -> bool:
    """Whether two phrases with the same number of words differ only in the forms of their words.

    Args:
        one: a name of the lexicon, tidy (:func:`backend.naming.tidy`).
        other: what may be a form of it, tidy.
        language: for which :func:`have_forms`.
    """
    return all(_same_word(a, b, language) for a, b in zip(one.split(), other.split(), strict=True))


def _same_word(one: str, other: str, language: str) -> bool:
    if one == other:
        return True
    if language == "ru":
        return not _dictionary_forms(one, name=True).isdisjoint(_dictionary_forms(other))
    if language in _PLURALS:
        return any(_is_plural(*pair, language) for pair in ((one, other), (other, one)))
    if abs(len(one) - len(other)) > _ENDING or (language == "en" and _is_verbal(one) != _is_verbal(other)):
        return False
    return _stem(one, language) == _stem(other, language)


def _is_plural(plural: str, singular: str, language: str) -> bool:
    return any(
        plural.endswith(many) and singular == plural.removesuffix(many) + one for one, many in _PLURALS[language]
    )


def _is_verbal(word: str) -> bool:
    """Of a noun in the plural too: "crossings" is a form of "crossing"."""
    return word.removesuffix("s").endswith(_VERBAL)


@lru_cache(maxsize=4096)
def _stem(word: str, language: str) -> str:
    stemmer = snowballstemmer.stemmer(_STEMMERS[language])  # a stemmer has a state: one a call, for all threads
    return without_marks(stemmer.stemWord(word))


@lru_cache(maxsize=4096)
def _dictionary_forms(word: str, name: bool = False) -> frozenset[str]:
    """Of every word that a Russian word can be a form of; of a word that is in no dictionary, itself.

    A word of a name is written in its first case, if it has one: "паром" is a ferry there, and no vapour in another.
    """
    readings = [reading for reading in _russian().parse(word) if reading.is_known]
    if name:
        readings = [reading for reading in readings if "nomn" in reading.tag] or readings
    return frozenset(without_marks(reading.normal_form) for reading in readings) or frozenset((without_marks(word),))


@cache
def _russian() -> Any:
    return pymorphy3.MorphAnalyzer(lang="ru")
