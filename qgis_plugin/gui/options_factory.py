"""Our entry in QGIS's options."""

from __future__ import annotations

from typing import Any, Callable

from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QWidget

from .icons import plugin_icon


class OptionsFactory(QgsOptionsWidgetFactory):
    """Adds the page to QGIS's options; the page itself is made when it is opened."""

    def __init__(self, manager: Callable[[], Any]) -> None:
        super().__init__()
        self._manager = manager
        self.setTitle("Terralex")

    def icon(self) -> QIcon:
        return plugin_icon()

    def createWidget(self, parent: QWidget | None = None) -> QgsOptionsPageWidget:
        # What the page needs takes several times as long to read as all else that QGIS loads when it comes up.
        from .options_page import OptionsPage

        return OptionsPage(self._manager(), parent)
