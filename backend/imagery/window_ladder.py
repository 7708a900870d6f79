"""The sizes of windows: 12.5 m and its doublings, as far as a layer's resolution and extent allow."""

from __future__ import annotations

import numpy as np

from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import scale_table

FINEST_M = 12.5
FINEST_PX = 48
"""Smallest side of a window, in metres and in pixels; windows for small things are computed only on request."""

_ROUNDING = 1e-3  # tolerance for pixels that are slightly larger than declared


def ladder(info: LayerInfo) -> tuple[float, ...]:
    """All sizes in metres, 12.5 times powers of two, of windows that a layer can have, ascending."""
    _, metres_x, metres_y = scale_table(info)
    shortest = min(info.width * metres_x.mean(), info.height * metres_y.mean())
    pixel_m = max(float(np.median(metres_x)), float(np.median(metres_y)))
    steps = [FINEST_M * 2.0**step for step in range(20)]
    return tuple(side for side in steps if FINEST_PX * pixel_m * (1 - _ROUNDING) <= side <= shortest)
