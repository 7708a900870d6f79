"""Korean endings: particles by the sound before them, predicates that end, go on or stand before a noun."""

from __future__ import annotations

from dataclasses import dataclass

_FIRST_SYLLABLE = 0xAC00
_FINALS = 28
_N, _L = 4, 8
"""Numbers of the final consonants ㄴ and ㄹ."""

_PARTICLES = {
    "이/가": ("이", "가"),
    "은/는": ("은", "는"),
    "을/를": ("을", "를"),
    "와/과": ("과", "와"),
    "로": ("으로", "로"),
}
"""After a consonant and after a vowel; each is named as the language's file names it."""


def _final(text: str) -> int:
    """The number of the last syllable's final consonant, 0 if it has none."""
    return (ord(text[-1]) - _FIRST_SYLLABLE) % _FINALS


def marked(text: str, particle: str) -> str:
    """The text with a particle, or with words that do not change ("에 의해", " 사이에")."""
    if particle not in _PARTICLES:
        return text + particle
    closed, open_ = _PARTICLES[particle]
    final = _final(text)
    return text + (open_ if final == 0 or (particle == "로" and final == _L) else closed)


def _with_n(stem: str) -> str:
    """ㄴ added to an open syllable, in place of ㄹ (크: 큰; 길: 긴)."""
    return stem[:-1] + chr(ord(stem[-1]) - _final(stem) + _N)


def _without_l(stem: str) -> str:
    return stem[:-1] + chr(ord(stem[-1]) - _L) if _final(stem) == _L else stem


@dataclass(frozen=True)
class Predicate:
    """The three forms of a predicate: at the end, before another clause, before a noun."""

    final: str
    joined: str
    attributive: str

    def after(self, text: str) -> Predicate:
        """With what belongs to it before it."""
        if not text:
            return self
        return Predicate(f"{text} {self.final}", f"{text} {self.joined}", f"{text} {self.attributive}")

    def then(self, other: Predicate) -> Predicate:
        """Both are said of the same."""
        return other.after(self.joined)


def predicate(stem: str, attributive: str = "", *, doing: bool = False) -> Predicate:
    """Conjugates a stem: of a verb (``doing``), of 있다 or 없다, else of a property or of 이다."""
    if stem.endswith(("있", "없")):
        final, before = f"{stem}다", f"{stem}는"
    elif doing:
        final = f"{stem}는다" if _final(stem) not in (0, _L) else f"{_with_n(stem)}다"
        before = f"{_without_l(stem)}는"
    else:
        final, before = f"{stem}다", _with_n(stem) if _final(stem) in (0, _L) else f"{stem}은"
    return Predicate(final, f"{stem}고", attributive or before)


def stem_of(attributive: str) -> str:
    """The stem of a regular word that describes (넓은: 넓; 거대한: 거대하); empty for a noun, which needs 이다."""
    if attributive.endswith(("있는", "없는", "은")):
        return attributive[:-1]
    for ending, stem in (("한", "하"), ("인", "이")):
        if attributive.endswith(ending):
            return attributive[:-1] + stem
    return ""


def listed(parts: list[str]) -> str:
    """ "가, 나와 다"."""
    return parts[0] if len(parts) == 1 else f"{marked(', '.join(parts[:-1]), '와/과')} {parts[-1]}"
