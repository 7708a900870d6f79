"""Layers in Web Mercator (EPSG:3857): boxes, and the tiles of OGC's ``WebMercatorQuad``."""

from __future__ import annotations

import math

import numpy as np
from affine import Affine
from rasterio.crs import CRS
from rasterio.enums import Resampling
from rasterio.warp import reproject

from backend.errors import BadOption, OutsideLayer
from backend.imagery.crs import WGS84, bounds_to_crs, project
from backend.imagery.globe import Box
from backend.imagery.layer import Block, LayerInfo, OpenLayer

WEB_MERCATOR = "EPSG:3857"
HALF_WORLD_M = math.pi * 6378137.0
"""From the centre of the map to each of its edges, in metres of EPSG:3857."""

TILE_PX = 256
MAX_ZOOM = 24
MAX_READ_PX = 1536
"""Largest side of what is read for a picture: pixels of the layer are averaged before they are reprojected."""

_MARGIN_PX = 2


def tile_box(zoom: int, row: int, column: int) -> Box:
    """``xmin, ymin, xmax, ymax`` of a tile in EPSG:3857; row 0 is the northernmost.

    Raises:
        BadOption: the tile does not exist.
    """
    count = 2**zoom
    if not (0 <= zoom <= MAX_ZOOM and 0 <= row < count and 0 <= column < count):
        raise BadOption(f"There is no tile {zoom}/{row}/{column}: a tile matrix {zoom} has {count:,} rows and columns.")
    side = 2 * HALF_WORLD_M / count
    left, top = column * side - HALF_WORLD_M, HALF_WORLD_M - row * side
    return left, top - side, left + side, top


def mercator_box(west: float, south: float, east: float, north: float) -> Box:
    """A box of longitudes and latitudes in EPSG:3857.

    Raises:
        BadOption: it has no area, or extends beyond the limits of Web Mercator.
    """
    x, y = project(WGS84, WEB_MERCATOR, [west, east], [south, north])
    if not (np.abs([*x, *y]).max() <= HALF_WORLD_M + 1 and x[0] < x[1] and y[0] < y[1]):
        raise BadOption(
            "This extent cannot be drawn: write west,south,east,north in degrees, with latitudes within ±85."
        )
    return float(x[0]), float(y[0]), float(x[1]), float(y[1])


def mercator_bounds(info: LayerInfo) -> Box:
    """Envelope of a layer in EPSG:3857, clipped to its limits.

    Raises:
        OutsideLayer: all of it is beyond them.
    """
    return bounds_to_crs(info.bounds, info.crs, WEB_MERCATOR)


def source_window(info: LayerInfo, box: Box, shape: tuple[int, int]) -> tuple[Box, tuple[int, int]] | None:
    """What has to be read for a picture of a box, and at which size; None if the layer has no pixels there.

    Args:
        info: the layer's description.
        box: in EPSG:3857.
        shape: rows and columns of the picture.

    Returns:
        Column, row, width, height in pixels of the layer; rows and columns to read them in.
    """
    try:
        whole = mercator_bounds(info)
        shown = max(box[0], whole[0]), max(box[1], whole[1]), min(box[2], whole[2]), min(box[3], whole[3])
        if shown[0] >= shown[2] or shown[1] >= shown[3]:
            return None
        x0, y0, x1, y1 = bounds_to_crs(shown, WEB_MERCATOR, info.crs)
    except OutsideLayer:
        return None
    inverse = ~info.transform
    cols, rows = zip(*(inverse * at for at in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))), strict=True)
    share_x, share_y = (shown[2] - shown[0]) / (box[2] - box[0]), (shown[3] - shown[1]) / (box[3] - box[1])
    step_x = max(1, math.floor((max(cols) - min(cols)) / max(1.0, share_x * shape[1])))
    step_y = max(1, math.floor((max(rows) - min(rows)) / max(1.0, share_y * shape[0])))
    left = max(0, math.floor(min(cols) - _MARGIN_PX * step_x))
    top = max(0, math.floor(min(rows) - _MARGIN_PX * step_y))
    right = min(info.width, math.ceil(max(cols) + _MARGIN_PX * step_x))
    bottom = min(info.height, math.ceil(max(rows) + _MARGIN_PX * step_y))
    if right <= left or bottom <= top:
        return None
    size = (
        min(MAX_READ_PX, max(1, round((bottom - top) / step_y))),
        min(MAX_READ_PX, max(1, round((right - left) / step_x))),
    )
    return (float(left), float(top), float(right - left), float(bottom - top)), size


def read_in_web_mercator(layer: OpenLayer, box: Box, shape: tuple[int, int]) -> Block | None:
    """The pixels of a layer in a box of Web Mercator; None if it has none there.

    The layer is read as for everything else, with its bands, stretch and masks, then reprojected as 8-bit pixels.

    Args:
        layer: open.
        box: ``xmin, ymin, xmax, ymax`` in EPSG:3857.
        shape: rows and columns of the picture.

    Raises:
        LayerNotReadable, LayerEmpty, Cancelled: see :meth:`backend.imagery.layer.Layer.read`.
    """
    wanted = source_window(layer.info, box, shape)
    if wanted is None:
        return None
    block = layer.read(*wanted)
    source = np.concatenate([block.pixels, block.mask[None].astype(np.uint8) * np.uint8(255)])
    picture = np.zeros((4, *shape), np.uint8)
    transform = Affine.translation(box[0], box[3]) * Affine.scale(
        (box[2] - box[0]) / shape[1], -(box[3] - box[1]) / shape[0]
    )
    reproject(
        source,
        picture,
        src_transform=block.transform,
        src_crs=block.crs,
        dst_transform=transform,
        dst_crs=CRS.from_string(WEB_MERCATOR),
        resampling=Resampling.bilinear,
        src_alpha=4,
        dst_alpha=4,
    )
    return Block(picture[:3], picture[3] > 127, CRS.from_string(WEB_MERCATOR), transform)
