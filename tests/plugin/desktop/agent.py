"""Imported into QGIS Desktop by ``start_agent.py``: tells the driver where things are and what they hold.

Clicks and keys do not come from here, but from the X server; see ``desktop.py``.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

import qgis.utils
from qgis.core import QgsApplication, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QPoint, QTimer
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtNetwork import QLocalServer, QLocalSocket
from qgis.PyQt.QtWidgets import QApplication, QMenu, QToolButton, QWidget

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "in_qgis"))

from heartbeat import unhurried_ns

BEAT_MS = 5
LATE_MS = 20
"""From here on it is kept what the main thread was at."""
QUALITY = 88
"""Of pictures that are not kept exactly."""


class Agent:
    """Answers one line of JSON with another: an expression and its value, or statements."""

    def __init__(self, name: str) -> None:
        self.names: dict[str, Any] = {
            "iface": qgis.utils.iface,
            "app": QApplication,
            "project": QgsProject.instance(),
            "agent": self,
            "QgsApplication": QgsApplication,
            "QgsSettings": QgsSettings,
        }
        self.longest_pause_ms = 0.0
        self.pauses: list[tuple[float, float, list[str]]] = []
        self._last_beat = self._last_beat_unhurried = time.perf_counter_ns()
        self._heart = QTimer()
        self._heart.timeout.connect(self._beat)
        self._main = threading.get_ident()
        self._seen: list[str] = []
        self.unhandled: list[str] = []
        sys.excepthook = self._keep
        # QGIS writes what a plugin raises into a dialog of its own: the driver wants to know of it.
        qgis.utils.showException = lambda kind, error, trace, *_, **__: self._keep(kind, error, trace)
        self._sockets: list[QLocalSocket] = []
        self._server = QLocalServer()
        QLocalServer.removeServer(name)
        self._server.newConnection.connect(self._connected)
        assert self._server.listen(name), self._server.errorString()

    def watch(self) -> None:
        """Measure from now on for how long the main thread does not come round, and at what it is when it is late.

        What it only waited for a processor is taken off, as in ``heartbeat.py``.
        """
        if not self._heart.isActive():
            threading.Thread(target=self._look, daemon=True).start()
        self.longest_pause_ms, self.pauses = 0.0, []
        self._last_beat, self._last_beat_unhurried = time.perf_counter_ns(), unhurried_ns()
        self._heart.start(BEAT_MS)

    def _look(self) -> None:
        while True:
            time.sleep(0.003)
            if time.perf_counter_ns() - self._last_beat > LATE_MS * 1e6:
                frame = sys._current_frames().get(self._main)
                steps = traceback.extract_stack(frame)[-12:] if frame else []
                seen = " < ".join(f"{Path(s.filename).name}:{s.lineno} {s.name}" for s in reversed(steps))
                if seen not in self._seen:
                    self._seen.append(seen)

    def place(self, widget: QWidget, x: float = 0.5, y: float = 0.5) -> list[float]:
        """Where a widget is on the screen, in pixels of the X server."""
        size = widget.size()
        point = widget.mapToGlobal(QPoint(round(x * (size.width() - 1)), round(y * (size.height() - 1))))
        return self.pixels(point)

    def item(self, view: Any, row: int, column: int = 0) -> list[float]:
        """Where an item of a view is on the screen."""
        box = view.visualRect(view.model().index(row, column))
        return self.pixels(view.viewport().mapToGlobal(box.center()))

    def entry(self, menu: QMenu, words: str) -> list[float]:
        """Where an entry of an open menu is on the screen."""
        found = next(action for action in menu.actions() if words in action.text().replace("&", ""))
        return self.pixels(menu.mapToGlobal(menu.actionGeometry(found).center()))

    def tab(self, bar: Any, number: int) -> list[float]:
        """Where a tab is on the screen."""
        return self.pixels(bar.mapToGlobal(bar.tabRect(number).center()))

    def part(self, root: QWidget, kind: str) -> QWidget | None:
        """The first part of a widget that is of a class."""
        parts = root.findChildren(QWidget)
        return next((one for one in parts if kind in (type(one).__name__, one.metaObject().className())), None)

    def action_button(self, action: Any) -> QWidget:
        """The button of an action in a tool bar."""
        return next(one for one in action.associatedWidgets() if isinstance(one, QToolButton))

    def pixels(self, point: QPoint) -> list[float]:
        """Qt's coordinates as those of the X server."""
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        return [point.x() * ratio, point.y() * ratio]

    def grab(self, file: str, part: QWidget | None = None) -> bool:
        """A picture of the whole screen, popups included, or of where a widget is on it."""
        place = (0, 0, -1, -1)
        if part is not None:
            corner = part.mapToGlobal(QPoint(0, 0))
            place = (corner.x(), corner.y(), part.width(), part.height())
        return bool(QGuiApplication.primaryScreen().grabWindow(0, *place).save(file, None, QUALITY))

    def window(self, kind: str) -> QWidget | None:
        """The visible top-level window of a class."""
        shown = (one for one in QApplication.topLevelWidgets() if one.isVisible())
        return next((one for one in shown if type(one).__name__ == kind or one.metaObject().className() == kind), None)

    def _beat(self) -> None:
        now, unhurried = time.perf_counter_ns(), unhurried_ns()
        whole = (now - self._last_beat) / 1e6 - BEAT_MS
        own = (unhurried - self._last_beat_unhurried) / 1e6 - BEAT_MS
        self.longest_pause_ms = max(self.longest_pause_ms, own)
        if whole > LATE_MS:
            self.pauses.append((round(whole, 1), round(own, 1), list(self._seen)))
        self._seen.clear()
        self._last_beat, self._last_beat_unhurried = now, unhurried

    def _keep(self, kind: Any, error: Any, trace: Any) -> None:
        self.unhandled.append("".join(traceback.format_exception(kind, error, trace)))

    def _connected(self) -> None:
        socket = self._server.nextPendingConnection()
        self._sockets.append(socket)
        socket.readyRead.connect(self._read)

    def _read(self) -> None:
        for socket in self._sockets:
            while socket.canReadLine():
                socket.write(json.dumps(self._answer(json.loads(bytes(socket.readLine())))).encode() + b"\n")
                socket.flush()

    def _answer(self, asked: dict[str, str]) -> dict[str, Any]:
        plugin = qgis.utils.plugins.get("terralex")
        dock = getattr(plugin, "dock", None)
        modal, popup = QApplication.activeModalWidget(), QApplication.activePopupWidget()
        self.names.update(plugin=plugin, dock=dock, modal=modal, popup=popup)
        if dock is not None:
            self.names.update(search=dock.search.panel, labels=dock.labels.panel)
        try:
            if asked["kind"] == "do":
                exec(asked["source"], self.names)
                return {"value": None}
            value = eval(asked["source"], self.names)
            return {"value": json.loads(json.dumps(value, default=str))}
        except Exception:
            return {"error": traceback.format_exc()}


kept = Agent(os.environ["TERRALEX_TEST_AGENT"])
