"""Sentences of a data set through a backend, the cache and the checks."""

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
"""Sentences between two looks at the cache and at the progress bar."""

Progress = Callable[[str, int], None]
"""Language, and how many more of its sentences are done."""


@dataclass(frozen=True)
class Rejection:
    """A sentence that is left out in a language, and why: the end of "the translation ..."."""

    source: str
    language: str
    translator: str
    text: str | None
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What came of the sentences, in their order."""

    translations: tuple[Translation, ...]
    rejections: tuple[Rejection, ...]

    def summary(self) -> list[str]:
        """One line a language: how many were translated, and why others were not."""
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
    """English sentences, each once, of the samples that have no caption in a language; in order."""
    wanting = (sample for sample in samples if not sample.captions.get(language))
    return list(dict.fromkeys(sentence for sample in wanting for sentence in sample.captions.get("en", ())))


def _answers(
    texts: Sequence[str], language: str, translator: Translator, cache: TranslationCache | None, progress: Progress
) -> list[str | None]:
    known = dict(cache.known(translator.name, language)) if cache is not None else {}
    missing = [text for text in texts if text not in known]
    progress(language, len(texts) - len(missing))
    missing.sort(
        key=lambda text: (len(text), text)
    )  # batches of like length are faster; the order is the same each time
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
    """Translate sentences, and sort out what is plainly no translation.

    Args:
        wanted: language code -> English sentences.
        translator_of: the backend of a language.
        cache: an open one, asked before the backend; None for backends that are as fast as it.

    Raises:
        BadOption: a backend does not know its language.
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
    """Write what was left out as JSON lines; the file is whole or not there.

    Raises:
        OutputNotWritable: the disk is full, or the folder cannot be written.
    """
    with named_write_errors(file, "nothing was left half written."):
        file.parent.mkdir(parents=True, exist_ok=True)
        with write_beside(file) as beside, beside.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(vars(row), ensure_ascii=False) + "\n" for row in rejections)
