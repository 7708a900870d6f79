"""German endings: articles, adjectives, nouns by case, number and gender."""

from __future__ import annotations

from typing import Literal

from training.translation.grammar.language_file import Entry
from training.translation.grammar.languages.germanic import Case

Form = Literal["m", "f", "n", "p"]
"""Gender, or plural, where genders do not differ."""
Declension = Literal["strong", "mixed", "weak"]

_CASES: tuple[Case, ...] = ("nominative", "accusative", "dative", "genitive")
_FORMS: tuple[Form, ...] = ("m", "f", "n", "p")


def _table(text: str) -> dict[tuple[Case, Form], str]:
    """Rows are cases, columns masculine, feminine, neuter, plural; "-" is no ending."""
    rows = [line.split() for line in text.strip().splitlines()]
    return {
        (case, form): "" if ending == "-" else ending
        for case, row in zip(_CASES, rows, strict=True)
        for form, ending in zip(_FORMS, row, strict=True)
    }


STRONG = _table("""
    er e es e
    en e es e
    em er em en
    en er en er""")
"""Adjectives where nothing before them shows the case, and "viele", "einige", "mehrere" themselves."""
WEAK = _table("""
    e e e en
    en e e en
    en en en en
    en en en en""")
MIXED = _table("""
    er e es en
    en e es en
    en en en en
    en en en en""")
ADJECTIVES: dict[Declension, dict[tuple[Case, Form], str]] = {"strong": STRONG, "weak": WEAK, "mixed": MIXED}
POINTING = _table("""
    er e es e
    en e es e
    em er em en
    es er es er""")
"""dieser, jeder, alle."""
INDEFINITE = _table("""
    - e - e
    en e - e
    em er em en
    es er es er""")
"""ein and kein."""
THE = _table("""
    der die das die
    den die das die
    dem der dem den
    des der des der""")
RELATIVE: dict[Form, str] = {"m": "der", "f": "die", "n": "das", "p": "die"}


class GermanNoun(Entry):
    """Nominative forms and what the rules of ``noun_form`` do not tell.

    ``adjective`` is the stem of one that always stands before the noun; ``inside`` and ``onto`` are the prepositions
    that it takes for being in and on it; ``mass`` has no plural, and then ``piece`` is a noun for a part of it.
    """

    one: str = ""
    many: str = ""
    gender: Literal["m", "f", "n"] | None = None
    genitive: str = ""
    weak: bool = False
    adjective: str = ""
    mass: bool = False
    inside: str = "in"
    onto: str = "auf"
    piece: GermanNoun | None = None


class GermanAdjective(Entry):
    """``stem`` takes the endings; it equals ``base`` unless the word changes (dunkel, dunkle)."""

    base: str
    stem: str = ""

    def inflected(self, ending: str) -> str:
        stem = self.stem or self.base
        return (stem.removesuffix("e") if ending else stem) + ending


def noun_form(noun: GermanNoun, case: Case, form: Form) -> str:
    """The noun in that case."""
    if form == "p":
        return noun.many + ("n" if case == "dative" and not noun.many.endswith(("n", "s")) else "")
    if noun.weak and case != "nominative":
        return noun.one + ("n" if noun.one.endswith("e") else "en")
    if case != "genitive" or form == "f":
        return noun.one
    if noun.genitive:
        return noun.genitive
    if noun.one.endswith(("s", "ß", "x", "z", "tz")):
        return noun.one + "es"
    return noun.one + "s"
