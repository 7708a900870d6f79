"""Ground that a user has drawn or judged: which windows represent it, and which show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from backend.errors import OutsideLayer
from backend.imagery.globe import to_layer
from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import WindowSet
from backend.search.matrix import WindowMatrix
from backend.search.query import Example, unit
from backend.storage.bounded import Bounded

MOST_WINDOWS = 64
"""Maximum number of windows that represent one example."""

KEPT_EXAMPLES = 512
"""Examples per matrix whose windows are cached."""

_LIGHT = 4_096  # most windows of an example that is cached
_NEARLY_BEST = 0.8  # of the best fit
_FEW = 6  # most windows that represent a small example
_LARGE = 4.0  # areas of the largest window from which an example is large
_GROUND = 0.25  # share of the smaller of window and example from which a window shows the example's ground


@dataclass(frozen=True)
class _Meeting:
    """Positions ``[m]`` of the windows that share area with a shape, the shared areas ``[m]``, and the shape's own."""

    near: NDArray[np.intp]
    shared: NDArray[np.float64]
    area: float


class _Boxes:
    """A spatial index of windows as boxes ``[n, 4]`` in pixels."""

    def __init__(self, windows: WindowSet) -> None:
        self.all = windows.pixel_boxes()
        self._order = np.argsort(self.all[:, 0], kind="stable")
        self._left = self.all[self._order, 0]
        self._widest = float((self.all[:, 2] - self.all[:, 0]).max()) if len(self.all) else 0.0

    def near(self, bounds: tuple[float, float, float, float]) -> NDArray[np.intp]:
        """Ascending positions of the boxes that share area with a box."""
        xmin, ymin, xmax, ymax = bounds
        if not xmin <= xmax:  # a shape without points
            return np.empty(0, np.intp)
        first, last = np.searchsorted(self._left, (xmin - self._widest, xmax))
        some = self._order[first:last]
        boxes = self.all[some]
        return np.sort(some[(boxes[:, 2] > xmin) & (boxes[:, 1] < ymax) & (boxes[:, 3] > ymin)])


def shows_examples(matrix: WindowMatrix, examples: Sequence[Example], info: LayerInfo) -> NDArray[np.bool_]:
    """Which windows ``[n]`` overlap an example by a quarter of its area or of their own."""
    boxes = _boxes(matrix)
    found = np.zeros(len(matrix), bool)
    for example in examples:
        meeting = _meeting(boxes, example, matrix, info)
        areas = np.minimum(_areas(boxes.all[meeting.near]), meeting.area)
        found[meeting.near] |= meeting.shared >= _GROUND * areas
    return found


def fitting_windows(windows: WindowSet, shape: shapely.Geometry) -> NDArray[np.intp]:
    """Ascending positions of the windows that represent a polygon in pixels of the layer; empty if none intersects it.

    For a polygon about the size of a window those with the highest intersection over union: the best, and a few that
    are nearly as good. For a larger one the largest windows with at least half of their area in it, evenly spread.
    """
    boxes = _Boxes(windows)
    return _fitting(boxes, _overlaps(boxes, shape))


def example_embeddings(
    examples: Sequence[tuple[str, Example]], matrix: WindowMatrix, info: LayerInfo
) -> NDArray[np.float32]:
    """Embeddings float32 ``[m, d]`` of named examples, L2-normalised: each the mean of the windows that represent it.

    Args:
        examples: the name of each in errors, and the example; at least one.
        matrix: all windows of the layer.

    Raises:
        OutsideLayer: one intersects no window.
        BadOption: its CRS is unknown.
    """
    boxes = _boxes(matrix)
    chosen = []
    for name, example in examples:
        chosen.append(_fitting(boxes, _meeting(boxes, example, matrix, info)))
        if not len(chosen[-1]):
            raise OutsideLayer(
                f"{name} intersects no window of {info.path.name} with pixels: check its position and its CRS "
                f"{example.crs}."
            )
    positions = np.unique(np.concatenate(chosen))
    rows = matrix.take(positions).astype(np.float32)  # all at once: they may be on disk
    return np.stack([unit(rows[np.searchsorted(positions, windows)].mean(axis=0)) for windows in chosen])


def ground_of(examples: Sequence[Example], info: LayerInfo) -> list[shapely.Geometry]:
    """Their polygons in the layer's CRS, repaired where edges cross.

    Raises:
        BadOption: a CRS is unknown.
    """
    shapes = [to_layer([example.geometry], example.crs, info.crs, info.bounds)[0] for example in examples]
    return [shape if shapely.is_valid(shape) else _mended(shape) for shape in shapes]


def _mended(shape: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a repaired shape whose edges cross, without the lines that repairing leaves."""
    parts = [
        part for part in shapely.get_parts(shapely.make_valid(shape)) if part.geom_type in ("Polygon", "MultiPolygon")
    ]
    return shapely.union_all(parts)


def _boxes(matrix: WindowMatrix) -> _Boxes:
    return matrix.once("boxes", lambda: _Boxes(matrix.windows))


def _meeting(boxes: _Boxes, example: Example, matrix: WindowMatrix, info: LayerInfo) -> _Meeting:
    """The windows that an example intersects, cached, as the same marks are used in one query after another."""
    kept: Bounded[tuple[Example, str], _Meeting] = matrix.once("examples", lambda: Bounded(KEPT_EXAMPLES))
    key = (example, info.fingerprint)
    known = kept.get(key)
    if known is None:
        known = _overlaps(boxes, _in_pixels(example, info))
        if len(known.near) <= _LIGHT:
            kept.put(key, known)
    return known


def _fitting(boxes: _Boxes, meeting: _Meeting) -> NDArray[np.intp]:
    near, shared, area = meeting.near, meeting.shared, meeting.area
    if not len(near):
        return near
    areas = _areas(boxes.all[near])
    largest = areas >= areas.max() * 0.9
    within = near[largest & (shared >= 0.5 * areas)]
    if area > _LARGE * areas.max() and len(within):
        spread = np.linspace(0, len(within) - 1, min(len(within), MOST_WINDOWS)).round().astype(int)
        return np.sort(within[spread])
    fit = shared / (areas + area - shared)
    best = np.lexsort((near, -fit))[:_FEW]
    return np.sort(near[best[fit[best] >= _NEARLY_BEST * fit[best[0]]]])


def _in_pixels(example: Example, info: LayerInfo) -> shapely.Geometry:
    """The example as a valid shape in pixels of the layer."""
    (shape,) = to_layer([example.geometry], example.crs, info.crs, info.bounds)
    a, b, c, d, e, f = tuple(~info.transform)[:6]
    moved = shapely.transform(shape, lambda at: np.stack([at @ [a, b] + c, at @ [d, e] + f], axis=1))
    return shapely.make_valid(moved) if np.isfinite(shapely.get_coordinates(moved)).all() else shapely.Polygon()


def _overlaps(boxes: _Boxes, shape: shapely.Geometry) -> _Meeting:
    """The boxes that share area with a shape in their pixels."""
    near = boxes.near(shape.bounds)
    shapely.prepare(shape)
    windows = np.asarray(shapely.box(*boxes.all[near].T), dtype=object).reshape(-1)
    shared = np.where(shapely.contains_properly(shape, windows), _areas(boxes.all[near]), 0.0)
    edge = np.flatnonzero((shared == 0.0) & shapely.intersects(shape, windows))
    shared[edge] = shapely.area(shapely.intersection(windows[edge], shape))
    met = shared > 0
    return _Meeting(near[met], shared[met], float(shape.area))


def _areas(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
