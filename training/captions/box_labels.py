"""Labels of boxes as spelled in data sets -> their names in each language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from backend.lexicon import Concept, Lexicon, Term
from training.captions.english_nouns import english_noun
from training.captions.mentions import AMBIGUOUS, CAPTION_ALIASES

UNNAMED = frozenset(
    {"background", "clutter", "ignore", "ignored", "misc", "miscellaneous", "nodata", "none", "object", "objects"}
    | {"other", "others", "region", "regions", "unknown", "unlabeled", "unlabelled", "void"}
)
"""Labels that name nothing; a label of only such words names nothing either ("clutter background")."""

LABEL_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "agricultural": "farmland",
        "agriculture": "farmland",
        "barren": "bare_land",
        "container crane": "port_crane",
        "expressway service area": "rest_area",
        "expressway toll station": "toll_plaza",
        "golf field": "golf_course",
        "ground track field": "running_track",
        "land unpaved area": "bare_land",
        "soccer ball field": "football_pitch",
        "woodland": "forest",
    }
)
"""Spellings in box and mask sets (DOTA, DIOR, LoveDA, ...) of concepts of the lexicon."""

OWN_WORDS: Mapping[str, str] = MappingProxyType({"motor": "motorcycle"})
"""Labels that are not the English name of what they mean (VisDrone)."""

WIDER: Mapping[str, str] = MappingProxyType(
    {
        "aircraft": "airplane",
        "airliner": "airplane",
        "canoe": "boat",
        "cargo ship": "ship",
        "dump truck": "truck",
        "fighter jet": "airplane",
        "freight train": "train",
        "freighter": "ship",
        "locomotive": "train",
        "minibus": "bus",
        "plane": "airplane",
        "sedan": "car",
        "speedboat": "boat",
        "suv": "car",
        "t junction": "intersection",
        "taxi": "car",
        "warship": "ship",
        "yacht": "boat",
    }
)
"""The general concept of a label, for languages in which its own name is unknown. In English a label keeps its own
name, though the lexicon knows it as an everyday word for the general one."""


_REMARK = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class BoxName:
    """What a label names.

    Attributes:
        english: its English name.
        english_mass: whether that name is a mass noun.
        concept: its concept, or the general concept; None if the lexicon has none.
    """

    english: Term
    english_mass: bool
    concept: Concept | None

    def key(self, language: str) -> str | None:
        """The key by which boxes are counted in a language, equal for things with the same name; None without a
        name."""
        if language == "en":
            return self.english.one
        return None if self.concept is None else self.concept.id

    def term(self, language: str) -> Term:
        """Its name in a language in which it has a key."""
        return self.english if language == "en" or self.concept is None else self.concept[language]

    def is_mass(self, language: str) -> bool:
        """Whether that name is a mass noun."""
        return self.english_mass if language == "en" or self.concept is None else self.concept.mass


def spell_out(label: str) -> str:
    """A label as lower-case words: ``Expressway-Service-area`` -> "expressway service area"."""
    label = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", label)
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)?", label.lower()))


class BoxLabels:
    """Names of labels, by a lexicon.

    ``aliases`` are a user's own spellings (label -> concept id), which take precedence.

    Raises:
        BadOption: an alias names a concept that is not in the lexicon.
    """

    def __init__(self, lexicon: Lexicon, aliases: Mapping[str, str] | None = None) -> None:
        self._concepts: dict[str, Concept] = {}
        own = {spell_out(label): lexicon[concept_id] for label, concept_id in (aliases or {}).items()}
        known = {**CAPTION_ALIASES, **LABEL_ALIASES}
        self._add(own)
        self._add({name: lexicon.concepts[c] for name, c in known.items() if c in lexicon.concepts})
        for concept in lexicon.concepts.values():
            spelled = [spell_out(name) for name in concept["en"].names]
            self._add({name: concept for name in spelled if name and name not in WIDER})
        self._wider = {name: lexicon.concepts[c] for name, c in WIDER.items() if c in lexicon.concepts}
        for concept in lexicon.concepts.values():
            if " " not in concept["en"].one and concept["en"].one not in AMBIGUOUS:
                self._wider.setdefault(concept["en"].one, concept)
        self._cache: dict[str, BoxName | None] = {}

    def _add(self, names: Mapping[str, Concept]) -> None:
        for name, concept in names.items():
            self._concepts.setdefault(name, concept)
            self._concepts.setdefault(name.replace(" ", ""), concept)

    def _find(self, label: str) -> BoxName | None:
        words = spell_out(_REMARK.sub(" ", label))
        words = OWN_WORDS.get(words, words)
        if all(word in UNNAMED for word in words.split()):
            return None
        english, mass = english_noun(words)
        for spelling in (spell_out(label), words, english.one):
            if spelling in self._concepts:
                concept = self._concepts[spelling]
                return BoxName(concept["en"], concept.mass, concept)
        wider = self._wider.get(english.one) or self._wider.get(english.one.rpartition(" ")[2])
        return BoxName(english, mass, wider)

    def find(self, label: str) -> BoxName | None:
        """The name of a label; None for labels like "background" that name nothing.

        From the lexicon (with or without spaces) or the known spellings. Otherwise English uses the label's own words,
        and the other languages the general concept: that of its last word ("fire truck" is a truck), or nothing.
        """
        if label not in self._cache:
            self._cache[label] = self._find(label)
        return self._cache[label]
