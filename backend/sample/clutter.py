"""What lies about wherever people live: trees, shrubs, cars, lorries, containers and boats."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely

from backend.sample.canvas import Colour, cover
from backend.sample.geometry import Frame
from backend.sample.palette import CAR_COLOURS, shift
from backend.sample.scene import Scene
from backend.sample.stamps import pick_crown


def tree(scene: Scene, rng: np.random.Generator, x: float, y: float, radius_m: float, colour: Colour) -> None:
    """One tree or shrub at a scene position."""
    crown = pick_crown(rng, scene.crowns, radius_m)
    canvas, n = scene.canvas, crown.alpha.shape[0]
    column, row = int(x * 2) - n // 2, int(y * 2) - n // 2
    r0, r1, c0, c1 = max(row, 0), min(row + n, canvas.size_px), max(column, 0), min(column + n, canvas.size_px)
    if r0 >= r1 or c0 >= c1:
        return
    inner = np.s_[r0 - row : r1 - row, c0 - column : c1 - column]
    trunk = crown.radius_m * 0.55
    top = trunk + crown.dome[inner]
    height = canvas.height[r0:r1, c0:c1]
    alpha = np.where(top > height, crown.alpha[inner], 0.0)
    light, hue = 1.0 + 0.11 * rng.standard_normal(), rng.normal(0.0, 3.5)
    tint = np.array([colour[0] + hue, colour[1] + 0.3 * hue, colour[2] - 0.6 * hue], dtype=np.float32) * light
    rgb = canvas.rgb[r0:r1, c0:c1]
    rgb[:] = np.clip(rgb + (tint * crown.tone[inner][..., None] - rgb) * alpha[..., None], 0, 255).astype(np.uint8)
    height[:] = np.where(alpha > 0.5, top, height)


def scatter_trees(
    scene: Scene,
    rng: np.random.Generator,
    ground: shapely.Geometry,
    per_hectare: float,
    radii_m: tuple[float, float] = (1.5, 4.5),
    keep_off: shapely.Geometry | None = None,
    colour: Colour | None = None,
) -> None:
    """Trees at random on a ground, not within ``keep_off``; some stand in clumps."""
    if ground.is_empty:
        return
    x0, y0, x1, y1 = shapely.bounds(ground)
    seeds = rng.uniform((x0, y0), (x1, y1), (int((x1 - x0) * (y1 - y0) / 1e4 * per_hectare * 0.5) + 1, 2))
    clump = seeds[rng.integers(0, len(seeds), len(seeds))] + rng.normal(0.0, 7.0, (len(seeds), 2))
    points = np.vstack([seeds, clump])
    inside = shapely.contains_xy(ground, points[:, 0], points[:, 1])
    if keep_off is not None:
        shapely.prepare(keep_off)
        inside &= ~shapely.intersects_xy(keep_off, points[:, 0], points[:, 1])
    base = colour or scene.palette.tree
    for x, y in points[inside]:
        tree(scene, rng, float(x), float(y), float(rng.uniform(*radii_m)), base)


def tree_row(
    scene: Scene, rng: np.random.Generator, frames: Iterable[Frame], radii_m: tuple[float, float], skip: float = 0.15
) -> None:
    """Trees in a row (a hedge, an avenue), with gaps."""
    for place in frames:
        if rng.random() > skip:
            x, y = place.point(float(rng.normal(0, 0.7)), float(rng.normal(0, 0.5)))
            tree(scene, rng, x, y, float(rng.uniform(*radii_m)), scene.palette.tree)


def car(scene: Scene, rng: np.random.Generator, place: Frame) -> None:
    """A car 4.0-4.9 m long with dark glass fore and aft, u forward."""
    half_u, half_v = float(rng.uniform(2.0, 2.45)), float(rng.uniform(0.88, 1.0))
    here = scene.canvas.local(place, half_u + 0.5, half_v + 0.5)
    if here is None:
        return
    colour = shift(rng, CAR_COLOURS[int(rng.integers(len(CAR_COLOURS)))], 6.0)
    body = cover(here.u, half_u) * cover(here.v, half_v)
    glass = (cover(here.u - 0.75, 0.34) + cover(here.u + half_u - 0.75, 0.26)) * cover(here.v, half_v - 0.15)
    scene.canvas.paint(here.window, colour, body)
    scene.canvas.paint(here.window, (34, 38, 44), glass * 0.75)
    scene.canvas.raise_to(here.window, 1.5, body)


def lorry(scene: Scene, rng: np.random.Generator, place: Frame) -> None:
    """A lorry or a bus, 9-16 m long."""
    half_u = float(rng.uniform(4.5, 8.0))
    white: Colour = (216, 216, 212)
    colour = white if rng.random() < 0.6 else shift(rng, CAR_COLOURS[int(rng.integers(len(CAR_COLOURS)))], 12.0)
    scene.canvas.box(place, half_u, 1.27, colour, 3.4)
    scene.canvas.box(place.at(half_u + 1.4, 0), 1.1, 1.2, shift(rng, (150, 80, 70), 40.0), 2.8)


def container(scene: Scene, rng: np.random.Generator, place: Frame, stack: int = 1) -> None:
    """A shipping container of 20 or 40 feet, stacked."""
    paints: tuple[Colour, ...] = (
        (146, 70, 52), (54, 84, 124), (120, 122, 120), (62, 106, 92), (184, 132, 62), (196, 196, 190), (92, 52, 46),
    )  # fmt: skip
    half_u = 6.05 if rng.random() < 0.7 else 3.0
    colour = shift(rng, paints[int(rng.integers(len(paints)))], 9.0)
    scene.canvas.box(place, half_u, 1.2, colour, 2.6 * stack)


def boat(scene: Scene, rng: np.random.Generator, place: Frame, length_m: float) -> None:
    """A yacht or motor boat, bow along u, with cockpit and canvas; recorded as true ``boat``."""
    half_u, half_v = length_m / 2, length_m * float(rng.uniform(0.135, 0.17))
    here = scene.canvas.local(place, half_u + 0.5, half_v + 0.5)
    if here is None:
        return
    taper = half_v * np.sqrt(np.clip(1.0 - np.clip((here.u + half_u * 0.1) / (half_u * 1.1), 0, 1) ** 2.2, 0, 1))
    hull = cover(here.u, half_u) * np.clip((taper - np.abs(here.v)) * 2 + 0.5, 0, 1) * (taper > 0.1)
    white: Colour = shift(rng, (222, 222, 218), 8.0)
    scene.canvas.paint(here.window, white, hull)
    deck: Colour = ((62, 84, 124), (170, 150, 120), (86, 88, 92), (196, 198, 200))[int(rng.integers(4))]
    cockpit = cover(here.u + half_u * 0.45, half_u * 0.36) * cover(here.v, half_v * 0.62)
    cabin = cover(here.u - half_u * 0.12, half_u * 0.2) * cover(here.v, half_v * 0.55)
    scene.canvas.paint(here.window, shift(rng, deck, 10.0), cockpit * 0.85)
    scene.canvas.paint(here.window, (70, 76, 84), cabin * 0.6)
    scene.canvas.raise_to(here.window, 1.3, hull)
    if rng.random() < 0.5:  # a mast throws a thin long shadow
        scene.canvas.box(place.at(half_u * 0.15, 0), 0.25, 0.25, (235, 235, 235), length_m * 0.9)
    outline = place.polygon(
        [(-half_u, -half_v), (0, -half_v), (half_u * 0.6, -half_v * 0.7), (half_u, 0), (half_u * 0.6, half_v * 0.7),
         (0, half_v), (-half_u, half_v)]
    )  # fmt: skip
    scene.record("boat", "boat", outline)


def traffic(scene: Scene, rng: np.random.Generator, frames: Iterable[Frame], lane_m: float, density: float) -> None:
    """Cars and some lorries on both lanes of a road; ``frames`` run along its centre."""
    for place in frames:
        for side in (1, -1):
            if rng.random() < density:
                lane = place.at(float(rng.uniform(-4, 4)), side * lane_m, 0.0 if side > 0 else np.pi)
                (lorry if rng.random() < 0.08 else car)(scene, rng, lane)
