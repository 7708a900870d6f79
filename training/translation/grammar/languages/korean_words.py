"""What ``ko.json`` says of each word."""

from __future__ import annotations

from collections.abc import Mapping

from training.translation.grammar.language_file import Entry, LanguageFile
from training.translation.grammar.languages.korean_inflection import Predicate, predicate


class KoreanNoun(Entry):
    """Name, counter, and the words after it for being in and on it (with their space; empty: just 에).

    ``mass`` is not counted, and then ``piece`` is a noun for a part of it. ``attached`` is what each owner has, so that
    what it is like is said of the owner (지붕이 빨간 집). ``exists`` is the verb for there being some (파도가 치는),
    ``bank`` the place beside it (강가), ``fraction`` the name where it is just some of a whole (산의 일부).
    """

    one: str
    many: str = ""
    classifier: str = "개"
    inside: str = ""
    onto: str = " 위"
    mass: bool = False
    attached: bool = False
    exists: str = "있"
    bank: str = ""
    fraction: str = ""
    piece: KoreanNoun | None = None


class KoreanAdjective(Entry):
    """``text`` before a noun (흰 배); after it a ``stem`` to conjugate, or a ``name`` with 이다 (배는 흰색이다).

    Nothing stands between a ``close`` one and its noun (인공 호수).
    """

    text: str
    stem: str = ""
    name: str = ""
    close: bool = False


class Suited(Entry):
    """Another word for an adjective with these ``nouns``."""

    adjective: KoreanAdjective | str
    nouns: frozenset[str]


class Quantity(Entry):
    """A word before the noun and its adjectives, or ``counted``: before the counter after it (나무 몇 그루).

    ``mass`` is for what is not counted; a ``close`` one stands next to the noun, a ``negative`` one is said by the
    verb, a ``known`` one is of things that are known; ``fraction`` is so much of a whole.
    """

    text: str
    mass: str = ""
    counted: bool = False
    close: bool = False
    negative: bool = False
    known: bool = False
    fraction: str = ""


class Measure(Entry):
    """A counter of groups, and what is said where they are not counted; a ``whole`` needs no number (큰 무리의)."""

    classifier: str
    plain: str
    whole: bool = False


class Relation(Entry):
    """A ``noun`` after the ground, or a verb that takes it: ``adverbial`` (가로질러) and ``stem`` of its own.

    ``alone`` is a noun where the ground is not named; ``several`` marks a ground as more than one.
    """

    alone: str
    noun: str = ""
    object: str = ""
    adverbial: str = ""
    stem: str = ""
    several: bool = False


class Verb(Entry):
    """A stem (``doing``: of an action; else a state), its particles of object and place (``at``).

    ``owns`` says there is the object at the subject (집에는 문이 있다); ``joins`` is said of things that are counted by
    a bare number.
    """

    stem: str
    attributive: str = ""
    object: str = ""
    at: str = "에"
    doing: bool = False
    owns: bool = False
    joins: bool = False

    def predicate(self) -> Predicate:
        return predicate(self.stem, self.attributive, doing=self.doing)


class KoreanFile(LanguageFile[KoreanNoun, KoreanAdjective | str, Quantity, Measure, Relation, Verb]):
    suited: Mapping[str, Suited]
    """By id of the adjective: large lands are 넓은, not 큰."""
