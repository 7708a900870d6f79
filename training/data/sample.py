"""The one typed sample that every reader gives and everything downstream takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Split = Literal["train", "val", "test"]


@dataclass(frozen=True)
class Sample:
    """One image with what is known of it.

    Attributes:
        source: id of the data set, as in the run's configuration.
        name: image name in its archive.
        split: the published split it belongs to.
        label: class name as the data set spells it, or None.
        captions: language code -> sentences written (not generated) for this image.
    """

    source: str
    name: str
    split: Split
    label: str | None = None
    captions: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
