"""What came of a labelling, under its classes: the best classes on click, how sure they are, ground, and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Callable

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core.area_table import areas_csv
from ..core.label_style import has_confidence, is_pale
from ..core.label_task import ClassArea
from ..core.translation import tr
from .area_chart import AreaChart
from .icons import icon
from .message_line import MessageLine


class LabelResult(QWidget):
    """Buttons that are always there and can be pressed once there are labels; below them all that is told.

    ``title`` is what a file of the areas is called.
    """

    def __init__(self, title: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(2)
        self.ask_map = _button("selection", tr("Click features on the map to see their three best classes"))
        self.ask_map.setText(tr("Three best classes on click"))
        self.ask_map.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.ask_map.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.confidence = _button("confidence", tr("Draw areas paler where their class is less certain"))
        self.confidence.setCheckable(True)
        self.save_areas = _button("export", tr("Save the area of each class as CSV"))
        self.save_areas.clicked.connect(lambda _: self._save_areas())
        for button in (self.ask_map, self.confidence, self.save_areas):
            row.addWidget(button, int(button is self.ask_map))
        box.addLayout(row)
        self.message = MessageLine()
        box.addWidget(self.message)
        self.best = MessageLine()
        box.addWidget(self.best)
        self.chart = AreaChart()
        box.addWidget(self.chart)
        self.show_layer(None)
        self.show_areas(())

    def show_layer(self, layer: Any) -> None:
        """The layer that holds the labels; None while there is none."""
        self.ask_map.setEnabled(layer is not None)
        sure = layer is not None and has_confidence(layer)
        self.confidence.setEnabled(sure)
        self.confidence.blockSignals(True)
        self.confidence.setChecked(sure and is_pale(layer))
        self.confidence.blockSignals(False)

    def show_areas(self, areas: Sequence[ClassArea]) -> None:
        """Show how much ground each class has; nothing if there are none."""
        self.chart.show_areas(areas)
        self.save_areas.setEnabled(bool(areas))

    def show_best(self, words: str) -> None:
        """Show the best classes of a feature, where they are seen even if the panel is too high for its dock."""
        self.best.say(words)
        area = self.parent()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parent()
        if area is not None:
            QTimer.singleShot(0, lambda: area.ensureWidgetVisible(self.best))

    def write_areas(self, file: Path) -> None:
        """Write the ground of each class to a CSV file; a sentence if that cannot be done."""
        try:
            file.write_text(areas_csv(self.chart.areas), encoding="utf-8-sig")
        except OSError as error:
            reason = (error.strerror or "").rstrip(".")
            self.message.say(tr("{file} cannot be written: {reason}.", file=file.name, reason=reason), is_error=True)

    def _save_areas(self) -> None:
        title = tr("Save the area of each class as CSV")
        name, _ = QFileDialog.getSaveFileName(self, title, f"{self._title()}.csv", "CSV (*.csv)")
        if name:
            self.write_areas(Path(name))


def _button(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button
