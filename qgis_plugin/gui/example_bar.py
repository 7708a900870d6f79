"""The row of buttons with which examples are picked on the map or taken from the selection."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsGeometry, QgsRectangle
from qgis.gui import QgsMapToolExtent
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from ..core.errors import BadInput
from ..core.examples import Examples, selected_polygons
from ..core.translation import tr
from .icons import icon
from .outlines import Outlines

LIKE_COLOUR, UNLIKE_COLOUR = "#2f9e78", "#d4483b"


class ExampleBar(QWidget):
    """Pick up to five examples and up to five counter-examples.

    Signals:
        told: a sentence for the user.
        changed: examples were added or removed.
    """

    told = pyqtSignal(str)
    changed = pyqtSignal()

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._canvas = iface.mapCanvas()
        self.examples = Examples()
        self._outlines = {
            True: Outlines(self._canvas, LIKE_COLOUR, 2, 40),
            False: Outlines(self._canvas, UNLIKE_COLOUR, 2, 40),
        }
        self._tool: QgsMapToolExtent | None = None
        self._tool_before: Any = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.like = self._button("example", tr("Draw a box around an example on the map"), True)
        self.unlike = self._button("counter-example", tr("Draw a box around what it should not be like"), True)
        self.selected = self._button("selection", tr("Take the selected features as examples"), False)
        self.remove = self._button("remove", tr("Forget the examples"), False)
        self.count = QLabel()
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for widget in (self.like, self.unlike, self.selected):
            row.addWidget(widget)
        row.addWidget(self.count, 1)
        row.addWidget(self.remove)
        self.like.toggled.connect(lambda on: self._pick(True, on))
        self.unlike.toggled.connect(lambda on: self._pick(False, on))
        self.selected.clicked.connect(self.take_selected)
        self.remove.clicked.connect(self.clear)
        self._refresh()

    def set_examples(self, examples: Examples) -> None:
        """Take these instead."""
        self.examples = examples
        self._refresh()

    def take_selected(self) -> None:
        """Take what is selected in the current layer."""
        layer = self._iface.activeLayer()
        try:
            for geometry in selected_polygons(layer):
                self.examples.add(geometry, layer.crs(), wanted=True)
        except BadInput as error:
            self.told.emit(str(error))
        self._refresh()

    def clear(self) -> None:
        """Forget all examples."""
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
                self.examples.add(QgsGeometry.fromRect(box), crs, wanted)
            except BadInput as error:
                self.told.emit(str(error))
            self._refresh()
        # Not from within the tool's own signal: it is deleted by this.
        QTimer.singleShot(0, lambda: (self.like if wanted else self.unlike).setChecked(False))

    def _pick(self, wanted: bool, on: bool) -> None:
        if not on:
            if self._tool is not None:
                self._canvas.unsetMapTool(self._tool)
                if self._tool_before is not None:
                    self._canvas.setMapTool(self._tool_before)
                self._tool.deleteLater()
                self._tool = self._tool_before = None
            return
        (self.unlike if wanted else self.like).setChecked(False)
        self._tool_before = self._canvas.mapTool()
        self._tool = QgsMapToolExtent(self._canvas)
        self._tool.extentChanged.connect(lambda box: self.picked(box, wanted))
        self._canvas.setMapTool(self._tool)

    def _refresh(self) -> None:
        for wanted, outlines in self._outlines.items():
            shapes = self.examples.like if wanted else self.examples.unlike
            outlines.show(shapes) if shapes else outlines.clear()
        like, unlike = len(self.examples.like), len(self.examples.unlike)
        self.count.setText(tr("{like} like, {unlike} unlike", like=like, unlike=unlike) if self.examples else "")
        self.remove.setVisible(bool(self.examples))
        self.changed.emit()

    def _button(self, name: str, tip: str, checkable: bool) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setCheckable(checkable)
        button.setAutoRaise(True)
        return button
