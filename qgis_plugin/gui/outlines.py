"""Outlines on the map: the regions so far, the one under the mouse, the examples."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtGui import QColor

from ..compat import POLYGON_GEOMETRY, QgsCsException
from ..core.extent import WGS84


class Outlines:
    """Polygons in longitude and latitude, drawn over a canvas until they are cleared."""

    def __init__(self, canvas: QgsMapCanvas, colour: str, width: int, fill_alpha: int = 0) -> None:
        self._canvas = canvas
        self._colour = QColor(colour)
        self._width = width
        self._fill = QColor(colour)
        self._fill.setAlpha(fill_alpha)
        self._band: QgsRubberBand | None = None
        self._shown: list[QgsGeometry] = []

    def show(self, geometries: Iterable[QgsGeometry]) -> None:
        """Draw these and nothing else."""
        self.clear()
        self._shown = [QgsGeometry(geometry) for geometry in geometries]
        move = to_canvas(self._canvas)
        band = QgsRubberBand(self._canvas, POLYGON_GEOMETRY)
        band.setColor(self._colour)
        band.setWidth(self._width)
        # A dark rim, so that it is seen on bright and on dark ground.
        band.setSecondaryStrokeColor(QColor(0, 0, 0, 150))
        band.setFillColor(self._fill)
        crs: Any = None
        for geometry in self._shown:
            moved = QgsGeometry(geometry)
            try:
                moved.transform(move)
            except QgsCsException:
                continue
            band.addGeometry(moved, crs)
        self._band = band
        self._canvas.destinationCrsChanged.connect(self._draw_again)

    def clear(self) -> None:
        """Draw nothing."""
        if self._band is not None:
            self._canvas.destinationCrsChanged.disconnect(self._draw_again)
            self._canvas.scene().removeItem(self._band)
            self._band = None

    def _draw_again(self) -> None:
        self.show(self._shown)


def to_canvas(canvas: QgsMapCanvas) -> QgsCoordinateTransform:
    """From longitude and latitude to the map."""
    target = canvas.mapSettings().destinationCrs()
    return QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), target, QgsProject.instance())


def go_to(canvas: QgsMapCanvas, geometry: QgsGeometry) -> None:
    """Move the map so that a polygon (longitude, latitude) lies in its middle; zoom if it is much too big or small."""
    try:
        box = to_canvas(canvas).transformBoundingBox(geometry.boundingBox())
    except QgsCsException:
        return
    shown = canvas.extent()
    if box.width() > 0.8 * shown.width() or box.height() > 0.8 * shown.height() or box.width() < 0.1 * shown.width():
        box.scale(4)
        canvas.setExtent(box)
    else:
        canvas.setCenter(box.center())
    canvas.refresh()
