"""Detects text in a language that a model does not understand, by script and letters: its answers are meaningless."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from backend.letters import folded
from backend.models.prompts import guess_language
from backend.naming import concept_named

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_LETTERS = {
    "en": "éèêëïöñçâ",
    "pt": "áâãàçéêíóôõúü",
    "es": "áéíñóúü",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "de": "äöüß",
    "nl": "áàäéèëêíïóöôúü",
    "it": "àáèéìíîòóùú",
}
_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_MICRO = "μ"  # a unit in any language, and of no use in telling Greek, which has other letters too
_SCRIPTS = {"HANGUL": "ko", "CJK": "zh"}


def is_unspoken(text: str, languages: Collection[str]) -> bool:
    """Whether a phrase is certainly in none of these languages (ISO 639-1).

    Names of the lexicon count as understood whatever their language, because models are queried with the names in their
    own languages. Words that merely look like a known language are not detected.
    """
    if concept_named(text) is not None:
        return False
    guessed = guess_language(text)
    if guessed is not None and guessed not in languages:
        return True
    latin = frozenset(_LATIN).union(*(_LETTERS[language] for language in languages if language in _LETTERS))
    for letter in folded(text):  # "1ª" and full-width letters too are written with the letters of a language
        if not letter.isalpha() or letter == _MICRO:
            continue
        script = unicodedata.name(letter, "").partition(" ")[0]
        if script == "LATIN":
            spoken = letter in latin
        elif script == "CYRILLIC":
            spoken = "ru" in languages and letter in _RUSSIAN
        else:
            spoken = _SCRIPTS.get(script) in languages
        if not spoken:
            return True
    return False
