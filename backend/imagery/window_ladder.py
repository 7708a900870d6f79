"""The ground sizes that windows come in: 12.5 m and its doubles, as far as a layer's pixels and extent allow."""

from __future__ import annotations

import numpy as np

from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import scale_table

FINEST_M = 12.5
FINEST_PX = 48
"""Windows of small things are as small as this, in metres and in pixels; they are made only where one is asked for."""

_ROUNDING = 1e-3  # a pixel that is a little larger than it says makes no size impossible


def ladder(info: LayerInfo) -> tuple[float, ...]:
    """All ground sizes in metres, 12.5 times powers of two, of which a layer can have windows, ascending."""
    _, metres_x, metres_y = scale_table(info)
    shortest = min(info.width * metres_x.mean(), info.height * metres_y.mean())
    pixel_m = max(float(np.median(metres_x)), float(np.median(metres_y)))
    steps = [FINEST_M * 2.0**step for step in range(20)]
    return tuple(side for side in steps if FINEST_PX * pixel_m * (1 - _ROUNDING) <= side <= shortest)
