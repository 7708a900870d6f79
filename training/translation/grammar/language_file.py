"""The words of one target language: ``resources/phrase_grammar/<code>.json``, checked against the English ids.

Every language has the same tables under the same ids; what an entry holds is the language's own matter, so each
language module defines its entries and calls ``read_language``. Nouns take the forms of the lexicon where the file
gives none of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from backend.errors import BadOption
from backend.lexicon import Lexicon, load_lexicon
from training.translation.grammar.english_words import EnglishFile

NounT = TypeVar("NounT", bound=BaseModel)
AdjectiveT = TypeVar("AdjectiveT")
QuantityT = TypeVar("QuantityT")
MeasureT = TypeVar("MeasureT")
RelationT = TypeVar("RelationT", bound=BaseModel)
VerbT = TypeVar("VerbT", bound=BaseModel)
Value = TypeVar("Value")


class Unsayable(Exception):
    """The language has no words or no form for a part of the caption, which is left out then."""


class Entry(BaseModel):
    """Base of everything in a language file: frozen, and unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LanguageFile(Entry, Generic[NounT, AdjectiveT, QuantityT, MeasureT, RelationT, VerbT]):
    """All tables; keys are ids of ``en.json``, those of ``numbers`` the numbers themselves."""

    nouns: Mapping[str, NounT]
    adjectives: Mapping[str, AdjectiveT]
    quantities: Mapping[str, QuantityT]
    numbers: Mapping[str, str]
    measures: Mapping[str, MeasureT]
    relations: Mapping[str, RelationT]
    verbs: Mapping[str, VerbT]
    adverbs: Mapping[str, str]
    degrees: Mapping[str, str]
    qualities: Mapping[str, str]


FileT = TypeVar("FileT", bound="LanguageFile[Any, Any, Any, Any, Any, Any]")


def word(table: Mapping[str, Value], key: str) -> Value:
    """The entry of ``key``.

    Raises:
        Unsayable: the language lacks it.
    """
    try:
        return table[key]
    except KeyError:
        raise Unsayable(key) from None


def english_ids(english: EnglishFile) -> dict[str, frozenset[str]]:
    """The ids that a language translates, by table."""
    return {
        "nouns": frozenset(english.nouns),
        "adjectives": frozenset(english.adjectives),
        "quantities": frozenset(english.quantities),
        "numbers": frozenset(str(number) for number in english.numbers.values()),
        "measures": frozenset(english.measures),
        "relations": frozenset(english.relations),
        "verbs": frozenset(key for key, verb in english.verbs.items() if verb.complement != "place"),
        "adverbs": frozenset(english.adverbs),
        "degrees": frozenset(english.degrees),
        "qualities": frozenset(english.qualities),
    }


def missing(language: LanguageFile[Any, Any, Any, Any, Any, Any], english: EnglishFile) -> Iterator[str]:
    """What the language cannot say yet, as ``table.id``: captions with such a word are left out."""
    for table, ids in english_ids(english).items():
        yield from (f"{table}.{key}" for key in sorted(ids - set(getattr(language, table))))


def read_language(
    path: Path, model: type[FileT], code: str, english: EnglishFile, lexicon: Lexicon | None = None
) -> FileT:
    """Read and check one language's words.

    Args:
        path: the JSON file.
        model: its form, with the language's own entries.
        code: ISO 639-1; the language that nouns are taken from the lexicon in.
        english: whose ids are the keys.

    Raises:
        BadOption: not JSON, an unknown table, id or field, or a value of the wrong type.
    """
    lexicon = lexicon or load_lexicon()
    try:
        tables = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadOption(f"{path.name} is not JSON: {error}.") from None
    for table, ids in english_ids(english).items():
        unknown = sorted(set(tables.get(table, ())) - ids)
        if unknown:
            raise BadOption(f"{path.name}: {table} has {unknown[0]!r}, which en.json does not have.")
    nouns = tables.setdefault("nouns", {})
    for key in english.nouns:
        if key in lexicon.concepts and "one" not in nouns.get(key, {}):
            term = lexicon[key][code]
            forms = {"one": term.one, "many": term.many, "gender": term.gender}
            nouns[key] = {**{name: form for name, form in forms.items() if form}, **nouns.get(key, {})}
    try:
        return model.model_validate(tables)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadOption(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None
