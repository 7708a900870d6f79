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

from backend.imagery.layer import LayerOpener, OpenLayer, open_layer
from backend.imagery.stretch import Stretch
from backend.output.files import check_output, write_whole
from backend.output.fonts import fonts
from backend.output.picture import EXTENSIONS, INK, ON_STRIP, STRIP, draw_layer, draw_scale_bar, draw_text, unit_of
from backend.search.region import Region, SearchResult

# Relevance from 0 to 1: blue via magenta to yellow; visible on vegetation, water and concrete.
_RAMP = np.array([(64, 120, 255), (214, 60, 190), (255, 128, 60), (255, 225, 60)], float)
_OVERSAMPLING = 3


def write_preview(
    path: Path, result: SearchResult, stretch: Stretch | None = None, opener: LayerOpener = open_layer
) -> None:
    """Draw a result as PNG: the searched extent, or the whole layer, at most 1600 pixels wide and high.

    Args:
        stretch: the layer's stretch, as stored with its index; computed if None and needed.
        opener: opens the layer.

    Raises:
        BadOption: the extension is not .png.
        OutputNotWritable: it cannot be written there.
        LayerNotReadable: the layer is missing or damaged.
    """
    check_output(path, EXTENSIONS)
    source = result.provenance
    with opener(Path(source.layer), stretch, source.bands or None) as layer:
        picture = draw_preview(layer, result)
    write_whole(path, lambda file: picture.save(file, "PNG"))


def draw_preview(layer: OpenLayer, result: SearchResult) -> Image.Image:
    """The picture itself, RGB."""
    view = draw_layer(layer, result.extent)
    _draw_regions(view.picture, result.regions, view.to_picture)
    draw_scale_bar(view.picture, view.metres_per_px)
    return _with_title(view.picture, result)


def relevance_colour(relevance: float) -> tuple[int, int, int]:
    """Colour of a relevance from 0 to 1."""
    at = float(np.clip(relevance, 0, 1)) * (len(_RAMP) - 1)
    low = min(int(at), len(_RAMP) - 2)
    red, green, blue = (_RAMP[low] + (at - low) * (_RAMP[low + 1] - _RAMP[low])).round().astype(int)
    return int(red), int(green), int(blue)


def _draw_regions(picture: Image.Image, regions: Sequence[Region], to_picture: Affine) -> None:
    """Outlines, then badges, the best on top."""
    unit, turned = unit_of(picture), list(reversed(regions))
    colours = [relevance_colour(region.relevance) for region in turned]
    shapes = draw_outlines(picture, [region.geometry for region in turned], colours, to_picture)
    for region, shape in zip(turned, shapes, strict=True):
        _draw_badge(picture, region, shape, unit)


def draw_outlines(
    picture: Image.Image, geometries: Sequence[Any], colours: Sequence[tuple[int, int, int]], to_picture: Affine
) -> list[Any]:
    """Draw outlines with a dark halo, the last on top; supersampled for smooth edges.

    Returns:
        The shapes in pixels of the enlarged picture.
    """
    unit = unit_of(picture)
    big = Image.new("RGBA", (picture.width * _OVERSAMPLING, picture.height * _OVERSAMPLING))
    draw = ImageDraw.Draw(big)
    placed = []
    for geometry, colour in zip(geometries, colours, strict=True):
        a, b, c, d, e, f = tuple(Affine.scale(_OVERSAMPLING) * to_picture)[:6]
        shape = shapely.affinity.affine_transform(geometry, (a, b, d, e, c, f))
        placed.append(shape)
        for line, ink in ((4.8, (0, 0, 0, 160)), (2.4, (*colour, 255))):
            for ring in _rings(shape):
                draw.line(ring, fill=ink, width=round(line * unit * _OVERSAMPLING), joint="curve")
    picture.paste(big.resize(picture.size, Image.Resampling.LANCZOS), mask=big.resize(picture.size).getchannel("A"))
    return placed


def _rings(shape: Any) -> list[list[tuple[float, float]]]:
    rings = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            points = [(float(x), float(y)) for x, y in ring.coords]
            rings.append([*points, points[1]])  # one more point closes the ring's joint
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
    ImageDraw.Draw(picture).text((round(x), round(y)), text, font=font, fill=INK, anchor="mm")


def _with_title(picture: Image.Image, result: SearchResult) -> Image.Image:
    """The picture below a strip with query, layer, model, and a colour key."""
    unit = unit_of(picture)
    query = result.provenance.asked
    count = len(result.regions)
    found = "nothing relevant enough" if not count else f"{count} region{'s' if count > 1 else ''}"
    names = [*result.provenance.short_names, found]
    title_px, small_px = round(21 * unit), round(13 * unit)
    key_width = 190 * unit
    room = picture.width - key_width - 3 * 14 * unit
    strip = Image.new("RGB", (picture.width, round(62 * unit)), STRIP)
    draw = ImageDraw.Draw(strip)
    title = query.text + (f"   (not: {'; '.join(query.unwanted)})" if query.unwanted else "")
    draw_text(draw, (14 * unit, 8 * unit), title, title_px, room)
    draw_text(draw, (14 * unit, 38 * unit), "  ·  ".join(names), small_px, room)
    _draw_key(draw, strip, key_width, unit, small_px)
    framed = Image.new("RGB", (picture.width, picture.height + strip.height))
    framed.paste(strip, (0, 0))
    framed.paste(picture, (0, strip.height))
    return framed


def _draw_key(draw: ImageDraw.ImageDraw, strip: Image.Image, width: float, unit: float, size_px: int) -> None:
    """Draw the colour key: relevance from 0 to 1."""
    font = fonts(size_px)[0]
    x0, y0 = strip.width - width - 14 * unit, 32 * unit
    draw.text((x0, 10 * unit), "relevance", font=font, fill=ON_STRIP)
    for step in range(round(width)):
        draw.line([x0 + step, y0, x0 + step, y0 + 7 * unit], fill=relevance_colour(step / width))
    draw.text((x0, y0 + 10 * unit), "0", font=font, fill=ON_STRIP)
    draw.text((x0 + width, y0 + 10 * unit), "1", font=font, fill=ON_STRIP, anchor="ra")
