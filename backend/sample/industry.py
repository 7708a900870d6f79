"""Work: big roofs, tank farms in bunds, solar farms, and car parks."""

from __future__ import annotations

import math

import numpy as np

from backend.sample.canvas import Colour, cover, repeat_cover, ring_cover
from backend.sample.clutter import car, container, lorry, scatter_trees, tree
from backend.sample.geometry import Frame, Zone
from backend.sample.palette import mix, shift
from backend.sample.scene import Scene

_METAL_ROOFS: tuple[Colour, ...] = (
    (206, 206, 202), (186, 186, 184), (150, 152, 154), (222, 220, 214), (98, 126, 164), (166, 160, 150), (150, 96, 84),
    (196, 190, 176),
)  # fmt: skip


def big_roof(
    scene: Scene, rng: np.random.Generator, at: Frame, half_u: float, half_v: float, colour: Colour | None = None
) -> None:
    """A hall 7-12 m high: shallow ribbed gables or a flat roof with vents, skylights and a parapet."""
    canvas = scene.canvas
    here = canvas.local(at, half_u + 1, half_v + 1)
    if here is None:
        return
    tint = colour or shift(rng, _METAL_ROOFS[int(rng.integers(len(_METAL_ROOFS)))], 9.0)
    eave = float(rng.uniform(7.0, 12.0))
    alpha = cover(here.u, half_u) * cover(here.v, half_v)
    body = canvas.textured(here.window, tint, "mottle", 0.035)
    body *= (1.0 + 0.03 * canvas.noise.read("clouds", here.window.rows, here.window.columns))[..., None]
    if rng.random() < 0.6:  # gables side by side
        bays = max(1, round(half_v / float(rng.uniform(8, 14))))
        width = 2 * half_v / bays
        from_ridge = np.abs((here.v + half_v) % width - width / 2)
        body *= (1.0 - 0.04 * repeat_cover(here.u, 4.0, 0.35) - 0.10 * cover(from_ridge - width / 2, 0.5))[..., None]
        if rng.random() < 0.6:
            skylight = repeat_cover(here.u, 8.0, 0.7) * cover(from_ridge - width / 4, width * 0.16)
            body += (np.array([226, 230, 228], dtype=np.float32) - body) * 0.55 * skylight[..., None]
        canvas.paint(here.window, body, alpha)
        canvas.raise_to(here.window, eave + (width / 2 - from_ridge) * 0.22, alpha)
        return
    canvas.paint(here.window, body, alpha)
    canvas.raise_to(here.window, eave, alpha)
    rim = alpha - cover(here.u, half_u - 0.7) * cover(here.v, half_v - 0.7)
    canvas.paint(here.window, mix(tint, (240, 240, 238), 0.45), rim * 0.8)
    canvas.raise_to(here.window, eave + 0.9, rim)
    for _ in range(int(half_u * half_v / 38) + 2):
        spot = at.at(float(rng.uniform(-0.86, 0.86)) * half_u, float(rng.uniform(-0.8, 0.8)) * half_v)
        size = float(rng.uniform(0.6, 2.2))
        grey: Colour = ((196, 196, 192), (120, 122, 124), (226, 226, 222))[int(rng.integers(3))]
        canvas.box(spot, size, size * float(rng.uniform(0.5, 1.0)), grey, eave + float(rng.uniform(0.8, 2.4)))


