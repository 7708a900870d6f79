"""A concept: a named query taught by marks, which can be saved, used on other layers and taught further."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from backend.concepts.head import Head, Marks
from backend.errors import BadOption, ConceptOfOtherModel

MAX_NAME = 100
_LETTER = re.compile(r"\w")


@dataclass(frozen=True)
class Concept:
    """What a user has taught.

    Attributes:
        name: display name, as in a legend.
        texts: the words it started from; may be empty.
        unwanted: words for what it is not.
        head: the learned head.
        marks: what it was learned from, as embeddings of ``model``, without pixels or locations.
        model, revision: the model; it cannot be used with any other.
        layers: names of the layers it was taught on, the first one first.
        time: when it was last taught, ISO 8601 in UTC.

    Raises:
        BadOption: the name has no letter or digit, or is too long.
    """

    name: str
    texts: tuple[str, ...]
    unwanted: tuple[str, ...]
    head: Head
    marks: Marks
    model: str
    revision: str
    layers: tuple[str, ...]
    time: str

    def __post_init__(self) -> None:
        if not _LETTER.search(self.name):
            raise BadOption("A concept needs a name with at least one letter or digit.")
        if len(self.name) > MAX_NAME:
            raise BadOption(f"The name of the concept has {len(self.name)} characters: the maximum is {MAX_NAME}.")

    def check_model(self, model: str, revision: str) -> None:
        """Refuse another model.

        Raises:
            ConceptOfOtherModel: it was taught with another one.
        """
        if revision != self.revision:
            raise ConceptOfOtherModel(
                f"The concept {self.name!r} was taught with {self.model} {self.revision} and cannot be used with "
                f"{model} {revision}: choose its model, or teach it again."
            )

    def to_dict(self) -> dict[str, Any]:
        """Its description as JSON-compatible values, without head and marks."""
        return {
            "name": self.name,
            "texts": list(self.texts),
            "unwanted": list(self.unwanted),
            "accepted": self.marks.accepted,
            "rejected": self.marks.rejected,
            "model": self.model,
            "revision": self.revision,
            "layers": list(self.layers),
            "time": self.time,
        }


def no_marks(dimension: int) -> Marks:
    """An empty set of marks."""
    return Marks(np.empty((0, dimension), np.float32), np.empty(0, bool))
