"""Keeps the line about the indexed share up to date, with as few requests as possible."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QObject, QTimer

from ..core import scope
from ..core.backend_manager import RUNNING
from ..core.connection import Connection
from ..core.coverage_task import Coverage, CoverageTask, coverage_sentence
from ..core.errors import TerralexError
from ..core.layer_source import describe_layer
from ..core.settings import LOCAL, Settings
from ..core.task import abandon, start
from .search_panel import SearchPanel
from .server_access import ServerAccess

PAUSE_MS = 700
WORK_MS = 3000
"""Interval between checks while something is being indexed, in milliseconds."""


class CoverageWatch(QObject):
    """Asks when layer, scope or map have changed and come to rest; never starts a server for it."""

    def __init__(self, panel: SearchPanel, access: ServerAccess, iface: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.panel = panel
        self.access = access
        self.iface = iface
        self.canvas = iface.mapCanvas()
        self._task: CoverageTask | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PAUSE_MS)
        self._rest.timeout.connect(self.ask)
        self._work = QTimer(self)
        self._work.setInterval(WORK_MS)
        self._work.timeout.connect(self.ask)
        panel.layer.layerChanged.connect(self.soon)
        panel.scope.currentIndexChanged.connect(self.soon)
        panel.area.drawn.connect(self.soon)
        panel.size.editTextChanged.connect(self.soon)
        self.canvas.extentsChanged.connect(self.soon)
        access.manager.state_changed.connect(self.soon)

    def soon(self, *_: Any) -> None:
        """Ask when nothing has changed for a moment."""
        if self.panel.isVisible():
            self._rest.start()

    def work_begun(self) -> None:
        """Something may be indexed from now on."""
        self._work.start()

    def work_done(self) -> None:
        """It has ended."""
        self._work.stop()
        self.soon()

    def ask(self) -> None:
        """Ask now."""
        settings = Settings.load()
        if self._task is not None or (settings.backend == LOCAL and self.access.manager.state != RUNNING):
            return
        self.access.get(self._run, lambda _: None)

    def close(self) -> None:
        """Stop checking."""
        self._rest.stop()
        self._work.stop()
        panel = self.panel
        changes = (panel.layer.layerChanged, panel.scope.currentIndexChanged, panel.size.editTextChanged)
        for signal in (*changes, panel.area.drawn, self.canvas.extentsChanged):
            signal.disconnect(self.soon)
        self.access.manager.state_changed.disconnect(self.soon)
        abandon(self._task)
        self._task = None

    def _run(self, connection: Connection) -> None:
        try:
            source = describe_layer(self.panel.layer.currentLayer())
            kind, settings = self.panel.scope.currentData(), self.canvas.mapSettings()
            place = scope.place_of(kind, source, settings, self.iface.activeLayer(), self.panel.area.geometry)
        except TerralexError:
            self._show(Coverage())
            return
        task = CoverageTask(connection, source, place.extents, Settings.load().model, self.panel.window_sizes_m())
        task.succeeded.connect(self._show)
        task.failed.connect(lambda _: self._show(Coverage()))
        task.stopped.connect(lambda: self._show(Coverage()))
        self._task = task
        start(task)

    def _show(self, coverage: Coverage) -> None:
        self._task = None
        sentence = coverage_sentence(coverage, self._work.isActive())
        self.panel.coverage.say(sentence, offer_options=coverage.drawn)