def paint_industrial(scene: Scene, number: int, zone: Zone) -> None:
    """An industrial estate: streets, plots with halls, yards with lorries, containers and parked cars."""
    rng = scene.rng(40, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    canvas.fill(zone.polygon, mix(palette.concrete, palette.soil, 0.35), "mottle", 0.07)
    rows = max(1, round(2 * zone.half_v / 82.0))
    depth = 2 * zone.half_v / rows
    for row in range(rows):
        v = -zone.half_v + (row + 0.5) * depth
        canvas.fill(
            f.rect(-zone.half_u, v + depth / 2 - 5, zone.half_u, v + depth / 2 + 4), palette.asphalt, "mottle", 0.05
        )
        u = -zone.half_u + 6
        while u < zone.half_u - 32:
            length = min(float(rng.uniform(44, 104)), zone.half_u - 6 - u)
            _plot(scene, rng, f.at(u + length / 2, v - 2), length / 2, depth / 2 - 6)
            u += length + float(rng.choice([7.0, 11.0, 16.0]))
    for _ in range(int(zone.half_u / 4)):
        at = f.at(
            float(rng.uniform(-1, 1)) * zone.half_u, -zone.half_v + depth * float(rng.integers(1, rows + 1)) - 0.5
        )
        (lorry if rng.random() < 0.35 else car)(scene, rng, at)
    scene.record("industrial_area", "industrial estate", zone.polygon)


def _plot(scene: Scene, rng: np.random.Generator, at: Frame, half_u: float, half_v: float) -> None:
    canvas, palette = scene.canvas, scene.palette
    ground: Colour = (palette.asphalt, palette.concrete, mix(palette.concrete, palette.asphalt, 0.5))[
        int(rng.integers(3))
    ]
    canvas.fill(at.rect(-half_u, -half_v, half_u, half_v), ground, "mottle", 0.06)
    if rng.random() < 0.4:
        canvas.fill(at.rect(-half_u, half_v - 4, half_u, half_v), palette.lawn, "tufts", 0.10)
        for u in np.arange(-half_u + 4, half_u - 2, 9.0):
            tree(scene, rng, *at.point(float(u), half_v - 2), float(rng.uniform(1.3, 2.8)), palette.tree)
    roof_v = half_v * float(rng.uniform(0.55, 0.78))
    big_roof(scene, rng, at.at(0, -half_v + roof_v + 3), half_u - float(rng.uniform(3, 7)), roof_v)
    yard = half_v - (half_v - roof_v) + 4
    for u in np.arange(-half_u + 3, half_u - 3, 2.7):
        if rng.random() < 0.55:
            car(scene, rng, at.at(float(u), min(yard + 4, half_v - 6), math.pi / 2))
    for _ in range(int(rng.integers(1, 6))):
        spot = at.at(float(rng.uniform(-0.8, 0.8)) * half_u, half_v - float(rng.uniform(2, 5)), 0.0)
        (lorry if rng.random() < 0.5 else container)(scene, rng, spot)


def paint_tanks(scene: Scene, number: int, zone: Zone) -> None:
    """A tank farm: round tanks of a few sizes in rows, each in its bund, with pipes and a pump house."""
    rng = scene.rng(41, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    ground = mix(palette.soil, palette.concrete, float(rng.uniform(0.3, 0.8)))
    canvas.fill(zone.polygon, ground, "mottle", 0.08)
    v = -zone.half_v + 8
    while v < zone.half_v - 26:
        radius = float(rng.choice([11.0, 14.5, 19.0, 24.0]))
        cell = radius * 2 + float(rng.uniform(13, 18))
        if v + cell > zone.half_v:
            radius = 9.5
            cell = min(2 * radius + 12, zone.half_v - v)
        count = int((2 * zone.half_u - 14) / cell)
        start = -count * cell / 2 + float(rng.uniform(-4, 4))
        floating = rng.random() < 0.4
        for k in range(count):
            at = f.at(start + (k + 0.5) * cell, v + cell / 2)
            bund = at.rect(-cell / 2 + 2, -cell / 2 + 2, cell / 2 - 2, cell / 2 - 2)
            canvas.fill(bund, shift(rng, mix(ground, palette.concrete, 0.3), 6), "mottle", 0.07, height_m=1.6)
            canvas.fill(bund.buffer(-1.5), shift(rng, mix(ground, (104, 96, 84), 0.4), 7), "mottle", 0.10, height_m=0.0)
            if rng.random() < 0.94:
                _tank(scene, rng, at, radius * float(rng.uniform(0.94, 1.0)), bool(floating))
        v += cell
        line = v - 1.0
        for k in range(3):
            canvas.fill(
                f.rect(-zone.half_u + 6, line + k * 0.9, zone.half_u - 6, line + k * 0.9 + 0.45),
                (196, 194, 188),
                "grain",
                0.04,
            )
        v += 4.0
    if zone.half_u > 90:
        big_roof(scene, rng, f.at(zone.half_u - 15, zone.half_v - 10), 12, 6)
    scatter_trees(scene, rng, zone.polygon.exterior.buffer(3.0), 60.0, (1.2, 3.0))
    scene.record("storage_tank", "tank farm", zone.polygon)


def _tank(scene: Scene, rng: np.random.Generator, at: Frame, radius: float, floating: bool) -> None:
    """A steel tank: a shallow cone or a floating roof sunk within its shell."""
    canvas = scene.canvas
    here = canvas.local(at, radius + 1, radius + 1)
    if here is None:
        return
    far = np.hypot(here.u, here.v)
    alpha = cover(far, radius)
    height = float(rng.uniform(11.0, 16.0))
    white = shift(rng, (224, 224, 219) if rng.random() < 0.8 else (188, 178, 160), 7.0)
    canvas.paint(here.window, canvas.textured(here.window, white, "mottle", 0.025), alpha)
    spokes = repeat_cover(np.arctan2(here.v, here.u) * np.maximum(far, 1.0), math.tau * radius / 24, 0.2)
    canvas.paint(here.window, mix(white, (150, 150, 148), 0.5), spokes * alpha * 0.22 * (far > 3))
    canvas.paint(here.window, (158, 158, 154), ring_cover(far, radius - 0.4, 0.4) * 0.6)
    if floating:
        inside = cover(far, radius - 1.0)
        sunk = height * float(rng.uniform(0.35, 0.8))
        canvas.paint(here.window, shift(rng, (166, 158, 142), 14), inside * 0.9)
        canvas.paint(here.window, (120, 116, 108), ring_cover(far, radius - 2.2, 0.5) * 0.7)
        canvas.raise_to(here.window, height, alpha)
        canvas.raise_to(here.window, sunk, inside)
    else:
        canvas.raise_to(here.window, height + (radius - far) * 0.10, alpha)
        canvas.disc(at, 0.9, (150, 150, 148), height + radius * 0.1 + 0.8)
    canvas.box(at.at(0, 0, float(rng.uniform(0, 6.28))).at(radius + 0.3, 0), 0.9, 3.2, (150, 148, 142), height * 0.6)


def paint_solar(scene: Scene, number: int, zone: Zone) -> None:
    """A solar farm: tilted rows of dark blue panels on grass, with tracks and a fence."""
    rng = scene.rng(42, number)
    canvas, palette = scene.canvas, scene.palette
    canvas.fill(zone.polygon, mix(palette.grass, palette.dry_grass, 0.6), "tufts", 0.09)
    here = canvas.local(zone.frame, zone.half_u, zone.half_v)
    if here is not None:
        pitch, half = float(rng.uniform(7.0, 9.0)), float(rng.uniform(1.9, 2.4))
        along_v = (here.v + zone.half_v) % pitch - pitch / 2
        lanes = 1.0 - repeat_cover(here.u - 3.0, 58.0, 3.0)
        inside = cover(here.u, zone.half_u - 8) * cover(here.v, zone.half_v - 8)
        alpha = (cover(along_v, half) * lanes * inside).astype(np.float32)
        blue = np.array(shift(rng, (46, 58, 88), 6), dtype=np.float32)
        seams = 1.0 + 0.35 * repeat_cover(here.u, 2.0, 0.08) + 0.25 * cover(along_v, 0.1)
        tone = 1.0 + 0.05 * canvas.noise.read("mottle", here.window.rows, here.window.columns)
        canvas.paint(here.window, blue * (seams * tone)[..., None], alpha)
        canvas.raise_to(here.window, 1.2 + 0.35 * (along_v + half), alpha)
    canvas.stroke(
        [zone.frame.rect(-zone.half_u + 4, -zone.half_v + 4, zone.half_u - 4, zone.half_v - 4).exterior],
        2.6,
        palette.soil,
        0.7,
    )
    for k in (-1, 1):
        canvas.box(zone.frame.at(k * zone.half_u * 0.5, zone.half_v - 5), 3, 1.4, (206, 206, 200), 2.8)
    scene.record("solar_farm", "solar farm", zone.polygon)


def paint_parking(scene: Scene, number: int, zone: Zone) -> None:
    """A car park: double rows of marked bays, most of them taken, small trees on islands."""
    rng = scene.rng(43, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    canvas.fill(zone.polygon.buffer(2.5), palette.lawn, "tufts", 0.08)
    dark = rng.random() < 0.65
    surface = shift(rng, palette.asphalt if dark else mix(palette.asphalt, palette.concrete, 0.7), 6)
    canvas.fill(zone.polygon, surface, "mottle", 0.05)
    bay, row_pitch = 2.6, 16.4
    rows = int((2 * zone.half_v - 6) / row_pitch)
    count = int((2 * zone.half_u - 16) / bay)
    taken = float(rng.uniform(0.6, 0.92))
    here = canvas.local(f, zone.half_u, zone.half_v)
    for row in range(rows):
        v = (row - (rows - 1) / 2) * row_pitch
        start = -count * bay / 2
        if here is not None:
            marks = (
                repeat_cover(here.u - start, bay, 0.11) * cover(here.v - v, 5.1) * cover(here.u, count * bay / 2 + 0.1)
            )
            spine = cover(here.v - v, 0.11) * cover(here.u, count * bay / 2)
            canvas.paint(here.window, (216, 214, 204), np.maximum(marks, spine) * 0.85)
        for k in range(count):
            u = start + (k + 0.5) * bay
            for side in (1, -1):
                if rng.random() < taken:
                    turn = math.pi / 2 * (1 if rng.random() < 0.6 else -1)
                    car(
                        scene,
                        rng,
                        f.at(u, v + side * (2.55 + float(rng.normal(0, 0.15))), turn + float(rng.normal(0, 0.02))),
                    )
        if row % 2 == 0:
            for end in (start - 2.5, -start + 2.5):
                canvas.box(f.at(end, v), 1.8, 4.6, palette.lawn)
                tree(scene, rng, *f.point(end, v), float(rng.uniform(1.6, 3.0)), palette.tree)
    for _ in range(rows * 2):
        v = (float(rng.integers(rows)) - (rows - 1) / 2) * row_pitch + row_pitch / 2
        car(scene, rng, f.at(float(rng.uniform(-0.9, 0.9)) * zone.half_u, v))
    scene.record("parking_lot", "car park", zone.polygon)
