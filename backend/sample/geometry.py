"""Plane geometry in scene metres: x to the right, y down, origin in the upper left corner."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon

Point = tuple[float, float]
Coordinates = NDArray[np.float64]


@dataclass(frozen=True)
class Frame:
    """A local frame: origin (``x``, ``y``) in metres, axis u turned by ``angle`` radians, v at its right hand."""

    x: float
    y: float
    angle: float = 0.0

    def point(self, u: float, v: float) -> Point:
        """The scene position of a local one."""
        c, s = math.cos(self.angle), math.sin(self.angle)
        return self.x + u * c - v * s, self.y + u * s + v * c

    def points(self, uv: Sequence[Point] | Coordinates) -> Coordinates:
        """Scene positions [n, 2] of local ones."""
        local = np.asarray(uv, dtype=np.float64)
        c, s = math.cos(self.angle), math.sin(self.angle)
        u, v = local[:, 0], local[:, 1]
        return np.column_stack([self.x + u * c - v * s, self.y + u * s + v * c])

    def at(self, u: float, v: float, turn: float = 0.0) -> Frame:
        """A frame at a local position, turned further by ``turn`` radians."""
        x, y = self.point(u, v)
        return Frame(x, y, self.angle + turn)

    def rect(self, u0: float, v0: float, u1: float, v1: float) -> Polygon:
        """The polygon of a local rectangle."""
        return Polygon(self.points([(u0, v0), (u1, v0), (u1, v1), (u0, v1)]))

    def polygon(self, uv: Sequence[Point] | Coordinates) -> Polygon:
        """The polygon of a local ring."""
        return Polygon(self.points(uv))

    def line(self, *uv: Point) -> LineString:
        """The line through local positions."""
        return LineString(self.points(list(uv)))


@dataclass(frozen=True)
class Zone:
    """A piece of ground given to one kind of object: a frame at its centre and half sizes in metres."""

    kind: str
    frame: Frame
    half_u: float
    half_v: float

    @property
    def polygon(self) -> Polygon:
        """The outline of the ground."""
        return self.frame.rect(-self.half_u, -self.half_v, self.half_u, self.half_v)


def blob(
    rng: np.random.Generator, x: float, y: float, radius: float, stretch: float = 1.0, rough: float = 0.16,
    angle: float | None = None,
) -> Polygon:  # fmt: skip
    """A rounded free form about a point: radius in metres along v, ``stretch`` times that along u; turned at random."""
    angles = np.linspace(0.0, 2 * math.pi, 72, endpoint=False)
    radii = np.ones_like(angles)
    for order in range(2, 6):
        radii += rough / order * 1.6 * rng.normal() * np.cos(order * angles + rng.uniform(0, 2 * math.pi))
    radii = np.clip(radii, 0.45, 1.6) * radius
    local = np.column_stack([radii * np.cos(angles) * stretch, radii * np.sin(angles)])
    return clean(Frame(x, y, float(rng.uniform(0, math.pi)) if angle is None else angle).polygon(local))


def clean(geometry: shapely.Geometry) -> Polygon:
    """The largest valid polygon of a geometry; an empty polygon where there is none."""
    parts = [part for part in shapely.get_parts(shapely.make_valid(geometry)) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area, default=Polygon())


def polygons(geometry: shapely.Geometry) -> list[Polygon]:
    """Every polygon inside a geometry."""
    found: list[Polygon] = []
    for part in shapely.get_parts(geometry):
        if isinstance(part, Polygon):
            if not part.is_empty:
                found.append(part)
        elif shapely.get_type_id(part) > 3:
            found.extend(polygons(part))
    return found


def along(line: LineString, step_m: float, start_m: float = 0.0) -> list[Frame]:
    """Frames every ``step_m`` along a line, u pointing forward."""
    distances = np.arange(start_m, line.length, step_m)
    here = shapely.get_coordinates(shapely.line_interpolate_point(line, distances))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(line, np.minimum(distances + 1.0, line.length)))
    back = shapely.get_coordinates(shapely.line_interpolate_point(line, np.maximum(distances - 1.0, 0.0)))
    turn = np.arctan2(ahead[:, 1] - back[:, 1], ahead[:, 0] - back[:, 0])
    return [Frame(float(p[0]), float(p[1]), float(a)) for p, a in zip(here, turn, strict=True)]


def smooth_line(points: Sequence[Point] | Coordinates, rounds: int = 3) -> LineString:
    """A polyline with its corners cut (Chaikin)."""
    line = np.asarray(points, dtype=np.float64)
    for _ in range(rounds):
        first, second = line[:-1] * 0.75 + line[1:] * 0.25, line[:-1] * 0.25 + line[1:] * 0.75
        line = np.vstack([line[:1], np.stack([first, second], axis=1).reshape(-1, 2), line[-1:]])
    return LineString(line)
