"""A contact sheet of regions of many layers: a thumbnail of each, with outline, layer and relevance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from affine import Affine
from PIL import Image, ImageDraw

from backend.errors import TerralexError
from backend.imagery.globe import to_layer
from backend.imagery.layer import LayerOpener, OpenLayer, open_layer
from backend.output.files import check_output, write_whole
from backend.output.picture import EXTENSIONS, STRIP, draw_layer, draw_text
from backend.search.preview import draw_outlines, relevance_colour

MOST = 12
"""Thumbnails per sheet."""
COLUMNS, CELL_PX, GAP_PX, HEAD_PX, FOOT_PX = 4, 300, 10, 54, 30
_AROUND = 2.0
"""Side of a thumbnail's ground, as a multiple of the longer side of its region."""
_PAPER = (238, 238, 238)


@dataclass(frozen=True)
class Place:
    """A region to show.

    Attributes:
        file: path of its layer.
        geometry, crs: its shape and CRS.
        caption: one line below it.
        relevance: 0-1, for the colour of its outline.
    """

    file: Path
    geometry: Any
    crs: Any
    caption: str
    relevance: float


def write_contact_sheet(path: Path, title: str, places: Sequence[Place], opener: LayerOpener = open_layer) -> None:
    """Draw the first :data:`MOST` places as PNG. Thumbnails of layers that cannot be opened are left blank.

    Raises:
        BadOption: the extension is not .png.
        OutputNotWritable: it cannot be written there.
    """
    check_output(path, EXTENSIONS)
    sheet = draw_contact_sheet(title, places[:MOST], opener)
    write_whole(path, lambda file: sheet.save(file, "PNG"))


def draw_contact_sheet(title: str, places: Sequence[Place], opener: LayerOpener = open_layer) -> Image.Image:
    """The picture itself, RGB."""
    thumbnails: dict[int, Image.Image] = {}
    for file in dict.fromkeys(place.file for place in places):
        try:
            with opener(file, None, None) as layer:
                for number, place in enumerate(places):
                    if place.file == file:
                        thumbnails[number] = _thumbnail(layer, place)
        except TerralexError:
            continue
    columns = max(1, min(COLUMNS, len(places)))
    rows = math.ceil(len(places) / columns)
    width = max(GAP_PX + columns * (CELL_PX + GAP_PX), 2 * CELL_PX)
    sheet = Image.new("RGB", (width, HEAD_PX + rows * (CELL_PX + FOOT_PX + GAP_PX)), STRIP)
    pen = ImageDraw.Draw(sheet)
    draw_text(pen, (GAP_PX, 14), title, 20, width - 2 * GAP_PX)
    for number, place in enumerate(places):
        row, column = divmod(number, columns)
        left, top = GAP_PX + column * (CELL_PX + GAP_PX), HEAD_PX + row * (CELL_PX + FOOT_PX + GAP_PX)
        cell = Image.new("RGB", (CELL_PX, CELL_PX), _PAPER)
        if number in thumbnails:
            made = thumbnails[number]
            cell.paste(made, ((CELL_PX - made.width) // 2, (CELL_PX - made.height) // 2))
        sheet.paste(cell, (left, top))
        draw_text(pen, (left, top + CELL_PX + 5), place.caption, 14, CELL_PX)
    return sheet


def _thumbnail(layer: OpenLayer, place: Place) -> Image.Image:
    """The ground around a region with its outline, at most :data:`CELL_PX` per side."""
    info = layer.info
    shape = to_layer([place.geometry], place.crs, info.crs, info.bounds)[0]
    if shape is None or shape.is_empty:
        return Image.new("RGB", (CELL_PX, CELL_PX), _PAPER)
    xmin, ymin, xmax, ymax = shape.bounds
    x, y, half = (xmin + xmax) / 2, (ymin + ymax) / 2, _AROUND * max(xmax - xmin, ymax - ymin) / 2
    met = shapely.box(*info.bounds).intersection(shapely.box(x - half, y - half, x + half, y + half))
    view = draw_layer(layer, met.bounds)
    share = CELL_PX / max(view.picture.size)
    width, height = (max(1, round(side * share)) for side in view.picture.size)
    small = view.picture.resize((width, height), Image.Resampling.LANCZOS)
    draw_outlines(small, [shape], [relevance_colour(place.relevance)], Affine.scale(share) * view.to_picture)
    return small
