"""Features of a data set by a model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.lexicon import Lexicon
from backend.models.encoder import Encoder
from training.captions.compose import CaptionComposer
from training.data.sample import Sample
from training.evaluation.counting import CountingPair
from training.evaluation.encode import encode_samples_with
from training.evaluation.features import SPLITS, CaptionFeatures, Features
from training.evaluation.suite import test_captions
from training.evaluation.zero_shot import class_vectors
from training.sources.source import Source


def embed_source(encoder: Encoder, source: Source, lexicon: Lexicon, languages: Sequence[str] = ()) -> Features:
    """Embed every image of a source, and in some languages its class prompts and the captions of its test images.

    Class prompts are left out if the meaning of a class is unknown.
    """
    samples = list(source.samples)
    named = bool(source.classes) and not source.unnamed
    classes = tuple(source.classes) if named else source.labels
    number = {name: place for place, name in enumerate(classes)}
    splits = np.array([SPLITS.index(sample.split) for sample in samples], dtype=np.int64)
    texts = {code: class_vectors(source.classes, code, encoder.encode_texts)[None] for code in languages if named}
    test_rows = np.flatnonzero(splits == SPLITS.index("test"))
    captions = {}
    if any(samples[row].captions for row in test_rows):
        composer = CaptionComposer(lexicon, {source.config.id: source.classes})
        for code in languages:
            sentences, places = test_captions([samples[row] for row in test_rows], code, composer)
            if not sentences:
                continue
            captions[code] = CaptionFeatures(encoder.encode_texts(sentences), test_rows[places].astype(np.int64))
    return Features(
        images=encode_samples_with(encoder)(source, samples),
        labels=np.array([number.get(sample.label or "", -1) for sample in samples], dtype=np.int64),
        classes=classes,
        splits=splits,
        texts=texts,
        templates=("mean of all prompts",) if texts else (),
        captions=captions,
    )


def embed_counting(encoder: Encoder, source: Source, pairs: Sequence[CountingPair]) -> Features:
    """Embed the images of counting pairs, and the ten captions of each."""
    samples = [Sample(source.config.id, pair.image, "test") for pair in pairs]
    texts = encoder.encode_texts([caption for pair in pairs for caption in pair.captions])
    counts = np.array([pair.count for pair in pairs], dtype=np.int64)
    return Features(
        images=encode_samples_with(encoder)(source, samples),
        labels=np.full(len(pairs), -1, dtype=np.int64),
        classes=(),
        splits=np.full(len(pairs), SPLITS.index("test"), dtype=np.int64),
        count_texts=texts.reshape(len(pairs), 10, -1),
        counts=counts,
    )
