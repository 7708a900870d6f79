"""Zero-shot classification: an image takes the class whose averaged prompts are nearest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from backend.lexicon import Concept
from backend.models.prompts import class_prompts

EncodeTexts = Callable[[Sequence[str]], NDArray[np.float32]]


def class_vectors(
    classes: Mapping[str, Sequence[Concept]], language: str, encode_texts: EncodeTexts
) -> NDArray[np.float32]:
    """One normalised vector a class: the mean of its prompts in one language, ``[k, d]``."""
    rows = [encode_texts(class_prompts(concepts, language)).mean(0) for concepts in classes.values()]
    vectors = np.stack(rows)
    normalised: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normalised


def zero_shot_top1(
    images: NDArray[np.float32],
    labels: Sequence[str],
    classes: Mapping[str, Sequence[Concept]],
    language: str,
    encode_texts: EncodeTexts,
) -> float:
    """Top-1 accuracy in percent of normalised image embeddings ``[n, d]``."""
    vectors = class_vectors(classes, language, encode_texts)
    names = np.array(list(classes))
    guessed = names[(images @ vectors.T).argmax(1)]
    return float((guessed == np.array(labels)).mean() * 100)
