"""The verdict shown before any region: found, weak, absent, or unknown words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .translation import localised, tr

UNKNOWN_WORDS = "unknown_words"
ABSENT = "absent"
BEST_FIRST = ("found", "weak", "absent", "unknown_words")
"""In the order in which the verdict of one extent speaks for all, as the server has it for layers."""


@dataclass(frozen=True)
class Limit:
    """What keeps a search from showing what was asked for well: too large ``windows``, or too coarse ``pixels``."""

    of: str
    metres: float


@dataclass(frozen=True)
class Verdict:
    """The server's verdict on a search, over all the extents that it took.

    Attributes:
        word: ``found``, ``weak``, ``absent`` or ``unknown_words``.
        best_relevance: the highest that did not reach the threshold, 0-1; None where something did, or none is told.
        nearest_words: the nearest words that the model knows, best first.
        limit: what keeps it from being seen well; None if nothing does, or an older server does not tell.
    """

    word: str
    best_relevance: float | None = None
    nearest_words: tuple[str, ...] = ()
    limit: Limit | None = None


def verdict_of(summaries: Iterable[Mapping[str, Any]]) -> Verdict:
    """One verdict from the summaries of the extents of one search: that of the best of them."""
    told = list(summaries)
    words = [str(summary.get("verdict", "")) for summary in told]
    word = next((word for word in BEST_FIRST if word in words), "weak")
    best = [summary.get("best_relevance") for summary in told]
    facts = [summary.get("facts") or {} for summary in told]
    nearest = [fact.get("nearest_words") or [] for fact in facts]
    limits = [Limit(str(fact["limit"]["of"]), float(fact["limit"]["metres"])) for fact in facts if fact.get("limit")]
    return Verdict(
        word,
        max((float(candidate) for candidate in best if isinstance(candidate, (int, float))), default=None)
        if word != "found"
        else None,
        tuple(str(name) for name in (nearest[0] if nearest else [])),
        limits[0] if limits else None,
    )


def limit_sentence(verdict: Verdict, words: str) -> str:
    """What keeps the search from showing what was asked for well, for the user; empty if nothing does."""
    limit = verdict.limit
    if limit is None or not words:
        return ""
    decimals = next((digits for digits in (0, 1) if round(limit.metres, digits) == limit.metres), 2)
    metres = localised(limit.metres, decimals)
    if limit.of == "pixels":
        return tr("Pixels of {metres} m are too coarse to show “{words}” well.", metres=metres, words=words)
    return tr(
        "Windows of {metres} m are too large to show “{words}” well: choose a smaller extent or smaller windows.",
        metres=metres,
        words=words,
    )


def nothing_found(verdict: Verdict, words: str, least: float) -> str:
    """The sentence for the user if there is no region.

    Args:
        words: what was asked for, as it was typed.
        least: the relevance that was asked for, 0-1.
    """
    best, nearest = verdict.best_relevance, ", ".join(verdict.nearest_words)
    if verdict.word == UNKNOWN_WORDS and words:
        if not nearest:
            return tr("The model does not know the words “{words}”: try other words.", words=words)
        return tr(
            "The model does not know the words “{words}”. The nearest known words: {nearest}.",
            words=words,
            nearest=nearest,
        )
    limited = limit_sentence(verdict, words)
    if limited:
        return limited
    if best is None:
        return tr("Nothing was relevant enough: try other words or a lower threshold in the options.")
    shown = localised(int(100 * best))
    if verdict.word == ABSENT and words:
        return tr(
            "Nothing here looks like “{words}”: the best match has a relevance of {best} %.", words=words, best=shown
        )
    return tr(
        "Nothing reaches a relevance of {least} %, the best match has {best} %: try other words or a lower "
        "threshold in the options.",
        least=localised(100 * least),
        best=shown,
    )
