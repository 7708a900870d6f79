"""The classes of a label set as a table that can be edited: colour, name, prompts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QColor

from ..core.label_set import LabelClass, coloured
from ..core.translation import tr

COLOUR, NAME, PROMPTS = range(3)
BETWEEN = "; "
FAINT = "#808080"
"""Of what was not typed: readable on white and on black. A theme's own grey hardly is on a dark one."""


class ClassModel(QAbstractTableModel):
    """Classes in order; the last row is empty and becomes a class when a name is typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._classes: list[LabelClass] = []

    def show(self, classes: list[LabelClass]) -> None:
        """Replace all classes."""
        self.beginResetModel()
        self._classes = coloured(classes)
        self.endResetModel()

    def classes(self) -> list[LabelClass]:
        """The classes."""
        return list(self._classes)

    def add(self, name: str = "") -> QModelIndex:
        """Append a class; where its name is."""
        row = len(self._classes)
        self.beginInsertRows(QModelIndex(), row, row)
        self._classes = coloured([*self._classes, LabelClass(name)])
        self.endInsertRows()
        return self.index(row, NAME)

    def add_class(self, one: LabelClass) -> None:
        """Append a class that is ready, in place of one of the same name."""
        kept = [other for other in self._classes if other.name.casefold() != one.name.casefold()]
        self.show([*kept, one])

    def remove(self, rows: set[int]) -> None:
        """Remove classes."""
        self.show([label for number, label in enumerate(self._classes) if number not in rows])

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._classes)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 3

    def flags(self, index: QModelIndex) -> Any:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        # A concept is what it was taught: neither its name nor its words can be typed.
        fixed = index.column() == COLOUR or self._classes[index.row()].taught
        return flags if fixed else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Any, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == int(Qt.ItemDataRole.DisplayRole):
            return ("", tr("Class"), tr("Prompts"))[section]
        return None

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        one = self._classes[index.row()]
        text = role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole))
        if one.taught and index.column() == PROMPTS and text:
            return tr("your concept")
        if index.column() == COLOUR:
            if role == int(Qt.ItemDataRole.DecorationRole):
                return QColor(one.drawn)
            tip = role == int(Qt.ItemDataRole.ToolTipRole) and not one.taught
            return tr("Double-click to change the colour") if tip else None
        if index.column() == NAME and (text or role == int(Qt.ItemDataRole.ToolTipRole)):
            return one.shown
        if index.column() == PROMPTS and not one.taught:
            return _prompts(one, role)
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        one = self._classes[index.row()]
        if one.taught:
            return False
        text = str(value).strip()
        if index.column() == NAME:
            if not text or text == one.shown:
                return False
            # Another name is another class: what the lexicon said of the old one no longer holds.
            changed = replace(one, name=text, title="", concepts=())
        elif index.column() == PROMPTS:
            changed = replace(one, prompts=tuple(part.strip() for part in text.split(";") if part.strip()))
        else:
            changed = replace(one, colour=text)
        self._classes[index.row()] = changed
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), 2))
        return True


def _prompts(one: LabelClass, role: int) -> Any:
    """What the table shows of a class's prompts: where none were typed, its name, paler."""
    roles = Qt.ItemDataRole
    if role == int(roles.EditRole):
        return BETWEEN.join(one.prompts)
    if role == int(roles.DisplayRole):
        return BETWEEN.join(one.asked)
    if role == int(roles.ForegroundRole) and not one.prompts:
        return QColor(FAINT)
    if role == int(roles.ToolTipRole):
        words = tr("Texts that describe the class, separated by semicolons; the name alone is enough")
        return f"{BETWEEN.join(one.asked)}\n{words}"
    return None
