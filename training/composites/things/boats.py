"""Motor boats, sailing boats and ships, at rest or under way."""

from __future__ import annotations

import math

import numpy as np

from training.composites.canvas import Canvas, Colour, Thing, lit, softened, vary
from training.composites.frame import Frame, Points, ellipse, rectangle, rounded

HULLS: tuple[tuple[str, Colour, float], ...] = (
    ("white", (238, 239, 238), 0.66), ("blue", (48, 78, 140), 0.12), ("red", (164, 50, 44), 0.07),
    ("grey", (150, 154, 158), 0.07), ("brown", (124, 92, 62), 0.08),
)  # fmt: skip
DECKS: tuple[Colour, ...] = ((226, 222, 212), (188, 160, 120), (168, 136, 100), (206, 206, 204))
CONTAINERS: tuple[Colour, ...] = (
    (164, 62, 44), (38, 78, 142), (44, 112, 92), (200, 140, 52), (150, 152, 154), (222, 222, 218), (116, 46, 52),
)  # fmt: skip


def hull(length: float, width: float, bluntness: float = 0.42, stern: float = 0.78) -> Points:
    """Outline of a hull with a pointed bow along u."""
    t = np.linspace(0.0, 1.0, 14)
    bow_u = length / 2 - (1 - t) ** 1.0 * length * bluntness
    bow_v = width / 2 * np.sqrt(np.clip(1 - t**2.0, 0, 1))
    right = np.stack([bow_u, bow_v], 1)
    left = right[::-1] * np.array([1.0, -1.0])
    back = np.array([(-length / 2, -width / 2 * stern), (-length / 2, width / 2 * stern)])
    return np.concatenate([right, left, back])


def wake(canvas: Canvas, frame: Frame, length: float, width: float, far_m: float) -> None:
    """White water behind a moving boat, wider and fainter with distance."""
    steps = 9
    for k in range(steps):
        near, far = k / steps, (k + 1) / steps
        for spread, strength in ((0.9, 0.5), (2.4, 0.16)):
            half0 = width * (0.3 + spread * near)
            half1 = width * (0.3 + spread * far)
            u0, u1 = -length * 0.45 - near * far_m, -length * 0.45 - far * far_m
            mask = canvas.mask(frame.points([(u0, -half0), (u0, half0), (u1, half1), (u1, -half1)]))
            canvas.blend(mask, (226, 234, 236), strength * (1 - near) ** 1.2)
    for side in (-1, 1):
        for share in (1.0, 0.66, 0.33):  # strongest near the bow
            far = -length * 0.5 - far_m * 0.7
            tip = [(length * 0.4, side * width * 0.3), (length * 0.4 + (far - length * 0.4) * share, side * width)]
            tip[1] = (tip[1][0], side * (width * 0.3 + (width * 0.7 + far_m * 0.22) * share))
            mask = canvas.stroke_mask(frame.points(tip), max(1, round(width * 0.2 * canvas.px_per_m)))
            soft = max(0.6, width * 0.1 * canvas.px_per_m)
            canvas.blend(softened(mask, soft), (222, 232, 234), 0.16)


def boat(rng: np.random.Generator, frame: Frame, moving: bool = False, length: float = 0.0, kind: str = "") -> Thing:
    """A boat of 4 to 22 m: open, with a cabin, or with a mast."""
    kind = kind or str(rng.choice(["open", "cabin", "sail"], p=[0.35, 0.42, 0.23]))
    length = length or float(
        {"open": rng.uniform(4, 8.5), "cabin": rng.uniform(7, 18), "sail": rng.uniform(7, 16)}[kind]
    )
    width = length * float(rng.uniform(0.27, 0.36)) * (0.92 if length < 12 else 0.8)
    shares = np.array([row[2] for row in HULLS])
    word, paint, _ = HULLS[int(rng.choice(len(HULLS), p=shares / shares.sum()))]
    paint = vary(rng, paint, 6)
    deck = vary(rng, DECKS[int(rng.integers(len(DECKS)))], 8)
    glass = vary(rng, (40, 46, 54), 6)
    inside = vary(rng, (104, 92, 78) if rng.random() < 0.5 else (176, 178, 178), 12)
    canopy = vary(rng, (42, 66, 116) if rng.random() < 0.4 else (228, 226, 220), 8)
    has_canopy = rng.random() < 0.4
    outline = frame.points(hull(length, width))

    def paint_it(canvas: Canvas) -> None:
        if moving:
            wake(canvas, frame, length, width, length * float(rng.uniform(3, 7)))
        canvas.fill(outline, paint)
        canvas.fill(frame.points(hull(length * 0.88, width * 0.74) - np.array([length * 0.01, 0])), deck)
        if kind == "open":
            canvas.fill(frame.points(rounded(length * 0.6, width * 0.56, 4, u=-length * 0.13)), inside)
            for u in (-0.28, -0.05):
                canvas.fill(frame.points(rectangle(length * 0.06, width * 0.56, u=length * u)), lit(deck, 0.95))
            canvas.fill(frame.points(rectangle(0.55, 0.45, u=-length * 0.51)), (34, 34, 38))
        elif kind == "cabin":
            canvas.fill(frame.points(rounded(length * 0.44, width * 0.66, 4, u=0.02 * length)), lit(paint, 1.02))
            canvas.fill(frame.points(rounded(length * 0.09, width * 0.6, 4, u=0.17 * length)), glass)
            canvas.fill(frame.points(rounded(length * 0.2, width * 0.5, 4, u=-0.03 * length)), lit(paint, 1.08))
            canvas.fill(
                frame.points(rectangle(length * 0.2, width * 0.62, u=-0.35 * length)), canopy if has_canopy else inside
            )
        else:
            canvas.fill(frame.points(rounded(length * 0.3, width * 0.46, 3, u=0.08 * length)), lit(paint, 1.0))
            canvas.fill(frame.points(rounded(length * 0.24, width * 0.42, 4, u=-0.3 * length)), inside)
            canvas.line(frame.points([(0.1 * length, 0), (-0.34 * length, 0)]), canopy, max(0.25, width * 0.11))
            canvas.fill(frame.points(ellipse(0.3, 0.3, u=0.1 * length)), (232, 232, 232))

    def shade(canvas: Canvas) -> None:
        canvas.cast(outline, 0.9)
        if kind == "cabin":
            canvas.cast(frame.points(rounded(length * 0.3, width * 0.6, 4, u=0.0)), 2.4)
        if kind == "sail":
            (foot,) = frame.points([(0.1 * length, 0)])
            top = canvas.sun.throw(foot[None], length * 1.2)[0]
            side = np.array([-canvas.sun.y, canvas.sun.x]) * 0.09
            canvas.cast_flat(np.array([foot - side, foot + side, top + side, top - side]), 0.0)

    names = {"open": "small boat", "cabin": "motor boat", "sail": "sailboat"}
    concept = "sailboat" if kind == "sail" else "boat"
    return Thing(concept, outline, paint_it, shade, word, names[kind])


