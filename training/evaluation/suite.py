"""The whole evaluation of a model: zero-shot and retrieval on the test splits, language by language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.lexicon import Lexicon
from training.captions.compose import CaptionComposer, render_mentions
from training.captions.mentions import Mention
from training.data.sample import Sample
from training.evaluation.report import Row
from training.evaluation.retrieval import RetrievalResult, retrieval
from training.evaluation.zero_shot import EncodeTexts, zero_shot_top1
from training.sources import Source

EncodeSamples = Callable[[Source, Sequence[Sample]], NDArray[np.float32]]


@dataclass(frozen=True)
class LanguageScores:
    """Scores of one language: zero-shot top-1 in percent by data set, retrieval by data set."""

    zero_shot: dict[str, float]
    retrieval: dict[str, RetrievalResult]


def test_captions(
    samples: Sequence[Sample], language: str, composer: CaptionComposer
) -> tuple[list[str], NDArray[np.intp]]:
    """Captions of test images and the row of each one's image.

    English: the published sentences, capitalised as in the protocol. Other languages: each sentence reduced to the
    list of things it mentions, named by the lexicon (the class, when it mentions none). That list carries less than
    the sentence, so those recalls are comparable between languages other than English, not with English.
    """
    texts: list[str] = []
    rows: list[int] = []
    for row, sample in enumerate(samples):
        for sentence in sample.captions.get("en", ()):
            if language == "en":
                texts.append(sentence.capitalize())
            else:
                mentions: Sequence[Mention] = composer.finder.find(sentence)
                if not mentions:
                    mentions = [Mention(c.id, False) for c in composer.concepts_of(sample)]
                texts.append(render_mentions(mentions, composer.lexicon, language, composer.templates[language], None))
            rows.append(row)
    return texts, np.array(rows, dtype=np.intp)


def evaluate(
    sources: Sequence[Source],
    languages: Sequence[str],
    encode_samples: EncodeSamples,
    encode_texts: EncodeTexts,
    lexicon: Lexicon,
    split: str = "test",
) -> dict[str, LanguageScores]:
    """Scores by language. A source with captions is retrieved, one with classes alone is classified."""
    composer = CaptionComposer(lexicon, {s.config.id: s.classes for s in sources})
    scores = {language: LanguageScores({}, {}) for language in languages}
    for source in sources:
        samples = source.split(split)  # type: ignore[arg-type]
        if not samples:
            continue
        images = encode_samples(source, samples)
        for language in languages:
            if any(s.captions for s in samples):
                texts, rows = test_captions(samples, language, composer)
                scores[language].retrieval[source.config.id] = retrieval(images, encode_texts(texts), rows)
            else:
                labels = [s.label or "" for s in samples]
                scores[language].zero_shot[source.config.id] = zero_shot_top1(
                    images, labels, source.classes, language, encode_texts
                )
    return scores


def as_rows(scores: dict[str, LanguageScores]) -> list[Row]:
    """One flat row a language, figures rounded to one hundredth."""
    rows: list[Row] = []
    for language, score in scores.items():
        row: Row = {"language": language}
        row |= {f"{name} top-1": round(value, 2) for name, value in score.zero_shot.items()}
        for name, result in score.retrieval.items():
            for way, recalls in (("I2T", result.image_to_text), ("T2I", result.text_to_image)):
                row |= {f"{name} {way}@{k}": round(r, 2) for k, r in zip((1, 5, 10), recalls, strict=True)}
            row[f"{name} mR"] = round(result.mean, 2)
        rows.append(row)
    return rows
