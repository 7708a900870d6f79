"""A tokenised sentence and the bookkeeping of rules that read it.

A rule reads from a position and answers every way it can end, best first. Of several readings with the same end only
the first is kept, so order of alternatives is what resolves ambiguity, and time is polynomial however garbled the text.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import wraps
from typing import Any, TypeVar

from training.translation.grammar.english_words import EnglishWords, Role

Value = TypeVar("Value")
Reader = TypeVar("Reader", bound="Sentence")
Reading = tuple[Value, int]
"""What was read, and the position after it."""


class Sentence:
    """Tokens, the words known at each position, and what rules have read so far."""

    def __init__(self, words: EnglishWords, sentence: tuple[str, ...]) -> None:
        self._words = words
        self._sentence = sentence
        self._read: dict[tuple[str, int], list[Reading[Any]]] = {}
        self._known: dict[tuple[Role, int], tuple[Reading[str], ...]] = {}

    def __len__(self) -> int:
        return len(self._sentence)

    def known(self, role: Role, start: int) -> tuple[Reading[str], ...]:
        """Ids of the words in that role at ``start``, longest first."""
        found = self._known.get((role, start))
        if found is None:
            found = self._known[role, start] = self._words.at(role, self._sentence, start)
        return found

    def token(self, start: int) -> str:
        """The token at ``start``, empty behind the last."""
        return self._sentence[start] if start < len(self._sentence) else ""

    def is_at(self, start: int, *tokens: str) -> bool:
        return self.token(start) in tokens and start < len(self._sentence)

    def says(self, start: int, text: str) -> int | None:
        """The position after ``text`` if it stands at ``start``."""
        group = tuple(text.split())
        return start + len(group) if self._sentence[start : start + len(group)] == group else None


def rule(
    key: Callable[[Any], Hashable] = lambda value: None,
) -> Callable[[Callable[[Reader, int], Iterable[Reading[Value]]]], Callable[[Reader, int], list[Reading[Value]]]]:
    """Makes a method a rule: read once a position, one reading an end (and ``key`` of what was read)."""

    def decorate(
        method: Callable[[Reader, int], Iterable[Reading[Value]]],
    ) -> Callable[[Reader, int], list[Reading[Value]]]:
        name = method.__name__

        @wraps(method)
        def read(self: Reader, start: int) -> list[Reading[Value]]:
            at = (name, start)
            known = self._read.get(at)
            if known is None:
                self._read[at] = []  # a rule that begins with itself reads nothing there
                kept: dict[Hashable, Reading[Value]] = {}
                for value, end in method(self, start):
                    kept.setdefault((end, key(value)), (value, end))
                known = self._read[at] = list(kept.values())
            return known

        return read

    return decorate


def longest_first(readings: Iterable[Reading[Value]]) -> Iterator[Reading[Value]]:
    """The same readings, those that read most first."""
    return iter(sorted(readings, key=lambda reading: -reading[1]))