def ship(rng: np.random.Generator, frame: Frame, length: float, moving: bool = False) -> Thing:
    """A ship of 40 to 350 m: container ship, tanker, bulk carrier or ferry."""
    kind = str(rng.choice(["container_ship", "tanker_ship", "ship", "ferry"]))
    width = length * float(rng.uniform(0.14, 0.18))
    word, named = [
        ("red", (140, 58, 48)),
        ("blue", (48, 70, 112)),
        ("grey", (118, 122, 126)),
        ("green", (62, 98, 84)),
        ("black", (52, 54, 58)),
    ][int(rng.integers(5))]
    paint = vary(rng, named, 7)
    outline = frame.points(hull(length, width, 0.16, 0.86))
    house_u = -length * (0.36 if kind != "ferry" else 0.02)
    house = frame.points(rectangle(length * (0.09 if kind != "ferry" else 0.72), width * 0.82, u=house_u))
    cargo: list[tuple[Points, Colour]] = []
    if kind == "container_ship":
        pitch = max(13.0, length / 18)
        for u in np.arange(-length * 0.29, length * 0.36, pitch):
            rows = max(3, int(width * 0.86 / max(2.5, width / 12)))
            for k in range(rows):
                v = (k - (rows - 1) / 2) * width * 0.86 / rows
                shape = frame.points(rectangle(pitch * 0.9, width * 0.86 / rows * 0.96, u=float(u), v=v))
                cargo.append((shape, vary(rng, CONTAINERS[int(rng.integers(len(CONTAINERS)))], 10)))
    elif kind == "ship":
        cargo += [
            (frame.points(rectangle(length * 0.07, width * 0.6, u=float(u))), vary(rng, (152, 148, 138), 14))
            for u in np.linspace(-length * 0.24, length * 0.34, int(rng.integers(4, 8)))
        ]
    white = vary(rng, (232, 232, 228), 5)

    def paint_it(canvas: Canvas) -> None:
        if moving:
            wake(canvas, frame, length, width, length * 1.6)
        canvas.fill(outline, paint)
        canvas.fill(
            frame.points(hull(length * 0.97, width * 0.88, 0.16, 0.86)), lit(paint, 1.18) if kind != "ferry" else white
        )
        for shape, colour in cargo:
            canvas.fill(shape, colour)
        if kind == "tanker_ship":
            canvas.line(frame.points([(-length * 0.28, 0), (length * 0.4, 0)]), (190, 186, 178), width * 0.06)
            canvas.line(frame.points([(0, -width * 0.36), (0, width * 0.36)]), (190, 186, 178), width * 0.08)
        canvas.fill(house, white)
        canvas.fill(frame.points(rectangle(length * 0.025, width * 0.3, u=house_u - length * 0.04)), lit(paint, 0.7))

    def shade(canvas: Canvas) -> None:
        canvas.cast(outline, length * 0.03 + 3)
        canvas.cast(house, length * 0.06 + 10)

    return Thing(kind, outline, paint_it, shade, word if kind != "ferry" else "white")


def jetty(rng: np.random.Generator, frame: Frame, length: float, width: float = 2.2) -> Thing:
    """A floating walkway along u from the frame's origin; scenery without a box."""
    colour = vary(rng, (176, 166, 150) if rng.random() < 0.7 else (134, 112, 88), 8)
    shape = frame.points(rectangle(length, width, u=length / 2))

    def paint_it(canvas: Canvas) -> None:
        canvas.fill(shape, colour)
        if canvas.px_per_m > 4:
            for u in np.arange(1.0, length, 2.0):
                canvas.line(frame.points([(u, -width / 2), (u, width / 2)]), lit(colour, 0.85), 0.08)

    return Thing("", shape, paint_it, lambda canvas: canvas.cast(shape, 0.5))


def moorings(frame: Frame, berth: float, count: int) -> list[Frame]:
    """Places of boats on both sides of a jetty, bows toward it or away."""
    return [frame.at((k + 0.5) * berth, side * 1.4, side * math.pi / 2) for k in range(count) for side in (-1, 1)]
