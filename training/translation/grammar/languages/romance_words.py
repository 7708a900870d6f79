"""What the files of Romance languages hold: entries with gender, agreement and prepositions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from training.translation.grammar.language_file import Entry, LanguageFile
from training.translation.grammar.tree import Number

Gender = Literal["m", "f"]


@dataclass(frozen=True)
class Agreement:
    """What words that go with a noun agree with."""

    gender: Gender
    number: Number


class RomanceNoun(Entry):
    """``inside`` and ``onto``: prepositions for being in and on it; ``mass`` is not counted, ``piece`` a part of it.

    ``start`` marks what spelling does not tell of its beginning: an aspirated h (French: le hangar) or a stressed a
    (Spanish: el agua).
    """

    one: str = ""
    many: str = ""
    gender: Gender
    mass: bool = False
    inside: str = ""
    onto: str = ""
    start: Literal["", "aspirated", "stressed"] = ""
    piece: RomanceNoun | None = None


class RomanceAdjective(Entry):
    """The masculine singular and the forms that rules do not make of it.

    ``before`` the noun or after it; ``fixed`` never changes; ``prevocalic`` is the masculine before a vowel (bel),
    ``prenominal`` the singular before any noun (Spanish: gran). ``state`` marks what something is for the time being,
    said with ``stay`` (Spanish: está vacío).
    """

    m: str
    f: str = ""
    mm: str = ""
    ff: str = ""
    before: bool = False
    fixed: bool = False
    prevocalic: str = ""
    prenominal: str = ""
    state: bool = False


class Quantity(Entry):
    """Words before a plural by gender; ``singular`` ones take the singular.

    ``mass`` stands before what is not counted, ``mass_f`` before what is feminine, where that differs.

    ``definite`` says that an article of English ("all the houses") is already in it. ``negative`` asks for a negated
    verb and is said in "there is no" alone.
    """

    m: str
    f: str
    mass: str | None = None
    mass_f: str | None = None
    singular: bool = False
    definite: bool = False
    negative: bool = False


class Measure(Entry):
    one: str
    many: str
    gender: Gender


class Relation(Entry):
    """``before`` its ground, ``alone`` where that is not named."""

    before: str
    alone: str


class Finite(Entry):
    """``one_f`` and ``many_f`` where the words before what is feminine differ (Italian: questa è)."""

    one: str
    many: str
    one_f: str = ""
    many_f: str = ""


class Verb(Entry):
    """Finite forms, or a ``participle`` that agrees; ``tail`` follows, ``object`` is the preposition of the complement.

    ``object`` is None for verbs without a complement and empty for a direct one. ``auxiliary`` goes with the participle
    instead of ``stay`` (Portuguese: foi construído).
    """

    one: str = ""
    many: str = ""
    participle: str = ""
    tail: str = ""
    object: str | None = None
    auxiliary: Finite | None = None


class FunctionWords(Entry):
    """``be`` what, ``stay`` in a state, be ``located``; "it is", "this is", "here is"; "there is" and "there is no".

    ``states`` are the ids of qualities that something is in for the time being, as ``state`` of an adjective.
    """

    be: Finite
    stay: Finite
    located: Finite
    it_is: Finite
    this_is: Finite
    here_is: Finite
    exists: Finite
    exists_no: str
    conjunction: str
    having: str
    of: str
    who: str
    situated: str
    states: frozenset[str] = frozenset()


class RomanceFile(LanguageFile[RomanceNoun, RomanceAdjective | str, Quantity, Measure, Relation, Verb]):
    function: FunctionWords
