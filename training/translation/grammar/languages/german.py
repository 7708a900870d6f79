"""German noun phrases: three genders, four cases, adjectives by what stands before them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from training.translation.grammar.language_file import Entry, Unsayable, word
from training.translation.grammar.languages.german_inflection import (
    ADJECTIVES,
    INDEFINITE,
    POINTING,
    RELATIVE,
    STRONG,
    THE,
    Declension,
    Form,
    GermanAdjective,
    GermanNoun,
    noun_form,
)
from training.translation.grammar.languages.germanic import Case, Germanic, GermanicFile, Governed, Relation
from training.translation.grammar.renderer import listed, spaced
from training.translation.grammar.tree import Adjective, AdjectiveGroup, Number, Phrase, Place, Thing


class Quantity(Entry):
    """An inflected word (``stem``: viel-e; adjectives after it ``weak``, ``mixed`` or strong) or a ``fixed`` one.

    ``mass`` stands before what is not counted (viel Wasser); ``article`` is for "die meisten".
    """

    stem: str = ""
    fixed: str = ""
    mass: str | None = None
    declension: Declension = "strong"
    article: bool = False


class Measure(Entry):
    one: str
    many: str
    gender: Literal["m", "f", "n"]


class GermanFile(GermanicFile[GermanNoun, GermanAdjective | str, Quantity, Measure]):
    pass


@dataclass(frozen=True)
class _Head:
    """What stands before a noun, decided: the words, the declension of adjectives after them, the noun's form."""

    words: str
    declension: Declension
    form: Form
    noun: GermanNoun


_CONTRACTIONS = {"in dem": "im", "an dem": "am", "bei dem": "beim", "von dem": "vom", "zu dem": "zum", "zu der": "zur"}


