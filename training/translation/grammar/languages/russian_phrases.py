"""Russian noun phrases: numbers and quantities that govern, adjectives that agree, participles after a comma."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace

from training.translation.grammar.language_file import Unsayable, word
from training.translation.grammar.languages.russian_inflection import (
    Case,
    Form,
    RussianNoun,
    adjective_form,
    him,
    noun_form,
    numeral_form,
    short_form,
    visible,
)
from training.translation.grammar.languages.russian_words import (
    Governed,
    Quantity,
    Relation,
    RussianAdjective,
    RussianFile,
)
from training.translation.grammar.renderer import Renderer, listed, spaced
from training.translation.grammar.tree import (
    Adjective,
    AdjectiveGroup,
    Description,
    Modifier,
    Number,
    Of,
    Phrase,
    Place,
    Quality,
    Relative,
    Thing,
    With,
)

_PREPOSITIONS: dict[str, Case] = {"в": "locative", "на": "locative", "у": "genitive"}
"""What nouns are in or on, with the case after it."""
_VOWELS = "аеёиоуыэюя"


@dataclass(frozen=True)
class Head:
    """What stands before a noun, decided: words, the case of adjectives and noun, what a verb agrees with.

    ``form`` is that of the adjectives; ``agreement`` is neuter where the words govern ("много домов стоит").
    ``governs``: whether a bare plural joined to it depends on the same words (много домов и деревьев).
    """

    words: str
    noun: RussianNoun
    form: Form
    number: Number
    noun_case: Case
    adjective_case: Case
    agreement: Form
    governs: bool = False


class RussianPhrases(Renderer):
    """Things, phrases and what hangs on them."""

    words: RussianFile

    def __init__(self, words: RussianFile) -> None:
        self.words = words
        self._function = words.function
        self.conjunction = words.function.conjunction

    @abstractmethod
    def participle(self, relative: Relative, head: Head, nouns: frozenset[str], owner: Thing | None = None) -> str:
        """What things, of these nouns, do or undergo, agreeing with them; in commas where it is a participle."""

    @abstractmethod
    def attribute(self, modifier: Modifier, head: Head, nouns: frozenset[str]) -> str:
        """A participle alone, which stands before its noun (едущие автомобили); empty for anything else."""

    # Phrases

    def phrase(self, phrase: Phrase, case: Case, owner: Thing | None = None) -> str:
        """Things joined; ``owner`` is what their places without ground belong to."""
        said: list[str] = []
        before: Head | None = None
        for thing in phrase.things:
            if before is not None and before.governs and self._is_bare(thing):
                said.append(self.thing(thing, before.noun_case, owner))
            else:
                said.append(self.thing(thing, case, owner))
                before = self.head(thing, case)
        return listed(said, self.conjunction)

    def agreement(self, phrase: Phrase, verb_first: bool = False) -> Form:
        """What a predicate agrees with; a verb that stands first agrees with what is next to it if that governs."""
        first = self.head(phrase.things[0], "nominative")
        if len(phrase.things) == 1:
            return first.agreement
        return first.agreement if first.governs and verb_first else "p"

    def _is_bare(self, thing: Thing) -> bool:
        """A plural with nothing of its own before it."""
        plain = thing.number == "many" and thing.determiner == "none" and not self._noun(thing).mass
        return plain and not (thing.quantity or thing.count or thing.measure)

    def governed(self, governed: Governed, phrase: Phrase, owner: Thing | None = None) -> str:
        """A phrase after a word that governs it."""
        return prefixed(governed.before, self.phrase(phrase, governed.case, owner))

    # Things

    def thing(self, thing: Thing, case: Case, owner: Thing | None = None) -> str:
        if thing.measure:
            return self._measured(thing, case, owner)
        head = self.head(thing, case)
        before, after = self._adjectives(self._all_adjectives(thing), head, thing.noun)
        own = [self._inflected(head.noun.adjective, head)] if head.noun.adjective else []
        short = [self.attribute(modifier, head, frozenset({thing.noun})) for modifier in thing.modifiers]
        long = (
            self._modifier(modifier, thing, head, owner)
            for modifier, said in zip(thing.modifiers, short, strict=True)
            if not said
        )
        name = noun_form(head.noun, head.noun_case, head.number)
        return spaced(head.words, *short, *before, *own, name, head.noun.tail, *after, *long)

    def _measured(self, thing: Thing, case: Case, owner: Thing | None) -> str:
        """ "два ряда серых зданий"."""
        head = self.head(thing, case)
        before, after = self._adjectives(thing.measure_adjectives, head, "")
        inner = Thing(thing.noun, "many", adjectives=thing.adjectives, modifiers=thing.modifiers)
        name = noun_form(head.noun, head.noun_case, head.number)
        return spaced(head.words, *before, name, *after, self.thing(inner, "genitive", owner))

    def _noun(self, thing: Thing) -> RussianNoun:
        if thing.measure:
            return word(self.words.measures, thing.measure)
        noun = word(self.words.nouns, thing.noun)
        quantity = self.words.quantities.get(thing.quantity or "")
        if noun.counted and (thing.count or (quantity is not None and quantity.agrees)):
            return noun.counted
        separate = thing.piece or thing.determiner == "indefinite" or thing.count or thing.quantity == "several"
        return noun.piece if noun.piece and separate else noun

    def head(self, thing: Thing, case: Case) -> Head:
        noun = self._noun(thing)
        if noun.gender is None or noun.mass:
            form: Form = noun.gender or "p"
        else:
            form = noun.gender if thing.number == "one" else "p"
        plain = Head("", noun, form, "many" if form == "p" else "one", case, case, form)
        if thing.quantity:
            return self._quantified(thing, word(self.words.quantities, thing.quantity), plain)
        if thing.count:
            return self._counted(thing, plain)
        if thing.determiner == "demonstrative":
            return replace(plain, words=self._inflected("этот", plain))
        return plain

    def _counted(self, thing: Thing, plain: Head) -> Head:
        if thing.count == 1:
            return replace(plain, words=self._inflected(word(self.words.numbers, "1"), plain))
        this = self._inflected("этот", plain) if thing.determiner == "demonstrative" else ""
        counted = self._numbered(word(self.words.numbers, str(thing.count)), plain, (thing.count or 0) < 5)
        return replace(counted, words=spaced(this, counted.words))

    @staticmethod
    def _numbered(numeral: str, plain: Head, small: bool) -> Head:
        """Two to four take a genitive singular, five and more a plural; in other cases all agree."""
        noun = plain.noun
        if noun.gender is None or noun.mass:
            raise Unsayable(f"{numeral} {noun.one or noun.many}")
        case = visible(plain.noun_case, "p", noun.animate and small)
        said = replace(plain, words=numeral_form(numeral, case, noun.gender), form="p", number="many", agreement="p")
        if case != "nominative":
            return replace(said, noun_case=case, adjective_case=case)
        if not small:
            return replace(said, noun_case="genitive", adjective_case="genitive")
        adjective: Case = "nominative" if noun.gender == "f" else "genitive"
        return replace(said, noun_case="genitive", number="one", adjective_case=adjective)

    def _quantified(self, thing: Thing, quantity: Quantity, plain: Head) -> Head:
        noun, case = plain.noun, visible(plain.noun_case, "p", False)
        if quantity.negative or thing.determiner == "demonstrative":
            raise Unsayable(f"{thing.quantity} {thing.noun}")
        if noun.mass:
            if quantity.mass == "none" or thing.determiner != "none":
                raise Unsayable(f"{thing.quantity} {thing.noun}")
            if quantity.mass == "unsaid":
                return plain
        if quantity.numeral:
            return self._numbered(quantity.numeral, plain, small=True)
        if quantity.governing and (thing.determiner == "none" or not quantity.agreeing):
            if case == "nominative":
                genitive = replace(plain, words=quantity.governing, noun_case="genitive", adjective_case="genitive")
                return replace(genitive, agreement="n", governs=True)
            inner = case if quantity.agrees else "genitive"
            said = replace(plain, words=quantity.oblique[case], noun_case=inner, adjective_case=inner)
            return replace(said, agreement="n", governs=True)
        return replace(plain, words=self._inflected(quantity.agreeing, plain))

    # Adjectives

    @staticmethod
    def _inflected(base: str, head: Head) -> str:
        return adjective_form(base, head.adjective_case, head.form, head.noun.animate)

    @staticmethod
    def _all_adjectives(thing: Thing) -> tuple[AdjectiveGroup, ...]:
        """With those of "houses that are red", which stand before the noun like the others."""
        told = [modifier.predicate for modifier in thing.modifiers if isinstance(modifier, Relative)]
        groups = (each.adjectives for each in told if isinstance(each, Description) and each.adjectives)
        return (*groups, *thing.adjectives)

    def _adjectives(self, groups: tuple[AdjectiveGroup, ...], head: Head, noun: str) -> tuple[list[str], list[str]]:
        """What stands before the noun, and the words after it that do not change."""
        before, after = [], []
        for group in groups:
            said = [self._adjective(one, head, noun) for one in group if not self._entry(one).after]
            if said:
                before.append(listed(said, self.conjunction))
            fixed = [self._fixed(one) for one in group if self._entry(one).after]
            if fixed:
                after.append(listed(fixed, self.conjunction))
        return before, after

    def _entry(self, adjective: Adjective) -> RussianAdjective:
        entry = word(self.words.adjectives, adjective.id)
        return RussianAdjective(base=entry) if isinstance(entry, str) else entry

    def _adjective(self, adjective: Adjective, head: Head, noun: str) -> str:
        entry = self._entry(adjective)
        return spaced(self._degree(adjective), self._inflected(entry.suited.get(noun, entry.base), head))

    def _fixed(self, adjective: Adjective) -> str:
        return spaced(self._degree(adjective), self._entry(adjective).after)

    def _degree(self, adjective: Adjective) -> str:
        return word(self.words.degrees, adjective.degree) if adjective.degree else ""

    def predicative(self, description: Description, subject: Phrase) -> str:
        """ "зелёный и очень густой", "разных цветов": what a subject is like."""
        form: Form = "p" if len(subject.things) > 1 else self.head(subject.things[0], "nominative").form
        noun = subject.things[0].noun
        head = replace(self.head(subject.things[0], "nominative"), form=form, adjective_case="nominative")
        said = [self._predicated(one, head, noun) for one in description.adjectives]
        said += [word(self.words.qualities, quality.id) for quality in description.qualities]
        return listed(said, self.conjunction)

    def _predicated(self, adjective: Adjective, head: Head, noun: str) -> str:
        entry = self._entry(adjective)
        if entry.after:
            return self._fixed(adjective)
        if entry.short and noun not in entry.suited:
            return spaced(self._degree(adjective), short_form(entry.base, head.form))
        return self._adjective(adjective, head, noun)

    # What hangs on a thing

    def _modifier(self, modifier: Modifier, thing: Thing, head: Head, owner: Thing | None) -> str:
        if isinstance(modifier, Place):
            return self.place(modifier, (thing,), owner)
        if isinstance(modifier, With):
            return self._having(modifier.what, thing)
        if isinstance(modifier, Quality):
            return word(self.words.qualities, modifier.id)
        if isinstance(modifier, Of):
            return self.phrase(modifier.whole, "genitive")
        if isinstance(modifier.predicate, Description):
            return spaced(*(word(self.words.qualities, quality.id) for quality in modifier.predicate.qualities))
        return self.participle(modifier, head, frozenset({thing.noun}), owner)

    def _having(self, what: Phrase, owner: Thing) -> str:
        lacked = self.lacked(what)
        if lacked is not None:
            return self.governed(self._function.lacking, lacked, owner)
        return self.governed(self._function.having, what, owner)

    def lacked(self, phrase: Phrase) -> Phrase | None:
        """What there is not, of "no trees"; None where there is something."""
        first = phrase.things[0]
        if not first.quantity or not word(self.words.quantities, first.quantity).negative:
            return None
        if not all(self._is_bare(thing) for thing in phrase.things[1:]):
            raise Unsayable("no trees, but houses")
        return Phrase((replace(first, quantity=None), *phrase.things[1:]))

    def place(self, place: Place, located: tuple[Thing, ...] = (), owner: Thing | None = None) -> str:
        """Where things are, ``located`` in words that suit them; of an ``owner`` by a pronoun, or alone."""
        key, relation = self.relation(place, located)
        if place.ground is not None:
            if key in ("in", "on"):
                return self.inside(place.ground, onto=key == "on")
            return self.governed(relation, place.ground)
        if owner is None or not relation.named:
            return relation.alone
        head = self.head(owner, "nominative")
        if key in ("between", "among") and head.form != "p":
            return relation.alone
        if key in ("in", "on"):
            before = head.noun.inside if key == "in" else head.noun.onto
            return spaced(before, self.pronoun(_PREPOSITIONS[before], owner))
        return spaced(relation.before, self.pronoun(relation.case, owner))

    def pronoun(self, case: Case, thing: Thing) -> str:
        """What was named before, after a preposition."""
        return him(case, self.head(thing, "nominative").form)

    def relation(self, place: Place, located: tuple[Thing, ...]) -> tuple[str, Relation]:
        """The relation that is said, by its id: a bridge over a river is across it."""
        key = place.relation
        others = [word(self.words.nouns, thing.noun).relations for thing in located]
        if others and all(key in each for each in others):
            key = others[0][key]
        return key, word(self.words.relations, key)

    def inside(self, ground: Phrase, onto: bool = False) -> str:
        """ "в парке", "на дороге": each noun has its preposition, which is said once where all have the same."""
        nouns = [self._noun(thing) for thing in ground.things]
        prepositions = [noun.onto if onto else noun.inside for noun in nouns]
        if len(set(prepositions)) == 1:
            return prefixed(prepositions[0], self.phrase(ground, _PREPOSITIONS[prepositions[0]]))
        said = [
            prefixed(preposition, self.thing(thing, _PREPOSITIONS[preposition]))
            for preposition, thing in zip(prepositions, ground.things, strict=True)
        ]
        return listed(said, self.conjunction)


def prefixed(preposition: str, phrase: str) -> str:
    """ "с домом", but "со складом" and "во дворе"."""
    last = preposition.split(" ")[-1]
    first, second = phrase[:1], phrase[1:2]
    clusters = bool(second) and second not in _VOWELS + "ь"
    if last == "с" and clusters and (first in "сзшж" or phrase.startswith(("мн", "вз"))):
        return f"{preposition}о {phrase}"
    if last == "в" and ((clusters and first in "вф") or phrase.startswith("двор")):
        return f"{preposition}о {phrase}"
    return spaced(preposition, phrase)
