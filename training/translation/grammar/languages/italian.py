"""Italian: articles by the sound that follows, melted with prepositions, plurals by ending."""

from __future__ import annotations

import re
from typing import ClassVar

from training.translation.grammar.languages.bare_romance import BareRomance
from training.translation.grammar.languages.romance_words import Agreement, RomanceAdjective, RomanceNoun

_VOWELS = "aeiouàèéìòù"
_HEAVY = re.compile(r"s[^aeiouàèéìòù]|z|gn|ps|pn|x|y")
"""Beginnings that take lo and uno."""
_ARTICLES = {"il": ("lo", "l'"), "la": ("la", "l'"), "i": ("gli", "gli"), "le": ("le", "le")}
"""An article before a heavy beginning and before a vowel."""
_OTHERS = {
    "un": ("uno", "un"),
    "una": ("una", "un'"),
    "dei": ("degli", "degli"),
    "questo": ("questo", "quest'"),
    "questa": ("questa", "quest'"),
    "nessun": ("nessuno", "nessun"),
    "nessuna": ("nessuna", "nessun'"),
    "bel": ("bello", "bell'"),
    "bella": ("bella", "bell'"),
    "bei": ("begli", "begli"),
}
_MELTED = {"il": "l", "lo": "llo", "l'": "ll'", "la": "lla", "i": "i", "gli": "gli", "le": "lle"}
_STEMS = {"di": "de", "a": "a", "da": "da", "in": "ne", "su": "su"}
_OPEN = re.compile(r"(\b(?:[Ll]|\w*ll|[Uu]n|nessun|[Qq]uest)') ")
"""What has lost its vowel stands at the next word: "l' isola"."""
_MEETING = ((re.compile(r"\b([Aa]) (?=a)"), r"\1d "), (re.compile(r"\b([Ee]) (?=e)"), r"\1d "))


class Italian(BareRomance):
    """Renders with the words of ``it.json``."""

    contractions: ClassVar[dict[str, str]] = {
        f"{preposition} {article}": stem + ending
        for preposition, stem in _STEMS.items()
        for article, ending in _MELTED.items()
    }
    repeated = tuple(_STEMS)

    def definite(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        masculine = agreement.gender == "m"
        if agreement.number == "one":
            return _before("il" if masculine else "la", next_word)
        return _before("i" if masculine else "le", next_word)

    def single(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        return _before("un" if agreement.gender == "m" else "una", next_word)

    def several(self, text: str, agreement: Agreement) -> str:
        return f"{_before('dei', text) if agreement.gender == 'm' else 'delle'} {text}"

    def demonstrative(self, noun: RomanceNoun, agreement: Agreement, next_word: str) -> str:
        return _before(self.agreeing("questo", agreement), next_word)

    def joined(self, preposition: str, text: str) -> str:
        """Words that end in an article ("tutti i", "entrambi i") suit what follows."""
        *start, last = preposition.split(" ")
        return super().joined(" ".join([*start, _before(last, text)]), text)

    def form(self, entry: RomanceAdjective, agreement: Agreement, next_word: str) -> str:
        form = super().form(entry, agreement, next_word)
        if next_word and form in ("bello", "belli"):
            form = "bel" if form == "bello" else "bei"
        return _before(form, next_word) if next_word else form

    def agreeing(self, masculine: str, agreement: Agreement) -> str:
        if masculine.endswith("o"):
            stem = masculine[:-1]
            return _plural(stem, agreement) if agreement.number == "many" else stem + _singular(agreement)
        return masculine if agreement.number == "one" else f"{masculine[:-1]}i"

    def finished(self, text: str) -> str:
        text = _OPEN.sub(r"\1", text)
        for meeting, parted in _MEETING:
            text = meeting.sub(parted, text)
        return super().finished(text)


def _before(word: str, text: str) -> str:
    """An article, or a word that changes like one, as it is before a text."""
    heavy, vowel = {**_ARTICLES, **_OTHERS}.get(word, (word, word))
    if text[:1].lower() in _VOWELS and text:
        return vowel
    return heavy if _HEAVY.match(text.lower()) else word


def _singular(agreement: Agreement) -> str:
    return "o" if agreement.gender == "m" else "a"


def _plural(stem: str, agreement: Agreement) -> str:
    """ "largo" is larghe, "grigio" grigi, "bianco" bianche; masculine plurals in -ci or -chi are the entry's matter."""
    if agreement.gender == "f":
        return f"{stem}he" if stem[-1] in "cg" else f"{stem}e"
    return stem if stem.endswith("i") else f"{stem}i"
