"""The list of regions: arrows and Enter walk through them, keys accept and reject."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QEvent, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QListView, QWidget

from ..core.region import ACCEPTED, REJECTED, Region
from .region_delegate import RegionDelegate
from .region_model import REGION_ROLE, RegionModel, RelevanceFilter

ACCEPT_KEYS = frozenset({Qt.Key.Key_A, Qt.Key.Key_Plus, Qt.Key.Key_Space})
REJECT_KEYS = frozenset({Qt.Key.Key_R, Qt.Key.Key_Minus, Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
NEXT_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class RegionList(QListView):
    """Regions of a search.

    Signals:
        hovered: the region under the mouse, or None.
        shown: the region that the user has gone to.
    """

    hovered = pyqtSignal(object)
    shown = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.regions = RegionModel(self)
        self.filter = RelevanceFilter(self)
        self.filter.setSourceModel(self.regions)
        self.setModel(self.filter)
        self.setItemDelegate(RegionDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.entered.connect(lambda index: self.hovered.emit(index.data(REGION_ROLE)))
        self.clicked.connect(lambda index: self.shown.emit(index.data(REGION_ROLE)))

    def current(self) -> Region | None:
        """The region that is selected."""
        return self.currentIndex().data(REGION_ROLE)

    def mark(self, status: str) -> None:
        """Accept or reject the selected region and go to the next."""
        index = self.currentIndex()
        if not index.isValid():
            return
        self.regions.set_status(self.filter.mapToSource(index), status)
        self.step(1)

    def step(self, by: int) -> None:
        """Go on or back, the map with it."""
        row = max(0, min(self.filter.rowCount() - 1, self.currentIndex().row() + by))
        index = self.filter.index(row, 0)
        if index.isValid():
            self.setCurrentIndex(index)
            self.shown.emit(index.data(REGION_ROLE))

    def keyPressEvent(self, event: Any) -> None:
        key = event.key()
        if key in ACCEPT_KEYS:
            self.mark(ACCEPTED)
        elif key in REJECT_KEYS:
            self.mark(REJECTED)
        elif key in NEXT_KEYS:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step(-1 if back else 1 if self.currentIndex().isValid() else 0)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step((1 if key == Qt.Key.Key_Down else -1) if self.currentIndex().isValid() else 0)
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)
        super().leaveEvent(event)

    def select_rank(self, rank: int) -> None:
        """Select a region without moving the map."""
        for row in range(self.filter.rowCount()):
            index: QModelIndex = self.filter.index(row, 0)
            if index.data(REGION_ROLE).rank == rank:
                self.setCurrentIndex(index)
