"""Which regions are listed and in what order: by relevance and by what the user said of them; asks nobody."""

from __future__ import annotations

from qgis.PyQt.QtCore import QModelIndex, QObject, QSortFilterProxyModel

from ..core.region import ACCEPTED, OPEN, REJECTED
from .region_model import REGION_ROLE, STATUS_ROLE

ALL = "all"
BY_RANK, BY_MARK = "rank", "mark"
_ORDER = {ACCEPTED: 0, OPEN: 1, REJECTED: 2}


class RegionFilter(QSortFilterProxyModel):
    """Regions at least as relevant as the slider says, and those that were accepted; of one mark if that is asked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.least = 0.0
        self._mark = ALL
        self._order = BY_RANK
        self.sort(0)

    def set_least(self, least: float) -> None:
        """Least relevance, 0-1."""
        self.least = least
        self.invalidateFilter()

    def set_mark(self, mark: str) -> None:
        """List what has this status alone, or all."""
        self._mark = mark
        self.invalidateFilter()

    def set_order(self, order: str) -> None:
        """By rank, or by mark and then rank."""
        self._order = order
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        index = self.sourceModel().index(row, 0)
        region, status = index.data(REGION_ROLE), index.data(STATUS_ROLE)
        if region is None or self._mark not in (ALL, status):
            return False
        return bool(status == ACCEPTED or region.relevance >= self.least - 1e-9)

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        return self._place(left) < self._place(right)

    def _place(self, index: QModelIndex) -> tuple[int, int]:
        mark = _ORDER.get(index.data(STATUS_ROLE), 1) if self._order == BY_MARK else 0
        return mark, index.data(REGION_ROLE).rank
