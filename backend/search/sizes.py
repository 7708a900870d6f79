"""How large what is looked for is, which windows show it, and how windows of several sizes are compared.

A car fills a window of 12 m and is lost in one of 50 m; a stadium is a lawn in one of 25 m. Where a query names things
whose size the lexicon knows, the windows that fit them answer. Cosines of small windows lie on another level than those
of large ones, and spread otherwise; what tells a find from ordinary ground is how far it stands out among the windows
of its own size on this layer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import scale_table, shorter_side_m
from backend.imagery.window_ladder import ladder
from backend.lexicon import Concept
from backend.models.prompts import guess_language
from backend.naming import head_named
from backend.search.query import Query

Size = tuple[float, float]
"""Least and most metres."""

ROOM = 2.5
"""A window is as wide as so many of the smallest things: enough around one to know it, little enough to see it."""

PART = 0.5
"""Share of the smallest of the things that a window must be able to show."""

SMALL = 1.5
"""A thing is small in windows that are wider than so many of the smallest of its kind."""

MOST_SIZES = 3
_FEW = 50  # windows: the level of fewer says nothing
_SPREAD = 1.349  # standard deviations between the quartiles of a bell curve


def thing_size(query: Query) -> Size | None:
    """Least and most metres of what a query's texts name; None where one of them names nothing that has a size.

    Examples have the size that was drawn.
    """
    if not query.texts or query.examples:
        return None
    sizes = []
    for text in query.texts:
        concept: Concept | None = head_named(text, guess_language(text))
        if concept is None:
            return None
        # Of what is not counted, such as water, the smallest piece is one.
        sizes.append((0.0 if concept.mass else concept.size_m[0], concept.size_m[1]))
    return min(least for least, _ in sizes), max(most for _, most in sizes)


def is_small(size: Size, window_m: float) -> bool:
    """Whether a window is likely to show much more than one of the things."""
    return 0 < SMALL * size[0] < window_m


def sizes_for(query: Query, info: LayerInfo, usual: Sequence[float]) -> tuple[float, ...] | None:
    """Sides of the windows that an index must have to answer a query, in metres; None where the usual ones do.

    Args:
        query: what is looked for.
        info: the layer; its ground sampling limits how small windows can be.
        usual: sides of the windows that the layer is indexed with whatever is looked for.
    """
    size = thing_size(query)
    if size is None or size[0] <= 0:
        return None
    known = [side for side in ladder(info) if side < min(usual)]
    wanted = ROOM * size[0]
    finest = min([*known, min(usual)], key=lambda side: abs(np.log(side / wanted)))
    if finest >= min(usual):
        return None
    sides = [finest * 2.0**step for step in range(MOST_SIZES)]
    fitting = [side for side in sides if side <= min(ROOM * size[1], shorter_side_m(info))]
    return tuple(fitting) or (finest,)


def windows_over(info: LayerInfo, sizes_m: Sequence[float], extent: Box | None, overlap: float = 0.5) -> int:
    """About how many windows of some sizes lie over an extent in the layer's CRS, or over the whole layer if None."""
    xmin, ymin, xmax, ymax = extent or info.bounds
    _, metres_x, metres_y = scale_table(info)
    a, b, _, d, e, _ = tuple(info.transform)[:6]
    pixels = (xmax - xmin) * (ymax - ymin) / abs(a * e - b * d)
    ground_m2 = min(pixels, info.width * info.height) * metres_x.mean() * metres_y.mean()
    return int(sum(ground_m2 / ((1 - overlap) * side) ** 2 for side in sizes_m))


def fitting_windows(window_m: NDArray[np.float32], size: Size | None) -> NDArray[np.bool_] | None:
    """Which windows can show things of a size: ``[n]``; None for all of them.

    Where no window does, those that come nearest.
    """
    if size is None or not len(window_m):
        return None
    sides = np.unique(window_m).astype(np.float64)
    least, most = PART * size[0], ROOM * size[1]
    fits = (sides >= least) & (sides <= most)
    if not fits.any():
        away = np.maximum(np.log(np.maximum(least, 1e-3) / sides), np.log(sides / most))
        fits = away == away.min()
    return None if fits.all() else np.isin(window_m, sides[fits].astype(np.float32))


def comparable(ranking: NDArray[np.float32], window_m: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rankings of windows of several sizes on one scale: ``[n]``.

    Those of each size are moved and stretched so that their median and the distance of their quartiles are those of all
    sizes on average; a size of few windows stays as it is. With one size nothing changes.
    """
    sides = np.unique(window_m)
    if len(sides) < 2:
        return ranking
    parts = [np.flatnonzero(window_m == side) for side in sides]
    parts = [part for part in parts if len(part) >= _FEW]
    if len(parts) < 2:
        return ranking
    quartiles = np.stack([np.percentile(ranking[part], (25, 50, 75)) for part in parts])
    levels = quartiles[:, 1]
    spreads = np.maximum((quartiles[:, 2] - quartiles[:, 0]) / _SPREAD, 1e-4)
    level, spread = levels.mean(), spreads.mean()
    found = ranking.astype(np.float64)
    for part, own_level, own_spread in zip(parts, levels, spreads, strict=True):
        found[part] = level + (found[part] - own_level) * (spread / own_spread)
    return np.asarray(found, np.float32)