class German(Germanic):
    """Renders with the words of ``de.json``."""

    words: GermanFile

    def __init__(self, words: GermanFile) -> None:
        super().__init__(words)

    def thing(self, thing: Thing, case: Case) -> str:
        if thing.measure:
            return self._measured(thing, case)
        head = self._head(thing, case)
        adjectives = self._adjectives(thing.adjectives, head, case)
        modifiers = (self.modifier(modifier, thing) for modifier in thing.modifiers)
        return spaced(head.words, *adjectives, noun_form(head.noun, case, head.form), *modifiers)

    def _measured(self, thing: Thing, case: Case) -> str:
        """ "zwei Reihen grauer Gebäude": what forms the rows stands in the genitive, or after "von"."""
        measure = self._measure(thing)
        head = self._head(replace(thing, measure=None), case, measure)
        inner = Thing(thing.noun, "many", adjectives=thing.adjectives, modifiers=thing.modifiers)
        return spaced(
            head.words,
            *self._adjectives(thing.measure_adjectives, head, case),
            noun_form(measure, case, head.form),
            self.governed(self._function.of, Phrase((inner,))),
        )

    def _measure(self, thing: Thing) -> GermanNoun:
        measure = word(self.words.measures, thing.measure or "")
        return GermanNoun(one=measure.one, many=measure.many, gender=measure.gender)

    def _noun(self, thing: Thing) -> GermanNoun:
        noun = word(self.words.nouns, thing.noun)
        separate = thing.piece or thing.determiner == "indefinite" or thing.count or thing.quantity == "several"
        return noun.piece if noun.piece and separate else noun

    def _form(self, thing: Thing) -> Form:
        noun = self._measure(thing) if thing.measure else self._noun(thing)
        return self._head(replace(thing, measure=None), "nominative", noun).form

    def number(self, thing: Thing) -> Number:
        return "many" if self._form(thing) == "p" else "one"

    def relative_pronoun(self, thing: Thing) -> str:
        return RELATIVE[self._head(thing, "nominative").form]

    # What stands before the noun

    def _head(self, thing: Thing, case: Case, noun: GermanNoun | None = None) -> _Head:
        noun = noun or self._noun(thing)
        if noun.mass or noun.gender is None:
            return self._uncounted(thing, case, noun)
        form: Form = noun.gender if thing.number == "one" else "p"
        if thing.quantity:
            return self._quantified(thing, case, form, noun)
        if thing.count and thing.count > 1:
            number = word(self.words.numbers, str(thing.count))
            if thing.determiner in ("definite", "demonstrative"):
                return _Head(spaced(self._known(thing, case, "p"), number), "weak", "p", noun)
            return _Head(number, "strong", "p", noun)
        if thing.determiner in ("definite", "demonstrative"):
            return _Head(self._known(thing, case, form), "weak", form, noun)
        if form == "p":
            return _Head("", "strong", form, noun)
        return _Head("ein" + INDEFINITE[case, form], "mixed", form, noun)

    @staticmethod
    def _known(thing: Thing, case: Case, form: Form) -> str:
        return THE[case, form] if thing.determiner == "definite" else "dies" + POINTING[case, form]

    def _quantified(self, thing: Thing, case: Case, form: Form, noun: GermanNoun) -> _Head:
        quantity = word(self.words.quantities, thing.quantity or "")
        if thing.determiner != "none" and quantity.declension == "strong":
            raise Unsayable("a quantity of known things")
        if quantity.fixed:
            return _Head(quantity.fixed, quantity.declension, form, noun)
        if quantity.article:
            return _Head(f"{THE[case, form]} {quantity.stem}en", "weak", form, noun)
        endings = {"strong": STRONG, "mixed": INDEFINITE, "weak": POINTING}[quantity.declension]
        return _Head(quantity.stem + endings[case, form], quantity.declension, form, noun)

    def _uncounted(self, thing: Thing, case: Case, noun: GermanNoun) -> _Head:
        """What has no plural, or nothing but a plural."""
        if noun.gender is None:
            return self._head(replace(thing, number="many"), case, noun.model_copy(update={"gender": "m"}))
        if thing.count:
            raise Unsayable(f"{thing.count} times {thing.noun}")
        if thing.quantity:
            quantity = word(self.words.quantities, thing.quantity)
            if quantity.mass is None or thing.determiner != "none":
                raise Unsayable(f"{thing.quantity} {thing.noun}")
            return _Head(quantity.mass, "strong", noun.gender, noun)
        if thing.determiner in ("definite", "demonstrative"):
            return _Head(self._known(thing, case, noun.gender), "weak", noun.gender, noun)
        return _Head("", "strong", noun.gender, noun)

    def _adjectives(self, groups: tuple[AdjectiveGroup, ...], head: _Head, case: Case) -> list[str]:
        ending = ADJECTIVES[head.declension][case, head.form]
        said = [listed([self._adjective(one, ending) for one in group], self.conjunction) for group in groups]
        return [*said, head.noun.adjective + ending] if head.noun.adjective else said

    def _adjective(self, adjective: Adjective, ending: str) -> str:
        entry = word(self.words.adjectives, adjective.id)
        entry = GermanAdjective(base=entry) if isinstance(entry, str) else entry
        degree = word(self.words.degrees, adjective.degree) if adjective.degree else ""
        return spaced(degree, entry.inflected(ending) if ending else entry.base)

    def predicative(self, adjective: Adjective) -> str:
        return self._adjective(adjective, "")

    # Prepositions and the genitive

    def governed(self, governed: Governed, phrase: Phrase) -> str:
        """A phrase in the case that a word governs; a genitive that would not be seen becomes "von"."""
        if governed.case == "genitive" and not all(self._shows_genitive(thing) for thing in phrase.things):
            return self._contracted(f"{governed.before} von".strip(), self.phrase(phrase, "dative"))
        return self._contracted(governed.before, self.phrase(phrase, governed.case))

    def _shows_genitive(self, thing: Thing) -> bool:
        if thing.measure:
            rows = replace(thing, measure=None, adjectives=thing.measure_adjectives)
            head = self._head(rows, "genitive", self._measure(thing))
        else:
            rows, head = thing, self._head(thing, "genitive")
        fixed = (thing.count or 1) > 1 or (thing.quantity and not head.words.endswith(("er", "es")))
        if fixed or (head.noun.mass and thing.quantity):
            return False
        return bool(head.words or rows.adjectives or head.noun.adjective)

    @staticmethod
    def _contracted(preposition: str, phrase: str) -> str:
        """ "in dem" is "im"."""
        start, _, last = preposition.rpartition(" ")
        article, _, rest = phrase.partition(" ")
        short = _CONTRACTIONS.get(f"{last} {article}")
        return spaced(start, short, rest) if short else spaced(preposition, phrase)

    def preposition(self, place: Place, relation: Relation) -> str:
        if place.ground is not None and place.relation in ("in", "on"):
            noun = self._noun(place.ground.things[0])
            return noun.inside if place.relation == "in" else noun.onto
        return relation.before
