"""From cells to polygons: one per cell, or neighbours of one class dissolved into areas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import rasterio.features
import scipy.sparse
import shapely
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from backend.labeling.cells import CellGrid, to_crs
from backend.labeling.windows import LabelledWindows
from backend.labeling.zero_shot import TOP, Labels

Areas = tuple[NDArray[np.object_], Labels, NDArray[np.float64], NDArray[np.intp]]
"""Polygons in the layer's CRS, their labels, areas in square metres, and numbers of cells; ``[n]`` each."""


def cell_areas(labelled: LabelledWindows) -> Areas:
    """One polygon per cell."""
    ones = np.ones(len(labelled.cells), np.intp)
    return labelled.grid.polygons(labelled.cells), labelled.labels, labelled.areas_m2, ones


def dissolved_areas(labelled: LabelledWindows) -> Areas:
    """Cells of one class that share an edge, as one area; its figures are area-weighted means of the cells.

    The classes of ``top`` are those with the largest mean among the best of the cells.
    """
    grid, labels = labelled.grid, labelled.labels
    area = _components(grid, labelled.cells, labels.label)
    count = int(area.max()) + 1
    numbers = np.zeros(grid.rows * grid.cols, np.int32)
    numbers[labelled.cells] = area + 1
    image = numbers.reshape(grid.rows, grid.cols)
    shapes = np.empty(count, dtype=object)
    for geometry, number in rasterio.features.shapes(image, image > 0, connectivity=4):
        shapes[int(number) - 1] = shapely.geometry.shape(geometry)
    x, y = grid.edges()
    in_pixels = shapely.transform(
        shapes, lambda at: np.column_stack([x[at[:, 0].astype(np.intp)], y[at[:, 1].astype(np.intp)]])
    )
    ground = np.bincount(area, labelled.areas_m2).astype(np.float64)
    share = labelled.areas_m2 / ground[area]

    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.bincount(area, values * share).astype(np.float32)

    first = np.unique(area, return_index=True)[1]
    top, confidence = _best(labels, area, share, count)
    areas = replace(
        labels.take(first),
        score=mean(labels.score),
        confidence=mean(labels.confidence),
        margin=mean(labels.margin),
        top=top,
        top_confidence=confidence,
    )
    return to_crs(in_pixels, grid.transform), areas, ground, np.bincount(area)


def _components(grid: CellGrid, cells: NDArray[np.int64], label: NDArray[np.int32]) -> NDArray[np.int64]:
    """Number of the area to which each cell belongs, int64 ``[n]``."""
    place = np.full(grid.rows * grid.cols, -1, np.int64)
    place[cells] = np.arange(len(cells))
    table = place.reshape(grid.rows, grid.cols)
    one = np.concatenate([table[:, :-1].ravel(), table[:-1].ravel()])
    other = np.concatenate([table[:, 1:].ravel(), table[1:].ravel()])
    both = (one >= 0) & (other >= 0)
    one, other = one[both], other[both]
    same = label[one] == label[other]
    links = (np.ones(int(same.sum()), bool), (one[same], other[same]))
    graph = scipy.sparse.coo_array(links, shape=(len(cells), len(cells)))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def _best(
    labels: Labels, area: NDArray[np.int64], share: NDArray[np.float64], count: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The best classes of every area ``[n, m]`` and their mean confidences; 0 for a class that no cell of it has."""
    kept = labels.top.shape[1]
    classes = int(labels.top.max()) + 1
    rows = np.repeat(area, kept)
    weights = (labels.top_confidence * share[:, None]).ravel()
    sums = scipy.sparse.coo_array((weights, (rows, labels.top.ravel())), shape=(count, max(classes, kept))).tocsr()
    top, confidence = np.empty((count, kept), np.int32), np.empty((count, kept), np.float32)
    for start in range(0, count, 4096):
        block = sums[start : start + 4096].toarray()
        order = np.argsort(-block, axis=1, kind="stable")[:, : min(kept, TOP)]
        top[start : start + 4096] = order
        confidence[start : start + 4096] = np.take_along_axis(block, order, axis=1)
    return top, confidence
