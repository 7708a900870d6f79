"""Extents in a named CRS, cut at the antimeridian and at the layer's edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsPointXY,
    QgsRectangle,
)

from ..compat import QgsCsException
from .errors import LayerNotUsable
from .translation import tr

WGS84 = "EPSG:4326"
MERCATOR = "EPSG:3857"
_MERCATOR_LATITUDE = 85.0


@dataclass(frozen=True)
class Extent:
    """An extent, x before y in every CRS; ``crs`` is ``EPSG:n``."""

    xmin: float
    ymin: float
    xmax: float
    ymax: float
    crs: str

    @property
    def rectangle(self) -> QgsRectangle:
        """For QGIS."""
        return QgsRectangle(self.xmin, self.ymin, self.xmax, self.ymax)

    @property
    def width(self) -> float:
        """In units of the CRS."""
        return self.xmax - self.xmin

    @property
    def height(self) -> float:
        """In units of the CRS."""
        return self.ymax - self.ymin

    def to_json(self) -> Mapping[str, Any]:
        """As the server expects it."""
        return {"bbox": [self.xmin, self.ymin, self.xmax, self.ymax], "crs": self.crs}

    @classmethod
    def of(cls, box: QgsRectangle, crs: str) -> Extent:
        """A box of QGIS."""
        return cls(box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum(), crs)


def sendable_crs(crs: QgsCoordinateReferenceSystem, box: QgsRectangle | None = None) -> str:
    """``EPSG:n`` of a CRS that the server knows, too: the CRS itself, otherwise a global one."""
    if crs.authid().startswith("EPSG:"):
        return str(crs.authid())
    if box is None or not crs.isValid():
        return MERCATOR
    pieces = transformed(box, crs, QgsCoordinateReferenceSystem(WGS84), QgsCoordinateTransformContext())
    polar = any(max(abs(piece.yMinimum()), abs(piece.yMaximum())) > _MERCATOR_LATITUDE for piece in pieces)
    return WGS84 if polar else MERCATOR


def extents_in(
    box: QgsRectangle,
    crs: QgsCoordinateReferenceSystem,
    target: str,
    within: QgsRectangle | None,
    context: QgsCoordinateTransformContext,
) -> list[Extent]:
    """A box of one CRS as boxes of another: two where it crosses the antimeridian, none where it misses ``within``.

    Args:
        box: in ``crs``; longitudes beyond 180 degrees are the other side of the antimeridian.
        crs: of the box.
        target: ``EPSG:n`` of the answer.
        within: in ``target``; the answer is cut to it.
        context: of the project, with its choice of datum transformations.

    Raises:
        LayerNotUsable: the box cannot be expressed in the target CRS.
    """
    goal = QgsCoordinateReferenceSystem(target)
    extents = []
    for piece in transformed(box, crs, goal, context):
        cut = piece if within is None else piece.intersect(within)
        if not cut.isEmpty() and cut.isFinite():
            extents.append(Extent.of(cut, target))
    return extents


def transformed(
    box: QgsRectangle,
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
) -> list[QgsRectangle]:
    """The box around a box in another CRS, in two pieces if it crosses the antimeridian there."""
    if source == target or not source.isValid():
        return _wrapped(box) if target.isGeographic() else [QgsRectangle(box)]
    moved: list[QgsRectangle] = []
    for piece in _wrapped(box) if source.isGeographic() else [box]:
        try:
            transform = QgsCoordinateTransform(source, target, context)
            across = transform.transformBoundingBox(piece, handle180Crossover=target.isGeographic())
        except QgsCsException as error:
            raise LayerNotUsable(
                tr("This part of the map cannot be expressed in {crs}: zoom in on the layer.", crs=target.authid())
            ) from error
        if across.xMinimum() > across.xMaximum() and target.isGeographic():
            moved += [
                QgsRectangle(across.xMinimum(), across.yMinimum(), 180, across.yMaximum()),
                QgsRectangle(-180, across.yMinimum(), across.xMaximum(), across.yMaximum()),
            ]
        else:
            moved.append(across)
    return moved


def _wrapped(box: QgsRectangle) -> list[QgsRectangle]:
    """A box of longitudes and latitudes with every longitude in -180 to 180."""
    west, east = box.xMinimum(), box.xMaximum()
    south, north = max(box.yMinimum(), -90.0), min(box.yMaximum(), 90.0)
    if east - west >= 360 or (west >= -180 and east <= 180):
        return [QgsRectangle(max(west, -180.0), south, min(east, 180.0), north)]
    west, east = (west + 180) % 360 - 180, (east + 180) % 360 - 180
    if west < east:
        return [QgsRectangle(west, south, east, north)]
    return [QgsRectangle(west, south, 180, north), QgsRectangle(-180, south, east, north)]


def metres_per_unit(crs: str, centre: QgsPointXY) -> tuple[float, float]:
    """Length of one unit of x and of y on the ground at a place, in metres."""
    system = QgsCoordinateReferenceSystem(crs)
    measure = QgsDistanceArea()
    measure.setSourceCrs(system, QgsCoordinateTransformContext())
    measure.setEllipsoid(system.ellipsoidAcronym() or "EPSG:7030")
    step = 1e-4 if system.isGeographic() else 10.0
    x, y = centre.x(), centre.y()
    along_x = measure.measureLine(QgsPointXY(x - step / 2, y), QgsPointXY(x + step / 2, y)) / step
    along_y = measure.measureLine(QgsPointXY(x, y - step / 2), QgsPointXY(x, y + step / 2)) / step
    if not (along_x > 0 and along_y > 0):
        raise LayerNotUsable(tr("The map scale cannot be determined here: zoom in on the layer."))
    return along_x, along_y
