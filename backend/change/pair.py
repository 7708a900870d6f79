"""Two dates as matrices of the same windows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.errors import OutsideLayer
from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import WindowSet
from backend.search.matrix import WindowMatrix
from backend.search.sizes import Size, fitting_windows

LEAST_VALID = 0.9
"""Valid share of a window required at both dates: an edge of the data within it looks like a change."""


@dataclass(frozen=True)
class WindowPair:
    """The windows that both dates have and that can show what the query names.

    Attributes:
        earlier, later: all windows of each date with their embeddings.
        at_earlier, at_later: ascending positions ``[n]`` of the common windows in each.
    """

    earlier: WindowMatrix
    later: WindowMatrix
    at_earlier: NDArray[np.intp]
    at_later: NDArray[np.intp]

    @property
    def windows(self) -> WindowSet:
        """The ``n`` windows."""
        return self.later.windows.take(self.at_later)


def pair_windows(
    earlier: WindowMatrix, later: WindowMatrix, info: LayerInfo, size: Size | None, extent: Box | None = None
) -> WindowPair:
    """The common windows of two matrices with the same grid.

    Args:
        info: the common pixel grid.
        size: size of what the query names, see :func:`backend.search.sizes.thing_size`.
        extent: in the CRS of ``info``; everywhere if None.

    Raises:
        OutsideLayer: there are none.
    """
    _, at_earlier, at_later = np.intersect1d(
        _keys(earlier.windows), _keys(later.windows), assume_unique=True, return_indices=True
    )
    # Both are ordered by the ids of the grid, so sorted positions still correspond.
    at_earlier, at_later = np.sort(at_earlier), np.sort(at_later)
    kept = (earlier.valid_share[at_earlier] >= LEAST_VALID) & (later.valid_share[at_later] >= LEAST_VALID)
    if extent is not None:
        kept &= later.windows.take(at_later).meet(extent)
    fitting = fitting_windows(later.windows.window_m[at_later][kept], size)
    if fitting is not None:
        kept[np.flatnonzero(kept)[~fitting]] = False
    if not kept.any():
        raise OutsideLayer(
            f"No window of {info.path.name} has valid pixels at both dates: check the layers and the extent."
        )
    return WindowPair(earlier, later, at_earlier[kept], at_later[kept])


def _keys(windows: WindowSet) -> NDArray[np.void]:
    """A unique key of each window of a grid, ``[n]``."""
    columns = np.stack([windows.window_m.astype(np.float64), windows.row_off, windows.col_off], axis=1)
    return np.asarray(np.ascontiguousarray(columns).view([("", np.float64)] * 3).ravel())
