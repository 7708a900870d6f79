"""The whole evaluation of a model: zero-shot and retrieval on the test splits, language by language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from backend.errors import BadOption
from backend.lexicon import Lexicon
from training.captions.compose import CaptionComposer, render_mentions
from training.captions.mentions import Mention
from training.data.sample import Sample, Split
from training.evaluation.report import Row
from training.evaluation.retrieval import RetrievalResult, retrieval
from training.evaluation.zero_shot import EncodeTexts, zero_shot_top1
from training.sources.source import Source

EncodeSamples = Callable[[Source, Sequence[Sample]], NDArray[np.float32]]
Task = Literal["retrieval", "zero-shot"]
TASKS: tuple[Task, ...] = ("retrieval", "zero-shot")


@dataclass(frozen=True)
class LanguageScores:
    """Scores of one language: zero-shot top-1 in percent by data set, retrieval by data set."""

    zero_shot: dict[str, float]
    retrieval: dict[str, RetrievalResult]


def has_own_captions(samples: Sequence[Sample], language: str) -> bool:
    """Whether every image with captions has some in this language."""
    return language == "en" or all(s.captions.get(language) for s in samples if s.captions.get("en"))


def test_captions(
    samples: Sequence[Sample], language: str, composer: CaptionComposer
) -> tuple[list[str], NDArray[np.intp]]:
    """Captions of test images and the row of each one's image.

    English: the published sentences, capitalised as in the protocol. Other languages: their own sentences if every
    image has some. Otherwise each English one is reduced to the list of things it mentions, named by the lexicon (the
    class if it mentions none). That list has less information than the sentence, so those recalls are comparable
    between such languages, not with English. Sentences without mentions are left out.
    """
    texts: list[str] = []
    rows: list[int] = []
    own = has_own_captions(samples, language)
    for row, sample in enumerate(samples):
        for sentence in sample.captions.get(language if own else "en", ()):
            if language == "en":
                texts.append(sentence.capitalize())
            elif own:
                texts.append(sentence[:1].upper() + sentence[1:])
            else:
                mentions: Sequence[Mention] = composer.finder.find(sentence)
                if not mentions:
                    mentions = [Mention(c.id, False) for c in composer.concepts_of(sample)]
                if not mentions:
                    continue
                texts.append(render_mentions(mentions, composer.lexicon, language, composer.templates[language], None))
            rows.append(row)
    return texts, np.array(rows, dtype=np.intp)


def check_named(source: Source) -> None:
    """Check that every class of a source has a meaning.

    Raises:
        BadOption: one has none.
    """
    if source.unnamed or not source.classes:
        what = f"what the class {source.unnamed[0]!r} means" if source.unnamed else "which classes there are"
        raise BadOption(f"{source.config.id}: nothing says {what}; give the data set a label_set.")


def evaluate(
    sources: Sequence[Source],
    languages: Sequence[str],
    encode_samples: EncodeSamples,
    encode_texts: EncodeTexts,
    lexicon: Lexicon,
    split: Split = "test",
    tasks: Sequence[Task] = TASKS,
    prompt: str = "",
) -> dict[str, LanguageScores]:
    """Scores by language: retrieval for sources with captions, classification for sources with only classes.

    Args:
        prompt: the only prompt for classes; if empty, those of the language are averaged.

    Raises:
        BadOption: the meaning of a class is unknown.
    """
    composer = CaptionComposer(lexicon, {s.config.id: s.classes for s in sources})
    scores = {language: LanguageScores({}, {}) for language in languages}
    for source in sources:
        samples = source.split(split)
        task: Task = "retrieval" if any(said for s in samples for said in s.captions.values()) else "zero-shot"
        if not samples or task not in tasks:
            continue
        if task == "zero-shot":
            check_named(source)
        if task == "retrieval":
            samples = [sample for sample in samples if any(sample.captions.values())]
        images = encode_samples(source, samples)
        for language in languages:
            if task == "retrieval":
                texts, rows = test_captions(samples, language, composer)
                if not texts:
                    continue
                scores[language].retrieval[source.config.id] = retrieval(images, encode_texts(texts), rows)
            else:
                labels = [s.label or "" for s in samples]
                scores[language].zero_shot[source.config.id] = zero_shot_top1(
                    images, labels, source.classes, language, encode_texts, prompt
                )
    return scores


def as_rows(scores: dict[str, LanguageScores]) -> list[Row]:
    """One flat row per language, figures rounded to two decimals."""
    rows: list[Row] = []
    for language, score in scores.items():
        row: Row = {"language": language}
        row |= {f"{name} top-1": round(value, 2) for name, value in score.zero_shot.items()}
        for name, result in score.retrieval.items():
            for way, recalls in (("I2T", result.image_to_text), ("T2I", result.text_to_image)):
                row |= {f"{name} {way}@{k}": round(r, 2) for k, r in zip((1, 5, 10), recalls, strict=True)}
            row[f"{name} mR"] = round(result.mean, 2)
            row[f"{name} captions"] = result.captions
        rows.append(row)
    return rows
