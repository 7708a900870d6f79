"""A picture of a result: the layer with the ranked regions on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import shapely.affinity
from affine import Affine
from PIL import Image, ImageDraw

from backend.imagery.crs import ground_metres_per_pixel
from backend.imagery.layer import Layer, open_layer
from backend.imagery.stretch import Stretch
from backend.search.export import check_output, write_whole
from backend.search.fonts import Font, drawable_runs, fonts
from backend.search.region import Region, SearchResult

EXTENSIONS = (".png",)
MAX_SIDE_PX = 1600
MIN_SIDE_PX = 640
_PAPER = (238, 238, 238)
_INK = (24, 26, 30)
_STRIP = (24, 26, 30)
_ON_STRIP = (245, 245, 245)
# Relevance from 0 to 1: blue over magenta to yellow; visible on vegetation, water and concrete alike.
_RAMP = np.array([(64, 120, 255), (214, 60, 190), (255, 128, 60), (255, 225, 60)], float)
_OVERSAMPLING = 3


def write_preview(path: Path, result: SearchResult, stretch: Stretch | None = None) -> None:
    """Draw a result as PNG: the searched extent, or the whole layer, at most 1600 pixels wide and high.

    Args:
        stretch: the layer's, as stored with its index; computed if None and needed.

    Raises:
        BadOption: the extension is not .png.
        OutputNotWritable: it cannot be written there.
        LayerNotReadable: the layer is gone or damaged.
    """
    check_output(path, EXTENSIONS)
    with open_layer(result.provenance.layer, stretch) as layer:
        picture = draw_preview(layer, result)
    write_whole(path, lambda file: picture.save(file, "PNG"))


def draw_preview(layer: Layer, result: SearchResult) -> Image.Image:
    """The picture itself, RGB."""
    left, top, width, height = _box(layer, result)
    scale = min(MAX_SIDE_PX / max(width, height), max(1.0, MIN_SIDE_PX / max(width, height)))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    block = layer.read((left, top, width, height), (size[1], size[0]))
    pixels = np.where(block.mask, block.pixels, np.array(_PAPER, np.uint8)[:, None, None])
    picture = Image.fromarray(np.ascontiguousarray(np.moveaxis(pixels, 0, -1)), "RGB")
    shrink = Affine.scale(size[0] / width, size[1] / height)
    to_picture = shrink * Affine.translation(-left, -top) * ~layer.info.transform
    _draw_regions(picture, result.regions, to_picture)
    metres = ground_metres_per_pixel(layer.info.crs, layer.info.transform, left + width / 2, top + height / 2)
    _draw_scale_bar(picture, float(metres[0]) * width / size[0])
    return _with_title(picture, result)


def relevance_colour(relevance: float) -> tuple[int, int, int]:
    """Colour of a relevance from 0 to 1."""
    at = float(np.clip(relevance, 0, 1)) * (len(_RAMP) - 1)
    low = min(int(at), len(_RAMP) - 2)
    red, green, blue = (_RAMP[low] + (at - low) * (_RAMP[low + 1] - _RAMP[low])).round().astype(int)
    return int(red), int(green), int(blue)


def _box(layer: Layer, result: SearchResult) -> tuple[float, float, float, float]:
    """Column, row, width, height of what is shown, in pixels of the layer."""
    whole_width, whole_height = float(layer.info.width), float(layer.info.height)
    if result.extent is None:
        return 0.0, 0.0, whole_width, whole_height
    xmin, ymin, xmax, ymax = result.extent
    inverse = ~layer.info.transform
    corners = [inverse * corner for corner in ((xmin, ymin), (xmax, ymin), (xmin, ymax), (xmax, ymax))]
    cols, rows = zip(*corners, strict=True)
    left, top = max(min(cols), 0.0), max(min(rows), 0.0)
    return (
        left,
        top,
        max(min(max(cols), whole_width) - left, 1.0),
        max(min(max(rows), whole_height) - top, 1.0),
    )


def _draw_regions(picture: Image.Image, regions: Sequence[Region], to_picture: Affine) -> None:
    """Outlines with a dark halo, then badges, the best on top; drawn large and shrunk, for smooth edges."""
    unit = _unit(picture)
    big = Image.new("RGBA", (picture.width * _OVERSAMPLING, picture.height * _OVERSAMPLING))
    draw = ImageDraw.Draw(big)
    placed: list[tuple[Region, Any]] = []
    for region in reversed(regions):
        a, b, c, d, e, f = tuple(Affine.scale(_OVERSAMPLING) * to_picture)[:6]
        shape = shapely.affinity.affine_transform(region.geometry, (a, b, d, e, c, f))
        placed.append((region, shape))
        colour = relevance_colour(region.relevance)
        for line, ink in ((4.8, (0, 0, 0, 160)), (2.4, (*colour, 255))):
            for ring in _rings(shape):
                draw.line(ring, fill=ink, width=round(line * unit * _OVERSAMPLING), joint="curve")
    picture.paste(big.resize(picture.size, Image.Resampling.LANCZOS), mask=big.resize(picture.size).getchannel("A"))
    for region, shape in placed:
        _draw_badge(picture, region, shape, unit)


def _unit(picture: Image.Image) -> float:
    """How large lines and letters are: 1 in a picture whose shorter side has 1000 pixels."""
    return min(max(min(picture.size) / 1000, 0.7), 1.4)


def _rings(shape: Any) -> list[list[tuple[float, float]]]:
    rings = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            points = [(float(x), float(y)) for x, y in ring.coords]
            rings.append([*points, points[1]])  # one more point closes the joint
    return rings


def _draw_badge(picture: Image.Image, region: Region, shape: Any, unit: float) -> None:
    """The rank in a disc at the upper left corner of the region, inside the picture."""
    size = round(13 * unit) + 1
    font, text = fonts(size)[0], str(region.rank)
    radius = max(0.95 * size, 0.62 * font.getlength(text) + 4 * unit)
    xmin, ymin, _, _ = (value / _OVERSAMPLING for value in shape.bounds)
    x = min(max(xmin, radius + 2), picture.width - radius - 2)
    y = min(max(ymin, radius + 2), picture.height - radius - 2)
    many = 4
    disc = Image.new("RGBA", (math.ceil(2 * radius + 4) * many,) * 2)
    middle = disc.width / 2
    pen = ImageDraw.Draw(disc)
    for r, ink in ((radius + 1.2, (0, 0, 0, 170)), (radius, (*relevance_colour(region.relevance), 255))):
        pen.ellipse([middle - r * many, middle - r * many, middle + r * many, middle + r * many], fill=ink)
    small = disc.resize((disc.width // many,) * 2, Image.Resampling.LANCZOS)
    picture.paste(small, (round(x - small.width / 2), round(y - small.height / 2)), small)
    ImageDraw.Draw(picture).text((round(x), round(y)), text, font=font, fill=_INK, anchor="mm")


def _draw_scale_bar(picture: Image.Image, metres_per_px: float) -> None:
    """A bar of a round number of metres at the lower left, dark on a light plate."""
    if not math.isfinite(metres_per_px) or metres_per_px <= 0:
        return
    unit = _unit(picture)
    length_m = _round_length(0.2 * picture.width * metres_per_px)
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
    draw.text((left + pad, bottom - 29 * unit), text, font=font, fill=_INK)
    y, x0, x1 = bottom - pad, left + pad, left + pad + width
    draw.rectangle([x0, y - line, x1, y], fill=_INK)
    for x in (x0, x1 - line / 2):
        draw.rectangle([x, y - 2.4 * line, x + line / 2, y], fill=_INK)


def _round_length(metres: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is no longer."""
    power = 10.0 ** math.floor(math.log10(metres))
    return max(step * power for step in (1, 2, 5) if step * power <= metres)


