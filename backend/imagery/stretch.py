"""Percentile stretch that turns 16-bit and float imagery into the 8-bit pixels that models were trained on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LOW_PERCENT, HIGH_PERCENT = 2.0, 98.0


@dataclass(frozen=True)
class Stretch:
    """The values of each of the three bands that become 0 and 255."""

    low: tuple[float, ...]
    high: tuple[float, ...]

    def apply_band(self, values: NDArray[Any], band: int) -> NDArray[np.uint8]:
        """``[h, w]`` of any real type -> uint8 ``[h, w]``; values that are not finite become 0."""
        low, high = self.low[band], self.high[band]
        with np.errstate(over="ignore", invalid="ignore"):  # no-data values may be as large as their type allows
            scaled = values.astype(np.float32)
            scaled -= np.float32(low)
            scaled *= np.float32(255.0 / (high - low))
            scaled += np.float32(0.5)
        np.nan_to_num(scaled, copy=False, nan=0.0, posinf=255.0, neginf=0.0)
        np.clip(scaled, 0.0, 255.0, out=scaled)
        return scaled.astype(np.uint8)

    def to_dict(self) -> dict[str, list[float]]:
        """As JSON-compatible values."""
        return {"low": list(self.low), "high": list(self.high)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Stretch:
        """The inverse of :meth:`to_dict`."""
        return cls(tuple(float(value) for value in data["low"]), tuple(float(value) for value in data["high"]))


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
