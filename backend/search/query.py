"""A query: texts, examples, marks and a concept; and the directions of its texts in the model's embedding space."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from backend.concepts.concept import Concept
from backend.errors import BadOption, EmptyQuery
from backend.letters import plain
from backend.models.contracts import TextEncoder
from backend.models.prompts import search_prompts

_SEPARATOR = re.compile(r"[;；]")
_WORD = re.compile(r"\w")
_QUOTES = re.compile(r"[\"\u201c-\u201f\u00ab\u00bb\u300c-\u300f\u301d-\u301f\uff02\u2039\u203a]")
"""Quotes that are never part of a word; apostrophes are, except at the ends of a phrase."""
_APOSTROPHES = "'`\u2018\u2019\u201a\u201b\u00b4\uff07"


MAX_EXAMPLES = 1_000
"""Maximum number per kind; all of them count."""

_GROUNDS = ("examples", "counter_examples", "accepted", "rejected")


@dataclass(frozen=True)
class Example:
    """Ground that shows what is wanted, or what is not.

    Attributes:
        geometry: a polygon or multipolygon.
        crs: its CRS; coordinates are x, y in any CRS.

    Raises:
        BadOption: it is another kind of geometry, or has no area.
    """

    geometry: Polygon | MultiPolygon
    crs: str

    def __post_init__(self) -> None:
        if self.geometry.geom_type not in ("Polygon", "MultiPolygon") or not self.geometry.area > 0:
            raise BadOption(
                f"A {self.geometry.geom_type} without area cannot be an example: draw a polygon."
                if self.geometry.geom_type in ("Polygon", "MultiPolygon")
                else f"A {self.geometry.geom_type} cannot be an example: draw a polygon."
            )

    def to_dict(self) -> dict[str, Any]:
        """As JSON-compatible values."""
        return {"crs": self.crs, "wkt": shapely.to_wkt(self.geometry, rounding_precision=9)}


@dataclass(frozen=True)
class Query:
    """What to search for: synonymous phrases, ground that shows it, and both for what is not wanted.

    Attributes:
        texts: phrases; may be empty if there are examples, accepted places or a concept.
        unwanted: unwanted phrases, each with its own meaning.
        examples: ground that shows what is wanted, and is not a result itself.
        counter_examples: ground that shows what is unwanted, and is not a result.
        accepted: results that a user accepted; they stay in the result.
        rejected: results that a user rejected; their ground is never a result again.
        concept: what was learned before, with all its marks.

    Raises:
        EmptyQuery: nothing wanted is given, or a phrase has no letter or digit.
        BadOption: there are more than :data:`MAX_EXAMPLES` of a kind.
    """

    texts: tuple[str, ...]
    unwanted: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()
    accepted: tuple[Example, ...] = ()
    rejected: tuple[Example, ...] = ()
    concept: Concept | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not (self.texts or self.examples or self.accepted or self.concept):
            raise EmptyQuery('The query is empty: type what to look for, for example "tennis courts".')
        for text in (*self.texts, *self.unwanted):
            if not _WORD.search(text):
                raise EmptyQuery(f'{text!r} contains no words: type what to look for, for example "tennis courts".')
        most = max(len(getattr(self, name)) for name in _GROUNDS)
        if most > MAX_EXAMPLES:
            raise BadOption(f"{most} examples are too many: the maximum is {MAX_EXAMPLES}.")

    @property
    def text(self) -> str:
        """The query on one line, as the user would type it; empty if there are only examples."""
        return "; ".join(self.texts)

    @property
    def title(self) -> str:
        """The concept's name, or else :attr:`text`."""
        return self.text if self.concept is None else self.concept.name

    @property
    def taught(self) -> bool:
        """Whether it has more than words."""
        return self.concept is not None or any(getattr(self, name) for name in _GROUNDS)

    @property
    def likes(self) -> tuple[Example, ...]:
        """All ground that shows what is wanted."""
        return self.examples + self.accepted

    @property
    def unlikes(self) -> tuple[Example, ...]:
        """All ground that shows what is unwanted."""
        return self.counter_examples + self.rejected

    def facts(self) -> dict[str, Any]:
        """The query in the header of an answer."""
        asked = self.to_dict()
        return {"query": asked.pop("texts"), **asked}

    def to_dict(self) -> dict[str, Any]:
        """As JSON-compatible values."""
        found: dict[str, Any] = {"texts": list(self.texts), "unwanted": list(self.unwanted)}
        for name in _GROUNDS:
            if getattr(self, name):
                found[name] = [example.to_dict() for example in getattr(self, name)]
        if self.concept is not None:
            found["concept"] = self.concept.to_dict()
        return found


def parse_query(text: str, unwanted: Sequence[str] = ()) -> Query:
    """Parse a typed query; each text may contain several phrases separated by semicolons.

    Raises:
        EmptyQuery: no phrase is left.
    """

    return Query(tuple(dict.fromkeys(_phrases(text))), parse_unwanted(unwanted))


def parse_unwanted(unwanted: Sequence[str]) -> tuple[str, ...]:
    """Parse unwanted texts, each of which may contain several phrases; an empty one is kept, to be refused later."""
    return tuple(dict.fromkeys(phrase for text in unwanted for phrase in _phrases(text) or (text,)))


def _phrases(typed: str) -> tuple[str, ...]:
    """Phrases without surrounding quotes, which people are used to from search engines but models do not know."""
    parts = (_unquoted(part) for part in _SEPARATOR.split(plain(typed)))
    return tuple(part for part in parts if part)


def _unquoted(text: str) -> str:
    words = " ".join(_QUOTES.sub(" ", text).split())
    bare = words.strip(_APOSTROPHES).strip()
    # The apostrophe of "l'" or "dogs'" belongs to the word; a pair around it does not.
    return bare if words[:1] in _APOSTROPHES else words


def phrase_vectors(texts: Sequence[str], encoder: TextEncoder) -> NDArray[np.float32]:
    """A direction per phrase: float32 ``[n, dimension]``, L2-normalised; unwanted phrases are not averaged."""
    if not texts:
        return np.empty((0, encoder.encode_texts([]).shape[1]), np.float32)
    return np.stack([_phrase_vector(text, encoder) for text in texts])


def _phrase_vector(text: str, encoder: TextEncoder) -> NDArray[np.float32]:
    return unit(encoder.encode_texts(search_prompts(text, encoder.languages)).mean(axis=0))


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(vector))
    return (vector / max(length, 1e-12)).astype(np.float32)
