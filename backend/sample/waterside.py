"""Where land and water meet: sea and surf, beach, river, and the harbour with its piers and boats."""

from __future__ import annotations

import math

import numpy as np
import shapely
from scipy import ndimage
from shapely.geometry import box

from backend.sample.canvas import Colour, Window
from backend.sample.clutter import boat, car, container, lorry, scatter_trees, tree
from backend.sample.geometry import Frame, Zone, along, blob
from backend.sample.industry import big_roof
from backend.sample.landform import Landform
from backend.sample.noise import FloatArray
from backend.sample.palette import mix, shift
from backend.sample.scene import Scene


def _rgb(colour: Colour) -> FloatArray:
    return np.asarray(colour, dtype=np.float32)


def paint_shore(scene: Scene, land: Landform) -> None:
    """Sea, surf and sand by their distance from the waterline; records ``beach``."""
    canvas, noise, palette = scene.canvas, scene.canvas.noise, scene.palette
    rng = scene.rng(30)
    n = canvas.size_px
    column_m = (np.arange(n) + 0.5) * 0.5
    metres = np.arange(len(land.coast_y))
    waterline = np.interp(column_m, metres, land.coast_y)
    width = np.interp(column_m, metres, land.beach_m)
    slope = np.gradient(np.convolve(np.pad(waterline, 40, mode="edge"), np.full(81, 1 / 81), mode="valid"), 0.5)
    squeeze = (1.0 / np.hypot(1.0, slope)).astype(np.float32)
    swell = float(rng.uniform(9, 15))
    fine = float(rng.uniform(20, 60))
    top = max(0, int((waterline.min() - width.max() - 12) * 2))
    for start in range(top, n, 256):
        window = Window(slice(start, min(start + 256, n)), slice(0, n))
        y = (np.arange(window.rows.start, window.rows.stop, dtype=np.float32)[:, None] + 0.5) * 0.5
        depth = (y - waterline.astype(np.float32)) * squeeze  # metres seaward of the waterline
        clouds = noise.read("clouds", window.rows, window.columns)
        mottle = noise.read("mottle", window.rows, window.columns)
        grain = noise.read("tufts", window.rows, window.columns)
        # the sand: dry and bright inland, dark and wet at the waterline, a ragged inner edge of dune grass
        sand_edge = -width.astype(np.float32) + 3.0 * clouds + 1.8 * mottle
        wet = np.clip((depth + 9 + 2 * clouds) / 6.0, 0, 1)[..., None]
        sand = _rgb(palette.sand) * (1 + 0.035 * mottle + 0.03 * grain)[..., None]
        sand = sand * (1 - wet) + _rgb(mix(palette.sand, (120, 106, 86), 0.72)) * (1 + 0.02 * mottle[..., None]) * wet
        mouth = ndimage.gaussian_filter(canvas.coverage([land.river.buffer(2.5)], window), 5.0)
        mouth *= np.clip((34.0 - depth + 10 * clouds) / 40.0, 0, 1)
        canvas.paint(window, sand, np.clip((depth - sand_edge) / 2.5, 0, 1) * (1 - mouth))
        # the sea: shallow to deep, ripples, streaks of foam where waves break
        far = np.clip((depth + 6 * clouds) / fine / 3.2, 0, 1)[..., None] ** 0.7
        x = np.broadcast_to(column_m.astype(np.float32)[None, :], depth.shape)
        ripple = noise.sample("mottle", x * 0.9, depth * 2.6)
        sea = _rgb(palette.shallow_sea) * (1 - far) + _rgb(palette.deep_sea) * far
        sea = sea * (1 + 0.05 * ripple + 0.03 * clouds + 0.02 * grain)[..., None]
        salt = np.clip(depth * 0.7 + 0.8 * mottle + 0.5, 0, 1)
        plume = np.clip((depth + 75.0 + 14 * clouds) / 105.0, 0, 1)
        canvas.paint(window, sea, salt + (plume - salt) * mouth)
        edge = depth + 2.4 * clouds + 0.9 * mottle
        foam = np.exp(-(((edge - 1.5) / 2.0) ** 2)) * 0.9
        for order, strength in ((1, 0.95), (2, 0.7), (3, 0.4)):
            crest = edge - order * swell - 3.0 * noise.sample("clouds", x * 0.7 + 313 * order, depth * 0.2)
            broken = np.clip(0.35 + 0.8 * noise.sample("clouds", x * 1.3 + 91 * order, depth * 0.15), 0, 1)
            trail = np.where(crest < 0, np.exp(np.minimum(crest, 0.0) / 4.5), np.exp(-((crest / 0.9) ** 2)))
            foam = np.maximum(foam, strength * broken * trail * np.clip(0.62 + 0.45 * grain + 0.3 * mottle, 0, 1))
        canvas.paint(window, _rgb((228, 232, 230)), (np.clip(foam, 0, 0.95) * (1 - mouth)).astype(np.float32))
    _record_beach(scene, land)
    strand = shapely.intersection(land.sea.buffer(float(land.beach_m.max()) + 26), box(0, 0, land.size_m, land.size_m))
    dunes = shapely.difference(strand, land.sea.buffer(float(land.beach_m.max()) - 2))
    scatter_trees(scene, rng, dunes, 70.0, (0.8, 2.6), land.river.buffer(4))


