"""The concept of the lexicon that a phrase names: "a lake", "the lakes", "Seen" or "호수들".

The one place that knows the forms in which people write a name: with an article or a word of quantity before it, in
the singular, the plural or another case, with or without capitals, accents, hyphens and spaces. A phrase that says more
than a name ("a lake with boats") names nothing, and is left to the model's own understanding.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from backend.letters import folded, without_marks
from backend.lexicon import LANGUAGES, Concept, load_lexicon
from backend.resources import resource_path
from backend.word_forms import have_forms, same_words

LONGEST = 80
"""In characters; longer phrases are not looked up."""

MOST_WORDS = 4
_MARKS_AROUND = " \t\n.,:!?¿¡\"'“”„«»‘’()[]{}<>*#。，！？：、·…《》〈〉「」『』【】"
_APOSTROPHES = re.compile(r"[’‘´`]")
_HYPHENS = re.compile(r"[\s\-‐‑–_]+")


@dataclass(frozen=True)
class Determiners:
    """What may stand around a name of one language; see the head of ``resources/prompts/determiners.toml``."""

    words: frozenset[str]
    joined: tuple[str, ...]
    endings: tuple[str, ...]


@lru_cache(maxsize=1)
def load_determiners() -> Mapping[str, Determiners]:
    """Determiners by language code."""
    tables = tomllib.loads(resource_path("prompts", "determiners.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            language: Determiners(
                frozenset(row["words"].split()), tuple(row.get("joined", ())), tuple(row.get("endings", ()))
            )
            for language, row in tables.items()
        }
    )


def concepts_named(phrase: str, language: str | None = None) -> tuple[Concept, ...]:
    """The concepts that a phrase names: one where it is clear, none where it names nothing.

    Several only where the phrase means different things in different languages, or its endings do not tell; a reader
    who wants one should then take none. In one language, a concept whose usual name the phrase is goes before one that
    has it among its synonyms; without a language, what the phrase means in English goes before the rest.

    Args:
        phrase: as typed.
        language: ISO 639-1 of whoever typed it; what the phrase means in it goes before what it means in another.
    """
    if len(phrase) > LONGEST:
        return ()
    asked = (language,) if language in LANGUAGES else ()
    return _named_in(phrase, asked) or _named_in(phrase, LANGUAGES)


def concept_named_in(phrase: str, language: str) -> Concept | None:
    """The one concept that a phrase names in one language, whatever it means in another."""
    concepts = _named_in(phrase, (language,))
    return concepts[0] if len(concepts) == 1 else None


def _named_in(phrase: str, languages: Sequence[str]) -> tuple[Concept, ...]:
    for match in (_exact, _without_marks, _without_spaces, _by_form):
        by_language = {code: match(phrase, code) for code in languages}
        ids = frozenset().union(*by_language.values())
        for fewer in (by_language.get("en", frozenset()), _usual(phrase, ids, languages)):
            ids = fewer if len(ids) > 1 and fewer else ids
        if ids:
            return tuple(load_lexicon()[one] for one in sorted(ids))
    return ()


def concept_named(phrase: str, language: str | None = None) -> Concept | None:
    """The one concept that a phrase names, or None where it names none or could be several."""
    concepts = concepts_named(phrase, language)
    return concepts[0] if len(concepts) == 1 else None


def _usual(phrase: str, ids: frozenset[str], languages: Sequence[str]) -> frozenset[str]:
    """Those of some concepts whose first name, singular or plural, the phrase is in some language."""
    readings = {code: frozenset(_readings(phrase, code)) for code in languages}
    terms = {concept_id: [(code, load_lexicon()[concept_id][code]) for code in languages] for concept_id in ids}
    return frozenset(
        one
        for one, names in terms.items()
        if any(tidy(name) in readings[code] for code, term in names for name in (term.one, term.many))
    )


def tidy(text: str) -> str:
    """Letters as they are compared: one form of each, no capitals, no hyphens, nothing around."""
    return _HYPHENS.sub(" ", folded(_APOSTROPHES.sub("'", text)).strip(_MARKS_AROUND)).strip()


def _readings(phrase: str, language: str) -> Iterator[str]:
    """The phrase itself, then with fewer and fewer words before and after its core."""
    determiners = load_determiners()[language]
    waiting, seen = [tidy(phrase)], set[str]()
    while waiting:
        text = waiting.pop(0)
        if not text or text in seen:
            continue
        seen.add(text)
        yield text
        word, _, rest = text.partition(" ")
        if rest and (word in determiners.words or word.isdecimal()):
            waiting.append(rest)
        waiting += [
            text.removeprefix(determiner).strip() for determiner in determiners.joined if text.startswith(determiner)
        ]
        waiting += [text.removesuffix(ending).strip() for ending in determiners.endings if text.endswith(ending)]


def names_in(language: str) -> frozenset[str]:
    """All names of the lexicon in one language, tidy."""
    return frozenset(_table(language, "exact"))


@cache
def _table(language: str, form: str) -> Mapping[str, frozenset[tuple[str, str]]]:
    """Names, tidy, and the ids of their concepts by a form of the names in one language."""
    table: dict[str, set[tuple[str, str]]] = {}
    for concept in load_lexicon().concepts.values():
        for name in map(tidy, concept[language].names):
            table.setdefault(_FORMS[form](name), set()).add((name, concept.id))
    return MappingProxyType({key: frozenset(names) for key, names in table.items()})


def _spaceless(text: str) -> str:
    return without_marks(text).replace(" ", "")


_FORMS: Mapping[str, Callable[[str], str]] = {"exact": str, "unmarked": without_marks, "spaceless": _spaceless}
"""What is compared of a tidy name."""


def _first_found(phrase: str, language: str, form: str) -> frozenset[str]:
    table = _table(language, form)
    for reading in _readings(phrase, language):
        ids = frozenset(
            concept for name, concept in table.get(_FORMS[form](reading), ()) if _has_no_other_marks(reading, name)
        )
        if ids:
            return ids
    return frozenset()


def _has_no_other_marks(typed: str, name: str) -> bool:
    """Whether accents are at most missing: "cote" may be "côte" or "côté", but neither of these is the other."""
    letters = zip(typed.replace(" ", ""), name.replace(" ", ""), strict=False)
    return all(one == other or one == without_marks(other) for one, other in letters)


def _exact(phrase: str, language: str) -> frozenset[str]:
    return _first_found(phrase, language, "exact")


def _without_marks(phrase: str, language: str) -> frozenset[str]:
    return _first_found(phrase, language, "unmarked")


def _without_spaces(phrase: str, language: str) -> frozenset[str]:
    return _first_found(phrase, language, "spaceless")


@cache
def _by_beginnings(language: str) -> Mapping[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Names and the ids of their concepts by the first letters of their words: few are worth comparing."""
    table: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for concept in load_lexicon().concepts.values():
        for name in concept[language].names:
            tidied = tidy(name)
            table.setdefault(_beginnings(tidied), []).append((tidied, concept.id))
    return MappingProxyType({beginnings: tuple(names) for beginnings, names in table.items()})


def _beginnings(text: str) -> tuple[str, ...]:
    return tuple(without_marks(word)[:2] for word in text.split())


def _by_form(phrase: str, language: str) -> frozenset[str]:
    if not have_forms(language):
        return frozenset()
    for reading in _readings(phrase, language):
        alike = _by_beginnings(language).get(_beginnings(reading), ())
        concepts = frozenset(concept for name, concept in alike if same_words(name, reading, language))
        if concepts:
            return concepts
    return frozenset()
