"""Directions of classes: one for each kind of thing in a class.

"Artificial surfaces" are houses, car parks and airports. Their mean direction is near to none of them, so each kind has
its own, and a class has the total probability of its kinds: the softmax over kinds, summed by class. Using sub-classes
is the idea of CHiLS (arXiv 2302.02551), where the best sub-class represents the class; ``benchmarks/land_cover.py``
compares these methods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.errors import BadOption
from backend.labeling.label_set import LabelClass, LabelSet
from backend.models.contracts import TextEncoder
from backend.models.prompts import class_prompts, phrase_prompts

PromptGroups = tuple[tuple[str, ...], ...]
"""Groups of prompts with equal weights, whatever their sizes; none is empty."""


@dataclass(frozen=True)
class ClassDirections:
    """Directions of ``k`` classes with ``m >= k`` kinds in total.

    Attributes:
        vectors: float32 ``[m, dimension]``, L2-normalised, class by class.
        starts: int64 ``[k]``, row of each class's first kind, ascending.
    """

    vectors: NDArray[np.float32]
    starts: NDArray[np.int64]

    def best(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 ``[n, k]``: the highest cosine among a class's kinds, from the cosines with all kinds, ``[n, m]``."""
        if len(self.starts) == len(self.vectors):
            return cosines
        return np.asarray(np.maximum.reduceat(cosines, self.starts, axis=1), np.float32)

    def together(self, cosines: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
        """float32 ``[n, k]``: scores whose softmax under the temperature is the softmax of all kinds summed by class.

        ``log(sum over kinds of exp(t s)) / t``, at least the best kind's cosine and at most ``log(kinds) / t`` above
        it.
        """
        if len(self.starts) == len(self.vectors):
            return cosines
        best = self.best(cosines)
        counts = np.diff(self.starts, append=len(self.vectors))
        behind = np.exp(temperature * (cosines - np.repeat(best, counts, axis=1)))
        return np.asarray(best + np.log(np.add.reduceat(behind, self.starts, axis=1)) / temperature, np.float32)


def kinds_of(label_class: LabelClass, language: str) -> tuple[PromptGroups, ...]:
    """Prompts of a class in one language, kind by kind.

    A class of several concepts has a kind for each, and one for each synonym. Any other has one kind, of its name and
    its synonyms: the name's group is the class's own prompts if given, else those of its concept, else the name. Names
    without a concept, and synonyms, are put into the templates of the language that they are guessed to be in, whatever
    ``language`` is: a class is often named in another language than those it is averaged over.
    """
    synonyms = tuple(phrase_prompts(synonym) for synonym in label_class.synonyms)
    if label_class.prompts:
        own = label_class.prompts
    elif len(label_class.concepts) > 1:
        each = tuple(class_prompts((concept,), language) for concept in label_class.concepts)
        return tuple((group,) for group in (*each, *synonyms))
    elif label_class.concepts:
        own = class_prompts(label_class.concepts, language)
    else:
        own = phrase_prompts(label_class.name)
    return ((own, *synonyms),)


def told_by(label_class: LabelClass, languages: Sequence[str]) -> dict[str, Any]:
    """What defines a class, to explain its labels: ids of its concepts, and every prompt once."""
    prompts = (
        prompt
        for language in languages
        for kind in kinds_of(label_class, language)
        for group in kind
        for prompt in group
    )
    facts = {
        "class": label_class.name,
        "concepts": [concept.id for concept in label_class.concepts],
        "prompts": list(dict.fromkeys(prompts)),
    }
    return facts if label_class.taught is None else {**facts, "taught": label_class.taught.to_dict()}


def class_directions(
    label_set: LabelSet, encoder: TextEncoder, languages: Sequence[str] | None = None
) -> ClassDirections:
    """The directions of a label set's classes.

    Prompt ensembling as in CLIP (arXiv 2103.00020, section 3.1.4): embeddings are averaged, not probabilities. Within a
    kind every group of prompts has the same weight, whatever its size, and so has every language. With one language, no
    synonyms and one concept per class this equals the evaluation in ``training``.

    Args:
        label_set: the classes.
        encoder: text encoder of the model that embedded the windows.
        languages: ISO 639-1 codes to average over; the set's own language if None.

    Raises:
        BadOption: the list of languages is empty.
    """
    spoken = (label_set.language,) if languages is None else tuple(dict.fromkeys(languages))
    if not spoken:
        raise BadOption("No language given: give at least one, such as en.")
    rows: list[NDArray[np.float32]] = []
    starts = []
    for label in label_set.classes:
        starts.append(len(rows))
        for kind in zip(*(kinds_of(label, language) for language in spoken), strict=True):
            groups = [group for in_language in kind for group in in_language]
            rows.append(_unit(np.mean([_unit(encoder.encode_texts(group).mean(axis=0)) for group in groups], axis=0)))
    return ClassDirections(np.stack(rows), np.array(starts, np.int64))


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)
