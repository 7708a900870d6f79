"""Thumbnails of regions, rendered off the main thread."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize, pyqtSignal
from qgis.PyQt.QtGui import QImage

from .errors import TerralexError
from .extent import WGS84
from .layer_source import LayerSource
from .pixels import render
from .region import Region
from .task import Task
from .translation import tr

SIDE = 180
"""Pixels: of the picture beside the list; those in it are drawn smaller.

Of 128 kB and more Qt converts pictures on the threads on which QGIS runs tasks. If these wait for Python just then, and
the main thread, which holds Python, for them, QGIS stands still for ever.
"""
MARGIN = 0.15
"""Of the region's size, so that one sees where it lies."""


class ThumbnailTask(Task):
    """Draw regions one after the other.

    Signals:
        drawn: a region and its picture.
    """

    drawn = pyqtSignal(object, QImage)

    def __init__(self, source: LayerSource, regions: Sequence[Region]) -> None:
        super().__init__(tr("Thumbnails of the regions"))
        self.source = source
        self.regions = list(regions)

    def work(self) -> int:
        """Render; returns how many could be."""
        layer = self.source.take()
        try:
            return self._draw_from(layer)
        finally:
            self.source.give_back()

    def _draw_from(self, layer: QgsRasterLayer) -> int:
        target = QgsCoordinateReferenceSystem(self.source.crs)
        move = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), target, QgsCoordinateTransformContext())
        count = 0
        for number, region in enumerate(self.regions):
            try:
                box = around(move.transformBoundingBox(region.geometry.boundingBox()))
                image = render(layer, box, self.source.crs, QSize(SIDE, SIDE), self.feedback)
            except TerralexError:
                if self.isCanceled():
                    return count
                continue
            self.drawn.emit(region, image)
            self.setProgress(100 * (number + 1) / len(self.regions))
            count += 1
        return count


def around(box: QgsRectangle) -> QgsRectangle:
    """The square around a box, with a margin."""
    side = max(box.width(), box.height()) * (1 + 2 * MARGIN)
    centre = box.center()
    return QgsRectangle.fromCenterAndSize(centre, side, side)
