"""B2C: five captions of an image from its boxes, in any of the ten languages.

RemoteCLIP (arXiv 2306.11029, box-to-caption): the first caption describes the objects in the middle of the image, the
second the others, and three more each a random part of the objects with their numbers by class; above ten a quantity
word replaces the number. The paper specifies neither the size of "the middle" nor the phrases: both are ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from backend.errors import BadOption
from backend.lexicon import LANGUAGES, Lexicon
from backend.models.prompts import load_templates
from training.captions.box_labels import BoxLabels, BoxName
from training.captions.box_phrases import Wording, load_box_phrases
from training.data.boxes import Box, BoxedImage

CAPTIONS = 5
_TRIES = 6  # attempts to find a different wording for captions of few objects

Part = Literal["objects", "classes"]


@dataclass(frozen=True)
class Caption:
    """One sentence or phrase about an image, and the ISO 639-1 code of its language."""

    language: str
    text: str


@dataclass(frozen=True)
class CaptionRules:
    """What RemoteCLIP does not specify.

    Attributes:
        middle: interval, as shares of each side, in which the centre of a box counts as in the middle. The default is
            the middle third.
        part: what captions 3 to 5 draw. "objects", as in the paper: any boxes, so that a number can be smaller than in
            the image. "classes": all boxes of some classes, so that every number is that of the image.

    Raises:
        BadOption: ``middle`` is not an interval within 0..1.
    """

    middle: tuple[float, float] = (1 / 3, 2 / 3)
    part: Part = "objects"

    def __post_init__(self) -> None:
        low, high = self.middle
        if not 0 <= low < high <= 1:
            raise BadOption(f"The middle of an image cannot reach from {low} to {high} of its sides.")

    def is_in_middle(self, box: Box, image: BoxedImage) -> bool:
        """Whether the box's centre is in the middle of the image in both directions, edges included."""
        low, high = self.middle
        x, y = box.centre
        return low * image.width <= x <= high * image.width and low * image.height <= y <= high * image.height


def _some(items: Sequence[Box], key: Callable[[Box], str], part: Part, rng: Random) -> list[Box]:
    """A random subset, at least one item, in the order of ``items``."""
    if part == "objects":
        chosen = set(rng.sample(range(len(items)), rng.randint(1, len(items))))
        return [item for position, item in enumerate(items) if position in chosen]
    kinds = list(dict.fromkeys(map(key, items)))
    drawn = set(rng.sample(kinds, rng.randint(1, len(kinds))))
    return [item for item in items if key(item) in drawn]


class BoxCaptioner:
    """Makes captions of images with boxes.

    Labels are named by the lexicon; others only in English (see ``BoxLabels``), and boxes without a name in a language
    are left out of its captions. ``aliases`` map a user's labels to concepts.

    Raises:
        BadOption: an alias names a concept that the lexicon lacks.
    """

    def __init__(
        self, lexicon: Lexicon, rules: CaptionRules | None = None, aliases: Mapping[str, str] | None = None
    ) -> None:
        self.rules = rules or CaptionRules()
        self._labels = BoxLabels(lexicon, aliases)
        self._phrases = load_box_phrases()
        self._templates = load_templates()

    def _key(self, box: Box, language: str) -> str | None:
        name = self._labels.find(box.label)
        return None if name is None else name.key(language)

    def list_counts(self, boxes: Sequence[Box], language: str, wording: Wording | None = None) -> str:
        """Boxes as a list of counted things, the most numerous first: "three airplanes and one hangar".

        Boxes without a name in the language are left out; the text is empty if none is left.
        """
        counts: Counter[str] = Counter()
        names: dict[str, BoxName] = {}
        for box in boxes:
            name = self._labels.find(box.label)
            key = None if name is None else name.key(language)
            if name is not None and key is not None:
                counts[key] += 1
                names[key] = name
        phrases = self._phrases[language]
        listed = [
            phrases.count(names[key].term(language), key, count, names[key].is_mass(language), wording)
            for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]
        return self._templates[language].enumerate_names(listed) if listed else ""

    def captions(self, image: BoxedImage, language: str, seed: int) -> tuple[Caption, ...]:
        """Five captions of an image; none if it has no box that can be named in the language.

        1: the middle; 2: the rest; 3 to 5: random parts. If the middle or the rest is empty, another random part
        replaces it. The same seed and image give the same captions, and in languages with names for the same labels
        captions at the same position have the same content.

        Raises:
            BadOption: the language is not supported.
        """
        if language not in LANGUAGES:
            raise BadOption(f"Unknown language {language!r}: choose one of {', '.join(LANGUAGES)}.")
        boxes = [box for box in image.boxes if self._key(box, language) is not None]
        if not boxes:
            return ()
        place = f"{seed}/{image.source}/{image.name}"
        draw = Random(place)  # the content, the same in all languages
        say = Random(f"{place}/{language}")  # the wording

        phrases, templates = self._phrases[language], self._templates[language]
        inside = [box for box in boxes if self.rules.is_in_middle(box, image)]
        outside = [box for box in boxes if not self.rules.is_in_middle(box, image)]
        plan = [(inside, phrases.middle), (outside, phrases.outside)]
        random_parts = (self._draw(boxes, language, draw) for _ in range(CAPTIONS - len(plan)))
        plan += [(part, templates.several) for part in random_parts]
        texts: list[str] = []
        for part, frames in plan:
            told, within = (part, frames) if part else (self._draw(boxes, language, draw), templates.several)
            for _ in range(_TRIES):
                wording = Wording(say.randrange(1 << 16), say.randrange(1 << 16))
                text = say.choice(within).format(list=self.list_counts(told, language, wording))
                if text not in texts:
                    break
            texts.append(text)
        return tuple(Caption(language, text) for text in texts)

    def _draw(self, boxes: Sequence[Box], language: str, rng: Random) -> list[Box]:
        return _some(boxes, lambda box: self._key(box, language) or "", self.rules.part, rng)
