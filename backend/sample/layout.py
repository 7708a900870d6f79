"""Where things go: rectangles of ground at any angle that overlap nothing, found on a coarse grid."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import signal
from shapely.geometry import box

from backend.sample.geometry import Frame, Zone, polygons
from backend.sample.landform import Landform
from backend.sample.noise import generator

CELL_M = 8.0


class Ground:
    """Which cells of the scene are taken. ``taken`` is [n, n] bool, cells of ``CELL_M`` metres."""

    def __init__(self, size_m: float) -> None:
        self.cells = math.ceil(size_m / CELL_M)
        self.taken: NDArray[np.bool_] = np.zeros((self.cells, self.cells), dtype=np.bool_)

    def cover(self, geometry: shapely.Geometry) -> NDArray[np.bool_]:
        """The cells a geometry touches."""
        image = Image.new("L", (self.cells, self.cells), 0)
        draw = ImageDraw.Draw(image)
        for shape in polygons(geometry):
            draw.polygon([(x / CELL_M - 0.5, y / CELL_M - 0.5) for x, y in shape.exterior.coords], fill=1, outline=1)
        return np.asarray(image, dtype=np.bool_)

    def take(self, geometry: shapely.Geometry) -> None:
        """Mark a geometry as taken."""
        self.taken |= self.cover(geometry)

    def _around(self, half_u: float, half_v: float, angle: float) -> NDArray[np.float64]:
        """How many taken cells a rectangle centred on each cell would meet; outside the scene all is taken."""
        reach = math.ceil(math.hypot(half_u, half_v) / CELL_M) + 1
        image = Image.new("L", (2 * reach + 1, 2 * reach + 1), 0)
        corners = Frame(reach, reach, angle).points(
            [(u * half_u / CELL_M, v * half_v / CELL_M) for u, v in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        )
        ImageDraw.Draw(image).polygon([(float(x), float(y)) for x, y in corners], fill=1, outline=1)
        kernel = np.asarray(image, dtype=np.float64)[::-1, ::-1]
        padded = np.pad(self.taken.astype(np.float64), reach, constant_values=1.0)
        return np.asarray(signal.fftconvolve(padded, kernel, mode="valid"))

    def place(
        self,
        rng: np.random.Generator,
        kind: str,
        half_u: float,
        half_v: float,
        angles: list[float],
        gap_m: float = 13.0,
    ) -> Zone | None:
        """Find free ground for a rectangle at the first angle that allows it, snug against what is there."""
        for angle in angles:
            free = self._around(half_u + gap_m, half_v + gap_m, angle) < 0.5
            if not free.any():
                continue
            snug = self._around(half_u + gap_m + 26, half_v + gap_m + 26, angle)
            score = snug / max(float(snug.max()), 1.0) + 0.35 * rng.random(snug.shape)
            row, column = np.unravel_index(int(np.argmax(np.where(free, score, -1.0))), score.shape)
            zone = Zone(kind, Frame((float(column) + 0.5) * CELL_M, (float(row) + 0.5) * CELL_M, angle), half_u, half_v)
            self.take(zone.polygon.buffer(2.0))
            return zone
        return None


# kind, half length and half width in metres, whether it may shrink with the scene, least half length
_WISHES: tuple[tuple[str, float, float, bool, float], ...] = (
    ("airport", 660, 195, True, 460),
    ("golf_course", 245, 165, True, 100),
    ("stadium", 140, 112, False, 0),
    ("dense_residential_area", 200, 155, True, 80),
    ("farmland", 205, 165, True, 90),
    ("storage_tank", 132, 100, True, 52),
    ("industrial_area", 165, 120, True, 80),
    ("sparse_residential_area", 190, 145, True, 80),
    ("parking_lot", 75, 58, True, 34),
    ("tennis_court", 60, 41, False, 0),
    ("baseball_field", 82, 82, False, 0),
    ("solar_farm", 110, 82, True, 50),
    ("cemetery", 74, 56, True, 34),
    ("roundabout", 58, 58, False, 0),
    ("forest", 215, 150, True, 70),
    ("dense_residential_area", 130, 105, True, 75),
    ("parking_lot", 55, 45, True, 42),
    ("sparse_residential_area", 140, 110, True, 75),
    ("tennis_court", 42, 41, False, 0),
    ("forest", 150, 120, True, 60),
    ("industrial_area", 105, 85, True, 70),
    ("forest", 100, 80, True, 50),
)


def make_layout(seed: int, land: Landform) -> tuple[list[Zone], Ground]:
    """Place what fits: the zones, and the ground with everything taken marked."""
    rng = generator(seed, 2)
    ground = Ground(land.size_m)
    extent = box(0, 0, land.size_m, land.size_m)
    shore = shapely.buffer(land.sea, float(land.beach_m.max()) + 8)
    ground.take(shapely.intersection(shore, extent))
    ground.take(shapely.intersection(land.river.buffer(12), extent))
    ground.take(shapely.intersection(land.coast_road.buffer(10), extent))
    zones: list[Zone] = []
    if land.harbor is not None:
        ground.take(land.harbor.polygon)
        zones.append(land.harbor)
    if land.railway is not None:
        ground.take(shapely.intersection(land.railway.buffer(14), extent))
        zones.append(_rail_yard(rng, land))
        ground.take(zones[-1].polygon.buffer(4))
    shrink = float(np.clip(land.size_m / 2048.0, 0.42, 1.0))
    for _ in range(max(1, round((land.size_m / 2048.0) ** 2))):
        for kind, half_u, half_v, elastic, least in _wishes(land.size_m):
            scale = shrink if elastic else 1.0
            for tighter in (1.0, 0.86, 0.74) if elastic else (1.0,):
                if half_u * scale * tighter < least:
                    break
                zone = ground.place(
                    rng, kind, half_u * scale * tighter, half_v * scale * tighter, _angles(rng, kind, land.town_angle)
                )
                if zone is not None:
                    zones.append(zone)
                    break
    return zones, ground


def _wishes(size_m: float) -> list[tuple[str, float, float, bool, float]]:
    """The wishes in the order they are tried; a small scene begins with houses and keeps what is bulky for the end."""
    small_order = {"dense_residential_area": 0, "stadium": 2} if size_m < 1100 else {}
    return sorted(_WISHES, key=lambda wish: small_order.get(wish[0], 1))


def _angles(rng: np.random.Generator, kind: str, town: float) -> list[float]:
    """Angles to try in turn: any first, then along the town's streets, then along the picture."""
    quarter = math.pi / 2
    if kind == "airport":
        return [float(a) for a in rng.uniform(-0.2, 0.2, 4)] + [0.0]
    free = [float(a) for a in rng.uniform(0, math.pi, 2)]
    if kind in {"stadium", "roundabout", "tennis_court", "baseball_field", "forest", "cemetery"}:
        return [*free, town, town + quarter, 0.0, quarter]
    near = [float(town + a) for a in rng.normal(0, 0.12, 2)]
    return [near[0], near[1] + quarter, free[0], town, town + quarter, 0.0, quarter]


def _rail_yard(rng: np.random.Generator, land: Landform) -> Zone:
    """The yard lies on the railway, away from the river."""
    assert land.railway is not None
    left = shapely.get_x(land.river_line.centroid) > land.size_m / 2
    share = rng.uniform(0.28, 0.4) if left else rng.uniform(0.6, 0.72)
    start, end = np.array(land.railway.coords[0]), np.array(land.railway.coords[-1])
    x, y = start + (end - start) * share
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    return Zone("rail_yard", Frame(float(x), float(y), angle), 270.0, 32.0)
