"""Numbers, names and colours of classes in files, including "none of the classes"."""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from backend.labeling.label_set import LabelSet
from backend.labeling.zero_shot import OTHER, Labels
from backend.output.qgis_style import Category

OTHER_COLOUR = "#9a9a9a"
OTHER_TITLES = {
    "en": "other",
    "pt": "outro",
    "es": "otro",
    "fr": "autre",
    "de": "Sonstiges",
    "nl": "overig",
    "it": "altro",
    "zh": "其他",
    "ko": "기타",
    "ru": "прочее",
}


def class_ids(label: NDArray[np.int32]) -> NDArray[np.int32]:
    """Numbers of labels in files: the class's position in its set from 1, or 0 for none of the classes."""
    return np.asarray(label - OTHER, np.int32)


def other_title(label_set: LabelSet) -> str:
    """The title of "none of the classes" in the set's language; never equal to that of a class."""
    title = OTHER_TITLES[label_set.language]
    taken = {title.casefold() for title in label_set.titles}
    return f"({title})" if title.casefold() in taken else title


def titles(label_set: LabelSet) -> tuple[str, ...]:
    """Titles by class number."""
    return (other_title(label_set), *label_set.titles)


def names(label_set: LabelSet) -> tuple[str | None, ...]:
    """Names of the classes by class number, the same in every language; None for "none of the classes"."""
    return (None, *label_set.names)


def colours(label_set: LabelSet) -> tuple[str, ...]:
    """``#rrggbb`` by class number."""
    return (OTHER_COLOUR, *label_set.colours)


def categories(label_set: LabelSet, by_title: bool) -> list[Category]:
    """Entries of a legend, classes first; their values are titles or class numbers."""
    rows = [
        Category(title if by_title else number, title, colour)
        for number, (title, colour) in enumerate(zip(titles(label_set), colours(label_set), strict=True))
    ]
    return [*rows[1:], rows[0]]


def top_texts(label_set: LabelSet, labels: Labels) -> list[str]:
    """The best classes with their confidences as a small JSON object per label, best first."""
    keys = [json.dumps(title, ensure_ascii=False) for title in label_set.titles]
    shares = np.round(labels.top_confidence.astype(float), 3).tolist()
    return [
        "{" + ", ".join(f"{keys[entry]}: {share}" for entry, share in zip(row, values, strict=True)) + "}"
        for row, values in zip(labels.top.tolist(), shares, strict=True)
    ]
