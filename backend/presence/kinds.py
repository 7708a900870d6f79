"""General things and their kinds: a river is water, a school is a building.

A query for water includes rivers, lakes and beaches, although a picture of a river matches "river" and rarely "water":
so the direction of a general thing is half-way between its names and the names of its kinds. Not all that surely shows
a thing is a kind of it: a car park is no car, and searched for by both, an empty one is found. Sizes tell them apart.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backend.lexicon import load_lexicon
from backend.resources import resource_path

CONTAINS = 4
"""How many times as long as a thing a place is that contains it and is no kind of it. Houses make up the ground of a
suburb, and without suburbs "house" finds fewer of its own training images; cars and boats do not make up the ground of
a car park and a harbour."""


@lru_cache(maxsize=1)
def implied() -> Mapping[str, tuple[str, ...]]:
    """Id of a concept -> ids of the general concepts that it surely shows."""
    file = resource_path("prompts", "implied.json")
    return {thing: tuple(shown) for thing, shown in json.loads(file.read_text(encoding="utf-8"))["shows"].items()}


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, tuple[str, ...]]:
    """Id of a general concept -> ids of the concepts that are kinds of it.

    They surely show it and are about of its size: what is always smaller is a part of it, what is always much larger
    contains it.
    """
    concepts = load_lexicon().concepts
    found = defaultdict(list)
    for thing, shown in implied().items():
        least, most = concepts[thing].size_m
        for general in shown:
            smallest, largest = concepts[general].size_m
            if most > smallest and least < CONTAINS * largest:
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
