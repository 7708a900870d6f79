"""A rotated frame on the ground: local metres (u forward, v to the right) -> window metres (x right, y down)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Frame:
    """Origin in metres from the upper left corner of the window, and direction of u in radians."""

    x: float
    y: float
    angle: float = 0.0

    def points(self, local: Sequence[Sequence[float]] | Points) -> Points:
        """Local points ``[n, 2]`` (u, v) -> window points ``[n, 2]`` (x, y), in metres."""
        at = np.asarray(local, dtype=np.float64)
        c, s = math.cos(self.angle), math.sin(self.angle)
        return np.stack([self.x + at[:, 0] * c - at[:, 1] * s, self.y + at[:, 0] * s + at[:, 1] * c], axis=1)

    def at(self, u: float, v: float, turn: float = 0.0) -> Frame:
        """The frame at a local position, rotated further."""
        (x, y), *_ = self.points([(u, v)])
        return Frame(float(x), float(y), self.angle + turn)


def rectangle(length: float, width: float, u: float = 0.0, v: float = 0.0) -> Points:
    """Corners of a rectangle centred on a local point."""
    half_u, half_v = length / 2, width / 2
    return np.array(
        [(u - half_u, v - half_v), (u + half_u, v - half_v), (u + half_u, v + half_v), (u - half_u, v + half_v)]
    )


def ellipse(length: float, width: float, u: float = 0.0, v: float = 0.0, count: int = 40) -> Points:
    """Points of an ellipse centred on a local point."""
    turn = np.linspace(0.0, 2 * math.pi, count, endpoint=False)
    return np.stack([u + length / 2 * np.cos(turn), v + width / 2 * np.sin(turn)], axis=1)


def rounded(length: float, width: float, power: float = 5.0, u: float = 0.0, v: float = 0.0) -> Points:
    """A superellipse: the higher the power, the squarer the corners."""
    turn = np.linspace(0.0, 2 * math.pi, 48, endpoint=False)
    c, s = np.cos(turn), np.sin(turn)
    x = np.sign(c) * np.abs(c) ** (2 / power) * length / 2
    y = np.sign(s) * np.abs(s) ** (2 / power) * width / 2
    return np.stack([u + x, v + y], axis=1)
