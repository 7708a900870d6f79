"""The typed sample that all readers return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Split = Literal["train", "val", "test"]


@dataclass(frozen=True)
class Sample:
    """One image with its metadata.

    Attributes:
        source: id of the data set, as in the run's configuration.
        name: image name in its archive.
        split: the published split it belongs to.
        label: class name as spelled in the data set, or None.
        captions: language code -> sentences written (not generated) for this image.
    """

    source: str
    name: str
    split: Split
    label: str | None = None
    captions: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
