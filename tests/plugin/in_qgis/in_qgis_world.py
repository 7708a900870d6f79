"""A QGIS to test in: the application, a map canvas in a window, and a plain interface for the plugin."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProcessingFeedback, QgsProject, QgsSettings
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, QSize, pyqtSignal
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow, QMenu, QToolBar, QVBoxLayout, QWidget
from qgis.testing import start_app

unhandled: list[str] = []
"""Exceptions in slots: nobody else hears of them."""


class Interface(QObject):
    """What of ``QgisInterface`` the plugin uses, for real widgets."""

    currentLayerChanged = pyqtSignal(object)
    initializationCompleted = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.window = QMainWindow()
        self.window.resize(1280, 800)
        central = QWidget()
        box = QVBoxLayout(central)
        self.bar = QgsMessageBar(central)
        self.canvas = QgsMapCanvas(central)
        box.addWidget(self.bar)
        box.addWidget(self.canvas, 1)
        self.window.setCentralWidget(central)
        self.toolbar = QToolBar()
        self.menu = QMenu()
        self.locator_filters: list[Any] = []
        self.options_factories: list[Any] = []
        self.layer_actions: list[tuple[Any, ...]] = []
        self.active: Any = None
        self.options_shown: list[str] = []

    def mainWindow(self) -> QMainWindow:
        return self.window

    def mapCanvas(self) -> QgsMapCanvas:
        return self.canvas

    def messageBar(self) -> QgsMessageBar:
        return self.bar

    def activeLayer(self) -> Any:
        return self.active

    def setActiveLayer(self, layer: Any) -> bool:
        self.active = layer
        self.currentLayerChanged.emit(layer)
        return True

    def iconSize(self, dock: bool = False) -> QSize:
        return QSize(16, 16)

    def layerTreeView(self) -> None:
        return None

    def addDockWidget(self, area: Any, dock: QDockWidget) -> None:
        self.window.addDockWidget(area, dock)

    def addTabifiedDockWidget(
        self, area: Any, dock: QDockWidget, tabifyWith: Any = None, raiseTab: bool = False
    ) -> None:
        self.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock: QDockWidget) -> None:
        self.window.removeDockWidget(dock)

    def addToolBarIcon(self, action: Any) -> None:
        self.toolbar.addAction(action)

    def removeToolBarIcon(self, action: Any) -> None:
        self.toolbar.removeAction(action)

    def addPluginToRasterMenu(self, name: str, action: Any) -> None:
        self.menu.addAction(action)

    def removePluginRasterMenu(self, name: str, action: Any) -> None:
        self.menu.removeAction(action)

    def registerLocatorFilter(self, locator_filter: Any) -> None:
        self.locator_filters.append(locator_filter)

    def deregisterLocatorFilter(self, locator_filter: Any) -> None:
        self.locator_filters.remove(locator_filter)

    def registerOptionsWidgetFactory(self, factory: Any) -> None:
        self.options_factories.append(factory)

    def unregisterOptionsWidgetFactory(self, factory: Any) -> None:
        self.options_factories.remove(factory)

    def addCustomActionForLayerType(self, action: Any, menu: str, kind: Any, all_layers: bool) -> None:
        self.layer_actions.append((action, menu, kind, all_layers))

    def removeCustomActionForLayerType(self, action: Any) -> bool:
        self.layer_actions = [row for row in self.layer_actions if row[0] is not action]
        return True

    def showOptionsDialog(self, parent: Any = None, page: str = "") -> None:
        self.options_shown.append(page)


class World:
    """QGIS, its interface, and ways to wait for it."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.iface = Interface()

    def settings_folder(self, folder: Path) -> None:
        """Nothing of an earlier test is remembered."""
        store = QgsSettings()
        store.remove("terralex")
        store.remove("proxy")

    def feedback(self) -> QgsProcessingFeedback:
        """What a Processing dialog would show."""
        return QgsProcessingFeedback(False)

    def clean(self) -> None:
        """No layer and no task is left for the next test."""
        from terralex.core import task

        stopped = task.stop_all(20_000)
        told, unhandled[:] = list(unhandled), []
        QgsProject.instance().clear()
        self.pump(20)
        assert stopped, "a task did not stop"
        assert not told, told[0]

    def close(self) -> None:
        """Widgets go before the application does."""
        QgsProject.instance().clear()
        sip.delete(self.iface.window)
        self.pump(20)

    def wait(self, condition: Callable[[], Any], timeout_s: float = 30) -> Any:
        """Let QGIS work until the condition holds."""
        until = time.monotonic() + timeout_s
        while not (found := condition()):
            assert not unhandled, unhandled[0]
            assert time.monotonic() < until, "what was waited for did not happen"
            QCoreApplication.processEvents()
            time.sleep(0.002)
        return found

    def pump(self, milliseconds: int) -> None:
        """Let QGIS work for a while."""
        until = time.monotonic() + milliseconds / 1000
        while time.monotonic() < until:
            QCoreApplication.processEvents()
            # As the event loop of QGIS does when it comes round.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            time.sleep(0.002)


def start_world(profile: str = "") -> World:
    """Start QGIS; once a process, with a fresh profile unless a folder of profiles is given."""
    # Without a hook of its own PyQt ends the process at an exception in a slot; QGIS has one too.
    sys.excepthook = lambda kind, error, trace: unhandled.append(
        "".join(traceback.format_exception(kind, error, trace))
    )
    QCoreApplication.setOrganizationName("terralex-tests")
    QCoreApplication.setApplicationName("terralex-tests")
    if not profile:
        return World(start_app())
    # What `start_app` does, but for the fresh profile.
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = profile
    app = QgsApplication([], True)
    app.initQgis()
    return World(app)
