"""What a caption says, in no language: things with their properties, where they are, what they do.

The English parser makes these trees and one renderer a language says them. Words stand in them as ids of
``resources/phrase_grammar/en.json`` (nouns: as far as possible ids of the lexicon); grammar of English (articles that
are missing, agreement, word order) is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Number: TypeAlias = Literal["one", "many"]
Determiner: TypeAlias = Literal["none", "indefinite", "definite", "demonstrative"]
"""``none`` is a bare noun of English: each language decides whether it wants an article there."""


@dataclass(frozen=True)
class Adjective:
    """One property; ``degree`` is the id of a word before it (very, almost)."""

    id: str
    degree: str | None = None


AdjectiveGroup: TypeAlias = tuple[Adjective, ...]
"""Adjectives joined by "and" ("red and green roofs"); groups follow each other without it ("large green roofs")."""


@dataclass(frozen=True)
class Place:
    """Where: ``relation`` to ``ground``, which is None for what was just spoken of ("next to it", "nearby")."""

    relation: str
    ground: Phrase | None


@dataclass(frozen=True)
class With:
    """What belongs to a thing: "a park with a pond in it" (the place hangs on the pond, its ground is None)."""

    what: Phrase


@dataclass(frozen=True)
class Quality:
    """A fixed property in several words: "in different colors"."""

    id: str


@dataclass(frozen=True)
class Of:
    """The whole that a thing is a part of: "the roof of a house"."""

    whole: Phrase


@dataclass(frozen=True)
class Relative:
    """What a thing does or undergoes, told in passing: "surrounded by trees", "which has two roofs"."""

    predicate: Action | Located | Description


Modifier: TypeAlias = Place | With | Quality | Of | Relative


@dataclass(frozen=True)
class Thing:
    """A noun with all that belongs to it.

    ``count`` is a number that was said, ``quantity`` the id of an indefinite one (many, several); ``number`` follows
    from them where English erred ("many green tree"). ``piece`` marks what was called a piece of something ("a piece
    of meadow"); ``measure`` is the id of a form that many things make ("two rows of trees"), and then ``count``,
    ``quantity``, ``number``, ``determiner`` and ``measure_adjectives`` are those of the rows and the rest that of the
    trees.
    """

    noun: str
    number: Number
    determiner: Determiner = "none"
    count: int | None = None
    quantity: str | None = None
    piece: bool = False
    measure: str | None = None
    measure_adjectives: tuple[AdjectiveGroup, ...] = ()
    adjectives: tuple[AdjectiveGroup, ...] = ()
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """One thing, or several joined by "and"."""

    things: tuple[Thing, ...]

    @property
    def number(self) -> Number:
        return "many" if len(self.things) > 1 else self.things[0].number


@dataclass(frozen=True)
class Located:
    """Is somewhere: the places are joined by "and" where ``joined``, else one after the other narrows it down."""

    places: tuple[Place, ...]
    joined: bool = False
    adverbs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Action:
    """A verb (of doing or of having been done to) with its complement, places and adverbs."""

    verb: str
    complement: Phrase | None = None
    places: tuple[Place, ...] = ()
    adverbs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Identity:
    """Is what: "it is a piece of meadow"."""

    what: Phrase


@dataclass(frozen=True)
class Description:
    """Is how: "the forest is green and dense"; ``qualities`` are those in several words."""

    adjectives: AdjectiveGroup
    qualities: tuple[Quality, ...] = ()


Predicate: TypeAlias = Located | Action | Identity | Description
Pointer: TypeAlias = Literal["it", "this", "here"]


@dataclass(frozen=True)
class Clause:
    """Somebody is or does something. ``trailing`` is told of the subject at the end, after a comma."""

    subject: Phrase | Pointer
    predicate: Predicate
    trailing: Relative | None = None


@dataclass(frozen=True)
class Existence:
    """There is something, somewhere or just so."""

    what: Phrase
    places: tuple[Place, ...] = ()


Statement: TypeAlias = Clause | Existence | Phrase
"""A phrase alone is a caption without a verb: "a parking lot with many cars"."""


@dataclass(frozen=True)
class Caption:
    """One statement or several, each joined to the one before it by a comma or by "and"."""

    statements: tuple[Statement, ...]
    joints: tuple[Literal["and", "comma"], ...] = ()
