"""The plugin that QGIS loads and unloads: everything is created when it is first needed."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, QTimer

from .compat import RASTER_LAYER, QAction
from .core.settings import Settings
from .core.translation import install_translator, tr, user_language
from .gui.icons import plugin_icon

MENU = "Terralex"
DOCK_WIDTH = 46
"""In digits."""


class TerralexPlugin:
    """The plugin."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.language = user_language(Settings.load().language)
        self.translator = install_translator(self.language)
        self.dock: Any = None
        self.manager: Any = None
        self.access: Any = None
        self.provider: Any = None
        self._actions: list[QAction] = []
        self._layer_actions: list[QAction] = []
        self._locator: Any = None
        self._options: Any = None

    def initProcessing(self) -> None:
        """Only the Processing provider: all that ``qgis_process`` loads."""
        from .processing.provider import TerralexProvider

        self.provider = TerralexProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        """Add actions and menus; nothing else happens yet."""
        from qgis.gui import QgsGui

        from .gui.options_factory import OptionsFactory
        from .locator import SearchLocator

        # The toolbox is filled when QGIS has come up: reading the algorithms would slow it down.
        QTimer.singleShot(0, self._add_provider)
        action = QAction(plugin_icon(), tr("Search the map by text"), self.iface.mainWindow())
        action.setCheckable(True)
        action.toggled.connect(self._show_dock)
        # So that the user can give it a key in QGIS's keyboard shortcuts.
        action.setObjectName("TerralexDock")
        QgsGui.shortcutsManager().registerAction(action)
        self.iface.addToolBarIcon(action)
        self.iface.addPluginToRasterMenu(MENU, action)
        self._actions.append(action)
        for title, act in (
            (tr("Search this layer by text"), self._search_layer),
            (tr("Label this layer"), self._label_layer),
            (tr("Index this layer"), self._index_layer),
        ):
            layer_action = QAction(plugin_icon(), title, self.iface.mainWindow())
            layer_action.triggered.connect(act)
            self.iface.addCustomActionForLayerType(layer_action, MENU, RASTER_LAYER, True)
            self._layer_actions.append(layer_action)
        self._locator = SearchLocator(self.search_for, self.language)
        self.iface.registerLocatorFilter(self._locator)
        self._options = OptionsFactory(self._manager)
        self.iface.registerOptionsWidgetFactory(self._options)

    def unload(self) -> None:
        """Remove everything; running tasks are stopped first."""
        from qgis.gui import QgsGui

        from .core import task
        from .core.layer_source import let_go_of_layers

        if self.dock is not None:
            self.dock.shut_down()
        if self.access is not None:
            self.access.forget()
        if self.manager is not None:
            self.manager.shut_down()
        task.stop_all()
        let_go_of_layers()
        if self.dock is not None:
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        for action in self._actions:
            QgsGui.shortcutsManager().unregisterAction(action)
            self.iface.removeToolBarIcon(action)
            self.iface.removePluginRasterMenu(MENU, action)
            action.deleteLater()
        for action in self._layer_actions:
            self.iface.removeCustomActionForLayerType(action)
            action.deleteLater()
        self._actions, self._layer_actions = [], []
        if self._locator is not None:
            self.iface.deregisterLocatorFilter(self._locator)
            self._locator = None
        if self._options is not None:
            self.iface.unregisterOptionsWidgetFactory(self._options)
            self._options = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.manager is not None:
            self.manager.deleteLater()
            self.manager = None
        if self.access is not None:
            self.access.deleteLater()
            self.access = None
        if self.translator is not None:
            QgsApplication.removeTranslator(self.translator)
            self.translator = None
        self.iface = None

    def search_for(self, text: str, layer: Any = None) -> None:
        """Open the dock and search the map's extent."""
        self.open_dock().search_for(text, layer)

    def open_dock(self) -> Any:
        """The dock, made when it is first needed."""
        if self.dock is None:
            from .gui.dock import TerralexDock
            from .gui.server_access import ServerAccess

            self.access = ServerAccess(self._manager(), self.iface.mainWindow())
            self.dock = TerralexDock(self.iface, self.access, self.iface.mainWindow())
            self.dock.visibilityChanged.connect(self._dock_shown)
            # Where the user had it; the first time at the right, wide enough for the longest of its texts.
            if not self.iface.mainWindow().restoreDockWidget(self.dock):
                self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
                QTimer.singleShot(0, self._widen_dock)
        return self.dock

    def _widen_dock(self) -> None:
        if self.dock is not None:
            # Of digits, for letters of Chinese and Korean are much wider than what the fields hold.
            width = DOCK_WIDTH * self.dock.fontMetrics().horizontalAdvance("0")
            self.iface.mainWindow().resizeDocks([self.dock], [width], Qt.Orientation.Horizontal)

    def _manager(self) -> Any:
        if self.manager is None:
            from .core.backend_manager import BackendManager

            self.manager = BackendManager(self.iface.mainWindow())
        return self.manager

    def _add_provider(self) -> None:
        if self.iface is not None and self.provider is None:
            self.initProcessing()

    def _show_dock(self, on: bool) -> None:
        if on:
            self.open_dock().setUserVisible(True)
        elif self.dock is not None:
            self.dock.hide()

    def _dock_shown(self, shown: bool) -> None:
        if self._actions and self.dock is not None:
            self._actions[0].blockSignals(True)
            self._actions[0].setChecked(not self.dock.isHidden())
            self._actions[0].blockSignals(False)

    def _search_layer(self) -> None:
        self.open_dock().search_for("", self.iface.activeLayer())

    def _label_layer(self) -> None:
        self.open_dock().label(self.iface.activeLayer())

    def _index_layer(self) -> None:
        self.open_dock().index(self.iface.activeLayer())
