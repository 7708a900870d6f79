"""Where people live: gabled houses on narrow plots, villas with lawns and pools among trees."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from shapely.geometry import Polygon

from backend.sample.canvas import Colour, cover, repeat_cover
from backend.sample.clutter import car, scatter_trees, tree
from backend.sample.geometry import Frame, Zone, blob, clean
from backend.sample.noise import Field
from backend.sample.palette import mix, shift
from backend.sample.scene import Scene


def house(
    scene: Scene, rng: np.random.Generator, at: Frame, half_u: float, half_v: float, colour: Colour, hip: bool = False
) -> None:
    """A house with its ridge along u: two or four slopes of 25-38 degrees, rows of tiles, a chimney."""
    canvas = scene.canvas
    here = canvas.local(at, half_u + 0.5, half_v + 0.5)
    if here is None:
        return
    eave, pitch = float(rng.choice([3.0, 5.6, 5.9])), math.tan(math.radians(float(rng.uniform(24, 36))))
    alpha = cover(here.u, half_u) * cover(here.v, half_v)
    rise: Field = half_v - np.abs(here.v)
    if hip:
        rise = np.minimum(rise, half_u - np.abs(here.u))
    body = canvas.textured(here.window, colour, "mottle", 0.045)
    body *= (1.0 + 0.05 * np.sin(here.v * 5.5) - 0.12 * repeat_cover(rise + 0.1, 50.0, 0.35))[..., None]
    canvas.paint(here.window, body, alpha)
    canvas.paint(here.window, mix(colour, (225, 215, 205), 0.35), cover(here.v, 0.2) * cover(here.u, half_u) * 0.5)
    canvas.raise_to(here.window, eave + rise * pitch, alpha)
    if rng.random() < 0.6:
        spot = at.at(float(rng.uniform(-0.6, 0.6)) * half_u, float(rng.choice([-1, 1])) * half_v * 0.3)
        canvas.box(spot, 0.45, 0.45, (128, 110, 100), eave + half_v * pitch + 0.9)


def flat_house(
    scene: Scene, rng: np.random.Generator, at: Frame, half_u: float, half_v: float, floors: int = 1
) -> None:
    """A flat-roofed building with a parapet and things on its roof."""
    canvas = scene.canvas
    grey: tuple[Colour, ...] = ((182, 178, 170), (150, 146, 140), (206, 202, 194), (128, 124, 120))
    tint, top = shift(rng, grey[int(rng.integers(4))], 9), 3.2 * floors + 0.6
    canvas.box(at, half_u, half_v, mix(tint, (235, 232, 226), 0.4), top + 0.7)
    canvas.box(at, half_u - 0.6, half_v - 0.6, tint, top, amount=0.05)
    for _ in range(1 + int(half_u * half_v / 40)):
        spot = at.at(float(rng.uniform(-0.7, 0.7)) * half_u, float(rng.uniform(-0.6, 0.6)) * half_v)
        canvas.box(
            spot, float(rng.uniform(0.5, 1.6)), float(rng.uniform(0.5, 1.2)), shift(rng, (170, 168, 164), 20), top + 1.5
        )


def _street(scene: Scene, f: Frame, u0: float, u1: float, v: float, width: float) -> None:
    """A street along u with pavements and a faint centre line."""
    canvas, palette = scene.canvas, scene.palette
    canvas.fill(
        f.rect(u0, v - width / 2 - 1.8, u1, v + width / 2 + 1.8),
        mix(palette.concrete, palette.asphalt, 0.3),
        "mottle",
        0.04,
    )
    canvas.fill(f.rect(u0, v - width / 2, u1, v + width / 2), palette.asphalt, "mottle", 0.05)


def _parked(
    scene: Scene, rng: np.random.Generator, f: Frame, u0: float, u1: float, v: float, width: float, share: float
) -> None:
    """Cars parked along both kerbs of a street along u, and some driving."""
    u = u0 + 4
    while u < u1 - 4:
        for side in (1, -1):
            if rng.random() < share:
                turn = 0.0 if side > 0 else math.pi
                car(scene, rng, f.at(u, v + side * (width / 2 - 1.1), turn + float(rng.normal(0, 0.03))))
        if rng.random() < 0.06:
            car(scene, rng, f.at(u, v + 1.2))
        u += float(rng.uniform(5.4, 7.5))


def paint_dense(scene: Scene, number: int, zone: Zone) -> None:
    """A dense quarter: parallel streets, houses almost wall to wall, small yards, trees between."""
    rng = scene.rng(50, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    yard = mix(mix(palette.dry_grass, palette.concrete, 0.45), palette.soil, 0.25)
    canvas.fill(zone.polygon, yard, "tufts", 0.11)
    canvas.fill(zone.polygon, yard, "clouds", 0.10, opacity=0.5)
    depth = float(rng.uniform(21, 25))
    width = float(rng.uniform(6.5, 8.0))
    block = 2 * depth + width + 3.6
    rows = max(1, round(2 * zone.half_v / block))
    block = 2 * zone.half_v / rows
    depth = (block - width - 3.6) / 2
    crossings = np.linspace(-zone.half_u, zone.half_u, max(2, round(zone.half_u / 62)) + 1)
    streets = [-zone.half_v + (row + 0.5) * block for row in range(rows)]
    family = [palette.roofs[int(k)] for k in rng.choice(len(palette.roofs), 4, replace=False)]
    for v in streets:
        for left, right in pairwise(crossings):
            for side in (1, -1):
                row_v = v + side * (width / 2 + 1.8)
                _house_row(scene, rng, f, left + 6.5, right - 6.5, row_v, side, depth, family)
    for u in crossings[1:-1]:
        across = f.at(float(u), 0, math.pi / 2)
        _street(scene, across, -zone.half_v, zone.half_v, 0, width)
    for v in streets:
        _street(scene, f, -zone.half_u, zone.half_u, v, width)
        _parked(scene, rng, f, -zone.half_u, zone.half_u, v, width, 0.5)
        for u in np.arange(-zone.half_u + 5, zone.half_u - 5, 13.0):
            if rng.random() < 0.45:
                side = 1 if rng.random() < 0.5 else -1
                spot = f.point(float(u + rng.normal(0, 2)), v + side * (width / 2 + 1.6))
                tree(scene, rng, *spot, float(rng.uniform(1.5, 3.2)), palette.tree)
    scene.record("dense_residential_area", "dense housing", zone.polygon)


def _house_row(
    scene: Scene, rng: np.random.Generator, f: Frame, u0: float, u1: float, kerb_v: float, side: int, depth: float,
    family: list[Colour],
) -> None:  # fmt: skip
    """Houses of one side of a street between two crossings, with their yards behind them."""
    canvas, palette = scene.canvas, scene.palette
    u = u0
    while u < u1 - 7:
        plot = float(min(rng.uniform(10.0, 15.0), u1 - u))
        centre = u + plot / 2
        u += plot
        if plot < 7:
            continue
        if rng.random() < 0.3:
            green = f.rect(centre - plot / 2, kerb_v + side * depth * 0.62, centre + plot / 2, kerb_v + side * depth)
            canvas.fill(green, shift(rng, palette.lawn, 8), "tufts", 0.10)
        drive = f.rect(centre + plot / 2 - 2.8, kerb_v, centre + plot / 2 - 0.4, kerb_v + side * depth * 0.5)
        canvas.fill(drive, mix(palette.concrete, palette.asphalt, float(rng.uniform(0, 0.6))), "grain", 0.05)
        if rng.random() < 0.03:
            tree(scene, rng, *f.point(centre, kerb_v + side * depth / 2), float(rng.uniform(3.0, 4.6)), palette.tree)
            continue
        half_front, half_deep = (plot - float(rng.uniform(0.8, 3.4))) / 2, float(rng.uniform(4.8, 6.6))
        at = f.at(centre - 0.3, kerb_v + side * (float(rng.uniform(2.0, 4.0)) + half_deep))
        colour = shift(rng, family[int(rng.integers(len(family)))], 8.0)
        if rng.random() < 0.12:
            flat_house(scene, rng, at, half_front, half_deep, int(rng.integers(1, 3)))
        elif rng.random() < 0.35:
            turned = at.at(0, 0, math.pi / 2)
            house(scene, rng, turned, half_deep, half_front, colour)
        else:
            house(scene, rng, at, half_front, half_deep, colour, hip=bool(rng.random() < 0.35))
        back = kerb_v + side * (depth - float(rng.uniform(2, 5)))
        if rng.random() < 0.55:
            canvas.box(
                f.at(centre + float(rng.uniform(-3, 3)), back),
                float(rng.uniform(1.4, 3)),
                float(rng.uniform(1.2, 2.2)),
                shift(rng, (150, 142, 134), 22),
                2.4,
            )
        if rng.random() < 0.75:
            tree(
                scene,
                rng,
                *f.point(centre + float(rng.uniform(-5, 5)), back - side * 1.5),
                float(rng.uniform(1.4, 4.0)),
                palette.tree,
            )
        if rng.random() < 0.35:
            car(scene, rng, f.at(centre + plot / 2 - 1.6, kerb_v + side * 3.2, math.pi / 2))


def paint_sparse(scene: Scene, number: int, zone: Zone) -> None:
    """Villas on wide green plots: lawns, drives, pools, hedges and many trees."""
    rng = scene.rng(51, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    canvas.fill(zone.polygon, palette.lawn, "tufts", 0.08)
    width = 6.0
    rows = max(1, round(2 * zone.half_v / 132.0))
    block = 2 * zone.half_v / rows
    depth = block / 2 - width / 2 - 1.8
    for row in range(rows):
        v = -zone.half_v + (row + 0.5) * block
        canvas.fill(f.rect(-zone.half_u, v - width / 2, zone.half_u, v + width / 2), palette.asphalt, "mottle", 0.05)
        for side in (1, -1):
            u = -zone.half_u + 3
            while u < zone.half_u - 20:
                plot = min(float(rng.uniform(36, 58)), zone.half_u - 2 - u)
                _villa(scene, rng, f.at(u + plot / 2, v + side * width / 2), plot / 2, depth, side)
                u += plot
        _parked(scene, rng, f, -zone.half_u, zone.half_u, v, width, 0.02)
    across = f.at(float(rng.uniform(-0.3, 0.3)) * zone.half_u, 0, math.pi / 2)
    canvas.fill(across.rect(-zone.half_v + block / 2, -3, zone.half_v - block / 2, 3), palette.asphalt, "mottle", 0.05)
    scene.record("sparse_residential_area", "villas", zone.polygon)


def _villa(scene: Scene, rng: np.random.Generator, kerb: Frame, half: float, depth: float, side: int) -> None:
    """One plot: ``kerb`` is at the middle of its street front, the plot lies toward v * side."""
    canvas, palette = scene.canvas, scene.palette
    lawn = kerb.rect(-half + 0.6, side * 1.0, half - 0.6, side * (depth - 0.6))
    canvas.fill(lawn, shift(rng, mix(palette.lawn, palette.dry_grass, float(rng.uniform(0, 0.7))), 6), "tufts", 0.11)
    if rng.random() < 0.35:
        for v in np.arange(3, depth, 2.4):
            tree(scene, rng, *kerb.point(half - 0.4, side * float(v)), float(rng.uniform(1.0, 2.0)), palette.tree)
    centre_v = side * float(rng.uniform(0.30, 0.56)) * depth
    drive = kerb.rect(half * 0.45, 0, half * 0.45 + 3.4, centre_v)
    canvas.fill(drive, mix(palette.concrete, palette.asphalt, float(rng.uniform(0, 0.7))), "grain", 0.05)
    colour = shift(rng, palette.roofs[int(rng.integers(len(palette.roofs)))], 9)
    at = kerb.at(float(rng.uniform(-0.22, 0.22)) * half, centre_v, float(rng.normal(0, 0.22)))
    long, deep = float(rng.uniform(6.5, 9.5)), float(rng.uniform(4.8, 6.4))
    terrace = at.rect(-long * 0.7, side * deep * 0.5, long * 0.8, side * (deep + 4.5))
    canvas.fill(terrace, shift(rng, (178, 164, 146), 8), "grain", 0.05)
    hip = bool(rng.random() < 0.5)
    house(scene, rng, at, long, deep, colour, hip)
    if rng.random() < 0.65:  # a wing or a garage
        wing = at.at(long * float(rng.choice([-0.6, 0.6])), -side * deep * 0.7, math.pi / 2)
        house(scene, rng, wing, deep * 0.95, float(rng.uniform(2.8, 3.9)), colour)
    pool_zone = None
    if rng.random() < 0.36:
        pool_zone = _pool(scene, rng, at.at(float(rng.uniform(-0.4, 0.4)) * long, side * (deep + 9.0)))
    if rng.random() < 0.7:
        car(scene, rng, kerb.at(half * 0.45 + 1.7, side * float(rng.uniform(4, 8)), math.pi / 2))
    keep = at.rect(-long - 2, -deep - 3, long + 2, deep + 3).union(drive.buffer(1.0))
    if pool_zone is not None:
        keep = keep.union(pool_zone.buffer(3.0))
    scatter_trees(scene, rng, lawn, float(rng.uniform(70, 190)), (1.8, 5.8), keep)


def _pool(scene: Scene, rng: np.random.Generator, at: Frame) -> Polygon:
    """A swimming pool of 8-12 by 4-5 m in a paved edge; returns its outline."""
    canvas = scene.canvas
    half_u, half_v = float(rng.uniform(4.0, 6.2)), float(rng.uniform(2.1, 2.9))
    if rng.random() < 0.3:
        shape = blob(rng, at.x, at.y, half_v * 1.1, 1.6, 0.22)
    else:
        shape = clean(at.rect(-half_u, -half_v, half_u, half_v))
    canvas.fill(shape.buffer(1.5, join_style="mitre"), shift(rng, (206, 198, 184), 8), "grain", 0.03, height_m=0.0)
    canvas.fill(shape, shift(rng, (84, 178, 202), 10), "mottle", 0.05)
    canvas.fill(shape.buffer(-1.0), (62, 158, 190), "mottle", 0.05, opacity=0.5)
    scene.record("swimming_pool", "swimming pool", shape)
    return shape
