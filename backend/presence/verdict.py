"""The verdict of an answer: found, weak, absent, or unknown words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Word = Literal["found", "weak", "absent", "unknown_words"]

KNOWN = 0.5
"""Probability from which words count as known."""

WEAK = 0.5
"""Share of the threshold that the best relevance must reach for an answer to be weak instead of absent."""

PRESENT = 0.5
"""Presence from which what was not found does not count as absent."""


@dataclass(frozen=True)
class Limit:
    """What keeps an answer from showing what was asked for well.

    Attributes:
        of: ``windows``: those that were compared are too large, and smaller ones are possible. ``pixels``: no windows
            of such pixels are small enough.
        metres: side of the smallest windows, or size of a pixel on the ground.
    """

    of: Literal["windows", "pixels"]
    metres: float


@dataclass(frozen=True)
class Verdict:
    """The verdict of a search, with its facts.

    Attributes:
        word: ``found``: there are regions at or above the threshold. ``weak``: there are none, but the best comes
            close, the map as a whole indicates that it is there, or a limit keeps it from being seen. ``absent``: it is
            not on the map.
            ``unknown_words``: the model does not know the words.
        best_relevance: the highest relevance, 0-1; None if there is no window.
        presence: probability that it is on the map at all; None if not measured: without a calibration of the model, or
            with examples.
        known_words: probability that the words are known; None likewise.
        nearest_words: the nearest known words, in the language of the query.
        limit: what keeps it from being seen well, even if it is there; None if nothing does.
    """

    word: Word
    best_relevance: float | None = None
    presence: float | None = None
    known_words: float | None = None
    nearest_words: tuple[str, ...] = ()
    limit: Limit | None = None

    def facts(self) -> dict[str, Any]:
        """As JSON-compatible values."""

        def told(value: float | None) -> float | None:
            return None if value is None else round(value, 4)

        return {
            "best_relevance": told(self.best_relevance),
            "presence": told(self.presence),
            "known_words": told(self.known_words),
            "nearest_words": list(self.nearest_words),
            "limit": None if self.limit is None else {"of": self.limit.of, "metres": round(self.limit.metres, 4)},
        }


def verdict_of(
    regions: int,
    threshold: float,
    best_relevance: float | None,
    presence: float | None = None,
    known_words: float | None = None,
    nearest_words: tuple[str, ...] = (),
    limit: Limit | None = None,
) -> Verdict:
    """The verdict, from the number of ``regions`` that reached the threshold, the measures, and what limits them.

    What could not have been seen is never ``absent``.
    """
    word: Word
    if known_words is not None and known_words < KNOWN:
        word = "unknown_words"
    elif regions:
        word = "found"
    elif limit is not None or (
        best_relevance is not None
        and (best_relevance >= WEAK * threshold or (presence is not None and presence >= PRESENT))
    ):
        word = "weak"
    else:
        word = "absent"
    return Verdict(word, best_relevance, presence, known_words, nearest_words, limit)
