"""Provides the configured server for a task, and starts the local one first if the user wants that."""

from __future__ import annotations

import os
from typing import Callable

from qgis.PyQt.QtCore import QObject

from ..core.backend_manager import RUNNING, STARTING, STOPPED, BackendManager
from ..core.connection import URL_VARIABLE, Connection, current_connection
from ..core.errors import TerralexError
from ..core.settings import LOCAL, Settings
from ..core.translation import tr


class ServerAccess(QObject):
    """Calls back with a connection, now or when the local server has started."""

    def __init__(self, manager: BackendManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.manager = manager
        self._started = False
        self._waiting: list[tuple[Callable[[Connection], None], Callable[[str], None]]] = []
        manager.state_changed.connect(self._state_changed)
        manager.failed.connect(self._failed)

    def get(self, then: Callable[[Connection], None], failed: Callable[[str], None]) -> bool:
        """Call ``then`` with a connection or ``failed`` with a sentence; whether the server has to be started first."""
        settings = Settings.load()
        if self.ready():
            self._call(then, failed)
            return False
        self._waiting.append((then, failed))
        if self.manager.state != STARTING:
            # The server of an earlier QGIS may still run: that is found out first.
            self.manager.look(settings)
        return True

    def ready(self) -> bool:
        """Whether a connection is to be had without a server being started for it."""
        elsewhere = Settings.load().backend != LOCAL or bool(os.environ.get(URL_VARIABLE))
        return elsewhere or bool(self.manager.state == RUNNING)

    def forget(self) -> None:
        """Cancel all pending callbacks."""
        self._waiting.clear()

    def _state_changed(self, state: str) -> None:
        if not self._waiting:
            return
        if state == RUNNING:
            self._started = False
            waiting, self._waiting = self._waiting, []
            for then, failed in waiting:
                self._call(then, failed)
        elif state == STARTING:
            return
        elif self._started:
            self._failed(tr("The local server did not start: see the end of its log."))
        else:
            self._start(state)

    def _start(self, state: str) -> None:
        settings = Settings.load()
        if state == STOPPED and not settings.start_with_search:
            self._failed(tr("The local server is not running: start it in the Terralex options."))
            return
        self._started = True
        try:
            self.manager.start(settings)
        except TerralexError as error:
            self._failed(str(error))

    def _failed(self, sentence: str) -> None:
        self._started = False
        waiting, self._waiting = self._waiting, []
        for _, failed in waiting:
            failed(sentence)

    @staticmethod
    def _call(then: Callable[[Connection], None], failed: Callable[[str], None]) -> None:
        try:
            connection = current_connection(Settings.load())
        except TerralexError as error:
            failed(str(error))
            return
        then(connection)