def _record_beach(scene: Scene, land: Landform) -> None:
    metres = np.arange(len(land.coast_y), dtype=np.float64)
    lower = np.column_stack([metres, land.coast_y + 6])[::4]
    upper = np.column_stack([metres, land.coast_y - land.beach_m])[::4]
    strip = shapely.make_valid(shapely.Polygon(np.vstack([lower, upper[::-1]])))
    strip = shapely.difference(strip, land.river.buffer(6))
    if land.harbor is not None:
        strip = shapely.difference(strip, land.harbor.polygon.buffer(4))
    scene.record("beach", "beach", strip, 2500.0)


def paint_river(scene: Scene, land: Landform) -> None:
    """Mud and reeds, then smooth dark water, lighter where it is shallow; trees on the banks."""
    rng = scene.rng(31)
    canvas, palette = scene.canvas, scene.palette
    shore = land.sea.buffer(12.0)
    reeds = shapely.difference(land.river.buffer(9), shore)
    canvas.fill(reeds, mix(palette.grass, palette.tree, 0.4), "tufts", 0.13, opacity=0.85)
    canvas.fill(
        shapely.difference(land.river.buffer(2.2), shore), mix(palette.soil, palette.river, 0.35), "mottle", 0.10
    )
    window = canvas.window(land.river.bounds)
    if window is not None:
        alpha = canvas.coverage([land.river], window)
        clouds = canvas.noise.read("clouds", window.rows, window.columns)
        ripple = canvas.noise.read("mottle", window.rows, window.columns)
        body = _rgb(palette.river) * (1 + 0.05 * clouds + 0.022 * ripple)[..., None]
        canvas.paint(window, body.astype(np.float32), alpha)
    shallow = shapely.difference(shapely.difference(land.river, land.river.buffer(-3.0)), shore)
    canvas.fill(shallow, mix(palette.river, palette.soil, 0.35), "mottle", 0.08, opacity=0.55)
    half = _half_width(land)
    spots = [spot for spot in along(land.river_line, 42.0, 20.0) if rng.random() < 0.16]
    if spots and land.size_m >= 1000:  # sand bars along the inside of bends
        bars = [
            blob(rng, *spot.point(0, half * 0.93 * float(rng.choice([-1, 1]))), half * 0.2, 4.5, 0.25, spot.angle)
            for spot in spots
        ]
        bank = shapely.difference(
            shapely.intersection(shapely.union_all(bars), land.river.buffer(6)), land.sea.buffer(70.0)
        )
        canvas.fill(bank.buffer(2.5), mix(palette.river, palette.sand, 0.25), "mottle", 0.05, opacity=0.7)
        canvas.fill(bank, mix(palette.sand, palette.soil, 0.3), "mottle", 0.06)
    scene.record("river", "river", shapely.difference(land.river, land.sea.buffer(2)), 500.0)


