"""The labels tab: classes, what to label, and the area of each class."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core import scope
from ..core.errors import BadInput
from ..core.label_set import LabelClass, preset_names, preset_title, read_csv, read_preset, taught_class, write_csv
from ..core.lexicon import shipped_lexicon
from ..core.paths import resource_path
from ..core.translation import tr
from .class_model import ClassModel
from .class_table import ClassTable
from .icons import icon
from .label_result import LabelResult
from .layer_choice import LayerChoice, PolygonChoice
from .more_group import MoreGroup
from .quiet_wheel import quiet_wheel
from .saved_button import ConceptButton

FEATURES = "features"


class LabelPanel(QWidget):
    """Widgets of labelling; knows nothing of tasks or servers.

    Signals:
        label_asked, stop_asked: what the user wants.
    """

    label_asked = pyqtSignal()
    stop_asked = pyqtSignal()

    def __init__(self, iface: Any, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.set_title = tr("Own classes")
        self._preset_names: set[str] = set()
        self._preset_title = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 8, 6, 6)
        box.setSpacing(6)
        box.addLayout(self._target_grid(iface))
        self.classes = ClassModel(self)
        self.table = ClassTable(self.classes)
        box.addWidget(self._presets())
        # What comes of it appears below: the buttons stay where they are.
        box.addWidget(self.table)
        box.addLayout(self._class_row())
        box.addWidget(self._more())
        row = QHBoxLayout()
        self.label = QPushButton(icon("labels"), tr("Label"))
        self.label.clicked.connect(self.label_asked)
        self.stop = QPushButton(icon("stop"), tr("Stop"))
        self.stop.clicked.connect(self.stop_asked)
        for widget in (self.label, self.stop):
            row.addWidget(widget)
        box.addLayout(row)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(8)
        self.progress.setAccessibleName(tr("Progress"))
        held = self.progress.sizePolicy()
        held.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(held)
        box.addWidget(self.progress)
        self.result = LabelResult(lambda: self.set_title)
        self.message = self.result.message
        self.say = self.message.say
        box.addWidget(self.result)
        box.addStretch(1)
        self.set_busy(False)
        for changed in (self.classes.dataChanged, self.classes.modelReset, self.classes.rowsInserted):
            changed.connect(lambda *_: self._name_classes())
        quiet_wheel(self)

    def set_busy(self, busy: bool) -> None:
        """While labelling is running, its button stops it."""
        self.label.setVisible(not busy)
        self.stop.setVisible(busy)
        self.progress.setVisible(busy)
        if busy:
            self.progress.setValue(0)

    def load_preset(self, name: str) -> None:
        """Show the classes of a preset in the user's language."""
        folder = resource_path("label_sets")
        lexicon = shipped_lexicon(resource_path("lexicon"))
        classes = read_preset(folder, name, self.language, lexicon)
        self._preset_names = {label.name for label in classes}
        self._preset_title = preset_title(folder, name)
        self.preset.setCurrentIndex(self.preset.findData(name))
        self.classes.show(classes)

    def show_classes(self, title: str, classes: list[LabelClass]) -> None:
        """Show the classes of an earlier labelling."""
        folder, names = resource_path("label_sets"), {one.name for one in classes}
        for preset in preset_names(folder):
            if preset_title(folder, preset) == title:
                self.load_preset(preset)
        if self._preset_names != names:
            self.preset.setCurrentIndex(0)
        self.classes.show(classes)
        if not self.shows_preset():
            self.set_title = title

    def shows_preset(self) -> bool:
        """Whether the classes are those of a preset, whatever their colours and prompts are now."""
        return {label.name for label in self.classes.classes()} == self._preset_names

    def load_csv(self, file: Path) -> None:
        """Show the classes of a CSV file; shows a sentence if it is not one."""
        try:
            classes: list[LabelClass] = read_csv(file.read_text(encoding="utf-8-sig"), file.name)
        except (OSError, UnicodeDecodeError):
            self.say(tr("{file} cannot be read: check that it exists and is UTF-8.", file=file.name), is_error=True)
            return
        except BadInput as error:
            self.say(str(error), is_error=True)
            return
        self.classes.show(classes)
        if not self.shows_preset():
            self.set_title = file.stem
        self.say("")

    def save_csv(self, file: Path) -> None:
        """Write the classes to a CSV file."""
        try:
            file.write_text(write_csv(self.classes.classes()), encoding="utf-8")
        except OSError as error:
            reason = (error.strerror or "").rstrip(".")
            self.say(tr("{file} cannot be written: {reason}.", file=file.name, reason=reason), is_error=True)

    def _target_grid(self, iface: Any) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        self.layer = LayerChoice(iface)
        self.scope = QComboBox()
        self.scope.addItem(tr("Extent of the map"), scope.CANVAS)
        self.scope.addItem(tr("Whole layer"), scope.WHOLE_LAYER)
        self.scope.addItem(tr("Features of a polygon layer"), FEATURES)
        self.features = PolygonChoice(iface)
        self.selected = QCheckBox(tr("Selected only"))
        self.features_name = QLabel(tr("Polygons"))
        self.scope.currentIndexChanged.connect(self._show_features)
        fields = (
            (QLabel(tr("Layer")), self.layer),
            (QLabel(tr("Label")), self.scope),
            (self.features_name, self.features),
        )
        for number, (name, field) in enumerate(fields):
            name.setBuddy(field)
            field.setAccessibleName(name.text())
            grid.addWidget(name, number, 0)
            grid.addWidget(field, number, 1)
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid.addWidget(self.selected, 3, 1)
        grid.setColumnStretch(1, 1)
        self._show_features()
        return grid

    def _presets(self) -> QComboBox:
        self.preset = QComboBox()
        self.preset.setAccessibleName(tr("Preset"))
        self.preset.addItem(tr("Preset…"), "")
        folder = resource_path("label_sets")
        for name in preset_names(folder):
            self.preset.addItem(preset_title(folder, name), name)
        self.preset.activated.connect(lambda _: self._preset_chosen())
        self.preset.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return self.preset

    def _class_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self.add = _button("add", tr("Add a class"))
        self.remove = _button("remove", tr("Remove the selected classes"))
        self.open = _button("open", tr("Load classes from CSV"))
        self.save = _button("save", tr("Save classes as CSV"))
        acts = (self.table.add, self.table.remove_selected, self._open, self._save)
        for button, act in zip((self.add, self.remove, self.open, self.save), acts):
            button.setAutoRaise(True)
            button.clicked.connect(lambda _, act=act: act())
            row.addWidget(button)
        self.concepts = ConceptButton(tr("Add one of your concepts as a class"))
        self.concepts.setAutoRaise(True)
        self.concepts.chosen.connect(lambda concept: self.classes.add_class(taught_class(concept)))
        row.insertWidget(2, self.concepts)
        row.insertStretch(3, 1)
        return row

    def _more(self) -> QWidget:
        grid = QGridLayout()
        self.other_below = _share_box(tr('Below this confidence (0 to 1), the label is "other"'))
        self.other_below.setSpecialValueText(tr("automatic"))
        self.smooth = _share_box(tr("Influence of overlapping windows on each other, from 0 to 1"))
        self.transduce = QCheckBox(tr("Label everything together"))
        self.transduce.setToolTip(
            tr("Transduction: windows support each other's classes; often better, sometimes worse")
        )
        for number, (name, field) in enumerate(
            ((tr('"Other" below'), self.other_below), (tr("Smoothing"), self.smooth))
        ):
            label = QLabel(name)
            label.setBuddy(field)
            label.setWordWrap(True)
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            field.setAccessibleName(name)
            grid.addWidget(label, number, 0)
            grid.addWidget(field, number, 1)
        grid.addWidget(self.transduce, 2, 0, 1, 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        self.more = MoreGroup(tr("More"), "TerralexLabelsMore", grid)
        return self.more

    def _show_features(self) -> None:
        shown = self.scope.currentData() == FEATURES
        for widget in (self.features, self.features_name, self.selected):
            widget.setVisible(shown)

    def _name_classes(self) -> None:
        """A preset's name stands over its own classes, and over no others."""
        if self.shows_preset() and self._preset_names:
            self.set_title = self._preset_title
        elif self.set_title == self._preset_title:
            self.set_title = tr("Own classes")
        own = not self.shows_preset()
        self.preset.setItemText(0, tr("Own classes") if own and self.classes.rowCount() else tr("Preset…"))
        if own:
            self.preset.setCurrentIndex(0)

    def _preset_chosen(self) -> None:
        if self.preset.currentData():
            self.load_preset(self.preset.currentData())

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Load classes from CSV"), "", "CSV (*.csv *.txt)")
        if name:
            self.load_csv(Path(name))

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Save classes as CSV"), f"{self.set_title}.csv", "CSV (*.csv)")
        if name:
            self.save_csv(Path(name))


def _button(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button


def _share_box(tip: str) -> QDoubleSpinBox:
    box: Any = QDoubleSpinBox()
    box.setToolTip(tip)
    box.setRange(0, 1)
    box.setSingleStep(0.05)
    box.setDecimals(2)
    return box
