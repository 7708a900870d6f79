"""One sentence for the user: how it stands, or what went wrong and where to put it right."""

from __future__ import annotations

import html

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QWidget

from ..core.translation import tr
from .icons import on_dark

_OPTIONS, _OFFER = "options", "offer"
ERROR_ON_LIGHT, ERROR_ON_DARK = "#b3261e", "#ff8a80"


def error_colour() -> str:
    """The colour of sentences that say what went wrong, readable on the user's theme."""
    return ERROR_ON_DARK if on_dark() else ERROR_ON_LIGHT


class MessageLine(QLabel):
    """A label that is there while it has something to say: ``said``.

    Signals:
        options_asked: the user wants to set up the server.
        offer_taken: the user wants what was offered.
    """

    options_asked = pyqtSignal()
    offer_taken = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = ""
        self.setWordWrap(True)
        self.setVisible(False)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.LinksAccessibleByMouse)
        self.linkActivated.connect(self._follow)

    def say(self, sentence: str, is_error: bool = False, offer_options: bool = False, offer: str = "") -> None:
        """Show a sentence; nothing if it is empty.

        Args:
            sentence: what is said.
            is_error: whether it says what went wrong.
            offer_options: whether the options may help: a link behind the sentence leads there.
            offer: words of a link that takes what is offered.
        """
        self.said = sentence
        if offer_options or offer:
            words = tr("Set up the server") if offer_options else offer
            colour = f' style="color:{error_colour()}"' if is_error else ""
            link = f'<a href="{_OPTIONS if offer_options else _OFFER}"{colour}>{html.escape(words)}</a>'
            self.setTextFormat(Qt.TextFormat.RichText)
            self.setText(f"{html.escape(sentence)} {link}")
            # With a link in it, the label is a stop for the Tab key.
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setTextInteractionFlags(self.textInteractionFlags() | Qt.TextInteractionFlag.LinksAccessibleByKeyboard)
        else:
            self.setTextFormat(Qt.TextFormat.PlainText)
            self.setText(sentence)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setStyleSheet(f"color: {error_colour()};" if is_error else "")
        self.setVisible(bool(sentence))

    def _follow(self, link: str) -> None:
        (self.options_asked if link == _OPTIONS else self.offer_taken).emit()
