"""A list of things that were saved: a name and what is said of it; Enter uses one, Delete deletes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QPainter, QPalette
from qgis.PyQt.QtWidgets import QListWidget, QListWidgetItem, QWidget

from .icons import icon

ROWS_SEEN = 3
_THING = int(Qt.ItemDataRole.UserRole)


class SavedList(QListWidget):
    """Shows one thing a row.

    Signals:
        used: the user wants one: by a double click, or Enter.
        delete_asked: the user wants the selected one deleted.
        chosen: another one is selected, or none.
    """

    used = pyqtSignal()
    delete_asked = pyqtSignal()
    chosen = pyqtSignal()

    def __init__(self, picture: str, title: str, empty: str, parent: QWidget | None = None) -> None:
        """``empty`` is what is said while there is nothing."""
        super().__init__(parent)
        self._picture, self._empty = icon(picture), empty
        self.setAccessibleName(title)
        self.setWordWrap(True)
        self.setMinimumHeight(round(ROWS_SEEN * 2.4 * self.fontMetrics().height()))
        self.itemDoubleClicked.connect(lambda _: self.used.emit())
        self.itemSelectionChanged.connect(self.chosen)

    def show_things(self, things: Iterable[tuple[Any, str, str]]) -> None:
        """Show things, each with its name and what is said of it; the selected one stays selected by its name."""
        current = self.currentItem()
        name = current.text().split("\n")[0] if current is not None and current.isSelected() else ""
        self.clear()
        for thing, title, said in things:
            item = QListWidgetItem(self._picture, f"{title}\n{said}")
            item.setToolTip(said)
            item.setData(_THING, thing)
            self.addItem(item)
            if title == name:
                self.setCurrentItem(item)
        self.chosen.emit()

    def select(self, title: str) -> None:
        """Select the thing of a name."""
        for row in range(self.count()):
            if self.item(row).text().split("\n")[0] == title:
                self.setCurrentRow(row)

    def current(self) -> Any:
        """The selected thing; None if there is none."""
        selected = self.selectedItems()
        return selected[0].data(_THING) if selected else None

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selectedItems():
            self.used.emit()
        elif event.key() == Qt.Key.Key_Delete and self.selectedItems():
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if self.count():
            return
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.setOpacity(0.65)
        room = self.viewport().rect().adjusted(14, 8, -14, -8)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self._empty)
        painter.end()
