"""How values become the 8-bit pixels that models were trained on.

16-bit and float imagery is stretched between two percentiles of each band. A layer that is dark as a whole, of whatever
type, is then brightened by a power of its values, as a photograph is: models know ground in daylight, and a car park
that is nearly black is none to them. On RSICD's validation images, darkened in five ways to medians of 11 to 27, 90 to
95 % of what is there was answered, and 100 % once they were brightened; at a median of 44 nothing had been lost
(:mod:`benchmarks.honest_answers` on darkened maps, by a script that is not kept).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.imagery.blank import BLACK_TO, WHITE_FROM

LOW_PERCENT, HIGH_PERCENT = 2.0, 98.0
DARK_BELOW, BRIGHTENED_TO = 40, 80
"""Medians of the mean of the bands, 0-255: a layer below the first is brightened to the second."""
LEAST_GAMMA = 0.3  # a night or a fault of the sensor stays dark


@dataclass(frozen=True)
class Stretch:
    """The values of each band that become 0 and 255, and the power by which what lies between is brightened.

    Attributes:
        low, high: one or three values.
        gamma: 1 leaves the brightness as it is, less brightens.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    gamma: float = 1.0

    @property
    def keeps_extremes(self) -> bool:
        """Whether pure black and white are those of the file, and not what a percentile cut off."""
        return all(low == 0.0 for low in self.low) and all(high == 255.0 for high in self.high)

    def apply_band(self, values: NDArray[Any], band: int) -> NDArray[np.uint8]:
        """``[h, w]`` of any real type -> uint8 ``[h, w]``; values that are not finite become 0."""
        if self.keeps_extremes and values.dtype == np.uint8:
            return self._brightened(values)
        low, high = self.low[band], self.high[band]
        with np.errstate(over="ignore", invalid="ignore"):  # no-data values may be as large as their type allows
            scaled = values.astype(np.float32)
            scaled -= np.float32(low)
            scaled *= np.float32(255.0 / (high - low))
            scaled += np.float32(0.5)
        np.nan_to_num(scaled, copy=False, nan=0.0, posinf=255.0, neginf=0.0)
        np.clip(scaled, 0.0, 255.0, out=scaled)
        return self._brightened(scaled.astype(np.uint8))

    def _brightened(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        if self.gamma == 1.0:
            return pixels
        table = np.arange(256, dtype=np.uint8)
        # What is nearly black or white may be a border and has to stay recognisable as one.
        inner = table[BLACK_TO + 1 : WHITE_FROM]
        inner[:] = np.clip(np.rint(255.0 * (inner / 255.0) ** self.gamma), inner[0], inner[-1])
        return np.asarray(table[pixels])

    def to_dict(self) -> dict[str, Any]:
        """As JSON-compatible values."""
        return {"low": list(self.low), "high": list(self.high), "gamma": self.gamma}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Stretch:
        """The inverse of :meth:`to_dict`."""
        return cls(
            tuple(float(value) for value in data["low"]),
            tuple(float(value) for value in data["high"]),
            float(data.get("gamma", 1.0)),
        )


AS_IT_IS = Stretch((0.0, 0.0, 0.0), (255.0, 255.0, 255.0))
"""For 8-bit layers that are bright enough, and for palettes."""


def brightening(stretch: Stretch, values: NDArray[Any], valid: NDArray[np.bool_]) -> Stretch:
    """The same stretch, with the gamma that a dark layer needs.

    Args:
        stretch: with gamma 1.
        values: ``[bands, n]`` samples of the layer's type.
        valid: ``[n]``. Pixels that are black or white in all bands do not count.
    """
    pixels = np.stack([stretch.apply_band(band, index) for index, band in enumerate(values)])
    seen = valid & (pixels.max(axis=0) > BLACK_TO) & (pixels.min(axis=0) < WHITE_FROM)
    if not seen.any():
        return stretch
    median = float(np.median(pixels[:, seen].mean(axis=0)))
    if median >= DARK_BELOW:
        return stretch
    gamma = float(np.log(BRIGHTENED_TO / 255.0) / np.log(median / 255.0))
    return replace(stretch, gamma=max(round(gamma, 3), LEAST_GAMMA))


def percentile_stretch(values: NDArray[Any], valid: NDArray[np.bool_]) -> Stretch | None:
    """2nd to 98th percentile of each band over the valid, finite pixels.

    Args:
        values: ``[bands, n]`` samples of any real type.
        valid: ``[n]``.

    Returns:
        The stretch, or None if no band has a usable sample. The range of a band without contrast is widened so that it
        maps to mid grey.
    """
    lows, highs = [], []
    for band in values:
        sample = band[valid]
        sample = sample[np.isfinite(sample)].astype(np.float64)
        if not sample.size:
            lows.append(np.nan)
            highs.append(np.nan)
            continue
        low, high = np.percentile(sample, [LOW_PERCENT, HIGH_PERCENT])
        if high <= low:
            low, high = sample.min(), sample.max()
        if high <= low:
            margin = max(1.0, abs(low) * 0.5)
            low, high = low - margin, high + margin
        lows.append(float(low))
        highs.append(float(high))
    if np.isnan(lows).all():
        return None
    return Stretch(
        tuple(0.0 if np.isnan(low) else low for low in lows), tuple(1.0 if np.isnan(high) else high for high in highs)
    )
