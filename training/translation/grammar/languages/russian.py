"""Russian clauses: no verb "to be", participles that agree, the place first where something new is there."""

from __future__ import annotations

from dataclasses import replace

from training.translation.grammar.language_file import Unsayable, word
from training.translation.grammar.languages.russian_inflection import Form, adjective_form, short_form
from training.translation.grammar.languages.russian_phrases import Head, RussianPhrases
from training.translation.grammar.languages.russian_words import RussianFile, Verb
from training.translation.grammar.renderer import listed, spaced
from training.translation.grammar.tree import (
    Action,
    Clause,
    Description,
    Existence,
    Identity,
    Located,
    Modifier,
    Phrase,
    Place,
    Relative,
    Thing,
)

_HAVING = ("have", "contain")
"""Verbs whose object is said to be in or at the subject (в парке есть пруд, у дома красная крыша)."""


class Russian(RussianPhrases):
    """Renders with the words of ``ru.json``."""

    def __init__(self, words: RussianFile) -> None:
        super().__init__(words)

    def joint(self) -> str:
        return f", {self.conjunction} "

    # Verbs

    def _verb(self, action: Action, nouns: frozenset[str]) -> Verb:
        verb = word(self.words.verbs, action.verb)
        suited = [verb.suited.get(noun) for noun in nouns]
        return suited[0] if suited and suited[0] and len(set(map(id, suited))) == 1 else verb

    def _being(self, things: tuple[Thing, ...], places: tuple[Place, ...], adverbs: tuple[str, ...] = ()) -> Verb:
        """How one says of these things that they are somewhere: trees grow, a road stretches across."""
        verbs = {word(self.words.nouns, thing.noun).being for thing in things}
        if len(verbs) == 1 and "" not in verbs:
            return word(self.words.verbs, verbs.pop())
        if any(self._is_way(place, things) for place in places):
            return self._function.stretch
        return self._function.placed if adverbs else self._function.located

    def _is_way(self, place: Place, things: tuple[Thing, ...]) -> bool:
        return self.relation(place, things)[1].along

    def _finite(self, verb: Verb, form: Form) -> str:
        if verb.participle:
            return short_form(verb.participle, form)
        return verb.many if form == "p" else verb.one

    def _said(self, verb: Verb, form: Form, adverbs: tuple[str, ...], *rest: str) -> str:
        """Short adverbs, the verb, longer adverbs, the rest."""
        short, long = self._adverbs(adverbs)
        return spaced(short, self._finite(verb, form), verb.tail, long, *rest)

    def _adverbs(self, adverbs: tuple[str, ...]) -> tuple[str, str]:
        said = [word(self.words.adverbs, adverb) for adverb in dict.fromkeys(adverbs)]
        short = [adverb for adverb in said if " " not in adverb]
        return listed(short, self.conjunction) if short else "", spaced(*(each for each in said if " " in each))

    def _complement(self, verb: Verb, action: Action, owner: Thing | None = None) -> str:
        if action.complement is None:
            return ""
        if verb.object is None:
            raise Unsayable(f"{action.verb} with a complement")
        return self.governed(verb.object, action.complement, owner)

    def _where(
        self,
        places: tuple[Place, ...],
        things: tuple[Thing, ...],
        joined: bool = False,
        owner: Thing | None = None,
    ) -> str:
        said = [self.place(place, things, owner) for place in places]
        return listed(said, self.conjunction) if joined else spaced(*said)

    def _around(
        self, verb: Verb, places: tuple[Place, ...], things: tuple[Thing, ...], owner: Thing | None = None
    ) -> str:
        """The places of an action: "едет по дороге возле реки"."""
        if not verb.along:
            return self._where(places, things, owner=owner)
        return spaced(*(self._way(place, things, owner) for place in places))

    def _way(self, place: Place, things: tuple[Thing, ...], owner: Thing | None) -> str:
        way = self._function.way
        if place.relation in ("in", "on"):
            if place.ground is not None:
                return self.governed(way, place.ground)
            if owner is not None:
                return spaced(way.before, self.pronoun(way.case, owner))
        return self.place(place, things, owner)

    def participle(self, relative: Relative, head: Head, nouns: frozenset[str], owner: Thing | None = None) -> str:
        predicate = relative.predicate
        if isinstance(predicate, Description):
            raise Unsayable("a description after a comma")
        if isinstance(predicate, Located):
            where = self._where(predicate.places, (), predicate.joined, owner)
            return self._detached(self._function.placed, predicate.adverbs, head, where)
        verb = self._verb(predicate, nouns)
        where = self._around(verb, predicate.places, (), owner)
        if verb.attribute is not None and predicate.complement is not None:
            lacked = self.lacked(predicate.complement)
            if lacked is not None:
                return spaced(self.governed(self._function.lacking, lacked), where)
            return spaced(self.governed(verb.attribute, predicate.complement), where)
        return self._detached(verb, predicate.adverbs, head, self._complement(verb, predicate), where)

    def attribute(self, modifier: Modifier, head: Head, nouns: frozenset[str]) -> str:
        action = modifier.predicate if isinstance(modifier, Relative) else None
        if not isinstance(action, Action) or action.complement is not None or action.places or action.adverbs:
            return ""
        verb = self._verb(action, nouns)
        return "" if verb.tail else self._agreeing(verb, head)

    @staticmethod
    def _agreeing(verb: Verb, head: Head) -> str:
        base = verb.participle or verb.present
        if not base:
            raise Unsayable("a verb without participle")
        return adjective_form(base, head.adjective_case, head.form, head.noun.animate)

    def _detached(self, verb: Verb, adverbs: tuple[str, ...], head: Head, *rest: str) -> str:
        short, long = self._adverbs(adverbs)
        return f", {spaced(short, self._agreeing(verb, head), verb.tail, long, *rest)},"

    # Clauses

    def clause(self, clause: Clause) -> str:
        subject, predicate = clause.subject, clause.predicate
        if not isinstance(subject, Phrase):
            if not isinstance(predicate, Identity):
                raise Unsayable("a pointer that does something")
            return spaced(self._function.pointers[subject], self.phrase(predicate.what, "nominative"))
        if clause.trailing is None and self.lacked(subject) is not None and isinstance(predicate, Located):
            return self.existence(Existence(subject, predicate.places))
        if clause.trailing is None and self._places_first(subject, predicate):
            return self._inverted(subject, predicate)
        if isinstance(predicate, Action) and predicate.verb in _HAVING:
            said = self._owned(subject, predicate)
            if clause.trailing is not None:
                raise Unsayable("an owner with a participle")
            return said
        if isinstance(predicate, Identity | Description):
            subject = self._known(subject)
        return spaced(self._trailed(subject, clause.trailing), self._predicate(subject, predicate))

    def _trailed(self, subject: Phrase, trailing: Relative | None) -> str:
        """The subject, with what is told of it after a comma."""
        said = self.phrase(subject, "nominative")
        if trailing is None:
            return said
        head = self.head(subject.things[0], "nominative")
        if len(subject.things) > 1:
            head = replace(head, form="p", adjective_case="nominative")
        return said + self.participle(trailing, head, _nouns(subject))

    def _known(self, subject: Phrase) -> Phrase:
        """ "многие дома красные": a quantity that governs has no predicate that agrees."""
        if len(subject.things) > 1:
            return subject
        thing = subject.things[0]
        quantity = self.words.quantities.get(thing.quantity or "")
        if quantity is None or not quantity.governing or not quantity.agreeing or self._noun(thing).mass:
            return subject
        return Phrase((replace(thing, determiner="definite"),))

    def _places_first(self, subject: Phrase, predicate: Located | Action | Identity | Description) -> bool:
        """Whether the clause tells what new things, several of them, are somewhere."""
        if not isinstance(predicate, Located | Action) or not predicate.places:
            return False
        if isinstance(predicate, Action) and (
            predicate.complement is not None or self._verb(predicate, _nouns(subject)).tail
        ):
            return False
        new = all(thing.determiner in ("none", "indefinite") for thing in subject.things)
        quantities = (self.words.quantities.get(thing.quantity or "") for thing in subject.things)
        known = any(each is not None and (each.known or each.negative) for each in quantities)
        return new and not known and subject.number == "many"

    def _inverted(self, subject: Phrase, predicate: Located | Action | Identity | Description) -> str:
        if not isinstance(predicate, Located | Action):
            raise Unsayable("no place to begin with")
        if isinstance(predicate, Located):
            verb = self._being(subject.things, predicate.places, predicate.adverbs)
            where = self._where(predicate.places, subject.things, predicate.joined)
        else:
            verb = self._verb(predicate, _nouns(subject))
            where = self._around(verb, predicate.places, subject.things)
        form = self.agreement(subject, verb_first=True)
        return spaced(where, self._said(verb, form, predicate.adverbs), self.phrase(subject, "nominative"))

    def _predicate(self, subject: Phrase, predicate: Located | Action | Identity | Description) -> str:
        if isinstance(predicate, Identity):
            return spaced(self._function.is_a, self.phrase(predicate.what, "nominative"))
        if isinstance(predicate, Description):
            return self.predicative(predicate, subject)
        form = self.agreement(subject)
        if isinstance(predicate, Located):
            verb = self._being(subject.things, predicate.places, predicate.adverbs)
            where = self._where(predicate.places, subject.things, predicate.joined)
            return self._said(verb, form, predicate.adverbs, where)
        verb = self._verb(predicate, _nouns(subject))
        where = self._around(verb, predicate.places, subject.things)
        return self._said(verb, form, predicate.adverbs, self._complement(verb, predicate, subject.things[0]), where)

    def _owned(self, subject: Phrase, action: Action) -> str:
        """ "у дома красная крыша", "в парке есть пруд", "в парке нет пруда"."""
        what = action.complement
        if what is None:
            raise Unsayable("having nothing said")
        subject = self._known(subject)
        what = Phrase(tuple(map(_without_owner, what.things)))
        parts = all(word(self.words.nouns, thing.noun).part for thing in what.things)
        owner = self.governed(self._function.owning, subject) if parts else self.inside(subject)
        short, long = self._adverbs(action.adverbs)
        where = self._where(action.places, ())
        lacked = self.lacked(what)
        if lacked is not None:
            return spaced(owner, self._function.nothing, self.phrase(lacked, "genitive"), where, short, long)
        is_there = "" if parts else self._function.exists
        return spaced(owner, is_there, self.phrase(what, "nominative"), where, short, long)

    def existence(self, existence: Existence) -> str:
        what, places = existence.what, existence.places
        thing = what.things[-1]
        hoisted = thing.modifiers[-1] if thing.modifiers else None
        if not places and len(what.things) == 1 and isinstance(hoisted, Place):
            places, what = (hoisted,), Phrase((replace(thing, modifiers=thing.modifiers[:-1]),))
        where = self._where(places, what.things) if places else self._function.here
        lacked = self.lacked(what)
        if lacked is not None:
            return spaced(where, self._function.nothing, self.phrase(lacked, "genitive"))
        said = self.phrase(what, "nominative")
        if not places:
            return spaced(where, self._function.exists, said)
        verb = self._being(what.things, places)
        return spaced(where, self._finite(verb, self.agreement(what, verb_first=True)), said)

    def title(self, phrase: Phrase) -> str:
        return self.phrase(phrase, "nominative")


def _without_owner(thing: Thing) -> Thing:
    """What one has, without "in it"."""
    last = thing.modifiers[-1] if thing.modifiers else None
    redundant = isinstance(last, Place) and last.ground is None and last.relation in ("in", "on")
    return replace(thing, modifiers=thing.modifiers[:-1]) if redundant else thing


def _nouns(phrase: Phrase) -> frozenset[str]:
    return frozenset(thing.noun for thing in phrase.things)
