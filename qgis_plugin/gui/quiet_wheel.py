"""The wheel scrolls: over a field that nobody has clicked it changes no value."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox, QScrollBar, QWidget


class QuietWheel(QObject):
    """Passes the wheel on to what is scrolled, unless the field has the focus."""

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if event.type() == QEvent.Type.Wheel and not watched.hasFocus():
            # Ignored, it goes to the parent, which scrolls.
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def quiet_wheel(parent: QWidget) -> None:
    """Keep the wheel from changing the fields in a widget; call it when all of them are there."""
    keeper = QuietWheel(parent)
    kinds: tuple[Any, ...] = (QComboBox, QAbstractSpinBox, QAbstractSlider)
    for kind in kinds:
        for field in parent.findChildren(kind):
            if isinstance(field, QScrollBar):
                continue
            # Else the wheel itself would give it the focus.
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.installEventFilter(keeper)
