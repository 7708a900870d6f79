"""Undeclared no-data values: one constant, such as 0, -9999 or 65535, over connected ground.

Single pixels with such a value can be real: deep shadow, saturated roofs. So the constant is detected once, when a
layer is opened, and masked wherever enough connected pixels have it. 8-bit images, whose white and black may be
compressed with loss, have their own rule: :mod:`backend.imagery.blank`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

from backend.imagery.blank import BLACK_TO, WHITE_FROM, blank_pixels

MIN_CONNECTED_PX = 256
_MIN_SAMPLED_PX = 64
_MARKS = (0, -9999, -99999, -32768, -32767, 65535)
_WHITE_8_BIT = 255


@dataclass(frozen=True)
class Fill:
    """A constant that means no data.

    Attributes:
        value: the constant, in all bands.
        share: share of the layer that has it, 0-1, estimated from a sample.
    """

    value: float
    share: float


def find_fill(samples: Sequence[tuple[NDArray[Any], NDArray[np.bool_]]]) -> tuple[Fill, ...]:
    """Find the constants, the largest share first.

    Args:
        samples: raw values ``[bands, h, w]`` of parts of a layer, and which pixels ``[h, w]`` are valid so far.
    """
    if not samples:
        return ()
    dtype = samples[0][0].dtype
    if dtype == np.uint8:
        return _blank(samples)
    total = sum(valid.size for _, valid in samples)
    fills = []
    for value in _candidates(samples):
        pixels = sum(int(_large(_equal(values, value) & valid, _MIN_SAMPLED_PX).sum()) for values, valid in samples)
        if pixels:
            fills.append(Fill(value, pixels / total))
    return tuple(sorted(fills, key=lambda one: -one.share))


def connected_fill(equal: NDArray[np.bool_], shrunk: bool) -> NDArray[np.bool_]:
    """Of the pixels that have a fill value in all bands, those that form connected areas, bool ``[h, w]``.

    Args:
        equal: which pixels have the value, ``[h, w]``.
        shrunk: whether the pixels are averages: then those at the border are mixed with the fill and are masked too.
    """
    constant = _large(equal, MIN_CONNECTED_PX)
    return (
        np.asarray(scipy.ndimage.binary_dilation(constant, np.ones((3, 3)))) if shrunk and constant.any() else constant
    )


def sentence(name: str, fills: Sequence[Fill], nodata: float | None, is_8_bit: bool) -> str:
    """The sentence that tells the user about it."""
    parts = [f"{_percent(fill.share)} is {_shown(fill.value, is_8_bit)} throughout" for fill in fills]
    declared = "the file does not declare it as no-data" if nodata is None else f"its no-data value is {nodata:g}"
    return (
        f"{name}: {' and '.join(parts)} and was treated as no-data, although {declared}; if it is real data, add 1 "
        "to all values to tell it apart, otherwise declare it with gdal_edit.py -a_nodata."
    )


def _candidates(samples: Sequence[tuple[NDArray[Any], NDArray[np.bool_]]]) -> list[float]:
    dtype = samples[0][0].dtype
    marks = [float(mark) for mark in _MARKS]
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        marks += [float(limits.min), float(limits.max)]
        marks = [mark for mark in marks if limits.min <= mark <= limits.max]
    highest = max((float(values.max()) for values, _ in samples), default=0.0)
    if highest == _WHITE_8_BIT:  # 8 bits in a wider type
        marks.append(float(_WHITE_8_BIT))
    return list(dict.fromkeys(marks))


def _equal(values: NDArray[Any], value: float) -> NDArray[np.bool_]:
    return np.asarray((values == value).all(axis=0))


def _large(equal: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """The connected parts of a mask with at least ``least`` pixels."""
    if np.count_nonzero(equal) < least:
        return np.zeros_like(equal)
    labels, _ = scipy.ndimage.label(equal)
    large = np.bincount(labels.ravel()) >= least
    large[0] = False
    return np.asarray(large[labels])


def _blank(samples: Sequence[tuple[NDArray[Any], NDArray[np.bool_]]]) -> tuple[Fill, ...]:
    total, white, black = 0, 0, 0
    for values, valid in samples:
        blank = blank_pixels(np.repeat(values[:1], 3, axis=0) if len(values) != 3 else values) & valid
        total += valid.size
        white += int((blank & (values.min(axis=0) >= WHITE_FROM)).sum())
        black += int((blank & (values.max(axis=0) <= BLACK_TO)).sum())
    blanks = [Fill(value, count / total) for value, count in ((255.0, white), (0.0, black)) if count >= _MIN_SAMPLED_PX]
    return tuple(sorted(blanks, key=lambda one: -one.share))


def _percent(share: float) -> str:
    return f"about {share:.0%} of it" if share >= 0.01 else "less than 1% of it"


def _shown(value: float, is_8_bit: bool) -> str:
    if is_8_bit:
        return "white" if value else "black"
    return f"{value:g}"
