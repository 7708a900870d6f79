"""Both dates of every changed region side by side, as one picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from affine import Affine
from PIL import Image, ImageDraw
from shapely.affinity import affine_transform

from backend.change.region import ChangedRegion, ChangeResult
from backend.imagery.layer import OpenLayer
from backend.output.files import check_output, write_whole
from backend.output.fonts import fonts
from backend.output.picture import EXTENSIONS, ON_STRIP, STRIP, draw_text

THUMBNAIL_PX = 200
MOST_REGIONS = 40
COLUMNS = 2
"""Pairs per row."""

_AROUND = 2.0
"""Side of a thumbnail's ground, as a multiple of the region's."""
_LEAST_PX = 48
"""Least side of a thumbnail's ground, in pixels of the common grid."""
_GAP, _LINE, _TITLE = 10, 20, 54
_PAPER = (238, 238, 238)
_COLOURS = {"appeared": (80, 220, 120), "disappeared": (255, 120, 90)}


def write_pairs(path: Path, result: ChangeResult, earlier: OpenLayer, later: OpenLayer) -> None:
    """Draw the first :data:`MOST_REGIONS` regions as PNG, each at the earlier and the later date side by side.

    Args:
        earlier, later: the layers on the common pixel grid, open.

    Raises:
        BadOption: the extension is not .png.
        OutputNotWritable: it cannot be written there.
        LayerNotReadable: a layer is damaged.
    """
    check_output(path, EXTENSIONS)
    picture = draw_pairs(result, earlier, later)
    write_whole(path, lambda file: picture.save(file, "PNG"))


def draw_pairs(result: ChangeResult, earlier: OpenLayer, later: OpenLayer) -> Image.Image:
    """The picture itself, RGB."""
    regions = result.regions[:MOST_REGIONS]
    wide, high = 2 * THUMBNAIL_PX + 2, THUMBNAIL_PX + _LINE
    rows = -(-len(regions) // COLUMNS)
    size = COLUMNS * wide + (COLUMNS + 1) * _GAP, _TITLE + rows * (high + _GAP) + _GAP
    picture = Image.new("RGB", size, STRIP)
    draw = ImageDraw.Draw(picture)
    source = result.provenance
    room = picture.width - 2 * _GAP
    draw_text(draw, (_GAP, 8), source.query.title, 17, room)
    names = f"{Path(source.earlier).name} (left)  ·  {Path(source.later).name} (right)  ·  {len(regions)} shown"
    draw_text(draw, (_GAP, 32), names, 12, room)
    for number, region in enumerate(regions):
        row, column = divmod(number, COLUMNS)
        left, top = _GAP + column * (wide + _GAP), _TITLE + row * (high + _GAP)
        for side, layer in enumerate((earlier, later)):
            picture.paste(_thumbnail(layer, region), (left + side * (THUMBNAIL_PX + 2), top + _LINE))
        said = f"{region.rank}  {region.side}  {region.change:.1f} sd   {_relevances(region)}"
        draw.text((left, top + 3), said, font=fonts(12)[0], fill=ON_STRIP)
    return picture


def _relevances(region: ChangedRegion) -> str:
    return f"relevance {region.relevance_earlier:.2f} → {region.relevance_later:.2f}"


def _thumbnail(layer: OpenLayer, region: ChangedRegion) -> Image.Image:
    """A square around a region with its outline."""
    a, b, c, d, e, f = tuple(~layer.info.transform)[:6]
    shape = affine_transform(region.geometry, (a, b, d, e, c, f))
    left, top, right, bottom = shape.bounds
    side = max(_AROUND * max(right - left, bottom - top), _LEAST_PX)
    box = ((left + right - side) / 2, (top + bottom - side) / 2, side, side)
    block = layer.read(box, (THUMBNAIL_PX, THUMBNAIL_PX))
    pixels = np.where(block.mask, block.pixels, np.array(_PAPER, np.uint8)[:, None, None])
    picture = Image.fromarray(np.ascontiguousarray(np.moveaxis(pixels, 0, -1)), "RGB")
    scale = Affine.scale(THUMBNAIL_PX / side) * Affine.translation(-box[0], -box[1])
    draw = ImageDraw.Draw(picture)
    for ring in _rings(shape, scale):
        draw.line(ring, fill=(0, 0, 0), width=4)
        draw.line(ring, fill=_COLOURS[region.side], width=2)
    return picture


def _rings(shape: Any, to_picture: Affine) -> Sequence[list[tuple[float, float]]]:
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return [[to_picture * (float(x), float(y)) for x, y in ring.coords] for ring in rings]
