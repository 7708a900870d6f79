"""Extents given by users, transformed to the CRS of the layer."""

from __future__ import annotations

import math
import re

from backend.errors import BadOption, OutsideLayer
from backend.imagery.crs import proj_crs
from backend.imagery.globe import Box, joined, native_boxes
from backend.imagery.layer import LayerInfo

_QGIS = re.compile(r"^(?P<numbers>[^\[\]]+)\[(?P<crs>[^\[\]]+)\]$")


def parse_extent(text: str) -> tuple[Box, str | None]:
    """An extent as users type it, and its CRS where the text names one.

    ``xmin,ymin,xmax,ymax``, or as QGIS shows and copies it: ``xmin,xmax,ymin,ymax [EPSG:n]``.

    Raises:
        BadOption: the text is not an extent, or the box has no area.
    """
    sentence = f"{text!r} is not an extent: write four numbers as xmin,ymin,xmax,ymax."
    qgis = _QGIS.match(text.strip())
    try:
        numbers = [float(part) for part in (qgis["numbers"] if qgis else text).split(",")]
    except ValueError as error:
        raise BadOption(sentence) from error
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise BadOption(sentence)
    crs = None
    if qgis:
        numbers = [numbers[0], numbers[2], numbers[1], numbers[3]]
        crs = qgis["crs"].strip()
        proj_crs(crs)
    xmin, ymin, xmax, ymax = numbers
    if xmin == xmax or ymin >= ymax:
        raise BadOption(sentence)
    return (xmin, ymin, xmax, ymax), crs


def extent_in_layer(info: LayerInfo, extent: Box, extent_crs: str | None) -> Box:
    """The extent in the layer's CRS.

    Raises:
        OutsideLayer: it shares no ground with the layer.
        BadOption: it is not a box, its CRS is unknown, its numbers seem to be in QGIS's order, or it lies at both ends
            of the layer.
    """
    crs = extent_crs or info.crs
    if extent[0] > extent[2] and not proj_crs(crs).is_geographic:
        raise BadOption("An extent is xmin,ymin,xmax,ymax: four numbers, with the minimum before the maximum.")
    _refuse_order_of_qgis(info, extent, crs)
    extents = [box for box in native_boxes(extent, crs, info.crs, info.bounds) if _overlap(box, info.bounds)]
    if not extents:
        raise OutsideLayer(
            f"The extent {_text(extent)} lies outside {info.path.name}, which covers {_text(info.bounds)} in "
            f"{info.crs.to_string()}: check the extent and its CRS."
        )
    whole = joined(extents)
    if whole is None:
        raise BadOption(
            f"The extent {_text(extent)} crosses the antimeridian, where {info.path.name} begins and ends: use its "
            "western and its eastern part separately."
        )
    return whole


def _refuse_order_of_qgis(info: LayerInfo, extent: Box, crs: object) -> None:
    """Refuse ``xmin,xmax,ymin,ymax``, which read in our order is a valid box too, but far larger than the layer."""
    turned = (extent[0], extent[2], extent[1], extent[3])
    if turned[0] >= turned[2] or turned[1] >= turned[3]:
        return
    ours = native_boxes(extent, crs, info.crs, info.bounds)
    theirs = [box for box in native_boxes(turned, crs, info.crs, info.bounds) if _overlap(box, info.bounds)]
    everything = any(_holds(box, info.bounds) for box in ours)
    part = any(_goes_beyond(box, info.bounds) for box in ours) and all(_holds(info.bounds, box) for box in theirs)
    if theirs and (everything or part) and not any(_holds(box, info.bounds) for box in theirs):
        raise BadOption(
            f"The extent {_text(extent)} seems to be in QGIS order, xmin,xmax,ymin,ymax: write it as "
            f"xmin,ymin,xmax,ymax, which is {_text(turned)}, or keep the suffix that QGIS adds, such as "
            "[EPSG:4326]."
        )


def _goes_beyond(box: Box, layer: Box) -> bool:
    """Whether a box extends beyond the layer by more than the layer's own size."""
    width, height = layer[2] - layer[0], layer[3] - layer[1]
    out_x, out_y = max(layer[0] - box[0], box[2] - layer[2]), max(layer[1] - box[1], box[3] - layer[3])
    return out_x > width or out_y > height


def _overlap(box: Box, layer: Box) -> bool:
    return box[0] < layer[2] and box[2] > layer[0] and box[1] < layer[3] and box[3] > layer[1]


def _holds(box: Box, layer: Box) -> bool:
    return box[0] <= layer[0] and box[1] <= layer[1] and box[2] >= layer[2] and box[3] >= layer[3]


def _text(box: Box) -> str:
    return ",".join(f"{value:.10g}" for value in box)
