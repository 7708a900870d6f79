"""Where to sample a raster to learn the distribution of its values without decoding all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from rasterio._err import CPLE_BaseError
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rasterio.windows import Window

Sampled = TypeVar("Sampled")

SAMPLE_SIDE = 1024
GLANCE_SIDE = 512
_GLANCE_WHOLE_PX = 4_000_000
_GLANCES, _GLANCE_PATCH_SIDE = 6, 128


def whole(width: int, height: int, side: int = SAMPLE_SIDE) -> tuple[Window, tuple[int, int]]:
    """The whole raster, read with at most ``side`` pixels in width and height."""
    share = min(1.0, side / max(width, height))
    return Window(0, 0, width, height), (max(1, round(height * share)), max(1, round(width * share)))


def patches(width: int, height: int, count: int, side: int) -> list[tuple[Window, tuple[int, int]]]:
    """A lattice of ``count`` by ``count`` small windows, including the corners, at full resolution."""
    cols = np.unique(np.linspace(0, max(0, width - side), count).astype(int))
    rows = np.unique(np.linspace(0, max(0, height - side), count).astype(int))
    shape = (min(side, height), min(side, width))
    return [(Window(int(col), int(row), shape[1], shape[0]), shape) for row in rows for col in cols]


def glances(dataset: DatasetReader) -> list[tuple[Window, tuple[int, int]]]:
    """What may be read when a raster is opened: all of a small one or one with overviews, else a few patches."""
    width, height = dataset.width, dataset.height
    if width * height <= _GLANCE_WHOLE_PX or dataset.overviews(1):
        return [whole(width, height, GLANCE_SIDE)]
    return patches(width, height, _GLANCES, _GLANCE_PATCH_SIDE)


def look(dataset: DatasetReader, work: Callable[[Window, tuple[int, int]], Sampled]) -> list[Sampled]:
    """The result of ``work`` for each glance; damaged parts are skipped here and reported when they are read."""
    samples = []
    for window, shape in glances(dataset):
        with suppress(RasterioError, CPLE_BaseError):
            samples.append(work(window, shape))
    return samples


def read_raw(dataset: DatasetReader, bands: Sequence[int], window: Window, shape: tuple[int, int]) -> NDArray[Any]:
    """Values of a part, ``[bands, h, w]``, without interpolation."""
    target = (len(bands), *shape)
    return np.asarray(dataset.read(list(bands), window=window, out_shape=target, resampling=Resampling.nearest))
