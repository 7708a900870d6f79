"""Which bands of a dataset are red, green and blue, and what says that a pixel is valid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.io import DatasetReader


@dataclass(frozen=True)
class BandPlan:
    """What to read of a dataset.

    Attributes:
        colour: band numbers (1-based) to read: one (grey or palette) or three (red, green, blue).
        nodata: no-data value of each of them, or None.
        alpha: number of the alpha band, or None.
        mask_band: whether the dataset has a mask of its own (internal or ``.msk``).
        palette: ``[entries, 4]`` uint8 red, green, blue, alpha of a paletted band, or None.
    """

    colour: tuple[int, ...]
    nodata: tuple[float | None, ...]
    alpha: int | None
    mask_band: bool
    palette: NDArray[np.uint8] | None

    def expand(self, values: NDArray[Any]) -> NDArray[Any]:
        """``[1 or 3, h, w]`` as read -> ``[3, h, w]``: grey thrice, palette entries to their colours."""
        if self.palette is not None:
            index = np.clip(values[0], 0, len(self.palette) - 1).astype(np.intp)
            return np.ascontiguousarray(np.moveaxis(self.palette[index, :3], -1, 0))
        return values if len(values) == 3 else np.repeat(values[:1], 3, axis=0)

    def valid(self, values: NDArray[Any], band: int | None = None) -> NDArray[np.bool_] | None:
        """Valid pixels by the values themselves: any band has data, no-data and NaN are not data.

        Args:
            values: ``[colour bands, h, w]`` as read, or ``[1, h, w]`` of band ``band`` alone.

        Returns:
            ``[h, w]``, or None where the values cannot tell, that is, all are valid.
        """
        by_values = self._has_data(values, self.nodata if band is None else self.nodata[band : band + 1])
        if self.palette is None or self.palette[:, 3].all():
            return by_values
        index = np.clip(values[0], 0, len(self.palette) - 1).astype(np.intp)
        opaque = np.asarray(self.palette[index, 3] > 0)
        return opaque if by_values is None else by_values & opaque

    @staticmethod
    def _has_data(values: NDArray[Any], nodata: tuple[float | None, ...]) -> NDArray[np.bool_] | None:
        result: NDArray[np.bool_] | None = None
        for layer, missing in zip(values, nodata, strict=True):
            has_data: NDArray[np.bool_] | None = None
            if missing is not None and not np.isnan(missing):
                has_data = np.asarray(layer != missing)
            if np.issubdtype(layer.dtype, np.floating):
                finite = np.isfinite(layer)
                has_data = finite if has_data is None else has_data & finite
            if has_data is None:
                return None
            result = has_data if result is None else result | has_data
        return result


def plan_bands(dataset: DatasetReader) -> BandPlan:
    """Choose the bands: those tagged red, green, blue, else the first three but alpha, else the first as grey."""
    tags = list(dataset.colorinterp)
    alpha = next((band for band, tag in enumerate(tags, start=1) if tag == ColorInterp.alpha), None)
    colour = _colour_bands(tags, alpha)
    flags = dataset.mask_flag_enums[colour[0] - 1]
    return BandPlan(
        colour=colour,
        nodata=tuple(dataset.nodatavals[band - 1] for band in colour),
        alpha=alpha,
        mask_band=MaskFlags.per_dataset in flags and MaskFlags.alpha not in flags,
        palette=_palette(dataset, colour) if tags[colour[0] - 1] == ColorInterp.palette else None,
    )


def _colour_bands(tags: Sequence[ColorInterp], alpha: int | None) -> tuple[int, ...]:
    wanted = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    if all(tag in tags for tag in wanted):
        return tuple(tags.index(tag) + 1 for tag in wanted)
    others = [band for band in range(1, len(tags) + 1) if band != alpha]
    if not others:
        return (1,)
    return tuple(others[:3]) if len(others) >= 3 else (others[0],)


def _palette(dataset: DatasetReader, colour: tuple[int, ...]) -> NDArray[np.uint8] | None:
    if len(colour) != 1:
        return None
    entries = dataset.colormap(colour[0])
    table = np.zeros((max(entries) + 1, 4), np.uint8)
    for index, rgba in entries.items():
        table[index] = rgba
    return table
