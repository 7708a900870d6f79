"""The table of classes: names and prompts are typed into it, colours are chosen."""

from __future__ import annotations

from typing import Any

from qgis.gui import QgsColorDialog
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPalette
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ..core.translation import tr
from .class_model import COLOUR, NAME, PROMPTS, ClassModel

ROWS_SEEN = 7


class ClassTable(QTableView):
    """Edits a :class:`ClassModel`."""

    def __init__(self, classes: ClassModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.classes = classes
        self.setModel(classes)
        self.setAccessibleName(tr("Classes"))
        self.setTabKeyNavigation(False)
        # A long name is cut off at its end, not after its last whole word.
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        height = round(1.6 * self.fontMetrics().height())
        self.verticalHeader().setDefaultSectionSize(height)
        # What stands below it stays where it is, whatever comes of the labelling.
        self.setFixedHeight((ROWS_SEEN + 1) * height)
        header = self.horizontalHeader()
        header.setSectionResizeMode(COLOUR, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(COLOUR, height + 6)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(PROMPTS, QHeaderView.ResizeMode.Interactive)
        words = header.fontMetrics().horizontalAdvance(tr("Prompts")) + 28
        self.setColumnWidth(PROMPTS, max(words, 90))
        self.doubleClicked.connect(self._choose_colour)

    def add(self) -> None:
        """Append a class and let its name be typed."""
        index = self.classes.add()
        self.scrollToBottom()
        self.setCurrentIndex(index)
        self.edit(index)

    def remove_selected(self) -> None:
        """Remove the selected classes."""
        self.classes.remove({index.row() for index in self.selectionModel().selectedRows()})

    def keyPressEvent(self, event: Any) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        keys = Qt.Key
        if not editing and event.key() == keys.Key_Delete:
            self.remove_selected()
        elif not editing and event.key() in (keys.Key_Return, keys.Key_Enter, keys.Key_Space, keys.Key_F2):
            index = self.currentIndex()
            if index.column() == COLOUR:
                self._choose_colour(index)
            elif index.isValid():
                self.edit(index)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if self.classes.rowCount():
            return
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.setOpacity(0.65)
        words = tr("Choose a preset, open a CSV file, or add your own classes: a name is enough.")
        room = self.viewport().rect().adjusted(14, 8, -14, -8)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), words)
        painter.end()

    def _choose_colour(self, index: QModelIndex) -> None:
        if index.column() == COLOUR and not self.classes.classes()[index.row()].taught:
            now = QColor(index.data(int(Qt.ItemDataRole.DecorationRole)))
            chosen = QgsColorDialog.getColor(now, self, tr("Colour of the class"))
            if chosen.isValid():
                self.classes.setData(index, chosen.name())
