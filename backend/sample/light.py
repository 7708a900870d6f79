"""Light: slopes face the sun or turn away, high things cast shadows, the camera blurs and adds noise."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from backend.sample.canvas import GROUND_SAMPLING_M, Canvas
from backend.sample.noise import FloatArray, generator, smooth_kernel

_STRIP_PX = 512


@dataclass(frozen=True)
class Sun:
    """Where the sun stands: a unit vector toward it in scene axes, and its elevation in radians."""

    x: float
    y: float
    elevation: float


@dataclass(frozen=True)
class Camera:
    """How the picture was taken: gain and lift a channel (haze), contrast, colourfulness, noise in grey levels."""

    gain: tuple[float, float, float]
    lift: tuple[float, float, float]
    gamma: float
    saturation: float
    noise: float


def _slope(height: FloatArray, axis: int) -> FloatArray:
    """Rise over run along an axis by the lesser one-sided difference, so that walls do not count as slopes."""
    step = np.diff(height, axis=axis) / GROUND_SAMPLING_M
    pad = [(0, 0), (0, 0)]
    pad[axis] = (1, 1)
    step = np.pad(step, pad)
    before, after = (step[:-1], step[1:]) if axis == 0 else (step[:, :-1], step[:, 1:])
    least = np.where(np.abs(before) < np.abs(after), before, after)
    return np.asarray(np.where(before * after > 0, least, 0.25 * (before + after).clip(-1, 1)), dtype=np.float32)


def shading(height: FloatArray, sun: Sun) -> FloatArray:
    """Direct light on each pixel's slope, 1 for flat ground (Lambert's law)."""
    dx, dy = _slope(height, 1), _slope(height, 0)
    run = math.cos(sun.elevation) / math.sin(sun.elevation)
    facing = (1.0 - run * (dx * sun.x + dy * sun.y)) / np.sqrt(1.0 + dx * dx + dy * dy)
    return np.asarray(np.clip(facing, 0.0, 1.5), dtype=np.float32)


def shadow(height: FloatArray, rows: slice, sun: Sun) -> FloatArray:
    """How deep in cast shadow each pixel of some rows is, 0 to 1; heights are marched toward the sun."""
    size = height.shape[1]
    here = height[rows]
    drop = GROUND_SAMPLING_M * math.tan(sun.elevation)
    reach = math.ceil(float(height.max()) / drop) + 1
    low, high = max(rows.start - reach, 0), min(rows.stop + reach, height.shape[0])
    tallest = float(height[low:high].max())
    horizon = here.copy()
    for step in range(1, math.ceil(tallest / drop) + 1):
        dx, dy = round(step * sun.x), round(step * sun.y)
        r0, r1 = max(rows.start + dy, 0), min(rows.stop + dy, height.shape[0])
        c0, c1 = max(dx, 0), min(size + dx, size)
        if r0 >= r1 or c0 >= c1:
            continue
        target = horizon[r0 - dy - rows.start : r1 - dy - rows.start, c0 - dx : c1 - dx]
        np.maximum(target, height[r0:r1, c0:c1] - np.float32(step * drop), out=target)
    return np.asarray(np.clip((horizon - here) / 0.8, 0.0, 1.0), dtype=np.float32)


def develop(canvas: Canvas, sun: Sun, camera: Camera, seed: int) -> NDArray[np.uint8]:
    """The photograph [n, n, 3] uint8 of a painted canvas under a sun, strip by strip."""
    out = np.empty_like(canvas.rgb)
    kernel = np.array(smooth_kernel(), dtype=np.float32)
    shade_tint = np.array([0.34, 0.39, 0.47], dtype=np.float32)
    for start in range(0, canvas.size_px, _STRIP_PX):
        low, high = max(start - 4, 0), min(start + _STRIP_PX + 4, canvas.size_px)
        dark = ndimage.gaussian_filter(shadow(canvas.height, slice(low, high), sun), 0.6)
        direct = shading(canvas.height[low:high], sun) * (1.0 - dark)
        light = shade_tint + (1.0 - shade_tint) * direct[..., None]
        strip = canvas.rgb[low:high].astype(np.float32) * light
        for axis in (0, 1):
            strip = ndimage.correlate1d(strip, kernel, axis=axis, mode="nearest")
        stop = min(start + _STRIP_PX, canvas.size_px)
        strip = strip[start - low : start - low + (stop - start)]
        rng = generator(seed, 99, start)
        noise = rng.standard_normal(strip.shape[:2], dtype=np.float32)
        strip += camera.noise * (noise[..., None] + 0.5 * rng.standard_normal(strip.shape, dtype=np.float32))
        grey = strip.mean(axis=2)[..., None]
        strip = grey + (strip - grey) * np.float32(camera.saturation)
        strip = np.clip(strip / 255.0, 0.0, 1.0) ** camera.gamma * 255.0
        strip = strip * np.array(camera.gain, dtype=np.float32) + np.array(camera.lift, dtype=np.float32)
        out[start:stop] = np.clip(strip + 0.5, 0, 255).astype(np.uint8)
    return out
