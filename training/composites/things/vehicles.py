"""Cars, vans, pickups, trucks and buses."""

from __future__ import annotations

import numpy as np

from training.composites.canvas import Canvas, Colour, Thing, lit, vary
from training.composites.frame import Frame, Points, rectangle, rounded

PAINTS: tuple[tuple[str, Colour, float], ...] = (
    ("white", (236, 237, 236), 0.30),
    ("grey", (168, 170, 174), 0.16),
    ("grey", (118, 120, 124), 0.10),
    ("black", (38, 39, 43), 0.17),
    ("red", (158, 36, 34), 0.09),
    ("blue", (46, 74, 138), 0.09),
    ("beige", (176, 164, 136), 0.03),
    ("green", (48, 84, 62), 0.03),
    ("yellow", (214, 178, 46), 0.03),
)
"""Colour word, paint and share: most cars are white, silver, grey or black."""
GLASS: Colour = (34, 40, 48)


def draw_paint(rng: np.random.Generator, colour: str = "") -> tuple[str, Colour]:
    """Draw a paint by its share, or one of a given colour."""
    rows = [row for row in PAINTS if not colour or row[0] == colour]
    shares = np.array([row[2] for row in rows])
    name, paint, _ = rows[int(rng.choice(len(rows), p=shares / shares.sum()))]
    return name, vary(rng, paint, 6)


def _glass(rng: np.random.Generator) -> Colour:
    return vary(rng, (78, 92, 106), 10) if rng.random() < 0.25 else vary(rng, GLASS, 5)


def car(rng: np.random.Generator, frame: Frame, colour: str = "") -> Thing:
    """A car 3.7 to 5.1 m long, seen from above: hatchback, saloon, estate, van or pickup."""
    word, paint = draw_paint(rng, colour)
    kind = rng.choice(["saloon", "hatch", "estate", "van", "pickup"], p=[0.36, 0.25, 0.2, 0.12, 0.07])
    length = float(
        {"hatch": rng.uniform(3.7, 4.2), "van": rng.uniform(4.8, 5.9), "pickup": rng.uniform(5.0, 5.7)}.get(
            str(kind), rng.uniform(4.3, 4.95)
        )
    )
    width = float(rng.uniform(1.72, 1.95)) + (0.12 if kind in ("van", "pickup") else 0.0)
    height = 2.1 if kind == "van" else float(rng.uniform(1.42, 1.75))
    front = {"van": 0.36, "pickup": 0.22}.get(str(kind), 0.20)
    roof_front = front - (0.06 if kind == "van" else 0.11)
    back = {"saloon": -0.31, "hatch": -0.43, "estate": -0.46, "van": -0.48, "pickup": -0.12}[str(kind)]
    roof_back = back + {"saloon": 0.12, "pickup": 0.04}.get(str(kind), 0.06)
    glass, cabin = _glass(rng), width * 0.80
    body = frame.points(rounded(length, width, 5.5))

    def trapezium(u0: float, w0: float, u1: float, w1: float) -> Points:
        return frame.points(
            [(u0 * length, -w0 / 2), (u0 * length, w0 / 2), (u1 * length, w1 / 2), (u1 * length, -w1 / 2)]
        )

    def paint_it(canvas: Canvas) -> None:
        canvas.fill(body, lit(paint, 0.86))
        canvas.fill(frame.points(rounded(length * 0.975, width * 0.90, 5.0)), paint)
        canvas.fill(trapezium(back, cabin * 1.02, front, cabin * 1.04), glass)
        canvas.fill(trapezium(roof_back, cabin * 0.90, roof_front, cabin * 0.86), lit(paint, 1.06))
        if kind == "pickup":
            canvas.fill(frame.points(rectangle(length * 0.32, width * 0.78, u=-length * 0.31)), lit(paint, 0.45))
        hood = trapezium(front + 0.02, width * 0.72, 0.46, width * 0.60)
        if kind != "van":
            canvas.fill(hood, lit(paint, 1.04))

    def shade(canvas: Canvas) -> None:
        canvas.cast(body, height * 0.6)
        canvas.cast(trapezium(back, cabin, front, cabin), height)

    return Thing(
        "car", body, paint_it, shade, word, "van" if kind == "van" else "pickup truck" if kind == "pickup" else ""
    )


