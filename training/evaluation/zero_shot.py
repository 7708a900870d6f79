"""Zero-shot classification: an image gets the class with the nearest averaged prompts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.lexicon import Concept
from backend.models.prompts import class_prompts

EncodeTexts = Callable[[Sequence[str]], NDArray[np.float32]]


def class_vectors(
    classes: Mapping[str, Sequence[Concept]], language: str, encode_texts: EncodeTexts, prompt: str = ""
) -> NDArray[np.float32]:
    """One normalised vector per class: the mean of its prompts in one language, float32 ``[k, d]``.

    Args:
        prompt: the only prompt, with ``{}`` for the name; if empty, all of the language.
    """

    def prompts(concepts: Sequence[Concept]) -> Sequence[str]:
        if not prompt:
            return class_prompts(concepts, language)
        return [prompt.replace("{}", concept[language].one) for concept in concepts]

    rows = [encode_texts(prompts(concepts)).mean(0) for concepts in classes.values()]
    vectors = np.stack(rows)
    normalised: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normalised


def zero_shot_top1(
    images: NDArray[np.float32],
    labels: Sequence[str],
    classes: Mapping[str, Sequence[Concept]],
    language: str,
    encode_texts: EncodeTexts,
    prompt: str = "",
) -> float:
    """Top-1 accuracy in percent of normalised image embeddings ``[n, d]``; ``prompt``: see :func:`class_vectors`."""
    vectors = class_vectors(classes, language, encode_texts, prompt)
    names = np.array(list(classes))
    guessed = names[(images @ vectors.T).argmax(1)]
    return float((guessed == np.array(labels)).mean() * 100)


@dataclass(frozen=True)
class TemplateResult:
    """Zero-shot top-1 accuracy in percent with one prompt template."""

    template: str
    accuracy: float


def top1(images: NDArray[np.float32], labels: NDArray[np.int64], classes: NDArray[np.float32]) -> float:
    """Top-1 accuracy in percent: images ``[n, d]`` against class vectors ``[k, d]``, all normalised."""
    return float(((images @ classes.T).argmax(1) == labels).mean() * 100)


def by_template(
    images: NDArray[np.float32], labels: NDArray[np.int64], texts: NDArray[np.float32], templates: Sequence[str]
) -> tuple[list[TemplateResult], float]:
    """Top-1 accuracy with each template, and with the ensemble (class vectors averaged over templates).

    Args:
        texts: float32 ``[templates, classes, d]``, normalised.
    """
    names = list(templates) or [str(number) for number in range(len(texts))]
    alone = [TemplateResult(name, top1(images, labels, each)) for name, each in zip(names, texts, strict=True)]
    mean = texts.mean(0)
    return alone, top1(images, labels, mean / np.linalg.norm(mean, axis=1, keepdims=True))
