"""A map of labels: the image with the classes in their colours, and a legend with their shares of the area."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from backend.imagery.crs import geometries_to_crs
from backend.imagery.layer import OpenLayer, open_layer
from backend.imagery.stretch import Stretch
from backend.labeling.areas import dissolved_areas
from backend.labeling.cells import to_crs
from backend.labeling.features import LabelledFeatures
from backend.labeling.legend import class_ids, colours, titles
from backend.labeling.windows import LabelledWindows
from backend.output.files import check_output, write_whole
from backend.output.picture import EXTENSIONS, ON_STRIP, STRIP, draw_layer, draw_scale_bar, draw_text, unit_of

_OVERSAMPLING = 2
_FILL = 115  # alpha: keeps the image below recognisable
_LEGEND_PX = 360
_MOST_ROWS = 24


def write_label_preview(
    path: Path,
    labelled: LabelledWindows | LabelledFeatures,
    stretch: Stretch | None = None,
    opener: Callable[..., Any] = open_layer,
) -> None:
    """Draw labels as PNG: the labelled extent or the whole layer, or the surroundings of the features.

    Args:
        stretch: the layer's stretch, as stored with its index; computed if None and needed.
        opener: opens the layer.

    Raises:
        BadOption: the extension is not .png.
        OutputNotWritable: it cannot be written there.
        LayerNotReadable: the layer is missing or damaged.
    """
    check_output(path, EXTENSIONS)
    source = labelled.provenance
    with opener(source.layer, stretch, source.bands or None) as layer:
        picture = draw_labels(layer, labelled)
    write_whole(path, lambda file: picture.save(file, "PNG"))


def draw_labels(layer: OpenLayer, labelled: LabelledWindows | LabelledFeatures) -> Image.Image:
    """The picture itself, RGB."""
    if isinstance(labelled, LabelledWindows):
        shapes, labels, _, _ = dissolved_areas(labelled)
        extent = labelled.extent
    else:
        features = labelled.features
        shapes = geometries_to_crs(features.shapes[labelled.rows], features.crs, layer.info.crs)
        labels, extent = labelled.labels, _around(shapes, layer.info.bounds)
    view = draw_layer(layer, extent)
    _draw_areas(view.picture, shapes, class_ids(labels.label), colours(labelled.label_set), view.to_picture)
    draw_scale_bar(view.picture, view.metres_per_px)
    return _with_legend(view.picture, labelled)


def _around(
    shapes: NDArray[np.object_], bounds: tuple[float, float, float, float]
) -> tuple[float, float, float, float] | None:
    """Bounds of the features with a margin; None, that is, the whole layer, without features."""
    if not len(shapes):
        return None
    xmin, ymin, xmax, ymax = (float(value) for value in shapely.total_bounds(shapes))
    margin = 0.05 * max(xmax - xmin, ymax - ymin)
    box = (xmin - margin, ymin - margin, xmax + margin, ymax + margin)
    return max(box[0], bounds[0]), max(box[1], bounds[1]), min(box[2], bounds[2]), min(box[3], bounds[3])


def _draw_areas(
    picture: Image.Image,
    shapes: NDArray[np.object_],
    ids: NDArray[np.int32],
    inks: tuple[str, ...],
    to_picture: Affine,
) -> None:
    """Draw areas filled and outlined in the full colour; supersampled for smooth edges."""
    size = picture.width * _OVERSAMPLING, picture.height * _OVERSAMPLING
    fill, lines = Image.new("RGBA", size), Image.new("RGBA", size)
    areas, edges = ImageDraw.Draw(fill), ImageDraw.Draw(lines)
    moved = to_crs(shapes, Affine.scale(_OVERSAMPLING) * to_picture)
    width = max(1, round(1.2 * unit_of(picture) * _OVERSAMPLING))
    for number in np.argsort(-shapely.area(moved), kind="stable"):  # small areas may be in holes of large ones
        ink = (*bytes.fromhex(inks[ids[number]][1:]),)
        for part in shapely.get_parts(moved[number]):
            if part.geom_type != "Polygon":
                x, y = part.centroid.coords[0]
                areas.ellipse([x - 4 * width, y - 4 * width, x + 4 * width, y + 4 * width], fill=(*ink, 255))
                continue
            areas.polygon(list(part.exterior.coords), fill=(*ink, _FILL))
            for hole in part.interiors:
                areas.polygon(list(hole.coords), fill=(0, 0, 0, 0))
            for ring in (part.exterior, *part.interiors):
                edges.line(list(ring.coords), fill=(*ink, 255), width=width, joint="curve")
    for drawn in (fill, lines):
        small = drawn.resize(picture.size, Image.Resampling.LANCZOS)
        picture.paste(small, mask=small.getchannel("A"))


def _with_legend(picture: Image.Image, labelled: LabelledWindows | LabelledFeatures) -> Image.Image:
    """The picture with a legend of the classes that occur, largest share first, and a title above both."""
    unit = unit_of(picture)
    source, label_set = labelled.provenance, labelled.label_set
    inks, shown = colours(label_set), titles(label_set)
    rows = list(_shares(labelled))
    row_px, pad = round(26 * unit), round(14 * unit)
    side = round(_LEGEND_PX * unit)
    fitting = max(1, min(_MOST_ROWS, (picture.height - pad) // row_px))
    legend = Image.new("RGB", (side, picture.height), STRIP)
    draw = ImageDraw.Draw(legend)
    listed = rows if len(rows) <= fitting else rows[: fitting - 1]
    for place, (number, share, text) in enumerate(listed):
        top = pad + place * row_px
        draw.rectangle([pad, top, pad + 16 * unit, top + 16 * unit], fill=inks[number], outline=ON_STRIP)
        room = side - 3 * pad - 16 * unit - 52 * unit
        draw_text(draw, (pad + 24 * unit, top), shown[number], round(14 * unit), room)
        wide = draw.textlength(text, font_size=round(14 * unit))
        draw_text(draw, (side - pad - wide, top), text, round(14 * unit), 80 * unit)
        bar = (side - 2 * pad) * share
        draw.rectangle([pad, top + 19 * unit, pad + max(bar, 1), top + 21 * unit], fill=inks[number])
    if len(listed) < len(rows):
        rest = sum(share for _, share, _ in rows[len(listed) :])
        text = f"and {len(rows) - len(listed)} more, {rest:.0%}"
        draw_text(draw, (pad, pad + len(listed) * row_px), text, round(14 * unit), side - 2 * pad)
    strip = Image.new("RGB", (picture.width + side, round(62 * unit)), STRIP)
    draw = ImageDraw.Draw(strip)
    draw_text(draw, (pad, 8 * unit), label_set.title, round(21 * unit), strip.width - 2 * pad)
    names = [*source.short_names, _count(labelled)]
    draw_text(draw, (pad, 38 * unit), "  ·  ".join(names), round(13 * unit), strip.width - 2 * pad)
    framed = Image.new("RGB", (strip.width, picture.height + strip.height), STRIP)
    framed.paste(strip, (0, 0))
    framed.paste(picture, (0, strip.height))
    framed.paste(legend, (picture.width, strip.height))
    return framed


def _shares(labelled: LabelledWindows | LabelledFeatures) -> Iterable[tuple[int, float, str]]:
    """Class number, share and its text: of the area, or of the features."""
    if isinstance(labelled, LabelledWindows):
        areas = labelled.area_by_class_m2()
        total = sum(areas.values())
        return [(label + 1, area / total, f"{area / total:.1%}") for label, area in areas.items()]
    numbers = class_ids(labelled.labels.label)
    counts = np.bincount(numbers)
    order = [int(number) for number in np.argsort(-counts, kind="stable") if counts[number]]
    return [(number, counts[number] / len(numbers), f"{counts[number]:,}") for number in order]


def _count(labelled: LabelledWindows | LabelledFeatures) -> str:
    if isinstance(labelled, LabelledWindows):
        return f"share of the ground, {len(labelled.cells):,} cells"
    return f"{len(labelled.rows):,} of {len(labelled.features):,} features"
