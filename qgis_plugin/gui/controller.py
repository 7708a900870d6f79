"""Base class of the dock's controllers: one task at a time, on a server that may have to be started first."""

from __future__ import annotations

from typing import Any, Callable

from qgis.PyQt.QtCore import QObject

from ..core.backend_manager import RUNNING, STARTING
from ..core.connection import Connection
from ..core.errors import SERVER_ERRORS
from ..core.task import Task, abandon, start
from ..core.translation import tr
from .server_access import ServerAccess


class PanelController(QObject):
    """Runs the tasks of one panel, one at a time.

    The panel has ``say``, ``set_busy``, ``progress``, ``message`` and ``stop_asked``.
    """

    def __init__(self, panel: Any, access: ServerAccess, iface: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.panel: Any = panel
        self.access = access
        self.iface = iface
        self.canvas = iface.mapCanvas()
        self.task: Task | None = None
        self._starting = False
        self._unserved = ""
        self._asked: Any = None
        panel.stop_asked.connect(self.stop)
        panel.message.options_asked.connect(self.show_options)
        access.manager.state_changed.connect(self._server_changed)

    @property
    def busy(self) -> bool:
        """Whether a task is running, or waiting for its server."""
        return self.task is not None or self._starting

    def show_options(self) -> None:
        """Open QGIS's options on the plugin's page."""
        self.iface.showOptionsDialog(self.iface.mainWindow(), "Terralex")

    def stop(self) -> None:
        """Stop the task, on the server too."""
        self.access.forget()
        if self.task is not None:
            self.panel.say(tr("Stopping"))
            self.task.cancel()
        elif self._starting:
            self._ended(tr("Stopped."))

    def close(self) -> None:
        """Let go of the task and the server; tasks are stopped by whoever stops all of them."""
        self.access.forget()
        self.access.manager.state_changed.disconnect(self._server_changed)
        abandon(self.task)
        self.task = self._asked = None

    def _connect(self, run: Callable[[Connection], None]) -> None:
        """Run a task with a connection, now or when the local server has started."""
        waits = self.access.get(run, self._no_server)
        if self.busy:
            # Else it has failed already, and said so.
            self.panel.say(tr("Starting the local server") if waits else tr("Contacting the server"))

    def _start(self, task: Task) -> None:
        """Start a task whose ``succeeded`` signal is already connected."""
        self._starting = False
        task.status_changed.connect(self.panel.say)
        task.progressChanged.connect(lambda percent: self.panel.progress.setValue(round(10 * percent)))
        task.failed.connect(self._failed)
        task.stopped.connect(lambda: self._ended(tr("Stopped.")))
        self.task = task
        start(task)

    def _failed(self, sentence: str) -> None:
        error = self.task.error if self.task is not None else None
        self._ended(sentence, is_error=True, offer_options=isinstance(error, SERVER_ERRORS))

    def _no_server(self, sentence: str) -> None:
        self._ended(sentence, is_error=True, offer_options=True)
        self._unserved = sentence

    def _server_changed(self, state: str) -> None:
        """Take back what was said of a missing server once there is one."""
        if self._unserved and state in (STARTING, RUNNING):
            if self.panel.message.said == self._unserved:
                self.panel.say("")
            self._unserved = ""

    def _ended(self, sentence: str | None, is_error: bool = False, offer_options: bool = False) -> None:
        """Reset to idle and show how the task ended; without a sentence, the last one stays."""
        self.task = self._asked = None
        self._starting = False
        self.panel.set_busy(False)
        if sentence is not None:
            self.panel.say(sentence, is_error, offer_options)
