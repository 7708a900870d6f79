"""The one place that knows Qt 5 from Qt 6 and QGIS 3.22 from 4: everything else imports the name from here."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsLocatorResult, QgsMapLayer, QgsWkbTypes
from qgis.PyQt import QtCore, QtGui

try:
    from qgis.PyQt.QtGui import QAction, QShortcut
except ImportError:  # Qt 5
    from qgis.PyQt.QtWidgets import QAction, QShortcut

__all__ = [
    "FIELD_DOUBLE",
    "FIELD_INT",
    "FIELD_STRING",
    "POLYGON_GEOMETRY",
    "RASTER_LAYER",
    "VECTOR_LAYER",
    "QAction",
    "QShortcut",
    "event_position",
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
"""What ``QgsField`` takes as the type of a text, a whole number and a number."""

if Qgis.QGIS_VERSION_INT >= 33000:
    RASTER_LAYER, VECTOR_LAYER = Qgis.LayerType.Raster, Qgis.LayerType.Vector
    POLYGON_GEOMETRY = Qgis.GeometryType.Polygon
else:
    RASTER_LAYER, VECTOR_LAYER = QgsMapLayer.LayerType.RasterLayer, QgsMapLayer.LayerType.VectorLayer
    POLYGON_GEOMETRY = QgsWkbTypes.GeometryType.PolygonGeometry


def is_null(value: Any) -> bool:
    """Whether an attribute has no value, in any of the ways QGIS says so."""
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


def user_data(result: QgsLocatorResult) -> Any:
    """What a locator filter kept with its result."""
    # In 3.22 the attribute answers what was read there first, for another result too when Python's wrapper comes back.
    # Later it is a property, or a method.
    if hasattr(result, "getUserData"):
        return result.getUserData()
    kept = result.userData
    return kept() if callable(kept) else kept
