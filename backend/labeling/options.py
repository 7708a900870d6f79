"""Options of labelling, and their provenance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from backend.errors import BadOption
from backend.labeling.label_set import LabelSet
from backend.labeling.transduction import TransductionRules
from backend.lexicon import LANGUAGES
from backend.output.provenance import Provenance


@dataclass(frozen=True)
class LabelOptions:
    """How to label.

    Attributes:
        other_below: confidence, 0 to 1, below which ground gets none of the classes; None is automatic, see
            :mod:`backend.labeling.other`.
        smoothing: weight of the overlapping windows relative to a window's own probabilities, 0 to 1; not for features.
        transduce: label all windows together, see :mod:`backend.labeling.transduction`.
        languages: ISO 639-1 codes of the languages whose prompts are averaged; the label set's own if None.
        window_sizes_m: sides in metres. For windows: which sizes of the index are used, all if None. For features:
            their minimum and maximum limit the windows, chosen to suit the layer if None.
        rules: rules of the transduction.

    Raises:
        BadOption: an invalid value.
    """

    other_below: float | None = None
    smoothing: float = 0.0
    transduce: bool = False
    languages: tuple[str, ...] | None = None
    window_sizes_m: tuple[float, ...] | None = None
    rules: TransductionRules = field(default_factory=TransductionRules)

    def __post_init__(self) -> None:
        if self.other_below is not None and not 0.0 <= self.other_below <= 1.0:
            raise BadOption(f"A threshold of {self.other_below:g} cannot be used: give a confidence from 0 to 1.")
        if not 0.0 <= self.smoothing <= 1.0:
            raise BadOption(f"A smoothing weight of {self.smoothing:g} cannot be used: give a number from 0 to 1.")
        for language in self.languages or ():
            if language not in LANGUAGES:
                raise BadOption(f"Unknown language {language!r}: choose one of {', '.join(LANGUAGES)}.")
        if self.window_sizes_m is not None and not (self.window_sizes_m and min(self.window_sizes_m) > 0):
            raise BadOption("Window sizes must be positive numbers of metres: write them like 50,100,200.")


DEFAULT_OPTIONS = LabelOptions()


@dataclass(frozen=True)
class LabelsAsked:
    """The classes of an answer, and how they were assigned."""

    label_set: LabelSet
    options: LabelOptions

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-1 codes of the prompts."""
        return self.options.languages or (self.label_set.language,)

    def facts(self) -> dict[str, Any]:
        """As JSON-compatible values."""
        return {
            "label_set": self.label_set.title,
            "classes": list(self.label_set.names),
            "languages": list(self.languages),
            "other_below": "automatic" if self.options.other_below is None else self.options.other_below,
            "smoothing": self.options.smoothing,
            "transduction": self.options.transduce,
        }


LabelProvenance = Provenance[LabelsAsked]
"""The header of labels."""
