"""Detects obviously wrong translations without a model.

The checks are lenient: they detect systematic failures (a model that copies, rambles, repeats itself or answers in
another language), not bad style.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from backend.models.prompts import load_templates
from training.translation.translator import ENGLISH_NAMES

SCRIPTS: Mapping[str, str] = MappingProxyType({"zh": "CJK", "ko": "HANGUL", "ru": "CYRILLIC"})
"""The script of a language, as in Unicode names of letters; LATIN if not listed."""

SCRIPT_SHARE = 0.75
"""Least share of letters in the language's script; the rest may be Latin (a name, a unit, "T-shaped")."""

LENGTHS: Mapping[str, tuple[float, float]] = MappingProxyType({"zh": (0.12, 0.9), "ko": (0.2, 1.4)})
"""Least and most characters of a translation per character of English."""

LENGTHS_ELSEWHERE = (0.4, 2.4)
LENGTH_SLACK = 12
"""Additional characters allowed, and half of it for shorter ones: short sentences vary more."""

LANGUAGE_MARGIN = 2
"""Excess of function words of another language that is too much; one is not, as many words are shared."""

REPEATS = 3
"""Number of consecutive repetitions that counts as a loop."""

LONGEST_LOOP = 8

_ENGLISH_LEFT = frozenset(
    {"and", "are", "around", "between", "its", "many", "near", "next", "several", "surrounded", "that", "the", "their"}
    | {"there", "this", "three", "two", "which", "with"}
)
"""Function words that are common in captions and not words of the other languages in Latin script."""

_OWN_NAMES = (
    "Tradução",
    "Traducción",
    "Traduction",
    "Übersetzung",
    "Vertaling",
    "Traduzione",
    "翻译",
    "译文",
    "번역",
    "Перевод",
)
"""Labels that models put before an answer, in the language of the answer."""

_LABELS = "|".join((*ENGLISH_NAMES.values(), "translat(?:e|ed|ion)", "assistant", "user", *_OWN_NAMES))
_LEFTOVER = re.compile(
    r"<[^<>\s]{1,40}>"  # <|im_start|>, </s>
    r"|\[/?INST\]"
    r"|>>\w+<<"
    r"|\b[a-z]{3}_[A-Z][a-z]{3}\b"  # deu_Latn
    r"|[\r\n]"
    rf"|\b(?:{_LABELS})\s*[:：]"
    r"|^(?:sure|certainly|of course|here is|here's|here are)\b"
    r"|\btranslate the following\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def wrong_script(text: str, language: str) -> str | None:
    """A letter of a script that the language does not use, or too many Latin letters."""
    expected = SCRIPTS.get(language, "LATIN")
    scripts = Counter(_script(letter) for letter in text if letter.isalpha() and letter not in "ªº")
    foreign = sorted(scripts.keys() - {expected, "LATIN"})
    if foreign:
        return f"has letters of the script {foreign[0].title()}"
    total = sum(scripts.values())
    if not total:
        return "has no letters"
    if scripts[expected] < SCRIPT_SHARE * total:
        return f"is not written in {expected.title()} letters"
    return None


def wrong_language(text: str, language: str) -> str | None:
    """Many more function words of another language in Latin script than of its own."""
    if language in SCRIPTS:
        return None
    words = _words(text)
    counts = {
        other: sum(word in templates.function_words for word in words)
        for other, templates in load_templates().items()
        if other not in SCRIPTS
    }
    other = max(counts, key=lambda code: counts[code])
    return f"reads like {ENGLISH_NAMES[other]}" if counts[other] - counts[language] >= LANGUAGE_MARGIN else None


def copied(source: str, text: str) -> str | None:
    """The English sentence itself, or much of it.

    One word may be the same in two languages ("terminal"); a sentence may not.
    """
    english, words = _words(source), _words(text)
    if len(english) < 2:
        return None
    if english == words:
        return "is the English sentence"
    if len(_ENGLISH_LEFT.intersection(words)) >= 2:
        return "has English words left in it"
    kept = sum((Counter(english) & Counter(words)).values())
    return "repeats most of the English words" if len(words) >= 4 and kept > 0.6 * len(words) else None


def wrong_length(source: str, text: str, language: str) -> str | None:
    """Far shorter or longer than the English sentence."""
    least, most = LENGTHS.get(language, LENGTHS_ELSEWHERE)
    if len(text) > most * len(source) + LENGTH_SLACK:
        return "is too long"
    return "is too short" if len(text) < least * len(source) - LENGTH_SLACK / 2 else None


def _loops(units: Sequence[str]) -> bool:
    for size in range(1, min(LONGEST_LOOP, len(units) // REPEATS) + 1):
        same = 0  # consecutive units that equal the one a period earlier
        for place in range(size, len(units)):
            same = same + 1 if units[place] == units[place - size] else 0
            if same >= size * (REPEATS - 1):
                return True
    return False


def repetition(source: str, text: str, language: str) -> str | None:
    """The same words, or in Chinese the same characters, three times in a row; unless the English sentence does so."""
    units = [letter for letter in text if letter.isalpha()] if language == "zh" else _words(text)
    return "repeats itself" if _loops(units) and not _loops(_words(source)) else None


def leftover(source: str, text: str) -> str | None:
    """Remains of the prompt or of chatter: control tokens, "German:", a second line, "Sure, ..."."""
    match = _LEFTOVER.search(text)
    if match is None or match[0].casefold() in source.casefold():
        return None
    return f"has something of the prompt in it ({match[0]!r})"


def problem_with(source: str, text: str | None, language: str) -> str | None:
    """Why a text cannot be the translation of an English sentence, as the end of "the translation ..."; None if it can.

    Args:
        text: None if the backend returned nothing.
        language: ISO 639-1 code, other than English.
    """
    if text is None:
        return "was not given"
    if not text.strip():
        return "is empty"
    checks: tuple[Callable[[], str | None], ...] = (
        lambda: leftover(source, text),
        lambda: wrong_script(text, language),
        lambda: copied(source, text),
        lambda: wrong_language(text, language),
        lambda: repetition(source, text, language),
        lambda: wrong_length(source, text, language),
    )
    return next((reason for check in checks if (reason := check()) is not None), None)
