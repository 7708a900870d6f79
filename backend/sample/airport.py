"""An airport: runway with its markings, taxiways, apron, terminal with piers, hangars, and airliners at the stands."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry import LineString

from backend.sample.canvas import Canvas, Colour, cover
from backend.sample.clutter import car, lorry
from backend.sample.geometry import Frame, Zone, smooth_line
from backend.sample.industry import big_roof, paint_parking
from backend.sample.palette import mix, shift
from backend.sample.scene import Scene

_PAINT: Colour = (228, 228, 222)
_YELLOW: Colour = (206, 176, 74)
_EXITS = ((-0.94, 0.0), (-0.45, 45.0), (0.0, 0.0), (0.45, -45.0), (0.94, 0.0))
"""Exits of the runway: where, as a share of its half length, and how far they lean in metres."""


def paint_airport(scene: Scene, number: int, zone: Zone) -> None:
    """Paint and record an airport: runway along u, far from the road; the terminal on the +v side."""
    rng = scene.rng(80, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    grass = mix(palette.grass, palette.dry_grass, 0.55)
    canvas.fill(zone.polygon, grass, "tufts", 0.08)
    canvas.fill(zone.polygon, mix(grass, palette.soil, 0.3), "clouds", 0.12, opacity=0.4)
    u, v = zone.half_u, zone.half_v
    runway_v, taxi_v = -v + 52.0, -v + 152.0
    runway = f.at(0, runway_v)
    taxi = mix(palette.asphalt, palette.concrete, 0.45)
    shoulder = mix(palette.asphalt, grass, 0.4)
    curves = [_exit(f, share * u, lean, runway_v, taxi_v) for share, lean in _EXITS]
    curves.append(f.line((-u * 0.955, taxi_v), (u * 0.955, taxi_v)))
    apron_u = min(u * 0.52, 330.0)
    curves += [f.line((side * apron_u, taxi_v), (side * apron_u, taxi_v + 60)) for side in (-0.8, 0.0, 0.8)]
    for width, colour, amount in ((34.0, shoulder, 0.06), (23.0, taxi, 0.05)):
        canvas.fill(
            shapely.union_all([c.buffer(width / 2, cap_style="square") for c in curves]), colour, "mottle", amount
        )
    apron = f.rect(-apron_u, taxi_v + 34, apron_u, taxi_v + 152)
    concrete = shift(rng, mix(palette.concrete, (186, 182, 172), 0.5), 5)
    canvas.fill(apron, concrete, "mottle", 0.05)
    _slabs(canvas, f.at(0, taxi_v + 93), apron_u, 59.0)
    _runway(scene, rng, runway, u - 18.0)
    canvas.stroke(curves, 0.45, _YELLOW, 0.8)
    _terminal(scene, rng, f, apron_u, taxi_v, v)
    for k in range(3):
        at = f.at(apron_u + 70 + k * 78, taxi_v + 78)
        if at.x and apron_u + 70 + k * 78 < u - 40:
            canvas.fill(at.rect(-37, -46, 37, 36), concrete, "mottle", 0.05)
            big_roof(scene, rng, at.at(0, 10), 30.0, 24.0)
            _airplane(
                scene,
                rng,
                at.at(float(rng.uniform(-12, 12)), -30, float(rng.uniform(0, math.tau))),
                float(rng.uniform(14, 20)),
            )
    parking = Zone("parking_lot", f.at(-min(apron_u + 95, u - 70), taxi_v + 95), 62.0, 45.0)
    paint_parking(scene, 100 + number, parking)
    _airplane(scene, rng, f.at(u * 0.62, taxi_v, math.pi if rng.random() < 0.5 else 0.0), 42.0)
    if rng.random() < 0.6:
        _airplane(scene, rng, runway.at(-u * 0.8, 0), 44.0)
    scene.record("airport", "airport", zone.polygon)
    scene.record("runway", "runway", runway.rect(-u + 18, -22.5, u - 18, 22.5))


def _exit(f: Frame, u: float, lean: float, runway_v: float, taxi_v: float) -> LineString:
    """The centre line of an exit from the runway to the taxiway."""
    turns = [(u - lean, runway_v), (u - lean * 0.8, runway_v + 22), (u + lean * 0.4, taxi_v - 25), (u + lean, taxi_v)]
    return smooth_line(f.points(turns))


def _slabs(canvas: Canvas, at: Frame, half_u: float, half_v: float) -> None:
    """Joints of concrete slabs, and the stains of oil and rubber."""
    lines = [at.line((float(u), -half_v), (float(u), half_v)) for u in np.arange(-half_u + 7.5, half_u, 7.5)]
    lines += [at.line((-half_u, float(v)), (half_u, float(v))) for v in np.arange(-half_v + 7.5, half_v, 7.5)]
    canvas.stroke(lines, 0.22, (120, 118, 112), 0.45)
    canvas.fill(at.rect(-half_u, -half_v, half_u, half_v), (104, 100, 94), "clouds", 0.25, opacity=0.14)


def _runway(scene: Scene, rng: np.random.Generator, at: Frame, half_u: float) -> None:
    """45 m wide: threshold bars, number, touchdown and aiming marks, centre line, rubber where wheels land."""
    canvas = scene.canvas
    dark = shift(rng, mix(scene.palette.asphalt, (86, 86, 86), 0.5), 4)
    canvas.fill(at.rect(-half_u - 8, -30, half_u + 8, 30), mix(dark, scene.palette.dry_grass, 0.3), "mottle", 0.06)
    canvas.fill(at.rect(-half_u, -22.5, half_u, 22.5), dark, "mottle", 0.05)
    marks = [at.rect(-half_u, s * 21.6 - 0.45, half_u, s * 21.6 + 0.45) for s in (-1, 1)]
    marks += [at.rect(float(u), -0.45, float(u) + 30, 0.45) for u in np.arange(-half_u + 90, half_u - 115, 50.0)]
    for end in (-1, 1):
        for side in (-1, 1):
            for k in range(6):
                v = side * (3.0 + k * 3.3)
                marks.append(at.rect(*_ordered(end * (half_u - 6), v - 0.9, end * (half_u - 36), v + 0.9)))
            marks.append(at.rect(*_ordered(end * (half_u - 300), side * 11 - 3, end * (half_u - 345), side * 11 + 3)))
            for far in (150, 220):
                for k in range(3 if far == 150 else 2):
                    v = side * (8.0 + k * 3.0)
                    marks.append(at.rect(*_ordered(end * (half_u - far), v - 0.8, end * (half_u - far - 22), v + 0.8)))
            digit = end * (half_u - 58)
            marks.append(at.rect(*_ordered(digit - 7, side * 4.5 - 0.9, digit + 7, side * 4.5 + 0.9)))
            marks.append(at.rect(*_ordered(digit - 7 * side, side * 4.5 - 2.6, digit - 7 * side + 2, side * 4.5 + 2.6)))
    canvas.fill(marks, _PAINT, "grain", 0.05, opacity=0.88)
    for end in (-1, 1):
        for far, strength in ((180, 0.35), (260, 0.5), (340, 0.3)):
            for v in (-4.5, 4.5, 0.0):
                streak = at.rect(*_ordered(end * (half_u - far + 60), v - 2.0, end * (half_u - far - 60), v + 2.0))
                canvas.fill(streak, (52, 52, 54), "mottle", 0.2, opacity=strength * 0.6)


def _ordered(u0: float, v0: float, u1: float, v1: float) -> tuple[float, float, float, float]:
    return min(u0, u1), min(v0, v1), max(u0, u1), max(v0, v1)


def _terminal(scene: Scene, rng: np.random.Generator, f: Frame, apron_u: float, taxi_v: float, v: float) -> None:
    """The terminal along the apron, airliners nose in with their bridges, kerbside road with cars behind."""
    canvas, palette = scene.canvas, scene.palette
    front = taxi_v + 134.0
    deep = min(17.0, (v - front - 26) / 2)
    grey = shift(rng, (196, 196, 194), 9)
    big_roof(scene, rng, f.at(0, front + deep + 2), apron_u * 0.78, deep, grey)
    big_roof(scene, rng, f.at(0, front + deep + 4), apron_u * 0.3, deep + 4, shift(rng, (216, 216, 212), 6))
    road_v = min(front + 2 * deep + 15, v - 8)
    canvas.fill(f.rect(-apron_u, road_v - 6, apron_u, road_v + 6), palette.asphalt, "mottle", 0.05)
    for _ in range(int(apron_u / 6)):
        spot = f.at(float(rng.uniform(-0.95, 0.95)) * apron_u, road_v + float(rng.choice([-4, -1.4, 1.4, 4])))
        (car if rng.random() < 0.85 else lorry)(scene, rng, spot)
    u = -apron_u + 40
    while u < apron_u - 30:
        length = float(rng.choice([36.0, 40.0, 45.0, 58.0]))
        span = length * 0.93
        if u + span > apron_u - 8:
            break
        at = f.at(u + span / 2, front - 6 - length / 2, math.pi / 2)
        if rng.random() < 0.84:
            canvas.stroke([at.line((-length * 0.9, 0), (length * 0.5, 0))], 0.4, _YELLOW, 0.8)
            _airplane(scene, rng, at, length)
            bridge = at.at(length * 0.36, -5.5)
            canvas.box(bridge, 1.6, 4.4, (188, 188, 184), 5.0)
            canvas.box(bridge.at(7.5, -3.4), 8.5, 1.5, (188, 188, 184), 5.0)
            for _ in range(int(rng.integers(3, 9))):
                near = at.at(
                    float(rng.uniform(-0.5, 0.5)) * length,
                    float(rng.choice([-1, 1])) * span * float(rng.uniform(0.12, 0.48)),
                    float(rng.uniform(0, 6.28)),
                )
                (car if rng.random() < 0.75 else lorry)(scene, rng, near)
        u += span + float(rng.uniform(8, 14))


def _airplane(scene: Scene, rng: np.random.Generator, at: Frame, length: float) -> None:
    """A jet airliner, nose along u: swept wings with engines, tailplane, fin; recorded as true ``airplane``."""
    canvas, k = scene.canvas, length / 40.0
    white = shift(rng, (232, 233, 232), 5)
    wing_grey = shift(rng, (204, 207, 210), 5)
    tail = shift(
        rng, ((60, 84, 140), (170, 60, 54), (214, 214, 212), (56, 112, 96), (196, 150, 60))[int(rng.integers(5))], 10
    )
    wings, tails = [], []
    for s in (-1, 1):
        wings.append(
            at.polygon(
                [(u * k, s * v * k) for u, v in ((5.2, 1.5), (-1.4, 17.6), (-3.4, 17.8), (-2.8, 9.0), (-2.6, 1.5))]
            )
        )
        tails.append(
            at.polygon([(u * k, s * v * k) for u, v in ((-15.4, 0.8), (-18.6, 6.4), (-19.8, 6.5), (-18.6, 0.6))])
        )
    ring = [(20.0, 0.0), (19.3, 0.9), (17.6, 1.6), (15.0, 1.95), (-9.0, 1.95), (-15.0, 1.2), (-19.8, 0.35)]
    body = at.polygon([(u * k, v * k) for u, v in ring] + [(u * k, -v * k) for u, v in reversed(ring[1:])])
    canvas.fill(wings, wing_grey, "grain", 0.02, height_m=4.2 * k)
    canvas.fill(
        [shapely.intersection(w, w.buffer(-0.9 * k)) for w in wings],
        mix(wing_grey, (170, 174, 178), 0.4),
        "grain",
        0.02,
    )
    canvas.fill(tails, wing_grey, "grain", 0.02, height_m=6.5 * k)
    for s in (-1, 1):
        engine = at.at(3.4 * k, s * 6.2 * k)
        canvas.box(engine, 2.2 * k, 1.05 * k, mix(white, tail, 0.35), 3.4 * k)
        canvas.box(engine.at(2.2 * k, 0), 0.3 * k, 0.9 * k, (70, 72, 76))
    here = canvas.local(at, 21 * k, 2.5 * k)
    if here is not None:
        alpha = canvas.coverage([body], here.window)
        canvas.paint(here.window, canvas.textured(here.window, white, "grain", 0.02), alpha)
        round_top = 3.6 * k + 1.9 * k * np.sqrt(np.clip(1.0 - (here.v / (2.05 * k)) ** 2, 0, 1))
        canvas.raise_to(here.window, round_top, alpha)
        canvas.paint(here.window, (58, 64, 72), cover(here.u - 18.4 * k, 0.45 * k) * cover(here.v, 1.0 * k) * 0.8)
        canvas.paint(here.window, tail, cover(here.u + 16.4 * k, 2.8 * k) * cover(here.v, 0.35 * k + 0.15))
        canvas.raise_to(here.window, 11.0 * k, cover(here.u + 17.2 * k, 2.2 * k) * cover(here.v, 0.5))
    scene.record(
        "airplane", "airliner" if length > 25 else "light jet", shapely.union_all([body, *wings, *tails]).buffer(0.3)
    )
