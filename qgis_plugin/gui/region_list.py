"""The list of regions: arrows and Enter walk through them, keys accept and reject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.PyQt.QtCore import QEvent, QModelIndex, QRect, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence, QPainter, QPalette
from qgis.PyQt.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from ..core.region import ACCEPTED, REJECTED, Region
from ..core.translation import tr
from .icons import icon
from .picture_preview import PicturePreview
from .region_delegate import RegionDelegate
from .region_filter import RegionFilter
from .region_model import REGION_ROLE, RegionModel

ACCEPT_KEYS = frozenset({Qt.Key.Key_A, Qt.Key.Key_Plus, Qt.Key.Key_Space})
REJECT_KEYS = frozenset({Qt.Key.Key_R, Qt.Key.Key_Minus, Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
NEXT_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class RegionList(QListView):
    """Regions of a search.

    Signals:
        hovered: the region under the mouse, or None.
        shown: the region that the user has gone to.
        like_asked: the region like which others are to be found.
        moved: other regions are in view.
    """

    hovered = pyqtSignal(object)
    shown = pyqtSignal(object)
    like_asked = pyqtSignal(object)
    moved = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.regions = RegionModel(self)
        self.filter = RegionFilter(self)
        self.filter.setSourceModel(self.regions)
        self.setModel(self.filter)
        self._delegate = RegionDelegate(self)
        self.setItemDelegate(self._delegate)
        self._preview = PicturePreview(self)
        self.setAccessibleName(tr("Regions"))
        self.may_mark = False
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.entered.connect(self._hover)
        self.clicked.connect(lambda index: self.shown.emit(index.data(REGION_ROLE)))
        self.verticalScrollBar().valueChanged.connect(lambda _: self.moved.emit())
        for changed in (self.filter.modelReset, self.filter.rowsInserted, self.filter.rowsRemoved):
            changed.connect(lambda *_: self.moved.emit())

    def show_regions(
        self, regions: list[Region], so_far: bool = False, statuses: Mapping[int, str] | None = None
    ) -> None:
        """Show these; while more are still coming the list stays where it is, and nothing can be said of them."""
        row, place = self._selected().row(), self.verticalScrollBar().value()
        self.may_mark = not so_far
        self._preview.hide()
        self.regions.show(regions, statuses)
        if so_far:
            self.doItemsLayout()
            self.verticalScrollBar().setValue(place)
            if row >= 0:
                self.setCurrentIndex(self.filter.index(row, 0))
        else:
            self.scrollToTop()

    def set_gallery(self, on: bool) -> None:
        """Show large pictures beside each other, or one row a region."""
        self._delegate.gallery = on
        self.setViewMode(QListView.ViewMode.IconMode if on else QListView.ViewMode.ListMode)
        # Setting the mode lets regions be dragged about.
        self.setMovement(QListView.Movement.Static)
        self.setDragEnabled(False)
        self.setUniformItemSizes(True)
        self.setSpacing(2 if on else 0)
        self.doItemsLayout()
        self.scrollTo(self._selected())
        self.moved.emit()

    def in_view(self) -> list[Region]:
        """The regions that are seen, and a few more."""
        seen, room = [], self.viewport().rect().adjusted(0, 0, 0, 160)
        for row in range(self.filter.rowCount()):
            index = self.filter.index(row, 0)
            if self.visualRect(index).intersects(room):
                seen.append(index.data(REGION_ROLE))
            elif seen:
                break
        return seen

    def current(self) -> Region | None:
        """The region that is selected."""
        return self._selected().data(REGION_ROLE)

    def mark(self, status: str) -> None:
        """Accept or reject what is selected, and after one region go to the next; to the first if none is selected."""
        chosen = self.selectedIndexes()
        if not chosen:
            self.step(0)
        if not chosen or not self.may_mark:
            return
        row, before = min(index.row() for index in chosen), self.filter.rowCount()
        self.regions.set_status([self.filter.mapToSource(index) for index in chosen], status)
        if self.filter.rowCount() < before:
            # It is no longer listed: the next one stands in its place.
            self._go(row)
        elif len(chosen) == 1:
            self.step(1)

    def undo(self) -> None:
        """Take back what was said last, and go there."""
        rank = self.regions.undo()
        if rank is not None:
            self.select_rank(rank)
            self.shown.emit(self.current())

    def step(self, by: int) -> None:
        """Go on or back, the map with it."""
        self._go(max(self._selected().row(), 0) + by)

    def _go(self, row: int) -> None:
        index = self.filter.index(max(0, min(self.filter.rowCount() - 1, row)), 0)
        if index.isValid():
            self.setCurrentIndex(index)
            self.shown.emit(index.data(REGION_ROLE))

    def keyPressEvent(self, event: Any) -> None:
        key = event.key()
        extending = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        sideways = (Qt.Key.Key_Right, Qt.Key.Key_Left) if self._delegate.gallery else ()
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif key in ACCEPT_KEYS:
            self.mark(ACCEPTED)
        elif key in REJECT_KEYS:
            self.mark(REJECTED)
        elif key in NEXT_KEYS:
            self.step(-1 if extending else self._onwards())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up, *sideways) and not extending:
            self.step(self._onwards() if key in (Qt.Key.Key_Down, Qt.Key.Key_Right) else -1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: Any) -> None:
        if self.selectedIndexes():
            self.menu().exec(event.globalPos())

    def menu(self) -> QMenu:
        """What can be done with the selected regions."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        region = self.current()
        marks = [
            menu.addAction(icon("accept"), tr("Accept the region (A)"), lambda: self.mark(ACCEPTED)),
            menu.addAction(icon("reject"), tr("Reject the region (R)"), lambda: self.mark(REJECTED)),
            menu.addAction(tr("Undo (Ctrl+Z)"), self.undo),
        ]
        menu.addSeparator()
        menu.addAction(tr("Zoom to the region"), lambda: self.shown.emit(region))
        marks.append(
            menu.addAction(icon("more-like"), tr("Search for more like this"), lambda: self.like_asked.emit(region))
        )
        for action in marks:
            action.setEnabled(self.may_mark)
        return menu

    def leaveEvent(self, event: QEvent) -> None:
        self._preview.hide()
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
                tr("Enter: next region, and the map follows"),
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

    def _hover(self, index: QModelIndex) -> None:
        self.hovered.emit(index.data(REGION_ROLE))
        place = self.viewport().mapToGlobal(self.visualRect(index).topLeft())
        self._preview.show_picture(index.data(int(Qt.ItemDataRole.DecorationRole)), place)

    def _onwards(self) -> int:
        return 1 if self._selected().isValid() else 0

    def select_rank(self, rank: int) -> None:
        """Select a region without moving the map."""
        for row in range(self.filter.rowCount()):
            index: QModelIndex = self.filter.index(row, 0)
            if index.data(REGION_ROLE).rank == rank:
                self.setCurrentIndex(index)
                return
