"""French: partitive and plural articles, elision, agreement."""

from __future__ import annotations

import re
from typing import ClassVar

from training.translation.grammar.languages.romance import Romance
from training.translation.grammar.languages.romance_words import Agreement, RomanceFile, RomanceNoun

_DOUBLED = {"el": "elle", "eil": "eille", "en": "enne", "on": "onne"}
_ELIDED = re.compile(r"\b([dlnsDLNS])([eao])\s+(?=([\wàâéèêëîïôöûœ-]+))", re.IGNORECASE)
_VOWELS = "aeiouàâéèêëîïôöûœ"


class French(Romance):
    """Renders with the words of ``fr.json``."""

    contractions: ClassVar[dict[str, str]] = {
        "de le": "du",
        "de les": "des",
        "à le": "au",
        "à les": "aux",
        "de des": "de",
        "de du": "de",
        "de de la": "de",
        "de de": "de",
    }
    repeated = ("de", "à")

    def __init__(self, words: RomanceFile) -> None:
        super().__init__(words)
        aspirated = [noun for noun in words.nouns.values() if noun.start == "aspirated"]
        self._aspirated = frozenset(form.split()[0] for noun in aspirated for form in (noun.one, noun.many) if form)

    def definite(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        return "les" if agreement.number == "many" else ("le" if agreement.gender == "m" else "la")

    def indefinite(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        if agreement.number == "many":
            # "des" becomes "de" where an adjective follows and not the noun itself.
            return "des" if next_word.startswith(noun.many) else "de"
        return "un" if agreement.gender == "m" else "une"

    def uncounted(self, noun: RomanceNoun, next_word: str) -> str:
        return "du" if noun.gender == "m" and not self.is_vowel(next_word) else "de la"

    def demonstrative(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        if agreement.number == "many":
            return "ces"
        if agreement.gender == "f":
            return "cette"
        return "cet" if self.is_vowel(next_word) else "ce"

    def agreeing(self, masculine: str, agreement: Agreement) -> str:
        form = _feminine(masculine) if agreement.gender == "f" else masculine
        if agreement.number == "one" or form.endswith(("s", "x")):
            return form
        if form.endswith("al"):
            return f"{form[:-2]}aux"
        return form + ("x" if form.endswith("eau") else "s")

    def is_vowel(self, text: str) -> bool:
        first = re.split(r"[\s']", text.lower(), maxsplit=1)[0]
        if first[:1] == "h":
            return first not in self._aspirated and not first.startswith("haut")
        return bool(first) and first[0] in _VOWELS

    def joined(self, preposition: str, text: str) -> str:
        """Elision comes before contraction: "de l'aéroport", and "d'herbe" for "de" before "de l'herbe"."""
        text = self._elided(text)
        if preposition.split(" ")[-1] == "de":
            text = re.sub(r"^(de l'|d')", "", text)
        return super().joined(preposition, text)

    def finished(self, text: str) -> str:
        return super().finished(self._elided(text))

    def _elided(self, text: str) -> str:
        """ "de arbres" is "d'arbres", "la église" is "l'église"; "la" and "le" only where they are articles."""

        def shorten(match: re.Match[str]) -> str:
            word_read = (match[1] + match[2]).lower()
            if word_read in ("de", "le", "la", "ne", "se") and self.is_vowel(match[3]):
                return f"{match[1]}'"
            return match[0]

        return _ELIDED.sub(shorten, text)


def _feminine(masculine: str) -> str:
    if masculine.endswith("e"):
        return masculine
    for ending, doubled in _DOUBLED.items():
        if masculine.endswith(ending):
            return masculine[: -len(ending)] + doubled
    for ending, feminine in (("er", "ère"), ("eux", "euse"), ("f", "ve")):
        if masculine.endswith(ending):
            return masculine[: -len(ending)] + feminine
    return masculine + "e"
