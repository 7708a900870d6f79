"""Storage tanks, shipping containers, solar arrays, wind turbines and greenhouses."""

from __future__ import annotations

import math

import numpy as np

from training.composites.canvas import Canvas, Colour, Sun, Thing, facing, lit, softened, vary
from training.composites.frame import Frame, Points, ellipse, rectangle
from training.composites.things.boats import CONTAINERS

STEELS: tuple[tuple[str, Colour], ...] = (
    ("white", (230, 230, 226)), ("white", (220, 220, 214)), ("grey", (168, 170, 170)), ("brown", (148, 116, 94)),
    ("green", (124, 150, 134)), ("beige", (206, 194, 170)),
)  # fmt: skip
BOXES = tuple(zip(("red", "blue", "green", "orange", "grey", "white", "red"), CONTAINERS, strict=True))


def tank(rng: np.random.Generator, frame: Frame, diameter: float, roof: str = "", colour: str = "") -> Thing:
    """A cylindrical storage tank: a cone roof, a dome, or a floating roof with the shadow of its rim inside."""
    roof = roof or str(
        rng.choice(["cone", "dome", "floating"], p=[0.45, 0.25, 0.3] if diameter > 18 else [0.55, 0.45, 0.0])
    )
    rows = [row for row in STEELS if not colour or row[0] == colour]
    word, steel = rows[int(rng.integers(len(rows)))]
    steel = vary(rng, steel, 6)
    height = float(np.clip(diameter * rng.uniform(0.35, 0.8), 4, 20))
    outline = frame.points(ellipse(diameter, diameter))
    sunk = float(rng.uniform(0.15, 0.8)) * height
    stair = float(rng.uniform(0, 2 * math.pi))
    spokes = rng.random() < 0.6

    def paint_it(canvas: Canvas) -> None:
        sun = canvas.sun
        canvas.fill(outline, lit(steel, 0.78))
        inner = diameter * 0.975
        if roof == "floating":
            canvas.fill(frame.points(ellipse(inner, inner)), lit(steel, 0.9))
            disc = canvas.mask(frame.points(ellipse(inner, inner)))
            clear = canvas.mask(sun.throw(frame.points(ellipse(inner, inner)), min(sunk, diameter * 0.5)))
            canvas.blend(np.where(disc > clear, disc - clear, 0).astype(np.uint8), (52, 52, 56), 0.55)
            canvas.line(
                frame.points([(0, 0), (inner / 2 * math.cos(stair), inner / 2 * math.sin(stair))]),
                lit(steel, 1.12),
                0.8,
            )
        else:
            sides = 24
            ring = frame.points(ellipse(inner, inner, count=sides))
            slope = 0.07 if roof == "cone" else 0.12
            for k in range(sides):
                turn = 2 * math.pi * (k + 0.5) / sides
                part = np.array([(frame.x, frame.y), ring[k], ring[(k + 1) % sides]])
                canvas.fill(part, lit(steel, 1.0 + slope * facing(frame, sun, turn)))
                if spokes and roof == "cone":
                    canvas.line(part[:2], lit(steel, 0.93), 0.12)
            if roof == "dome":
                glint = ellipse(inner * 0.34, inner * 0.34) - np.array([0.0, 0.0])
                at = Frame(frame.x - sun.x * inner * 0.16, frame.y - sun.y * inner * 0.16)
                canvas.blend(
                    softened(canvas.mask(at.points(glint)), max(1.0, inner * 0.06 * canvas.px_per_m)),
                    (252, 252, 250),
                    0.5,
                )
            canvas.fill(frame.points(ellipse(diameter * 0.05 + 0.6, diameter * 0.05 + 0.6)), lit(steel, 0.7))
        arc = np.linspace(stair, stair + 1.4, 14)
        canvas.line(frame.points(np.stack([np.cos(arc), np.sin(arc)], 1) * diameter * 0.51), lit(steel, 0.6), 0.5)

    return Thing("storage_tank", outline, paint_it, lambda canvas: canvas.cast(outline, height), word)


