"""The dock: one tab to search, one to label, one for what was saved."""

from __future__ import annotations

from typing import Any, Callable

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtWidgets import QHBoxLayout, QScrollArea, QTabWidget, QToolButton, QWidget

from ..core.concept_file import ConceptFile
from ..core.connection import Connection
from ..core.label_set import taught_class
from ..core.result_home import ResultHome
from ..core.settings import Settings
from ..core.translation import tr, user_language
from .algorithm_menu import AlgorithmButton
from .coverage_watch import CoverageWatch
from .help_page import open_help
from .icons import icon
from .label_controller import LabelController
from .label_panel import LabelPanel
from .saved_controller import SavedController
from .saved_panel import SavedPanel
from .search_controller import SearchController
from .search_panel import SearchPanel
from .server_access import ServerAccess

SEARCH, LABELS, SAVED = range(3)
"""The tabs."""


class TerralexDock(QgsDockWidget):
    """Search and labels, beside the map."""

    def __init__(self, iface: Any, access: ServerAccess, parent: QWidget | None = None) -> None:
        super().__init__(tr("Search the map by text"), parent)
        self.setObjectName("TerralexDock")
        language = user_language(Settings.load().language)
        self.search = SearchController(SearchPanel(iface, language), access, iface, self)
        self.coverage = CoverageWatch(self.search.panel, access, iface, self)
        self.search.begun.connect(self.coverage.work_begun)
        self.search.done.connect(self.coverage.work_done)
        self.home = ResultHome(self)
        self.labels = LabelController(LabelPanel(iface, language), access, iface, self)
        self.tabs = QTabWidget()
        self.saved = SavedController(SavedPanel(), access, iface, self)
        self.saved.search_wanted.connect(self.search_by)
        self.saved.label_wanted.connect(self.label_by)
        self.saved.shown.connect(lambda: self.tabs.setCurrentIndex(SAVED))
        self._join_saved()
        self.tabs.setDocumentMode(True)
        self.tabs.setIconSize(QSize(16, 16))
        for panel, name, title in (
            (self.search.panel, "search", tr("Search")),
            (self.labels.panel, "labels", tr("Labels")),
            (self.saved.panel, "save", tr("Saved")),
        ):
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QScrollArea.Shape.NoFrame)
            area.setWidget(panel)
            self.tabs.addTab(area, icon(name), title)
        self.tabs.setCornerWidget(self._corner(iface))
        self.tabs.currentChanged.connect(self._tab_shown)
        self.setWidget(self.tabs)

    def _corner(self, iface: Any) -> QWidget:
        """Tools, options and help, beside the tabs."""
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 2, 0)
        row.setSpacing(0)
        panel = self.search.panel
        self.tools = AlgorithmButton(
            lambda: (panel.layer.currentLayer(), panel.query.text().strip()),
            lambda why: panel.say(why, is_error=True),
            self._when_served,
        )
        row.addWidget(self.tools)
        for name, tip, act in (
            ("settings", tr("Terralex options"), lambda: iface.showOptionsDialog(iface.mainWindow(), "Terralex")),
            ("help", tr("Help"), self._show_help),
        ):
            button = QToolButton()
            button.setIcon(icon(name))
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setAutoRaise(True)
            button.clicked.connect(lambda _, act=act: act())
            row.addWidget(button)
        return corner

    def _when_served(self, then: Callable[[], None]) -> None:
        """Do something now, or when the local server has started; say why if there is none."""
        panel, starting = self.search.panel, tr("Starting the local server")

        def go_on(_: Connection) -> None:
            if panel.message.said == starting:
                panel.say("")
            then()

        refused: list[str] = []

        def no_server(why: str) -> None:
            refused.append(why)
            panel.say(why, is_error=True, offer_options=True)

        if self.search.access.get(go_on, no_server) and not refused:
            panel.say(starting)

    def _join_saved(self) -> None:
        """What the search tab saves goes to the tab of what was saved."""
        button, panel = self.search.panel.saved, self.search.panel

        def keep_concept() -> None:
            request = self.search.question(taught=True)
            if request is not None:
                self.saved.keep_concept(request)

        def keep_search() -> None:
            request = self.search.question()
            if request is not None:
                self.saved.keep_search(request, panel.layer.currentLayer())

        button.keep_concept_asked.connect(keep_concept)
        button.keep_search_asked.connect(keep_search)
        button.all_asked.connect(lambda: self.tabs.setCurrentIndex(SAVED))

    def _tab_shown(self, number: int) -> None:
        self.search.shown.forget_pointed()
        if number == SAVED:
            self.saved.refresh()

    def _show_help(self) -> None:
        open_help(("search", "labels", "search")[self.tabs.currentIndex()])

    def search_for(self, text: str, layer: Any = None) -> None:
        """Show the search tab and search the map's extent for a text."""
        panel = self.search.panel
        self.tabs.setCurrentIndex(0)
        self.setUserVisible(True)
        if layer is not None:
            panel.layer.choose(layer)
        panel.query.setText(text)
        panel.query.setFocus()
        if text:
            self.search.search()

    def search_by(self, concept: ConceptFile | None) -> None:
        """Show the search tab and search where it says for a concept."""
        if concept is not None:
            self.tabs.setCurrentIndex(SEARCH)
            self.search.panel.look_for(concept)
            self.search.search()

    def label_by(self, concept: ConceptFile | None) -> None:
        """Show the labels tab with a concept among the classes."""
        if concept is not None:
            self.tabs.setCurrentIndex(LABELS)
            self.labels.panel.classes.add_class(taught_class(concept))

    def label(self, layer: Any) -> None:
        """Show the labels tab for a layer."""
        self.tabs.setCurrentIndex(1)
        self.setUserVisible(True)
        self.labels.panel.layer.choose(layer)

    def index(self, layer: Any) -> None:
        """Index all of a layer, with the search tab showing how far it is."""
        self.tabs.setCurrentIndex(0)
        self.setUserVisible(True)
        self.search.panel.layer.choose(layer)
        self.search.index()

    def shut_down(self) -> None:
        """Remove everything from the map; for when the plugin is unloaded."""
        self.coverage.close()
        self.search.close()
        self.labels.close()
        self.saved.close()
        self.tools.close_windows()
        self.home.close()
