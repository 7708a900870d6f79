"""Korean things, their properties and places: everything before the noun, particles after it all."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from functools import reduce

from training.translation.grammar.language_file import Unsayable, word
from training.translation.grammar.languages.korean_inflection import (
    Predicate,
    listed,
    marked,
    predicate,
    stem_of,
)
from training.translation.grammar.languages.korean_words import KoreanAdjective, KoreanFile, KoreanNoun, Relation
from training.translation.grammar.renderer import Renderer, spaced
from training.translation.grammar.tree import (
    Action,
    Adjective,
    AdjectiveGroup,
    Description,
    Located,
    Modifier,
    Of,
    Phrase,
    Place,
    Quality,
    Relative,
    Thing,
    With,
)

PLURAL = "들"
THERE_IS = predicate("있")
THERE_IS_NO = predicate("없")
SPREAD_OUT = predicate("자리 잡고 있")
"""How something is somewhere, where an adverb says how."""
NEAR = frozenset({"near", "next_to", "along"})
SURROUNDED = frozenset({"surrounded_by", "semi_surrounded_by"})
"""Where something is as a whole."""
SHARED = frozenset({"in", "near", "next_to", "around"})
"""Where all things of a list are, as a rule, if the last one is there: 학교에 있는 축구장과 농구장."""
STANDS_BARE = 3
"""Numbers up to this stand before the noun itself where something lies between or joins the things: 두 섬."""


class KoreanPhrases(Renderer):
    """Things and places, with the words of ``ko.json``."""

    words: KoreanFile

    def __init__(self, words: KoreanFile) -> None:
        self.words = words

    @abstractmethod
    def acting(self, action: Action) -> Predicate:
        """What is done, without who does it."""

    @abstractmethod
    def happening(self, who: Phrase, told: Action | Located) -> Predicate:
        """What things that nobody knows yet do or where they are: the place, the things, the verb."""

    # Things

    def phrase(self, phrase: Phrase, bare_numbers: bool = False, several: bool = False) -> str:
        """Things joined; ``several`` shows that there are more than one where nothing else does."""
        alone = several and len(phrase.things) == 1
        things = [part for thing in phrase.things for part in self._apart(thing)]
        *first, last = things
        place = last.modifiers[0] if len(last.modifiers) == 1 else None
        alike = bool(first) and not any(thing.modifiers for thing in first)
        if alike and isinstance(place, Place) and place.ground is not None and place.relation in SHARED:
            listing = Phrase((*first, replace(last, modifiers=())))
            return f"{self.being(place).attributive} {self.phrase(listing, bare_numbers)}"
        return listed([self.thing(thing, bare_numbers, alone) for thing in things])

    def _apart(self, thing: Thing) -> tuple[Thing, ...]:
        """ "buildings with blue roofs and trees": the roofs are the buildings', the trees stand beside them."""
        last = thing.modifiers[-1] if thing.modifiers else None
        if not isinstance(last, With) or not self.is_trait(last.what.things[0]):
            return (thing,)
        traits = tuple(each for each in last.what.things if self.is_trait(each))
        others = last.what.things[len(traits) :]
        if any(self.is_trait(each) for each in others):
            return (thing,)
        return replace(thing, modifiers=(*thing.modifiers[:-1], With(Phrase(traits)))), *others

    def thing(self, thing: Thing, bare_numbers: bool = False, several: bool = False, name: str = "") -> str:
        noun = self._noun(thing)
        before, close, after = self._counted(thing, noun, bare_numbers)
        wholes = [marked(self.known(each.whole), "의") for each in thing.modifiers if isinstance(each, Of)]
        modifiers = [part for each in thing.modifiers for part in _lifted(each)]
        told = [self._modifier(each, thing.noun) for each in modifiers if not isinstance(each, Of)]
        properties = reduce(Predicate.then, told).attributive if told else ""
        fraction = self._fraction(thing, noun)
        if fraction:
            before, close, after = "", "", ""
        name = name or fraction or noun.one
        plural = PLURAL if self._shows_plural(thing, noun, bool(before or close or after), several) else ""
        this = "이" if thing.determiner == "demonstrative" else ""
        adjectives = self._attributes(thing.adjectives, thing.noun)
        return spaced(*wholes, properties, this, before, adjectives, close, name + plural, after)

    def known(self, phrase: Phrase) -> str:
        """Things that are spoken of again show that they are more than one (집들의 지붕)."""
        return self.phrase(phrase, several=phrase.things[0].determiner == "definite")

    def _noun(self, thing: Thing) -> KoreanNoun:
        noun = word(self.words.nouns, thing.noun)
        separate = thing.piece or thing.determiner == "indefinite" or thing.count or thing.quantity == "several"
        return noun.piece if noun.piece and separate else noun

    def _fraction(self, thing: Thing, noun: KoreanNoun) -> str:
        """ "part of", "some parts of", "most parts of": one word after the whole."""
        of_something = any(isinstance(modifier, Of) for modifier in thing.modifiers)
        if not (of_something and noun.fraction) or thing.adjectives or thing.count:
            return ""
        if thing.quantity:
            return word(self.words.quantities, thing.quantity).fraction
        return noun.fraction if thing.number == "one" else ""

    def _shows_plural(self, thing: Thing, noun: KoreanNoun, counted: bool, several: bool) -> bool:
        shown = several or thing.determiner == "demonstrative"
        return shown and thing.number == "many" and not (counted or noun.mass or noun.attached)

    def _counted(self, thing: Thing, noun: KoreanNoun, bare_numbers: bool) -> tuple[str, str, str]:
        """What counts the thing: before its adjectives, right before its noun, after its noun."""
        if thing.measure:
            return self._grouped(thing), "", ""
        if thing.quantity:
            quantity = word(self.words.quantities, thing.quantity)
            if quantity.negative or (thing.determiner != "none" and not quantity.known):
                raise Unsayable(f"{thing.quantity} {thing.noun}")
            if noun.mass and (quantity.mass or not quantity.counted):
                return quantity.mass or quantity.text, "", ""
            if noun.mass:
                raise Unsayable(f"{thing.quantity} {thing.noun}")
            if quantity.counted:
                return "", "", f"{quantity.text} {noun.classifier}"
            return ("", quantity.text, "") if quantity.close else (quantity.text, "", "")
        if not thing.count or (thing.count == 1 and thing.determiner != "none"):
            return "", "", ""
        if noun.mass:
            raise Unsayable(f"{thing.count} {thing.noun}")
        number = word(self.words.numbers, str(thing.count))
        known = thing.determiner in ("definite", "demonstrative")
        if known or (bare_numbers and 1 < thing.count <= STANDS_BARE):
            return "", number, ""
        return "", "", f"{number} {noun.classifier}"

    def _grouped(self, thing: Thing) -> str:
        """ "two rows of": 두 줄의."""
        measure = word(self.words.measures, thing.measure or "")
        if thing.determiner in ("definite", "demonstrative"):
            raise Unsayable("known groups")
        adjectives = self._attributes(thing.measure_adjectives, "")
        if adjectives and measure.whole and thing.number == "one" and not thing.count:
            return f"{adjectives} {measure.classifier}의"
        if thing.quantity:
            quantity = word(self.words.quantities, thing.quantity)
            if quantity.negative:
                raise Unsayable("no groups")
            return spaced(adjectives, quantity.text, f"{measure.classifier}의")
        if thing.number == "many" and not thing.count:
            return spaced(adjectives, measure.plain)
        return spaced(adjectives, word(self.words.numbers, str(thing.count or 1)), f"{measure.classifier}의")

    # Properties

    def _entry(self, adjective: Adjective, noun: str) -> KoreanAdjective:
        suited = self.words.suited.get(adjective.id)
        entry = suited.adjective if suited and noun in suited.nouns else word(self.words.adjectives, adjective.id)
        if not isinstance(entry, str):
            return entry
        stem = stem_of(entry)
        return KoreanAdjective(text=entry, stem=stem, name="" if stem else entry)

    def _degree(self, adjective: Adjective) -> str:
        return word(self.words.degrees, adjective.degree) if adjective.degree else ""

    def _attributes(self, groups: tuple[AdjectiveGroup, ...], noun: str) -> str:
        """Before a noun: what is conjugated or ends in 의, then colours and shapes, then what is close to it."""
        said: list[tuple[bool, bool, str]] = []
        for group in groups:
            conjugated, names = self._parted(group, noun)
            if conjugated:
                close = all(self._entry(one, noun).close for one in conjugated)
                said.append((close, False, self._described(conjugated, noun).attributive))
            if names:
                text = self._names(names, noun)
                said.append((False, not text.endswith("의"), text))
        said.sort(key=lambda one: one[:2])
        return spaced(*(text for _, _, text in said))

    def _parted(self, group: AdjectiveGroup, noun: str) -> tuple[AdjectiveGroup, AdjectiveGroup]:
        """Words that are conjugated, and names."""
        conjugated = tuple(one for one in group if self._entry(one, noun).stem)
        return conjugated, tuple(one for one in group if one not in conjugated)

    def _names(self, group: AdjectiveGroup, noun: str) -> str:
        if len(group) == 1:
            return self._described(group, noun).attributive if group[0].degree else self._entry(group[0], noun).text
        return listed([spaced(self._degree(one), self._entry(one, noun).name) for one in group])

    def _described(self, group: AdjectiveGroup, noun: str) -> Predicate:
        """Joined adjectives as one predicate, names before conjugated words (녹색이고 매우 울창하다)."""
        conjugated, names = self._parted(group, noun)
        told = [
            predicate(spaced(self._degree(one), entry.stem), spaced(self._degree(one), entry.text))
            for one in conjugated
            for entry in (self._entry(one, noun),)
        ]
        if len(names) == 1:
            entry, degree = self._entry(names[0], noun), self._degree(names[0])
            before = spaced(degree, entry.text) if entry.text != entry.name else ""
            told.insert(0, predicate(f"{spaced(degree, entry.name)}이", before))
        elif names:
            told.insert(0, predicate(f"{self._names(names, noun)}이"))
        return reduce(Predicate.then, told)

    def description(self, description: Description, noun: str) -> Predicate:
        told = [self._described(description.adjectives, noun)] if description.adjectives else []
        return reduce(Predicate.then, [*told, *(self._quality(quality) for quality in description.qualities)])

    def _quality(self, quality: Quality) -> Predicate:
        text = word(self.words.qualities, quality.id)
        return predicate(stem_of(text), text)

    # What hangs on a thing, all of it before its noun

    def _modifier(self, modifier: Modifier, noun: str) -> Predicate:
        if isinstance(modifier, Place):
            return self.being(modifier)
        if isinstance(modifier, With):
            return self.having(modifier.what)
        if isinstance(modifier, Quality):
            return self._quality(modifier)
        if isinstance(modifier, Relative):
            return self.relative(modifier, noun)
        raise Unsayable("a whole among what is told of a thing")

    def relative(self, relative: Relative, noun: str) -> Predicate:
        told = relative.predicate
        if isinstance(told, Located):
            return self.located(told)
        return self.description(told, noun) if isinstance(told, Description) else self.acting(told)

    def having(self, phrase: Phrase) -> Predicate:
        """ "with a pond in it" is 안에 연못이 있는: a place that is not named comes first, for all things before it."""
        told: list[Predicate] = []
        waiting: list[Thing] = []
        for thing in phrase.things:
            alone = [each for each in thing.modifiers if isinstance(each, Place) and each.ground is None]
            doing = _doing(thing)
            if alone:
                rest = tuple(each for each in thing.modifiers if each is not alone[0])
                waiting.append(replace(thing, modifiers=rest))
                told.append(self.there_is(Phrase(tuple(waiting))).after(self.at(alone[0])))
                waiting = []
            elif doing is not None:
                waiting.append(replace(thing, modifiers=thing.modifiers[:-1]))
                told.append(self.happening(Phrase(tuple(waiting)), doing))
                waiting = []
            elif self.is_trait(thing):
                told.append(self._trait(thing))
            else:
                waiting.append(thing)
        if waiting:
            told.append(self.there_is(Phrase(tuple(waiting))))
        return reduce(Predicate.then, told)

    def is_trait(self, thing: Thing) -> bool:
        """Whether what is said of the thing says what its owner is like."""
        counted = thing.count or thing.quantity or thing.measure or thing.determiner == "demonstrative"
        return bool(thing.adjectives) and self._noun(thing).attached and not (counted or thing.modifiers)

    def _trait(self, thing: Thing) -> Predicate:
        """지붕이 빨갛다."""
        told = [self._described(group, thing.noun) for group in thing.adjectives]
        return reduce(Predicate.then, told).after(marked(self._noun(thing).one, "이/가"))

    def there_is(self, phrase: Phrase) -> Predicate:
        """Things and the verb for there being them, or for there being none."""
        first = phrase.things[0]
        verbs = {self._noun(thing).exists for thing in phrase.things}
        verb = predicate(verbs.pop(), doing=True) if len(verbs) == 1 else THERE_IS
        if self.is_none(first):
            phrase = Phrase((replace(first, quantity=None), *phrase.things[1:]))
            verb = THERE_IS_NO
        return verb.after(marked(self.phrase(phrase), "이/가"))

    def is_none(self, thing: Thing) -> bool:
        return thing.quantity is not None and word(self.words.quantities, thing.quantity).negative

    # Places

    def relation(self, place: Place) -> Relation:
        return word(self.words.relations, place.relation)

    def _spot(self, place: Place) -> str:
        """A place as a noun: 강 양쪽."""
        relation = self.relation(place)
        if place.ground is None:
            return relation.alone
        if relation.stem:
            raise Unsayable("a way instead of a place")
        last = place.ground.things[-1]
        noun = self._noun(last)
        if place.relation in ("in", "on"):
            return self.phrase(place.ground) + (noun.inside if place.relation == "in" else noun.onto)
        if place.relation == "shore" and noun.bank and len(place.ground.things) == 1:
            return self.thing(last, name=noun.bank)
        return f"{self.phrase(place.ground, bare_numbers=True, several=relation.several)} {relation.noun}"

    def at(self, place: Place, particle: str = "에") -> str:
        """Where something is or happens: 강 양쪽에, 강을 따라."""
        relation = self.relation(place)
        if relation.stem and place.ground is not None:
            return f"{marked(self.phrase(place.ground, bare_numbers=True), relation.object)} {relation.adverbial}"
        return self._spot(place) + particle

    def wheres(self, places: tuple[Place, ...], particle: str = "에", joined: bool = False) -> str:
        """The wider place comes first."""
        if joined:
            return listed([self._spot(place) for place in places]) + particle
        return spaced(*(self.at(place, particle) for place in reversed(places)))

    def being(self, place: Place) -> Predicate:
        """Being there: 강 양쪽에 있다, 강을 가로지른다; "in light green color" is a trait."""
        relation = self.relation(place)
        if place.relation == "in" and place.ground is not None and self.is_trait(place.ground.things[0]):
            return self._trait(place.ground.things[0])
        if relation.stem and place.ground is not None:
            ground = self.phrase(place.ground, bare_numbers=True)
            return predicate(relation.stem, doing=True).after(marked(ground, relation.object))
        return THERE_IS.after(self.at(place))

    def adverbs(self, adverbs: tuple[str, ...]) -> str:
        return spaced(*(word(self.words.adverbs, adverb) for adverb in dict.fromkeys(adverbs)))

    def located(self, located: Located) -> Predicate:
        if len(located.places) == 1 and not located.adverbs:
            return self.being(located.places[0])
        verb = SPREAD_OUT.after(self.adverbs(located.adverbs)) if located.adverbs else THERE_IS
        return verb.after(self.wheres(located.places, joined=located.joined))


def _doing(thing: Thing) -> Action | Located | None:
    """What a thing is said to do at last, with no object: "trees scattered in it"."""
    last = thing.modifiers[-1] if thing.modifiers else None
    told = last.predicate if isinstance(last, Relative) else None
    if isinstance(told, Action):
        return told if told.complement is None else None
    return told if isinstance(told, Located) else None


def _lifted(modifier: Modifier) -> tuple[Modifier, ...]:
    """What a thing has, and apart from it where the thing itself is.

    In "a park with a pond near a river" the parser hangs the river on the pond, the nearest noun. Where modifiers come
    first that would be all there is to read; the park is meant, as a rule.
    """
    if not isinstance(modifier, With):
        return (modifier,)
    *first, last = modifier.what.things
    around = last.modifiers[-1] if last.modifiers else None
    near = isinstance(around, Place) and around.ground is not None and around.relation in NEAR
    told = around.predicate if isinstance(around, Relative) else None
    if around is None or not (near or (isinstance(told, Action) and told.verb in SURROUNDED)):
        return (modifier,)
    return With(Phrase((*first, replace(last, modifiers=last.modifiers[:-1])))), around