def container(rng: np.random.Generator, frame: Frame, stack: int = 1, colour: str = "", short: bool = False) -> Thing:
    """A shipping container of 6.1 or 12.2 m by 2.44 m with its ribs; ``stack`` of them one on another."""
    length = 6.06 if short else 12.19
    rows = [row for row in BOXES if not colour or row[0] == colour]
    word, paint = rows[int(rng.integers(len(rows)))]
    paint = vary(rng, paint, 10)
    outline = frame.points(rectangle(length, 2.44))
    rust = rng.random() < 0.3

    def paint_it(canvas: Canvas) -> None:
        canvas.fill(outline, lit(paint, 0.8))
        canvas.fill(frame.points(rectangle(length - 0.25, 2.2)), paint)
        if canvas.px_per_m > 5:
            for u in np.arange(-length / 2 + 0.3, length / 2 - 0.1, 0.55):
                canvas.line(frame.points([(u, -1.05), (u, 1.05)]), lit(paint, 0.88), 0.12)
        if rust:
            spot = ellipse(length * 0.3, 1.2, u=float(canvas.rng.uniform(-0.3, 0.3)) * length)
            canvas.blend(canvas.mask(frame.points(spot)), (112, 74, 54), 0.4)

    return Thing("shipping_container", outline, paint_it, lambda canvas: canvas.cast(outline, 2.6 * stack), word)


def solar_row(
    rng: np.random.Generator, frame: Frame, length: float, depth: float = 3.4, cell: Colour = (34, 46, 80)
) -> Thing:
    """One row of a ground-mounted solar array, two modules deep, tilted."""
    outline = frame.points(rectangle(length, depth))
    gloss = float(rng.uniform(0.85, 1.25))

    def paint_it(canvas: Canvas) -> None:
        canvas.fill(outline, lit(cell, gloss))
        if canvas.px_per_m > 2.2:
            for u in np.arange(-length / 2, length / 2 + 0.1, 1.05 if canvas.px_per_m > 6 else 4.2):
                canvas.line(frame.points([(u, -depth / 2), (u, depth / 2)]), lit(cell, 1.7), 0.07)
            canvas.line(frame.points([(-length / 2, 0), (length / 2, 0)]), lit(cell, 1.7), 0.1)
        canvas.line(frame.points([(-length / 2, -depth / 2), (length / 2, -depth / 2)]), (176, 182, 190), 0.14)

    return Thing("solar_panel", outline, paint_it, lambda canvas: canvas.cast(outline, 2.2, 0.6), "blue")


