"""The area of work: the map's extent, the whole layer, or the selected features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
)

from .errors import BadInput, LayerNotUsable
from .examples import selected_polygons
from .extent import WGS84, Extent, extents_in, metres_per_unit, sendable_crs, transformed
from .layer_source import LayerSource
from .translation import tr

CANVAS, WHOLE_LAYER, SELECTION, DRAWN = "canvas", "layer", "selection", "drawn"
DEFAULT_PIXEL_M = 1.0


@dataclass(frozen=True)
class Place:
    """Extents in the CRS of the layer, none for all of it, and the exact ground in longitude and latitude, if asked."""

    extents: tuple[Extent, ...]
    mask: QgsGeometry | None = None


def place_of(
    scope: str, source: LayerSource, canvas: QgsMapSettings, selected_in: Any, drawn: QgsGeometry | None = None
) -> Place:
    """Where a scope is; on the main thread.

    Args:
        scope: one of the constants above.
        source: the layer that is searched.
        canvas: the map; a rotated one is taken with all that it shows.
        selected_in: the layer whose selection counts.
        drawn: an area in longitude and latitude, if one was drawn.

    Raises:
        LayerNotUsable: the layer does not lie there.
        BadInput: nothing is selected, or nothing was drawn.
    """
    context = QgsProject.instance().transformContext()
    if scope == WHOLE_LAYER and source.bounds is not None:
        return Place(())
    if scope == DRAWN and drawn is None:
        raise BadInput(tr("Draw an area on the map first."))
    if scope in (SELECTION, DRAWN):
        shapes = [drawn] if scope == DRAWN else selected_polygons(selected_in)
        crs = QgsCoordinateReferenceSystem(WGS84) if scope == DRAWN else selected_in.crs()
        together = QgsGeometry.unaryUnion(shapes)
        extents = extents_in(together.boundingBox(), crs, source.crs, source.bounds, context)
        mask = QgsGeometry(together)
        mask.transform(QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), context))
    else:
        crs, mask = canvas.destinationCrs(), None
        extents = extents_in(canvas.visibleExtent(), crs, source.crs, source.bounds, context)
    if not extents:
        raise LayerNotUsable(
            tr("The layer {name} is outside this part of the map: zoom to it.", name=source.title)
            if scope == CANVAS
            else tr("The area lies outside the layer {name}.", name=source.title)
            if scope == DRAWN
            else tr("The selected features lie outside the layer {name}.", name=source.title)
        )
    return Place(tuple(extents), mask)


def metres_along_a_pixel(canvas: QgsMapSettings) -> float:
    """Size of a map pixel on the ground, in metres."""
    crs = canvas.destinationCrs()
    if not crs.isValid():
        return DEFAULT_PIXEL_M
    try:
        code = sendable_crs(crs, canvas.extent())
        system = QgsCoordinateReferenceSystem(code)
        box = transformed(canvas.extent(), crs, system, QgsProject.instance().transformContext())[0]
        along_x, _ = metres_per_unit(code, QgsPointXY(box.center()))
        return max(box.width() / max(canvas.outputSize().width(), 1) * along_x, 1e-3)
    except (LayerNotUsable, BadInput, IndexError):
        return DEFAULT_PIXEL_M
