"""Which bands of a dataset are shown, and what decides that a pixel is valid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.io import DatasetReader

from backend.errors import BadOption
from backend.imagery.band_names import band_names, colours_by_name, colours_by_wavelength, is_picture
from backend.imagery.samples import look, read_raw

Bands = Sequence[int | str]
"""Requested bands: numbers from 1 or names, one (grey) or three (red, green, blue)."""

LARGEST = 1e30
"""Floating-point values beyond this mean no data: programs write the limits of their types, rounded in many ways."""

_MIN_ALPHA_SAMPLE_PX = 4096  # fewer pixels do not overrule what the file declares
_ALPHA_LEVELS = 32
_ALPHA_SHARE = 0.5


@dataclass(frozen=True)
class BandPlan:
    """What to read from a dataset.

    Attributes:
        colour: band numbers (1-based) to read: one (grey or palette) or three (red, green, blue).
        names: the name of each of them, empty where it has none.
        nodata: no-data value of each of them, or None.
        masks: bands whose masks are read through GDAL; a pixel is valid where any of them is. Empty: all are valid.
        by_value: whether those masks are exactly the comparison with ``nodata``.
        alpha: number of the alpha band, or None.
        palette: ``[entries, 4]`` uint8 red, green, blue, alpha of a paletted band, or None.
    """

    colour: tuple[int, ...]
    names: tuple[str, ...] = ("",)
    nodata: tuple[float | None, ...] = (None,)
    masks: tuple[int, ...] = ()
    by_value: bool = False
    alpha: int | None = None
    palette: NDArray[np.uint8] | None = None

    def expand(self, values: NDArray[Any]) -> NDArray[Any]:
        """``[1 or 3, h, w]`` as read -> ``[3, h, w]``: grey is repeated, palette indices become their colours."""
        if self.palette is not None:
            index = np.clip(values[0], 0, len(self.palette) - 1).astype(np.intp)
            return np.ascontiguousarray(np.moveaxis(self.palette[index, :3], -1, 0))
        return values if len(values) == 3 else np.repeat(values[:1], 3, axis=0)

    def valid(self, values: NDArray[Any], band: int | None = None) -> NDArray[np.bool_] | None:
        """Valid pixels from the values themselves: any band has data, and NaN and infinity are not data.

        Args:
            values: ``[colour bands, h, w]`` as read, or ``[1, h, w]`` of band ``band`` only.

        Returns:
            bool ``[h, w]``, or None where the values mark no pixel as invalid.
        """
        by_values = self._has_data(values, self.nodata if band is None else self.nodata[band : band + 1])
        if self.palette is None or self.palette[:, 3].all():
            return by_values
        index = np.clip(values[0], 0, len(self.palette) - 1).astype(np.intp)
        opaque = np.asarray(self.palette[index, 3] > 0)
        return opaque if by_values is None else by_values & opaque

    def _has_data(self, values: NDArray[Any], nodata: tuple[float | None, ...]) -> NDArray[np.bool_] | None:
        result: NDArray[np.bool_] | None = None
        for layer, missing in zip(values, nodata, strict=True):
            if np.issubdtype(layer.dtype, np.floating):
                has_data = np.asarray(np.abs(layer) < LARGEST)
            elif self.by_value and missing is not None:
                has_data = np.asarray(layer != missing)
            else:
                return None
            result = has_data if result is None else result | has_data
        return result


def plan_bands(dataset: DatasetReader, asked: Bands | None = None) -> BandPlan:
    """Choose the bands.

    In this order: those requested; those named red, green and blue; those with such colour interpretations; those with
    such wavelengths; the first three that are not alpha; the first one if there are fewer.

    Raises:
        BadOption: the requested bands do not exist, or are not one or three.
    """
    tags = list(dataset.colorinterp)
    names = band_names(dataset)
    alpha = _alpha(dataset, tags, names)
    colour = _asked(dataset, names, asked) if asked else _colour_bands(dataset, tags, alpha)
    if alpha in colour:
        alpha = None
    masks, by_value = _masks(dataset, colour, alpha)
    return BandPlan(
        colour=colour,
        names=tuple(names[band - 1] or _tag_name(tags[band - 1]) for band in colour),
        nodata=tuple(dataset.nodatavals[band - 1] for band in colour),
        masks=masks,
        by_value=by_value,
        alpha=alpha,
        palette=_palette(dataset, colour) if tags[colour[0] - 1] == ColorInterp.palette else None,
    )


def bands_text(bands: Sequence[int], names: Sequence[str]) -> str:
    """Bands as a text to show: ``3 red, 2 green, 1 blue``."""
    return ", ".join(f"{band} {name}".strip() for band, name in zip(bands, names, strict=True))


def _tag_name(tag: ColorInterp) -> str:
    return "" if tag == ColorInterp.undefined else str(tag.name)


def _asked(dataset: DatasetReader, names: Sequence[str], asked: Bands) -> tuple[int, ...]:
    known = [name.casefold() for name in names]
    colour = []
    for one in asked:
        text = str(one).strip()
        number = int(text) if text.isascii() and text.isdigit() else 0
        if not number and text.casefold() in known:
            number = known.index(text.casefold()) + 1
        if not 1 <= number <= dataset.count:
            called = ", ".join(f"{band} {name}".strip() for band, name in enumerate(names[:20], start=1))
            raise BadOption(f"There is no band {text!r}: the bands are {called}.")
        colour.append(number)
    if len(colour) not in (1, 3):
        raise BadOption(f"{len(colour)} bands are given: give three for red, green and blue, or one for grey.")
    return tuple(colour)


def _alpha(dataset: DatasetReader, tags: Sequence[ColorInterp], names: Sequence[str]) -> int | None:
    """The band that really is alpha: programs tag any fourth band as alpha, NAIP's infrared too. Alpha is all or
    nothing except at its edges; imagery has many levels in between.
    """
    alpha = next((band for band, tag in enumerate(tags, start=1) if tag == ColorInterp.alpha), None)
    if alpha is None or is_picture(names[alpha - 1]):
        return None
    if len(tags) == 1 or ColorInterp.palette in tags:
        return alpha
    samples = look(dataset, lambda window, shape: read_raw(dataset, (alpha,), window, shape).ravel())
    values = np.concatenate(samples) if samples else np.empty(0)
    if values.size < _MIN_ALPHA_SAMPLE_PX:
        return alpha
    levels, counts = np.unique(values, return_counts=True)
    between = (levels > 0) & (levels < levels.max())
    many = between.sum() > _ALPHA_LEVELS and counts[between].sum() > _ALPHA_SHARE * values.size
    return None if many else alpha


def _colour_bands(dataset: DatasetReader, tags: Sequence[ColorInterp], alpha: int | None) -> tuple[int, ...]:
    named = colours_by_name(dataset)
    if named is not None:
        return named
    wanted = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    if all(tag in tags for tag in wanted):
        return tuple(tags.index(tag) + 1 for tag in wanted)
    measured = colours_by_wavelength(dataset)
    if measured is not None:
        return measured
    others = [band for band in range(1, len(tags) + 1) if band != alpha]
    if not others:
        return (1,)
    return tuple(others[:3]) if len(others) >= 3 else (others[0],)


def _masks(dataset: DatasetReader, colour: tuple[int, ...], alpha: int | None) -> tuple[tuple[int, ...], bool]:
    """Bands whose masks decide, and whether they can be computed from the values alone."""
    flags = dataset.mask_flag_enums
    if MaskFlags.all_valid in flags[colour[0] - 1] and all(MaskFlags.all_valid in flags[band - 1] for band in colour):
        return (), False
    if MaskFlags.alpha in flags[colour[0] - 1]:
        return (), False  # read as a band, if it really is alpha
    if MaskFlags.per_dataset in flags[colour[0] - 1]:
        return colour[:1], False
    plain = all(
        MaskFlags.nodata in flags[band - 1]
        and float(dataset.nodatavals[band - 1]).is_integer()
        and np.dtype(dataset.dtypes[band - 1]).kind in "iu"
        and np.dtype(dataset.dtypes[band - 1]).itemsize <= 4
        for band in colour
    )
    return colour, plain


def _palette(dataset: DatasetReader, colour: tuple[int, ...]) -> NDArray[np.uint8] | None:
    if len(colour) != 1:
        return None
    entries = dataset.colormap(colour[0])
    table = np.zeros((max(entries) + 1, 4), np.uint8)
    for index, rgba in entries.items():
        table[index] = rgba
    return table
