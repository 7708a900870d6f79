"""A button that stays down while its tool is on the map."""

from __future__ import annotations

from typing import Any, Callable

from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QAbstractButton


class MapToolSwitch(QObject):
    """Sets a map tool when its button goes down, gives the former one back when it comes up.

    It comes up by itself when the user takes another tool.
    """

    def __init__(
        self, button: QAbstractButton, canvas: QgsMapCanvas, make_tool: Callable[[], QgsMapTool | None]
    ) -> None:
        """``make_tool`` makes the tool, or says with None that there is none now."""
        super().__init__(button)
        self._button = button
        self._canvas = canvas
        self._make_tool = make_tool
        self._tool: QgsMapTool | None = None
        self._before: Any = None
        button.setCheckable(True)
        button.toggled.connect(self._toggled)

    def _toggled(self, on: bool) -> None:
        if not on:
            self._give_back()
            return
        tool = self._make_tool()
        if tool is None:
            self._button.setChecked(False)
            return
        self._tool, self._before = tool, self._canvas.mapTool()
        self._canvas.setMapTool(tool)
        self._canvas.mapToolSet.connect(self._another_tool)

    def _another_tool(self, new: Any, _: Any) -> None:
        if new is not self._tool:
            self._before = None
            self._button.setChecked(False)

    def _give_back(self) -> None:
        tool, before = self._tool, self._before
        self._tool = self._before = None
        if tool is None:
            return
        self._canvas.mapToolSet.disconnect(self._another_tool)
        self._canvas.unsetMapTool(tool)
        if before is not None:
            self._canvas.setMapTool(before)
        tool.deleteLater()
