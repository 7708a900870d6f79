"""Ready-made small shapes, stamped by the thousand: the crowns of trees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backend.sample.canvas import GROUND_SAMPLING_M, PX_PER_M
from backend.sample.noise import FloatArray, tile

CROWN_RADII_M = (0.8, 1.2, 1.7, 2.3, 3.0, 3.8, 4.7, 5.8)
_VARIANTS = 8


@dataclass(frozen=True)
class Crown:
    """A tree crown: ``alpha`` [n, n] 0-1, ``dome`` [n, n] height above its rim in metres, ``tone`` [n, n] about 1."""

    radius_m: float
    alpha: FloatArray
    dome: FloatArray
    tone: FloatArray


def make_crowns(rng: np.random.Generator) -> tuple[Crown, ...]:
    """Crowns of every size, ``_VARIANTS`` of each, in the order of ``CROWN_RADII_M``."""
    lumps = tile(rng, 1.0, 4.0, 256)
    crowns = []
    for radius in CROWN_RADII_M:
        half = int(np.ceil(radius * PX_PER_M * 1.25)) + 1
        offset = np.arange(-half, half + 1, dtype=np.float32) * GROUND_SAMPLING_M
        x, y = offset[None, :], offset[:, None]
        for _ in range(_VARIANTS):
            angle = np.arctan2(y, x)
            edge = np.full_like(angle, radius)
            for order in (2, 3, 5, 7):
                edge += radius * 0.09 * rng.normal() * np.cos(order * angle + rng.uniform(0, 6.283))
            inside = np.clip(1.0 - (np.hypot(x, y) / edge) ** 2, 0.0, 1.0)
            alpha = np.clip((edge - np.hypot(x, y)) / GROUND_SAMPLING_M + 0.5, 0.0, 1.0)
            row, column = rng.integers(0, 256, 2)
            take = np.ix_((np.arange(2 * half + 1) + row) % 256, (np.arange(2 * half + 1) + column) % 256)
            lump = lumps[take]
            dome = radius * 1.05 * np.sqrt(inside) * (1.0 + 0.20 * lump)
            tone = (0.70 + 0.34 * np.sqrt(inside)) * (1.0 + 0.07 * lump)
            crowns.append(Crown(radius, alpha.astype(np.float32), dome.astype(np.float32), tone.astype(np.float32)))
    return tuple(crowns)


def pick_crown(rng: np.random.Generator, crowns: tuple[Crown, ...], radius_m: float) -> Crown:
    """A crown of about a radius."""
    size = int(np.argmin(np.abs(np.array(CROWN_RADII_M) - radius_m)))
    return crowns[size * _VARIANTS + int(rng.integers(_VARIANTS))]
