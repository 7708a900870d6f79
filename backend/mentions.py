"""The concepts of the lexicon that a phrase speaks of: "a parking lot with many cars" speaks of two.

What :mod:`backend.naming` says of a whole phrase is said here of its parts, the longest first. One of them is what the
phrase is about: the first where what describes it follows ("a lake with boats"), the last of an English compound ("a
beach hotel"), and in Chinese and Korean, where the description goes before, the last of all ("배가 있는 호수"). What a
phrase says is absent ("a meadow without trees") is not spoken of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from backend.lexicon import Concept
from backend.naming import LONGEST, MOST_WORDS, concept_named_in, names_in, tidy

_HEAD_LAST = frozenset(("zh", "ko"))

_WITHOUT_BEFORE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset(("without", "no")),
        "pt": frozenset(("sem",)),
        "es": frozenset(("sin",)),
        "fr": frozenset(("sans",)),
        "de": frozenset(("ohne", "kein", "keine", "keinen")),
        "nl": frozenset(("zonder", "geen")),
        "it": frozenset(("senza",)),
        "ru": frozenset(("без",)),
        "zh": frozenset(("没有", "无")),
    }
)
_WITHOUT_BEHIND = ("없는", "없이")
_PARTICLES = (*("에서", "으로", "까지", "부터"), *"과와이가을를의에은는로도만")
"""What Korean writes together with a noun."""


@dataclass(frozen=True)
class Mentions:
    """What a phrase speaks of.

    Attributes:
        head: what it is about.
        others: what else it speaks of, in order.
    """

    head: Concept
    others: tuple[Concept, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Of all of them."""
        return (self.head.id, *(concept.id for concept in self.others))


@lru_cache(maxsize=4096)
def mentions(phrase: str, language: str) -> Mentions | None:
    """The concepts that a phrase speaks of, or None where it speaks of none.

    Args:
        phrase: as typed; one that is longer than a name can be is not looked at.
        language: ISO 639-1 of the phrase.
    """
    if len(phrase) > LONGEST:
        return None
    spoken_of = list(_in_chinese(phrase) if language == "zh" else _by_words(phrase, language))
    if not spoken_of:
        return None
    at = len(spoken_of) - 1 if language in _HEAD_LAST else 0
    while language == "en" and at + 1 < len(spoken_of) and spoken_of[at + 1].joined:
        at += 1  # a beach hotel is a hotel; languages with other compounds write them as one word or with "of"
    head = spoken_of[at].concept
    others = {spoken.concept.id: spoken.concept for spoken in spoken_of}
    del others[head.id]
    return Mentions(head, tuple(others.values()))


@dataclass(frozen=True)
class _Spoken:
    """A name in a phrase; ``joined``: nothing is between it and the name before it."""

    concept: Concept
    joined: bool = False


def _by_words(phrase: str, language: str) -> Iterator[_Spoken]:
    written = tidy(phrase).split()
    words = [word.strip(",;.!?") for word in written]
    without = _WITHOUT_BEFORE.get(language, frozenset())
    at, absent, named = 0, False, False
    while at < len(words):
        length, concept = _longest_name(words[at : at + MOST_WORDS], language)
        behind = words[at + length] if at + length < len(words) else ""
        if concept is not None and not absent and not behind.startswith(_WITHOUT_BEHIND):
            yield _Spoken(concept, joined=named and written[at - 1] == words[at - 1])
        # "without any trees": absent lasts until something has been named
        absent = words[at] in without or (absent and concept is None)
        named = concept is not None
        at += length


def _longest_name(words: list[str], language: str) -> tuple[int, Concept | None]:
    """How many of the first words are a name, and of what; one word and None where none is."""
    for length in range(len(words), 0, -1):
        *first, last = words[:length]
        for word in (last, *(_bare_nouns(last) if language == "ko" else ())):
            concept = concept_named_in(" ".join((*first, word)), language)
            if concept is not None:
                return length, concept
    return 1, None


def _bare_nouns(word: str) -> Iterator[str]:
    """A Korean word without the particle that it may end with."""
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) > len(particle):
            yield word.removesuffix(particle)


def _in_chinese(phrase: str) -> Iterator[_Spoken]:
    """Chinese puts no space between words: the longest name at every place."""
    text, names, at = tidy(phrase), _chinese_names(), 0
    without = tuple(_WITHOUT_BEFORE["zh"])
    while at < len(text):
        name = next((name for name in names if text.startswith(name, at)), None)
        if name is None:
            at += 1
            continue
        if not text[:at].endswith(without):
            yield _Spoken(names[name])
        at += len(name)


@cache
def _chinese_names() -> Mapping[str, Concept]:
    """Names of two characters or more and what each is, the longest first; single characters are parts of words."""
    names = sorted((name for name in names_in("zh") if len(name) > 1), key=lambda name: (-len(name), name))
    concepts = {name: concept_named_in(name, "zh") for name in names}
    return MappingProxyType({name: concept for name, concept in concepts.items() if concept is not None})
