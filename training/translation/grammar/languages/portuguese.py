"""Portuguese: prepositions melted with articles, numbers with gender, plurals by ending."""

from __future__ import annotations

from typing import ClassVar

from training.translation.grammar.languages.bare_romance import BareRomance
from training.translation.grammar.languages.romance_words import Agreement, RomanceNoun

_DEFINITE = {("m", "one"): "o", ("f", "one"): "a", ("m", "many"): "os", ("f", "many"): "as"}
_DEMONSTRATIVE = {("m", "one"): "este", ("f", "one"): "esta", ("m", "many"): "estes", ("f", "many"): "estas"}
_FEMININE_NUMBERS = {"um": "uma", "dois": "duas"}
_PLURALS = {"al": "ais", "el": "éis", "ol": "óis", "ul": "uis", "m": "ns", "r": "res", "z": "zes"}


class Portuguese(BareRomance):
    """Renders with the words of ``pt.json``."""

    contractions: ClassVar[dict[str, str]] = {
        **{f"de {article}": f"d{article}" for article in _DEFINITE.values()},
        **{f"em {article}": f"n{article}" for article in _DEFINITE.values()},
        **{f"por {article}": f"pel{article}" for article in _DEFINITE.values()},
        **{f"de {this}": f"d{this}" for this in _DEMONSTRATIVE.values()},
        **{f"em {this}": f"n{this}" for this in _DEMONSTRATIVE.values()},
        "a o": "ao",
        "a os": "aos",
        "a a": "à",
        "a as": "às",
    }
    repeated = ("de", "a")

    def repeats(self, preposition: str, said: list[str]) -> bool:
        """Others only where they melt with an article: "pelo rio e pela ponte", "por um rio e uma ponte"."""
        melted = preposition and any(self.joined(preposition, text) != f"{preposition} {text}" for text in said)
        return bool(melted) or super().repeats(preposition, said)

    def definite(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        return _DEFINITE[agreement.gender, agreement.number]

    def single(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        if next_word.startswith("outr"):
            return ""
        return "um" if agreement.gender == "m" else "uma"

    def several(self, text: str, agreement: Agreement) -> str:
        return text

    def demonstrative(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        return _DEMONSTRATIVE[agreement.gender, agreement.number]

    def number(self, count: int, agreement: Agreement) -> str:
        number = super().number(count, agreement)
        return _FEMININE_NUMBERS.get(number, number) if agreement.gender == "f" else number

    def agreeing(self, masculine: str, agreement: Agreement) -> str:
        form = f"{masculine[:-1]}a" if agreement.gender == "f" and masculine.endswith("o") else masculine
        if agreement.number == "one":
            return form
        for ending, plural in _PLURALS.items():
            if form.endswith(ending):
                return form[: -len(ending)] + plural
        return f"{form}s"