def _half_width(land: Landform) -> float:
    """The mean half width of the river in metres."""
    return float(land.river.area / land.river_line.length / 2)


def plant_banks(scene: Scene, land: Landform, keep_off: shapely.Geometry) -> None:
    """Trees along both banks and groves beside them, off whatever is built there and off the sand."""
    rng = scene.rng(33)
    half = _half_width(land)
    groves = [
        blob(rng, *spot.point(0, half * 1.35 * float(rng.choice([-1, 1]))), float(rng.uniform(14, 30)), 1.7, 0.25)
        for spot in along(land.river_line, 42.0, 20.0)
        if rng.random() < 0.75
    ]
    wood = shapely.union_all([land.river.buffer(13), *groves])
    wood = shapely.difference(wood, land.sea.buffer(float(land.beach_m.max()) + 4))
    for ring in shapely.get_parts(shapely.difference(wood, land.river.buffer(2))):
        scatter_trees(scene, rng, ring, 150.0, (1.6, 5.0), keep_off)


def paint_harbor(scene: Scene, number: int, zone: Zone) -> None:
    """A basin with quays and moles: a marina of pontoons on one side, cranes, containers and ships on the other."""
    rng = scene.rng(32, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    u, deep = zone.half_u, zone.half_v
    flip = 1 if rng.random() < 0.5 else -1
    basin_u, back = u - 26.0, -deep + 44.0
    water = mix(palette.deep_sea, palette.shallow_sea, 0.28)
    turn = deep * 0.72
    arms = [(9 - u, -40), (9 - u, turn), (-92, deep * 0.9), (34, deep * 0.9), (u - 9, turn), (u - 9, -40)]
    calm = f.polygon(arms)
    window = canvas.window(calm.bounds, 40.0)
    if window is not None:  # calm water fades into the sea outside
        soft = ndimage.gaussian_filter(canvas.coverage([calm], window), 20.0)
        canvas.paint(window, canvas.textured(window, water, "mottle", 0.035), soft)
    canvas.fill(f.rect(-u, -deep, u, 8), palette.concrete, "mottle", 0.05, height_m=0.0)
    canvas.fill(f.rect(-u, -deep, u, -deep + 14), palette.asphalt, "mottle", 0.04)
    canvas.fill(f.rect(-basin_u, back, basin_u, 9), water, "mottle", 0.035, height_m=0.0)
    for side in (1, -1):  # the moles, rock outside and concrete on top
        inner = 34.0 if side > 0 else 92.0
        arm = f.line((side * (u - 9), 0), (side * (u - 9), deep * 0.72), (side * inner, deep * 0.9))
        rock = arm.buffer(9.5, join_style="round")
        canvas.fill(rock, (124, 118, 108), "tufts", 0.22, height_m=1.0)
        canvas.fill(arm.buffer(4.5, cap_style="flat"), palette.concrete, "mottle", 0.05, height_m=3.0)
    _marina(scene, rng, f, basin_u, back, deep * 0.62, flip)
    _cargo_quay(scene, rng, f, basin_u, back, -flip)
    for k in range(3):  # warehouses along the back
        at = f.at(-u * 0.66 + k * u * 0.66, -deep + 26)
        big_roof(scene, rng, at, float(rng.uniform(20, 30)), 8.5)
    for _ in range(26):
        spot = f.at(float(rng.uniform(-u + 6, u - 6)), -deep + float(rng.choice([4.0, 10.0])), 0.0)
        (car if rng.random() < 0.85 else lorry)(scene, rng, spot)
    for _ in range(18):
        tree(scene, rng, *f.point(float(rng.uniform(-u, u)), -deep - 1), float(rng.uniform(1.5, 3)), palette.tree)
    scene.record("harbor", "harbour", zone.polygon)


def _marina(
    scene: Scene, rng: np.random.Generator, f: Frame, half: float, top: float, bottom: float, side: int
) -> None:
    """Pontoons with boats stern to bow along both sides."""
    canvas = scene.canvas
    spacing = float(rng.uniform(31, 36))
    pontoon = side * 14.0
    while abs(pontoon) < half - 8:
        canvas.fill(f.rect(pontoon - 1.3, top, pontoon + 1.3, bottom), (176, 170, 158), "grain", 0.05, height_m=0.4)
        length = float(rng.uniform(9.5, 13.5))
        berth = length * 0.36 + 0.5
        for v in np.arange(top + 6, bottom - 3, berth):
            for lee in (1, -1):
                if rng.random() < 0.85:
                    size = length * float(rng.uniform(0.78, 1.08))
                    turn = 0.0 if (lee > 0) == (rng.random() < 0.85) else math.pi
                    at = f.at(pontoon + lee * (2.0 + size / 2), float(v), turn + float(rng.normal(0, 0.02)))
                    boat(scene, rng, at, size)
        pontoon += side * spacing


def _cargo_quay(scene: Scene, rng: np.random.Generator, f: Frame, half: float, top: float, side: int) -> None:
    """A ship at the quay, gantry cranes, stacks of containers."""
    canvas = scene.canvas
    quay = side * half
    canvas.fill(f.rect(*sorted_box(side * 78.0, top - 30, quay + side * 26, top)), (150, 147, 140), "mottle", 0.05)
    pier = sorted_box(quay - side * 48, top, quay + side * 26, top + 96)
    canvas.fill(f.rect(*pier), shift(rng, (152, 149, 142), 5), "mottle", 0.06, height_m=0.0)
    for row in range(5):
        for k in range(6):
            if rng.random() < 0.82:
                at = f.at(quay + side * (-36 + row * 9.0 + (row % 2) * 1.2), top + 12 + k * 13.4, math.pi / 2)
                container(scene, rng, at, int(rng.integers(1, 4)))
    ship = f.at(quay - side * 60, top + 52 + float(rng.uniform(-4, 4)), math.pi / 2 * (1 if rng.random() < 0.5 else -1))
    _ship(scene, rng, ship, 44.0, 7.5)
    for v in (30.0, 66.0):
        at = f.at(quay - side * 44, top + v)
        canvas.box(at, 15, 0.9, (176, 120, 60), 22.0)
        canvas.box(at.at(side * 2, 0), 1.2, 4.5, (176, 120, 60), 20.0)


def sorted_box(u0: float, v0: float, u1: float, v1: float) -> tuple[float, float, float, float]:
    """A rectangle with its corners in order."""
    return min(u0, u1), min(v0, v1), max(u0, u1), max(v0, v1)


def _ship(scene: Scene, rng: np.random.Generator, at: Frame, half_u: float, half_v: float) -> None:
    """A small freighter: hull, hatches, bridge aft."""
    canvas = scene.canvas
    hull = at.polygon(
        [(-half_u, -half_v * 0.8), (-half_u + 4, -half_v), (half_u * 0.72, -half_v), (half_u * 0.9, -half_v * 0.6),
         (half_u, 0), (half_u * 0.9, half_v * 0.6), (half_u * 0.72, half_v), (-half_u + 4, half_v),
         (-half_u, half_v * 0.8)]
    )  # fmt: skip
    canvas.fill(hull, shift(rng, (126, 70, 58), 22), "mottle", 0.06, height_m=4.0)
    canvas.fill(hull.buffer(-0.9), shift(rng, (124, 128, 122), 10), "mottle", 0.06)
    for k in range(4):
        hatch = at.at(-half_u * 0.3 + k * half_u * 0.3, 0)
        canvas.box(hatch, half_u * 0.12, half_v * 0.68, shift(rng, (150, 128, 98), 16), 5.5)
    canvas.box(at.at(-half_u * 0.78, 0), half_u * 0.13, half_v * 0.82, (226, 226, 222), 14.0)
    canvas.box(at.at(-half_u * 0.86, 0), 1.6, 1.6, (170, 80, 60), 18.0)
    scene.record("boat", "ship", hull)
