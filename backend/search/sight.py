"""Whether windows are small enough to show what a search names, and the small ones that it is given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import default_window_sizes, scale_table
from backend.imagery.window_ladder import ladder
from backend.presence.verdict import Limit
from backend.search.query import Query
from backend.search.sizes import ROOM, sizes_for, thing_size, windows_over

MOST_FINE_WINDOWS = 250_000
"""Maximum number of small windows for a search of small things: those of 12.5 m in a square of three kilometres."""

LOST = 2 * ROOM
"""A thing is lost in windows wider than this multiple of its largest size: a car is in those of 50 m, not of 25 m."""


def fitting_sizes(query: Query, info: LayerInfo, extent: Box | None) -> tuple[float, ...] | None:
    """The small windows that a query needs; None if the layer's usual ones suffice.

    A layer has them only where small things were searched; over more ground than :data:`MOST_FINE_WINDOWS` cover, the
    usual windows are used, and the answer says so (:func:`limit_warning`).
    """
    sizes = _finer(query, info)
    return None if sizes is None or windows_over(info, sizes, extent) > MOST_FINE_WINDOWS else sizes


def limit_of(query: Query, info: LayerInfo, sides_m: Sequence[float]) -> Limit | None:
    """Why windows of these sides in metres cannot show what a query names; None if they can, or it has no size."""
    size = thing_size(query)
    if size is None or size[0] <= 0 or not sides_m or min(sides_m) <= LOST * size[1]:
        return None
    if any(side < min(sides_m) and side <= LOST * size[1] for side in ladder(info)):
        return Limit("windows", float(min(sides_m)))
    _, metres_x, metres_y = scale_table(info)
    pixel_m = max(float(np.median(metres_x)), float(np.median(metres_y)))
    return Limit("pixels", float(f"{pixel_m:.3g}"))  # the scale of a projection makes 10.004 m of 10 m


def limit_warning(limit: Limit, query: Query, info: LayerInfo, extent: Box | None) -> str:
    """The sentence for a limit of a search in an extent."""
    if limit.of == "pixels":
        return f"Pixels of {limit.metres:g} m are too coarse to show {query.title!r} well."
    sizes = _finer(query, info)
    # Otherwise the large ones were asked for, and a smaller extent would not change them.
    crowded = sizes is not None and windows_over(info, sizes, extent) > MOST_FINE_WINDOWS
    advice = "choose a smaller extent to search with smaller ones" if crowded else "search with smaller ones"
    return f"Windows of {limit.metres:g} m are too large to show {query.title!r} well; {advice}."


def _finer(query: Query, info: LayerInfo) -> tuple[float, ...] | None:
    return None if thing_size(query) is None else sizes_for(query, info, default_window_sizes(info))
