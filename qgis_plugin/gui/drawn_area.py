"""An area that the user draws on the map, to search in it."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapToolExtent
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractButton

from ..compat import QgsCsException
from ..core.extent import WGS84
from .map_tool_switch import MapToolSwitch
from .outlines import Outlines

COLOUR = "#ffb000"
POINTS = 16
"""Number of vertices added to each edge, which is not straight in another CRS."""


class DrawnArea(QObject):
    """One box, outlined on the map while it is what is searched.

    Signals:
        drawn: there is a new one.
    """

    drawn = pyqtSignal()

    def __init__(self, button: QAbstractButton, canvas: Any) -> None:
        """``button`` is down while the user draws."""
        super().__init__(button)
        self.geometry: QgsGeometry | None = None
        self._button = button
        self._canvas = canvas
        self._outline = Outlines(canvas, COLOUR, 2)
        self._switch = MapToolSwitch(button, canvas, self._tool)

    def take(self, box: QgsRectangle) -> None:
        """A box was drawn, in the CRS of the map."""
        # Not from within the tool's own signal: it is deleted by this.
        QTimer.singleShot(0, lambda: self._button.setChecked(False))
        crs = self._canvas.mapSettings().destinationCrs()
        geometry = QgsGeometry.fromRect(box).densifyByCount(POINTS)
        try:
            wgs84 = QgsCoordinateReferenceSystem(WGS84)
            geometry.transform(QgsCoordinateTransform(crs, wgs84, QgsProject.instance()))
        except QgsCsException:
            return
        if not box.isEmpty():
            self.geometry = geometry
            self.drawn.emit()

    def show(self, on: bool) -> None:
        """Outline it, or not."""
        if on and self.geometry is not None:
            self._outline.show([self.geometry])
        else:
            self._outline.clear()

    def close(self) -> None:
        """Restore the map tool; for when the plugin is unloaded."""
        self._button.setChecked(False)
        self._outline.clear()

    def _tool(self) -> QgsMapToolExtent:
        tool = QgsMapToolExtent(self._canvas)
        tool.extentChanged.connect(self.take)
        return tool
