"""Both dates of every changed region, side by side."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPixmap
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from ..core.translation import tr

EDGE = 40


class PairsWindow(QDialog):
    """Shows the server's image; Escape closes it."""

    def __init__(self, file: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Both dates side by side"))
        box = QVBoxLayout(self)
        said = QLabel(tr("The earlier date is on the left, the later one on the right."))
        said.setWordWrap(True)
        box.addWidget(said)
        self.picture = QLabel()
        self.picture.setPixmap(QPixmap(file))
        self.picture.setAccessibleName(tr("Both dates side by side"))
        area = QScrollArea()
        area.setWidget(self.picture)
        area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(area, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box.addWidget(buttons)
        size = self.picture.pixmap().size()
        self.resize(min(size.width() + 2 * EDGE, 900), min(size.height() + 4 * EDGE, 700))
