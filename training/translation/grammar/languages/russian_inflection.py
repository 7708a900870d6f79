"""Russian endings: nouns, adjectives, pronouns and numerals in six cases and the locative after "в" and "на"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from training.translation.grammar.language_file import Entry, Unsayable
from training.translation.grammar.tree import Number

Case: TypeAlias = Literal["nominative", "genitive", "dative", "accusative", "instrumental", "prepositional", "locative"]
"""``locative`` is the prepositional after "в" and "на", which some nouns have a form of their own for (в лесу)."""
Form: TypeAlias = Literal["m", "f", "n", "p"]
"""Gender, or plural, where genders do not differ."""
Gender: TypeAlias = Literal["m", "f", "n"]

_CASES: tuple[Case, ...] = ("nominative", "genitive", "dative", "accusative", "instrumental", "prepositional")
_FORMS: tuple[Form, ...] = ("m", "f", "n", "p")
_VELARS = "гкх"
_SIBILANTS = "жшчщ"


class RussianNoun(Entry):
    """Nominative forms, gender, and what the rules do not tell; only a plural where ``gender`` is None.

    ``stem`` is that of the other singular cases (песок, песк-), ``genitive_many`` the genitive plural, ``singular`` and
    ``plural`` are whole forms by case. ``adjective`` always stands before the noun, ``tail`` after it. ``mass`` has no
    plural; ``piece`` is the noun for a part of it, ``counted`` the one after a number (пять человек). ``inside`` and
    ``onto`` are the prepositions for being in and on it. ``part`` marks what a thing has and nobody goes to (a roof),
    ``being`` is the id of the verb for being somewhere, ``relations`` are relations that it takes another for.
    """

    one: str = ""
    many: str = ""
    gender: Gender | None = None
    stem: str = ""
    genitive_many: str = ""
    locative: str = ""
    singular: Mapping[Case, str] = {}
    plural: Mapping[Case, str] = {}
    adjective: str = ""
    tail: str = ""
    mass: bool = False
    animate: bool = False
    inside: str = "в"
    onto: str = "на"
    part: bool = False
    being: str = ""
    relations: Mapping[str, str] = {}
    piece: RussianNoun | None = None
    counted: RussianNoun | None = None


def _table(text: str) -> dict[tuple[Case, Form], str]:
    """Rows are cases, columns masculine, feminine, neuter, plural; an accusative "-" depends on what lives."""
    rows = [line.split() for line in text.strip().splitlines()]
    return {
        (case, form): ending
        for case, row in zip(_CASES, rows, strict=True)
        for form, ending in zip(_FORMS, row, strict=True)
    }


_HARD = _table("""
    ый ая ое ые
    ого ой ого ых
    ому ой ому ым
    - ую ое -
    ым ой ым ыми
    ом ой ом ых""")
_SOFT = _table("""
    ий яя ее ие
    его ей его их
    ему ей ему им
    - юю ее -
    им ей им ими
    ем ей ем их""")
_VELAR = {key: ending.replace("ы", "и") for key, ending in _HARD.items()}
_SIBILANT = {key: {"яя": "ая", "юю": "ую"}.get(ending, ending) for key, ending in _SOFT.items()}
_WHOLE = {
    "этот": _table("""
        этот эта это эти
        этого этой этого этих
        этому этой этому этим
        - эту это -
        этим этой этим этими
        этом этой этом этих"""),
    "весь": _table("""
        весь вся всё все
        всего всей всего всех
        всему всей всему всем
        - всю всё -
        всем всей всем всеми
        всём всей всём всех"""),
    "один": _table("""
        один одна одно одни
        одного одной одного одних
        одному одной одному одним
        - одну одно -
        одним одной одним одними
        одном одной одном одних"""),
    "рыбий": _table("""
        рыбий рыбья рыбье рыбьи
        рыбьего рыбьей рыбьего рыбьих
        рыбьему рыбьей рыбьему рыбьим
        - рыбью рыбье -
        рыбьим рыбьей рыбьим рыбьими
        рыбьем рыбьей рыбьем рыбьих"""),
}
"""Whole forms of what follows no rule."""
_HIM = _table("""
    он она оно они
    него неё него них
    нему ней нему ним
    него неё него них
    ним ней ним ними
    нём ней нём них""")
_SMALL_NUMERALS = {
    "два": ("двух", "двум", "двумя"),
    "три": ("трёх", "трём", "тремя"),
    "четыре": ("четырёх", "четырём", "четырьмя"),
}
"""Genitive (and prepositional), dative, instrumental."""


def him(case: Case, form: Form) -> str:
    """The pronoun of the third person after a preposition."""
    return _HIM[plain(case), form]


def plain(case: Case) -> Case:
    """The case that everything but some nouns takes for it."""
    return "prepositional" if case == "locative" else case


def visible(case: Case, form: Form, animate: bool) -> Case:
    """The accusative looks like the genitive of what lives and like the nominative of what does not."""
    case = plain(case)
    if case != "accusative" or form == "f":
        return case
    return "genitive" if animate and form != "n" else "nominative"


def adjective_form(base: str, case: Case, form: Form, animate: bool = False) -> str:
    """An adjective, participle or adjectival pronoun, from its masculine; of several words the last one changes."""
    case = visible(case, form, animate)
    if base in _WHOLE:
        return _WHOLE[base][case, form]
    if (case, form) == ("nominative", "m"):
        return base
    stem, ending = base[:-2], base[-2:]
    last = stem[-1]
    if last in _VELARS or (last in _SIBILANTS and ending == "ой"):
        return stem + _VELAR[case, form]
    if ending == "ий":
        return stem + (_SIBILANT if last in _SIBILANTS else _SOFT)[case, form]
    return stem + _HARD[case, form]


def short_form(participle: str, form: Form) -> str:
    """ "окружён, окружена, окружено, окружены" of окружённый."""
    stem = participle[:-3] if participle.endswith("нный") else participle[:-2]
    if form == "m":
        return stem
    if stem.endswith("ён"):
        stem = f"{stem[:-2]}ен"
    endings = {"f": "а", "n": "е", "p": "и"} if stem[-1] in _SIBILANTS else {"f": "а", "n": "о", "p": "ы"}
    return stem + endings[form]


def numeral_form(numeral: str, case: Case, gender: Gender) -> str:
    """A number from two on, or "оба"; ``case`` as ``visible`` says."""
    direct = case in ("nominative", "accusative")
    if numeral == "оба":
        endings: Mapping[Case, str] = {"genitive": "их", "dative": "им", "instrumental": "ими", "prepositional": "их"}
        return ("обе" if gender == "f" else "оба") if direct else ("обе" if gender == "f" else "обо") + endings[case]
    if direct:
        return "две" if numeral == "два" and gender == "f" else numeral
    if numeral in _SMALL_NUMERALS:
        genitive, dative, instrumental = _SMALL_NUMERALS[numeral]
        return {"dative": dative, "instrumental": instrumental}.get(case, genitive)
    if numeral == "восемь":
        return "восемью" if case == "instrumental" else "восьми"
    return numeral + "ю" if case == "instrumental" else numeral[:-1] + "и"


def noun_form(noun: RussianNoun, case: Case, number: Number) -> str:
    """The noun itself, without its adjective and tail.

    Raises:
        Unsayable: the noun has no such number.
    """
    if not (noun.one if number == "one" else noun.many):
        raise Unsayable(f"{number} {noun.one or noun.many}")
    if case == "locative" and number == "one" and noun.locative:
        return noun.locative
    form: Form = "p" if number == "many" or noun.gender is None else noun.gender
    case = visible(case, form, noun.animate)
    return _plural(noun, case) if number == "many" else _singular(noun, case)


def _singular(noun: RussianNoun, case: Case) -> str:
    if case in noun.singular:
        return noun.singular[case]
    if case == "nominative":
        return noun.one
    if noun.gender == "f":
        return _feminine(noun, case)
    last = noun.one[-1]
    hard = last not in "ьйе" or noun.one.endswith(("ще", "це"))
    stem = noun.stem or (noun.one[:-1] if last in "ьйое" else noun.one)
    if case == "genitive":
        return stem + ("а" if hard else "я")
    if case == "dative":
        return stem + ("у" if hard else "ю")
    if case == "instrumental":
        return stem + ("ом" if hard and stem[-1] not in _SIBILANTS + "ц" else "ем")
    return stem + ("и" if noun.one.endswith(("ие", "ий")) else "е")


def _feminine(noun: RussianNoun, case: Case) -> str:
    last = noun.one[-1]
    if last == "ь":
        if case == "accusative":
            return noun.one
        return noun.one + "ю" if case == "instrumental" else (noun.stem or noun.one[:-1]) + "и"
    stem = noun.one[:-1]
    if case == "accusative":
        return stem + ("у" if last == "а" else "ю")
    if case == "instrumental":
        return stem + ("ей" if last == "я" or stem[-1] in _SIBILANTS + "ц" else "ой")
    if case == "genitive":
        return stem + ("и" if last == "я" or stem[-1] in _VELARS + _SIBILANTS else "ы")
    return stem + ("и" if noun.one.endswith("ия") else "е")


def _plural(noun: RussianNoun, case: Case) -> str:
    if case in noun.plural:
        return noun.plural[case]
    if case == "nominative":
        return noun.many
    if case == "genitive":
        return noun.genitive_many or _genitive_many(noun)
    stem, last = noun.many[:-1], noun.many[-1]
    soft = last == "я" or (last == "и" and stem[-1] not in _VELARS + _SIBILANTS)
    ending = {"dative": "ам", "instrumental": "ами", "prepositional": "ах"}[case]
    return stem + (f"я{ending[1:]}" if soft else ending)


def _genitive_many(noun: RussianNoun) -> str:
    one, many = noun.one, noun.many
    if one.endswith(("ия", "ие", "ье")):
        return many[:-2] + "ий"
    if many.endswith("ья"):
        return many[:-1] + "ев"
    if one.endswith(("ь", "ле", "ре")) or (noun.gender == "m" and one[-1] in _SIBILANTS):
        return many[:-1] + "ей"
    if one.endswith("й"):
        return many[:-1] + "ев"
    if noun.gender == "m":
        return many[:-1] + "ов"
    return many[:-1]
