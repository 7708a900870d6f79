"""Germanic word order: the verb second in main clauses and last in relative ones, participles at the end.

A language is a subclass that says things and phrases: its articles, endings and, if it has any, cases.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Generic, Literal, TypeAlias

from training.translation.grammar.language_file import (
    AdjectiveT,
    Entry,
    LanguageFile,
    MeasureT,
    NounT,
    QuantityT,
    Unsayable,
    word,
)
from training.translation.grammar.renderer import Renderer, listed, spaced
from training.translation.grammar.tree import (
    Action,
    Adjective,
    Clause,
    Description,
    Existence,
    Identity,
    Located,
    Modifier,
    Number,
    Of,
    Phrase,
    Place,
    Pointer,
    Quality,
    Relative,
    Thing,
    With,
)

Case: TypeAlias = Literal["nominative", "accusative", "dative", "genitive"]


class Governed(Entry):
    """A preposition, if any, and the case after it in languages that have cases."""

    before: str = ""
    case: Case = "accusative"


class Relation(Governed):
    """``alone`` is said where the ground is not named: darauf, in der Nähe."""

    alone: str


class SuitedVerb(Entry):
    """What takes the place of a verb's own forms where all subjects are of these ``nouns``."""

    nouns: frozenset[str]
    one: str = ""
    many: str = ""
    participle: str = ""


class Verb(Entry):
    """Finite forms with a ``tail`` at the end of a main clause, or a ``participle`` that goes with "to be".

    ``suited`` replaces some of that with subjects of its nouns. With ``posture`` the finite verb is that of where the
    subject is (Dutch: huizen staan, boten liggen verspreid).
    """

    one: str = ""
    many: str = ""
    tail: str = ""
    participle: str = ""
    object: Governed | None = None
    posture: bool = False
    suited: SuitedVerb | None = None

    def form(self, number: Number) -> str:
        return self.one if number == "one" else self.many


class Finite(Entry):
    """``reflexive`` follows in main clauses and precedes in relative ones (befindet sich; das sich befindet)."""

    one: str
    many: str
    reflexive: str = ""

    def form(self, number: Number) -> str:
        return self.one if number == "one" else self.many


class FunctionWords(Entry):
    """``be``, be ``located`` (and ``situated``, its participle), "there is", "it", "this" and "here", "and", "with"."""

    be: Finite
    located: Finite
    situated: str
    exists: Finite
    pointers: Mapping[Pointer, str]
    conjunction: str
    having: Governed
    of: Governed


class GermanicFile(
    LanguageFile[NounT, AdjectiveT, QuantityT, MeasureT, Relation, Verb],
    Generic[NounT, AdjectiveT, QuantityT, MeasureT],
):
    """What clauses need of a language's file; nouns, adjectives and quantities are the subclass's own."""

    function: FunctionWords


