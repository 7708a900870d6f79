"""Concepts as classes: what was taught by marks labels a layer, with or without classes from words.

A head gives the similarity to what was accepted, a text gives a cosine; the softmax over classes needs both on one
scale. So a concept's scores are shifted and scaled to the mean and standard deviation that the cosines with its own
words have over the layer's windows. If every class is a concept, ground on which no concept reaches a relevance of one
half is none of them. Features are labelled independently of each other, so for them the bank of the model's calibration
replaces the layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from backend.concepts.concept import Concept
from backend.errors import BadOption
from backend.labeling.colours import fill_colours
from backend.labeling.kinds import ClassDirections
from backend.labeling.label_set import MAX_CLASSES, LabelClass, LabelSet
from backend.labeling.other import STANDS_OUT
from backend.labeling.zero_shot import class_scores

SAMPLE = 8_192
_LEAST_SPREAD = 1e-4


def with_concepts(label_set: LabelSet | None, concepts: Sequence[Concept], language: str = "en") -> LabelSet:
    """A label set of classes followed by concepts.

    Args:
        label_set: None if there are only concepts.
        concepts: at least one, unless there are classes.

    Raises:
        BadOption: two have the same name, or there are too many.
    """
    before = () if label_set is None else label_set.classes
    own = [LabelClass(label.name, label.name, (), label.texts, "", (), label) for label in concepts]
    classes = (*before, *own)
    seen: set[str] = set()
    for label in classes:
        if label.name.casefold() in seen:
            raise BadOption(f"Two classes are named {label.name!r}: rename one of them.")
        seen.add(label.name.casefold())
    if len(classes) > MAX_CLASSES:
        raise BadOption(f"There are {len(classes)} classes: the maximum is {MAX_CLASSES}.")
    colours = fill_colours([label.name for label in classes], [label.colour or None for label in classes])
    coloured = tuple(replace(label, colour=colour) for label, colour in zip(classes, colours, strict=True))
    if label_set is None:
        return LabelSet("concepts", coloured, language)
    return replace(label_set, classes=coloured, preset=label_set.preset and not own)


def kind_scores(
    embeddings: NDArray[np.float16] | NDArray[np.float32],
    directions: ClassDirections,
    label_set: LabelSet,
    ground: NDArray[np.float32] | None = None,
) -> NDArray[np.float32]:
    """Scores float32 ``[n, m]`` of windows with all kinds: cosines, and comparable scores of concepts.

    ``ground``: ``[g, d]``, embeddings on which the two are made comparable; the windows themselves if None.
    """
    taught = taught_classes(label_set)
    if not taught:
        return class_scores(embeddings, directions.vectors)
    rows = {int(directions.starts[at]): concept for at, concept in taught.items()}
    vectors = directions.vectors.copy()
    sample = _sample(embeddings) if ground is None else ground
    scales = {}
    for row, concept in rows.items():
        said, weights = sample @ directions.vectors[row], concept.head.weights
        sample_scores = sample @ weights
        gain = float(said.std()) / max(float(sample_scores.std()), _LEAST_SPREAD)
        vectors[row], scales[row] = gain * weights, float(said.mean()) - gain * float(sample_scores.mean())
    scores = class_scores(embeddings, vectors)
    for row, offset in scales.items():
        scores[:, row] += np.float32(offset)
    return scores


def reached(
    embeddings: NDArray[np.float16] | NDArray[np.float32], label_set: LabelSet, layer: bool = True
) -> NDArray[np.float32] | None:
    """By how much the best concept stands out on each window, as in :mod:`backend.labeling.other`: float32 ``[n]``.

    None if a class is not a concept.

    Args:
        layer: whether the windows are those of a layer, whose ordinary ground is then the reference; else the reference
            is that of the layer on which a concept was taught.
    """
    taught = taught_classes(label_set)
    if len(taught) < len(label_set):
        return None
    heads = [concept.head.on(_sample(embeddings)) if layer else concept.head for concept in taught.values()]
    scores = class_scores(embeddings, np.stack([head.weights for head in heads]))
    leads = [head.slope * (scores[:, at] + head.bias - head.level) for at, head in enumerate(heads)]
    return np.asarray(STANDS_OUT + np.max(leads, axis=0), np.float32)


def _sample(embeddings: NDArray[np.float16] | NDArray[np.float32]) -> NDArray[np.float32]:
    """A sample of the windows, evenly spread."""
    return embeddings[:: max(1, len(embeddings) // SAMPLE)].astype(np.float32)


def taught_classes(label_set: LabelSet) -> dict[int, Concept]:
    """The concepts of a label set by the index of their class."""
    return {at: label.taught for at, label in enumerate(label_set.classes) if label.taught is not None}


def check_concepts(label_set: LabelSet, model: str, revision: str) -> None:
    """Refuse concepts of another model.

    Raises:
        BadOption: one is of another model.
    """
    for concept in taught_classes(label_set).values():
        concept.check_model(model, revision)
