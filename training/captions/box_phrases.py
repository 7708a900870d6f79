"""Counted things and places in an image, in words of ten languages: the data of ``box_captions.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from backend.lexicon import GENDERS, Term
from backend.resources import resource_path

COUNTED_UP_TO = 10
"""As in RemoteCLIP: larger numbers are replaced by a quantity word."""


@dataclass(frozen=True)
class Wording:
    """One way of counting, drawn once per caption for consistency: indices into the variants of phrases."""

    counted: int = 0
    quantity: int = 0


@dataclass(frozen=True)
class BoxPhrases:
    """Phrases of one language; the head of ``resources/prompts/box_captions.toml`` explains them."""

    language: str
    numbers: Mapping[str, tuple[str, ...]]
    single: str
    exceptions: tuple[tuple[str, re.Pattern[str], str], ...]
    counted: tuple[str, ...]
    quantity: tuple[Mapping[str, str], ...]
    counters: Mapping[str, str]
    counter: str
    names: Mapping[str, str]
    middle: tuple[str, ...]
    outside: tuple[str, ...]

    def count(self, term: Term, concept_id: str, count: int, mass: bool = False, wording: Wording | None = None) -> str:
        """``count`` things in words: a number word up to ten, a quantity word above.

        Mass nouns (``mass``) and words that exist only in the plural are used without a number, as none would be
        correct in every language.
        """
        wording = wording or Wording()
        if mass:
            return term.one
        if self.language in GENDERS and term.gender is None:
            return term.many
        if count > COUNTED_UP_TO:
            patterns = self.quantity[wording.quantity % len(self.quantity)]
            return (patterns.get("any") or patterns[term.gender or ""]).format(many=term.many)
        numbers = self.numbers.get("any") or self.numbers[term.gender or ""]
        pattern = self._single(term) if count == 1 else self.counted[wording.counted % len(self.counted)]
        counter = self.counters.get(concept_id, self.counter)
        one, many = (self.names.get(concept_id, form) for form in (term.one, term.many))
        return pattern.format(number=numbers[count - 1], digits=count, one=one, many=many, counter=counter)

    def _single(self, term: Term) -> str:
        for gender, before, pattern in self.exceptions:
            if term.gender == gender and before.match(term.one):
                return pattern
        return self.single


def _phrases(language: str, row: Mapping[str, Any]) -> BoxPhrases:
    numbers = {gender: tuple(words.split()) for gender, words in row["numbers"].items()}
    assert all(len(words) == COUNTED_UP_TO for words in numbers.values()), language
    counters = {concept: word for word, concepts in row.get("counters", {}).items() for concept in concepts.split()}
    return BoxPhrases(
        language=language,
        numbers=MappingProxyType(numbers),
        single=row["single"],
        exceptions=tuple((e["gender"], re.compile(e["before"]), e["one"]) for e in row.get("exceptions", ())),
        counted=tuple(row["counted"]),
        quantity=tuple(MappingProxyType(patterns) for patterns in row["quantity"]),
        counters=MappingProxyType(counters),
        counter=row.get("counter", ""),
        names=MappingProxyType(row.get("names", {})),
        middle=tuple(row["middle"]),
        outside=tuple(row["outside"]),
    )


@lru_cache(maxsize=1)
def load_box_phrases() -> Mapping[str, BoxPhrases]:
    """Phrases by language code."""
    tables = tomllib.loads(resource_path("prompts", "box_captions.toml").read_text(encoding="utf-8"))
    return MappingProxyType({language: _phrases(language, row) for language, row in tables.items()})
