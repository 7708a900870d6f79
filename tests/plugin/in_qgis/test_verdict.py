"""What is said before any region: what an answer's summaries say of the words and the ground."""

from __future__ import annotations

from typing import Any

import pytest
from terralex.core.verdict import Verdict, nothing_found, verdict_of


def summary(word: str, best: float | None = None, *nearest: str) -> dict[str, Any]:
    return {"verdict": word, "best_relevance": best, "facts": {"nearest_words": list(nearest)}}


@pytest.mark.parametrize(
    ("summaries", "expected"),
    [
        ([summary("absent", 0.1), summary("found")], Verdict("found")),
        ([summary("absent", 0.1), summary("weak", 0.4)], Verdict("weak", 0.4)),
        ([summary("absent", 0.1), summary("absent", 0.2)], Verdict("absent", 0.2)),
        ([summary("unknown_words", 0.3, "lake", "pond")], Verdict("unknown_words", 0.3, ("lake", "pond"))),
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
