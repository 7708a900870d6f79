"""The palette of classes: each colour can be told from every other, by colour-blind people too."""

from __future__ import annotations

import ast
import itertools
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SOURCE = Path(__file__).resolve().parents[3] / "qgis_plugin" / "core" / "colours.py"
SEEN = {
    "everybody": np.eye(3),
    # Vienot, Brettel and Mollon (1999), of linear RGB.
    "without red": np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]),
    "without green": np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
LEAST = 15.0
"""Of CIE Lab; about 2 can just be told apart side by side."""


def palette() -> list[str]:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    node = next(one for one in tree.body if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "PALETTE")
    return [str(one.value) for one in ast.walk(node.value) if isinstance(one, ast.Constant)]


def lab(colour: str, seen: NDArray[np.float64]) -> NDArray[np.float64]:
    values = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    x, y, z = (TO_XYZ @ np.clip(seen @ linear, 0, 1)) / WHITE
    x, y, z = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in (x, y, z))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_every_two_colours_can_be_told_apart_by_everybody() -> None:
    colours = palette()
    assert len(colours) == len(set(colours)) == 12
    near = [
        (who, one, other)
        for who, seen in SEEN.items()
        for one, other in itertools.combinations(colours, 2)
        if np.linalg.norm(lab(one, seen) - lab(other, seen)) < LEAST
    ]
    assert near == []
