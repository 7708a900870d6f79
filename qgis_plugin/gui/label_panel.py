"""The labels tab: classes, what is labelled, and how much ground each class got."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsMapLayerProxyModel
from qgis.gui import QgsCollapsibleGroupBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QColorDialog,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core import scope
from ..core.errors import BadInput
from ..core.label_set import LabelClass, preset_names, preset_title, read_csv, read_preset, write_csv
from ..core.lexicon import shipped_lexicon
from ..core.paths import resource_path
from ..core.translation import tr
from .area_chart import AreaChart
from .class_model import COLOUR, NAME, PROMPTS, ClassModel
from .icons import icon

FEATURES = "features"


class LabelPanel(QWidget):
    """Widgets of labelling; knows nothing of tasks or servers.

    Signals:
        label_asked, stop_asked: what the user wants.
        ask_map_toggled: whether a click on the map is to show the best three classes of a feature.
    """

    label_asked = pyqtSignal()
    stop_asked = pyqtSignal()
    ask_map_toggled = pyqtSignal(bool)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.set_title = tr("Labels")
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 8, 6, 6)
        box.setSpacing(6)
        box.addLayout(self._target_grid())
        box.addLayout(self._preset_row())
        box.addWidget(self._table(), 1)
        box.addWidget(self._options())
        row = QHBoxLayout()
        self.label = QPushButton(icon("labels"), tr("Label"))
        self.label.clicked.connect(self.label_asked)
        self.stop = QPushButton(icon("stop"), tr("Stop"))
        self.stop.clicked.connect(self.stop_asked)
        self.ask_map = _button("selection", tr("Click features on the map to see their best three classes"))
        self.ask_map.setCheckable(True)
        self.ask_map.toggled.connect(self.ask_map_toggled)
        for widget in (self.label, self.stop):
            row.addWidget(widget, 1)
        row.addWidget(self.ask_map)
        box.addLayout(row)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(8)
        box.addWidget(self.progress)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self.message)
        self.chart = AreaChart()
        box.addWidget(self.chart)
        self.set_busy(False)
        self.say("")
        self.ask_map.setEnabled(False)

    def say(self, sentence: str, is_error: bool = False) -> None:
        """Show a sentence; nothing if it is empty."""
        self.message.setText(sentence)
        self.message.setStyleSheet("color: #d4483b;" if is_error else "")
        self.message.setVisible(bool(sentence))

    def set_busy(self, busy: bool) -> None:
        """While labels are made their button stops it."""
        self.label.setVisible(not busy)
        self.stop.setVisible(busy)
        self.progress.setVisible(busy)
        if busy:
            self.progress.setValue(0)

    def load_preset(self, name: str) -> None:
        """Show the classes of a preset in the user's language."""
        folder = resource_path("label_sets")
        lexicon = shipped_lexicon(resource_path("lexicon"))
        self.set_title = preset_title(folder, name)
        self.classes.show(read_preset(folder, name, self.language, lexicon))

    def load_csv(self, file: Path) -> None:
        """Show the classes of a CSV file; a sentence if it is none."""
        try:
            found: list[LabelClass] = read_csv(file.read_text(encoding="utf-8-sig"), file.name)
        except (OSError, UnicodeDecodeError):
            self.say(tr("{file} cannot be read: check that it is there and UTF-8.", file=file.name), is_error=True)
            return
        except BadInput as error:
            self.say(str(error), is_error=True)
            return
        self.set_title = file.stem
        self.classes.show(found)
        self.say("")

    def save_csv(self, file: Path) -> None:
        """Write the classes to a CSV file."""
        try:
            file.write_text(write_csv(self.classes.classes()), encoding="utf-8")
        except OSError as error:
            reason = (error.strerror or "").rstrip(".")
            self.say(tr("{file} cannot be written: {reason}.", file=file.name, reason=reason), is_error=True)

    def _target_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        self.layer = QgsMapLayerComboBox()
        self.layer.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        self.scope = QComboBox()
        self.scope.addItem(tr("Extent of the map"), scope.CANVAS)
        self.scope.addItem(tr("Whole layer"), scope.WHOLE_LAYER)
        self.scope.addItem(tr("Features of a polygon layer"), FEATURES)
        self.features = QgsMapLayerComboBox()
        self.features.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.selected = QCheckBox(tr("Selected only"))
        self.features_name = QLabel(tr("Polygons"))
        self.scope.currentIndexChanged.connect(self._show_features)
        fields = (
            (QLabel(tr("Layer")), self.layer),
            (QLabel(tr("Label")), self.scope),
            (self.features_name, self.features),
        )
        for number, (name, field) in enumerate(fields):
            grid.addWidget(name, number, 0)
            grid.addWidget(field, number, 1)
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid.addWidget(self.selected, 3, 1)
        grid.setColumnStretch(1, 1)
        self._show_features()
        return grid

    def _preset_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self.preset = QComboBox()
        self.preset.addItem(tr("Preset ..."), "")
        folder = resource_path("label_sets")
        for name in preset_names(folder):
            self.preset.addItem(preset_title(folder, name), name)
        self.preset.activated.connect(lambda _: self._preset_chosen())
        self.preset.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(self.preset, 1)
        buttons = (
            ("add", tr("Add a class"), self._add),
            ("remove", tr("Remove the selected classes"), self._remove),
            ("open", tr("Open classes from CSV"), self._open),
            ("save", tr("Save classes as CSV"), self._save),
        )
        for name, tip, act in buttons:
            button = _button(name, tip)
            button.clicked.connect(act)
            row.addWidget(button)
        return row

    def _table(self) -> QTableView:
        self.classes = ClassModel(self)
        self.table = QTableView()
        self.table.setModel(self.classes)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setMinimumHeight(140)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(COLOUR, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(COLOUR, 30)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(PROMPTS, QHeaderView.ResizeMode.Interactive)
        words = self.fontMetrics().horizontalAdvance(tr("Prompts")) + 28
        self.table.setColumnWidth(PROMPTS, max(words, 100))
        self.table.doubleClicked.connect(self._choose_colour)
        return self.table

    def _options(self) -> QWidget:
        group = QgsCollapsibleGroupBox(tr("More"))
        grid = QGridLayout(group)
        self.other_below = _share_box()
        self.smooth = _share_box()
        self.transduce = QCheckBox(tr("Label everything together"))
        self.transduce.setToolTip(tr("Windows help each other to their classes; often better, sometimes worse"))
        grid.addWidget(QLabel(tr('"Other" below')), 0, 0)
        grid.addWidget(self.other_below, 0, 1)
        grid.addWidget(QLabel(tr("Smoothing")), 1, 0)
        grid.addWidget(self.smooth, 1, 1)
        grid.addWidget(self.transduce, 2, 0, 1, 2)
        group.setCollapsed(True)
        return group

    def _show_features(self) -> None:
        shown = self.scope.currentData() == FEATURES
        for widget in (self.features, self.features_name, self.selected):
            widget.setVisible(shown)

    def _preset_chosen(self) -> None:
        if self.preset.currentData():
            self.load_preset(self.preset.currentData())

    def _add(self) -> None:
        index = self.classes.add()
        self.table.scrollToBottom()
        self.table.setCurrentIndex(index)
        self.table.edit(index)

    def _remove(self) -> None:
        self.classes.remove({index.row() for index in self.table.selectionModel().selectedRows()})

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Open classes from CSV"), "", "CSV (*.csv *.txt)")
        if name:
            self.load_csv(Path(name))

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Save classes as CSV"), f"{self.set_title}.csv", "CSV (*.csv)")
        if name:
            self.save_csv(Path(name))

    def _choose_colour(self, index: QModelIndex) -> None:
        if index.column() == COLOUR:
            now = QColor(index.data(int(Qt.ItemDataRole.DecorationRole)))
            chosen = QColorDialog.getColor(now, self, tr("Colour of the class"))
            if chosen.isValid():
                self.classes.setData(index, chosen.name())


def _button(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoRaise(True)
    return button


def _share_box() -> QDoubleSpinBox:
    box: Any = QDoubleSpinBox()
    box.setRange(0, 1)
    box.setSingleStep(0.05)
    box.setDecimals(2)
    return box
