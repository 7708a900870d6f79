"""Swimming pools with their surroundings, houses, tents and tennis courts."""

from __future__ import annotations

import math

import numpy as np

from training.composites.canvas import CANVAS_PX, Canvas, Colour, Thing, facing, lit, texture, vary
from training.composites.frame import Frame, Points, ellipse, rectangle, rounded

WATERS: tuple[tuple[str, Colour], ...] = (
    ("turquoise", (74, 190, 202)), ("turquoise", (98, 206, 210)), ("blue", (58, 150, 206)), ("blue", (84, 168, 218)),
    ("blue", (44, 124, 176)), ("turquoise", (112, 196, 190)),
)  # fmt: skip
PATIOS: tuple[Colour, ...] = (
    (214, 206, 192),
    (196, 192, 186),
    (206, 184, 158),
    (170, 140, 110),
    (228, 226, 220),
    (186, 158, 138),
)


def _kidney(length: float, width: float, bend: float) -> Points:
    turn = np.linspace(0, 2 * math.pi, 56, endpoint=False)
    radius = 1 - bend * np.exp(-(((turn - math.pi / 2 + math.pi) % (2 * math.pi) - math.pi) ** 2) / 0.35)
    return np.stack([length / 2 * np.cos(turn) * (0.92 + 0.08 * radius), width / 2 * np.sin(turn) * radius], 1)


def pool_shape(rng: np.random.Generator, length: float, width: float) -> Points:
    """A rectangle, rounded rectangle, oval, kidney, L or a pool with a round end."""
    kind = str(
        rng.choice(["rectangle", "rounded", "oval", "kidney", "l", "bay"], p=[0.32, 0.18, 0.13, 0.19, 0.08, 0.10])
    )
    if kind == "rectangle":
        return rectangle(length, width)
    if kind == "rounded":
        return rounded(length, width, float(rng.uniform(4, 9)))
    if kind == "oval":
        return ellipse(length, width)
    if kind == "kidney":
        return _kidney(length, width, float(rng.uniform(0.3, 0.55)))
    if kind == "l":
        a, b = length / 2, width / 2
        return np.array([(-a, -b), (a, -b), (a, 0.0), (a * 0.1, 0.0), (a * 0.1, b), (-a, b)])
    turn = np.linspace(-math.pi / 2, math.pi / 2, 16)
    bay = np.stack([length / 2 - width * 0.3 + width / 2 * 0.8 * np.cos(turn), width / 2 * np.sin(turn)], 1)
    return np.concatenate([bay, [(-length / 2, width / 2), (-length / 2, -width / 2)]])


