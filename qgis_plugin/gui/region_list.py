"""The list of regions: arrows and Enter walk through them, keys accept and reject."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPainter, QPalette
from qgis.PyQt.QtWidgets import QAbstractItemView, QListView, QWidget

from ..core.region import ACCEPTED, REJECTED, Region
from ..core.translation import tr
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
        moved: other regions are in view.
    """

    hovered = pyqtSignal(object)
    shown = pyqtSignal(object)
    moved = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.regions = RegionModel(self)
        self.filter = RelevanceFilter(self)
        self.filter.setSourceModel(self.regions)
        self.setModel(self.filter)
        self.setItemDelegate(RegionDelegate(self))
        self.setAccessibleName(tr("Regions"))
        self.may_mark = False
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.entered.connect(lambda index: self.hovered.emit(index.data(REGION_ROLE)))
        self.clicked.connect(lambda index: self.shown.emit(index.data(REGION_ROLE)))
        self.verticalScrollBar().valueChanged.connect(lambda _: self.moved.emit())
        for changed in (self.filter.modelReset, self.filter.rowsInserted, self.filter.rowsRemoved):
            changed.connect(lambda *_: self.moved.emit())

    def show_regions(self, regions: list[Region], so_far: bool = False) -> None:
        """Show these; while more are still coming the list stays where it is, and nothing can be said of them."""
        row, place = self._selected().row(), self.verticalScrollBar().value()
        self.may_mark = not so_far
        self.regions.show(regions)
        if so_far:
            self.doItemsLayout()
            self.verticalScrollBar().setValue(place)
            if row >= 0:
                self.setCurrentIndex(self.filter.index(row, 0))
        else:
            self.scrollToTop()

    def in_view(self) -> list[Region]:
        """The regions that are seen, and a few more."""
        height = self.viewport().height()
        first = self.indexAt(QPoint(5, 1)).row()
        if not self.filter.rowCount() or first < 0:
            return []
        last = self.indexAt(QPoint(5, height - 1)).row()
        last = self.filter.rowCount() - 1 if last < 0 else last
        rows = range(first, min(last + 4, self.filter.rowCount()))
        return [self.filter.index(row, 0).data(REGION_ROLE) for row in rows]

    def current(self) -> Region | None:
        """The region that is selected."""
        return self._selected().data(REGION_ROLE)

    def mark(self, status: str) -> None:
        """Accept or reject the selected region and go to the next; to the first if none is selected."""
        index = self._selected()
        if not index.isValid():
            self.step(0)
        if not index.isValid() or not self.may_mark:
            return
        self.regions.set_status(self.filter.mapToSource(index), status)
        self.step(1)

    def step(self, by: int) -> None:
        """Go on or back, the map with it."""
        row = max(0, min(self.filter.rowCount() - 1, max(self._selected().row(), 0) + by))
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
            self.step(-1 if back else self._onwards())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step(self._onwards() if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)
        super().leaveEvent(event)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.moved.emit()

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if self.regions.rowCount():
            return
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.setOpacity(0.65)
        words = "\n".join(
            (
                tr("Regions appear here, best first."),
                "",
                tr("Enter: the next one, and the map follows"),
                tr("A: accept, R: reject"),
            )
        )
        room: QRect = self.viewport().rect().adjusted(14, 14, -14, -14)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), words)
        painter.end()

    def _selected(self) -> QModelIndex:
        """What the user has gone to; Qt calls the first region current as soon as the list has the focus."""
        selected = self.selectedIndexes()
        return selected[0] if selected else QModelIndex()

    def _onwards(self) -> int:
        return 1 if self._selected().isValid() else 0

    def select_rank(self, rank: int) -> None:
        """Select a region without moving the map."""
        for row in range(self.filter.rowCount()):
            index: QModelIndex = self.filter.index(row, 0)
            if index.data(REGION_ROLE).rank == rank:
                self.setCurrentIndex(index)
                return
