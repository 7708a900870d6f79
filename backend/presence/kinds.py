"""General things and their kinds: a river is water, a suburb's houses are buildings.

A query for water includes rivers, lakes and harbours, although a picture of a river matches "river" and rarely "water":
so the direction of a general thing is half-way between its names and the names of what surely shows it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backend.resources import resource_path


@lru_cache(maxsize=1)
def implied() -> Mapping[str, tuple[str, ...]]:
    """Id of a concept -> ids of the general concepts that it surely shows."""
    file = resource_path("prompts", "implied.json")
    return {thing: tuple(shown) for thing, shown in json.loads(file.read_text(encoding="utf-8"))["shows"].items()}


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, tuple[str, ...]]:
    """Id of a general concept -> ids of the concepts that surely show it."""
    found = defaultdict(list)
    for thing, shown in implied().items():
        for general in shown:
            found[general].append(thing)
    return {general: tuple(things) for general, things in found.items()}


def with_kinds(concepts: Sequence[str], names: NDArray[np.float32]) -> NDArray[np.float32]:
    """Directions of concepts, float32 ``[c, d]``, L2-normalised, from those of only their names."""
    places = {concept: at for at, concept in enumerate(concepts)}
    found = names.copy()
    for general, things in kinds().items():
        rows = [places[thing] for thing in things if thing in places]
        if general in places and rows:
            found[places[general]] += names[rows].mean(axis=0)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)
