"""Labels whose colours say how sure they are; on the main thread."""

from __future__ import annotations

from qgis.core import QgsProperty, QgsRenderContext, QgsSymbol, QgsVectorLayer

from ..compat import SYMBOL_OPACITY

CONFIDENCE = "confidence"
PALEST = 15
"""Percent of its usual opacity that is left of what is not sure at all: it can still be seen."""


def has_confidence(layer: QgsVectorLayer) -> bool:
    """Whether a layer says how sure its labels are."""
    return layer.fields().lookupField(CONFIDENCE) >= 0


def is_pale(layer: QgsVectorLayer) -> bool:
    """Whether its colours say how sure it is."""
    return any(_of(symbol).isActive() for symbol in _symbols(layer))


def show_confidence(layer: QgsVectorLayer, pale: bool) -> None:
    """Draw areas the paler, the less sure their class is; or all alike again. QGIS saves it with the project."""
    for symbol in _symbols(layer):
        own = symbol.opacity()
        expression = f'{own * PALEST:g} + {own * (100 - PALEST):g} * coalesce("{CONFIDENCE}", 1)'
        shown = QgsProperty.fromExpression(expression) if pale else QgsProperty()
        symbol.setDataDefinedProperty(SYMBOL_OPACITY, shown)
    layer.triggerRepaint()
    layer.emitStyleChanged()


def _symbols(layer: QgsVectorLayer) -> list[QgsSymbol]:
    renderer = layer.renderer()
    return [] if renderer is None else list(renderer.symbols(QgsRenderContext()))


def _of(symbol: QgsSymbol) -> QgsProperty:
    return symbol.dataDefinedProperties().property(SYMBOL_OPACITY)
