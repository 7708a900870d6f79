"""The English words that the phrase grammar knows, by their role: the data of ``resources/phrase_grammar/en.json``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from backend.errors import BadOption
from backend.resources import resource_path

Role = Literal[
    "noun", "adjective", "quantity", "number", "measure", "piece", "relation", "alone", "active", "state", "gerund",
    "adverb", "degree", "quality",
]  # fmt: skip

_TOKEN = re.compile(r"[a-z0-9]+(?:['’_-][a-z0-9]+)*|\S")


_WRITTEN_OUT = {"there's": "there is", "it's": "it is", "-roofed": " roofed", ";": ","}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NumberedForms(_Strict):
    one: tuple[str, ...] = ()
    many: tuple[str, ...] = ()


class RelationForms(_Strict):
    """``before`` what it relates to ("next to"), ``alone`` where that is not named ("nearby")."""

    before: tuple[str, ...]
    alone: tuple[str, ...] = ()


class VerbForms(_Strict):
    """How a verb's meaning is said: finite ("surround"), after "is" or a noun ("surrounded by"), as "-ing".

    Its complement is any ``phrase``, a ``form`` ("shaped a circle"), a ``place`` (it only says where) or ``none``.
    """

    active: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    gerund: tuple[str, ...] = ()
    complement: Literal["none", "phrase", "form", "place"]


class Suited(_Strict):
    """A verb is another one for some subjects: boats are not parked, they lie at anchor."""

    verb: str
    subjects: frozenset[str]


class SuitedAdjective(_Strict):
    """An adjective means another one with some nouns: a crowded forest is dense, a wide desert vast."""

    adjective: str
    nouns: frozenset[str]


class EnglishFile(_Strict):
    """What ``en.json`` may hold; every key of a table is an id that the other languages translate.

    Beside the tables of words there are sets of ids that decide what a reading means: ``colors``, the adjectives of
    which a thing has one group only; ``parts``, the nouns that "of" may follow; ``lands``, what comes in pieces ("a
    piece of meadow"; "a piece of trees" is a group of them); ``borders``, what one is beside when at it (at a river,
    but in an airport); ``scenes``, what all of an image may be in; ``ownerless``, what has nothing ("trees with a pond"
    are trees and a pond); ``attached``, what is nowhere by itself ("houses with roofs near a road" are near it).
    """

    respell: Mapping[str, str]
    nouns: Mapping[str, NumberedForms]
    adjectives: Mapping[str, tuple[str, ...]]
    quantities: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    measures: Mapping[str, NumberedForms]
    piece: NumberedForms
    relations: Mapping[str, RelationForms]
    verbs: Mapping[str, VerbForms]
    adverbs: Mapping[str, tuple[str, ...]]
    degrees: Mapping[str, tuple[str, ...]]
    qualities: Mapping[str, tuple[str, ...]]
    suited: Mapping[str, Suited]
    suited_adjectives: Mapping[str, SuitedAdjective]
    colors: frozenset[str]
    borders: frozenset[str]
    scenes: frozenset[str]
    ownerless: frozenset[str]
    attached: frozenset[str]
    parts: frozenset[str]
    lands: frozenset[str]

    def forms(self) -> Iterator[tuple[Role, str, str]]:
        """(role, words, id); ids of nouns, measures and pieces carry their number, as in ``tree/many``."""
        numbered: tuple[tuple[Role, Mapping[str, NumberedForms]], ...] = (
            ("noun", self.nouns),
            ("measure", self.measures),
            ("piece", {"piece": self.piece}),
        )
        for role, table in numbered:
            for key, forms in table.items():
                yield from ((role, words, f"{key}/one") for words in forms.one)
                yield from ((role, words, f"{key}/many") for words in forms.many)
        plain: tuple[tuple[Role, Mapping[str, tuple[str, ...]]], ...] = (
            ("adjective", self.adjectives),
            ("quantity", self.quantities),
            ("relation", {key: forms.before for key, forms in self.relations.items()}),
            ("alone", {key: forms.alone for key, forms in self.relations.items()}),
            ("adverb", self.adverbs),
            ("degree", self.degrees),
            ("quality", self.qualities),
        )
        for role, words_of in plain:
            for key, names in words_of.items():
                yield from ((role, words, key) for words in names)
        for word, value in self.numbers.items():
            yield "number", word, str(value)
        for key, verb in self.verbs.items():
            yield from (("active", words, key) for words in verb.active)
            yield from (("state", words, key) for words in verb.state)
            yield from (("gerund", words, key) for words in verb.gerund)


@dataclass(frozen=True)
class EnglishWords:
    """Every word or group of words by role, as tokens."""

    file: EnglishFile
    _tables: Mapping[Role, Mapping[tuple[str, ...], tuple[str, ...]]]
    _longest: Mapping[Role, int]

    @classmethod
    def of(cls, file: EnglishFile) -> EnglishWords:
        """Raises BadOption where one group of words would have two meanings in the same role (two numbers are fine)."""
        tables: dict[Role, dict[tuple[str, ...], tuple[str, ...]]] = {}
        for role, words, key in file.forms():
            table = tables.setdefault(role, {})
            group = tokens(words, file.respell)
            known = table.get(group, ())
            if known and known[0].split("/")[0] != key.split("/")[0]:
                raise BadOption(f"en.json: the {role} {words!r} belongs to both {known[0]!r} and {key!r}.")
            table[group] = tuple(dict.fromkeys((*known, key)))
        longest = {role: max(map(len, table)) for role, table in tables.items()}
        return cls(file, tables, longest)

    def at(self, role: Role, sentence: Sequence[str], start: int) -> tuple[tuple[str, int], ...]:
        """(id, end) of the words of that role that begin at ``start``, longest first."""
        table = self._tables[role]
        stop = min(len(sentence), start + self._longest[role])
        groups = ((tuple(sentence[start:end]), end) for end in range(stop, start, -1))
        return tuple((key, end) for group, end in groups for key in table.get(group, ()))


def tokens(text: str, respell: Mapping[str, str]) -> tuple[str, ...]:
    """Lower-case words and punctuation marks with known misspellings put right; no mark at the end.

    Where several spaces stand a comma was lost.
    """
    prepared = re.sub(r" {2,}", ", ", text.lower().strip())
    for short, long in _WRITTEN_OUT.items():
        prepared = prepared.replace(short, long)
    found = [respell.get(token, token) for token in _TOKEN.findall(prepared)]
    while found and found[-1] in ".,":
        found.pop()
    return tuple(found)


@lru_cache(maxsize=1)
def load_english(path: Path | None = None) -> EnglishWords:
    """The words that ship with Terralex.

    Raises:
        BadOption: the file has an unknown field, a wrong type, or a word with two meanings in one role.
    """
    path = path or resource_path("phrase_grammar", "en.json")
    try:
        return EnglishWords.of(EnglishFile.model_validate_json(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise BadOption(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None
