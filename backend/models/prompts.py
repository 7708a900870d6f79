"""Prompt templates in ten languages, and language detection."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from backend.letters import folded
from backend.lexicon import LANGUAGES, Concept, Term, load_lexicon
from backend.naming import concept_named
from backend.resources import resource_path

PHRASES_KEPT = 4096
"""Of how many phrases what they mean is kept: the same ones are asked again and again, for every layer and answer."""


@dataclass(frozen=True)
class Templates:
    """Templates of one language; the head of ``resources/prompts/templates.toml`` explains them."""

    search: tuple[str, ...]
    one: tuple[str, ...]
    many: tuple[str, ...]
    several: tuple[str, ...]
    quantity: Mapping[str, str]
    join: tuple[str, str]
    function_words: frozenset[str]

    def enumerate_names(self, names: Sequence[str]) -> str:
        """Names as one list in this language: "a, b and c"."""
        between, last = self.join
        return last.join([between.join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]

    def many_of(self, term: Term) -> str:
        """The plural preceded by "many" in the right gender; the bare plural if no form is known."""
        pattern = self.quantity.get("any") or self.quantity.get(term.gender or "")
        return pattern.format(many=term.many) if pattern else term.many


@lru_cache(maxsize=1)
def load_templates() -> Mapping[str, Templates]:
    """Templates by language code."""
    tables = tomllib.loads(resource_path("prompts", "templates.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            language: Templates(
                search=tuple(row["search"]),
                one=tuple(row["one"]),
                many=tuple(row["many"]),
                several=tuple(row["several"]),
                quantity=MappingProxyType(row["quantity"]),
                join=(row["join"][0], row["join"][1]),
                function_words=frozenset(row.get("function_words", "").split()),
            )
            for language, row in tables.items()
        }
    )


_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _names() -> Mapping[str, frozenset[str]]:
    concepts = load_lexicon().concepts.values()
    return {
        language: frozenset(folded(name) for concept in concepts for name in concept[language].names)
        for language, templates in load_templates().items()
        if templates.function_words
    }


@lru_cache(maxsize=1)
def _vocabulary() -> Mapping[str, frozenset[str]]:
    """Words of names by language; those that only join others, as "in" does in four languages, tell nothing."""
    joining = frozenset().union(*(templates.function_words for templates in load_templates().values()))
    return {
        language: frozenset(word for name in names for word in _WORD.findall(name)) - joining
        for language, names in _names().items()
    }


@lru_cache(maxsize=PHRASES_KEPT)
def likely_languages(text: str) -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that a query is equally likely to be in; none if nothing tells.

    By script for Korean, Chinese and Russian; for the others by names of the lexicon, their words (one point each) and
    function words (half a point, as many are shared).
    """
    text = folded(text).strip()
    for language, script in _SCRIPTS:
        if script.search(text):
            return (language,)
    words = _WORD.findall(text)
    scores = {
        language: sum((w in vocabulary) + 0.5 * (w in load_templates()[language].function_words) for w in words)
        + (len(words) if text in _names()[language] else 0)
        for language, vocabulary in _vocabulary().items()
    }
    best = max(scores.values())
    return tuple(language for language, score in scores.items() if score == best) if best > 0 else ()


def guess_language(text: str) -> str | None:
    """ISO 639-1 code of the most likely language of a query, or None if it could be several."""
    likely = likely_languages(text)
    return likely[0] if len(likely) == 1 else None


def phrase_prompts(text: str) -> tuple[str, ...]:
    """The prompts that are averaged for a phrase as written: the phrase alone, and in the templates of its language."""
    language = guess_language(text)
    frames = load_templates()[language].search if language else ("{text}",)
    return tuple(frame.format(text=text.strip()) for frame in frames)


def search_prompts(text: str, spoken: Sequence[str] = LANGUAGES) -> tuple[str, ...]:
    """The prompts that are averaged for one phrase of a query.

    For a phrase that names a concept of the lexicon, in any form and language, the concept's names in every language of
    the model, so that "a lake", "lakes" and "호수" give the same result. For any other phrase, :func:`phrase_prompts`.
    (On UC Merced and EuroSAT, bare names in ten languages did as well as names in templates, and as each language
    alone.)

    Args:
        text: the phrase.
        spoken: ISO 639-1 codes of the languages that the model understands.
    """
    concept = concept_named(text, guess_language(text))
    names = concept_names(concept, spoken) if concept is not None else ()
    return names or phrase_prompts(text)


def concept_names(concept: Concept, spoken: Sequence[str] = LANGUAGES) -> tuple[str, ...]:
    """Singular and plural of a concept in some languages, without duplicates."""
    terms = [concept[language] for language in LANGUAGES if language in spoken]
    return tuple(dict.fromkeys(name for term in terms for name in (term.one, term.many)))


def class_prompts(concepts: Sequence[Concept], language: str) -> tuple[str, ...]:
    """Prompts of a class of one or more concepts in one language: singular and plural in every template."""
    assert language in LANGUAGES
    templates = load_templates()[language]
    prompts = [t.format(one=c[language].one) for c in concepts for t in templates.one]
    prompts += [t.format(many=c[language].many) for c in concepts for t in templates.many]
    return tuple(dict.fromkeys(prompts))
