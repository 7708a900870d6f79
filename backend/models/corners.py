"""The whole pixels of a block from which a window is cropped. Independent of torch, for comparing windows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def whole_corners(boxes: NDArray[np.float64], width: int, height: int) -> NDArray[np.int64]:
    """Boxes ``[n, 4]`` x0, y0, x1, y1, rounded to whole pixels inside a block, each of at least one pixel."""
    whole = np.rint(boxes).astype(np.int64).reshape(-1, 4)
    x0 = np.clip(whole[:, 0], 0, width - 1)
    y0 = np.clip(whole[:, 1], 0, height - 1)
    x1 = np.clip(whole[:, 2], x0 + 1, width)
    y1 = np.clip(whole[:, 3], y0 + 1, height)
    return np.stack([x0, y0, x1, y1], axis=1)
