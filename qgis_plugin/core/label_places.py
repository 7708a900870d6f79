"""The best classes at one place of a labelled layer, from a raster provided by the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)

from ..compat import QgsCsException


@dataclass(frozen=True)
class CellLabels:
    """Classes of a cell with their confidences, 0-100, best first; the cell in the raster's CRS."""

    best: tuple[tuple[str, int], ...]
    cell: QgsGeometry
    crs: QgsCoordinateReferenceSystem


def labels_at(
    rasters: Sequence[QgsRasterLayer], names: Sequence[str], point: QgsPointXY, crs: QgsCoordinateReferenceSystem
) -> CellLabels | None:
    """The labels at a place; None where there are none.

    Args:
        rasters: of one labelling: the numbers of the best classes, then their confidences.
        names: of its classes, in their order.
        point: in ``crs``.
    """
    for raster in rasters:
        try:
            there = QgsCoordinateTransform(crs, raster.crs(), QgsProject.instance()).transform(point)
        except QgsCsException:
            continue
        cell = _cell(raster, names, there)
        if cell is not None:
            return cell
    return None


def _cell(raster: QgsRasterLayer, names: Sequence[str], point: QgsPointXY) -> CellLabels | None:
    best_count = raster.bandCount() // 2
    best = []
    for rank in range(1, best_count + 1):
        number, share = _value(raster, rank, point), _value(raster, best_count + rank, point)
        if number is None or share is None or not 1 <= number <= len(names):
            return None
        best.append((names[round(number) - 1], round(share)))
    if not best:
        return None
    extent, wide, high = raster.extent(), raster.rasterUnitsPerPixelX(), raster.rasterUnitsPerPixelY()
    west = extent.xMinimum() + (point.x() - extent.xMinimum()) // wide * wide
    south = extent.yMaximum() - ((extent.yMaximum() - point.y()) // high + 1) * high
    cell = QgsGeometry.fromRect(QgsRectangle(west, south, west + wide, south + high))
    return CellLabels(tuple(best), cell, raster.crs())


def _value(raster: QgsRasterLayer, band: int, point: QgsPointXY) -> float | None:
    value, is_valid = raster.dataProvider().sample(point, band)
    return float(value) if is_valid else None
