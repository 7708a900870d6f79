"""What is said before any region: what an answer's summaries say of the words and the ground."""

from __future__ import annotations

from typing import Any

import pytest
from terralex.core.verdict import Limit, Verdict, limit_sentence, nothing_found, verdict_of


def summary(word: str, best: float | None = None, *nearest: str) -> dict[str, Any]:
    return {"verdict": word, "best_relevance": best, "facts": {"nearest_words": list(nearest)}}


@pytest.mark.parametrize(
    ("summaries", "expected"),
    [
        ([summary("absent", 0.1), summary("found")], Verdict("found")),
        ([summary("absent", 0.1), summary("weak", 0.4)], Verdict("weak", 0.4)),
        ([summary("absent", 0.1), summary("absent", 0.2)], Verdict("absent", 0.2)),
        ([summary("unknown_words", 0.3, "lake", "pond")], Verdict("unknown_words", 0.3, ("lake", "pond"))),
        ([summary("unknown_words", 0.3), summary("weak", 0.4)], Verdict("weak", 0.4)),
        ([summary("unknown_words", 0.3), summary("absent", 0.1)], Verdict("absent", 0.3)),
        ([{}], Verdict("weak")),
    ],
)
def test_the_best_of_several_extents_speaks_for_all(summaries: list[dict[str, Any]], expected: Verdict) -> None:
    assert verdict_of(summaries) == expected


def test_each_verdict_has_its_sentence() -> None:
    unknown = nothing_found(Verdict("unknown_words", 0.3, ("lake", "pond")), "asdf", 0.5)
    assert "does not know the words" in unknown and "asdf" in unknown and "lake, pond" in unknown
    absent = nothing_found(Verdict("absent", 0.129), "volcano", 0.5)
    assert "volcano" in absent and "12 %" in absent
    weak = nothing_found(Verdict("weak", 0.41), "lake", 0.5)
    assert "50 %" in weak and "41 %" in weak
    assert "does not know" not in nothing_found(Verdict("unknown_words"), "", 0.5), "examples have no words"


def test_what_keeps_a_thing_from_being_seen_is_said_found_or_not() -> None:
    limited = {"verdict": "weak", "best_relevance": 0.1, "facts": {"limit": {"of": "windows", "metres": 50.0}}}
    verdict = verdict_of([summary("absent", 0.1), limited])
    assert verdict == Verdict("weak", 0.1, limit=Limit("windows", 50.0))
    said = "Windows of 50 m are too large to show “cars” well: choose a smaller extent or smaller windows."
    assert limit_sentence(verdict, "cars") == nothing_found(verdict, "cars", 0.3) == said
    coarse = Verdict("found", limit=Limit("pixels", 0.6))
    assert limit_sentence(coarse, "cars") == "Pixels of 0.6 m are too coarse to show “cars” well."
    assert limit_sentence(Verdict("found"), "cars") == limit_sentence(coarse, "") == ""
