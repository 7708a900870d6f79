"""A query: texts wanted and unwanted, turned into directions in the model's embedding space."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from backend.errors import EmptyQuery
from backend.models.prompts import search_prompts

_SEPARATOR = re.compile(r"[;；]")
_WORD = re.compile(r"\w")


class TextEncoder(Protocol):
    """What a query needs of :class:`backend.models.encoder.Encoder`."""

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """``[n, dimension]``, L2-normalised."""
        ...


@dataclass(frozen=True)
class Query:
    """What is looked for: phrases that mean the same thing, and phrases that name what is not wanted.

    Raises:
        EmptyQuery: there is no phrase, or one has no letter or digit in it.
    """

    texts: tuple[str, ...]
    unwanted: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.texts:
            raise EmptyQuery('The query is empty: type what to look for, for example "tennis courts".')
        for text in (*self.texts, *self.unwanted):
            if not _WORD.search(text):
                raise EmptyQuery(f'{text!r} has no words in it: type what to look for, for example "tennis courts".')

    @property
    def text(self) -> str:
        """The query on one line, as the user would type it."""
        return "; ".join(self.texts)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"texts": list(self.texts), "unwanted": list(self.unwanted)}


def parse_query(text: str, unwanted: Sequence[str] = ()) -> Query:
    """A query from what was typed; each text may hold several phrases separated by semicolons.

    Raises:
        EmptyQuery: no phrase is left.
    """

    def phrases(typed: str) -> tuple[str, ...]:
        return tuple(" ".join(part.split()) for part in _SEPARATOR.split(typed) if part.strip())

    return Query(
        tuple(dict.fromkeys(phrases(text))),
        tuple(dict.fromkeys(phrase for one in unwanted for phrase in phrases(one) or (one,))),
    )


def query_vector(texts: Sequence[str], encoder: TextEncoder) -> NDArray[np.float32]:
    """One direction for phrases that mean the same: ``[dimension]``, L2-normalised.

    Each phrase is averaged over the prompt frames of its language (prompt ensembling as in CLIP, arXiv 2103.00020),
    then the phrases are averaged, so that a phrase counts once however many frames it has.
    """
    return _unit(np.mean([_phrase_vector(text, encoder) for text in texts], axis=0))


def phrase_vectors(texts: Sequence[str], encoder: TextEncoder) -> NDArray[np.float32]:
    """A direction a phrase: ``[n, dimension]``, L2-normalised; what is unwanted is kept apart, not averaged."""
    if not texts:
        return np.empty((0, encoder.encode_texts([]).shape[1]), np.float32)
    return np.stack([_phrase_vector(text, encoder) for text in texts])


def _phrase_vector(text: str, encoder: TextEncoder) -> NDArray[np.float32]:
    return _unit(encoder.encode_texts(search_prompts(text)).mean(axis=0))


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(vector))
    return (vector / max(length, 1e-12)).astype(np.float32)
