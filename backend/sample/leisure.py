"""Play and rest: stadium, tennis courts, baseball field, cemetery."""

from __future__ import annotations

import math

import numpy as np

from backend.sample.canvas import Colour, Local, cover, repeat_cover, ring_cover
from backend.sample.clutter import car, scatter_trees, tree
from backend.sample.geometry import Frame, Zone
from backend.sample.housing import house
from backend.sample.noise import Field
from backend.sample.palette import mix, shift
from backend.sample.scene import Scene

_WHITE: Colour = (234, 234, 228)


def _outside_capsule(here: Local, half_u: float, radius: float) -> Field:
    """Distance outside a running-track form: straights of ``2 half_u``, bends of ``radius``; negative inside."""
    along = np.maximum(np.abs(here.u) - half_u, 0.0)
    distance: Field = np.hypot(along, here.v) - radius
    return distance


def _pitch(scene: Scene, rng: np.random.Generator, at: Frame) -> None:
    """A football pitch of 105 x 68 m: mown stripes and its lines."""
    canvas = scene.canvas
    here = canvas.local(at, 60, 42)
    if here is None:
        return
    green = np.array(shift(rng, (82, 124, 58), 7), dtype=np.float32)
    stripes = 1.0 + 0.07 * np.sign(np.sin((here.u + 0.1) * math.pi / 5.83))
    texture = 1.0 + 0.05 * canvas.noise.read("tufts", here.window.rows, here.window.columns)
    canvas.paint(here.window, green * (stripes * texture)[..., None], cover(here.u, 56) * cover(here.v, 37))
    line, far = 0.16, np.hypot(here.u, here.v)
    inside = cover(here.u, 52.6) * cover(here.v, 34.1)
    marks = np.maximum(cover(np.abs(here.u) - 52.5, line), cover(np.abs(here.v) - 34, line)) * inside
    marks = np.maximum(marks, cover(here.u, line) * cover(here.v, 34))
    marks = np.maximum(marks, ring_cover(far, 9.15, line))
    for depth, half in ((16.5, 20.16), (5.5, 9.16)):
        edge = np.abs(here.u) - (52.5 - depth)
        marks = np.maximum(marks, cover(edge, line) * cover(here.v, half))
        marks = np.maximum(
            marks, cover(np.abs(here.v) - half, line) * cover(np.abs(here.u) - 52.5 + depth / 2, depth / 2)
        )
    canvas.paint(here.window, _WHITE, marks * 0.9)


