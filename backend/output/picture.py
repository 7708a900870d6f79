"""Pictures of a layer at screen size, with a scale bar and text."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from affine import Affine
from PIL import Image, ImageDraw

from backend.imagery.crs import ground_metres_per_pixel
from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo, OpenLayer
from backend.output.fonts import Font, drawable_runs, fonts

EXTENSIONS = (".png",)
MAX_SIDE_PX = 1600
MIN_SIDE_PX = 640
INK = (24, 26, 30)
STRIP = (24, 26, 30)
ON_STRIP = (245, 245, 245)
_PAPER = (238, 238, 238)


@dataclass(frozen=True)
class View:
    """A layer or a part of it as a picture.

    Attributes:
        picture: RGB.
        to_picture: transform from the layer's CRS to pixels of the picture.
        metres_per_px: pixel size at the centre of the picture, along its rows.
    """

    picture: Image.Image
    to_picture: Affine
    metres_per_px: float


def draw_layer(layer: OpenLayer, extent: Box | None) -> View:
    """Draw the layer, or an extent in its CRS, at most 1600 pixels wide and high."""
    left, top, width, height = _box(layer.info, extent)
    scale = min(MAX_SIDE_PX / max(width, height), max(1.0, MIN_SIDE_PX / max(width, height)))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    block = layer.read((left, top, width, height), (size[1], size[0]))
    pixels = np.where(block.mask, block.pixels, np.array(_PAPER, np.uint8)[:, None, None])
    picture = Image.fromarray(np.ascontiguousarray(np.moveaxis(pixels, 0, -1)), "RGB")
    shrink = Affine.scale(size[0] / width, size[1] / height)
    to_picture = shrink * Affine.translation(-left, -top) * ~layer.info.transform
    metres = ground_metres_per_pixel(layer.info.crs, layer.info.transform, left + width / 2, top + height / 2)
    return View(picture, to_picture, float(metres[0]) * width / size[0])


def _box(info: LayerInfo, extent: Box | None) -> tuple[float, float, float, float]:
    """Column, row, width, height of the drawn part, in pixels of the layer."""
    whole_width, whole_height = float(info.width), float(info.height)
    if extent is None:
        return 0.0, 0.0, whole_width, whole_height
    xmin, ymin, xmax, ymax = extent
    inverse = ~info.transform
    corners = [inverse * corner for corner in ((xmin, ymin), (xmax, ymin), (xmin, ymax), (xmax, ymax))]
    cols, rows = zip(*corners, strict=True)
    left, top = max(min(cols), 0.0), max(min(rows), 0.0)
    return (
        left,
        top,
        max(min(max(cols), whole_width) - left, 1.0),
        max(min(max(rows), whole_height) - top, 1.0),
    )


def unit_of(picture: Image.Image) -> float:
    """Scale of lines and letters: 1 for a picture whose shorter side has 1000 pixels."""
    return min(max(min(picture.size) / 1000, 0.7), 1.4)


def draw_scale_bar(picture: Image.Image, metres_per_px: float) -> None:
    """Draw a bar of a round number of metres at the lower left, dark on a light background."""
    if not math.isfinite(metres_per_px) or metres_per_px <= 0:
        return
    unit = unit_of(picture)
    length_m = round_length(0.2 * picture.width * metres_per_px)
    text = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    font, width = fonts(round(14 * unit))[0], length_m / metres_per_px
    pad, line = 8 * unit, 3 * unit
    plate_width = max(width, font.getlength(text)) + 2 * pad
    left, bottom = 10 * unit, picture.height - 10 * unit
    plate = Image.new("RGBA", picture.size)
    ImageDraw.Draw(plate).rounded_rectangle(
        [left, bottom - 34 * unit, left + plate_width, bottom], 4 * unit, fill=(255, 255, 255, 235)
    )
    picture.paste(plate, mask=plate.getchannel("A"))
    draw = ImageDraw.Draw(picture)
    draw.text((left + pad, bottom - 29 * unit), text, font=font, fill=INK)
    y, x0, x1 = bottom - pad, left + pad, left + pad + width
    draw.rectangle([x0, y - line, x1, y], fill=INK)
    for x in (x0, x1 - line / 2):
        draw.rectangle([x, y - 2.4 * line, x + line / 2, y], fill=INK)


def round_length(metres: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that does not exceed ``metres``."""
    power = 10.0 ** math.floor(math.log10(metres))
    return max(step * power for step in (1, 2, 5) if step * power <= metres)


def draw_text(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size_px: int, room: float) -> None:
    """Draw one line, truncated with an ellipsis; a text without a font is replaced by a note instead of boxes."""
    runs = drawable_runs(text, size_px)
    if runs is None:
        runs = drawable_runs("(text in a script for which this machine has no font)", size_px) or []
    x, left = at[0], room
    for piece, font in runs:
        fitting = _fit(piece, font, left)
        draw.text((x, at[1]), fitting, font=font, fill=ON_STRIP)
        used = font.getlength(fitting)
        x, left = x + used, left - used
        if fitting != piece:
            break


def _fit(text: str, font: Font, room: float) -> str:
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(text + "...") > room:
        text = text[:-1]
    return text.rstrip() + "..."