def _with_title(picture: Image.Image, result: SearchResult) -> Image.Image:
    """The picture under a strip that says what was searched, where, by which model, and what the colours mean."""
    unit = _unit(picture)
    query = result.provenance.query
    count = len(result.regions)
    found = "nothing relevant enough" if not count else f"{count} region{'s' if count > 1 else ''}"
    names = [Path(result.provenance.layer).name, Path(result.provenance.model.split(":")[-1]).name, found]
    title_px, small_px = round(21 * unit), round(13 * unit)
    key_width = 190 * unit
    room = picture.width - key_width - 3 * 14 * unit
    strip = Image.new("RGB", (picture.width, round(62 * unit)), _STRIP)
    draw = ImageDraw.Draw(strip)
    title = query.text + (f"   (not: {'; '.join(query.unwanted)})" if query.unwanted else "")
    _draw_text(draw, (14 * unit, 8 * unit), title, title_px, room)
    _draw_text(draw, (14 * unit, 38 * unit), "  ·  ".join(names), small_px, room)
    _draw_key(draw, strip, key_width, unit, small_px)
    framed = Image.new("RGB", (picture.width, picture.height + strip.height))
    framed.paste(strip, (0, 0))
    framed.paste(picture, (0, strip.height))
    return framed


def _draw_text(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size_px: int, room: float) -> None:
    """One line, cut to the room with an ellipsis; a text that no font can draw is named and not drawn as boxes."""
    runs = drawable_runs(text, size_px)
    if runs is None:
        runs = drawable_runs("(query in a script this machine has no font for)", size_px) or []
    x, left = at[0], room
    for piece, font in runs:
        fitting = _fit(piece, font, left)
        draw.text((x, at[1]), fitting, font=font, fill=_ON_STRIP)
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


def _draw_key(draw: ImageDraw.ImageDraw, strip: Image.Image, width: float, unit: float, size_px: int) -> None:
    """What the colours mean: relevance from 0 to 1."""
    font = fonts(size_px)[0]
    x0, y0 = strip.width - width - 14 * unit, 32 * unit
    draw.text((x0, 10 * unit), "relevance", font=font, fill=_ON_STRIP)
    for step in range(round(width)):
        draw.line([x0 + step, y0, x0 + step, y0 + 7 * unit], fill=relevance_colour(step / width))
    draw.text((x0, y0 + 10 * unit), "0", font=font, fill=_ON_STRIP)
    draw.text((x0 + width, y0 + 10 * unit), "1", font=font, fill=_ON_STRIP, anchor="ra")
