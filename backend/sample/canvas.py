"""The canvas: albedo and height of the ground at 0.5 m, painted with antialiased shapes in metres.

Painters give colour and height only. Light, shade and cast shadows come once, at the end, from the height
(``light.py``), so that every object agrees about the sun.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from shapely.geometry import LineString, Polygon

from backend.sample.geometry import Frame, polygons
from backend.sample.noise import Field, FloatArray, NoiseBank, Texture

GROUND_SAMPLING_M = 0.5
PX_PER_M = 1.0 / GROUND_SAMPLING_M

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Window:
    """A pixel window of the canvas."""

    rows: slice
    columns: slice

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows.stop - self.rows.start, self.columns.stop - self.columns.start

    def grid(self) -> tuple[FloatArray, FloatArray]:
        """Scene x [1, w] and y [h, 1] of the pixel centres in metres."""
        x = (np.arange(self.columns.start, self.columns.stop, dtype=np.float32) + 0.5) * GROUND_SAMPLING_M
        y = (np.arange(self.rows.start, self.rows.stop, dtype=np.float32) + 0.5) * GROUND_SAMPLING_M
        return x[None, :].astype(np.float32), y[:, None].astype(np.float32)


@dataclass(frozen=True)
class Local:
    """A window with the local coordinates of its pixels: ``u`` and ``v`` [h, w] in metres."""

    window: Window
    u: FloatArray
    v: FloatArray


def cover(offset_m: Field, half_m: float) -> FloatArray:
    """How much of a pixel a strip |offset| < half covers, 0 to 1: exact for edges along the grid."""
    pixel = GROUND_SAMPLING_M / 2
    low, high = np.maximum(offset_m - pixel, -half_m), np.minimum(offset_m + pixel, half_m)
    return np.asarray(np.clip((high - low) / GROUND_SAMPLING_M, 0.0, 1.0), dtype=np.float32)


def repeat_cover(offset_m: Field, period_m: float, half_m: float) -> FloatArray:
    """``cover`` of strips repeated every ``period_m``, one centred on 0."""
    return cover((offset_m + period_m / 2) % period_m - period_m / 2, half_m)


def ring_cover(distance_m: Field, radius_m: float, half_m: float) -> FloatArray:
    """``cover`` of a ring about the origin."""
    return cover(distance_m - radius_m, half_m)


class Canvas:
    """Colour [n, n, 3] uint8 and height [n, n] float32 (metres above ground) of a square scene."""

    def __init__(self, size_px: int, noise: NoiseBank) -> None:
        self.size_px = size_px
        self.size_m = size_px * GROUND_SAMPLING_M
        self.noise = noise
        self.rgb: NDArray[np.uint8] = np.zeros((size_px, size_px, 3), dtype=np.uint8)
        self.height: FloatArray = np.zeros((size_px, size_px), dtype=np.float32)

    def window(self, bounds_m: Sequence[float], pad_m: float = 1.0) -> Window | None:
        """The pixels of an extent (xmin, ymin, xmax, ymax in metres), or None outside the canvas."""
        low = [int(np.floor((value - pad_m) * PX_PER_M)) for value in bounds_m[:2]]
        high = [int(np.ceil((value + pad_m) * PX_PER_M)) for value in bounds_m[2:]]
        x0, y0 = (max(value, 0) for value in low)
        x1, y1 = (min(value, self.size_px) for value in high)
        return Window(slice(y0, y1), slice(x0, x1)) if x0 < x1 and y0 < y1 else None

    def local(self, frame: Frame, half_u: float, half_v: float) -> Local | None:
        """The window about a turned rectangle with its local coordinates."""
        c, s = np.cos(frame.angle), np.sin(frame.angle)
        reach_x, reach_y = abs(half_u * c) + abs(half_v * s), abs(half_u * s) + abs(half_v * c)
        window = self.window((frame.x - reach_x, frame.y - reach_y, frame.x + reach_x, frame.y + reach_y))
        if window is None:
            return None
        x, y = window.grid()
        dx, dy = x - np.float32(frame.x), y - np.float32(frame.y)
        u = (dx * c + dy * s).astype(np.float32)
        v = (dy * c - dx * s).astype(np.float32)
        return Local(window, u, v)

    def coverage(self, shapes: Iterable[Polygon], window: Window) -> FloatArray:
        """How much of each pixel the polygons cover, 0 to 1; drawn finer and averaged."""
        rows, columns = window.shape
        fine = 4 if max(rows, columns) < 800 else 2
        image = Image.new("L", (columns * fine, rows * fine), 0)
        draw = ImageDraw.Draw(image)
        origin = np.array([window.columns.start, window.rows.start])
        for shape in shapes:
            for ring, value in [(shape.exterior, 255), *((hole, 0) for hole in shape.interiors)]:
                pixels = (shapely.get_coordinates(ring) * PX_PER_M - origin) * fine - 0.5
                draw.polygon([(float(px), float(py)) for px, py in pixels], fill=value)
        return np.asarray(image.reduce(fine), dtype=np.float32) / 255.0

    def paint(self, window: Window, colour: Colour | Field, alpha: Field | float) -> None:
        """Lay a colour (0-255, or [h, w, 3]) over a window with an opacity of 0 to 1 ([h, w])."""
        here = self.rgb[window.rows, window.columns]
        weight = np.broadcast_to(np.asarray(alpha, dtype=np.float32), window.shape)[..., None]
        tint = np.asarray(colour, dtype=np.float32)
        mixed = here + (tint - here) * weight
        here[:] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)

    def raise_to(self, window: Window, height_m: Field | float, alpha: Field) -> None:
        """Set the height where the opacity is more than a half."""
        here = self.height[window.rows, window.columns]
        here[:] = np.where(alpha > 0.5, height_m, here)

    def textured(self, window: Window, colour: Colour, texture: Texture, amount: float) -> FloatArray:
        """A colour modulated by a texture: [h, w, 3]; ``amount`` 0.1 is ten per cent."""
        factor = 1.0 + amount * self.noise.read(texture, window.rows, window.columns)
        return np.asarray(np.asarray(colour, dtype=np.float32) * factor[..., None], dtype=np.float32)

    def fill(
        self,
        shape: shapely.Geometry | Sequence[Polygon],
        colour: Colour,
        texture: Texture = "mottle",
        amount: float = 0.06,
        height_m: float | None = None,
        opacity: float = 1.0,
    ) -> None:
        """Fill polygons with a textured colour, and set their height where one is given."""
        parts = polygons(shape) if isinstance(shape, shapely.Geometry) else list(shape)
        if not parts:
            return
        window = self.window(shapely.total_bounds(parts))
        if window is None:
            return
        alpha = self.coverage(parts, window)
        self.paint(window, self.textured(window, colour, texture, amount), alpha * opacity)
        if height_m is not None:
            self.raise_to(window, height_m, alpha)

    def stroke(self, lines: Sequence[LineString], width_m: float, colour: Colour, opacity: float = 1.0) -> None:
        """Draw lines of a width in metres, flat at their ends."""
        if not lines:
            return
        wide = shapely.buffer(list(lines), width_m / 2, cap_style="flat", quad_segs=4)
        self.fill([part for shape in wide for part in polygons(shape)], colour, "grain", 0.03, opacity=opacity)

    def box(
        self,
        frame: Frame,
        half_u: float,
        half_v: float,
        colour: Colour,
        height_m: float | None = None,
        amount: float = 0.04,
        opacity: float = 1.0,
    ) -> None:
        """A turned rectangle with crisp antialiased edges: roofs, cars, containers, courts."""
        here = self.local(frame, half_u, half_v)
        if here is None:
            return
        alpha = cover(here.u, half_u) * cover(here.v, half_v)
        self.paint(here.window, self.textured(here.window, colour, "grain", amount), alpha * opacity)
        if height_m is not None:
            self.raise_to(here.window, height_m, alpha)

    def disc(
        self, frame: Frame, radius: float, colour: Colour, height_m: float | None = None, amount: float = 0.03
    ) -> None:
        """A filled circle."""
        here = self.local(frame, radius, radius)
        if here is None:
            return
        alpha = cover(np.hypot(here.u, here.v), radius)
        self.paint(here.window, self.textured(here.window, colour, "grain", amount), alpha)
        if height_m is not None:
            self.raise_to(here.window, height_m, alpha)