class Germanic(Renderer):
    """Renders with the words of one Germanic language's file."""

    words: GermanicFile[Any, Any, Any, Any]

    def __init__(self, words: GermanicFile[Any, Any, Any, Any]) -> None:
        self.words = words
        self._function = words.function
        self.conjunction = words.function.conjunction

    @abstractmethod
    def thing(self, thing: Thing, case: Case) -> str:
        """Article, adjectives, noun and modifiers."""

    @abstractmethod
    def number(self, thing: Thing) -> Number:
        """The grammatical number that a verb agrees with."""

    @abstractmethod
    def relative_pronoun(self, thing: Thing) -> str: ...

    @abstractmethod
    def predicative(self, adjective: Adjective) -> str:
        """The adjective's form after "to be"."""

    @abstractmethod
    def preposition(self, place: Place, relation: Relation) -> str:
        """What stands before the place's ground; nouns choose how one is in or on them."""

    def located(self, subject: Phrase) -> Finite:
        """The verb for being somewhere."""
        return self._function.located

    def _verb(self, key: str, subject: Phrase) -> Verb:
        """The verb as these subjects want it."""
        verb = word(self.words.verbs, key)
        if verb.suited is None or any(thing.noun not in verb.suited.nouns for thing in subject.things):
            return verb
        return verb.model_copy(update=verb.suited.model_dump(exclude={"nouns"}, exclude_defaults=True))

    def _finite(self, verb: Verb, subject: Phrase) -> str:
        number = self._agreement(subject)
        if verb.posture:
            return self.located(subject).form(number)
        return verb.form(number) or self._function.be.form(number)

    def phrase(self, phrase: Phrase, case: Case) -> str:
        return listed([self.thing(thing, case) for thing in phrase.things], self.conjunction)

    def governed(self, governed: Governed, phrase: Phrase) -> str:
        """A phrase after a word that governs it."""
        return spaced(governed.before, self.phrase(phrase, governed.case))

    # What hangs on a thing

    def modifier(self, modifier: Modifier, thing: Thing) -> str:
        if isinstance(modifier, Place):
            return self.place(modifier)
        if isinstance(modifier, With):
            return self.governed(self._function.having, modifier.what)
        if isinstance(modifier, Quality):
            return word(self.words.qualities, modifier.id)
        if isinstance(modifier, Of):
            return self.governed(self._function.of, modifier.whole)
        return self._relative(modifier, thing)

    def _relative(self, relative: Relative, thing: Thing) -> str:
        predicate = relative.predicate
        subject = Phrase((thing,))
        if isinstance(predicate, Located):
            located = self.located(subject)
            said = spaced(located.reflexive, *self._where(predicate), located.form(self.number(thing)))
        elif isinstance(predicate, Description):
            said = spaced(self._described(predicate), self._function.be.form(self.number(thing)))
        else:
            verb = self._verb(predicate.verb, subject)
            said = spaced(*self._middle(verb, predicate), verb.participle or verb.tail, self._finite(verb, subject))
        return f", {self.relative_pronoun(thing)} {said},"

    def place(self, place: Place) -> str:
        relation = word(self.words.relations, place.relation)
        if place.ground is None:
            return relation.alone
        return self.governed(Governed(before=self.preposition(place, relation), case=relation.case), place.ground)

    # Clauses

    def _adverbs(self, adverbs: tuple[str, ...]) -> list[str]:
        return [word(self.words.adverbs, adverb) for adverb in dict.fromkeys(adverbs)]

    def _where(self, located: Located) -> list[str]:
        places = [self.place(place) for place in located.places]
        joined = f" {self.conjunction} ".join(places) if located.joined else spaced(*places)
        return [*self._adverbs(located.adverbs), joined]

    def _middle(self, verb: Verb, action: Action) -> list[str]:
        """Between the finite verb and the end of the clause: adverbs, complement, places."""
        complement = ""
        if action.complement is not None:
            if verb.object is None:
                raise Unsayable(f"{action.verb} with a complement")
            complement = self.governed(verb.object, action.complement)
        return [*self._adverbs(action.adverbs), complement, *(self.place(place) for place in action.places)]

    def _described(self, description: Description) -> str:
        said = [self.predicative(adjective) for adjective in description.adjectives]
        said += [word(self.words.qualities, quality.id) for quality in description.qualities]
        return listed(said, self.conjunction)

    def _agreement(self, phrase: Phrase) -> Number:
        return "many" if len(phrase.things) > 1 else self.number(phrase.things[0])

    def clause(self, clause: Clause) -> str:
        predicate = clause.predicate
        if not isinstance(clause.subject, Phrase):
            if not isinstance(predicate, Identity):
                raise Unsayable("a pointer that does something")
            be = self._function.be.form(self._agreement(predicate.what))
            return spaced(self._function.pointers[clause.subject], be, self.phrase(predicate.what, "nominative"))
        said = spaced(self.phrase(clause.subject, "nominative"), self._predicate(predicate, clause.subject))
        if clause.trailing is not None:
            said += f", {self._trailing(clause.trailing, clause.subject)}"
        return said

    def _predicate(self, predicate: Located | Action | Identity | Description, subject: Phrase) -> str:
        number = self._agreement(subject)
        be = self._function.be.form(number)
        if isinstance(predicate, Located):
            located = self.located(subject)
            return spaced(located.form(number), located.reflexive, *self._where(predicate))
        if isinstance(predicate, Identity):
            return spaced(be, self.phrase(predicate.what, "nominative"))
        if isinstance(predicate, Description):
            return spaced(be, self._described(predicate))
        verb = self._verb(predicate.verb, subject)
        return spaced(self._finite(verb, subject), self._completed(verb, predicate))

    def _completed(self, verb: Verb, action: Action) -> str:
        """A main clause after its finite verb."""
        return spaced(*self._middle(verb, action), verb.participle or verb.tail)

    def _trailing(self, relative: Relative, subject: Phrase) -> str:
        predicate = relative.predicate
        if isinstance(predicate, Action):
            verb = self._verb(predicate.verb, subject)
            if verb.participle:
                return self._completed(verb, predicate)
        if isinstance(predicate, Located):
            return spaced(*self._where(predicate), self._function.situated)
        raise Unsayable("a verb without participle after a comma")

    def existence(self, existence: Existence) -> str:
        number = self._agreement(existence.what)
        if existence.places:
            located = self.located(existence.what)
            where = spaced(*(self.place(place) for place in existence.places))
            what = self.phrase(existence.what, "nominative")
            return spaced(where, located.form(number), located.reflexive, what)
        return spaced(self._function.exists.form(number), self.phrase(existence.what, "accusative"))

    def title(self, phrase: Phrase) -> str:
        return self.phrase(phrase, "nominative")