def turbine(rng: np.random.Generator, frame: Frame, hub_m: float = 0.0) -> Thing:
    """A wind turbine, seen slightly obliquely: pad, tower, nacelle, three blades, and their long shadows."""
    hub = hub_m or float(rng.uniform(60, 120))
    blade = hub * float(rng.uniform(0.42, 0.58))
    lean = float(rng.uniform(0.02, 0.30))
    away = float(rng.uniform(0, 2 * math.pi))
    yaw = float(rng.uniform(0, 2 * math.pi))
    start = float(rng.uniform(0, 2 * math.pi / 3))
    white = vary(rng, (242, 243, 242), 4)
    pad = vary(rng, (194, 182, 160) if rng.random() < 0.8 else (160, 158, 154), 10)
    side = np.array([-math.sin(yaw), math.cos(yaw)])
    base = np.array([frame.x, frame.y])
    tilt = np.array([math.cos(away), math.sin(away)]) * lean
    nose = np.array([math.cos(yaw), math.sin(yaw)]) * hub * 0.045

    def seen(points: Points) -> Points:
        """[n, 3] offsets from the base (x, y, height) -> window."""
        return np.asarray(base + points[:, :2] + points[:, 2:] * tilt)

    def dropped(points: Points, sun: Sun) -> Points:
        return np.asarray(base + points[:, :2] + points[:, 2:] * sun.reach * np.array([sun.x, sun.y]))

    def blades() -> list[Points]:
        shapes = []
        for k in range(3):
            turn = start + 2 * math.pi * k / 3
            for_u = np.array([*(math.cos(turn) * side), math.sin(turn)])
            for_w = np.array([*(-math.sin(turn) * side), math.cos(turn)])
            centre = np.array([*nose, hub])
            edge = [
                (0.02, 0.012),
                (0.2, 0.045),
                (0.6, 0.03),
                (1.0, 0.006),
                (1.0, -0.002),
                (0.2, -0.014),
                (0.02, -0.012),
            ]
            shapes.append(np.array([centre + for_u * blade * r + for_w * blade * w for r, w in edge]))
        return shapes

    shapes = blades()
    bend, reach = float(rng.uniform(0, 2 * math.pi)), hub * float(rng.choice([0.0, 0.9, 2.5]))
    turns = bend + np.linspace(0, float(rng.uniform(-0.9, 0.9)), 8)
    track = base + np.stack([np.cos(turns), np.sin(turns)], 1) * np.linspace(0, reach, 8)[:, None]
    trunk = hub * 0.022
    tower = np.array([(0.0, 0.0, 0.0), (0.0, 0.0, hub)])
    nacelle = np.array([(*(-nose * 1.4), hub), (*(nose * 1.0), hub)])
    # A blade seen edge-on still shows the width of its chord.
    outline = np.concatenate([seen(s) for s in shapes] + [seen(tower), base + rectangle(hub * 0.08, hub * 0.08)])

    def _limb(points: Points, wide0: float, wide1: float) -> Points:
        way = points[1] - points[0]
        norm = np.array([-way[1], way[0]]) / max(float(np.hypot(*way)), 1e-6)
        return np.array(
            [
                points[0] - norm * wide0 / 2,
                points[0] + norm * wide0 / 2,
                points[1] + norm * wide1 / 2,
                points[1] - norm * wide1 / 2,
            ]
        )

    def paint_it(canvas: Canvas) -> None:
        canvas.fill(base + ellipse(trunk * 3.2, trunk * 3.2), (214, 212, 206))
        canvas.fill(base + ellipse(trunk * 1.3, trunk * 1.3), lit(white, 0.95))
        canvas.fill(_limb(seen(tower), trunk * 1.15, trunk * 0.7), white)
        canvas.line(seen(tower) + np.array([canvas.sun.x, canvas.sun.y]) * trunk * 0.3, lit(white, 0.8), trunk * 0.3)
        canvas.fill(_limb(seen(nacelle), trunk * 1.2, trunk * 1.1), lit(white, 0.97))
        for shape in shapes:
            flat = seen(shape)
            canvas.fill(flat, white)
            canvas.line(flat[[0, 3]], white, blade * 0.022)

    def shade(canvas: Canvas) -> None:
        canvas.pave(base + ellipse(hub * 0.5, hub * 0.34) @ _turn(yaw), pad, 6.0, 1.2, 0.85)
        canvas.line(track, pad, 4.0)
        canvas.cast_flat(_limb(dropped(tower, canvas.sun), trunk * 1.2, trunk * 0.8), 0.0)
        canvas.cast_flat(_limb(dropped(nacelle, canvas.sun), trunk * 1.4, trunk * 1.4), 0.0)
        for shape in shapes:
            flat = dropped(shape, canvas.sun)
            canvas.cast_flat(flat, 0.0)
            canvas.cast_flat(_limb(flat[[0, 3]], blade * 0.03, blade * 0.014), 0.0)

    return Thing("wind_turbine", outline, paint_it, shade, "white")


def _turn(angle: float) -> Points:
    c, s = math.cos(angle), math.sin(angle)
    return np.array([(c, s), (-s, c)])


def greenhouse(rng: np.random.Generator, frame: Frame, length: float, spans: int) -> Thing:
    """A block of glass or film tunnels side by side, each span 8 m."""
    span = float(rng.uniform(6.4, 9.6))
    width = span * spans
    skin = vary(rng, (214, 220, 220) if rng.random() < 0.7 else (176, 190, 196), 8)
    outline = frame.points(rectangle(length, width))

    def paint_it(canvas: Canvas) -> None:
        for k in range(spans):
            v = -width / 2 + k * span
            for part, turn in ((0, -math.pi / 2), (1, math.pi / 2)):
                v0 = v + part * span / 2
                tone = 0.95 + 0.14 * facing(frame, canvas.sun, turn)
                canvas.fill(
                    frame.points(
                        [(-length / 2, v0), (length / 2, v0), (length / 2, v0 + span / 2), (-length / 2, v0 + span / 2)]
                    ),
                    lit(skin, tone),
                )
            canvas.line(frame.points([(-length / 2, v), (length / 2, v)]), lit(skin, 0.72), 0.35)
        if canvas.px_per_m > 1.5:
            for u in np.arange(-length / 2, length / 2 + 0.1, 4.0):
                canvas.line(frame.points([(u, -width / 2), (u, width / 2)]), lit(skin, 0.86), 0.12)

    return Thing("greenhouse", outline, paint_it, lambda canvas: canvas.cast(outline, 4.5), "white")
