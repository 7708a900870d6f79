"""Translates sentences of a data set, with cache and checks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.storage.files import write_beside
from training.data.sample import Sample
from training.files import named_write_errors
from training.translation.cache import TranslationCache
from training.translation.checks import problem_with
from training.translation.translation_file import Translation
from training.translation.translator import Translator

AT_ONCE = 128
"""Sentences between two updates of the cache and the progress bar."""

Progress = Callable[[str, int], None]
"""Called with a language and the number of sentences just done."""


@dataclass(frozen=True)
class Rejection:
    """A rejected sentence in a language, and the reason: the end of "the translation ..."."""

    source: str
    language: str
    translator: str
    text: str | None
    reason: str


@dataclass(frozen=True)
class Outcome:
    """The results for the sentences, in order."""

    translations: tuple[Translation, ...]
    rejections: tuple[Rejection, ...]

    def summary(self) -> list[str]:
        """One line per language: how many were translated, and why others were not."""
        lines = []
        done = Counter(row.language for row in self.translations)
        failed = Counter(row.language for row in self.rejections)
        for language in sorted(done.keys() | failed.keys()):
            reasons = Counter(row.reason.partition(" (")[0] for row in self.rejections if row.language == language)
            listed = ", ".join(f"{count} because it {reason}" for reason, count in reasons.most_common())
            total = done[language] + failed[language]
            share = (
                f"{language}: {done[language]} of {total} sentences translated ({100 * done[language] / total:.1f} %)"
            )
            lines.append(f"{share}; left out: {listed}" if listed else share)
        return lines


def sentences_without(samples: Sequence[Sample], language: str) -> list[str]:
    """Unique English sentences of the samples without a caption in a language, in order."""
    wanting = (sample for sample in samples if not sample.captions.get(language))
    return list(dict.fromkeys(sentence for sample in wanting for sentence in sample.captions.get("en", ())))


def _answers(
    texts: Sequence[str], language: str, translator: Translator, cache: TranslationCache | None, progress: Progress
) -> list[str | None]:
    known = dict(cache.known(translator.name, language)) if cache is not None else {}
    missing = [text for text in texts if text not in known]
    progress(language, len(texts) - len(missing))
    missing.sort(key=lambda text: (len(text), text))  # batches of similar length are faster; the order is deterministic
    for start in range(0, len(missing), AT_ONCE):
        asked = missing[start : start + AT_ONCE]
        answers = translator.translate(asked, language)
        known.update(zip(asked, answers, strict=True))
        if cache is not None:
            cache.add(translator.name, language, asked, answers)
        progress(language, len(asked))
    return [known[text] for text in texts]


def translate_sentences(
    wanted: Mapping[str, Sequence[str]],
    translator_of: Callable[[str], Translator],
    cache: TranslationCache | None = None,
    progress: Progress = lambda language, count: None,
) -> Outcome:
    """Translate sentences, and reject obviously wrong translations.

    Args:
        wanted: language code -> English sentences.
        translator_of: returns the backend for a language.
        cache: an open cache, checked before the backend; None for backends that are as fast.

    Raises:
        BadOption: a backend does not support its language.
        OutputNotWritable: the cache cannot be written.
    """
    translations: list[Translation] = []
    rejections: list[Rejection] = []
    for language, texts in wanted.items():
        translator = translator_of(language)
        for source, text in zip(texts, _answers(texts, language, translator, cache, progress), strict=True):
            reason = problem_with(source, text, language)
            if reason is None and text is not None:
                translations.append(Translation(source, language, text.strip(), translator.name))
            else:
                rejections.append(Rejection(source, language, translator.name, text, reason or "was not given"))
    return Outcome(tuple(translations), tuple(rejections))


def write_rejections(file: Path, rejections: Sequence[Rejection]) -> None:
    """Write the rejected sentences as JSON Lines, atomically.

    Raises:
        OutputNotWritable: the disk is full, or the folder cannot be written.
    """
    with named_write_errors(file, "nothing was left half written."):
        file.parent.mkdir(parents=True, exist_ok=True)
        with write_beside(file) as beside, beside.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(vars(row), ensure_ascii=False) + "\n" for row in rejections)
