"""Clips regions to valid ground: what is beyond the edge of the data is not part of a result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from affine import Affine
from rasterio.features import shapes as trace
from shapely.affinity import affine_transform
from shapely.geometry import shape as to_shape

from backend.errors import LayerNotReadable
from backend.imagery.blocks import shown_pixels
from backend.imagery.layer import LayerInfo, LayerOpener, OpenLayer, open_layer
from backend.imagery.stretch import Stretch
from backend.imagery.window_grid import WindowSet

_MOST_PX = 512  # side of what is read of a region, and so the resolution of the valid ground's edge
_LEAST = 0.02
"""Least share of a region that must remain."""


def cut_to_valid(
    info: LayerInfo,
    stretch: Stretch | None,
    regions: Sequence[Any],
    partly_valid: WindowSet,
    opener: LayerOpener = open_layer,
) -> list[Any]:
    """Regions without invalid ground.

    Args:
        regions: polygons in the layer's CRS.
        partly_valid: windows that are not entirely valid; a region that intersects none is unchanged.
        opener: opens the layer. If the layer is missing, regions are unchanged.

    Returns:
        Polygons or multipolygons in the layer's CRS, in the same order.
    """
    near = shapely.STRtree(partly_valid.polygons())
    doubtful = [bool(len(near.query(region, predicate="intersects"))) for region in regions]
    if not any(doubtful):
        return list(regions)
    try:
        with opener(info.path, stretch, info.bands) as layer:
            return [_cut(layer, region) if doubt else region for region, doubt in zip(regions, doubtful, strict=True)]
    except LayerNotReadable:
        return list(regions)


def _cut(layer: OpenLayer, region: Any) -> Any:
    info = layer.info
    in_pixels = _moved(region, ~info.transform)
    left, top, right, bottom = in_pixels.bounds
    left, top = max(int(np.floor(left)), 0), max(int(np.floor(top)), 0)
    width, height = min(int(np.ceil(right)), info.width) - left, min(int(np.ceil(bottom)), info.height) - top
    if width < 1 or height < 1:
        return region
    finer = max(width, height) / _MOST_PX
    shape = (max(1, round(height / max(finer, 1.0))), max(1, round(width / max(finer, 1.0))))
    block = layer.read((left, top, width, height), shape)
    valid = shown_pixels(block, layer.stretch)
    if valid.all():
        return region
    cell = Affine(width / shape[1], 0, left, 0, height / shape[0], top)
    ground = shapely.union_all(
        [to_shape(outline) for outline, _ in trace(valid.astype(np.uint8), mask=valid, transform=cell)]
    )
    kept = shapely.intersection(in_pixels, ground)
    parts = [part for part in shapely.get_parts(kept) if part.geom_type == "Polygon"]
    if sum(part.area for part in parts) < _LEAST * in_pixels.area:
        return region
    return _moved(shapely.union_all(parts), info.transform)


def _moved(shape: Any, transform: Affine) -> Any:
    a, b, c, d, e, f = tuple(transform)[:6]
    return affine_transform(shape, (a, b, d, e, c, f))
