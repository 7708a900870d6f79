"""Chinese: classifiers, everything before the noun it describes, places before what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from training.translation.grammar.language_file import Entry, LanguageFile, Unsayable, word
from training.translation.grammar.renderer import Renderer
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
    Quality,
    Relative,
    Thing,
    With,
)

PIECE = "片"
"""The classifier of what was called a piece of something."""


class ChineseNoun(Entry):
    """Name, classifier, and the words after it for being in and on it; ``mass`` is not counted."""

    one: str
    many: str = ""
    classifier: str = "个"
    inside: str = "里"
    onto: str = "上"
    mass: bool = False


class ChineseAdjective(Entry):
    """``text`` before a noun (with its 的, if any), ``close`` if nothing goes between, ``predicate`` after the noun."""

    text: str
    close: bool = False
    predicate: str = ""


class Quantity(Entry):
    """``classifier`` asks for one after it; ``mass`` is for what is not counted; ``negative`` is said by the verb.

    ``known`` ones are of things that are known, which 有 does not introduce (所有房屋).
    """

    text: str
    mass: str = ""
    classifier: bool = False
    negative: bool = False
    known: bool = False


class Measure(Entry):
    """A classifier of groups, and what is said where they are not counted (成排的)."""

    classifier: str
    plain: str


class Relation(Entry):
    """Words after the ground (附近), or a verb ``before`` it (穿过); ``alone`` where it is not named."""

    after: str
    alone: str
    before: str = ""


class Verb(Entry):
    """``plain`` without a place, ``at`` with one, ``exist`` between a place and something new that is there."""

    plain: str
    at: str = ""
    exist: str = ""


class ChineseFile(LanguageFile[ChineseNoun, ChineseAdjective | str, Quantity, Measure, Relation, Verb]):
    compounds: Mapping[str, str]
    """Names of a noun with one adjective ("green tree": 绿树), by the two ids."""


class Chinese(Renderer):
    """Renders with the words of ``zh.json``."""

    words: ChineseFile
    conjunction = "，"
    comma = "，"
    full_stop = "。"

    def __init__(self, words: ChineseFile) -> None:
        self.words = words

    def joint(self) -> str:
        return self.comma

    def finished(self, text: str) -> str:
        return text.replace("有有", "有带有") + self.full_stop

    # Things

    def phrase(self, phrase: Phrase, ground: bool = False) -> str:
        """Things joined; in a ``ground`` nobody counts to one ("near a road" is 道路附近)."""
        return _listed([self.thing(thing, ground) for thing in phrase.things])

    def thing(self, thing: Thing, ground: bool = False) -> str:
        before = self._before(thing, ground)
        modifiers = tuple(reversed(thing.modifiers))
        first = [each for each in modifiers if _stands_first(each)]
        inner = [each for each in modifiers if not _stands_first(each)]
        return (
            "".join(self._modifier(each, False) for each in first)
            + before
            + "".join(self._modifier(each, bool(before)) for each in inner)
            + self._named(thing)
        )

    def _before(self, thing: Thing, ground: bool) -> str:
        """Demonstrative, number or quantity with its classifier."""
        noun = word(self.words.nouns, thing.noun)
        if thing.measure:
            return self._counted_groups(thing)
        classifier = PIECE if thing.piece else noun.classifier
        if thing.piece and thing.adjectives and thing.adjectives[0] == (Adjective("large"),):
            classifier = "大" + classifier
        if thing.quantity:
            quantity = word(self.words.quantities, thing.quantity)
            if thing.determiner != "none" or quantity.negative or (noun.mass and quantity.classifier):
                raise Unsayable(f"{thing.quantity} {thing.noun}")
            if noun.mass and quantity.mass:
                return quantity.mass
            return quantity.text + (classifier if quantity.classifier else "")
        if thing.count and (thing.count > 1 or not ground):
            if noun.mass and not thing.piece:
                raise Unsayable(f"{thing.count} {thing.noun}")
            this = "这" if thing.determiner == "demonstrative" else ""
            return this + word(self.words.numbers, str(thing.count)) + classifier
        if thing.determiner == "demonstrative":
            return "这些" if thing.number == "many" else "这" + classifier
        if thing.number == "many" or thing.determiner == "definite" or ground:
            return ""
        if not thing.piece and (thing.determiner == "none" or noun.mass):
            return ""
        return word(self.words.numbers, "1") + classifier

    def _counted_groups(self, thing: Thing) -> str:
        measure = word(self.words.measures, thing.measure or "")
        if thing.measure_adjectives or thing.determiner in ("definite", "demonstrative"):
            raise Unsayable("groups with properties")
        if thing.quantity:
            return word(self.words.quantities, thing.quantity).text + measure.classifier
        if thing.number == "many" and not thing.count:
            return measure.plain
        return word(self.words.numbers, str(thing.count or 1)) + measure.classifier

    def _named(self, thing: Thing) -> str:
        """Adjectives and noun."""
        groups = [part for group in thing.adjectives for part in self._parted(group)]
        if thing.piece and groups and groups[0] == (Adjective("large"),):
            groups.pop(0)
        name = word(self.words.nouns, thing.noun).one
        if groups and len(groups[-1]) == 1 and not groups[-1][0].degree:
            compound = self.words.compounds.get(f"{groups[-1][0].id} {thing.noun}")
            if compound:
                groups.pop()
                name = compound
        far = sorted((group for group in groups if not self._is_close(group)), key=self._stands_late)
        close = [group for group in groups if self._is_close(group)]
        return "".join(map(self._attribute, (*far, *close))) + name

    def _entry(self, adjective: Adjective) -> ChineseAdjective:
        entry = word(self.words.adjectives, adjective.id)
        return ChineseAdjective(text=entry) if isinstance(entry, str) else entry

    def _is_close(self, group: AdjectiveGroup) -> bool:
        return len(group) == 1 and not group[0].degree and self._entry(group[0]).close

    def _parted(self, group: AdjectiveGroup) -> list[AdjectiveGroup]:
        """Joined adjectives of different kinds follow each other instead (狭窄的长桥)."""
        kinds = {(self._entry(one).close, self._entry(one).text.endswith("的")) for one in group}
        return [group] if len(kinds) == 1 else [(one,) for one in group]

    def _stands_late(self, group: AdjectiveGroup) -> bool:
        """Words without 的 stand nearer to the noun (弯曲的黄色河流)."""
        return not self._attribute(group).endswith("的")

    def _attribute(self, group: AdjectiveGroup) -> str:
        if len(group) == 1 and not group[0].degree:
            return self._entry(group[0]).text
        said = [self._bare(adjective) for adjective in group]
        joined = len(said) == 2 and all(self._entry(one).text.endswith("的") for one in group)
        return ("而".join(said) if joined else _listed(said)) + "的"

    def _bare(self, adjective: Adjective) -> str:
        degree = word(self.words.degrees, adjective.degree) if adjective.degree else ""
        return degree + self._entry(adjective).text.removesuffix("的")

    # What hangs on a thing, all of it before its noun

    def _modifier(self, modifier: Modifier, counted: bool) -> str:
        if isinstance(modifier, Place):
            relation = word(self.words.relations, modifier.relation)
            verb = "" if relation.before or not counted or modifier.ground is None else "位于"
            return f"{verb}{self.place(modifier)}的"
        if isinstance(modifier, With):
            return f"{self._having(modifier.what)}的"
        if isinstance(modifier, Quality):
            return word(self.words.qualities, modifier.id)
        if isinstance(modifier, Of):
            return f"{self.phrase(modifier.whole, ground=True)}的"
        return self._relative(modifier)

    def _having(self, phrase: Phrase) -> str:
        """ "with a pond in it" is 里面有一个池塘: a place that is not named comes first, for all things before it."""
        parts: list[str] = []
        waiting: list[Thing] = []
        for thing in phrase.things:
            there = thing.modifiers[-1] if thing.modifiers else None
            if isinstance(there, Place) and there.ground is None:
                waiting.append(replace(thing, modifiers=thing.modifiers[:-1]))
                parts.append(f"{self.place(there)}有{self.phrase(Phrase(tuple(waiting)))}")
                waiting = []
            else:
                waiting.append(thing)
        if waiting:
            parts.append(f"有{self.phrase(Phrase(tuple(waiting)))}")
        return "、".join(parts)

    def _relative(self, relative: Relative) -> str:
        predicate = relative.predicate
        if isinstance(predicate, Located):
            return f"{self._located(predicate)}的"
        if isinstance(predicate, Description):
            said = "".join(f"{self._attribute((one,)).removesuffix('的')}的" for one in predicate.adjectives)
            return said + "".join(word(self.words.qualities, quality.id) for quality in predicate.qualities)
        return f"{self._action(predicate)}的"

    def place(self, place: Place) -> str:
        relation = word(self.words.relations, place.relation)
        if place.ground is None:
            return relation.alone
        after = relation.after
        noun = word(self.words.nouns, place.ground.things[-1].noun)
        if place.relation == "in":
            after = noun.inside
        elif place.relation == "on":
            after = noun.onto
        return relation.before + self.phrase(place.ground, ground=True) + after

    # Clauses

    def _where(self, places: tuple[Place, ...], joined: bool = False) -> str:
        """The wider place comes first."""
        if any(word(self.words.relations, place.relation).before for place in places):
            raise Unsayable("a way instead of a place")
        said = [self.place(place) for place in places]
        return "和".join(said) if joined else "".join(reversed(said))

    def _adverbs(self, adverbs: tuple[str, ...]) -> str:
        return "".join(word(self.words.adverbs, adverb) for adverb in dict.fromkeys(adverbs))

    def _located(self, located: Located) -> str:
        where = self._where(located.places, located.joined)
        return f"{self._adverbs(located.adverbs)}分布在{where}" if located.adverbs else f"位于{where}"

    def _action(self, action: Action) -> str:
        verb = word(self.words.verbs, action.verb)
        adverbs = self._adverbs(action.adverbs)
        complement = self.phrase(action.complement) if action.complement is not None else ""
        if action.places and verb.at:
            return adverbs + verb.at.format(place=self._where(action.places), object=complement)
        where = f"在{self._where(action.places)}" if action.places else ""
        return where + adverbs + verb.plain.format(object=complement)

    def clause(self, clause: Clause) -> str:
        said = self._clause(clause)
        if clause.trailing is not None:
            said += self.comma + self._relative(clause.trailing).removesuffix("的")
        return said

    def _clause(self, clause: Clause) -> str:
        predicate = clause.predicate
        if not isinstance(clause.subject, Phrase):
            if not isinstance(predicate, Identity):
                raise Unsayable("a pointer that does something")
            return {"it": "这", "this": "这", "here": "这里"}[clause.subject] + f"是{self.phrase(predicate.what)}"
        new = self._is_new(clause.subject)
        if new and isinstance(predicate, Located) and not predicate.adverbs and self._are_places(predicate.places):
            return f"{self._where(predicate.places, predicate.joined)}有{self.phrase(clause.subject)}"
        if new and isinstance(predicate, Action) and predicate.places and not predicate.adverbs:
            exist = word(self.words.verbs, predicate.verb).exist
            if exist:
                return f"{self._where(predicate.places)}{exist}{self.phrase(clause.subject)}"
        return self.phrase(clause.subject) + self._predicate(predicate)

    def _is_new(self, phrase: Phrase) -> bool:
        """Whether nobody knows of these things yet, so that 有 introduces them."""
        quantities = (self.words.quantities.get(thing.quantity or "") for thing in phrase.things)
        known = any(quantity is not None and quantity.known for quantity in quantities)
        return not known and all(thing.determiner in ("none", "indefinite") for thing in phrase.things)

    def _are_places(self, places: tuple[Place, ...]) -> bool:
        return not any(word(self.words.relations, place.relation).before for place in places)

    def _predicate(self, predicate: Located | Action | Identity | Description) -> str:
        if isinstance(predicate, Located):
            if not self._are_places(predicate.places) and len(predicate.places) == 1:
                return self.place(predicate.places[0])
            return self._located(predicate)
        if isinstance(predicate, Identity):
            return f"是{self.phrase(predicate.what)}"
        if isinstance(predicate, Action):
            return self._action(predicate)
        names = [self._bare(one) for one in predicate.adjectives if self._is_named(one)]
        said = [f"是{_listed(names)}的"] if names else []
        said += [self._described(adjective) for adjective in predicate.adjectives if not self._is_named(adjective)]
        said += [f"是{word(self.words.qualities, quality.id)}" for quality in predicate.qualities]
        return self.comma.join(said)

    def _described(self, adjective: Adjective) -> str:
        entry = self._entry(adjective)
        if adjective.degree:
            return self._bare(adjective)
        return entry.predicate or f"很{entry.text.removesuffix('的')}"

    def _is_named(self, adjective: Adjective) -> bool:
        """Colours and shapes, which are said with 是 and joined (是红色和绿色的)."""
        entry = self._entry(adjective)
        return not entry.predicate and not entry.text.endswith("的")

    def existence(self, existence: Existence) -> str:
        what, places = existence.what, existence.places
        first = what.things[0]
        verb = "有"
        if first.quantity and word(self.words.quantities, first.quantity).negative:
            first = replace(first, quantity=None, number="many")
            what = Phrase((first, *what.things[1:]))
            verb = "没有"
        hoisted = first.modifiers[-1] if first.modifiers else None
        if not places and len(what.things) == 1 and isinstance(hoisted, Place) and self._are_places((hoisted,)):
            places, what = (hoisted,), Phrase((replace(first, modifiers=first.modifiers[:-1]),))
        return (self._where(places) if places else "这里") + verb + self.phrase(what)

    def title(self, phrase: Phrase) -> str:
        """ "a lot of cars in the parking lot" is 停车场里有许多汽车."""
        thing = phrase.things[0]
        if len(phrase.things) == 1 and len(thing.modifiers) == 1 and self._is_new(phrase):
            place = thing.modifiers[0]
            if isinstance(place, Place) and place.ground is not None and self._are_places((place,)):
                return self.existence(Existence(phrase))
        return self.phrase(phrase)


def _stands_first(modifier: Modifier) -> bool:
    """Wholes and places that are not named stand before the number: 城市的一个角落, 旁边的许多汽车."""
    return isinstance(modifier, Of) or (isinstance(modifier, Place) and modifier.ground is None)


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{'、'.join(parts[:-1])}和{parts[-1]}"
