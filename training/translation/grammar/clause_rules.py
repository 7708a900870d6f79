"""Rules of English clauses: what is said of things, and whole captions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from training.translation.grammar.english_words import EnglishWords, Role, tokens
from training.translation.grammar.phrase_rules import PhraseRules
from training.translation.grammar.sentence import Reading, longest_first, rule
from training.translation.grammar.tree import (
    Action,
    AdjectiveGroup,
    Caption,
    Clause,
    Description,
    Existence,
    Identity,
    Located,
    Number,
    Phrase,
    Place,
    Pointer,
    Predicate,
    Quality,
    Relative,
    Statement,
)

BE: dict[str, Number] = {"is": "one", "was": "one", "are": "many", "were": "many"}
POINTERS: dict[str, Pointer] = {"it": "it", "this": "this", "these": "this", "they": "it", "here": "here"}
MAX_STATEMENTS = 4
MAX_TOKENS = 80
"""Longer texts are no captions, and rules call each other once a word."""
Joint = Literal["and", "comma"]


class ClauseRules(PhraseRules):
    """Predicates, clauses, statements and captions."""

    @rule()
    def adverbs(self, start: int) -> Iterator[Reading[tuple[str, ...]]]:
        for adverb, end in self.known("adverb", start):
            yield from (((adverb, *rest), final) for rest, final in self.adverbs(end))
        yield (), start

    @rule()
    def places(self, start: int) -> Iterator[Reading[tuple[Place, ...]]]:
        """One place, or a second one after it that the first could not take."""
        for first, end in longest_first(self.place(start)):
            yield (first,), end
        for first, end in self.place(start):
            yield from (((first, second), final) for second, final in self.place(end))

    @rule()
    def joined_places(self, start: int) -> Iterator[Reading[tuple[Place, ...]]]:
        """ "next to a beach and near many trees"."""
        for first, end in self.place(start):
            joint = self.joint(end)
            if joint is not None:
                yield from (((first, second), final) for second, final in self.place(joint))

    @rule()
    def state(self, start: int) -> Iterator[Reading[Action | Located]]:
        """A participle with all that belongs to it: "neatly parked near a road", "surrounded by trees"."""
        yield from self._action("state", start)

    @rule()
    def doing(self, start: int) -> Iterator[Reading[Action | Located]]:
        yield from self._action("gerund", start)

    @rule()
    def finite(self, start: int) -> Iterator[Reading[Action | Located]]:
        yield from self._action("active", start)

    def _action(self, role: Role, start: int) -> Iterator[Reading[Action | Located]]:
        for before, middle in self.adverbs(start):
            for verb, after in self.known(role, middle):
                takes = self._takes(verb)
                if takes in ("phrase", "form"):
                    for complement, end in longest_first(self.phrase(after) if takes == "phrase" else self.form(after)):
                        yield from self._completed(Action(verb, complement, adverbs=before), end)
                else:
                    yield from self._completed(Action(verb, adverbs=before), after)

    @rule()
    def form(self, start: int) -> Iterator[Reading[Phrase]]:
        """ "a circle", "four nested circles": counted, and what follows belongs to somebody else."""
        for thing, end in self.counted(start):
            if thing.determiner == "indefinite" or thing.count:
                yield Phrase((thing,)), end

    def _completed(self, action: Action, start: int) -> Iterator[Reading[Action | Located]]:
        for adverbs, middle in self.adverbs(start):
            said = replace(action, adverbs=(*action.adverbs, *adverbs))
            for places, end in longest_first(self.places(middle)):
                for late, final in self.adverbs(end):
                    yield self._located(replace(said, places=places, adverbs=(*said.adverbs, *late))), final
            if self._takes(said.verb) != "place":
                yield said, middle

    def _located(self, action: Action) -> Action | Located:
        """A verb that only says where something is (lies, is situated) is no action."""
        return Located(action.places, adverbs=action.adverbs) if self._takes(action.verb) == "place" else action

    def _takes(self, verb: str) -> str:
        return self._words.file.verbs[verb].complement

    @rule()
    def located(self, start: int) -> Iterator[Reading[Located]]:
        for before, middle in self.adverbs(start):
            for joined, readings in ((False, self.places(middle)), (True, self.joined_places(middle))):
                for places, end in longest_first(readings):
                    for late, final in self.adverbs(end):
                        yield Located(places, joined, (*before, *late)), final

    @rule()
    def description(self, start: int) -> Iterator[Reading[Description]]:
        for adjectives, end in longest_first(self.adjective_group(start)):
            yield Description(adjectives), end
        for quality, end in self.known("quality", start):
            nothing: AdjectiveGroup = ()
            yield Description(nothing, (Quality(quality),)), end

    @rule()
    def being(self, start: int) -> Iterator[Reading[Predicate]]:
        """What may follow "is" or "are"."""
        yield from longest_first(self.state(start))
        yield from longest_first(self.doing(start))
        yield from longest_first(self.located(start))
        yield from longest_first(self.description(start))
        yield from ((Identity(what), end) for what, end in longest_first(self.phrase(start)))

    @rule()
    def relative(self, start: int) -> Iterator[Reading[Relative]]:
        yield from ((Relative(action), end) for action, end in longest_first(self.state(start)))
        yield from ((Relative(action), end) for action, end in longest_first(self.doing(start)))
        if self.is_at(start, "which", "that"):
            yield from ((Relative(action), end) for action, end in longest_first(self.finite(start + 1)))
            if self.token(start + 1) in BE:
                for predicate, end in longest_first(self.being(start + 2)):
                    if not isinstance(predicate, Identity):
                        yield Relative(predicate), end

    @rule()
    def clause(self, start: int) -> Iterator[Reading[Clause | Existence]]:
        """Subject and predicate; of two readings of the subject the one that agrees with "is" or "are" comes first."""
        for pointer, middle in self._pointed(start):
            for what, end in longest_first(self.phrase(middle)):
                # "it is a road, trees and some houses" lists what there is
                lists = what.number == "many" and not what.things[0].piece and pointer != "here"
                yield (Existence(what) if lists else Clause(pointer, Identity(what))), end
        subjects = list(longest_first(self.phrase(start)))
        agreeing = [(s, middle) for s, middle in subjects if BE.get(self.token(middle)) == s.number]
        for subject, middle in (*agreeing, *subjects):
            if self.token(middle) in BE:
                for predicate, end in longest_first(self.being(middle + 1)):
                    if self._agree(subject, predicate):
                        yield Clause(subject, self.suited(predicate, subject)), end
            for action, end in longest_first(self.finite(middle)):
                yield Clause(subject, self.suited(action, subject)), end

    @staticmethod
    def _agree(subject: Phrase, predicate: Predicate) -> bool:
        """Houses may be a village, but "the lake is green trees" lost a word."""
        return not isinstance(predicate, Identity) or subject.number == "many" or predicate.what.number == "one"

    def _pointed(self, start: int) -> Iterator[Reading[Pointer]]:
        if self.token(start) in POINTERS and self.token(start + 1) in BE:
            yield POINTERS[self.token(start)], start + 2

    @rule()
    def trailed(self, start: int) -> Iterator[Reading[Clause | Existence]]:
        """ "a building is in front of a square, surrounded by trees"."""
        for clause, end in longest_first(self.clause(start)):
            yield clause, end
            if self.is_at(end, ",") and isinstance(clause, Clause) and isinstance(clause.subject, Phrase):
                for action, final in longest_first(self.state(end + 1)):
                    yield replace(clause, trailing=Relative(action)), final

    @rule()
    def existence(self, start: int) -> Iterator[Reading[Existence]]:
        """ "there are trees on the hill", "on the hill there are trees", "near the sea is a beach"."""
        middle = start + 1 if self.is_at(start, "there") and self.token(start + 1) in BE else None
        if middle is not None:
            for what, end in longest_first(self.phrase(middle + 1)):
                yield Existence(what), end
                yield from ((Existence(what, places), final) for places, final in self.places(end))
        for places, end in longest_first(self.places(start)):
            after = end + 1 if self.is_at(end, ",") else end
            if self.is_at(after, "there"):
                after += 1
            if self.token(after) in BE:
                for what, final in longest_first(self.phrase(after + 1)):
                    yield Existence(what, places), final

    @rule()
    def statement(self, start: int) -> Iterator[Reading[Statement]]:
        yield from longest_first(self.existence(start))
        yield from longest_first(self.trailed(start))

    @rule()
    def statements(self, start: int) -> Iterator[Reading[Caption]]:
        for first, end in longest_first(self.statement(start)):
            yield Caption((first,)), end
        for first, end in longest_first(self.statement(start)):
            joint = self.joint(end)
            if joint is not None:
                name: Joint = "and" if self.token(joint - 1) == "and" else "comma"
                for rest, final in self.statements(joint):
                    if len(rest.statements) < MAX_STATEMENTS:
                        yield Caption((first, *rest.statements), (name, *rest.joints)), final

    def caption(self) -> Caption | None:
        """The best reading of the whole text."""
        for caption, end in self.statements(0):
            if end == len(self):
                return caption
        for phrase, end in self.phrase(0):
            if end == len(self):
                return Caption((self._said(phrase),))
        return None

    @staticmethod
    def _said(phrase: Phrase) -> Statement:
        """ "many cars parked in a lot" is a sentence that lost its verb; "a lot with many cars" has none."""
        thing = phrase.things[0]
        if len(phrase.things) == 1 and len(thing.modifiers) == 1 and isinstance(thing.modifiers[0], Relative):
            return Clause(Phrase((replace(thing, modifiers=()),)), thing.modifiers[0].predicate)
        return phrase


def parse(text: str, words: EnglishWords) -> Caption | None:
    """What an English caption says; None where its words or its grammar are not known."""
    sentence = tokens(text, words.file.respell)
    return ClauseRules(words, sentence).caption() if 0 < len(sentence) <= MAX_TOKENS else None
