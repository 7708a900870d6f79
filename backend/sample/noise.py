"""Seamless noise: the grain, mottle and clouds that no ground on Earth is without."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

FloatArray = NDArray[np.float32]
Field = NDArray[np.floating[Any]]
"""A field over pixels of any float precision, as painters compute them."""
Texture = Literal["grain", "mottle", "tufts", "clouds"]

_TILE_PX = 1024
_SPECTRA: dict[Texture, tuple[float, float]] = {
    # exponent of 1/f^a, and the shortest wavelength in pixels (shorter ones are damped)
    "grain": (0.35, 0.0),
    "mottle": (1.1, 0.0),
    "tufts": (0.75, 3.0),
    "clouds": (1.9, 12.0),
}


def generator(seed: int, *stream: int) -> np.random.Generator:
    """The random stream of one part of the scene; parts do not disturb each other."""
    return np.random.Generator(np.random.PCG64([seed, *stream]))


def tile(rng: np.random.Generator, exponent: float, shortest_px: float, size_px: int = _TILE_PX) -> FloatArray:
    """A tile of 1/f^exponent noise that repeats without a seam: [size, size], mean 0, deviation 1."""
    frequency = np.hypot(np.fft.fftfreq(size_px)[:, None], np.fft.rfftfreq(size_px)[None, :])
    frequency[0, 0] = 1.0
    gain = frequency**-exponent
    if shortest_px > 0:
        gain *= np.exp(-((frequency * shortest_px) ** 2))
    gain[0, 0] = 0.0
    field = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((size_px, size_px))) * gain, s=(size_px, size_px))
    return np.asarray(field / field.std(), dtype=np.float32)


class NoiseBank:
    """The noise tiles of one scene, read at any window."""

    def __init__(self, seed: int) -> None:
        self._tiles: dict[Texture, FloatArray] = {
            name: tile(generator(seed, 7, index), *spectrum) for index, (name, spectrum) in enumerate(_SPECTRA.items())
        }

    def read(self, texture: Texture, rows: slice, columns: slice) -> FloatArray:
        """[h, w] of one texture under a pixel window: mean 0, deviation 1."""
        source = self._tiles[texture]
        row_index = np.arange(rows.start, rows.stop) % _TILE_PX
        column_index = np.arange(columns.start, columns.stop) % _TILE_PX
        return np.asarray(source[np.ix_(row_index, column_index)], dtype=np.float32)

    def sample(self, texture: Texture, x_px: Field, y_px: Field) -> FloatArray:
        """The texture at free positions (nearest pixel), for patterns stretched or turned."""
        rows, columns = np.floor(y_px).astype(np.int64) % _TILE_PX, np.floor(x_px).astype(np.int64) % _TILE_PX
        return np.asarray(self._tiles[texture][rows, columns], dtype=np.float32)


def broad_field(rng: np.random.Generator, size_px: int, cells: int) -> FloatArray:
    """A smooth field over the whole scene with about ``cells`` bumps a side: [size, size], deviation 1."""
    coarse = ndimage.gaussian_filter(rng.standard_normal((cells * 4, cells * 4)), 2.0, mode="nearest")
    coarse = (coarse - coarse.mean()) / coarse.std()
    return np.asarray(
        Image.fromarray(coarse.astype(np.float32)).resize((size_px, size_px), Image.Resampling.BICUBIC),
        dtype=np.float32,
    )


def wander(rng: np.random.Generator, count: int, wavelength: float) -> NDArray[np.float64]:
    """A smooth random line of ``count`` samples, mean 0, deviation about 1, turning every ``wavelength`` samples."""
    pad = int(wavelength * 3) + 1
    line = ndimage.gaussian_filter1d(rng.standard_normal(count + 2 * pad), wavelength / 2.5)
    line /= max(float(line.std()), 1e-9)
    return np.asarray(line[pad : pad + count])


@lru_cache(maxsize=1)
def smooth_kernel() -> tuple[float, ...]:
    """The one-dimensional point spread of the camera: a Gaussian of 0.55 pixel."""
    weights = np.exp(-0.5 * (np.arange(-2, 3) / 0.55) ** 2)
    return tuple(float(w) for w in weights / weights.sum())
