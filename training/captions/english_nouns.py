"""Singular and plural of English class names that are not in the lexicon.

Rules, not a dictionary: regular endings, the irregular nouns in class names of aerial images, and mass nouns. Anything
else is treated as regular.
"""

from __future__ import annotations

import re

from backend.lexicon import Term

_IRREGULAR = {
    "person": "people",
    "man": "men",
    "woman": "women",
    "child": "children",
    "foot": "feet",
    "mouse": "mice",
    "goose": "geese",
    "ox": "oxen",
    "calf": "calves",
    "leaf": "leaves",
    "shelf": "shelves",
    "wharf": "wharves",
    "volcano": "volcanoes",
    "tomato": "tomatoes",
    "potato": "potatoes",
    "hero": "heroes",
    "quiz": "quizzes",
    "bus": "buses",
    "gas": "gases",
    "canvas": "canvases",
    "avalanche": "avalanches",
    "cache": "caches",
    "lens": "lenses",
    "axis": "axes",
    "oasis": "oases",
}
_SINGULAR = {many: singular for singular, many in _IRREGULAR.items()}
_SAME = frozenset({"aircraft", "spacecraft", "hovercraft", "watercraft", "sheep", "deer", "fish", "series", "species"})
# "headquarters" and "works" also have the same form in singular and plural.
_SAME_IN_S = frozenset({"headquarters", "works", "waterworks", "steelworks", "ironworks", "barracks", "crossroads"})
_MASS = frozenset(
    {"agriculture", "asphalt", "barren", "brush", "cattle", "concrete", "corn", "cropland", "debris", "dirt"}
    | {"equipment", "farmland", "foliage", "garbage", "grass", "gravel", "greenery", "ice", "infrastructure"}
    | {"land", "livestock", "luggage", "machinery", "maize", "mud", "parking", "pavement", "rice", "rubbish", "rubble"}
    | {"sand", "scrub", "smoke", "snow", "soil", "terrain", "traffic", "vegetation", "waste", "water", "wheat"}
)
_HEAD_ENDS = re.compile(r"\s(?:of|in|on|with|for|at|under|near)\s")


def _many(word: str) -> str:
    if word in _SAME or word in _SAME_IN_S:
        return word
    for singular, many in _IRREGULAR.items():
        if word == singular or (word.endswith(singular) and singular in {"man", "woman", "child"} and word != "human"):
            return word[: len(word) - len(singular)] + many
    if re.search(r"(?:s|x|z|ch|sh)$", word):
        return f"{word}es"
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}s"


def _one(word: str) -> str:
    """The singular of what looks like a plural; other words unchanged."""
    if word in _SINGULAR:
        return _SINGULAR[word]
    if word in _SAME or word in _SAME_IN_S or word in _IRREGULAR or re.search(r"(?:ss|us|is)$", word):
        return word
    if re.search(r"(?:x|ch|sh|ss)es$", word):
        return word[:-2]
    if re.search(r"[^aeiou]ies$", word) and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def english_noun(name: str) -> tuple[Term, bool]:
    """The forms of an English noun phrase given in singular or plural, and whether it is a mass noun.

    The head is inflected: the last word, or the one before "of" and the like ("flock of sheep").
    """
    words = " ".join(name.split())
    end = _HEAD_ENDS.search(words)
    phrase, rest = (words[: end.start()], words[end.start() :]) if end else (words, "")
    before, space, head = phrase.rpartition(" ")
    if head in _MASS:
        return Term(words, words), True
    one = _one(head)
    return Term(f"{before}{space}{one}{rest}", f"{before}{space}{_many(one)}{rest}"), False