def paint_stadium(scene: Scene, number: int, zone: Zone) -> None:
    """A stadium: pitch, red running track, raked oval stands with aisles, a part of them roofed, a plaza with trees."""
    rng = scene.rng(60, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    canvas.fill(zone.polygon, mix(palette.concrete, palette.asphalt, 0.35), "mottle", 0.06)
    here = canvas.local(f, zone.half_u, zone.half_v)
    if here is None:
        return
    window = here.window
    straight, track_in, track_out = 42.2, 36.5, 46.3
    stand_in, stand_out = 50.0, min(zone.half_v - 16, zone.half_u - straight - 14, 50.0 + float(rng.uniform(30, 40)))
    out = _outside_capsule(here, straight, 0.0)
    canvas.paint(window, shift(rng, (110, 128, 88), 8), cover(out, stand_in))
    track = np.clip(np.minimum(track_out - out, out - track_in) * 2 + 0.5, 0, 1)
    red = canvas.textured(window, shift(rng, (158, 84, 64), 9), "mottle", 0.035)
    canvas.paint(window, red, track)
    canvas.paint(window, _WHITE, repeat_cover(out - track_in, 1.22, 0.08) * track * 0.75)
    canvas.paint(window, mix(palette.lawn, (90, 130, 70), 0.5), cover(out, track_in - 0.2))
    _pitch(scene, rng, f)
    rake = (out - stand_in) / (stand_out - stand_in)
    stand = np.clip(np.minimum(stand_out - out, out - stand_in) * 2 + 0.5, 0, 1)
    seats: Colour = ((150, 156, 166), (92, 116, 160), (172, 96, 82), (176, 172, 160), (196, 170, 92))[
        int(rng.integers(5))
    ]
    seats = shift(rng, seats, 8)
    turn = np.arctan2(here.v, here.u)
    aisles = repeat_cover((turn * 72).astype(np.float32), math.tau * 72 / 44, 0.9)
    rows = 1.0 + 0.06 * np.sin(out * 3.6)
    body = canvas.textured(window, seats, "grain", 0.06) * rows[..., None]
    body += (np.array((196, 194, 188), dtype=np.float32) - body) * np.maximum(aisles, cover(rake - 0.5, 0.03))[
        ..., None
    ]
    canvas.paint(window, body, stand)
    top = float(rng.uniform(15, 22))
    canvas.raise_to(window, 1.5 + (top - 1.5) * np.clip(rake, 0, 1), stand)
    roof_from = float(rng.uniform(0.4, 0.6))
    sides = np.abs(here.v) > (0.0 if rng.random() < 0.45 else 34.0)
    roof = stand * np.clip((rake - roof_from) * 30, 0, 1) * sides
    ribs = 1.0 - 0.10 * repeat_cover((turn * 80).astype(np.float32), math.tau * 80 / 60, 0.5)
    white = canvas.textured(window, shift(rng, (214, 214, 210), 8), "grain", 0.03) * ribs[..., None]
    canvas.paint(window, white, roof)
    canvas.raise_to(window, top + 5.0 - 3.0 * np.clip(rake - roof_from, 0, 1), roof)
    for k in range(56):
        angle = k * math.tau / 56
        u = math.cos(angle) * (zone.half_u - 7)
        v = math.sin(angle) * (zone.half_v - 6)
        if _outside_capsule_at(u, v, straight) > stand_out + 5:
            tree(scene, rng, *f.point(u, v), float(rng.uniform(1.8, 3.4)), palette.tree)
    for side_u in (-1, 1):
        for side_v in (-1, 1):
            for k in range(14):
                for row in range(3):
                    if rng.random() < 0.7:
                        spot = f.at(
                            side_u * (zone.half_u - 5 - k * 2.7), side_v * (zone.half_v - 5 - row * 8), math.pi / 2
                        )
                        car(scene, rng, spot)
    scene.record("stadium", "stadium", zone.polygon)


def _outside_capsule_at(u: float, v: float, half_u: float) -> float:
    return math.hypot(max(abs(u) - half_u, 0.0), v)


def paint_tennis(scene: Scene, number: int, zone: Zone) -> None:
    """Tennis courts side by side: 23.8 x 11 m of one colour in run-offs of another, nets, fences, a club house."""
    rng = scene.rng(61, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    canvas.fill(zone.polygon, palette.lawn, "tufts", 0.09)
    schemes: tuple[tuple[Colour, Colour], ...] = (
        ((62, 92, 140), (78, 118, 84)), ((66, 112, 82), (152, 88, 68)), ((70, 104, 88), (70, 104, 88)),
        ((168, 96, 70), (168, 96, 70)), ((60, 86, 128), (72, 108, 150)),
    )  # fmt: skip
    inner, outer = schemes[int(rng.integers(len(schemes)))]
    inner, outer = shift(rng, inner, 6), shift(rng, outer, 6)
    across, deep = 17.0, 36.0
    columns, rows = int((2 * zone.half_u - 8) / across), int((2 * zone.half_v - 6) / deep)
    for row in range(rows):
        v = (row - (rows - 1) / 2) * (deep + 2.5)
        pad = f.at(0, v)
        canvas.box(pad, columns * across / 2 + 1.5, deep / 2, outer, 0.0, 0.035)
        canvas.stroke(
            [pad.rect(-columns * across / 2 - 1.5, -deep / 2, columns * across / 2 + 1.5, deep / 2).exterior],
            0.4,
            (70, 78, 72),
            0.7,
        )
        for column in range(columns):
            _court(scene, f.at((column - (columns - 1) / 2) * across, v, math.pi / 2), inner)
    edge = zone.polygon.exterior.buffer(2.0)
    scatter_trees(scene, rng, edge, 170.0, (1.4, 3.6))
    scene.record("tennis_court", "tennis courts", zone.polygon)


def _court(scene: Scene, at: Frame, colour: Colour) -> None:
    """One court, u along its length: 23.77 x 10.97 m."""
    canvas = scene.canvas
    here = canvas.local(at, 13, 7)
    if here is None:
        return
    half_u, half_v, single, service, line = 11.885, 5.485, 4.115, 6.4, 0.13
    canvas.paint(
        here.window,
        canvas.textured(here.window, colour, "mottle", 0.025),
        cover(here.u, half_u) * cover(here.v, half_v),
    )
    inside_u, inside_v = cover(here.u, half_u + line), cover(here.v, half_v + line)
    marks = cover(np.abs(here.u) - half_u, line) * inside_v
    marks = np.maximum(marks, cover(np.abs(here.v) - half_v, line) * inside_u)
    marks = np.maximum(marks, cover(np.abs(here.v) - single, line) * inside_u)
    marks = np.maximum(marks, cover(np.abs(here.u) - service, line) * cover(here.v, single))
    marks = np.maximum(marks, cover(here.v, line) * cover(here.u, service))
    canvas.paint(here.window, _WHITE, np.clip(marks * 1.5, 0, 0.95))
    net = cover(here.u, 0.15) * cover(here.v, half_v + 0.9)
    canvas.paint(here.window, (56, 60, 58), np.clip(net * 1.2, 0, 0.8))


def paint_baseball(scene: Scene, number: int, zone: Zone) -> None:
    """A baseball field: grass sector of 100 m, dirt infield, diamond, mound, warning track, stands behind the plate."""
    rng = scene.rng(62, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    canvas.fill(zone.polygon, mix(palette.grass, palette.dry_grass, 0.4), "tufts", 0.10)
    plate = f.at(-zone.half_u + 26, -zone.half_v + 26, math.pi / 4)
    reach = zone.half_u * 2 - 42
    here = canvas.local(f, zone.half_u, zone.half_v)
    if here is None:
        return
    turn = here.u - (-zone.half_u + 26), here.v - (-zone.half_v + 26)
    p, q = turn[0], turn[1]  # along the two foul lines
    far = np.hypot(p, q)
    fair = np.clip(np.minimum(p, q) * 2 + 9.0, 0, 1)
    green = np.array(shift(rng, (80, 116, 58), 7), dtype=np.float32)
    dirt = canvas.textured(here.window, shift(rng, (178, 134, 94), 9), "mottle", 0.06)
    stripes = 1.0 + 0.06 * np.sign(np.sin((p + q) * 0.42))
    grass = (
        green * (stripes * (1 + 0.05 * canvas.noise.read("tufts", here.window.rows, here.window.columns)))[..., None]
    )
    canvas.paint(here.window, dirt, fair * cover(far, reach))
    canvas.paint(here.window, grass, np.clip(np.minimum(p, q) * 2 + 5.0, 0, 1) * cover(far, reach - 5.0))
    base = 27.43
    mound = np.hypot(p - base / 2, q - base / 2)
    infield = cover(mound, 30.0) * np.clip(np.minimum(p, q) * 2 + 7.0, 0, 1)
    canvas.paint(here.window, dirt, infield)
    diamond = cover(p - base / 2 - 0.3, base / 2 - 1.9) * cover(q - base / 2 - 0.3, base / 2 - 1.9)
    canvas.paint(here.window, grass * 1.05, diamond * (1 - cover(far, 7.0)))
    canvas.paint(here.window, dirt, np.maximum(cover(mound, 2.8), cover(far, 4.2)))
    lines = np.maximum(
        cover(p, 0.16) * cover(q - reach / 2, reach / 2), cover(q, 0.16) * cover(p - reach / 2, reach / 2)
    )
    canvas.paint(here.window, _WHITE, lines * 0.9)
    for x, y in ((base, 0.0), (0.0, base), (base, base), (0.0, 0.0)):
        canvas.box(f.at(-zone.half_u + 26 + x, -zone.half_v + 26 + y), 0.5, 0.5, _WHITE)
    fence = ring_cover(far, reach, 0.35) * np.clip(np.minimum(p, q) * 2 + 9, 0, 1)
    canvas.paint(here.window, (60, 76, 66), fence)
    canvas.raise_to(here.window, 2.4, fence)
    for k in (-1, 0, 1):
        stand = plate.at(-17.5, k * 13.5, k * -0.28)
        canvas.box(stand, 4.0, 6.0, shift(rng, (166, 168, 170), 8), 4.0)
    for across in (1, -1):
        canvas.box(plate.at(10, across * 24.0, across * math.pi / 4), 7.0, 1.6, (140, 142, 140), 2.8)
    scatter_trees(scene, rng, zone.polygon.exterior.buffer(3.0), 130.0, (1.6, 4.4))
    scene.record("baseball_field", "baseball field", zone.polygon)


def paint_cemetery(scene: Scene, number: int, zone: Zone) -> None:
    """A cemetery: rows of graves on grass in plots between paths, a chapel, conifers and a hedge around."""
    rng = scene.rng(63, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    canvas.fill(zone.polygon, mix(palette.lawn, palette.concrete, 0.25), "tufts", 0.09)
    path = mix(palette.sand, palette.concrete, 0.5)
    here = canvas.local(f, zone.half_u, zone.half_v)
    if here is not None:
        paths = np.maximum(repeat_cover(here.u, 30.0, 1.7), repeat_cover(here.v, 26.0, 1.5))
        canvas.paint(
            here.window,
            canvas.textured(here.window, path, "mottle", 0.05),
            paths * cover(here.u, zone.half_u - 3) * cover(here.v, zone.half_v - 3),
        )
    for u in np.arange(-zone.half_u + 5, zone.half_u - 4, 3.3):
        for v in np.arange(-zone.half_v + 5, zone.half_v - 4, 2.0):
            near_path = abs((u + 15) % 30 - 15) < 2.9 or abs((v + 13) % 26 - 13) < 2.4
            if near_path or rng.random() > 0.88 or (abs(u) < 12 and abs(v) < 15):
                continue
            stone: Colour = ((206, 204, 198), (170, 168, 164), (118, 116, 116), (226, 224, 218))[int(rng.integers(4))]
            canvas.box(f.at(float(u), float(v)), 1.05, 0.55, shift(rng, stone, 12), 0.5, opacity=0.95)
    canvas.fill(f.rect(-10, -13, 10, 13), path, "mottle", 0.05)
    house(scene, rng, f.at(0, 0, math.pi / 2), 9.5, 4.8, scene.palette.roofs[0])
    for u in np.arange(-zone.half_u + 2, zone.half_u, 4.0):
        for v in (-zone.half_v + 1.5, zone.half_v - 1.5):
            tree(scene, rng, *f.point(float(u), v), float(rng.uniform(1.2, 2.6)), palette.conifer)
    for u in np.arange(-zone.half_u + 15, zone.half_u - 10, 30.0):
        for v in np.arange(-zone.half_v + 8, zone.half_v - 5, 9.0):
            if rng.random() < 0.6 and (abs(u) > 14 or abs(v) > 17):
                tree(scene, rng, *f.point(float(u) + 2.5, float(v)), float(rng.uniform(1.2, 3.0)), palette.conifer)
    scene.record("cemetery", "cemetery", zone.polygon)
