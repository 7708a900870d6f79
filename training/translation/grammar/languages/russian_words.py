"""What ``ru.json`` holds: words with the cases and numbers that they govern."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from training.translation.grammar.language_file import Entry, LanguageFile
from training.translation.grammar.languages.russian_inflection import Case, RussianNoun
from training.translation.grammar.tree import Pointer


class RussianAdjective(Entry):
    """Masculine nominative ``base``, or words ``after`` the noun that never change (цвета хаки).

    ``short``: a subject has it in the short form (дома плотно расположены). ``suited`` are other words for the same of
    some nouns, by the noun's id (but густой лес).
    """

    base: str = ""
    after: str = ""
    short: bool = False
    suited: Mapping[str, str] = {}


class Quantity(Entry):
    """How many.

    ``governing`` stands before a genitive where a nominative or accusative is wanted (много деревьев); ``oblique`` are
    its other cases, before a genitive too or, where ``agrees``, before the same case (несколькими деревьями).
    ``agreeing`` is an adjective, of things that are known (многие деревья); ``numeral`` a word that counts like two.
    ``mass`` tells what becomes of it before what is not counted: it governs, is not said, or cannot be. ``known``: it
    is said of things that one knows of.
    """

    governing: str = ""
    oblique: Mapping[Case, str] = {}
    agrees: bool = False
    agreeing: str = ""
    numeral: str = ""
    negative: bool = False
    known: bool = False
    mass: Literal["governing", "unsaid", "none"] = "none"


class Governed(Entry):
    """A preposition, if any, and the case after it."""

    before: str = ""
    case: Case = "accusative"


class Relation(Governed):
    """``alone`` is said where the ground is not named; where ``named``, a pronoun is if one knows whose.

    ``along`` marks a way instead of a place, on which nothing "находится".
    """

    alone: str
    named: bool = False
    along: bool = False


class Verb(Entry):
    """Finite forms with a ``tail``, or a passive ``participle`` whose short form is said; ``present`` is an active one.

    ``attribute`` is what a noun takes instead of a participle (в форме круга), ``suited`` another verb for some
    subjects, by the noun's id; what moves ``along`` goes along what English says it is in or on (едет по дороге).
    """

    one: str = ""
    many: str = ""
    tail: str = ""
    participle: str = ""
    present: str = ""
    object: Governed | None = None
    attribute: Governed | None = None
    along: bool = False
    suited: Mapping[str, Verb] = {}


class FunctionWords(Entry):
    """Be ``located``, be ``placed`` somehow, ``stretch`` along a way; "there is" and "there is not"; prepositions."""

    located: Verb
    placed: Verb
    stretch: Verb
    exists: str
    nothing: str
    here: str
    pointers: Mapping[Pointer, str]
    is_a: str
    conjunction: str
    having: Governed
    lacking: Governed
    owning: Governed
    way: Governed


class RussianFile(LanguageFile[RussianNoun, RussianAdjective | str, Quantity, RussianNoun, Relation, Verb]):
    function: FunctionWords
