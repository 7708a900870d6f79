"""Romance languages that leave the article of something new out in the plural: hay árboles, com areia.

Before the verb that is not how one speaks: there the sentence is turned round ("there are trees near the river"), or
the noun gets a word. What is not counted has its article after a preposition (cerca del agua).
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from training.translation.grammar.languages.romance import Romance
from training.translation.grammar.languages.romance_words import Agreement, RomanceNoun
from training.translation.grammar.renderer import spaced
from training.translation.grammar.tree import Action, Located, Modifier, Phrase, Place, Predicate, Relative, Thing

_THROUGH = ("across", "through")
"""Relations that are said with a verb: a road "is" not across a forest, it crosses it."""


class BareRomance(Romance):
    """What Portuguese, Spanish and Italian have in common and French does not."""

    @abstractmethod
    def several(self, text: str, agreement: Agreement) -> str:
        """A bare plural as a subject: Spanish unos árboles, Italian degli alberi."""

    def indefinite(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        return "" if agreement.number == "many" else self.single(noun, agreement, next_word)

    @abstractmethod
    def single(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        """The indefinite article of the singular."""

    def uncounted(self, noun: RomanceNoun, next_word: str) -> str:
        return ""

    def assertion(self, subject: Phrase, predicate: Predicate, agreement: Agreement) -> str:
        first, *others = subject.things
        if any(other.determiner not in ("none", "indefinite") for other in others):
            return super().assertion(subject, predicate, agreement)
        uncounted = self._uncounted(first)
        bare = not first.quantity and (uncounted or self._bare_plural(first))
        if isinstance(predicate, Located) and (bare or (uncounted and not others)) and _crossed(predicate) is None:
            return spaced(self._finite(self._function.exists, agreement), self.phrase(subject), *self._where(predicate))
        if others or not bare:
            return super().assertion(subject, predicate, agreement)
        if uncounted:
            return super().assertion(_known(subject), predicate, agreement)
        return spaced(self.several(self.thing(first), agreement), self._predicate(predicate, agreement))

    def _predicate(self, predicate: Predicate, agreement: Agreement) -> str:
        crossed = _crossed(predicate) if isinstance(predicate, Located) else None
        return super()._predicate(crossed or predicate, agreement)

    def _modifier(self, modifier: Modifier, agreement: Agreement) -> str:
        crossed = _crossed(Located((modifier,))) if isinstance(modifier, Place) else None
        return super()._modifier(Relative(crossed) if crossed else modifier, agreement)

    def place(self, place: Place) -> str:
        if place.ground is None or not self._uncounted(place.ground.things[0]):
            return super().place(place)
        bare = not place.ground.things[0].quantity
        return super().place(replace(place, ground=_known(place.ground)) if bare else place)

    def _bare_plural(self, thing: Thing) -> bool:
        """Whether nothing tells which or how many."""
        counted = thing.determiner != "none" or thing.count or thing.quantity
        return not counted and self.agreement(thing).number == "many"

    def _uncounted(self, thing: Thing) -> bool:
        """Whether it is some of what has no number: "much snow", "yellow sand"."""
        return thing.determiner == "none" and not thing.measure and self.noun(thing).mass


def _known(phrase: Phrase) -> Phrase:
    """The same with the article before the first thing: "the snow"."""
    first, *others = phrase.things
    return Phrase((replace(first, determiner="definite"), *others))


def _crossed(located: Located) -> Action | None:
    """To be across something, told as an action."""
    place = located.places[0]
    if place.relation not in _THROUGH or place.ground is None or located.joined or located.adverbs:
        return None
    return Action("pass_through", place.ground, located.places[1:])
