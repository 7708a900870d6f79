"""The search tab: what to look for, where, and the answers."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsMapLayerProxyModel
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core import scope
from ..core.translation import tr
from .example_bar import ExampleBar
from .icons import icon
from .query_edit import QueryEdit
from .region_list import RegionList

SIZES_M = ("25", "50", "100", "200", "400", "800")
MODES = ("merged", "windows", "outline")


class SearchPanel(QWidget):
    """Widgets of the search; knows nothing of tasks or servers.

    Signals:
        search_asked, stop_asked, refine_asked, export_asked: what the user wants.
        least_changed: the relevance slider was moved, 0-1.
    """

    search_asked = pyqtSignal()
    stop_asked = pyqtSignal()
    refine_asked = pyqtSignal()
    export_asked = pyqtSignal()
    least_changed = pyqtSignal(float)

    def __init__(self, iface: Any, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 8, 6, 6)
        box.setSpacing(6)
        box.addLayout(self._query_row(language))
        self.unwanted = QLineEdit()
        self.unwanted.setPlaceholderText(tr("but not ... (car park; road)"))
        self.unwanted.setClearButtonEnabled(True)
        self.unwanted.returnPressed.connect(self.search_asked)
        box.addWidget(self.unwanted)
        self.examples = ExampleBar(iface)
        box.addWidget(self.examples)
        box.addLayout(self._where_grid())
        self.coverage = _quiet_label()
        box.addWidget(self.coverage)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(8)
        box.addWidget(self.progress)
        self.message = _quiet_label()
        box.addWidget(self.message)
        box.addLayout(self._slider_row())
        self.list = RegionList()
        box.addWidget(self.list, 1)
        box.addLayout(self._answer_row())
        self.set_busy(False)
        self.show_count(0)

    def say(self, sentence: str, is_error: bool = False) -> None:
        """Show a sentence under the progress bar; nothing if it is empty."""
        self.message.setText(sentence)
        self.message.setStyleSheet("color: #d4483b;" if is_error else "")
        self.message.setVisible(bool(sentence))

    def set_busy(self, busy: bool) -> None:
        """While a search runs its button stops it."""
        self.search.setVisible(not busy)
        self.stop.setVisible(busy)
        self.progress.setVisible(busy)
        if busy:
            self.progress.setValue(0)

    def show_count(self, count: int) -> None:
        """How many regions there are; buttons that need some."""
        for widget in (self.slider, self.least, self.slider_title):
            widget.setVisible(count > 0)
        for button in self.answer_buttons:
            button.setEnabled(count > 0)

    def window_sizes_m(self) -> list[float]:
        """Sizes that the user has chosen or typed; empty to let the server choose."""
        if self.size.currentIndex() == 0 and self.size.currentText() == self.size.itemText(0):
            return []
        found = []
        for part in self.size.currentText().replace("m", " ").replace(",", " ").split():
            try:
                found.append(float(part))
            except ValueError:
                continue
        return [size for size in found if size > 0]

    def _query_row(self, language: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.query = QueryEdit(language)
        self.query.setPlaceholderText(tr("What to look for: airport, 저수지, Solaranlage ..."))
        self.query.submitted.connect(self.search_asked)
        self.search = _button("search", tr("Search"))
        self.search.clicked.connect(self.search_asked)
        self.stop = _button("stop", tr("Stop"))
        self.stop.clicked.connect(self.stop_asked)
        for widget in (self.query, self.search, self.stop):
            row.addWidget(widget)
        return row

    def _where_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        self.layer = QgsMapLayerComboBox()
        self.layer.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        self.scope = QComboBox()
        self.scope.addItem(tr("Extent of the map"), scope.CANVAS)
        self.scope.addItem(tr("Whole layer"), scope.WHOLE_LAYER)
        self.scope.addItem(tr("Selected features"), scope.SELECTION)
        self.size = QComboBox()
        self.size.setEditable(True)
        self.size.addItem(tr("Automatic"))
        self.size.addItems([f"{size} m" for size in SIZES_M])
        self.size.setToolTip(tr("Side of the regions on the ground in metres; several may be typed"))
        self.mode = QComboBox()
        for title, mode in zip((tr("Merged"), tr("Single windows"), tr("Outlines")), MODES):
            self.mode.addItem(title, mode)
        self.mode.setToolTip(tr("Shape of the regions"))
        rows = (
            (tr("Layer"), self.layer),
            (tr("Where"), self.scope),
            (tr("Size"), self.size),
            (tr("Shape"), self.mode),
        )
        for number, (name, field) in enumerate(rows):
            grid.addWidget(QLabel(name), number, 0)
            grid.addWidget(field, number, 1)
        for combo in (self.layer, self.scope, self.size, self.mode):
            combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid.setColumnStretch(1, 1)
        return grid

    def _slider_row(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        self.slider_title = QLabel(tr("Relevance"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setAccessibleName(tr("Least relevance"))
        self.least = QLabel()
        self.least.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.slider.valueChanged.connect(self._slid)
        grid.addWidget(self.slider_title, 0, 0)
        grid.addWidget(self.least, 0, 1)
        grid.addWidget(self.slider, 1, 0, 1, 2)
        return grid

    def _answer_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self.accept = _button("accept", tr("Accept the region (A)"))
        self.reject = _button("reject", tr("Reject the region (R)"))
        self.refine = _button("more-like", tr("More like the accepted"), words=tr("More like the accepted"))
        self.export = _button("export", tr("Export the accepted regions"))
        self.accept.clicked.connect(lambda: self.list.mark("accepted"))
        self.reject.clicked.connect(lambda: self.list.mark("rejected"))
        self.refine.clicked.connect(self.refine_asked)
        self.export.clicked.connect(self.export_asked)
        self.refine.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.answer_buttons = (self.accept, self.reject, self.refine, self.export)
        row.addWidget(self.accept)
        row.addWidget(self.reject)
        row.addWidget(self.refine, 1)
        row.addWidget(self.export)
        return row

    def _slid(self, percent: int) -> None:
        self.list.filter.set_least(percent / 100)
        self.refresh_least()
        self.least_changed.emit(percent / 100)

    def refresh_least(self) -> None:
        """Say the least relevance and how many regions reach it."""
        self.least.setText(f"{self.slider.value()} %  ({self.list.filter.rowCount()})")


def _button(name: str, tip: str, words: str = "") -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    if words:
        button.setText(words)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button


def _quiet_label() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setVisible(False)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
