"""Spatial smoothing: a window's scores averaged with those of the windows that overlap it.

Windows that overlap by half show mostly the same ground, so a label that no neighbour shares is more often an error
than correct. Neighbours are weighted by intersection over union: a side neighbour at half overlap 1/3, a diagonal one
1/7, a window of the next size at most 1/4. Smoothing can lose isolated objects that are smaller than a window.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse
import shapely
from numpy.typing import NDArray

from backend.errors import BadOption

DEFAULT_WEIGHT = 0.5
SMALLEST_OVERLAP = 0.1
"""Least intersection over union of neighbours.

It includes diagonal ones at half overlap, and of other sizes only the next, so that a window of 25 m does not take the
label of the square kilometre around it.
"""

_ROWS = 4_096


def smooth_scores(
    scores: NDArray[np.float32],
    boxes: NDArray[np.float64],
    weight: float = DEFAULT_WEIGHT,
    smallest_overlap: float = SMALLEST_OVERLAP,
) -> NDArray[np.float32]:
    """Scores averaged over overlapping neighbours.

    ``(1 - weight) * own + weight * mean of the neighbours``, the mean weighted by intersection over union. A window
    without neighbours keeps its scores. Rows that sum to one still do.

    Args:
        scores: float32 ``[n, k]``, cosines or probabilities.
        boxes: float64 ``[n, 4]`` as x0, y0, x1, y1 with x0 <= x1 and y0 <= y1, in any common unit, such as pixels.
        weight: weight of the neighbours, 0 (scores unchanged) to 1.
        smallest_overlap: least intersection over union of neighbours, above 0, up to 1.

    Returns:
        float32 ``[n, k]``, independent of the order of the windows.

    Raises:
        BadOption: a weight out of range, invalid boxes, or not one box per row of scores.
    """
    if not 0.0 <= weight <= 1.0:
        raise BadOption(f"A smoothing weight of {weight:g} cannot be used: give a number from 0 to 1.")
    if not 0.0 < smallest_overlap <= 1.0:
        raise BadOption(
            f"A smallest overlap of {smallest_overlap:g} cannot be used: give a number above 0 and at most 1."
        )
    if boxes.shape != (len(scores), 4):
        raise BadOption(
            f"Boxes {boxes.shape} and scores {scores.shape} do not match: there must be one box per window."
        )
    if not np.isfinite(boxes).all() or (boxes[:, :2] > boxes[:, 2:]).any():
        raise BadOption("A box is x0,y0,x1,y1: four numbers, with the minimum before the maximum.")
    if not len(scores) or not weight:
        return np.array(scores, np.float32)
    overlaps = overlap_graph(boxes, smallest_overlap)
    totals = overlaps.sum(axis=1)
    means = (overlaps @ scores.astype(np.float64)) / np.where(totals > 0, totals, 1.0)[:, None]
    share = np.where(totals > 0, weight, 0.0)[:, None]
    return np.asarray((1 - share) * scores + share * means, np.float32)


def overlap_graph(boxes: NDArray[np.float64], smallest_overlap: float = SMALLEST_OVERLAP) -> scipy.sparse.csr_array:
    """Intersection over union of all pairs of boxes that overlap enough: float64 ``[n, n]``, symmetric, without
    diagonal.

    Args:
        boxes: ``[n, 4]`` as x0, y0, x1, y1.
        smallest_overlap: entries below it are left out.
    """
    count = len(boxes)
    if not count:
        return scipy.sparse.csr_array((0, 0))
    shapes = shapely.box(*boxes.T)
    tree = shapely.STRtree(shapes)
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    rows, columns, values = [], [], []
    # In blocks: a large window intersects thousands of small ones, nearly all of which are dropped.
    for start in range(0, count, _ROWS):
        first, other = tree.query(shapes[start : start + _ROWS])
        first = first + start
        sides = np.minimum(boxes[first, 2:], boxes[other, 2:]) - np.maximum(boxes[first, :2], boxes[other, :2])
        shared = np.maximum(sides, 0.0).prod(axis=1)
        overlap = shared / np.maximum(areas[first] + areas[other] - shared, np.finfo(float).tiny)
        kept = (first != other) & (overlap >= smallest_overlap)
        rows.append(first[kept])
        columns.append(other[kept])
        values.append(overlap[kept])
    entries = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    return scipy.sparse.csr_array(entries, shape=(count, count))
