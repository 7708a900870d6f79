"""The concept that is searched for instead of words, shown below the words with a button to remove it."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from ..core.concept_file import ConceptFile
from ..core.translation import tr
from .concept_words import concept_facts
from .icons import icon


class ConceptChip(QWidget):
    """There while a concept is looked for.

    Signals:
        changed: another concept, or none.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.concept: ConceptFile | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        picture = QLabel()
        picture.setPixmap(icon("concept").pixmap(16, 16))
        self.name = QLabel()
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.remove = QToolButton()
        self.remove.setIcon(icon("remove"))
        self.remove.setAutoRaise(True)
        self.remove.setToolTip(tr("Go back to words"))
        self.remove.setAccessibleName(tr("Go back to words"))
        self.remove.clicked.connect(lambda _: self.show_concept(None))
        row.addWidget(picture)
        row.addWidget(self.name, 1)
        row.addWidget(self.remove)
        self.setVisible(False)

    def show_concept(self, concept: ConceptFile | None) -> None:
        """Look for this one; for none if it is None."""
        if concept == self.concept:
            return
        self.concept = concept
        if concept is not None:
            self.name.setText(tr("Concept: {name}", name=concept.name))
            self.setToolTip(concept_facts(concept))
        self.setVisible(concept is not None)
        self.changed.emit()
