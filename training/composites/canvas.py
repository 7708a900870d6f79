"""The canvas: a square of real ground, finer than the final picture, on which things are drawn in metres."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from training.composites.frame import Frame, Points

Colour = tuple[float, float, float]
Pixels = NDArray[np.uint8]

CANVAS_PX = 448
_SHIFT = 4
_TILE = 512


@lru_cache(maxsize=1)
def _noise() -> NDArray[np.float32]:
    """Seamless tiles ``[3, 512, 512]`` of fine, medium and coarse noise with zero mean and unit variance."""
    rng = np.random.default_rng(7)
    freq = np.hypot(np.fft.fftfreq(_TILE)[:, None], np.fft.rfftfreq(_TILE)[None, :])
    tiles = []
    for low in (0.12, 0.03, 0.008):
        spectrum = np.fft.rfft2(rng.standard_normal((_TILE, _TILE))) / (freq / low + 1.0) ** 2.0
        spectrum[0, 0] = 0
        tile = np.fft.irfft2(spectrum)
        tiles.append((tile / tile.std()).astype(np.float32))
    return np.stack(tiles)


def texture(
    rng: np.random.Generator, side: int, fine: float = 0.5, middle: float = 0.35, coarse: float = 0.5
) -> NDArray[np.float32]:
    """Mixed noise ``[side, side]`` of about unit variance."""
    tiles = _noise()
    out = np.zeros((side, side), dtype=np.float32)
    for tile, weight in zip(tiles, (fine, middle, coarse), strict=True):
        row, column = rng.integers(0, _TILE - side + 1, 2)
        out += np.float32(weight) * tile[row : row + side, column : column + side]
    return out


@dataclass(frozen=True)
class Sun:
    """Shadows: unit direction (x right, y down), length per metre of height, and darkness."""

    x: float
    y: float
    reach: float
    dark: float

    def throw(self, points: Points, height_m: float) -> Points:
        """The shadow of points at a height."""
        return points + np.array([self.x, self.y]) * (self.reach * height_m)


@dataclass(frozen=True)
class Thing:
    """One thing, ready to be drawn.

    Attributes:
        concept: id in the lexicon; empty for scenery.
        outline: points ``[n, 2]`` in window metres, which define the box.
        paint: draws it. shade: adds its shadow, before anything is drawn.
        colour: a colour word for captions, or empty.
        name: an English name more precise than the concept's, or empty.
    """

    concept: str
    outline: Points
    paint: Callable[[Canvas], None]
    shade: Callable[[Canvas], None]
    colour: str = ""
    name: str = ""


@dataclass
class Canvas:
    """The ground of a window, uint8 ``[448, 448, 3]``, and the shadows on it."""

    rgb: Pixels
    window_m: float
    sun: Sun
    rng: np.random.Generator
    shadow: Pixels = field(default_factory=lambda: np.zeros((CANVAS_PX, CANVAS_PX), dtype=np.uint8))

    @property
    def px_per_m(self) -> float:
        """Canvas pixels per metre."""
        return CANVAS_PX / self.window_m

    def _fixed(self, points: Points) -> NDArray[np.int32]:
        at = np.clip(points * self.px_per_m - 0.5, -4 * CANVAS_PX, 5 * CANVAS_PX)
        return np.round(at * (1 << _SHIFT)).astype(np.int32).reshape(1, -1, 2)

    def fill(self, points: Points, colour: Colour) -> None:
        """Fill a polygon (in window metres)."""
        cv2.fillPoly(self.rgb, [self._fixed(points)[0]], colour, cv2.LINE_AA, _SHIFT)

    def line(self, points: Points, colour: Colour, width_m: float) -> None:
        """Draw a line with a width in metres; lines thinner than a pixel are fainter."""
        width = width_m * self.px_per_m
        if width >= 1.0:
            cv2.polylines(self.rgb, [self._fixed(points)[0]], False, colour, max(1, round(width)), cv2.LINE_AA, _SHIFT)
            return
        at = points * self.px_per_m
        low = np.floor(np.clip(at.min(0) - 2, 0, CANVAS_PX)).astype(int)
        high = np.ceil(np.clip(at.max(0) + 3, 0, CANVAS_PX)).astype(int)
        if (high <= low).any():
            return
        mask = np.zeros((high[1] - low[1], high[0] - low[0]), dtype=np.uint8)
        fixed = self._fixed(points - low / self.px_per_m)[0]
        cv2.polylines(mask, [fixed], False, (255,), 1, cv2.LINE_AA, _SHIFT)
        rows, columns = np.nonzero(mask)
        weight = (mask[rows, columns] * np.float32(max(width, 0.05) / 255.0))[:, None]
        here = self.rgb[low[1] : high[1], low[0] : high[0]]
        under = here[rows, columns].astype(np.float32)
        here[rows, columns] = np.clip(under + (np.asarray(colour, np.float32) - under) * weight + 0.5, 0, 255).astype(
            np.uint8
        )

    def stroke_mask(self, points: Points, width_px: int) -> Pixels:
        """A line as a mask ``[448, 448]``, 0-255."""
        mask = np.zeros((CANVAS_PX, CANVAS_PX), dtype=np.uint8)
        cv2.polylines(mask, [self._fixed(points)[0]], False, (255,), width_px, cv2.LINE_AA, _SHIFT)
        return mask

    def mask(self, points: Points) -> Pixels:
        """A polygon as a mask ``[448, 448]``, 0-255."""
        mask = np.zeros((CANVAS_PX, CANVAS_PX), dtype=np.uint8)
        cv2.fillPoly(mask, [self._fixed(points)[0]], (255,), cv2.LINE_AA, _SHIFT)
        return mask

    def blend(self, mask: Pixels, colour: Colour | NDArray[np.float32], opacity: float = 1.0) -> None:
        """Blend a colour, or a picture ``[448, 448, 3]``, over the ground by a mask."""
        x, y, w, h = cv2.boundingRect(mask)
        if not w or not h:
            return
        part = (slice(y, y + h), slice(x, x + w))
        weight = mask[part].astype(np.float32)[..., None] * np.float32(opacity / 255.0)
        tint = colour[part] if isinstance(colour, np.ndarray) else np.asarray(colour, dtype=np.float32)
        here = self.rgb[part].astype(np.float32)
        self.rgb[part] = np.clip(here + (tint - here) * weight + 0.5, 0, 255).astype(np.uint8)

    def pave(
        self, points: Points, colour: Colour, rough: float = 5.0, soft_m: float = 0.0, opacity: float = 1.0
    ) -> None:
        """Draw a textured surface (asphalt, concrete, water), with edges blurred by ``soft_m``."""
        mask = self.mask(points)
        if soft_m * self.px_per_m > 0.7:
            mask = softened(mask, soft_m * self.px_per_m)
        grain = texture(self.rng, CANVAS_PX)[..., None] * np.float32(rough)
        self.blend(mask, (np.asarray(colour, dtype=np.float32) + grain).astype(np.float32), opacity)

    def tint(self, points: Points, factor: float) -> None:
        """Make a polygon darker or lighter, keeping its texture."""
        mask = self.mask(points)
        x, y, w, h = cv2.boundingRect(mask)
        if w and h:
            part = (slice(y, y + h), slice(x, x + w))
            weight = mask[part].astype(np.float32)[..., None] / 255.0
            self.rgb[part] = np.clip(self.rgb[part] * (1.0 + (factor - 1.0) * weight), 0, 255).astype(np.uint8)

    def cast(self, points: Points, height_m: float, bottom_m: float = 0.0) -> None:
        """Cast the shadow of a convex body on or above the ground."""
        swept = np.concatenate([self.sun.throw(points, bottom_m), self.sun.throw(points, height_m)])
        hull = cv2.convexHull(swept.astype(np.float32))[:, 0].astype(np.float64)
        cv2.fillPoly(self.shadow, [self._fixed(hull)[0]], (255,), cv2.LINE_AA, _SHIFT)

    def cast_flat(self, points: Points, height_m: float) -> None:
        """Cast the shadow of a thin flat shape (a wing, a blade) at a height."""
        cv2.fillPoly(self.shadow, [self._fixed(self.sun.throw(points, height_m))[0]], (255,), cv2.LINE_AA, _SHIFT)

    def shows(self, points: Points, margin_m: float = 0.0) -> bool:
        """Whether the box around points, with a margin, intersects the window."""
        low, high = points.min(0) - margin_m, points.max(0) + margin_m
        return bool((high > 0).all() and (low < self.window_m).all())

    def lay_shadows(self, soft_m: float = 0.12) -> None:
        """Darken the ground under shadows, with a blue tint."""
        if not self.shadow.any():
            return
        mask = cv2.GaussianBlur(self.shadow, (0, 0), max(0.6, soft_m * self.px_per_m)).astype(np.float32) / 255.0
        keep = np.array([1.0, 0.98, 0.93], dtype=np.float32) * np.float32(self.sun.dark)
        self.rgb = (self.rgb * (1.0 - mask[..., None] * keep)).astype(np.uint8)


def softened(mask: Pixels, sigma_px: float) -> Pixels:
    """A mask with soft edges."""
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), sigma_px), dtype=np.uint8)


def lit(colour: Colour, factor: float) -> Colour:
    """A colour under more or less light."""
    red, green, blue = (float(min(255.0, max(0.0, c * factor))) for c in colour)
    return red, green, blue


def vary(rng: np.random.Generator, colour: Colour, spread: float = 8.0) -> Colour:
    """A colour with small variations in brightness and hue."""
    light, hue = rng.normal(0.0, spread), rng.normal(0.0, spread * 0.35, 3)
    red, green, blue = (float(np.clip(c + light + h, 3, 252)) for c, h in zip(colour, hue, strict=True))
    return red, green, blue


def facing(frame: Frame, sun: Sun, local_angle: float) -> float:
    """How much a slope that faces a local direction faces the sun: -1 to 1."""
    turn = frame.angle + local_angle
    return -(math.cos(turn) * sun.x + math.sin(turn) * sun.y)
