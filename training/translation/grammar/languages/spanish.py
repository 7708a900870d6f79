"""Spanish: al and del, el agua, "e" before i, plurals by ending."""

from __future__ import annotations

import re
from typing import ClassVar

from training.translation.grammar.languages.bare_romance import BareRomance
from training.translation.grammar.languages.romance_words import Agreement, RomanceNoun

_DEFINITE = {("m", "one"): "el", ("f", "one"): "la", ("m", "many"): "los", ("f", "many"): "las"}
_DEMONSTRATIVE = {("m", "one"): "este", ("f", "one"): "esta", ("m", "many"): "estos", ("f", "many"): "estas"}
_AND_BEFORE_I = re.compile(r"\by (?=h?[ií])(?!hie)")


class Spanish(BareRomance):
    """Renders with the words of ``es.json``."""

    contractions: ClassVar[dict[str, str]] = {"a el": "al", "de el": "del"}

    def definite(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        return "el" if _stressed(noun, agreement, next_word) else _DEFINITE[agreement.gender, agreement.number]

    def single(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        if next_word.startswith("otr"):
            return ""
        return "un" if agreement.gender == "m" or _stressed(noun, agreement, next_word) else "una"

    def several(self, text: str, agreement: Agreement) -> str:
        return f"{'unos' if agreement.gender == 'm' else 'unas'} {text}"

    def demonstrative(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        return _DEMONSTRATIVE[agreement.gender, agreement.number]

    def agreeing(self, masculine: str, agreement: Agreement) -> str:
        form = f"{masculine[:-1]}a" if agreement.gender == "f" and masculine.endswith("o") else masculine
        if agreement.number == "one":
            return form
        return f"{form}s" if form[-1] in "aeoáéó" else f"{form}es"

    def finished(self, text: str) -> str:
        return super().finished(_AND_BEFORE_I.sub("e ", text))


def _stressed(noun: RomanceNoun, agreement: Agreement, next_word: str) -> bool:
    """Whether a stressed a follows the article, which then sounds masculine."""
    return noun.start == "stressed" and agreement.number == "one" and next_word.startswith(noun.one)
