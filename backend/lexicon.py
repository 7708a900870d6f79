"""The lexicon: things seen from above, named in ten languages.

One typed loader for caption templates, query suggestions and label presets. The data are the JSON files of
``resources/lexicon/``, one per topic; the plugin reads the same files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from backend.errors import BadOption
from backend.letters import folded, without_marks
from backend.resources import resource_path

LANGUAGES: tuple[str, ...] = ("en", "pt", "es", "fr", "de", "nl", "it", "zh", "ko", "ru")
"""ISO 639-1 codes of the languages Terralex speaks."""

MOST_METRES = 10_000.0
"""Maximum size of a thing in metres; anything larger fills any map."""

Gender = Literal["m", "f", "n", "c"]

GENDERS: Mapping[str, str] = MappingProxyType(
    {"pt": "mf", "es": "mf", "fr": "mf", "it": "mf", "de": "mfn", "nl": "cn", "ru": "mfn"}
)
"""Grammatical genders of each language that has them: masculine, feminine, neuter, common."""

_WRITTEN_TOGETHER = frozenset({"zh", "ko"})
"""Languages whose words are also matched inside other words."""
_INSIDE_FROM = 3
"""Minimum number of letters for a match anywhere inside a name."""


@dataclass(frozen=True)
class Term:
    """One concept in one language: dictionary forms in the nominative, without an article.

    ``gender`` is that of ``one``; it is None in languages without gender and for words that exist only in
    the plural. ``also`` holds synonyms as a user would type them.
    """

    one: str
    many: str
    also: tuple[str, ...] = ()
    gender: Gender | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All forms, most usual first, without repetition."""
        return tuple(dict.fromkeys((self.one, self.many, *self.also)))


@dataclass(frozen=True)
class Concept:
    """One thing seen from above.

    Attributes:
        id: in English, with underscores.
        topic: of the file it is in.
        mass: whether it is uncountable (snow, water, farmland).
        size_m: least and most metres that one of them usually measures, along its longer side; of what goes on and on
            (roads, rivers, forests) the stretch that one has to see to know it.
        terms: by language.
    """

    id: str
    topic: str
    mass: bool
    size_m: tuple[float, float]
    terms: Mapping[str, Term]

    def __getitem__(self, language: str) -> Term:
        return self.terms[language]


@dataclass(frozen=True)
class Lexicon:
    """All concepts by id, in file order."""

    concepts: Mapping[str, Concept]

    def __getitem__(self, concept_id: str) -> Concept:
        try:
            return self.concepts[concept_id]
        except KeyError:
            raise BadOption(f"The lexicon has no concept {concept_id!r}.") from None

    def __len__(self) -> int:
        return len(self.concepts)

    def suggest(self, typed: str, limit: int = 10, language: str = "en") -> list[tuple[Concept, str, str]]:
        """(concept, language, name) with a word that begins with the typed text, then those that contain it.

        Names that begin with it come first, then those in ``language``, then short ones; each concept is listed once.
        Accents may be left out. In a list of phrases (``tank; silo``) only the last one is completed.
        """
        needle = without_marks(folded(typed).rsplit(";", 1)[-1].strip())
        if not needle:
            return []
        ranked: dict[str, tuple[tuple[int, bool, int, str], str]] = {}
        for written, name, spoken, concept_id in self._names:
            grade = _grade(written, needle, spoken)
            if grade is not None:
                order = (grade, spoken != language, len(name), name)
                if concept_id not in ranked or order < ranked[concept_id][0]:
                    ranked[concept_id] = (order, spoken)
        best = sorted(ranked.items(), key=lambda row: row[1][0])[:limit]
        return [(self.concepts[concept_id], spoken, order[3]) for concept_id, (order, spoken) in best]

    @cached_property
    def _names(self) -> list[tuple[str, str, str, str]]:
        """(folded and without accents, name, language, concept) of every name."""
        return [
            (without_marks(folded(name)), name, language, concept.id)
            for concept in self.concepts.values()
            for language, term in concept.terms.items()
            for name in term.names
        ]


def _grade(written: str, needle: str, language: str) -> int | None:
    """How a name matches the typed text: 0 begins with it, 1 has a word that does, 2 contains it; None: no match."""
    place = written.find(needle)
    if place < 0:
        return None
    if place == 0:
        return 0
    if written[place - 1] in " -" or language in _WRITTEN_TOGETHER or f" {needle}" in written:
        return 1
    return 2 if len(needle) >= _INSIDE_FROM else None


def _term(row: Mapping[str, Any], where: str) -> Term:
    unknown = set(row) - {"one", "many", "also", "gender"}
    if unknown:
        raise BadOption(f"{where} has the unknown field {sorted(unknown)[0]!r}.")
    return Term(one=row["one"], many=row["many"], also=tuple(row.get("also", ())), gender=row.get("gender"))


def _size(value: Any, where: str) -> tuple[float, float]:
    numbers = value if isinstance(value, list) else []
    known = [float(number) for number in numbers if isinstance(number, int | float) and not isinstance(number, bool)]
    if len(known) != 2 or len(numbers) != 2 or not 0 < known[0] <= known[1] <= MOST_METRES:
        raise BadOption(f"{where}, field 'size_m': give the minimum and maximum in metres, such as [10, 75].")
    return known[0], known[1]


def read_lexicon(folder: Path) -> Lexicon:
    """Read every ``*.json`` topic of ``folder``.

    Raises:
        BadOption: a concept appears twice, lacks a language or its size, or has an unknown field.
    """
    concepts: dict[str, Concept] = {}
    for file in sorted(folder.glob("*.json")):
        topic = json.loads(file.read_text(encoding="utf-8"))
        for row in topic["concepts"]:
            where = f"{file.name}: concept {row['id']!r}"
            if row["id"] in concepts:
                raise BadOption(f"{where} is already defined in topic {concepts[row['id']].topic!r}.")
            missing = [language for language in LANGUAGES if language not in row]
            unknown = set(row) - {"id", "mass", "size_m", *LANGUAGES}
            if missing or unknown:
                raise BadOption(f"{where} lacks {missing} or has unknown fields {sorted(unknown)}.")
            terms = {language: _term(row[language], f"{where}, {language}") for language in LANGUAGES}
            mass, size_m = bool(row.get("mass", False)), _size(row.get("size_m"), where)
            concepts[row["id"]] = Concept(row["id"], topic["topic"], mass, size_m, MappingProxyType(terms))
    return Lexicon(MappingProxyType(concepts))


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon that ships with Terralex."""
    return read_lexicon(resource_path("lexicon"))
