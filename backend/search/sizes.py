"""The size of what a query names, which windows show it, and how windows of several sizes are compared.

A car fills a window of 12 m and is lost in one of 50 m; a stadium is just a lawn in one of 25 m. If a query names
things whose size is in the lexicon, the windows that fit them are used. Cosines of small windows have another level and
spread than those of large ones; a match is what stands out among the windows of its own size on this layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import scale_table, shorter_side_m
from backend.imagery.window_ladder import ladder
from backend.lexicon import Concept
from backend.mentions import mentions
from backend.models.prompts import PHRASES_KEPT, guess_language
from backend.naming import concepts_named
from backend.search.query import Query

Size = tuple[float, float]
"""Smallest and largest size in metres."""

ROOM = 2.5
"""Width of a window in the smallest things: enough context to recognise one, little enough to see it."""

PART = 0.5
"""Share of the smallest thing that a window must be able to show."""

SMALL = 1.5
"""A thing is small in windows wider than this multiple of its smallest size."""

MOST_SIZES = 3
_FEW = 50  # windows: fewer give no reliable level
_SPREAD = 1.349  # standard deviations between the quartiles of a normal distribution


def thing_size(query: Query) -> Size | None:
    """Smallest and largest size in metres of what a query's texts name; None if one of them names nothing with a size.

    Examples have their own size.
    """
    if not query.texts or query.examples:
        return None
    sizes = []
    for text in query.texts:
        meant = _meant(text)
        if not meant:
            return None
        # For what is not countable, such as water, the smallest piece counts as one.
        sizes += [(0.0 if concept.mass else concept.size_m[0], concept.size_m[1]) for concept in meant]
    return min(least for least, _ in sizes), max(most for _, most in sizes)


@lru_cache(maxsize=PHRASES_KEPT)
def _meant(text: str) -> tuple[Concept, ...]:
    """The concept that a text names or is about, or several whose sizes overlap: "barcos" are boats or ships."""
    language = guess_language(text)
    several = concepts_named(text, language)
    if not several:
        spoken_of = mentions(text, language)
        return (spoken_of.head,) if spoken_of is not None else ()
    overlap = max(one.size_m[0] for one in several) <= min(one.size_m[1] for one in several)
    return several if overlap else ()


def is_small(size: Size, window_m: float) -> bool:
    """Whether a window is likely to show much more than one thing."""
    return 0 < SMALL * size[0] < window_m


def sizes_for(query: Query, info: LayerInfo, usual: Sequence[float]) -> tuple[float, ...] | None:
    """Sides in metres of the windows that an index needs to answer a query; None if the usual ones suffice.

    Args:
        query: the query.
        info: the layer; its resolution limits how small windows can be.
        usual: sides in metres of the windows with which the layer is indexed for any query.
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
    """Approximate number of windows of some sizes on an extent in the layer's CRS, or on the whole layer if None."""
    xmin, ymin, xmax, ymax = extent or info.bounds
    _, metres_x, metres_y = scale_table(info)
    a, b, _, d, e, _ = tuple(info.transform)[:6]
    pixels = (xmax - xmin) * (ymax - ymin) / abs(a * e - b * d)
    ground_m2 = min(pixels, info.width * info.height) * metres_x.mean() * metres_y.mean()
    return int(sum(ground_m2 / ((1 - overlap) * side) ** 2 for side in sizes_m))


def fitting_windows(window_m: NDArray[np.float32], size: Size | None) -> NDArray[np.bool_] | None:
    """Which windows can show things of a size, bool ``[n]``; None for all of them.

    If no window can, those that come closest.
    """
    sides, which = np.unique(window_m, return_inverse=True)
    fits = fitting_sides(sides, size)
    return None if fits is None else fits[which]


def fitting_sides(sides: NDArray[np.float32], size: Size | None) -> NDArray[np.bool_] | None:
    """:func:`fitting_windows` for the different sides of windows, ``[k]``."""
    if size is None or not len(sides):
        return None
    metres = sides.astype(np.float64)
    least, most = PART * size[0], ROOM * size[1]
    fits = (metres >= least) & (metres <= most)
    if not fits.any():
        away = np.maximum(np.log(np.maximum(least, 1e-3) / metres), np.log(metres / most))
        fits = away == away.min()
    return None if fits.all() else np.asarray(fits)


def comparable(
    ranking: NDArray[np.float32],
    window_m: NDArray[np.float32],
    ordinary: NDArray[np.float32] | None = None,
    ordinary_m: NDArray[np.float32] | None = None,
) -> NDArray[np.float32]:
    """Rankings of windows of several sizes on one scale, float32 ``[n]``.

    Those of each size are shifted and scaled so that their median and interquartile range become the averages over all
    sizes; a size with few windows is not changed. With one size nothing changes.

    Args:
        ranking, window_m: ``[n]``.
        ordinary, ordinary_m: the same ``[m]`` of other windows of the layer, whose medians and ranges count instead,
            where the ``n`` are not like the rest.
    """
    told, told_m = (ranking, window_m) if ordinary is None or ordinary_m is None else (ordinary, ordinary_m)
    parts = [(side, np.flatnonzero(told_m == side)) for side in np.unique(window_m)]
    parts = [(side, part) for side, part in parts if len(part) >= _FEW]
    if len(parts) < 2:
        return ranking
    quartiles = np.stack([np.percentile(told[part], (25, 50, 75)) for _, part in parts])
    levels = quartiles[:, 1]
    spreads = np.maximum((quartiles[:, 2] - quartiles[:, 0]) / _SPREAD, 1e-4)
    level, spread = levels.mean(), spreads.mean()
    found = ranking.astype(np.float64)
    for (side, _), own_level, own_spread in zip(parts, levels, spreads, strict=True):
        own = window_m == side
        found[own] = level + (found[own] - own_level) * (spread / own_spread)
    return np.asarray(found, np.float32)
