"""The line to type in: suggestions in ten languages at once, and what was looked for before."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QEvent, QModelIndex, QStringListModel, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QCompleter, QLineEdit, QWidget

from ..core.history import past_queries
from ..core.lexicon import Suggestion, shipped_lexicon
from ..core.paths import resource_path
from ..core.translation import tr
from .icons import icon

BESIDE = "    "
"""Between a suggestion and what it means."""


class QueryEdit(QLineEdit):
    """Free text, with suggestions while it is typed.

    Signals:
        submitted: the user pressed Enter.
    """

    submitted = pyqtSignal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.setClearButtonEnabled(True)
        self._rows: dict[str, str] = {}
        # Whether what is offered takes the place of everything that is typed, not of the last phrase alone.
        self._whole = False
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._completer.setMaxVisibleItems(12)
        self._completer.activated.connect(self._take)
        # A pause, so that fast typing does not search the lexicon at every key.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(60)
        self._pause.timeout.connect(self.suggest)
        self.setAccessibleName(tr("What to look for"))
        past = self.addAction(icon("history"), QLineEdit.ActionPosition.LeadingPosition)
        past.setToolTip(tr("Search history"))
        past.triggered.connect(self.show_past)
        self.textEdited.connect(lambda _: self._pause.start())
        self.returnPressed.connect(self._submit)

    def suggestions(self) -> list[str]:
        """What is offered now."""
        return list(self._rows)

    def suggest(self) -> None:
        """Offer names that fit what is typed; what was looked for before if nothing is."""
        typed = self.text()
        if typed.strip():
            suggestions = shipped_lexicon(resource_path("lexicon")).suggest(typed, self.language)
            self._offer({_shown(suggestion, self.language): suggestion.text for suggestion in suggestions})
        else:
            self._offer({text: text for text in past_queries()[:12]})

    def show_past(self) -> None:
        """Offer what was looked for before, whatever is typed."""
        self.setFocus()
        self._offer({text: text for text in past_queries()[:12]}, whole=True)

    def _offer(self, rows: dict[str, str], whole: bool = False) -> None:
        self._rows, self._whole = rows, whole
        self._names.setStringList(list(rows))
        popup = self._completer.popup()
        if rows and self.hasFocus():
            self._completer.complete()
            # Enter searches for what is typed, unless the user has gone down to a suggestion.
            popup.setCurrentIndex(QModelIndex())
        else:
            popup.hide()

    def keyPressEvent(self, event: Any) -> None:
        popup = self._completer.popup()
        if event.key() == Qt.Key.Key_Down and not popup.isVisible():
            self.suggest()
            return
        if event.key() == Qt.Key.Key_Escape and popup.isVisible():
            popup.hide()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and popup.isVisible():
            index = popup.currentIndex()
            if index.isValid():
                # It is taken, not searched for yet: more phrases may follow.
                popup.hide()
                self._take(str(index.data()))
                return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        super().focusInEvent(event)
        # Read before the first key, not at it; it takes some ten milliseconds.
        QTimer.singleShot(0, lambda: shipped_lexicon(resource_path("lexicon")))

    def _take(self, row: str) -> None:
        taken = self._rows.get(row, row)
        before, mark, _ = ("", "", "") if self._whole else self.text().replace("；", ";").rpartition(";")
        self.setText(f"{before}{mark} {taken}".strip() if mark else taken)

    def _submit(self) -> None:
        self._pause.stop()
        self._completer.popup().hide()
        self.submitted.emit()


def _shown(one: Suggestion, language: str) -> str:
    same = one.language == language or one.meaning.casefold() == one.text.casefold()
    return one.text if same else f"{one.text}{BESIDE}({one.meaning})"
