"""A menu of algorithms with more inputs than the dock has: they open with the dock's layer and words."""

from __future__ import annotations

import importlib
from typing import Any, Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QMenu, QToolButton, QWidget

from ..core.translation import tr
from .icons import icon
from .pairs_window import PairsWindow

SHOWN = "PAIRS"
"""The output of a comparison that has both dates of every region side by side."""


class AlgorithmButton(QToolButton):
    """Opens algorithms of the Processing toolbox.

    Args:
        said: the layer and the words of the dock.
        told: who is told what went wrong.
        served: calls back once there is a server, which algorithms do not start themselves.
    """

    def __init__(
        self,
        said: Callable[[], tuple[Any, str]],
        told: Callable[[str], None],
        served: Callable[[Callable[[], None]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._said, self._told, self._served = said, told, served
        self.dialog: Any = None
        self.pairs: PairsWindow | None = None
        tip = tr("More tools for this layer")
        self.setIcon(icon("tools"))
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        for title, name in (
            (tr("Compare two dates"), "change"),
            (tr("Count objects"), "count"),
            (tr("Search many layers"), "searchmanylayers"),
        ):
            menu.addAction(f"{title} ...", lambda _=False, name=name: self.open(name))
        self.setMenu(menu)

    def open(self, name: str) -> None:
        """Open the window of an algorithm, with the layer and the words that the dock shows."""
        if QgsApplication.processingRegistry().algorithmById(f"terralex:{name}") is None:
            self._told(tr("The Processing plugin is off: enable it in the plugin manager."))
            return
        self._served(lambda: self._show(name))

    def _show(self, name: str) -> None:
        # QGIS's own plugin, which may be off, and which no stub describes.
        processing = importlib.import_module("processing")
        layer, words = self._said()
        layers = {"INPUTS": [layer]} if name == "searchmanylayers" else {"INPUT": layer}
        given = {**(layers if layer is not None else {}), "TEXT": words}
        if name == "change":
            given[SHOWN] = "TEMPORARY_OUTPUT"
        self.dialog = processing.createAlgorithmDialog(f"terralex:{name}", given)
        self.dialog.algorithmFinished.connect(self._finished)
        self.dialog.show()

    def _finished(self, well: bool, found: Any) -> None:
        if well and found.get(SHOWN):
            self.pairs = PairsWindow(str(found[SHOWN]), self)
            self.pairs.show()

    def close_windows(self) -> None:
        """Close what was opened; for when the plugin goes."""
        for window in (self.dialog, self.pairs):
            if window is not None:
                window.close()
        self.dialog = self.pairs = None
