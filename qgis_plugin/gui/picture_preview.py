"""A larger picture of what is under the mouse, beside the list."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QPixmap
from qgis.PyQt.QtWidgets import QLabel, QWidget

GAP = 8


class PicturePreview(QLabel):
    """A picture without a window's frame that takes no mouse and no keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.WindowTransparentForInput)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMargin(2)

    def show_picture(self, picture: QPixmap | None, place: QPoint) -> None:
        """Show it left of a place of the screen, right of it where there is no room; nothing if it is not drawn yet."""
        if picture is None or picture.isNull():
            self.hide()
            return
        self.setPixmap(picture)
        self.adjustSize()
        beside = self.parentWidget().width() if place.x() < self.width() + GAP else -self.width() - GAP
        self.move(place.x() + beside, place.y())
        self.show()
