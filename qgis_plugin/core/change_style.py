"""The layer of a round of a saved search, with new, gone and unchanged regions in different colours."""

from __future__ import annotations

import sqlite3

from qgis.core import QgsCategorizedSymbolRenderer, QgsFillSymbol, QgsRendererCategory, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from . import results
from .translation import tr
from .watch_tasks import Round

_LOOKS = {
    "new": ("0,158,115,60", "0,110,80,255", "solid"),
    "gone": ("213,94,0,60", "160,60,0,255", "dash"),
    "unchanged": ("120,120,120,20", "110,110,110,255", "solid"),
}
"""Fill, outline and its style; the colours are told apart by colour-blind people too."""


def change_renderer() -> QgsCategorizedSymbolRenderer:
    """Draws regions by their column ``change``."""
    titles = {"new": tr("New"), "gone": tr("Gone"), "unchanged": tr("Unchanged")}
    categories = []
    for value, (fill, line, style) in _LOOKS.items():
        drawn = {"color": fill, "outline_color": line, "outline_style": style, "outline_width": "0.6"}
        categories.append(QgsRendererCategory(value, QgsFillSymbol.createSimple(drawn), titles[value]))
    return QgsCategorizedSymbolRenderer("change", categories)


def draw_changes(layer: QgsVectorLayer, found: Round) -> None:
    """Draw a round's regions so, and keep that with the table for every other QGIS."""
    layer.setRenderer(change_renderer())
    document = QDomDocument()
    layer.exportNamedStyle(document)
    try:
        results.keep_style(found.file, found.table, document.toString())
    except (OSError, sqlite3.Error):
        # It is drawn all the same.
        return
