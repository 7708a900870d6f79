"""The row of buttons with which examples are picked on the map or taken from the selection."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapToolExtent
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from ..compat import QgsCsException
from ..core.errors import BadInput
from ..core.examples import Examples, selected_polygons
from ..core.translation import tr
from .icons import icon
from .map_tool_switch import MapToolSwitch
from .outlines import Outlines

LIKE_COLOUR, UNLIKE_COLOUR = "#00e676", "#ff5252"


class ExampleBar(QWidget):
    """Pick examples and counter-examples.

    Signals:
        told: a sentence for the user.
        changed: examples were added or removed.
    """

    told = pyqtSignal(str)
    changed = pyqtSignal()

    def __init__(self, iface: Any, layer: Callable[[], Any], parent: QWidget | None = None) -> None:
        """``layer`` tells which layer is searched."""
        super().__init__(parent)
        self._iface = iface
        self._layer = layer
        self._canvas = iface.mapCanvas()
        self.examples = Examples()
        self._outlines = {
            True: Outlines(self._canvas, LIKE_COLOUR, 2, 40),
            False: Outlines(self._canvas, UNLIKE_COLOUR, 2, 40),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.like = self._button("example", tr("Draw a box around an example on the map"))
        self.unlike = self._button("counter-example", tr("Draw a box around a counter-example on the map"))
        self.selected = self._button("selection", tr("Take the selected features as examples"))
        self.remove = self._button("remove", tr("Clear the examples"))
        self.count = QLabel()
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for widget in (self.like, self.unlike, self.selected):
            row.addWidget(widget)
        row.addWidget(self.count, 1)
        row.addWidget(self.remove)
        self._switches = [
            MapToolSwitch(self.like, self._canvas, lambda: self._tool(True)),
            MapToolSwitch(self.unlike, self._canvas, lambda: self._tool(False)),
        ]
        for button in (self.like, self.unlike):
            button.toggled.connect(lambda _: self._refresh())
        self.selected.clicked.connect(lambda _: self.take_selected())
        self.selected.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        menu = QMenu(self.selected)
        menu.addAction(tr("Take the selected features as examples"), lambda: self.take_selected())
        menu.addAction(tr("Take the selected features as counter-examples"), lambda: self.take_selected(wanted=False))
        self.selected.setMenu(menu)
        self.remove.clicked.connect(self.clear)
        self._refresh()

    def set_examples(self, examples: Examples) -> None:
        """Take these instead."""
        self.examples = examples
        self._refresh()

    def take_selected(self, wanted: bool = True) -> None:
        """Take what is selected in the current layer, as examples or as counter-examples."""
        layer = self._iface.activeLayer()
        try:
            for geometry in selected_polygons(layer):
                self.examples.add(geometry, layer.crs(), wanted)
        except BadInput as error:
            self.told.emit(str(error))
        self._refresh()

    def clear(self) -> None:
        """Clear all examples."""
        self.examples.clear()
        self._refresh()

    def close_map_tool(self) -> None:
        """Give the map its former tool back and take all outlines away; for when the plugin goes."""
        for button in (self.like, self.unlike):
            button.setChecked(False)
        for outlines in self._outlines.values():
            outlines.clear()

    def picked(self, box: QgsRectangle, wanted: bool) -> None:
        """A box was drawn on the map."""
        if not box.isEmpty():
            crs = self._canvas.mapSettings().destinationCrs()
            try:
                self._check_on_layer(box, crs)
                self.examples.add(QgsGeometry.fromRect(box), crs, wanted)
            except BadInput as error:
                self.told.emit(str(error))
            self._refresh()
        # Not from within the tool's own signal: it is deleted by this.
        QTimer.singleShot(0, lambda: (self.like if wanted else self.unlike).setChecked(False))

    def _check_on_layer(self, box: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
        """Raise BadInput for a box beside the layer: the server would only say so after the search has begun."""
        layer = self._layer()
        if layer is None or layer.extent().isEmpty():
            return
        try:
            there = QgsCoordinateTransform(layer.crs(), crs, QgsProject.instance()).transformBoundingBox(layer.extent())
        except QgsCsException:
            return
        if not there.intersects(box):
            raise BadInput(tr("This lies outside the layer {name}: draw the box on the layer.", name=layer.name()))

    def _tool(self, wanted: bool) -> QgsMapToolExtent:
        tool = QgsMapToolExtent(self._canvas)
        tool.extentChanged.connect(lambda box: self.picked(box, wanted))
        return tool

    def _refresh(self) -> None:
        for wanted, outlines in self._outlines.items():
            shapes = self.examples.like if wanted else self.examples.unlike
            outlines.show(shapes) if shapes else outlines.clear()
        like, unlike = len(self.examples.like), len(self.examples.unlike)
        if self.like.isChecked() or self.unlike.isChecked():
            self.count.setText(tr("Draw a box on the map"))
        elif self.examples:
            self.count.setText(tr("{like} positive, {unlike} negative examples", like=like, unlike=unlike))
        else:
            self.count.setText(tr("Examples (optional)"))
        self.remove.setVisible(bool(self.examples))
        self.changed.emit()

    def _button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        return button
