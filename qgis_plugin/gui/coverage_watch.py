"""Keeps the line about the indexed share up to date, with as few requests as possible."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QObject, QTimer

from ..core import scope
from ..core.backend_manager import RUNNING
from ..core.connection import URL_VARIABLE, Connection
from ..core.coverage_task import Coverage, CoverageTask, coverage_sentence
from ..core.errors import TerralexError
from ..core.extent import Extent
from ..core.layer_source import LayerSource, describe_layer
from ..core.pixels import asked_sampling_m, drawn_sampling_m
from ..core.settings import LOCAL, Settings
from ..core.task import abandon, start
from ..core.translation import tr
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
        self._folder: Path | None = None
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
        panel.query.textChanged.connect(self.soon)
        self.canvas.extentsChanged.connect(self.soon)
        access.manager.state_changed.connect(self.soon)
        panel.coverage.offer_taken.connect(self._let_read)

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
        if self._task is not None:
            return
        try:
            source, extents, drawn_m = self._asked(settings)
        except TerralexError:
            self._show(Coverage())
            return
        if source.path is None:
            # How it is drawn is known without a server.
            self._show(Coverage(drawn_m=drawn_m))
        elif settings.backend == LOCAL and self.access.manager.state != RUNNING and not os.environ.get(URL_VARIABLE):
            self._show(Coverage())
        else:
            self.access.get(lambda connection: self._run(connection, source, extents, drawn_m), lambda _: None)

    def _asked(self, settings: Settings) -> tuple[LayerSource, Sequence[Extent], float | None]:
        """Layer and ground of the next search, and metres along a pixel if QGIS draws it."""
        source, canvas = describe_layer(self.panel.layer.currentLayer()), self.canvas.mapSettings()
        kind, drawn = self.panel.scope.currentData(), self.panel.area.geometry
        extents = scope.place_of(kind, source, canvas, self.iface.activeLayer(), drawn).extents
        canvas_m, sizes = scope.metres_along_a_pixel(canvas), self.panel.window_sizes_m()
        ground_m = asked_sampling_m(source, extents, sizes, canvas_m, settings.max_pixels)
        return source, extents, drawn_sampling_m(source, extents, ground_m)

    def close(self) -> None:
        """Stop checking."""
        self._rest.stop()
        self._work.stop()
        panel = self.panel
        changes = (panel.layer.layerChanged, panel.scope.currentIndexChanged, panel.size.editTextChanged)
        for signal in (*changes, panel.query.textChanged, panel.area.drawn, self.canvas.extentsChanged):
            signal.disconnect(self.soon)
        self.access.manager.state_changed.disconnect(self.soon)
        abandon(self._task)
        self._task = None

    def _run(
        self, connection: Connection, source: LayerSource, extents: Sequence[Extent], drawn_m: float | None
    ) -> None:
        concept = self.panel.concept.concept
        sizes, text = self.panel.window_sizes_m(), self.panel.query.text().strip()
        text = text or ("" if concept is None else "; ".join(concept.words))
        task = CoverageTask(connection, source, extents, Settings.load().model, sizes, drawn_m, text)
        task.succeeded.connect(self._show)
        task.failed.connect(lambda _: self._show(Coverage()))
        task.stopped.connect(lambda: self._show(Coverage()))
        self._task = task
        start(task)

    def _show(self, coverage: Coverage) -> None:
        self._task = None
        self._folder = coverage.folder if self._may_let_read() else None
        offer = tr("Let the server read this folder") if self._folder is not None else ""
        self.panel.coverage.say(coverage_sentence(coverage, self._work.isActive()), offer=offer)

    def _may_let_read(self) -> bool:
        """Whether the server is one that this plugin starts, and tells what it may read."""
        manager, own = self.access.manager, Settings.load().backend == LOCAL and not os.environ.get(URL_VARIABLE)
        return own and manager.state == RUNNING and manager.command() is not None

    def _let_read(self) -> None:
        if self._folder is None:
            return
        settings = Settings.load()
        settings.let_read(self._folder)
        settings.save()
        try:
            # Its jobs go on afterwards.
            self.access.manager.restart(settings)
        except TerralexError as error:
            self.panel.coverage.say(str(error), is_error=True, offer_options=True)
