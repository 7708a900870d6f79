"""Romance languages: agreement in gender and number, adjectives around the noun, articles melting into prepositions.

A language is a subclass that gives its articles, the rules of its adjectives' forms and its contractions.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import ClassVar

from training.translation.grammar.language_file import Unsayable, word
from training.translation.grammar.languages.romance_words import (
    Agreement,
    Finite,
    RomanceAdjective,
    RomanceFile,
    RomanceNoun,
    Verb,
)
from training.translation.grammar.renderer import Renderer, listed, spaced
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
    Of,
    Phrase,
    Place,
    Predicate,
    Quality,
    Relative,
    Thing,
    With,
)


class Romance(Renderer):
    """Renders with the words of one Romance language's file."""

    contractions: ClassVar[Mapping[str, str]] = {}
    """What a preposition and the article after it become; keys and values end where a word ends."""
    repeated: ClassVar[Collection[str]] = ()
    """Prepositions that are said before each of several things."""

    words: RomanceFile

    def __init__(self, words: RomanceFile) -> None:
        self.words = words
        self._function = words.function
        self.conjunction = words.function.conjunction

    @abstractmethod
    def definite(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str: ...

    @abstractmethod
    def indefinite(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        """The article of something new; ``next_word`` is what follows it."""

    @abstractmethod
    def uncounted(self, noun: RomanceNoun, next_word: str) -> str:
        """What stands before a mass noun: French du sable, Spanish arena."""

    @abstractmethod
    def demonstrative(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str: ...

    @abstractmethod
    def agreeing(self, masculine: str, agreement: Agreement) -> str:
        """An adjective or participle by rule."""

    def joined(self, preposition: str, text: str) -> str:
        """A preposition before a phrase, contracted."""
        whole = spaced(preposition, text)
        start = len(preposition) - len(preposition.rsplit(" ", 1)[-1])
        for long, short in self.contractions.items():
            if preposition and whole[start:].startswith(f"{long} "):
                return f"{whole[:start]}{short}{whole[start + len(long) :]}"
        return whole

    # Things

    def phrase(self, phrase: Phrase, preposition: str = "", negated: bool = False) -> str:
        """Things joined, each after the preposition where it is one that is repeated."""
        said = [self.thing(thing, negated) for thing in phrase.things]
        short = preposition.rsplit(" ", 1)[-1]
        if self.repeats(short, said):
            after = [self.joined(short, text) for text in said[1:]]
            return listed([self.joined(preposition, said[0]), *after], self.conjunction)
        return self.joined(preposition, listed(said, self.conjunction))

    def repeats(self, preposition: str, said: list[str]) -> bool:
        """Whether it is said before each of the things."""
        return preposition in self.repeated

    def noun(self, thing: Thing) -> RomanceNoun:
        noun = word(self.words.nouns, thing.noun)
        separate = thing.piece or thing.determiner == "indefinite" or thing.count or thing.quantity == "several"
        return noun.piece if noun.piece and separate else noun

    def agreement(self, thing: Thing) -> Agreement:
        if thing.measure:
            return Agreement(word(self.words.measures, thing.measure).gender, thing.number)
        noun = self.noun(thing)
        if noun.mass or not noun.many:
            return Agreement(noun.gender, "one")
        if thing.quantity and word(self.words.quantities, thing.quantity).singular:
            return Agreement(noun.gender, "one")
        return Agreement(noun.gender, thing.number if noun.one else "many")

    def shared_agreement(self, phrase: Phrase) -> Agreement:
        """What a predicate agrees with: masculine as soon as one thing is."""
        each = [self.agreement(thing) for thing in phrase.things]
        if len(each) == 1:
            return each[0]
        return Agreement("m" if any(one.gender == "m" for one in each) else "f", "many")

    def thing(self, thing: Thing, negated: bool = False) -> str:
        if thing.measure:
            measure = word(self.words.measures, thing.measure)
            noun = RomanceNoun(one=measure.one, many=measure.many, gender=measure.gender)
            inner = Thing(thing.noun, "many", adjectives=thing.adjectives, modifiers=thing.modifiers)
            rows = self._core(replace(thing, adjectives=thing.measure_adjectives), noun, negated)
            return spaced(rows, self.phrase(Phrase((inner,)), self._function.of))
        noun = self.noun(thing)
        agreement = self.agreement(thing)
        modifiers = (self._modifier(modifier, agreement) for modifier in thing.modifiers)
        return spaced(self._core(thing, noun, negated), *modifiers)

    def _core(self, thing: Thing, noun: RomanceNoun, negated: bool) -> str:
        """Article, adjectives and noun."""
        agreement = self.agreement(thing)
        name = noun.one if agreement.number == "one" else noun.many
        before: list[str] = []
        after: list[str] = []
        for group in thing.adjectives:
            if all(self._entry(adjective).before and not adjective.degree for adjective in group):
                before.append(self._adjective_group(group, agreement, name if not before else before[0]))
            else:
                after.insert(0, self._adjective_group(group, agreement))
        core = spaced(*before, name, *after)
        return self._determined(thing, noun, agreement, core, negated)

    def _determined(self, thing: Thing, noun: RomanceNoun, agreement: Agreement, core: str, negated: bool) -> str:
        uncounted = noun.mass or not noun.many
        if thing.quantity:
            quantity = word(self.words.quantities, thing.quantity)
            if (thing.determiner != "none" and not quantity.definite) or quantity.negative != negated:
                raise Unsayable(thing.quantity)
            if uncounted and quantity.mass is None:
                raise Unsayable(f"{thing.quantity} {thing.noun}")
            before = quantity.m if agreement.gender == "m" else quantity.f
            if uncounted:
                mass = quantity.mass_f if agreement.gender == "f" and quantity.mass_f else quantity.mass
                before = mass or self.uncounted(noun, core)
            return self.joined(before, core)
        if thing.count and thing.count > 1:
            if uncounted:
                raise Unsayable(f"{thing.count} {thing.noun}")
            number = spaced(self.number(thing.count, agreement), core)
            if thing.determiner == "definite":
                return self.joined(self.definite(noun, agreement, number), number)
            if thing.determiner == "demonstrative":
                return self.joined(self.demonstrative(noun, agreement, number), number)
            return number
        if thing.determiner == "definite":
            return self.joined(self.definite(noun, agreement, core), core)
        if thing.determiner == "demonstrative":
            return self.joined(self.demonstrative(noun, agreement, core), core)
        article = self.uncounted(noun, core) if uncounted else self.indefinite(noun, agreement, core)
        return self.joined(article, core)

    def number(self, count: int, agreement: Agreement) -> str:
        """A number from two on."""
        return word(self.words.numbers, str(count))

    def _entry(self, adjective: Adjective) -> RomanceAdjective:
        entry = word(self.words.adjectives, adjective.id)
        return RomanceAdjective(m=entry) if isinstance(entry, str) else entry

    def _adjective_group(self, group: AdjectiveGroup, agreement: Agreement, next_word: str = "") -> str:
        return listed([self._adjective(one, agreement, next_word) for one in group], self.conjunction)

    def _adjective(self, adjective: Adjective, agreement: Agreement, next_word: str = "") -> str:
        entry = self._entry(adjective)
        degree = word(self.words.degrees, adjective.degree) if adjective.degree else ""
        return spaced(degree, self.form(entry, agreement, next_word))

    def form(self, entry: RomanceAdjective, agreement: Agreement, next_word: str) -> str:
        """The adjective's form, by its entry or by rule; ``next_word`` is empty after the noun."""
        if entry.fixed:
            return entry.m
        if next_word and entry.prenominal and agreement.number == "one":
            return entry.prenominal
        if agreement.number == "one":
            given = entry.m if agreement.gender == "m" else entry.f
        else:
            given = entry.mm if agreement.gender == "m" else entry.ff
        if agreement == Agreement("m", "one") and entry.prevocalic and self.is_vowel(next_word):
            return entry.prevocalic
        if not given and agreement.gender == "f" and entry.f:
            return self.agreeing(entry.f, Agreement("m", "many"))
        return given or self.agreeing(entry.m, agreement)

    def is_vowel(self, text: str) -> bool:
        """Whether the text begins with a vowel as one hears it."""
        return text[:1].lower() in "aeiouyhàâéèêëîïôöûü" and bool(text)

    # What hangs on a thing

    def _modifier(self, modifier: Modifier, agreement: Agreement) -> str:
        if isinstance(modifier, Place):
            return self.place(modifier)
        if isinstance(modifier, With):
            return self.phrase(modifier.what, self._function.having)
        if isinstance(modifier, Quality):
            return word(self.words.qualities, modifier.id)
        if isinstance(modifier, Of):
            return self.phrase(modifier.whole, self._function.of)
        return self._relative(modifier, agreement)

    def _relative(self, relative: Relative, agreement: Agreement) -> str:
        predicate = relative.predicate
        if isinstance(predicate, Located):
            return spaced(self.agreeing(self._function.situated, agreement), *self._where(predicate))
        if isinstance(predicate, Action):
            verb = word(self.words.verbs, predicate.verb)
            if verb.participle:
                return spaced(self.agreeing(verb.participle, agreement), *self._rest(verb, predicate))
        return spaced(self._function.who, self._predicate(predicate, agreement))

    def place(self, place: Place) -> str:
        relation = word(self.words.relations, place.relation)
        if place.ground is None:
            return relation.alone
        before = relation.before
        noun = self.noun(place.ground.things[0])
        if place.relation == "in":
            before = noun.inside or before
        elif place.relation == "on":
            before = noun.onto or before
        return self.phrase(place.ground, before)

    # Clauses

    def _where(self, located: Located) -> list[str]:
        places = [self.place(place) for place in located.places]
        joined = f" {self.conjunction} ".join(places) if located.joined else spaced(*places)
        return [*self._adverbs(located.adverbs), joined]

    def _adverbs(self, adverbs: tuple[str, ...]) -> list[str]:
        return [word(self.words.adverbs, adverb) for adverb in dict.fromkeys(adverbs)]

    def _rest(self, verb: Verb, action: Action) -> list[str]:
        """What follows the verb: tail, adverbs, complement, places."""
        complement = ""
        if action.complement is not None:
            if verb.object is None:
                raise Unsayable(f"{action.verb} with a complement")
            complement = self.phrase(action.complement, verb.object)
        places = (self.place(place) for place in action.places)
        return [verb.tail, *self._adverbs(action.adverbs), complement, *places]

    def _predicate(self, predicate: Predicate, agreement: Agreement) -> str:
        if isinstance(predicate, Located):
            return spaced(self._finite(self._function.located, agreement), *self._where(predicate))
        if isinstance(predicate, Identity):
            return spaced(self._finite(self._function.be, agreement), self.phrase(predicate.what))
        if isinstance(predicate, Description):
            return self._description(predicate, agreement)
        verb = word(self.words.verbs, predicate.verb)
        if verb.participle:
            auxiliary = self._finite(verb.auxiliary or self._function.stay, agreement)
            finite = spaced(auxiliary, self.agreeing(verb.participle, agreement))
        else:
            finite = verb.one if agreement.number == "one" else verb.many
        return spaced(finite, *self._rest(verb, predicate))

    def _description(self, description: Description, agreement: Agreement) -> str:
        """How something is, with ``be`` and ``stay`` where a language tells what it is from the state it is in."""
        be, stay = (self._finite(verb, agreement) for verb in (self._function.be, self._function.stay))
        said = [
            (stay if self._entry(adjective).state else be, self._adjective(adjective, agreement))
            for adjective in description.adjectives
        ]
        for quality in description.qualities:
            finite = stay if quality.id in self._function.states else be
            said.append((finite, word(self.words.qualities, quality.id)))
        verbs = dict.fromkeys(finite for finite, _ in said)
        grouped = [
            spaced(verb, listed([text for finite, text in said if finite == verb], self.conjunction)) for verb in verbs
        ]
        return listed(grouped, self.conjunction)

    @staticmethod
    def _finite(verb: Finite, agreement: Agreement) -> str:
        feminine = verb.one_f if agreement.number == "one" else verb.many_f
        if agreement.gender == "f" and feminine:
            return feminine
        return verb.one if agreement.number == "one" else verb.many

    def clause(self, clause: Clause) -> str:
        if not isinstance(clause.subject, Phrase):
            if not isinstance(clause.predicate, Identity):
                raise Unsayable("a pointer that does something")
            what = clause.predicate.what
            pointers = {"it": self._function.it_is, "this": self._function.this_is, "here": self._function.here_is}
            return self.joined(self._finite(pointers[clause.subject], self.shared_agreement(what)), self.phrase(what))
        agreement = self.shared_agreement(clause.subject)
        said = self.assertion(clause.subject, clause.predicate, agreement)
        if clause.trailing is not None:
            said += f", {self._trailing(clause.trailing, agreement)}"
        return said

    def assertion(self, subject: Phrase, predicate: Predicate, agreement: Agreement) -> str:
        return spaced(self.phrase(subject), self._predicate(predicate, agreement))

    def _trailing(self, relative: Relative, agreement: Agreement) -> str:
        said = self._relative(relative, agreement)
        if said.startswith(f"{self._function.who} "):
            raise Unsayable("a verb without participle after a comma")
        return said

    def existence(self, existence: Existence) -> str:
        first = existence.what.things[0]
        negated = bool(first.quantity and word(self.words.quantities, first.quantity).negative)
        agreement = self.shared_agreement(existence.what)
        exists = self._function.exists_no if negated else self._finite(self._function.exists, agreement)
        places = (self.place(place) for place in existence.places)
        return spaced(exists, self.phrase(existence.what, negated=negated), *places)

    def title(self, phrase: Phrase) -> str:
        return self.phrase(phrase)
