"""Airplanes: airliners, regional and business jets, light aircraft, military jets; and helicopters."""

from __future__ import annotations

import math

import numpy as np

from training.composites.canvas import Canvas, Colour, Thing, facing, lit, vary
from training.composites.frame import Frame, Points, ellipse, rectangle

LIVERIES: tuple[Colour, ...] = (
    (40, 64, 130),
    (176, 40, 44),
    (220, 150, 40),
    (48, 110, 84),
    (96, 60, 120),
    (70, 74, 82),
)


def _fuselage(length: float, width: float, nose: float = 0.16, tail: float = 0.34) -> Points:
    u = np.concatenate([np.linspace(0, nose, 9), np.linspace(nose, 1 - tail, 3)[1:], np.linspace(1 - tail, 1, 9)[1:]])
    rise = np.clip(u / nose, 0, 1)
    fall = np.clip((1 - u) / tail, 0, 1)
    half = width / 2 * np.sqrt(1 - (1 - rise) ** 2) * (0.16 + 0.84 * np.sin(fall * math.pi / 2))
    along = length / 2 - u * length
    return np.concatenate([np.stack([along, half], 1), np.stack([along, -half], 1)[::-1]])


def _wing(root_u: float, root: float, tip: float, half_span: float, sweep: float, start: float, side: int) -> Points:
    """A wing's quadrilateral: leading edge from ``root_u`` going back by ``sweep`` at the tip."""
    v0, v1 = side * start, side * half_span
    return np.array([(root_u, v0), (root_u - sweep, v1), (root_u - sweep - tip, v1), (root_u - root, v0)])


def airplane(rng: np.random.Generator, frame: Frame, length: float = 0.0, kind: str = "") -> Thing:
    """An airplane on the ground; ``kind`` is airliner, business, light or military."""
    kind = kind or str(rng.choice(["airliner", "business", "light", "military"], p=[0.62, 0.13, 0.17, 0.08]))
    if kind == "airliner":
        length = length or float(rng.choice([rng.uniform(28, 45), rng.uniform(55, 73)], p=[0.72, 0.28]))
        span, width, sweep_share, chord = (
            length * rng.uniform(0.86, 0.98),
            length * rng.uniform(0.085, 0.11),
            0.27,
            0.19,
        )
    elif kind == "business":
        length = length or float(rng.uniform(14, 27))
        span, width, sweep_share, chord = length * rng.uniform(0.85, 0.98), length * 0.11, 0.2, 0.17
    elif kind == "light":
        length = length or float(rng.uniform(7, 11))
        span, width, sweep_share, chord = length * rng.uniform(1.25, 1.45), length * 0.15, 0.0, 0.18
    else:
        length = length or float(rng.uniform(14, 20))
        span, width, sweep_share, chord = length * rng.uniform(0.62, 0.72), length * 0.12, 0.3, 0.36
    height = 0.1 * length if kind != "light" else 1.6
    word, paint = "white", vary(rng, (232, 233, 232), 6)
    if kind == "military" or rng.random() < 0.12:
        word, paint = "grey", vary(rng, (138, 144, 148), 8)
    livery = vary(rng, LIVERIES[int(rng.integers(len(LIVERIES)))], 10)
    half = span / 2
    root, tip = chord * length, chord * length * (0.3 if kind != "light" else 0.8)
    root_u = length * (0.12 if kind != "light" else 0.2)
    wings = [frame.points(_wing(root_u, root, tip, half, sweep_share * length, 0.0, s)) for s in (1, -1)]
    tail_half = span * (0.19 if kind != "light" else 0.16)
    tail_u = -length * (0.40 if kind != "light" else 0.42)
    tails = [
        frame.points(
            _wing(
                tail_u, length * 0.085, length * 0.045, tail_half, length * (0.07 if kind != "light" else 0.0), 0.0, s
            )
        )
        for s in (1, -1)
    ]
    body = frame.points(_fuselage(length, width))
    engines: list[tuple[float, float, float, float]] = []
    if kind == "airliner":
        big, places = length * 0.075, [0.34] if length < 60 or rng.random() < 0.7 else [0.3, 0.56]
        engines = [
            (root_u - sweep_share * length * p + big * 0.25, s * half * p, big, big * 0.52)
            for p in places
            for s in (1, -1)
        ]
    elif kind == "business":
        engines = [(-length * 0.24, s * width * 0.85, length * 0.13, length * 0.05) for s in (1, -1)]
    elif kind == "light":
        engines = [(length * 0.49, 0.0, length * 0.02, length * 0.22)]
    coloured_wings = kind == "light" and rng.random() < 0.4
    outline = np.concatenate([body, *wings, *tails])
    fin = frame.points([(-length * 0.33, 0.0), (-length * 0.49, 0.0)])

    def paint_it(canvas: Canvas) -> None:
        sun = canvas.sun
        for wing in [*wings, *tails]:
            canvas.fill(wing, lit(livery if coloured_wings else paint, 0.9))
        for side, wing in zip((1, -1), wings, strict=True):
            slats = np.stack([wing[0], wing[1]])
            canvas.line(slats, lit(paint, 1.02), length * 0.007)
            flaps = np.stack([wing[3] + (wing[0] - wing[3]) * 0.25, wing[2] + (wing[1] - wing[2]) * 0.25])
            canvas.line(flaps, lit(paint, 0.72), length * 0.004)
            canvas.line(wing[[3, 2]], lit(paint, 0.66 if facing(frame, sun, side * 1.57) < 0 else 0.8), length * 0.004)
        for u, v, size, wide in engines:
            if kind == "airliner":
                canvas.fill(frame.points(ellipse(size, wide, u=u, v=v)), lit(paint, 0.74))
                canvas.fill(frame.points(rectangle(size * 0.12, wide * 0.8, u=u + size * 0.45, v=v)), (60, 62, 66))
            else:
                canvas.fill(frame.points(ellipse(size, wide, u=u, v=v)), lit(paint, 0.7))
        canvas.fill(body, lit(paint, 0.84))
        side = 1 if facing(frame, sun, math.pi / 2) > 0 else -1
        lit_half = _fuselage(length * 0.985, width * 0.62) + np.array([0.0, side * width * 0.13])
        canvas.fill(frame.points(lit_half), lit(paint, 1.06))
        canvas.fill(frame.points(rectangle(length * 0.018, width * 0.55, u=length * 0.44)), (52, 58, 66))
        canvas.line(fin, livery, max(width * 0.16, length * 0.008))
        canvas.line(fin[:1] + (fin - fin[:1]) * 0.98, lit(livery, 1.15), width * 0.06)

    def shade(canvas: Canvas) -> None:
        for wing in wings:
            canvas.cast_flat(wing, height)
            canvas.cast_flat(wing, height * 0.8)
        for tail in tails:
            canvas.cast_flat(tail, height * 1.3)
        for share in (0.5, 0.8, 1.1, 1.35):
            canvas.cast_flat(body, height * share)
        top = height + length * (0.17 if kind != "light" else 0.13)
        tip_u = -length * 0.50
        tall = frame.points([(tip_u, 0.0), (tip_u + length * 0.05, 0.0)])
        quad = np.concatenate([canvas.sun.throw(fin, height), canvas.sun.throw(tall, top)])
        canvas.cast_flat(quad, 0.0)
        for u, v, size, wide in engines:
            canvas.cast_flat(frame.points(ellipse(size, wide, u=u, v=v)), height * 0.5)

    names = {"light": "light aircraft", "business": "business jet", "military": "fighter jet", "airliner": "airliner"}
    return Thing("airplane", outline, paint_it, shade, word, names[kind])


