"""A layer resampled to a pixel grid that it shares with another layer, on request with that layer's colours."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.warp import reproject

from backend.errors import OutsideLayer
from backend.imagery.common_ground import CommonGround, moved
from backend.imagery.crs import project, same_crs
from backend.imagery.gdal_session import gdal_session
from backend.imagery.layer import Block, LayerInfo, OpenLayer
from backend.imagery.stretch import Stretch

_SAMPLE_PX = 512  # side of the sample from which tones are computed
_LEAST_SAMPLE = 256  # valid pixels: fewer give no reliable tone
_GAIN = (0.5, 2.0)
_POINTS = 9
_SHEAR = 1e-6


@dataclass(frozen=True)
class Tone:
    """Linear colour correction that brings a layer close to another: ``value * gain + offset``, one number per band."""

    gain: tuple[float, float, float]
    offset: tuple[float, float, float]

    def apply(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The corrected pixels: uint8 ``[3, h, w]`` -> uint8 ``[3, h, w]``."""
        values = np.arange(256, dtype=np.float64)
        tables = [
            np.clip(np.rint(values * gain + offset), 0, 255).astype(np.uint8)
            for gain, offset in zip(self.gain, self.offset, strict=True)
        ]
        return np.stack([table[band] for table, band in zip(tables, pixels, strict=True)])


def aligned_info(info: LayerInfo, ground: CommonGround, seen_with: str = "") -> LayerInfo:
    """The description of a layer on the pixels of ``ground``.

    Its fingerprint is derived from the layer's own, the pixel grid, and ``seen_with``: the fingerprint of the layer
    whose tone it gets.
    """
    made_of = [
        info.fingerprint,
        seen_with,
        ground.width,
        ground.height,
        ground.crs.to_wkt(),
        list(ground.transform)[:6],
    ]
    digest = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()
    return replace(
        info,
        width=ground.width,
        height=ground.height,
        crs=ground.crs,
        transform=ground.transform,
        fingerprint=digest,
    )


def matching_tone(layer: OpenLayer, like: OpenLayer) -> Tone | None:
    """The tone that gives a layer the brightness and contrast of another one on the same pixel grid, band by band.

    From the medians and quartiles of the pixels that are valid in both, which local changes hardly affect. None where
    too few pixels are.
    """
    info = layer.info
    share = min(1.0, _SAMPLE_PX / max(info.width, info.height))
    shape = max(1, round(info.height * share)), max(1, round(info.width * share))
    mine, its = (each.read((0, 0, info.width, info.height), shape) for each in (layer, like))
    valid = mine.mask & its.mask
    if int(valid.sum()) < _LEAST_SAMPLE:
        return None
    own, other = (
        np.percentile(block.pixels[:, valid].astype(np.float64), (25, 50, 75), axis=1) for block in (mine, its)
    )
    gains = np.clip((other[2] - other[0]) / np.maximum(own[2] - own[0], 1.0), *_GAIN)
    offsets = other[1] - own[1] * gains
    return Tone(
        (float(gains[0]), float(gains[1]), float(gains[2])), (float(offsets[0]), float(offsets[1]), float(offsets[2]))
    )


class AlignedLayer:
    """An :class:`backend.imagery.layer.OpenLayer` that resamples another one to the pixels of ``info``.

    Closing it closes the other one.
    """

    def __init__(self, layer: OpenLayer, info: LayerInfo, tone: Tone | None = None) -> None:
        """Args:
        layer: the layer to resample, open.
        info: made by :func:`aligned_info`.
        tone: applied to its colours; none if None.
        """
        self._layer = layer
        self._info = info
        self._tone = tone

    @property
    def info(self) -> LayerInfo:
        """See :func:`aligned_info`."""
        return self._info

    @property
    def stretch(self) -> Stretch:
        """The stretch of the underlying layer."""
        return self._layer.stretch

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._layer.close()

    def read(self, box: Sequence[float], out_shape: tuple[int, int]) -> Block:
        """Read a box of the common pixel grid at any resolution; zeros with a False mask outside the layer.

        Raises:
            LayerNotReadable, LayerEmpty: see :meth:`backend.imagery.layer.Layer.read`.
        """
        col, row, width, height = (float(value) for value in box)
        rows, cols = out_shape
        cell = self._info.transform * Affine.translation(col, row) * Affine.scale(width / cols, height / rows)
        pixels, mask = self._shown(cell, out_shape)
        if self._tone is not None:
            pixels = self._tone.apply(pixels)
        return Block(pixels, mask, self._info.crs, cell)

    def _shown(self, cell: Affine, shape: tuple[int, int]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        source = self._layer.info
        rows, cols = shape
        empty = np.zeros((3, *shape), np.uint8), np.zeros(shape, bool)
        if same_crs(self._info.crs, source.crs):
            inside = ~source.transform * cell
            turned = max(abs(inside.b), abs(inside.d)) > _SHEAR * max(abs(inside.a), abs(inside.e))
            if not turned and inside.a > 0 and inside.e > 0:
                try:
                    block = self._layer.read(
                        (_whole(inside.c), _whole(inside.f), _whole(inside.a * cols), _whole(inside.e * rows)), shape
                    )
                except OutsideLayer:
                    return empty
                return block.pixels, block.mask
        near = self._near(cell, shape)
        if near is None:
            return empty
        return _warped(near, cell, self._info, shape)

    def _near(self, cell: Affine, shape: tuple[int, int]) -> Block | None:
        """The part of the layer under a box, at about the requested resolution, with a margin."""
        source = self._layer.info
        rows, cols = shape
        at_col, at_row = np.meshgrid(np.linspace(0, cols, _POINTS), np.linspace(0, rows, _POINTS))
        x, y = project(self._info.crs, source.crs, *moved(cell, at_col.ravel(), at_row.ravel()))
        known = np.isfinite(x) & np.isfinite(y)
        if not known.any():
            return None
        in_col, in_row = moved(~source.transform, x[known], y[known])
        finer_x, finer_y = max(np.ptp(in_col) / cols, 1.0), max(np.ptp(in_row) / rows, 1.0)
        left, top = math.floor(in_col.min() - 2 * finer_x), math.floor(in_row.min() - 2 * finer_y)
        right, bottom = math.ceil(in_col.max() + 2 * finer_x), math.ceil(in_row.max() + 2 * finer_y)
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, source.width), min(bottom, source.height)
        if right <= left or bottom <= top:
            return None
        width, height = right - left, bottom - top
        read = max(1, round(height / finer_y)), max(1, round(width / finer_x))
        return self._layer.read((left, top, width, height), read)


def _whole(value: float) -> float:
    """Rounds a number that is whole except for rounding error, so that pixels are copied and not resampled."""
    return float(round(value)) if abs(value - round(value)) < 1e-4 else value


def _warped(
    near: Block, cell: Affine, info: LayerInfo, shape: tuple[int, int]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    pixels, mask = np.zeros((3, *shape), np.uint8), np.zeros(shape, np.uint8)
    places = {"src_transform": near.transform, "src_crs": near.crs, "dst_transform": cell, "dst_crs": info.crs}
    with gdal_session():
        reproject(near.pixels, pixels, resampling=Resampling.bilinear, **places)
        reproject(near.mask.astype(np.uint8), mask, resampling=Resampling.nearest, **places)
    return pixels, mask > 0
