"""What is seldom needed, folded away under one word."""

from __future__ import annotations

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtWidgets import QLayout, QToolButton


class MoreGroup(QgsCollapsibleGroupBox):
    """Folded at first; afterwards as the user left it."""

    def __init__(self, title: str, name: str, layout: QLayout, folded: bool = True) -> None:
        """``name`` is under which QGIS remembers whether it is folded."""
        super().__init__(title)
        self.setObjectName(name)
        self.setLayout(layout)
        self.setAccessibleName(title)
        for button in self.findChildren(QToolButton, "collapseButton"):
            # It has no words of its own for a screen reader.
            button.setAccessibleName(title)
        self.setCollapsed(folded)
