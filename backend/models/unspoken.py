"""Words in a language that a model does not speak, by script and letters: what it answers to them means nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from backend.models.prompts import guess_language
from backend.naming import concept_named

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_LETTERS = {
    "en": "éèêëïöñçâ",
    "pt": "áâãàçéêíóôõúü",
    "es": "áéíñóúüªº",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "de": "äöüß",
    "nl": "áàäéèëêíïóöôúüĳ",
    "it": "àáèéìíîòóùú",
}
_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_SCRIPTS = {"HANGUL": "ko", "CJK": "zh"}


def is_unspoken(text: str, languages: Collection[str]) -> bool:
    """Is a phrase certainly in none of these languages (ISO 639-1)?

    Names of the lexicon are spoken whatever their language, because models are asked with their names in the
    languages they know. Words that only look like a known language are not noticed.
    """
    if concept_named(text) is not None:
        return False
    guessed = guess_language(text)
    if guessed is not None and guessed not in languages:
        return True
    latin = frozenset(_LATIN).union(*(_LETTERS[language] for language in languages if language in _LETTERS))
    for letter in unicodedata.normalize("NFC", text).casefold():
        if not letter.isalpha():
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
