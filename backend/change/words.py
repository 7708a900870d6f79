"""Words of change in a query: "new buildings" are buildings that appeared."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from backend.change.region import Side
from backend.resources import resource_path

_SEPARATOR = re.compile(r"[;；]")


def without_change(text: str) -> tuple[str, Side | None]:
    """The text without the words of change, and the side they mean; None if they mean none, or both.

    A text of only such words stays as it is; the query then refuses it.
    """
    said: set[Side] = set()
    phrases = []
    for phrase in _SEPARATOR.split(text):
        words = phrase.strip()
        for side, pattern in _patterns().items():
            bare = pattern.sub("", words).strip()
            if bare and bare != words:
                said.add(side)
                words = bare
        phrases.append(words)
    return "; ".join(phrases), said.pop() if len(said) == 1 else None


@lru_cache(maxsize=1)
def _patterns() -> Mapping[Side, re.Pattern[str]]:
    """For either side, what is removed from a phrase: before or after the name, or joined to it."""
    tables = tomllib.loads(resource_path("prompts", "change.toml").read_text(encoding="utf-8"))

    def pattern(own: str, joined: str) -> re.Pattern[str]:
        words = _either(word for row in tables.values() for word in row[own])
        close = _either(word for row in tables.values() for word in row.get(joined, ()))
        return re.compile(rf"^(?:(?:{words})\s+|{close})|(?:\s+(?:{words})|{close})$", re.IGNORECASE)

    return {"appeared": pattern("appeared", "joined"), "disappeared": pattern("disappeared", "gone")}


def _either(words: Iterable[str]) -> str:
    found = sorted(set(words), key=len, reverse=True)
    return f"(?:{'|'.join(re.escape(word) for word in found)})"
