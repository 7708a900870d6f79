"""The only module that distinguishes Qt 5 from Qt 6 and QGIS 3.22 from 4: everything else imports names from here.

So it does what the stubs that mypy reads do not know: names that newer versions spell otherwise, and two exceptions.
"""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsCsException,
    QgsLocatorResult,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
    QgsSymbol,
    QgsWkbTypes,
)
from qgis.PyQt import QtCore, QtGui

try:
    from qgis.PyQt.QtGui import QAction, QShortcut
except ImportError:  # Qt 5
    from qgis.PyQt.QtWidgets import QAction, QShortcut

__all__ = [
    "ADVANCED",
    "FIELD_DOUBLE",
    "FIELD_INT",
    "FIELD_STRING",
    "FILE_SOURCE",
    "POINT_SOURCE",
    "POLYGON_GEOMETRY",
    "POLYGON_SOURCE",
    "QGIS_VERSION",
    "RASTER_LAYER",
    "RASTER_SOURCE",
    "SYMBOL_OPACITY",
    "TABLE_SOURCE",
    "VECTOR_LAYER",
    "QAction",
    "QShortcut",
    "QgsCsException",
    "QgsProcessingException",
    "event_position",
    "in_group",
    "is_null",
    "no_brush",
    "user_data",
]


def _field_types() -> tuple[Any, Any, Any]:
    if Qgis.QGIS_VERSION_INT >= 33800:
        kinds = QtCore.QMetaType.Type
        return kinds.QString, kinds.Int, kinds.Double
    variant = QtCore.QVariant
    return variant.String, variant.Int, variant.Double


FIELD_STRING, FIELD_INT, FIELD_DOUBLE = _field_types()
"""Types of ``QgsField`` for text, integers and real numbers."""

if Qgis.QGIS_VERSION_INT >= 33000:
    RASTER_LAYER, VECTOR_LAYER = Qgis.LayerType.Raster, Qgis.LayerType.Vector
    POLYGON_GEOMETRY = Qgis.GeometryType.Polygon
else:
    RASTER_LAYER, VECTOR_LAYER = QgsMapLayer.LayerType.RasterLayer, QgsMapLayer.LayerType.VectorLayer
    POLYGON_GEOMETRY = QgsWkbTypes.GeometryType.PolygonGeometry


RASTER_SOURCE, TABLE_SOURCE = QgsProcessing.SourceType.TypeRaster, QgsProcessing.SourceType.TypeVector
POINT_SOURCE, POLYGON_SOURCE = QgsProcessing.SourceType.TypeVectorPoint, QgsProcessing.SourceType.TypeVectorPolygon
FILE_SOURCE = QgsProcessing.SourceType.TypeFile
_symbol_properties: Any = QgsSymbol.Property
SYMBOL_OPACITY: Any = getattr(_symbol_properties, "Opacity", None)
if SYMBOL_OPACITY is None:
    SYMBOL_OPACITY = _symbol_properties.PropertyOpacity
ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
QGIS_VERSION = str(Qgis.QGIS_VERSION)


def is_null(value: Any) -> bool:
    """Whether an attribute has no value, in any of the ways QGIS expresses this."""
    if value is None:
        return True
    asked = getattr(value, "isNull", None)
    return bool(asked()) if callable(asked) else False


def event_position(event: Any) -> QtCore.QPoint:
    """Where a mouse event is in its widget."""
    return event.position().toPoint() if hasattr(event, "position") else event.pos()


def no_brush() -> QtGui.QBrush:
    """A brush that fills nothing."""
    return QtGui.QBrush(QtCore.Qt.BrushStyle.NoBrush)


def in_group(result: QgsLocatorResult, group: str, score: float) -> None:
    """Put a result of a locator under a heading, from 3.40 on, where headings stand in the order of their scores.

    Before, results with a group came before those without.
    """
    if hasattr(result, "groupScore"):
        result.group, result.groupScore = group, score


def user_data(result: QgsLocatorResult) -> Any:
    """The user data of a locator result."""
    # In 3.22 the attribute answers what was read there first, for another result too when Python's wrapper comes back.
    # Later it is a property, or a method.
    if hasattr(result, "getUserData"):
        return result.getUserData()
    kept = result.userData
    return kept() if callable(kept) else kept
