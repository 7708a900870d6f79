"""Suggestions while typing: things seen from above, in ten languages at once.

The same files as the server's. Pure Python: no QGIS, so that it is fast to load and to test.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

MAX_SUGGESTIONS = 12
_NO_BLANKS = frozenset({"zh", "ko"})
"""Languages whose words are also matched inside other words, because they are written without spaces."""
_FORMS = ("one", "many")


@dataclass(frozen=True)
class Suggestion:
    """A suggested name, its language (ISO 639-1) and the concept's name in the user's language."""

    text: str
    language: str
    meaning: str
    concept: str


@dataclass(frozen=True)
class _Name:
    text: str
    folded: str
    language: str
    concept: str


class Lexicon:
    """Names of all concepts, ready to be searched at every key."""

    def __init__(self, concepts: Mapping[str, Mapping[str, Any]]) -> None:
        """``concepts`` by id: a term a language, with ``one``, ``many`` and ``also``."""
        self._concepts = concepts
        self._names = [
            _Name(name, _folded(name), language, concept)
            for concept, terms in concepts.items()
            for language, term in terms.items()
            for name in dict.fromkeys((*(term[form] for form in _FORMS), *term.get("also", ())))
        ]

    def __len__(self) -> int:
        return len(self._concepts)

    def name(self, concept: str, language: str, form: str = "one") -> str:
        """The name of a concept; its id if it is unknown."""
        terms = self._concepts.get(concept)
        if terms is None:
            return concept.replace("_", " ")
        return str(terms.get(language, terms["en"])[form])

    def suggest(self, typed: str, language: str = "en", limit: int = MAX_SUGGESTIONS) -> list[Suggestion]:
        """Names with a word that begins with the typed text, then those that contain it.

        Names that begin with it come first, then those in the user's language, then short ones; a concept comes once.
        Accents may be left out. Of a phrase list (``tank; silo``) the last phrase counts.
        """
        needle = _folded(typed).rsplit(";", 1)[-1].strip()
        if not needle:
            return []
        ranked: dict[str, tuple[tuple[int, int, int, str], _Name]] = {}
        for name in self._names:
            place = name.folded.find(needle)
            if place < 0:
                continue
            if place == 0:
                grade = 0
            elif name.folded[place - 1] in " -" or name.language in _NO_BLANKS or f" {needle}" in name.folded:
                grade = 1
            elif len(needle) >= 3:
                grade = 2
            else:
                continue
            order = (grade, int(name.language != language), len(name.text), name.text)
            if name.concept not in ranked or order < ranked[name.concept][0]:
                ranked[name.concept] = (order, name)
        best = sorted(ranked.values(), key=lambda row: row[0])[:limit]
        return [Suggestion(n.text, n.language, self.name(n.concept, language), n.concept) for _, n in best]


def _folded(text: str) -> str:
    """As names and what is typed are compared: without capitals and accents, of usual width."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if not unicodedata.combining(letter)))


def read_lexicon(folder: Path) -> Lexicon:
    """The lexicon in ``*.json`` topics; a topic that cannot be read is left out, for suggestions are no necessity."""
    concepts: dict[str, Mapping[str, Any]] = {}
    for file in sorted(folder.glob("*.json")):
        try:
            topic = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        for row in topic["concepts"]:
            concepts[row["id"]] = {key: value for key, value in row.items() if isinstance(value, dict)}
    return Lexicon(concepts)


@lru_cache(maxsize=1)
def shipped_lexicon(folder: Path) -> Lexicon:
    """The lexicon of the plugin, read once."""
    return read_lexicon(folder)
