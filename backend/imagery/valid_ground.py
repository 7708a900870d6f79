"""The pixel box of a layer's valid ground: windows are placed on it, not on the blank frame around it.

A scene within a larger blank frame then gets the same windows as the scene alone, wherever it lies in the frame.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray

from backend.imagery.blank import BLACK_TO, WHITE_FROM
from backend.imagery.layer import LayerInfo, OpenLayer

_FIRST_PX, _MOST_PX = 16, 1024  # rows or columns read at once, from an edge inwards
_ACROSS_PX = 4096  # resolution along the edge: a pixel as read is valid where any source pixel is
_SEEN = 0.002
"""Share of a row or column that must not be blank where there is no mask: JPEG leaves specks in a frame."""


@dataclass(frozen=True)
class Ground:
    """A box of whole pixels of a layer.

    Attributes:
        col, row: the upper left pixel.
        width, height: in pixels, 1 or more.
    """

    col: int
    row: int
    width: int
    height: int

    def cut(self, info: LayerInfo) -> LayerInfo:
        """The description of the layer cropped to this box."""
        transform = info.transform * Affine.translation(self.col, self.row)
        return replace(info, width=self.width, height=self.height, transform=transform)

    def to_list(self) -> list[int]:
        """As JSON-compatible values."""
        return [self.col, self.row, self.width, self.height]


def whole_ground(info: LayerInfo) -> Ground:
    """All pixels of a layer."""
    return Ground(0, 0, info.width, info.height)


def valid_ground(layer: OpenLayer) -> Ground:
    """The smallest box that contains all valid pixels of a layer; the whole layer if it has none.

    Reads strips from the four edges inwards until each has valid pixels: 16 pixels per edge for a layer without a
    frame.

    Raises:
        LayerNotReadable: the file is damaged at an edge.
    """
    width, height = layer.info.width, layer.info.height
    top = _first_valid(layer, (0, 0, width, height), "top")
    if top is None:
        return whole_ground(layer.info)
    bottom = height - (_first_valid(layer, (0, top, width, height - top), "bottom") or 0)
    left = _first_valid(layer, (0, top, width, bottom - top), "left") or 0
    right = width - (_first_valid(layer, (left, top, width - left, bottom - top), "right") or 0)
    return Ground(left, top, right - left, bottom - top)


def _first_valid(layer: OpenLayer, box: tuple[int, int, int, int], edge: str) -> int | None:
    """How many rows or columns from an edge of a box the first valid one is; None if there is none."""
    left, top, width, height = box
    length = height if edge in ("top", "bottom") else width
    done, step = 0, _FIRST_PX
    while done < length:
        depth = min(step, length - done)
        start = done if edge in ("top", "left") else length - done - depth
        if edge in ("top", "bottom"):
            strip, shape = (left, top + start, width, depth), (depth, min(width, _ACROSS_PX))
        else:
            strip, shape = (left + start, top, depth, height), (min(height, _ACROSS_PX), depth)
        seen = _lines_seen(layer, strip, shape, 1 if edge in ("top", "bottom") else 0)
        if seen.any():
            inwards = seen if edge in ("top", "left") else seen[::-1]
            return done + int(inwards.argmax())
        done, step = done + depth, min(2 * step, _MOST_PX)
    return None


def _lines_seen(
    layer: OpenLayer, strip: tuple[int, int, int, int], shape: tuple[int, int], axis: int
) -> NDArray[np.bool_]:
    """Which rows (axis 1) or columns (axis 0) of a strip have valid pixels."""
    block: Any = layer.read(strip, shape)
    seen = np.asarray(block.mask.any(axis=axis))
    if not layer.stretch.keeps_extremes or not seen.any():
        return seen
    blank = (block.pixels.min(axis=0) >= WHITE_FROM) | (block.pixels.max(axis=0) <= BLACK_TO)
    return np.asarray(seen & ((block.mask & ~blank).mean(axis=axis) > _SEEN * block.mask.mean(axis=axis)))
