"""Words of change in a query: "new buildings" are buildings that appeared."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from backend.change.region import Side
from backend.lexicon import LANGUAGES
from backend.mentions import mentions
from backend.models.prompts import guess_language
from backend.naming import LONGEST, concepts_named, names_in, tidy
from backend.resources import resource_path

_SEPARATOR = re.compile(r"[;；]")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
"""A word, or a Chinese character: where a name can begin and end."""


@dataclass(frozen=True)
class _Removal:
    """What is removed from a phrase: before or after a name, or joined to it.

    Attributes:
        side: what it says of the name.
        pattern: finds it at either end of a phrase.
        doubtful: whether it also means something else, and counts only beside something that the lexicon knows.
    """

    side: Side
    pattern: re.Pattern[str]
    doubtful: bool = False

    def bare(self, phrase: str) -> str | None:
        """The phrase without it; None if it is not in the phrase, or means something else there."""
        for found in self.pattern.finditer(phrase):
            before, after = phrase[: found.start()].strip(), phrase[found.end() :].strip()
            rest, cut = before or after, found.start() if before else found.end()
            if rest and not _inside_a_name(phrase, cut) and (not self.doubtful or _is_known(rest)):
                return rest
        return None


def without_change(text: str) -> tuple[str, Side | None]:
    """The text without the words of change, and the side they mean; None if they mean none, or both.

    A name keeps its words: "nieuwe wijk" and "onverharde weg" are things, not changes. A text of only such words stays
    as it is; the query then refuses it.
    """
    said: set[Side] = set()
    phrases = []
    for phrase in _SEPARATOR.split(text):
        words = phrase.strip()
        for removal in _removals():
            while (bare := removal.bare(words)) is not None and not concepts_named(words):
                said.add(removal.side)
                words = bare
        phrases.append(words)
    return "; ".join(phrases), said.pop() if len(said) == 1 else None


@lru_cache(maxsize=1)
def _removals() -> tuple[_Removal, ...]:
    """All words of change; clear ones before doubtful ones."""
    tables = tomllib.loads(resource_path("prompts", "change.toml").read_text(encoding="utf-8"))

    def either(key: str) -> str:
        found = sorted({word for row in tables.values() for word in row.get(key, ())}, key=len, reverse=True)
        return f"(?:{'|'.join(re.escape(word) for word in found)})"

    def clear(words: str, close: str) -> re.Pattern[str]:
        return re.compile(rf"^(?:{words}\s+|{close})|(?:\s+{words}|{close})$", re.IGNORECASE)

    return (
        _Removal("appeared", clear(either("appeared"), either("joined"))),
        _Removal("disappeared", clear(either("disappeared"), either("gone"))),
        _Removal("appeared", re.compile(rf"^(?:{either('new_before')}\s+|{either('new_joined')})"), doubtful=True),
        _Removal("disappeared", re.compile(rf"\s+{either('gone_behind')}$"), doubtful=True),
    )


def _is_known(phrase: str) -> bool:
    """Whether it names something, with or without other words; in Chinese, where nothing parts these, without."""
    if concepts_named(phrase):
        return True
    return " " in phrase and mentions(phrase, guess_language(phrase)) is not None


def _inside_a_name(phrase: str, cut: int) -> bool:
    """Whether a cut would part a name of the lexicon, as that of 建筑 in 新建筑旁边的路."""
    words = list(_WORD.finditer(phrase))
    starts = [word.start() for word in words if word.start() < cut]
    ends = [word.end() for word in words if word.end() > cut]
    return any(tidy(phrase[start:end]) in _names() for start in starts for end in ends if end - start <= LONGEST)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset().union(*(names_in(language) for language in LANGUAGES))
