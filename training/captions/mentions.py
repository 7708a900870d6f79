"""Which concepts of the lexicon an English caption mentions, and whether in the plural."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from backend.lexicon import Lexicon

_WORD = re.compile(r"[a-z]+")

# Names in captions of remote sensing sets, where they differ from the lexicon's English. "playground" is a sports field
# in RSICD, and "center" or "square" alone are too ambiguous to count.
CAPTION_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "plane": "airplane",
        "aeroplane": "airplane",
        "bareland": "bare_land",
        "bare ground": "bare_land",
        "playground": "sports_field",
        "playfield": "sports_field",
        "football field": "football_pitch",
        "soccer field": "football_pitch",
        "basketball field": "basketball_court",
        "baseballfield": "baseball_field",
        "baseball diamond": "baseball_field",
        "tennis field": "tennis_court",
        "storagetank": "storage_tank",
        "viaduct": "overpass",
        "ocean": "sea",
        "pool": "swimming_pool",
        "grass": "lawn",
        "plant": "vegetation",
        "field": "farmland",
        "crossroad": "intersection",
        "gym": "gymnasium",
        "track": "running_track",
        "container": "shipping_container",
        "rail": "railway",
        "terminal": "airport_terminal",
        "harbour": "harbor",
        "port": "harbor",
        "residential": "residential_area",
        "dense residential": "dense_residential_area",
        "medium residential": "medium_residential_area",
        "sparse residential": "sparse_residential_area",
        "industrial": "industrial_area",
        "commercial": "commercial_area",
        "wood": "forest",
        "villas": "villa",
    }
)
AMBIGUOUS = frozenset({"square", "tower", "market", "street", "lock", "wave", "wall", "farm", "crane", "shed", "cloud"})


@dataclass(frozen=True)
class Mention:
    """A concept mentioned in a caption; ``plural`` if mentioned in the plural or with a number above one."""

    concept_id: str
    plural: bool


def _plural(name: str) -> str:
    return name if name.endswith("s") else f"{name}s"


class MentionFinder:
    """Finds mentions by longest match over words; compiled once per lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._phrases: dict[tuple[str, ...], Mention] = {}
        for alias, concept_id in CAPTION_ALIASES.items():
            if concept_id in lexicon.concepts:
                self._add(alias, Mention(concept_id, False))
                self._add(_plural(alias), Mention(concept_id, True))
        for concept in lexicon.concepts.values():
            term = concept["en"]
            self._add(term.one, Mention(concept.id, False))
            self._add(term.many, Mention(concept.id, not concept.mass))
            for name in term.also:
                self._add(name, Mention(concept.id, False))
                self._add(_plural(name), Mention(concept.id, not concept.mass))
        for word in AMBIGUOUS:
            self._phrases.pop((word,), None)
        self._longest = max(map(len, self._phrases))

    def _add(self, name: str, mention: Mention) -> None:
        words = tuple(_WORD.findall(name.lower()))
        if words:
            self._phrases.setdefault(words, mention)

    @lru_cache(maxsize=1 << 17)  # noqa: B019 - a finder lives as long as the run
    def find(self, caption: str) -> tuple[Mention, ...]:
        """Mentions in order of occurrence, each concept once."""
        words = tuple(_WORD.findall(caption.lower()))
        mentions: dict[str, Mention] = {}
        position = 0
        while position < len(words):
            for length in range(min(self._longest, len(words) - position), 0, -1):
                mention = self._phrases.get(words[position : position + length])
                if mention is not None:
                    mentions.setdefault(mention.concept_id, mention)
                    position += length
                    break
            else:
                position += 1
        return tuple(mentions.values())
