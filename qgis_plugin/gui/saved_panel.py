"""The tab Saved: concepts and saved searches."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from ..core.concept_file import ConceptFile
from ..core.saved_search import SavedSearch
from ..core.translation import tr
from .concept_words import concept_facts, search_facts
from .icons import icon
from .message_line import MessageLine
from .saved_list import SavedList


class SavedPanel(QWidget):
    """Widgets of what was saved; knows nothing of tasks or servers.

    Signals:
        search_asked, label_asked, export_asked, delete_asked: what the user wants of the selected concept.
        import_asked: the user has files of concepts.
        run_asked, last_asked, forget_asked: what the user wants of the selected search.
        refresh_asked, stop_asked: what else the user wants.
    """

    search_asked = pyqtSignal()
    label_asked = pyqtSignal()
    import_asked = pyqtSignal()
    export_asked = pyqtSignal()
    delete_asked = pyqtSignal()
    run_asked = pyqtSignal()
    last_asked = pyqtSignal()
    forget_asked = pyqtSignal()
    refresh_asked = pyqtSignal()
    stop_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = False
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 8, 6, 6)
        box.setSpacing(6)
        box.addLayout(self._progress_row())
        self.message = MessageLine()
        self.say = self.message.say
        box.addWidget(self.message)
        none = tr("Accept and reject regions, then save the marks as a concept with the button next to Search.")
        self.concepts = SavedList("concept", tr("Concepts"), none)
        box.addWidget(_title(tr("Concepts"), self.concepts))
        box.addWidget(self.concepts, 1)
        box.addLayout(self._concept_row())
        none = tr("Save a search with the button next to Search, and run it again when there is new imagery.")
        self.searches = SavedList("again", tr("Saved searches"), none)
        box.addWidget(_title(tr("Saved searches"), self.searches))
        box.addWidget(self.searches, 1)
        box.addLayout(self._search_row())
        self.concepts.used.connect(self.search_asked)
        self.concepts.delete_asked.connect(self.delete_asked)
        self.searches.used.connect(self.run_asked)
        self.searches.delete_asked.connect(self.forget_asked)
        for view in (self.concepts, self.searches):
            view.chosen.connect(self._enable)
        self.set_busy(False)

    def set_busy(self, busy: bool) -> None:
        """While the server works there is a button that stops it."""
        self._busy = busy
        self.progress.setVisible(busy)
        self.stop.setVisible(busy)
        if busy:
            self.progress.setValue(0)
        self._enable()

    def show_concepts(self, concepts: Sequence[ConceptFile]) -> None:
        """List these concepts."""
        self.concepts.show_things((one, one.name, concept_facts(one)) for one in concepts)

    def show_searches(self, searches: Sequence[SavedSearch]) -> None:
        """List these searches."""
        self.searches.show_things((one, one.name, search_facts(one)) for one in searches)

    def _progress_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(8)
        self.progress.setAccessibleName(tr("Progress"))
        self.stop = QPushButton(icon("stop"), tr("Stop"))
        self.stop.clicked.connect(self.stop_asked)
        row.addWidget(self.progress, 1)
        row.addWidget(self.stop)
        return row

    def _concept_row(self) -> QHBoxLayout:
        self.search = _button("search", tr("Search by the concept"))
        self.label = _button("labels", tr("Add the concept to the classes"))
        self.open = _button("open", tr("Import concepts"))
        self.export = _button("export", tr("Export the concept"))
        self.delete = _button("remove", tr("Delete the concept"))
        for button, asked in (
            (self.search, self.search_asked),
            (self.label, self.label_asked),
            (self.open, self.import_asked),
            (self.export, self.export_asked),
            (self.delete, self.delete_asked),
        ):
            button.clicked.connect(asked)
        self.search.setText(tr("Search"))
        self.search.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return _row((self.search, self.label), (self.open, self.export, self.delete))

    def _search_row(self) -> QHBoxLayout:
        self.run = _button("again", tr("Run the search again and show what is new"))
        self.last = _button("history", tr("Show the result of the server's last automatic run"))
        self.refresh = _button("refresh", tr("Refresh the list of saved searches"))
        self.forget = _button("remove", tr("Delete the saved search"))
        for button, asked in (
            (self.run, self.run_asked),
            (self.last, self.last_asked),
            (self.refresh, self.refresh_asked),
            (self.forget, self.forget_asked),
        ):
            button.clicked.connect(asked)
        self.run.setText(tr("Run again"))
        self.run.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return _row((self.run, self.last), (self.refresh, self.forget))

    def _enable(self) -> None:
        """Which buttons can be pressed."""
        concept, search, free = self.concepts.current(), self.searches.current(), not self._busy
        for button in (self.search, self.label, self.export, self.delete):
            button.setEnabled(concept is not None)
        self.refresh.setEnabled(free)
        for button in (self.run, self.forget):
            button.setEnabled(search is not None and free)
        self.last.setEnabled(search is not None and bool(search.job) and search.last is not None and free)


def _title(text: str, view: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(view)
    return label


def _row(left: Sequence[QToolButton], right: Sequence[QToolButton]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(2)
    for button in left:
        row.addWidget(button)
    row.addStretch(1)
    for button in right:
        row.addWidget(button)
    return row


def _button(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoRaise(True)
    return button
