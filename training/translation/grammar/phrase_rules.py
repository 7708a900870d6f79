"""Rules of English noun phrases: "many tall buildings and some green trees near a park with a pond in it"."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from training.translation.grammar.sentence import Reading, Sentence, longest_first, rule
from training.translation.grammar.tree import (
    Action,
    Adjective,
    AdjectiveGroup,
    Description,
    Determiner,
    Modifier,
    Number,
    Of,
    Phrase,
    Place,
    Predicate,
    Quality,
    Relative,
    Thing,
    With,
)

PredicateT = TypeVar("PredicateT", bound=Predicate)

ARTICLES: dict[str, Determiner] = {
    "a": "indefinite", "an": "indefinite", "the": "definite", "this": "demonstrative", "these": "demonstrative",
}  # fmt: skip
PRONOUNS = ("it", "them", "itself")
SINGULAR_QUANTITIES = frozenset({"each"})
MAX_THINGS = 6


class PhraseRules(Sentence, ABC):
    """From articles to coordinated phrases with modifiers; modifiers hang on the nearest noun."""

    @abstractmethod
    def relative(self, start: int) -> list[Reading[Relative]]:
        """A participle or a relative clause after a noun."""

    @rule()
    def adjective(self, start: int) -> Iterator[Reading[Adjective]]:
        yield from ((Adjective(key), end) for key, end in self.known("adjective", start))
        for degree, middle in self.known("degree", start):
            yield from ((Adjective(key, degree), end) for key, end in self.known("adjective", middle))

    @rule()
    def adjective_group(self, start: int) -> Iterator[Reading[AdjectiveGroup]]:
        """One adjective, or several joined: "red", "red and green", "blue, red and orange"."""
        for first, end in self.adjective(start):
            for rest, final in self._joined_adjectives(end):
                yield (first, *rest), final
            yield (first,), end

    def _joined_adjectives(self, start: int) -> Iterator[Reading[AdjectiveGroup]]:
        joint = self.joint(start)
        if joint is not None:
            for adjective, end in self.adjective(joint):
                yield from (((adjective, *rest), final) for rest, final in self._joined_adjectives(end))
                yield (adjective,), end

    def joint(self, start: int) -> int | None:
        """The position after "and", "," or ", and"."""
        if self.is_at(start, ","):
            return start + 2 if self.is_at(start + 1, "and") else start + 1
        return start + 1 if self.is_at(start, "and") else None

    @rule()
    def adjectives(self, start: int) -> Iterator[Reading[tuple[AdjectiveGroup, ...]]]:
        """Any number of groups, also none; fewest first, so that a longer noun wins over an adjective before one."""
        yield (), start
        for group, end in self.adjective_group(start):
            yield (group,), end
            yield from (((group, *rest), final) for rest, final in self.adjectives(end) if final > end)

    @rule()
    def bare(self, start: int) -> Iterator[Reading[Thing]]:
        """Adjectives and noun: "tall gray buildings", "red roofed houses", "square center building"."""
        for adjectives, middle in self.adjectives(start):
            if self._clashing(adjectives):
                continue
            for noun, end in self._nouns(middle):
                yield replace(noun, adjectives=adjectives), end
            if adjectives and self.is_at(middle, "roofed"):
                roofs = With(Phrase((Thing("roof", "many", adjectives=adjectives),)))
                for thing, end in self.bare(middle + 1):
                    roof = replace(roofs.what.things[0], number=thing.number)
                    yield replace(thing, modifiers=(With(Phrase((roof,))), *thing.modifiers)), end

    def _clashing(self, adjectives: tuple[AdjectiveGroup, ...]) -> bool:
        """Whether colours follow each other without "and", or one word is said twice: nobody knows what is meant."""
        said = [adjective.id for group in adjectives for adjective in group]
        colored = sum(any(adjective.id in self._words.file.colors for adjective in group) for group in adjectives)
        return colored > 1 or len(set(said)) < len(said)

    def _nouns(self, start: int) -> Iterator[Reading[Thing]]:
        for key, end in self.known("noun", start):
            noun, number = key.split("/")
            yield Thing(noun, "many" if number == "many" else "one"), end

    @rule()
    def counted(self, start: int) -> Iterator[Reading[Thing]]:
        """Article, number or quantity and what they stand before; no modifiers yet."""
        for determiner, middle in self._determiner(start):
            for counted, end in self._quantified(middle, determiner):
                if counted is not None:
                    yield counted, end

    def _determiner(self, start: int) -> Iterator[Reading[Determiner]]:
        if self.token(start) in ARTICLES:
            yield ARTICLES[self.token(start)], start + 1
        yield "none", start

    def _quantified(self, start: int, determiner: Determiner) -> Iterator[Reading[Thing | None]]:
        for quantity, middle in self.known("quantity", start) if determiner != "indefinite" else ():
            for inner, inner_start in self._determiner(middle):  # "all the", "many of the"
                if inner in ("none", "definite"):
                    shown: Determiner = "definite" if "definite" in (inner, determiner) else determiner
                    for thing, end in self._measured(inner_start):
                        number: Number = "one" if quantity in SINGULAR_QUANTITIES else "many"
                        yield self._set(thing, determiner=shown, quantity=quantity, number=number), end
        for value, middle in self.known("number", start):
            for thing, end in self._measured(middle):
                count = int(value)
                if count > 1 or thing.number == "one" or thing.piece:
                    number = "one" if count == 1 else "many"
                    yield self._set(thing, determiner=determiner, count=count, number=number), end
        for thing, end in self._measured(start):
            if determiner == "indefinite" and thing.number == "many":
                continue  # "a trees": one or many, nobody knows
            yield self._set(thing, determiner=determiner), end

    def _set(
        self,
        thing: Thing,
        determiner: Determiner,
        quantity: str | None = None,
        count: int | None = None,
        number: Number | None = None,
    ) -> Thing | None:
        """The thing with what stands before it; None where it has such a word of its own already."""
        inner = thing.determiner
        if inner != "none":
            determiner = "demonstrative" if determiner == "demonstrative" else inner
        return replace(thing, determiner=determiner, quantity=quantity, count=count, number=number or thing.number)

    @rule()
    def _measured(self, start: int) -> Iterator[Reading[Thing]]:
        """ "piece of green meadow", "long rows of houses", or just the things themselves."""
        for adjectives, middle in self.adjectives(start):
            for key, end in (*self.known("piece", middle), *self.known("measure", middle)):
                measure, number = key.split("/")
                for inner, inner_start in self._determiner(end):
                    if inner != "none" and measure != "piece":
                        continue
                    for thing, final in self._with_article(inner_start, inner):
                        measured = self._measure(thing, measure, "many" if number == "many" else "one", adjectives)
                        if measured is not None:
                            yield measured, final
        yield from self.bare(start)

    def _with_article(self, start: int, determiner: Determiner) -> Iterator[Reading[Thing]]:
        for thing, end in self.bare(start):
            yield replace(thing, determiner="definite" if determiner == "definite" else "none"), end

    def _measure(
        self, thing: Thing, measure: str, number: Number, adjectives: tuple[AdjectiveGroup, ...]
    ) -> Thing | None:
        """Rows of things; pieces of land are land, pieces of anything else are groups of it."""
        if measure != "piece":
            return replace(thing, measure=measure, number=number, measure_adjectives=adjectives)
        if thing.noun in self._words.file.lands:
            return replace(thing, piece=True, number=number, adjectives=(*adjectives, *thing.adjectives))
        if thing.number == "many" and thing.determiner == "none":
            return replace(thing, measure="group", number=number, measure_adjectives=adjectives)
        return None

    @rule(key=lambda place: place.ground is None)
    def place(self, start: int) -> Iterator[Reading[Place]]:
        """ "near a road", "in two sides of it", "nearby"."""
        for relation, end in self.known("alone", start):
            if not self.is_at(end, "of"):
                yield Place(relation, None), end
        for relation, middle in self.known("relation", start):
            for ground, end in longest_first(self.phrase(middle)):
                if relation != "between" or ground.number == "many":
                    yield Place(relation, ground), end
            if self.token(middle) in PRONOUNS:
                yield Place(relation, None), middle + 1
        if self.is_at(start, "at"):
            for ground, end in longest_first(self.phrase(start + 1)):
                beside = ground.things[0].noun in self._words.file.borders
                yield Place("next_to" if beside else "in", ground), end

    @rule()
    def modifier(self, start: int) -> Iterator[Reading[Modifier]]:
        yield from ((Quality(key), end) for key, end in self.known("quality", start))
        yield from longest_first(self.relative(start))
        yield from longest_first(self.place(start))
        for words in ("with", "together with", "along with"):
            after = self.says(start, words)
            if after is not None:
                for what, end in longest_first(self.phrase(after)):
                    if not self._is_in_scene(what):
                        yield With(what), end
        if self.is_at(start, "of"):
            yield from ((Of(whole), end) for whole, end in longest_first(self.phrase(start + 1)))

    def _is_in_scene(self, phrase: Phrase) -> bool:
        """ "near a road with cars in a resort": the road is in the resort, not just the cars."""
        last = phrase.things[-1].modifiers[-1:]
        return any(
            isinstance(modifier, Place)
            and modifier.relation == "in"
            and modifier.ground is not None
            and modifier.ground.things[0].noun in self._words.file.scenes
            for modifier in last
        )

    @rule()
    def modifiers(self, start: int) -> Iterator[Reading[tuple[Modifier, ...]]]:
        """None or more, nearest noun first: a reading that gives everything to the first modifier wins."""
        for first, end in longest_first(self.modifier(start)):
            yield (first,), end
        for first, end in self.modifier(start):
            yield from (((first, *rest), final) for rest, final in self.modifiers(end) if final > end)
        yield (), start

    @rule()
    def thing(self, start: int) -> Iterator[Reading[Thing]]:
        for thing, middle in self.counted(start):
            for modifiers, end in self.modifiers(middle):
                if self._may_have(thing, modifiers):
                    suited = tuple(self._suited(modifier, thing) for modifier in modifiers)
                    adjectives = tuple(self._suited_adjectives(group, thing.noun) for group in thing.adjectives)
                    said = replace(thing, adjectives=adjectives, modifiers=(*thing.modifiers, *suited))
                    yield self._as_part(said), end

    @staticmethod
    def _as_part(thing: Thing) -> Thing:
        """ "part of a mountain" is a part of it."""
        bare = thing.determiner == "none" and thing.number == "one" and not thing.quantity and not thing.count
        whole = any(isinstance(modifier, Of) for modifier in thing.modifiers)
        return replace(thing, determiner="indefinite") if bare and whole else thing

    def _may_have(self, thing: Thing, modifiers: tuple[Modifier, ...]) -> bool:
        words = self._words.file
        return not any(
            (isinstance(modifier, Of) and thing.noun not in words.parts)
            or (isinstance(modifier, With) and thing.noun in words.ownerless)
            or (isinstance(modifier, Place) and modifier.ground is not None and thing.noun in words.attached)
            for modifier in modifiers
        )

    def _suited(self, modifier: Modifier, thing: Thing) -> Modifier:
        if isinstance(modifier, Relative):
            return Relative(self.suited(modifier.predicate, Phrase((thing,))))
        if isinstance(modifier, With):
            return With(Phrase(tuple(_referring(part, thing.noun) for part in modifier.what.things)))
        return modifier

    def _suited_adjectives(self, group: AdjectiveGroup, noun: str) -> AdjectiveGroup:
        meant = {
            suited.adjective: adjective
            for adjective, suited in self._words.file.suited_adjectives.items()
            if noun in suited.nouns
        }
        return tuple(replace(adjective, id=meant.get(adjective.id, adjective.id)) for adjective in group)

    def suited(self, predicate: PredicateT, subject: Phrase) -> PredicateT:
        """The predicate with the verb or the adjectives that these subjects want."""
        if isinstance(predicate, Description):
            return replace(predicate, adjectives=self._suited_adjectives(predicate.adjectives, subject.things[0].noun))
        if isinstance(predicate, Action):
            for verb, suited in self._words.file.suited.items():
                if predicate.verb == suited.verb and all(thing.noun in suited.subjects for thing in subject.things):
                    return replace(predicate, verb=verb)
        return predicate

    @rule(key=lambda phrase: phrase.number)
    def phrase(self, start: int) -> Iterator[Reading[Phrase]]:
        """Things joined by commas and "and"."""
        things = self.thing(start)
        yield from ((Phrase((thing,)), end) for thing, end in things)
        for thing, end in things:
            joint = self.joint(end)
            if joint is not None:
                for rest, final in self.phrase(joint):
                    if len(rest.things) < MAX_THINGS and (start == 0 or _alike(thing, rest.things[0])):
                        yield Phrase((thing, *rest.things)), final


def _referring(part: Thing, owner: str) -> Thing:
    """ "a river with trees on two sides of the river": the place is that of the owner, as in "of it"."""
    last = part.modifiers[-1] if part.modifiers else None
    if isinstance(last, Place) and last.ground == Phrase((Thing(owner, "one", "definite"),)):
        return replace(part, modifiers=(*part.modifiers[:-1], Place(last.relation, None)))
    return part


def _alike(first: Thing, second: Thing) -> bool:
    """Whether both may share one preposition: in "near the road and boats" the boats are no place but somewhere."""
    known = ("definite", "demonstrative")
    return (first.determiner in known) == (second.determiner in known)
