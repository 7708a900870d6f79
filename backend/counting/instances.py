"""Instances: of the windows that may show a thing, those that each show a different one.

The most certain window goes first, and those around it show the same thing, whatever their size: windows of several
sizes are tried, as things of a kind differ in size. Many things touch where most of a window's neighbours are relevant
too: there every window shows different ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

LEAST_RELEVANCE = 0.1
"""Windows below it are not instances: there are so many that their small probabilities would add up to things."""

APART = 0.55
"""Least distance of the centres of two windows that show different things, as a share of the larger window's side.

Windows are placed half a side apart, so those around an isolated thing each show a part of it.
"""

CROWDED_APART = 0.4
"""The same for things that touch each other."""

CROWDED = 0.5
"""Mean relevance of a window's eight neighbours from which things count as touching: an isolated thing is in few of
them.

A guess: on composited pictures for development things alone are at about 0.1.
"""

SINGLY = 0.25
"""Least share of what is expected that the smallest windows must expect by themselves: else single things are not seen.

On composited marinas for development, windows of 23 m on 212 boats, seven in each, expected 9, and those of 11 m none;
of the tanks, pools and airplanes that were counted there the smallest windows expected 40 % or more.
"""

_NEIGHBOURS = 8
_NEIGHBOUR = 0.75  # of a side: largest distance between the centres of a window and a neighbour of its size


@dataclass(frozen=True)
class Instances:
    """``n`` instances, the most certain first.

    Attributes:
        at: ``[n]``, positions of their windows.
        probability: float64 ``[n]``, 0-1.
        crowded: bool ``[n]``, whether they stand among things that touch.
    """

    at: NDArray[np.intp]
    probability: NDArray[np.float64]
    crowded: NDArray[np.bool_]


def find_instances(
    boxes: NDArray[np.float64], relevance: NDArray[np.float32], least: float = LEAST_RELEVANCE, apart: float = APART
) -> Instances:
    """Windows whose centres keep a distance, greedily from the most certain one, ties by place.

    Where things touch they may be closer (:data:`CROWDED_APART`): there every window shows different things.

    Args:
        boxes: ``[n, 4]`` x0, y0, x1, y1 in pixels.
        relevance: float32 ``[n]``, 0-1.
        least: relevance below which a window is not an instance.
        apart: see :data:`APART`; at most :data:`CROWDED_APART` among things that touch.
    """
    chosen = np.flatnonzero(relevance >= max(least, 1e-9))
    if not len(chosen):
        return Instances(chosen, np.empty(0), np.empty(0, bool))
    # In sides of windows, so that pixels need not be square on the ground.
    sides = (boxes[chosen, 2:] - boxes[chosen, :2]).astype(np.float64)
    middles = (boxes[chosen, :2] + boxes[chosen, 2:]) / 2
    stretch = sides[:, 0] / sides[:, 1]
    places = middles * np.stack([np.ones(len(stretch)), stretch], axis=1)
    tree, side = KDTree(places), sides[:, 0]
    crowded = _crowded(places, side, relevance[chosen])
    order = np.lexsort((middles[:, 0], middles[:, 1], -relevance[chosen].astype(np.float64)))
    free, kept = np.ones(len(chosen), bool), list[int]()
    widest = float(side.max())
    least_apart = np.where(crowded, min(apart, CROWDED_APART), apart)
    for one in order:
        if not free[one]:
            continue
        kept.append(int(one))
        near = np.array(tree.query_ball_point(places[one], apart * widest), np.intp)
        away = np.linalg.norm(places[near] - places[one], axis=1)
        free[near[away < least_apart[one] * np.maximum(side[near], side[one]) - 1e-9]] = False
    rows = np.array(kept, np.intp)
    rows = rows[np.argsort(-relevance[chosen[rows]], kind="stable")]
    found = chosen[rows]
    return Instances(found, relevance[found].astype(np.float64), crowded[rows])


def seen_singly(
    found: Instances,
    boxes: NDArray[np.float64],
    relevance: NDArray[np.float32],
    sides_m: NDArray[np.float32],
    least_m: float,
) -> bool:
    """Whether windows of a single thing recognise it: if only larger ones do, they may see a place full of such things.

    Args:
        found: the instances among all windows, see :func:`find_instances`.
        boxes, relevance: of all windows ``[n]``, as there.
        sides_m: float32 ``[n]``, sides of the windows in metres.
        least_m: size of the smallest thing.
    """
    smallest = sides_m <= 1.01 * sides_m[sides_m >= min(least_m, float(sides_m.max()))].min()
    alone = find_instances(boxes[smallest], relevance[smallest]).probability.sum()
    return bool(alone >= SINGLY * found.probability.sum())


def _crowded(
    places: NDArray[np.float64], side: NDArray[np.float64], relevance: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """Around which windows ``[n]`` most of their neighbours are relevant too, and around the larger ones there."""
    around = np.zeros(len(side))
    sizes = [np.flatnonzero(side == size) for size in np.unique(side)[::-1]]
    trees = [KDTree(places[some]) for some in sizes]
    for some, tree in zip(sizes, trees, strict=True):
        pairs = tree.query_pairs(_NEIGHBOUR * side[some[0]], output_type="ndarray")
        first, second = some[pairs[:, 0]], some[pairs[:, 1]]
        around += np.bincount(first, relevance[second], len(side)) + np.bincount(second, relevance[first], len(side))
    found = around >= CROWDED * _NEIGHBOURS
    for (larger, tree), some in zip(zip(sizes, trees, strict=True), sizes[1:], strict=False):
        away, nearest = tree.query(places[some])
        found[some] &= found[larger[nearest]] & (away < side[larger[nearest]] / 2)
    return np.asarray(found)
