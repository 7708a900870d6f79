"""The layout of a window: things in drawing order, ground works below them, and words for captions."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from training.composites.canvas import Canvas, Colour, Thing, vary
from training.composites.frame import Frame, rectangle
from training.composites.grounds import Kind

ASPHALTS: tuple[Colour, ...] = ((96, 96, 97), (116, 115, 113), (80, 80, 82), (136, 133, 128), (70, 70, 73))
CONCRETES: tuple[Colour, ...] = ((176, 173, 165), (190, 186, 176), (158, 156, 150), (148, 148, 146))


@dataclass
class Layout:
    """A planned window.

    Attributes:
        window_m: side of the window in metres.
        kinds: suitable kinds of ground.
        things: drawn in this order. works: ground works (roads, aprons), drawn before.
        place: English words for where the things are ("on a paved apron"), or empty.
        scene: concept and English name of the whole ("parking_lot", "parking lot"), if there is one.
        concepts: ids of other visible concepts.
        claim: a full description, if nothing in it has a box (bare ground, look-alikes).
    """

    window_m: float
    kinds: tuple[Kind, ...]
    things: list[Thing] = field(default_factory=list)
    works: list[Callable[[Canvas], None]] = field(default_factory=list)
    place: str = ""
    scene: tuple[str, str] = ("", "")
    concepts: tuple[str, ...] = ()
    claim: str = ""

    def add(self, *things: Thing) -> None:
        """Add things."""
        self.things.extend(things)


def window_for(rng: np.random.Generator, size_m: float, least: float = 0.18, most: float = 0.8) -> float:
    """Side of a window of which a thing fills between two shares; at least 12 m."""
    return float(max(12.0, size_m / np.exp(rng.uniform(math.log(least), math.log(most)))))


def somewhere(rng: np.random.Generator, window_m: float, size_m: float, partial: float = 0.16) -> Frame:
    """A frame for a thing: mostly inside the window, sometimes cut by its edge; in any direction."""
    if rng.random() < partial:
        along, edge = rng.uniform(0.1, 0.9) * window_m, rng.uniform(-0.12, 0.22) * size_m
        x, y = [(along, edge), (edge, along), (along, window_m - edge), (window_m - edge, along)][int(rng.integers(4))]
    else:
        free = max(0.12 * window_m, (window_m - size_m) / 2)
        x, y = window_m / 2 + rng.uniform(-1, 1, 2) * free * 0.95
    return Frame(float(x), float(y), float(rng.uniform(0, 2 * math.pi)))


def apart(rng: np.random.Generator, window_m: float, sizes: list[float], edge: float = 0.05) -> list[Frame]:
    """Frames for several things that do not touch; those without space are left out."""
    frames: list[tuple[Frame, float]] = []
    for size in sizes:
        for _ in range(30):
            x, y = rng.uniform(edge * window_m, (1 - edge) * window_m, 2)
            if all(math.hypot(f.x - x, f.y - y) > 0.52 * (size + other) for f, other in frames):
                frames.append((Frame(float(x), float(y), float(rng.uniform(0, 2 * math.pi))), size))
                break
    return [frame for frame, _ in frames]


def road(
    rng: np.random.Generator, frame: Frame, width: float, lanes: bool = True, colour: Colour | None = None
) -> Callable[[Canvas], None]:
    """A straight road through the window along u."""
    asphalt = colour or vary(rng, ASPHALTS[int(rng.integers(len(ASPHALTS)))], 6)
    verge = float(rng.uniform(0.6, 2.0))
    far = 1200.0
    lines = rng.random() < 0.8

    def paint(canvas: Canvas) -> None:
        canvas.tint(frame.points(rectangle(far, width + 2 * verge)), 0.93)
        canvas.pave(frame.points(rectangle(far, width)), asphalt, 4.0, 0.15)
        for v in (-width / 4, width / 4):
            canvas.tint(frame.points(rectangle(far, 1.6, v=v)), 0.965)
        if lines and lanes:
            for side in (-1, 1):
                edge = frame.points([(-far, side * (width / 2 - 0.3)), (far, side * (width / 2 - 0.3))])
                canvas.line(edge, (212, 211, 204), 0.14)
            reach = canvas.window_m
            for u in np.arange(-reach, reach, 6.0):
                canvas.line(frame.points([(u, 0), (u + 2.6, 0)]), (218, 217, 210), 0.14)

    return paint


def yard(
    rng: np.random.Generator, frame: Frame, length: float, width: float, concrete: bool = False
) -> Callable[[Canvas], None]:
    """A paved or gravelled area with worn patches, and joints if it is concrete."""
    colours = CONCRETES if concrete else ASPHALTS
    colour = vary(rng, colours[int(rng.integers(len(colours)))], 6)
    shape = frame.points(rectangle(length, width))
    joint = float(rng.uniform(4, 7.5))
    stains = [
        (float(u) * length, float(v) * width, float(s))
        for u, v, s in zip(*rng.uniform(-0.5, 0.5, (2, 7)), rng.uniform(0.5, 3.5, 7), strict=True)
    ]

    def paint(canvas: Canvas) -> None:
        canvas.pave(shape, colour, 3.5, 0.2)
        for u, v, size in stains:
            canvas.tint(frame.at(u, v).points(rectangle(size * 2, size)), 0.93)
        if concrete and canvas.px_per_m * joint > 12:
            for u in np.arange(-length / 2, length / 2, joint):
                canvas.line(frame.points([(u, -width / 2), (u, width / 2)]), (112, 110, 106), 0.07)
            for v in np.arange(-width / 2, width / 2, joint):
                canvas.line(frame.points([(-length / 2, v), (length / 2, v)]), (112, 110, 106), 0.07)

    return paint


def marks(
    frame: Frame, lines: list[list[tuple[float, float]]], colour: Colour = (220, 219, 212), width_m: float = 0.12
) -> Callable[[Canvas], None]:
    """Painted lines on the ground."""

    def paint(canvas: Canvas) -> None:
        for line in lines:
            canvas.line(frame.points(line), colour, width_m)

    return paint