def pool(rng: np.random.Generator, frame: Frame, length: float = 0.0, public: bool = False) -> Thing:
    """A swimming pool of 6 to 14 m in its paving; public ones are 25 or 50 m long and have lanes."""
    if public:
        length, width = [(25.0, 12.5), (25.0, 16.0), (50.0, 21.0), (50.0, 25.0)][int(rng.integers(4))]
    else:
        length = length or float(rng.uniform(6, 13))
        width = length * float(rng.uniform(0.38, 0.62))
    local = rectangle(length, width) if public else pool_shape(rng, length, width)
    word, water = WATERS[int(rng.integers(len(WATERS)))]
    water = vary(rng, water, 7)
    patio = vary(rng, PATIOS[int(rng.integers(len(PATIOS)))], 7)
    coping = vary(rng, (226, 222, 212), 8)
    around = float(rng.uniform(0.8, 3.5)) * (2.0 if public else 1.0)
    off_u, off_v = (float(x) for x in rng.uniform(-0.35, 0.35, 2) * around)
    paved = rng.random() < 0.85
    terrace = frame.points(rectangle(length + 2 * around, width + 2 * around, u=off_u, v=off_v))
    outline = frame.points(local)
    loungers = (
        []
        if rng.random() < 0.45
        else [
            frame.at(float(u), (width / 2 + 1.3) * float(rng.choice([-1, 1])), math.pi / 2)
            for u in rng.uniform(-length / 2, length / 2, int(rng.integers(1, 6)))
        ]
    )
    umbrellas = [f for f in loungers if rng.random() < 0.35]
    umbrella = vary(rng, [(240, 238, 230), (176, 50, 44), (48, 84, 150), (214, 180, 90)][int(rng.integers(4))], 6)
    deep = float(rng.uniform(0.72, 0.95))

    def paint_it(canvas: Canvas) -> None:
        middle = np.array([frame.x, frame.y])
        canvas.fill(middle + (outline - middle) * (1 + 0.7 / max(width, 3.0)), coping)
        canvas.fill(outline, lit(water, 0.62))  # the shaded wall on the side of the sun
        inside = canvas.mask(outline + np.array([canvas.sun.x, canvas.sun.y]) * min(0.35, 0.12 * canvas.sun.reach))
        inside = np.minimum(inside, canvas.mask(outline))
        x, y = (frame.points([(length / 2, 0), (-length / 2, 0)]) * canvas.px_per_m).T
        grid = np.arange(CANVAS_PX, dtype=np.float32)
        along = ((grid[None, :] - x[0]) * (x[1] - x[0]) + (grid[:, None] - y[0]) * (y[1] - y[0])) / max(
            1.0, (x[1] - x[0]) ** 2 + (y[1] - y[0]) ** 2
        )
        tone = 1.06 - (1.06 - deep) * np.clip(along, 0, 1) + 0.035 * texture(canvas.rng, CANVAS_PX, 0.9, 0.5, 0.0)
        canvas.blend(inside, (np.asarray(water, np.float32) * tone[..., None].astype(np.float32)).astype(np.float32))
        if public:
            for v in np.linspace(-width / 2, width / 2, int(width / 2.5) + 1)[1:-1]:
                canvas.line(frame.points([(-length / 2, v), (length / 2, v)]), lit(water, 0.6), 0.25)
        elif rng.random() < 0.5:
            steps = frame.points(rectangle(0.9, width * 0.4, u=length / 2 - 0.6))
            canvas.blend(np.minimum(canvas.mask(steps), inside), lit(water, 1.25), 0.7)
        for place in loungers:
            canvas.fill(place.points(rectangle(1.9, 0.65)), (232, 230, 224))
        for place in umbrellas:
            canvas.fill(place.points(ellipse(2.8, 2.8, count=8)), umbrella)

    def shade(canvas: Canvas) -> None:  # ground works come first, so the paving is below all shadows
        if paved:
            canvas.pave(terrace, patio, 3.5)
            if canvas.px_per_m > 9:
                for v in np.arange(-width / 2 - around + 0.6, width / 2 + around, 0.6):
                    canvas.line(
                        frame.points(
                            [(-length / 2 - around + off_u, v + off_v), (length / 2 + around + off_u, v + off_v)]
                        ),
                        lit(patio, 0.93),
                        0.05,
                    )
        for place in umbrellas:
            canvas.cast(place.points(ellipse(2.8, 2.8, count=8)), 2.4, 2.1)

    return Thing("swimming_pool", outline, paint_it, shade, word, "public swimming pool" if public else "")


ROOFS: tuple[tuple[str, Colour], ...] = (
    ("red", (158, 88, 66)), ("red", (172, 104, 80)), ("brown", (124, 96, 78)), ("grey", (128, 126, 124)),
    ("grey", (98, 100, 104)), ("white", (218, 216, 210)), ("blue", (72, 96, 136)), ("beige", (190, 174, 150)),
)  # fmt: skip


