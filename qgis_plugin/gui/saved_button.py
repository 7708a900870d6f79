"""A button with what was saved: concepts to choose from, and ways to save what is there now."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QMenu, QToolButton, QWidget

from ..core.concept_shelf import users_concepts
from ..core.translation import tr
from .concept_words import concept_facts
from .icons import icon


class ConceptButton(QToolButton):
    """Offers the concepts of the user.

    Signals:
        chosen: one of them.
    """

    chosen = pyqtSignal(object)

    def __init__(self, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(icon("concept"))
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)

    def fill(self) -> None:
        """List what there is now."""
        menu = self.menu()
        menu.clear()
        concepts = users_concepts().all()
        for concept in concepts:
            # An ampersand would be taken for the mark of a key.
            action = menu.addAction(icon("concept"), concept.name.replace("&", "&&"))
            action.setToolTip(concept_facts(concept))
            action.triggered.connect(lambda _=False, one=concept: self.chosen.emit(one))
        if not concepts:
            menu.addAction(tr("No concept is saved yet")).setEnabled(False)


class SavedButton(ConceptButton):
    """Concepts to search by, and what can be saved of the search.

    Signals:
        keep_concept_asked, keep_search_asked, all_asked: what the user wants.
    """

    keep_concept_asked = pyqtSignal()
    keep_search_asked = pyqtSignal()
    all_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Concepts and saved searches"), parent)

    def fill(self) -> None:
        super().fill()
        menu = self.menu()
        menu.addSeparator()
        menu.addAction(icon("save"), tr("Save the marks as a concept ..."), self.keep_concept_asked.emit)
        menu.addAction(icon("save"), tr("Save this search ..."), self.keep_search_asked.emit)
        menu.addSeparator()
        menu.addAction(tr("Show everything saved"), self.all_asked.emit)
