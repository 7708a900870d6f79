"""Labelled boxes of an image: the result of all box and mask readers, and the input for captions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from backend.errors import BadOption


@dataclass(frozen=True)
class Box:
    """A horizontal box around one object.

    Attributes:
        xmin, ymin, xmax, ymax: edges in pixels from the upper left corner of the image; they may be outside it, as in
            some annotations. A pixel (column x, row y) covers x..x+1 and y..y+1.
        label: class name as spelled in the data set.

    Raises:
        BadOption: an edge is not a finite number, or edges are in the wrong order.
    """

    xmin: float
    ymin: float
    xmax: float
    ymax: float
    label: str

    def __post_init__(self) -> None:
        edges = (self.xmin, self.ymin, self.xmax, self.ymax)
        if not all(map(math.isfinite, edges)) or self.xmin > self.xmax or self.ymin > self.ymax:
            raise BadOption(f"{self.label!r} has the impossible box {edges} (xmin, ymin, xmax, ymax).")

    @property
    def centre(self) -> tuple[float, float]:
        """Column and row of its centre, in pixels."""
        return (self.xmin + self.xmax) / 2, (self.ymin + self.ymax) / 2


@dataclass(frozen=True)
class BoxedImage:
    """An image with the boxes of its objects.

    Attributes:
        source: id of the data set, as in the run's configuration.
        name: image name in its archive.
        width, height: size of the image in pixels.
        boxes: in the order of the file; empty for an image without objects.

    Raises:
        BadOption: the image has no pixels.
    """

    source: str
    name: str
    width: int
    height: int
    boxes: tuple[Box, ...] = ()

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise BadOption(f"Image {self.name} cannot be {self.width} x {self.height} pixels.")


def box_around(points: Sequence[tuple[float, float]], label: str) -> Box:
    """The horizontal box around the corners ``(x, y)`` of an oriented box or a polygon, in pixels.

    Raises:
        BadOption: a coordinate is not a finite number.
    """
    if not all(math.isfinite(value) for point in points for value in point):  # min and max would ignore a NaN
        raise BadOption(f"{label!r} has a corner that is no finite number.")
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys), label)