def house(rng: np.random.Generator, frame: Frame, length: float = 0.0, width: float = 0.0) -> Thing:
    """A house with a gabled, hipped or flat roof."""
    length = length or float(rng.uniform(10, 17))
    width = width or float(rng.uniform(7.5, 10.5))
    word, colour = ROOFS[int(rng.integers(len(ROOFS)))]
    colour = vary(rng, colour, 9)
    kind = str(rng.choice(["gable", "hip", "flat"], p=[0.45, 0.38, 0.17]))
    eaves, ridge = 3.2 + 2.8 * float(rng.random() < 0.5), 2.6
    outline = frame.points(rectangle(length, width))
    a, b = length / 2, width / 2
    cut = a if kind == "gable" else a - b * 0.95
    faces = [
        ([(-a, -b), (a, -b), (cut, 0), (-cut, 0)], -math.pi / 2), ([(-a, b), (a, b), (cut, 0), (-cut, 0)], math.pi / 2),
    ]  # fmt: skip
    if kind == "hip":
        faces += [([(a, -b), (a, b), (cut, 0)], 0.0), ([(-a, -b), (-a, b), (-cut, 0)], math.pi)]

    def paint_it(canvas: Canvas) -> None:
        if kind == "flat":
            canvas.fill(outline, lit(colour, 0.8))
            canvas.fill(frame.points(rectangle(length - 0.7, width - 0.7)), colour)
            canvas.fill(frame.points(rectangle(1.6, 1.2, u=a * 0.4, v=b * 0.3)), lit(colour, 1.25))
        else:
            for corners, turn in faces:
                canvas.fill(frame.points(corners), lit(colour, 1.0 + 0.22 * facing(frame, canvas.sun, turn)))
                if canvas.px_per_m > 7:
                    side = math.copysign(1, corners[0][1])
                    for v in np.arange(0.5, b, 0.55):
                        reach = a if kind == "gable" else cut + (a - cut) * v / b
                        canvas.line(frame.points([(-reach, side * v), (reach, side * v)]), lit(colour, 0.94), 0.05)
            canvas.line(frame.points([(-cut, 0), (cut, 0)]), lit(colour, 1.16), 0.25)
            canvas.fill(frame.points(rectangle(0.8, 0.8, u=a * 0.35, v=b * 0.25)), lit(colour, 0.6))

    return Thing("house", outline, paint_it, lambda canvas: canvas.cast(outline, eaves + ridge * 0.5), word)


def roof_panels(rng: np.random.Generator, frame: Frame) -> Thing:
    """A block of solar modules of 1 x 1.7 m on one side of a roof whose ridge lies along u."""
    columns, rows = int(rng.integers(3, 10)), int(rng.integers(1, 3))
    side = float(rng.choice([-1, 1]))
    at = frame.at(float(rng.uniform(-1.2, 1.2)), side * 2.3)
    cell = vary(rng, (30, 40, 68) if rng.random() < 0.7 else (26, 28, 32), 4)
    outline = at.points(rectangle(columns * 1.05, rows * 1.72))

    def paint_it(canvas: Canvas) -> None:
        canvas.fill(outline, lit(cell, 1.9))
        for row in range(rows):
            for column in range(columns):
                u, v = (column - (columns - 1) / 2) * 1.05, (row - (rows - 1) / 2) * 1.72
                canvas.fill(at.points(rectangle(0.99, 1.65, u=u, v=v)), cell)
                canvas.line(at.points([(u - 0.5, v), (u + 0.5, v)]), lit(cell, 1.6), 0.05)

    return Thing("solar_panel", outline, paint_it, lambda canvas: None)


FABRICS: tuple[tuple[str, Colour], ...] = (
    ("white", (238, 238, 234)), ("white", (226, 224, 216)), ("blue", (56, 104, 180)), ("green", (86, 116, 80)),
    ("orange", (222, 124, 50)), ("red", (186, 56, 50)), ("beige", (206, 190, 158)), ("yellow", (224, 192, 70)),
)  # fmt: skip


