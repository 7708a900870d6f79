"""Regions like given ones: directions from the windows that fit polygons best.

Cosines of images with images are on another level than those of images with texts (0.6-0.9 against 0.2-0.3 in CLIP),
spread wider, and neutral phrases say nothing about them. So every direction is measured by the layer itself: how many
standard deviations (from the median absolute deviation) a window is above the layer's median. Texts and examples then
count the same, one half each, and what is not wanted is compared with what is in the same unit. One half relevance is
half-way from the layer's ordinary ground to the examples themselves; ordinary ground is at 0.05, the examples at 0.95.
"""

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
from backend.search.directions import Directions
from backend.search.matrix import WindowMatrix
from backend.search.query import Example, Query, unit

STEEPNESS = 6.0
"""What the way from ordinary ground to the examples is in logits: sigmoid(-3) is 0.05, sigmoid(3) is 0.95."""

LEAST_LEAD = 2.0
"""Standard deviations that examples count as being above the median at least: ordinary ground is like anything."""

SAMPLE = 8_192
"""Windows by which a layer is measured, evenly spread over the index."""

MOST_WINDOWS = 64
"""Windows that stand for one example at most."""

_NEARLY_BEST = 0.8  # of the best fit
_FEW = 6  # windows that fit a small example nearly as well as the best
_LARGE = 4.0  # areas of the largest window, from which an example is large
_GROUND = 0.25  # share of the smaller one of window and example, from which a window shows the example's ground


@dataclass(frozen=True)
class _Measure:
    """A direction, and the layer's level and spread along it."""

    vector: NDArray[np.float32]
    level: float
    spread: float