def helicopter(rng: np.random.Generator, frame: Frame) -> Thing:
    """A helicopter of 9 to 16 m with its rotor at rest."""
    size = float(rng.uniform(9, 16))
    words = [
        ("white", (226, 226, 224)),
        ("red", (176, 44, 40)),
        ("blue", (50, 78, 140)),
        ("yellow", (220, 180, 50)),
        ("green", (70, 84, 58)),
    ]
    word, paint = words[int(rng.integers(len(words)))]
    cabin = frame.points(ellipse(size * 0.42, size * 0.17, u=size * 0.2))
    boom = frame.points(
        [
            (size * 0.05, -size * 0.03),
            (-size * 0.5, -size * 0.012),
            (-size * 0.5, size * 0.012),
            (size * 0.05, size * 0.03),
        ]
    )
    start, count = float(rng.uniform(0, math.pi)), int(rng.choice([2, 3, 4, 5]))
    blades = []
    for k in range(count):
        turn = start + 2 * math.pi * k / count
        centre = frame.at(size * 0.15, 0.0, turn)
        blades.append(centre.points(rectangle(size * 0.48, size * 0.022, u=size * 0.24)))
    outline = np.concatenate([cabin, boom])

    def paint_it(canvas: Canvas) -> None:
        canvas.fill(boom, lit(paint, 0.85))
        canvas.fill(frame.points(rectangle(size * 0.03, size * 0.16, u=-size * 0.4)), lit(paint, 0.9))
        canvas.fill(cabin, paint)
        canvas.fill(frame.points(ellipse(size * 0.14, size * 0.13, u=size * 0.33)), (46, 54, 64))
        for blade in blades:
            canvas.fill(blade, (62, 64, 68))

    def shade(canvas: Canvas) -> None:
        canvas.cast(cabin, size * 0.18)
        canvas.cast_flat(boom, size * 0.17)
        for blade in blades:
            canvas.cast_flat(blade, size * 0.26)

    return Thing("helicopter", outline, paint_it, shade, word)
