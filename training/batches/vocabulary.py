"""The texts on which the vocabulary of a new model is trained."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from random import Random

from backend.lexicon import Lexicon
from backend.models.prompts import load_templates
from training.captions.compose import CaptionComposer
from training.data.sample import Sample


def vocabulary_texts(lexicon: Lexicon, samples: Sequence[Sample], codes: Sequence[str]) -> list[str]:
    """Every name in its templates in some languages, and the captions of the training images."""
    rng = Random(0)
    composer = CaptionComposer(lexicon, {})
    texts = [sentence for sample in samples for sentence in chain.from_iterable(sample.captions.values())]
    for language, templates in load_templates().items():
        if language not in codes:
            continue
        for concept in lexicon.concepts.values():
            texts += list(concept[language].names) * 4
            texts += [composer.of_concept(concept, language, rng) for _ in range(8)]
        texts += [t.format(list=templates.enumerate_names(["", ""])) for t in templates.several] * 20
    return texts
