"""The concepts of the lexicon that a phrase speaks of: "a parking lot with many cars" speaks of two.

What :mod:`backend.naming` says of a whole phrase is said here of its parts, the longest first. One of them is what the
phrase is about: the first where what describes it follows ("a lake with boats"), the last of an English compound ("a
beach hotel"), and in Chinese and Korean, where the description goes before, the last of all ("배가 있는 호수"). What a
phrase says is absent ("a meadow without trees") is not spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from backend.lexicon import LANGUAGES, Concept
from backend.models.prompts import likely_languages, load_templates
from backend.naming import MOST_WORDS, concept_named_in, load_determiners, names_in, tidy

_HEAD_LAST = frozenset(("zh", "ko"))
_MARKS = ",;.!?/+&"
_SEPARATORS = re.compile(r"([,;/+&])")
"""What separates things, with or without a space behind it."""

LONGEST_PHRASE = 500
"""In characters; longer phrases are not read."""

_WITHOUT_BEFORE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset(("without", "no", "not", "except", "nor")),
        "pt": frozenset(("sem", "não", "exceto", "nem")),
        "es": frozenset(("sin", "no", "salvo", "excepto", "ni")),
        "fr": frozenset(("sans", "pas", "sauf", "excepté", "ni")),
        "de": frozenset(("ohne", "kein", "keine", "keinen", "keiner", "nicht", "außer", "ausser")),
        "nl": frozenset(("zonder", "geen", "niet", "behalve")),
        "it": frozenset(("senza", "non", "tranne", "salvo", "eccetto", "né")),
        "ru": frozenset(("без", "не", "кроме", "нет", "ни")),
        "zh": frozenset(("没有", "无", "没", "不带", "除了")),
    }
)
"""Words after which something is absent."""

_AND: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset(("and", "or", "nor")),
        "pt": frozenset(("e", "ou", "nem")),
        "es": frozenset(("y", "e", "o", "u", "ni")),
        "fr": frozenset(("et", "ou", "ni")),
        "de": frozenset(("und", "oder", "noch")),
        "nl": frozenset(("en", "of", "noch")),
        "it": frozenset(("e", "ed", "o", "né")),
        "ru": frozenset(("и", "или", "ни")),
        "zh": frozenset(("和", "或", "、", "与", "及", "以及", "或者", ",")),
    }
)
"""Words after which what was said of one thing is said of the next."""

_WITHOUT_BEHIND = ("없는", "없이", "없음")
_AND_JOINED = ("도", "과", "와", "나", "이나", "랑", "이랑", "하고")
"""Korean particles that say of a noun what is said of the next."""

_PARTICLES = (
    *("에서는", "에서도", "에서", "에는", "에도", "으로", "까지", "부터", "이나", "이랑", "하고", "처럼"),
    *"과와이가을를의에은는로도만나랑",
)
"""What Korean writes together with a noun, the longest first."""

_SUBJECT = ("이", "가", "을", "를")
"""The only particles that may leave a noun of one syllable: "강의" is a lecture, not "강" (river) with a particle."""

_BEFORE_NOUNS: Mapping[str, frozenset[str]] = MappingProxyType({"nl": frozenset(("meer",))})
"""Words that mean something else directly before a thing: "meer bomen" are more trees, "een klein meer" is a lake."""


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
def mentions(phrase: str, language: str | None) -> Mentions | None:
    """The concepts that a phrase speaks of, or None where it speaks of none.

    Args:
        phrase: as typed; one of more than :data:`LONGEST_PHRASE` characters is not read.
        language: ISO 639-1 of the phrase; None if it could be several: then the one in which it speaks of most,
            English where others say no more.
    """
    if len(phrase) > LONGEST_PHRASE:
        return None
    if language is None:
        likely = likely_languages(phrase) or LANGUAGES
        said = [one for one in (mentions(phrase, code) for code in sorted(likely, key=_not_english)) if one is not None]
        return max(said, key=lambda one: len(one.ids), default=None)
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


def _not_english(language: str) -> bool:
    return language != "en"


@dataclass(frozen=True)
class _Spoken:
    """A name in a phrase; ``joined``: nothing is between it and the name before it."""

    concept: Concept
    joined: bool = False


def _by_words(phrase: str, language: str) -> Iterator[_Spoken]:
    written = _SEPARATORS.sub(r"\1 ", tidy(phrase)).split()
    words = [word.strip(_MARKS) for word in written]
    found = list(_names(words, language))
    absent = _absent_behind(words, found) if language == "ko" else _absent_before(words, found, language)
    ends = {at + length for at, length, _ in found}
    for at, _, concept in found:
        if at not in absent:
            yield _Spoken(concept, joined=at in ends and written[at - 1] == words[at - 1])


def _names(words: list[str], language: str) -> Iterator[tuple[int, int, Concept]]:
    """Where names begin, how many words they have and what they are of; the longest at every place."""
    at = 0
    while at < len(words):
        length, concept = _longest_name(words, at, language)
        if concept is not None:
            yield at, length, concept
        at += length


def _absent_before(words: list[str], found: Sequence[tuple[int, int, Concept]], language: str) -> frozenset[int]:
    """Where the names begin of what a phrase says is absent.

    "Without any trees or houses near a lake": from "without", up to a word that joins something else, such as a
    preposition, and past those that join more of the same.
    """
    without, alike = _WITHOUT_BEFORE[language], _AND[language] | {""}
    joins = load_templates()[language].function_words - load_determiners()[language].words - alike
    lengths = {at: length for at, length, _ in found}
    which: set[int] = set()
    at, absent, told = 0, False, False
    while at < len(words):
        if at in lengths:
            which.update((at,) if absent else ())
            told = True
        elif words[at] in without:
            absent, told = True, False
        elif words[at] in joins or (told and words[at] not in alike):
            absent = False
        at += lengths.get(at, 1)
    return frozenset(which)


def _absent_behind(words: list[str], found: Sequence[tuple[int, int, Concept]]) -> frozenset[int]:
    """The same in Korean, which says it behind: "나무도 집도 없는" says it of both."""
    absent: set[int] = set()
    for at in reversed(range(len(words) - 1)):
        joined = words[at].endswith(_AND_JOINED) and at + 1 in absent
        if joined or words[at + 1].startswith(_WITHOUT_BEHIND):
            absent.add(at)
    return frozenset(at for at, length, _ in found if at + length - 1 in absent)


def _longest_name(words: list[str], at: int, language: str) -> tuple[int, Concept | None]:
    """How many of the words from a place on are a name, and of what; one word and None where none is."""
    for length in range(min(MOST_WORDS, len(words) - at), 0, -1):
        *first, last = words[at : at + length]
        if length == 1 and _is_small_word(words, at, language):
            continue
        for word in (last, *(_bare_nouns(last) if language == "ko" else ())):
            concept = concept_named_in(" ".join((*first, word)), language)
            if concept is not None:
                return length, concept
    return 1, None


def _is_small_word(words: list[str], at: int, language: str) -> bool:
    """Whether a word of a phrase is a preposition or the like: "cerca del lago" is near it, "una cerca" a fence."""
    if len(words) == 1 or (at > 0 and words[at - 1] in load_determiners()[language].words):
        return False
    more = words[at] in _BEFORE_NOUNS.get(language, ()) and at + 1 < len(words)
    return words[at] in load_templates()[language].function_words or (
        more and _longest_name(words, at + 1, language)[1] is not None
    )


def _bare_nouns(word: str) -> Iterator[str]:
    """A Korean word without the particle that it may end with."""
    for particle in _PARTICLES:
        noun = word.removesuffix(particle)
        if noun != word and (len(noun) > 1 or (noun and particle in _SUBJECT)):
            yield noun


def _in_chinese(phrase: str) -> Iterator[_Spoken]:
    """Chinese puts no space between words: the longest name at every place."""
    text, names, at, behind, absent = tidy(phrase), _chinese_names(), 0, 0, False
    without = tuple(_WITHOUT_BEFORE["zh"])
    while at < len(text):
        name = next((name for name in names if text.startswith(name, at)), None)
        if name is None:
            at += 1
            continue
        before = text[behind:at].strip()
        absent = before.endswith(without) or (absent and before in _AND["zh"])
        if not absent:
            yield _Spoken(names[name])
        at += len(name)
        behind = at


@cache
def _chinese_names() -> Mapping[str, Concept]:
    """Names of two characters or more and what each is, the longest first; single characters are parts of words."""
    names = sorted((name for name in names_in("zh") if len(name) > 1), key=lambda name: (-len(name), name))
    concepts = {name: concept_named_in(name, "zh") for name in names}
    return MappingProxyType({name: concept for name, concept in concepts.items() if concept is not None})