def with_examples(directions: Directions, query: Query, matrix: WindowMatrix, info: LayerInfo) -> Directions:
    """Add a query's examples and counter-examples to the directions of its texts.

    Args:
        directions: of the texts, see :func:`backend.search.directions.text_directions`.
        matrix: all windows of the layer.
        info: the layer.

    Raises:
        OutsideLayer: an example meets no window.
        BadOption: the CRS of an example is unknown.
    """
    if not query.examples and not query.counter_examples:
        return directions
    shown = [_embeddings(example, f"Example {i}", matrix, info) for i, example in enumerate(query.examples, 1)]
    refused = [
        _embeddings(example, f"Counter-example {i}", matrix, info)
        for i, example in enumerate(query.counter_examples, 1)
    ]
    step = max(1, len(matrix) // SAMPLE)
    sample = matrix.take(np.arange(0, len(matrix), step)).astype(np.float32)
    groups = [_measure(directions.wanted, sample)] if query.texts else []
    if shown:
        groups.append(_measure(unit(np.mean([_centre(rows) for rows in shown], axis=0)), sample))
    # Sum of what each group says in its own unit; turned into a cosine with one unit vector, and a number.
    weighted = np.mean([group.vector / group.spread for group in groups], axis=0)
    length = float(np.linalg.norm(weighted))
    wanted, base = unit(weighted), float(np.mean([group.level / group.spread for group in groups]))
    against = [_measure(vector, sample) for vector in (*directions.unwanted, *(_centre(rows) for rows in refused))]
    found = Directions(
        wanted=wanted,
        unwanted=np.array([one.vector for one in against], np.float32).reshape(-1, len(wanted)),
        neutral=directions.neutral,
        temperature=directions.temperature,
        scale=directions.scale,
        words=directions.words,
        calibration=directions.calibration,
        gains=np.array([1 / (one.spread * length) for one in against], np.float32),
        offsets=np.array([(base - one.level / one.spread) / length for one in against], np.float32),
    )
    if not shown:
        return found
    reached = float(np.mean([(rows @ wanted).mean() for rows in shown])) * length - base
    lead = max(reached, LEAST_LEAD)
    return Directions(
        wanted=found.wanted,
        unwanted=found.unwanted,
        neutral=np.empty((0, len(wanted)), np.float32),
        temperature=STEEPNESS / lead * length,
        level=(lead / 2 + base) / length,
        gains=found.gains,
        offsets=found.offsets,
    )


def shows_examples(windows: WindowSet, examples: Sequence[Example], info: LayerInfo) -> NDArray[np.bool_]:
    """Which windows ``[n]`` show the ground of an example: a quarter of it, or with a quarter of themselves."""
    boxes = windows.pixel_boxes()
    found = np.zeros(len(boxes), bool)
    for example in examples:
        near, shared, area = _overlaps(boxes, _in_pixels(example, info))
        found[near] |= shared >= _GROUND * np.minimum(_areas(boxes[near]), area)
    return found


def fitting_windows(windows: WindowSet, shape: shapely.Geometry) -> NDArray[np.intp]:
    """Ascending positions of the windows that stand for a polygon in pixels of the layer; none if none meets it.

    Of a polygon the size of windows those with the highest intersection over union: the best, and a few that are
    nearly as good. Of a larger one the largest windows that lie in it by half at least, evenly spread.
    """
    boxes = windows.pixel_boxes()
    near, shared, area = _overlaps(boxes, shape)
    if not len(near):
        return near
    areas = _areas(boxes[near])
    largest = areas >= areas.max() * 0.9
    within = near[largest & (shared >= 0.5 * areas)]
    if area > _LARGE * areas.max() and len(within):
        spread = np.linspace(0, len(within) - 1, min(len(within), MOST_WINDOWS)).round().astype(int)
        return np.sort(within[spread])
    fit = shared / (areas + area - shared)
    best = np.lexsort((near, -fit))[:_FEW]
    return np.sort(near[best[fit[best] >= _NEARLY_BEST * fit[best[0]]]])


def _embeddings(example: Example, name: str, matrix: WindowMatrix, info: LayerInfo) -> NDArray[np.float32]:
    """Embeddings ``[m, d]`` of the windows that stand for an example."""
    chosen = fitting_windows(matrix.windows, _in_pixels(example, info))
    if not len(chosen):
        raise OutsideLayer(
            f"{name} meets no window of {info.path.name} that holds pixels: check its place and its CRS {example.crs}."
        )
    return matrix.take(chosen).astype(np.float32)


def _centre(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return unit(rows.mean(axis=0))


def _measure(vector: NDArray[np.float32], sample: NDArray[np.float32]) -> _Measure:
    along = sample @ vector
    level = float(np.median(along))
    spread = 1.4826 * float(np.median(np.abs(along - level)))
    return _Measure(vector, level, max(spread, float(along.std()) / 4, 1e-4))


def _in_pixels(example: Example, info: LayerInfo) -> shapely.Geometry:
    """The example as a valid shape in pixels of the layer."""
    (shape,) = to_layer([example.geometry], example.crs, info.crs, info.bounds)
    a, b, c, d, e, f = tuple(~info.transform)[:6]
    moved = shapely.transform(shape, lambda at: np.stack([at @ [a, b] + c, at @ [d, e] + f], axis=1))
    return shapely.make_valid(moved) if np.isfinite(shapely.get_coordinates(moved)).all() else shapely.Polygon()


def _overlaps(
    boxes: NDArray[np.float64], shape: shapely.Geometry
) -> tuple[NDArray[np.intp], NDArray[np.float64], float]:
    """Positions of the boxes that share area with a shape, the shared areas, and the shape's own."""
    xmin, ymin, xmax, ymax = shape.bounds
    near = np.flatnonzero((boxes[:, 0] < xmax) & (boxes[:, 2] > xmin) & (boxes[:, 1] < ymax) & (boxes[:, 3] > ymin))
    shapely.prepare(shape)
    windows = np.asarray(shapely.box(*boxes[near].T), dtype=object).reshape(-1)
    shared = np.where(shapely.contains_properly(shape, windows), _areas(boxes[near]), 0.0)
    edge = np.flatnonzero((shared == 0.0) & shapely.intersects(shape, windows))
    shared[edge] = shapely.area(shapely.intersection(windows[edge], shape))
    met = shared > 0
    return near[met], shared[met], float(shape.area)


def _areas(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