LOADS: tuple[tuple[str, Colour], ...] = (
    ("white", (232, 232, 228)), ("white", (222, 224, 224)), ("grey", (150, 152, 152)), ("blue", (52, 84, 150)),
    ("red", (156, 48, 40)), ("green", (60, 104, 74)), ("yellow", (206, 172, 60)),
)  # fmt: skip


def truck(rng: np.random.Generator, frame: Frame) -> Thing:
    """A lorry of 7 to 16.5 m: a cab and a box, a tarpaulin or an open load."""
    word, load = LOADS[int(rng.integers(len(LOADS)))]
    load = vary(rng, load, 7)
    _, cab_paint = draw_paint(rng)
    articulated = rng.random() < 0.55
    length = float(rng.uniform(13.0, 16.5) if articulated else rng.uniform(7.0, 11.0))
    width, height, cab = 2.5, float(rng.uniform(3.2, 4.0)), float(rng.uniform(1.9, 2.5))
    gap = 0.9 if articulated else 0.25
    box_length = length - cab - gap
    box = frame.points(rectangle(box_length, width, u=-length / 2 + box_length / 2))
    front = frame.points(rounded(cab, width * 0.97, 7, u=length / 2 - cab / 2))
    outline = frame.points(rectangle(length, width))
    ribs = rng.random() < 0.35

    def paint_it(canvas: Canvas) -> None:
        canvas.fill(frame.points(rectangle(length * 0.98, width * 0.45)), (46, 46, 48))
        canvas.fill(front, cab_paint)
        canvas.fill(frame.points(rectangle(0.35, width * 0.82, u=length / 2 - 0.32)), GLASS)
        canvas.fill(box, load)
        if ribs:
            for u in np.arange(-length / 2 + 0.8, -length / 2 + box_length - 0.3, 0.9):
                canvas.line(frame.points([(u, -width / 2), (u, width / 2)]), lit(load, 0.86), 0.12)

    def shade(canvas: Canvas) -> None:
        canvas.cast(box, height)
        canvas.cast(front, height * 0.85)

    return Thing("truck", outline, paint_it, shade, word)


BUSES: tuple[tuple[str, Colour], ...] = (
    ("white", (230, 230, 226)), ("yellow", (226, 176, 42)), ("red", (176, 44, 40)), ("blue", (58, 96, 160)),
    ("green", (76, 128, 84)), ("grey", (170, 172, 174)),
)  # fmt: skip


def bus(rng: np.random.Generator, frame: Frame) -> Thing:
    """A bus of 10.5 to 18 m with hatches and boxes on its roof."""
    word, paint = BUSES[int(rng.integers(len(BUSES)))]
    paint = vary(rng, paint, 6)
    length, width = float(rng.choice([10.5, 12.0, 12.0, 13.5, 18.0])), 2.55
    outline = frame.points(rounded(length, width, 9))
    boxes = [
        (float(rng.uniform(-0.4, 0.4)) * length, float(rng.uniform(1.0, 2.4))) for _ in range(int(rng.integers(1, 4)))
    ]
    unit = vary(rng, (188, 190, 190), 12)

    def paint_it(canvas: Canvas) -> None:
        canvas.fill(outline, lit(paint, 0.82))
        canvas.fill(frame.points(rounded(length * 0.99, width * 0.9, 9)), paint)
        for u, size in boxes:
            canvas.fill(frame.points(rectangle(size, width * 0.62, u=u)), unit)
            canvas.line(
                frame.points([(u - size / 2, -width * 0.31), (u - size / 2, width * 0.31)]), lit(unit, 0.6), 0.12
            )
        canvas.fill(frame.points(rectangle(0.3, width * 0.85, u=length / 2 - 0.22)), GLASS)

    def shade(canvas: Canvas) -> None:
        canvas.cast(outline, 3.1)

    return Thing("bus", outline, paint_it, shade, word)
