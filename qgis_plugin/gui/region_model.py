"""The regions of a search as a list: relevance, picture, and what the user says of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QImage, QPixmap

from ..core.region import ACCEPTED, OPEN, REJECTED, Region
from ..core.translation import localised, tr

REGION_ROLE = int(Qt.ItemDataRole.UserRole) + 1
STATUS_ROLE = REGION_ROLE + 1


class RegionModel(QAbstractListModel):
    """Regions by rank.

    Signals:
        status_set: rank and status, whenever the user has accepted, rejected or reopened a region.
    """

    status_set = pyqtSignal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._regions: list[Region] = []
        self._pictures: dict[bytes, QPixmap] = {}
        self._keys: list[bytes] = []
        self._statuses: dict[int, str] = {}
        self._undo: list[list[tuple[int, str]]] = []

    def show(self, regions: list[Region], statuses: Mapping[int, str] | None = None) -> None:
        """Replace all regions; of the new ones is said what was before, and a picture of the same ground is kept."""
        self.beginResetModel()
        self._regions = list(regions)
        self._keys = [region.key for region in regions]
        self._pictures = {key: self._pictures[key] for key in self._keys if key in self._pictures}
        before = {region.rank: region.mark for region in regions if region.mark}
        self._statuses = dict(statuses) if statuses is not None else before
        self._undo = []
        self.endResetModel()

    def regions(self, status: str | None = None) -> list[Region]:
        """Regions of a status; all of them if None."""
        return [region for region in self._regions if status is None or self.status(region.rank) == status]

    def status(self, rank: int) -> str:
        """What the user said of a region."""
        return self._statuses.get(rank, OPEN)

    def count(self, status: str) -> int:
        """How many regions have a status."""
        return sum(one == status for one in self._statuses.values())

    def set_picture(self, region: Region, image: QImage) -> None:
        """Show what a region looks like, if it is still there."""
        if region.key in self._keys:
            self._pictures[region.key] = QPixmap.fromImage(image)
            self._changed(self._keys.index(region.key))

    def set_status(self, indexes: Sequence[QModelIndex], status: str) -> None:
        """Accept, reject or, where all of them are that already, reopen regions; one step to be undone."""
        ranks = [index.data(REGION_ROLE).rank for index in indexes if index.data(REGION_ROLE) is not None]
        new = OPEN if all(self.status(rank) == status for rank in ranks) else status
        self._undo.append([(rank, self.status(rank)) for rank in ranks])
        for rank in ranks:
            self._say(rank, new)

    def undo(self) -> int | None:
        """Take the last of what the user said back; the rank that it was about, None if there is nothing."""
        if not self._undo:
            return None
        step = self._undo.pop()
        for rank, before in step:
            self._say(rank, before)
        return step[0][0] if step else None

    def _say(self, rank: int, status: str) -> None:
        self._statuses[rank] = status
        row = next((row for row, region in enumerate(self._regions) if region.rank == rank), -1)
        if row >= 0:
            self._changed(row)
        self.status_set.emit(rank, status)

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._regions)

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or index.row() >= len(self._regions):
            return None
        region = self._regions[index.row()]
        if role == REGION_ROLE:
            return region
        if role == STATUS_ROLE:
            return self.status(region.rank)
        if role == int(Qt.ItemDataRole.DecorationRole):
            return self._pictures.get(self._keys[index.row()])
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return tr("Region {rank}, relevance {percent} %", rank=region.rank, percent=round(100 * region.relevance))
        if role == int(Qt.ItemDataRole.ToolTipRole):
            weak = tr("Below the threshold: candidate") if region.weak else ""
            said = {ACCEPTED: tr("Accepted"), REJECTED: tr("Rejected")}.get(self.status(region.rank), "")
            size = tr("{size} m regions, cosine {score}", size=f"{region.window_m:g}", score=localised(region.score, 3))
            return "\n".join(part for part in (size if region.window_m else "", weak, said) if part)
        return None

    def _changed(self, row: int) -> None:
        self.dataChanged.emit(self.index(row), self.index(row))