def tent(rng: np.random.Generator, frame: Frame, kind: str = "", colour: str = "") -> Thing:
    """A ridge tent of relief agencies (4 x 6 m), a dome tent of campers (2 to 4 m) or a marquee (10 to 30 m)."""
    kind = kind or str(rng.choice(["ridge", "dome", "marquee"], p=[0.5, 0.3, 0.2]))
    rows = [row for row in FABRICS if not colour or row[0] == colour]
    word, cloth = rows[int(rng.integers(len(rows)))] if kind != "marquee" or rng.random() < 0.15 else FABRICS[0]
    cloth = vary(rng, cloth, 5)
    if kind == "ridge":
        length, width, height = float(rng.uniform(4, 7)), float(rng.uniform(3.4, 4.6)), 2.2
    elif kind == "dome":
        length = float(rng.uniform(2.2, 4.6))
        width, height = length * float(rng.uniform(0.7, 1.0)), 1.5
    else:
        width = float(rng.choice([6.0, 10.0, 15.0]))
        length, height = width * float(rng.uniform(1.0, 2.6)), 4.5
    a, b = length / 2, width / 2
    outline = frame.points(rounded(length, width, 2.6) if kind == "dome" else rectangle(length, width))
    bays = max(1, round(length / 5)) if kind == "marquee" else 1
    peaks = kind == "marquee" and rng.random() < 0.5

    def paint_it(canvas: Canvas) -> None:
        bright = 0.24
        if kind == "dome":
            spokes = frame.points(rounded(length, width, 2.6))
            for k in range(6):
                part = np.concatenate(
                    [[[frame.x, frame.y]], spokes[k * 8 : k * 8 + 9], spokes[:1] if k == 5 else spokes[:0]]
                )
                turn = (k + 0.5) / 6 * 2 * math.pi
                canvas.fill(part, lit(cloth, 0.95 + bright * facing(frame, canvas.sun, turn)))
            return
        for k in range(bays):
            u0, u1 = -a + k * length / bays, -a + (k + 1) * length / bays
            if peaks:
                top = ((u0 + u1) / 2, 0.0)
                quarters = [
                    ([(u0, -b), (u1, -b)], -math.pi / 2),
                    ([(u0, b), (u1, b)], math.pi / 2),
                    ([(u0, -b), (u0, b)], math.pi),
                    ([(u1, -b), (u1, b)], 0.0),
                ]
                for edge, turn in quarters:
                    canvas.fill(frame.points([*edge, top]), lit(cloth, 0.93 + bright * facing(frame, canvas.sun, turn)))
                continue
            for side in (-1, 1):
                tone = 0.93 + bright * facing(frame, canvas.sun, side * math.pi / 2)
                canvas.fill(frame.points([(u0, 0), (u1, 0), (u1, side * b), (u0, side * b)]), lit(cloth, tone))
            if bays > 1:
                canvas.line(frame.points([(u1, -b), (u1, b)]), lit(cloth, 0.82), 0.15)

    names = {"ridge": "", "dome": "camping tent", "marquee": "marquee"}
    return Thing("tent", outline, paint_it, lambda canvas: canvas.cast(outline, height * 0.55), word, names[kind])


def tennis_court(rng: np.random.Generator, frame: Frame) -> Thing:
    """A court of 10.97 x 23.77 m in its 18 x 36 m ground."""
    grounds = [
        ("green", (78, 122, 88), (64, 104, 140)),
        ("red", (172, 96, 70), (172, 96, 70)),
        ("blue", (62, 104, 158), (58, 96, 150)),
        ("green", (92, 132, 82), (148, 82, 66)),
        ("green", (70, 118, 78), (70, 118, 78)),
    ]
    word, outside, inside = grounds[int(rng.integers(len(grounds)))]
    outer, inner = vary(rng, outside, 8), vary(rng, inside, 8)
    outline = frame.points(rectangle(float(rng.uniform(33, 36)), float(rng.uniform(16.5, 18.5))))
    length, double, single, service = 23.77, 10.97, 8.23, 6.40
    lines: list[list[tuple[float, float]]] = []
    for wide in (double, single):
        lines += [[(-length / 2, s * wide / 2), (length / 2, s * wide / 2)] for s in (-1, 1)]
    lines += [[(s * length / 2, -double / 2), (s * length / 2, double / 2)] for s in (-1, 1)]
    lines += [[(s * service, -single / 2), (s * service, single / 2)] for s in (-1, 1)] + [
        [(-service, 0), (service, 0)]
    ]

    def paint_it(canvas: Canvas) -> None:
        canvas.pave(outline, outer, 2.5)
        canvas.pave(frame.points(rectangle(length, double)), inner, 2.0)
        for line in lines:
            canvas.line(frame.points(line), (236, 236, 230), 0.1)
        canvas.line(frame.points([(0, -double / 2 - 0.9), (0, double / 2 + 0.9)]), (40, 44, 46), 0.12)

    return Thing("tennis_court", outline, paint_it, lambda canvas: None, word)
