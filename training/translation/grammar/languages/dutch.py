"""Dutch: two genders, no cases, one ending of adjectives; things stand or lie where they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from training.translation.grammar.language_file import Entry, Unsayable, word
from training.translation.grammar.languages.germanic import Case, Finite, Germanic, GermanicFile, Relation, Verb
from training.translation.grammar.renderer import listed, spaced
from training.translation.grammar.tree import (
    Action,
    Adjective,
    AdjectiveGroup,
    Clause,
    Description,
    Existence,
    Identity,
    Located,
    Modifier,
    Number,
    Phrase,
    Place,
    Relative,
    Thing,
)

Posture = Literal["stand", "lie"]
Gender = Literal["c", "n"]
"""Common (de) and neuter (het)."""


class DutchAdjective(Entry):
    """``inflected`` is the form with the ending (groot, grote)."""

    base: str
    inflected: str


class DutchNoun(Entry):
    """Names and what the rules do not tell.

    ``adjective`` always stands before the noun; ``inside`` and ``onto`` are the prepositions that it takes for being
    in and on it; ``mass`` has no plural, and then ``piece`` is a noun for a part of it. ``posture`` is how it is
    somewhere; what ``spans`` is over, not on, what is ``spanned`` (a bridge, a river).
    """

    one: str = ""
    many: str = ""
    gender: Gender | None = None
    adjective: DutchAdjective | str = ""
    mass: bool = False
    inside: str = "in"
    onto: str = "op"
    posture: Posture | None = None
    spans: bool = False
    spanned: bool = False
    piece: DutchNoun | None = None


class Suited(Entry):
    """Another word for an adjective with these ``nouns``."""

    adjective: str
    nouns: frozenset[str]


class Quantity(Entry):
    """``text`` before what is counted (``neuter``: before one neuter noun), ``mass`` before what is not."""

    text: str
    neuter: str = ""
    mass: str = ""


class Measure(Entry):
    one: str
    many: str
    gender: Gender


class DutchFile(GermanicFile[DutchNoun, DutchAdjective | str, Quantity, Measure]):
    postures: Mapping[Posture, Finite]
    suited: Mapping[str, Suited]
    """By id of the adjective."""


class Dutch(Germanic):
    """Renders with the words of ``nl.json``."""

    words: DutchFile

    def __init__(self, words: DutchFile) -> None:
        super().__init__(words)

    # Things

    def thing(self, thing: Thing, case: Case = "nominative") -> str:
        participles = [participle for each in thing.modifiers if (participle := self._lone_participle(each, thing))]
        rest = [each for each in thing.modifiers if not self._lone_participle(each, thing)]
        modifiers = [self.modifier(modifier, thing) for modifier in rest]
        if thing.measure:
            return spaced(self._measured(thing), *participles, *modifiers)
        noun = self._noun(thing)
        number = self._number(thing, noun)
        name = noun.one if number == "one" else noun.many
        bare = self._is_bare(thing, noun.gender, number)
        own = _inflected(noun.adjective, bare) if noun.adjective else ""
        adjectives = self._adjectives(thing.adjectives, thing.noun, bare)
        lone = [_inflected(participle, bare) for participle in participles]
        return spaced(self._head(thing, noun, number), *lone, *adjectives, own, name, *modifiers)

    def _measured(self, thing: Thing) -> str:
        """ "twee rijen grijze gebouwen": nothing between."""
        measure = word(self.words.measures, thing.measure or "")
        rows = replace(thing, measure=None)
        name = DutchNoun(one=measure.one, many=measure.many, gender=measure.gender)
        adjectives = self._adjectives(thing.measure_adjectives, "", self._is_bare(rows, measure.gender, thing.number))
        inner = Thing(thing.noun, "many", adjectives=thing.adjectives)
        head = self._head(rows, name, thing.number)
        return spaced(head, *adjectives, name.one if thing.number == "one" else name.many, self.thing(inner))

    def _lone_participle(self, modifier: Modifier, thing: Thing) -> str:
        """A participle that nothing belongs to, which stands before the noun (geparkeerde, rijdende auto's)."""
        told = modifier.predicate if isinstance(modifier, Relative) else None
        if not isinstance(told, Action) or told.complement is not None or told.places or told.adverbs:
            return ""
        verb = self._verb(told.verb, Phrase((thing,)))
        return verb.participle or ("" if verb.tail or verb.posture or verb.object else f"{verb.many}d")

    def _noun(self, thing: Thing) -> DutchNoun:
        noun = word(self.words.nouns, thing.noun)
        parts = thing.determiner in ("indefinite", "demonstrative") or thing.quantity == "several"
        separate = thing.piece or thing.count or parts
        return noun.piece if noun.piece and separate else noun

    @staticmethod
    def _number(thing: Thing, noun: DutchNoun) -> Number:
        if noun.mass:
            return "one"
        return thing.number if noun.one else "many"

    def number(self, thing: Thing) -> Number:
        return thing.number if thing.measure else self._number(thing, self._noun(thing))

    def relative_pronoun(self, thing: Thing) -> str:
        gender = word(self.words.measures, thing.measure).gender if thing.measure else self._noun(thing).gender
        return "dat" if gender == "n" and self.number(thing) == "one" else "die"

    @staticmethod
    def _is_bare(thing: Thing, gender: Gender | None, number: Number) -> bool:
        """Whether adjectives have no ending: een groot huis, groen gras."""
        return number == "one" and gender == "n" and thing.determiner not in ("definite", "demonstrative")

    def _head(self, thing: Thing, noun: DutchNoun, number: Number) -> str:
        """Article, number or quantity."""
        known = ""
        neuter = noun.gender == "n" and number == "one"
        if thing.determiner == "definite":
            known = "het" if neuter else "de"
        elif thing.determiner == "demonstrative":
            known = "dit" if neuter else "deze"
        if thing.quantity:
            quantity = word(self.words.quantities, thing.quantity)
            text = quantity.mass if noun.mass else (neuter and quantity.neuter) or quantity.text
            if not text or (known and thing.quantity not in ("all", "both", "each", "most")):
                raise Unsayable(f"{thing.quantity} {thing.noun}")
            return text
        if thing.count and noun.mass:
            raise Unsayable(f"{thing.count} {thing.noun}")
        if thing.count and (thing.count > 1 or not known):
            return spaced(known, word(self.words.numbers, str(thing.count)))
        if known or number == "many" or noun.mass:
            return known
        return "een"

    def _adjectives(self, groups: tuple[AdjectiveGroup, ...], noun: str, bare: bool) -> list[str]:
        return [listed([self._adjective(one, noun, bare) for one in group], self.conjunction) for group in groups]

    def _adjective(self, adjective: Adjective, noun: str, bare: bool) -> str:
        suited = self.words.suited.get(adjective.id)
        entry = suited.adjective if suited and noun in suited.nouns else word(self.words.adjectives, adjective.id)
        degree = word(self.words.degrees, adjective.degree) if adjective.degree else ""
        return spaced(degree, _inflected(entry, bare))

    def predicative(self, adjective: Adjective) -> str:
        return self._adjective(adjective, "", bare=True)

    # Where things are and what is done

    def located(self, subject: Phrase) -> Finite:
        """Houses stand, roads lie; what does neither, or not both, is there."""
        postures = {self._noun(thing).posture for thing in subject.things}
        posture = postures.pop()
        return self.words.postures[posture] if posture and not postures else super().located(subject)

    def preposition(self, place: Place, relation: Relation) -> str:
        if place.ground is not None and place.relation in ("in", "on"):
            noun = self._noun(place.ground.things[0])
            return noun.inside if place.relation == "in" else noun.onto
        return relation.before

    def _over(self, place: Place, things: tuple[Thing, ...]) -> Place:
        """A bridge is over a river, whatever English says."""
        spans = place.ground is not None and all(self._noun(thing).spans for thing in things)
        if spans and place.ground is not None and place.relation in ("in", "on", "across"):
            spanned = place.relation == "across" or self._noun(place.ground.things[0]).spanned
            return replace(place, relation="over") if spanned else place
        return place

    def modifier(self, modifier: Modifier, thing: Thing) -> str:
        return super().modifier(self._over(modifier, (thing,)) if isinstance(modifier, Place) else modifier, thing)

    def _predicate(self, predicate: Located | Action | Identity | Description, subject: Phrase) -> str:
        if isinstance(predicate, Located):
            places = tuple(self._over(place, subject.things) for place in predicate.places)
            way = _WAYS.get(places[0].relation) if len(places) == 1 else None
            if way and places[0].ground is not None:
                return super()._predicate(Action(way, places[0].ground, adverbs=predicate.adverbs), subject)
            predicate = replace(predicate, places=places)
        return super()._predicate(predicate, subject)

    def clause(self, clause: Clause) -> str:
        if isinstance(clause.subject, Phrase) and isinstance(clause.predicate, Action) and clause.trailing is None:
            first = clause.subject.things[0]
            if first.quantity == "no" and clause.predicate.complement is None:
                return self._happening(clause.subject, clause.predicate)
        return super().clause(clause)

    def existence(self, existence: Existence) -> str:
        last = existence.what.things[-1]
        hung = last.modifiers[-1] if last.modifiers else None
        told = hung.predicate if isinstance(hung, Relative) else None
        alone = len(existence.what.things) == 1 and not existence.places
        if alone and isinstance(told, Action) and told.complement is None and told.places:
            return self._happening(Phrase((replace(last, modifiers=last.modifiers[:-1]),)), told)
        places = tuple(self._over(place, existence.what.things) for place in existence.places)
        return super().existence(replace(existence, places=places))

    def _happening(self, who: Phrase, action: Action) -> str:
        """Er rijden veel auto's op de weg."""
        verb = self._verb(action.verb, who)
        return spaced("er", self._finite(verb, who), self.phrase(who, "nominative"), self._completed(verb, action))

    def _finite(self, verb: Verb, subject: Phrase) -> str:
        if verb.posture and self.located(subject).reflexive:
            return self.words.postures["lie"].form(self._agreement(subject))
        return super()._finite(verb, subject)

    def _completed(self, verb: Verb, action: Action) -> str:
        """Participles stand before what belongs to them (omgeven door bomen), but for erin and ernaast."""
        if not verb.participle:
            return super()._completed(verb, action)
        there = [self.place(place) for place in action.places if place.ground is None]
        rest = replace(action, adverbs=(), places=tuple(place for place in action.places if place.ground is not None))
        return spaced(*self._adverbs(action.adverbs), *there, verb.participle, *self._middle(verb, rest))

    def _relative(self, relative: Relative, thing: Thing) -> str:
        """A participle alone, or a clause with a comma only where it ends."""
        predicate = relative.predicate
        if isinstance(predicate, Action):
            verb = self._verb(predicate.verb, Phrase((thing,)))
            if verb.participle:
                return self._completed(verb, predicate)
        return super()._relative(relative, thing).removeprefix(",").lstrip()


_WAYS = {"across": "cross", "through": "pass_through"}
"""Where nothing lies but goes: "the river is across the forest"."""


def _inflected(adjective: DutchAdjective | str, bare: bool) -> str:
    if isinstance(adjective, str):
        return adjective if bare else f"{adjective}e"
    return adjective.base if bare else adjective.inflected
