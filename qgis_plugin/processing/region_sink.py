"""Regions as features of a Processing sink."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsWkbTypes,
)

from ..core.extent import WGS84
from ..core.region import Region
from ..core.results import region_fields, region_values

REGION_KIND = QgsWkbTypes.Type.MultiPolygon


def add_regions(
    sink: Any,
    regions: list[Region],
    crs: str,
    query: str,
    unwanted: str,
    provenance: Mapping[str, Any],
    context: QgsProcessingContext,
) -> None:
    """Write regions to a sink that has :func:`fields`."""
    target = QgsCoordinateReferenceSystem(crs)
    move = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), target, context.transformContext())
    for region in regions:
        feature = QgsFeature(fields())
        geometry = QgsGeometry(region.geometry)
        geometry.transform(move)
        geometry.convertToMultiType()
        feature.setGeometry(geometry)
        feature.setAttributes(region_values(region, query, unwanted, provenance))
        sink.addFeature(feature)


def fields() -> QgsFields:
    """The fields of regions."""
    return region_fields()
