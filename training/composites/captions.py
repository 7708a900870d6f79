"""English captions of a composited window: things, numbers, colours, place, weather and resolution."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backend.lexicon import Lexicon
from training.composites.camera import Look

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LOOKS: dict[Look, tuple[str, ...]] = {
    "plain": ("{}",),
    "dark": ("{} at dusk", "a dark image of {}", "{} in poor light"),
    "hazy": ("{} seen through haze", "a hazy image of {}"),
    "snow": ("{} in the snow", "{} on snow-covered ground", "{} in winter"),
    "winter": ("{} in winter", "{} on a winter day"),
    "dry": ("{} in the dry season", "{}, everything dry"),
}
_VIEWS = ("{}", "{}", "{} seen from above", "an aerial image of {}", "a satellite image of {}", "{} in an aerial photo")
_FINE = ("{}, {} m per pixel", "{} at {} m ground sampling", "{} at a resolution of {} m")
_WIDE = ("{}, {} metres across", "{} in a window of {} metres")


@dataclass(frozen=True)
class Seen:
    """A visible thing: concept, colour word, precise name, and whether the window's edge cuts it."""

    concept: str
    colour: str
    name: str
    cut: bool


def _plural(noun: str) -> str:
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es" if not noun.endswith("aircraft") else noun
    return noun if noun.endswith("aircraft") else noun + "s"


def _article(words: str) -> str:
    return ("an " if words[0] in "aeiou" else "a ") + words


def _group(rng: np.random.Generator, seen: Sequence[Seen], lexicon: Lexicon, plain: bool) -> str:
    term = lexicon[seen[0].concept]["en"]
    names, colours = {s.name for s in seen}, {s.colour for s in seen}
    one, many = term.one, term.many or _plural(term.one)
    if not plain and len(names) == 1 and (name := next(iter(names))) and rng.random() < 0.5:
        one, many = name, _plural(name)
    elif rng.random() < 0.25 and term.also and len(term.also[0].split()) <= 2:
        one, many = term.also[0], _plural(term.also[0])
    if not plain and len(colours) == 1 and (colour := next(iter(colours))) and rng.random() < 0.75:
        one, many = f"{colour} {one}", f"{colour} {many}"
    count = len(seen)
    if count == 1:
        return f"part of {_article(one)}" if seen[0].cut and rng.random() < 0.5 else _article(one)
    if count <= 10 and rng.random() < 0.8:
        return f"{NUMBERS[count]} {many}"
    if count <= 4:
        return f"a few {many}" if rng.random() < 0.5 else many
    return f"{['many', 'several', 'rows of', 'lots of'][int(rng.integers(2 if count <= 10 else 4))]} {many}"


def _subject(rng: np.random.Generator, groups: Sequence[Sequence[Seen]], lexicon: Lexicon, plain: bool) -> str:
    told = [_group(rng, group, lexicon, plain) for group in groups]
    return told[0] if len(told) == 1 else ", ".join(told[:-1]) + " and " + told[-1]


def describe(
    rng: np.random.Generator,
    seen: Sequence[Seen],
    lexicon: Lexicon,
    *,
    place: str,
    scene: str,
    claim: str,
    look: Look,
    sampling_m: float,
    window_m: float,
) -> tuple[str, ...]:
    """Four or five different sentences; empty if nothing is known about the window's content."""
    counts = Counter(s.concept for s in seen)
    groups = [[s for s in seen if s.concept == concept] for concept, _ in counts.most_common(3)]
    if not groups and not claim:
        return ()
    texts: list[str] = []
    for number in range(5):
        if not groups:
            text = claim
        elif scene and number in (1, 3):
            inside = groups[: 1 + int(rng.integers(len(groups)))]
            text = f"{_article(scene)} with {_subject(rng, inside, lexicon, number == 1)}"
        elif number == 0:
            text = _subject(rng, groups[:1], lexicon, True)
        else:
            text = _subject(rng, groups[: 1 + int(rng.integers(len(groups)))], lexicon, False)
            if place and rng.random() < 0.7:
                text = f"{text} {place}"
        if number != 0 and rng.random() < 0.6:
            told = _LOOKS[look]
            text = told[int(rng.integers(len(told)))].format(text)
        if number in (2, 4) and rng.random() < 0.35:
            value = f"{sampling_m:.1f}" if sampling_m < 1.95 else f"{sampling_m:.0f}"
            text = _FINE[int(rng.integers(len(_FINE)))].format(text, value)
        elif number == 3 and rng.random() < 0.3:
            text = _WIDE[int(rng.integers(len(_WIDE)))].format(text, f"{window_m:.0f}")
        elif number != 0 and " image of " not in text:
            text = _VIEWS[int(rng.integers(len(_VIEWS)))].format(text)
        if text not in texts:
            texts.append(text)
    return tuple(texts)
