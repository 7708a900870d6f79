"""The lie of the land: a coast along the lower side, its beach, and a river that crosses the land to the sea."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon, box

from backend.sample.geometry import Frame, Zone, clean
from backend.sample.noise import generator, wander

_MARGIN_M = 80


@dataclass(frozen=True)
class Landform:
    """Coast, river and the reserved corridors, in scene metres.

    ``coast_y`` and ``beach_m`` hold one value a metre of x from 0: where the sea begins and how wide the sand is.
    """

    size_m: float
    coast_y: NDArray[np.float64]
    beach_m: NDArray[np.float64]
    sea: Polygon
    river: Polygon
    river_line: LineString
    harbor: Zone | None
    coast_road: LineString
    railway: LineString | None
    town_angle: float

    @property
    def land(self) -> shapely.Geometry:
        """Dry ground inland of the beach."""
        extent = box(0, 0, self.size_m, self.size_m)
        return shapely.difference(extent, shapely.union_all([self.sea, self.river]))


def _coast(rng: np.random.Generator, size_m: float) -> NDArray[np.float64]:
    count = int(size_m) + 2 * _MARGIN_M + 2
    tilt = rng.uniform(-0.05, 0.05) * np.linspace(-0.5, 0.5, count) * size_m
    bays = wander(rng, count, 0.3 * size_m) * min(0.014 * size_m, 26.0) + wander(rng, count, 60.0) * 2.2
    return np.asarray(size_m * rng.uniform(0.80, 0.84) + tilt + bays)


def _river(
    rng: np.random.Generator, size_m: float, coast: NDArray[np.float64], left: bool
) -> tuple[Polygon, LineString]:
    share = rng.uniform(0.15, 0.24)
    mouth = (share if left else 1 - share) * size_m
    source = mouth + rng.uniform(-0.08, 0.08) * size_m
    mouth_y = float(coast[int(np.clip(mouth, 0, size_m)) + _MARGIN_M])
    y = np.arange(-60.0, mouth_y + 45.0, 4.0)
    fade = np.clip((mouth_y - y) / 160.0, 0.15, 1.0)
    bends = wander(rng, len(y), 0.16 * size_m / 4) * min(0.03 * size_m, 60.0) * fade
    x = source + (mouth - source) * (y + 60) / (mouth_y + 105) + bends
    half = np.clip(0.0185 * size_m, 12.0, 44.0) * (1.0 + 0.12 * wander(rng, len(y), 30.0))
    half = half * (1.0 + 0.6 * np.clip(1 - (mouth_y - y) / 130.0, 0, 1) ** 2)
    slope = np.gradient(x, y)
    normal = np.column_stack([np.ones_like(slope), -slope]) / np.hypot(1.0, slope)[:, None]
    middle = np.column_stack([x, y])
    banks = np.vstack([middle + normal * half[:, None], (middle - normal * half[:, None])[::-1]])
    return clean(Polygon(banks)), LineString(middle)


def make_landform(seed: int, size_m: float) -> Landform:
    """Draw coast, river, harbour, coast road and railway of a scene of ``size_m`` metres a side."""
    rng = generator(seed, 1)
    coast = _coast(rng, size_m)
    left = bool(rng.random() < 0.5)
    river, river_line = _river(rng, size_m, coast, left)
    x = np.arange(len(coast)) - float(_MARGIN_M)
    below = [(float(x[-1]), size_m + 300.0), (float(x[0]), size_m + 300.0)]
    sea = clean(Polygon([*zip(x.tolist(), coast.tolist(), strict=True), *below]))
    broad = np.convolve(np.pad(coast, 90, mode="edge"), np.full(181, 1 / 181), mode="valid")

    harbor = None
    inland = np.full(len(coast), 62.0 if size_m < 1000 else 95.0)
    if size_m >= 1000:
        where = size_m * (rng.uniform(0.55, 0.72) if left else rng.uniform(0.28, 0.45))
        index = int(where) + _MARGIN_M
        angle = float(np.arctan2(broad[index + 120] - broad[index - 120], 240.0))
        harbor = Zone("harbor", Frame(where, float(broad[index]), angle), 165.0, 125.0)
        inland += 75.0 * np.exp(-(((x - where) / 260.0) ** 4))
    beach = np.clip(38.0 + 9.0 * wander(rng, len(coast), 170.0), 20.0, 58.0) * min(1.0, size_m / 1000 + 0.3)
    pick = slice(0, len(x), 12)
    road = LineString(np.column_stack([x, broad - inland - 6.0 * np.sin(x / 210.0)])[pick])

    railway = None
    tilt = float(np.arctan2(broad[-1] - broad[0], x[-1] - x[0]))
    if size_m >= 1500:
        level = float((broad - inland).min()) - size_m * rng.uniform(0.135, 0.16)
        lean = tilt * 0.6 + rng.uniform(-0.03, 0.03)
        middle = size_m / 2
        ends = [(-20.0, level - np.tan(lean) * (middle + 20)), (size_m + 20, level + np.tan(lean) * (middle + 20))]
        railway = LineString(ends)
    keep = slice(_MARGIN_M, _MARGIN_M + int(size_m) + 2)
    return Landform(
        size_m, coast[keep], beach[keep], sea, river, river_line, harbor, road, railway, tilt + rng.uniform(-0.3, 0.3)
    )
