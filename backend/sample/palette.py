"""The colours of one scene: season, soil, roofs and water, a little different with every seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backend.sample.canvas import Colour

CAR_COLOURS: tuple[Colour, ...] = (
    (222, 223, 222), (205, 206, 208), (232, 232, 230), (150, 152, 156), (118, 120, 124), (58, 60, 64), (40, 42, 46),
    (36, 38, 42), (130, 40, 36), (44, 62, 104), (66, 84, 112), (128, 118, 100), (52, 74, 62), (170, 160, 140),
)  # fmt: skip
"""Paints of cars as streets show them: mostly white, silver, grey and black."""


@dataclass(frozen=True)
class Palette:
    """Named ground colours (0-255 RGB) before light and camera."""

    grass: Colour
    dry_grass: Colour
    lawn: Colour
    tree: Colour
    conifer: Colour
    soil: Colour
    sand: Colour
    asphalt: Colour
    concrete: Colour
    deep_sea: Colour
    shallow_sea: Colour
    river: Colour
    roofs: tuple[Colour, ...]
    crops: tuple[Colour, ...]


def shift(rng: np.random.Generator, colour: Colour, spread: float = 8.0) -> Colour:
    """A colour a little lighter or darker and a little off in hue."""
    light, hue = rng.normal(0.0, spread), rng.normal(0.0, spread * 0.35, 3)
    red, green, blue = (float(np.clip(c + light + h, 4, 250)) for c, h in zip(colour, hue, strict=True))
    return red, green, blue


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """A colour between two, ``share`` of the way to the second."""
    red, green, blue = (float(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def make_palette(rng: np.random.Generator) -> Palette:
    """Draw the colours of a scene: a season between fresh and parched, a roof fashion, a colour of water."""
    dry = float(rng.uniform(0.0, 0.75))
    grass = mix((84, 106, 60), (140, 130, 92), dry)
    red_roofs = float(rng.uniform(0.35, 0.85))
    reds: tuple[Colour, ...] = ((160, 98, 76), (146, 84, 66), (172, 116, 92), (134, 82, 68))
    greys: tuple[Colour, ...] = ((120, 114, 108), (98, 94, 92), (152, 144, 134), (116, 100, 88), (176, 170, 162))
    roofs = tuple(
        shift(rng, (reds if rng.random() < red_roofs else greys)[int(rng.integers(4))], 10.0) for _ in range(9)
    )
    crops: tuple[Colour, ...] = (
        (80, 108, 56), (98, 122, 66), (118, 132, 78), (178, 162, 112), (164, 146, 104), (132, 108, 82), (112, 92, 72),
        (146, 140, 92), (66, 92, 54), (190, 176, 130),
    )  # fmt: skip
    return Palette(
        grass=shift(rng, grass, 5.0),
        dry_grass=shift(rng, mix((132, 130, 84), (164, 150, 108), dry), 6.0),
        lawn=shift(rng, mix((82, 118, 58), (104, 122, 70), dry), 5.0),
        tree=shift(rng, mix((70, 98, 50), (88, 100, 58), dry), 5.0),
        conifer=shift(rng, (56, 82, 54), 4.0),
        soil=shift(rng, (150, 124, 96), 9.0),
        sand=shift(rng, (208, 190, 156), 7.0),
        asphalt=shift(rng, (104, 103, 102), 7.0),
        concrete=shift(rng, (172, 168, 158), 7.0),
        deep_sea=shift(rng, mix((34, 70, 92), (44, 84, 84), float(rng.random())), 6.0),
        shallow_sea=shift(rng, (88, 132, 128), 9.0),
        river=shift(rng, mix((66, 86, 82), (98, 98, 76), float(rng.random())), 6.0),
        roofs=roofs,
        crops=tuple(shift(rng, c, 7.0) for c in crops),
    )
