"""Pictures of the regions in view, and of no others: of an online layer no more is fetched than is looked at."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QObject, QTimer
from qgis.PyQt.QtGui import QImage

from ..core.layer_source import LayerSource
from ..core.region import Region
from ..core.task import Task, abandon, start
from ..core.thumbnail_task import ThumbnailTask
from .region_list import RegionList

PAUSE_MS = 80


class RegionPictures(QObject):
    """Draws them, a batch at a time, whenever the list has come to rest."""

    def __init__(self, list_: RegionList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._list = list_
        self._source: LayerSource | None = None
        self._task: Task | None = None
        self._tried: set[bytes] = set()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PAUSE_MS)
        self._rest.timeout.connect(self._draw)
        list_.moved.connect(self._rest.start)

    def take_from(self, source: LayerSource) -> None:
        """The layer of which the next regions are; it belongs to this from now on."""
        self.stop()
        self._source = source
        self._tried.clear()

    def stop(self) -> None:
        """Draw no more."""
        self._rest.stop()
        abandon(self._task)
        self._task = self._source = None

    def _draw(self) -> None:
        if self._task is not None or self._source is None:
            return
        wanted = [region for region in self._list.in_view() if region.key not in self._tried]
        if not wanted:
            return
        self._tried.update(region.key for region in wanted)
        task = ThumbnailTask(self._source, wanted)
        task.drawn.connect(self._show)
        for ended in (task.succeeded, task.failed, task.stopped):
            ended.connect(self._ended)
        self._task = task
        start(task)

    def _show(self, region: Region, image: QImage) -> None:
        self._list.regions.set_picture(region, image)

    def _ended(self, *_: Any) -> None:
        self._task = None
        self._rest.start()
