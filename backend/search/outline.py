"""Outlines: where the thing is inside a region, from the model's dense features.

The ground around a region is read at twice the resolution at which the model saw its window and embedded position by
position. A position's lead is its cosine with the query minus that with the best alternative. Otsu's threshold
separates leading positions from the others; the parts that intersect the region form its outline. If the leads do not
form two groups, or nothing is left, the region keeps its shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import shapes as trace
from scipy.ndimage import gaussian_filter, zoom
from shapely import Polygon
from shapely.affinity import affine_transform
from shapely.geometry import shape as to_shape

from backend.imagery.layer import LayerInfo, LayerOpener, OpenLayer, open_layer
from backend.imagery.stretch import Stretch
from backend.models.contracts import DenseEncoder
from backend.models.dense import dense_similarity
from backend.search.directions import Directions

MARGIN = 0.5
"""How far an outline may extend beyond its region, in sides of the region's window."""

WIDE = 0.25
"""Least value used as the side, in widths of the region: small windows that form a large region do not restrict it."""

SURROUNDINGS = 1.0
"""Margin read around a region, in sides of its window: separating the thing needs some other ground."""

RESOLUTION = 2.0
"""Factor by which a window is read finer than the model's input; the grid becomes finer by the same factor."""

MAX_READ_PX = 1536
SEPARABILITY = 0.65
"""Least share of the variance that Otsu's two groups must explain; a single normal distribution reaches 0.64."""

SMALLEST_SHARE = 0.02
"""An outline smaller than this share of its region is discarded."""

_SMALLEST_PART = 0.05  # of the largest part's area: smaller parts are dropped
_SMALLEST_HOLE = 0.5  # in sides of the window: smaller holes are filled
_BLUR = 1.5  # standard deviation in positions: neighbours are seen through overlapping ground, and differ by noise
_SMOOTH = 4  # factor by which positions are interpolated before tracing


def outline_regions(
    info: LayerInfo,
    stretch: Stretch | None,
    encoder: DenseEncoder,
    directions: Directions,
    regions: Sequence[Any],
    sides_px: Sequence[float],
    opener: LayerOpener = open_layer,
) -> list[Any]:
    """Refine regions to outlines.

    Args:
        regions: polygons in the layer's CRS.
        sides_px: side of the best window of each region, in pixels of the layer.
        opener: opens the layer.

    Returns:
        Polygons or multipolygons in the layer's CRS, in the same order.

    Raises:
        ModelUnavailable: outlines are not possible with this model.
        LayerNotReadable: the layer is missing or damaged.
    """
    with opener(info.path, stretch, info.bands) as layer:
        return [
            _outline(layer, encoder, directions, region, side) for region, side in zip(regions, sides_px, strict=True)
        ]


def _outline(layer: OpenLayer, encoder: DenseEncoder, directions: Directions, region: Any, side_px: float) -> Any:
    to_crs, to_pixels = layer.info.transform, ~layer.info.transform
    coarse = _moved(region, to_pixels)
    left, top, right, bottom = coarse.buffer(SURROUNDINGS * side_px, join_style="mitre").bounds
    left, top = max(left, 0.0), max(top, 0.0)
    width, height = min(right, layer.info.width) - left, min(bottom, layer.info.height) - top
    zoom_factor = min(RESOLUTION * encoder.image_size / side_px, MAX_READ_PX / max(width, height))
    shape = max(1, round(height * zoom_factor)), max(1, round(width * zoom_factor))
    block = layer.read((left, top, width, height), shape)
    leads = _leads(encoder, directions, block.pixels)
    fine = zoom(gaussian_filter(leads, _BLUR), _SMOOTH, order=1, mode="nearest", grid_mode=True)
    cell = Affine(width / fine.shape[1], 0, left, 0, height / fine.shape[0], top)
    chosen = _leading(fine)
    if chosen is None:
        return region
    outline = _traced(chosen, cell, coarse, side_px)
    if outline.is_empty or outline.area < SMALLEST_SHARE * coarse.area:
        return region
    return _moved(outline, to_crs)


def _leads(encoder: DenseEncoder, directions: Directions, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Cosine with the query minus the highest with an alternative, float32 ``[h, w]``."""
    return directions.leads(dense_similarity(encoder.encode_dense(pixels), directions.stacked()))


def _leading(leads: NDArray[np.float32]) -> NDArray[np.bool_] | None:
    """Positions above Otsu's threshold (Otsu 1979), bool ``[h, w]``; None if the leads form one group."""
    values = np.sort(leads.ravel().astype(np.float64))
    count = len(values)
    below = np.arange(1, count)
    sums = np.cumsum(values)
    apart = sums[:-1] / below - (sums[-1] - sums[:-1]) / (count - below)
    between = below * (count - below) * apart**2 / count**2
    best = int(between.argmax()) if count > 1 else 0
    if count < 2 or between[best] < SEPARABILITY * values.var() or values[0] == values[-1]:
        return None
    return np.asarray(leads > values[best])


def _traced(chosen: NDArray[np.bool_], cell: Affine, coarse: Any, side_px: float) -> Any:
    """Polygons around the chosen positions that intersect ``coarse``, clipped to its surroundings; in pixels of the
    layer."""
    parts = [to_shape(found) for found, _ in trace(chosen.astype(np.uint8), mask=chosen, transform=cell)]
    near = [part for part in parts if part.intersects(coarse) and part.intersection(coarse).area > 0]
    step = max(abs(cell.a), abs(cell.e))
    merged = shapely.union_all(near).buffer(0).simplify(_SMOOTH / 2 * step).buffer(0)
    margin = MARGIN * max(side_px, WIDE * coarse.area**0.5)
    clipped = merged.intersection(coarse.buffer(margin, join_style="mitre"))
    polygons = [part for part in shapely.get_parts(clipped) if part.geom_type == "Polygon"]
    least = max([(_SMOOTH * step) ** 2, *(_SMALLEST_PART * part.area for part in polygons)])
    hole = (_SMALLEST_HOLE * side_px) ** 2
    kept = [
        Polygon(part.exterior, [ring for ring in part.interiors if Polygon(ring).area >= hole])
        for part in polygons
        if part.area >= least
    ]
    return shapely.normalize(shapely.union_all(kept))


def _moved(shape: Any, transform: Affine) -> Any:
    a, b, c, d, e, f = tuple(transform)[:6]
    return affine_transform(shape, (a, b, d, e, c, f))
