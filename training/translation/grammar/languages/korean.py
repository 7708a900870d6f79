"""Korean clauses: the place before what is there, what is known before what is new, the verb last."""

from __future__ import annotations

from dataclasses import replace

from training.translation.grammar.language_file import Unsayable, word
from training.translation.grammar.languages.korean_inflection import (
    Predicate,
    marked,
    predicate,
)
from training.translation.grammar.languages.korean_phrases import SPREAD_OUT, THERE_IS, KoreanPhrases
from training.translation.grammar.renderer import spaced
from training.translation.grammar.tree import (
    Action,
    Caption,
    Clause,
    Description,
    Existence,
    Identity,
    Located,
    Phrase,
    Place,
    Relative,
    Statement,
    With,
)


class Korean(KoreanPhrases):
    """Renders with the words of ``ko.json``."""

    def say(self, caption: Caption) -> str:
        """One sentence; every statement but the last ends in 고."""
        *first, last = (self._told(statement) for statement in caption.statements)
        said = [
            told.joined + ("," if joint == "comma" else "") for told, joint in zip(first, caption.joints, strict=True)
        ]
        return self.finished(spaced(*said, last.final))

    def _told(self, statement: Statement) -> Predicate:
        if isinstance(statement, Phrase):
            title = self.title(statement)
            return Predicate(title, title, title)
        return self._existing(statement) if isinstance(statement, Existence) else self._clause(statement)

    # Clauses

    def acting(self, action: Action) -> Predicate:
        """What is done, without who does it."""
        places = self.wheres(action.places, word(self.words.verbs, action.verb).at)
        return self._done(action).after(places)

    def _done(self, action: Action) -> Predicate:
        """A verb with its object and adverbs, wherever it is done."""
        verb = word(self.words.verbs, action.verb)
        adverbs = self.adverbs(action.adverbs)
        if action.complement is None:
            return verb.predicate().after(adverbs)
        if not verb.object:
            raise Unsayable(f"{action.verb} with a complement")
        if verb.owns and verb.predicate() == THERE_IS:
            return self.having(action.complement).after(adverbs)
        complement = marked(self.phrase(action.complement, bare_numbers=verb.joins), verb.object)
        return verb.predicate().after(adverbs).after(complement)

    def _clause(self, clause: Clause) -> Predicate:
        if not isinstance(clause.subject, Phrase):
            return self._pointed(clause)
        told = self._said(clause.subject, clause.predicate)
        if clause.trailing is not None:
            after = self.relative(clause.trailing, clause.subject.things[0].noun)
            told = after.after(f"{told.joined},")
        return told

    def _pointed(self, clause: Clause) -> Predicate:
        if not isinstance(clause.predicate, Identity):
            raise Unsayable("a pointer that does something")
        what = clause.predicate.what
        if clause.subject == "here":
            if self._begins_with_place(what):
                return THERE_IS.after(spaced(marked(self.phrase(what), "이/가"), "여기에"))
            return self.there_is(what).after("여기에")
        return predicate(f"{self.phrase(what)}이").after("이것은")

    def _said(self, subject: Phrase, told: Located | Action | Identity | Description) -> Predicate:
        noun = subject.things[0].noun
        new = self._is_new(subject)
        if isinstance(told, Identity):
            return predicate(f"{self.phrase(told.what)}이").after(self._topic(subject))
        if isinstance(told, Description):
            counted = any(thing.quantity or thing.count for thing in subject.things)
            who = marked(self.phrase(subject), "이/가") if new and counted else self._topic(subject)
            return self.description(told, noun).after(who)
        if isinstance(told, Located):
            first = new and not self._begins_with_place(subject) and all(map(self._is_spot, told.places))
            return self.happening(subject, told) if first else self.located(told).after(self._topic(subject, new))
        verb = word(self.words.verbs, told.verb)
        if verb.owns and told.complement is not None:
            trait = all(self.is_trait(thing) for thing in told.complement.things)
            return self.acting(told).after(self._topic(subject) if trait else self.phrase(subject) + "에는")
        if new and told.complement is None and not self._begins_with_place(subject):
            return self.happening(subject, told)
        return self.acting(told).after(self._topic(subject, new))

    def happening(self, who: Phrase, told: Action | Located) -> Predicate:
        """What things that nobody knows yet do or where they are: the place, the things, the verb."""
        if isinstance(told, Action):
            verb = word(self.words.verbs, told.verb)
            where = self.wheres(told.places, verb.at)
            return self._done(told).after(spaced(where, self._topic(who, new=True)))
        if not told.adverbs:
            return self._existing(Existence(who, told.places), told.joined)
        where = self.wheres(told.places, joined=told.joined)
        return SPREAD_OUT.after(spaced(where, self._topic(who, new=True), self.adverbs(told.adverbs)))

    def _is_spot(self, place: Place) -> bool:
        """Whether something can be there, and not just go through or look like it."""
        if place.ground is None:
            return True
        stem = self.relation(place).stem
        return (not stem or stem.endswith("있")) and not (
            place.relation == "in" and self.is_trait(place.ground.things[0])
        )

    def _begins_with_place(self, phrase: Phrase) -> bool:
        """Whether another place before it would be taken for one place with it."""
        for modifier in phrase.things[0].modifiers:
            if isinstance(modifier, Place):
                return True
            if isinstance(modifier, With):
                inner = modifier.what.things
                return any(isinstance(each, Place) for thing in inner for each in thing.modifiers)
            if isinstance(modifier, Relative):
                told = modifier.predicate
                return isinstance(told, Located) or (isinstance(told, Action) and bool(told.places))
        return False

    def _topic(self, subject: Phrase, new: bool = False) -> str:
        return marked(self.known(subject), "이/가" if new else "은/는")

    def _is_new(self, phrase: Phrase) -> bool:
        """Whether nobody knows of these things yet."""
        quantities = (self.words.quantities.get(thing.quantity or "") for thing in phrase.things)
        known = any(quantity is not None and quantity.known for quantity in quantities)
        return not known and all(thing.determiner in ("none", "indefinite") for thing in phrase.things)

    def _existing(self, existence: Existence, joined: bool = False) -> Predicate:
        what, places = existence.what, existence.places
        if not places:
            hung, rest = self._hung(what)
            if isinstance(hung, Place):
                what, places = rest, (hung,)
            elif isinstance(hung, Action):
                return self._said(rest, hung)
        particle = "에는" if self.is_none(what.things[0]) else "에"
        return self.there_is(what).after(self.wheres(places, particle, joined))

    def _hung(self, what: Phrase) -> tuple[Place | Action | None, Phrase]:
        """Where all the things are, or what the only one does, if the last noun has it; and the things without it."""
        last = what.things[-1]
        hung = last.modifiers[-1] if last.modifiers else None
        rest = Phrase((*what.things[:-1], replace(last, modifiers=last.modifiers[:-1])))
        alone = len(what.things) == 1
        if isinstance(hung, Place) and self._is_spot(hung) and (alone or not any(t.modifiers for t in rest.things)):
            return hung, rest
        if isinstance(hung, With) and not any(thing.modifiers for thing in what.things[:-1]):
            place, owned = self._hung(hung.what)
            if isinstance(place, Place) and place.ground is not None:
                owner = replace(last, modifiers=(*last.modifiers[:-1], With(owned)))
                return place, Phrase((*what.things[:-1], owner))
        told = hung.predicate if isinstance(hung, Relative) else None
        if isinstance(told, Action) and told.complement is None and alone and self._is_new(rest):
            return (None if self.is_none(last) else told), rest
        return None, what

    def existence(self, existence: Existence) -> str:
        return self._existing(existence).final

    def clause(self, clause: Clause) -> str:
        return self._clause(clause).final

    def title(self, phrase: Phrase) -> str:
        """ "a lot of cars in the parking lot" is 주차장에 많은 자동차가 있다."""
        thing = phrase.things[0]
        if len(phrase.things) == 1 and len(thing.modifiers) == 1 and self._is_new(phrase):
            place = thing.modifiers[0]
            if isinstance(place, Place) and place.ground is not None and self._is_spot(place):
                return self._existing(Existence(phrase)).final
        return self.phrase(phrase)
