"""Which things naturally occur together: a pond is water, a suburb has houses.

The best name of a window is evidence against a query only if the two exclude each other: if "residential area" fits a
window better than "house", there may still be a house.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.lexicon import load_lexicon
from backend.resources import resource_path


@lru_cache(maxsize=1)
def shown_by() -> Mapping[str, frozenset[str]]:
    """Id of a general thing -> ids of the concepts whose ground shows it too; most concepts are not among the keys."""
    told: dict[str, Any] = json.loads(resource_path("prompts", "shown_by.json").read_text(encoding="utf-8"))
    concepts = load_lexicon().concepts
    found: dict[str, frozenset[str]] = {
        thing: frozenset(row.get("concepts", ()))
        | {concept.id for concept in concepts.values() if concept.topic in row.get("topics", ())}
        for thing, row in told["things"].items()
    }
    for group in told["together"]:
        for thing in group:
            found[thing] = found.get(thing, frozenset()) | (frozenset(group) - {thing})
    return found


def coincidence(concepts: Sequence[str]) -> NDArray[np.bool_]:
    """bool ``[c, c]``: whether the concept of a column shows that of the row, or is the same."""
    places = {one: at for at, one in enumerate(concepts)}
    found = np.eye(len(concepts), dtype=bool)
    for thing, others in shown_by().items():
        if thing in places:
            found[places[thing], [places[other] for other in others if other in places]] = True
    return found
