"""The search tab: words, area and results."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

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
from ..core.concept_file import ConceptFile
from ..core.region import ACCEPTED, OPEN, REJECTED, Region
from ..core.translation import localised, tr
from .concept_chip import ConceptChip
from .drawn_area import DrawnArea
from .example_bar import ExampleBar
from .icons import icon
from .layer_choice import LayerChoice
from .message_line import MessageLine
from .more_group import MoreGroup
from .query_edit import QueryEdit
from .quiet_wheel import quiet_wheel
from .region_delegate import row_height
from .region_filter import ALL, BY_MARK, BY_RANK
from .region_list import RegionList
from .saved_button import SavedButton

SIZES_M = ("25", "50", "100", "200", "400", "800")
MODES = ("merged", "windows", "outline")
ROWS_SEEN = 3
"""Regions that are in view however little room there is; below that the panel scrolls."""


class SearchPanel(QWidget):
    """Widgets of the search; knows nothing of tasks or servers.

    Signals:
        search_asked, stop_asked, refine_asked, export_asked, back_asked, heat_asked: what the
            user wants.
        least_changed: the relevance slider was moved, 0-1.
    """

    search_asked = pyqtSignal()
    stop_asked = pyqtSignal()
    refine_asked = pyqtSignal()
    export_asked = pyqtSignal()
    back_asked = pyqtSignal()
    heat_asked = pyqtSignal()
    least_changed = pyqtSignal(float)

    def __init__(self, iface: Any, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 8, 6, 6)
        box.setSpacing(6)
        box.addLayout(self._query_row(language))
        self.concept = ConceptChip()
        self.concept.changed.connect(self._concept_changed)
        box.addWidget(self.concept)
        self.unwanted = QLineEdit()
        self.unwanted.setPlaceholderText(tr("but not … (car park; road)"))
        self.unwanted.setAccessibleName(tr("But not"))
        self.unwanted.setToolTip(tr("Things that look similar but are not wanted; separate phrases with semicolons"))
        self.unwanted.setClearButtonEnabled(True)
        self.unwanted.returnPressed.connect(self.search_asked)
        box.addWidget(self.unwanted)
        self.layer = LayerChoice(iface)
        self.examples = ExampleBar(iface, self.layer.currentLayer)
        box.addWidget(self.examples)
        box.addLayout(self._where_grid(iface.mapCanvas()))
        box.addWidget(self._more())
        self.coverage = MessageLine()
        box.addWidget(self.coverage)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(8)
        self.progress.setAccessibleName(tr("Progress"))
        held = self.progress.sizePolicy()
        held.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(held)
        box.addWidget(self.progress)
        self.message = MessageLine()
        self.say = self.message.say
        box.addWidget(self.message)
        box.addLayout(self._slider_row())
        self.list = RegionList()
        box.addLayout(self._view_row())
        self.list.setMinimumHeight(ROWS_SEEN * row_height(self.list.font()))
        self.list.regions.status_set.connect(lambda *_: self._show_marks())
        box.addWidget(self.list, 1)
        box.addLayout(self._answer_row())
        quiet_wheel(self)
        self._busy = False
        self.set_busy(False)
        self.show_regions([])

    def set_busy(self, busy: bool) -> None:
        """While a search is running, its button stops it."""
        self._busy = busy
        self.search.setVisible(not busy)
        self.stop.setVisible(busy)
        self.progress.setVisible(busy)
        self._show_marks()
        if busy:
            self.progress.setValue(0)

    def show_regions(
        self, regions: list[Region], so_far: bool = False, statuses: Mapping[int, str] | None = None
    ) -> None:
        """Show the answer, or what has been found of it so far; ``statuses`` by rank, of one of long ago."""
        if not so_far:
            self.marks.setCurrentIndex(0)
        self.list.show_regions(regions, so_far, statuses)
        for widget in (self.slider, self.least, self.slider_title, self.marks, self.order, self.gallery):
            widget.setVisible(bool(regions))
        self._show_marks()
        self.refresh_least()

    def words(self) -> str:
        """What is looked for: the words that were typed, or the name of a concept."""
        concept = self.concept.concept
        return self.query.text().strip() or ("" if concept is None else concept.name)

    def look_for(self, concept: ConceptFile | None) -> None:
        """Look for a concept instead of words."""
        if concept is not None:
            self.query.clear()
        self.concept.show_concept(concept)

    def start_slider(self, least: float) -> None:
        """Begin with the regions from a relevance on, 0-1; whoever wants to see others moves the slider."""
        self.slider.setValue(round(100 * least))

    def window_sizes_m(self) -> list[float]:
        """Sizes that the user has chosen or typed; empty to let the server choose."""
        # Whatever stands between the numbers: units and signs are other ones in other languages.
        sizes = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", self.size.currentText())]
        return [size for size in sizes if size > 0]

    def _query_row(self, language: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.query = QueryEdit(language)
        self.query.setPlaceholderText(tr("What to look for: airport, 저수지 …"))
        self.query.submitted.connect(self.search_asked)
        self.query.textEdited.connect(self._typed)
        self.search = _button("search", tr("Search"))
        self.search.clicked.connect(self.search_asked)
        self.stop = _button("stop", tr("Stop"))
        self.stop.clicked.connect(self.stop_asked)
        self.saved = SavedButton()
        self.saved.chosen.connect(self.look_for)
        self.query.textChanged.connect(lambda text: self.concept.show_concept(None) if text.strip() else None)
        for widget in (self.query, self.search, self.stop, self.saved):
            row.addWidget(widget)
        return row

    def _where_grid(self, canvas: Any) -> QGridLayout:
        self.scope = QComboBox()
        self.scope.addItem(tr("Extent of the map"), scope.CANVAS)
        self.scope.addItem(tr("Whole layer"), scope.WHOLE_LAYER)
        self.scope.addItem(tr("Selected features"), scope.SELECTION)
        self.scope.addItem(tr("Drawn area"), scope.DRAWN)
        self.draw = _button("area", tr("Draw the area to search on the map"))
        self.area = DrawnArea(self.draw, canvas)
        self.area.drawn.connect(self._area_drawn)
        self.scope.currentIndexChanged.connect(lambda _: self._show_area())
        self.scope.setToolTip(tr("Selected features of the active polygon layer"))
        form = _form((tr("Layer"), self.layer), (tr("Where"), self.scope))
        form.addWidget(self.draw, 1, 2)
        return form

    def _area_drawn(self) -> None:
        self.scope.setCurrentIndex(self.scope.findData(scope.DRAWN))
        self._show_area()

    def _show_area(self) -> None:
        chosen = self.scope.currentData() == scope.DRAWN
        self.area.show(chosen)
        if chosen and self.area.geometry is None:
            self.draw.setChecked(True)

    def _more(self) -> QWidget:
        self.size = QComboBox()
        self.size.setEditable(True)
        self.size.addItem(tr("Automatic"))
        for size in SIZES_M:
            self.size.addItem(tr("{size} m", size=size), size)
        self.size.setToolTip(tr("Side length of the regions on the ground in metres; several values are allowed"))
        self.mode = QComboBox()
        for title, mode in zip((tr("Merged"), tr("Single windows"), tr("Outlines")), MODES):
            self.mode.addItem(title, mode)
        self.mode.setToolTip(tr("Shape of the regions"))
        form = _form((tr("Size"), self.size), (tr("Shape"), self.mode))
        self.more = MoreGroup(tr("More"), "TerralexSearchMore", form)
        return self.more

    def _slider_row(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        self.slider_title = QLabel(tr("Relevance"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setAccessibleName(tr("Minimum relevance"))
        self.slider.setToolTip(tr("Hides less relevant regions in the list and on the map"))
        self.least = QLabel()
        self.least.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.slider.valueChanged.connect(self._slid)
        grid.addWidget(self.slider_title, 0, 0)
        grid.addWidget(self.least, 0, 1)
        grid.addWidget(self.slider, 1, 0, 1, 2)
        return grid

    def _view_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.marks = QComboBox()
        for title, mark in (
            (tr("All regions"), ALL),
            (tr("Unmarked"), OPEN),
            (tr("Accepted"), ACCEPTED),
            (tr("Rejected"), REJECTED),
        ):
            self.marks.addItem(title, mark)
        self.marks.setAccessibleName(tr("Filter regions"))
        self.order = QComboBox()
        for title, order in ((tr("Best first"), BY_RANK), (tr("Accepted first"), BY_MARK)):
            self.order.addItem(title, order)
        self.order.setAccessibleName(tr("Sort regions"))
        self.gallery = _button("gallery", tr("Gallery of large images"))
        self.gallery.setCheckable(True)
        self.gallery.toggled.connect(self.list.set_gallery)
        self.marks.currentIndexChanged.connect(lambda _: self._list_marks())
        self.order.currentIndexChanged.connect(lambda _: self.list.filter.set_order(self.order.currentData()))
        for combo in (self.marks, self.order):
            combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(combo, 1)
        row.addWidget(self.gallery)
        return row

    def _list_marks(self) -> None:
        self.list.filter.set_mark(self.marks.currentData())
        self.refresh_least()

    def _answer_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self.back = _button("back", tr("Zoom back to the searched area"))
        self.back.clicked.connect(self.back_asked)
        self.heat = _button("heat-map", tr("Heat map: how well each place matches"))
        self.heat.clicked.connect(self.heat_asked)
        self.accept = _button("accept", tr("Accept the region (A)"))
        self.reject = _button("reject", tr("Reject the region (R)"))
        self.refine = _button("more-like", tr("Search again, with the accepted and rejected regions as examples"))
        self.refine.setText(tr("More like the accepted ones"))
        self.export = _button("export", tr("Export the accepted regions"))
        self.accept.clicked.connect(lambda: self.list.mark(ACCEPTED))
        self.reject.clicked.connect(lambda: self.list.mark(REJECTED))
        self.refine.clicked.connect(self.refine_asked)
        self.export.clicked.connect(self.export_asked)
        self.refine.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.refine.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for button in (self.accept, self.reject, self.refine, self.heat, self.back, self.export):
            row.addWidget(button, int(button is self.refine))
        return row

    def _show_marks(self) -> None:
        """Which buttons can be pressed, and how many regions were accepted and rejected."""
        regions = self.list.regions
        for button in (self.accept, self.reject, self.refine, self.heat, self.back, self.export):
            button.setEnabled(regions.rowCount() > 0 and not self._busy)
        for button, status in ((self.accept, ACCEPTED), (self.reject, REJECTED)):
            count = regions.count(status)
            button.setText(localised(count))
            styles = Qt.ToolButtonStyle
            button.setToolButtonStyle(styles.ToolButtonTextBesideIcon if count else styles.ToolButtonIconOnly)

    def _concept_changed(self) -> None:
        """A concept stands in for words, and the line to type in says so."""
        named = self.concept.concept is not None
        self.query.setPlaceholderText(tr("or other words") if named else tr("What to look for: airport, 저수지 …"))
        self._typed("")

    def _typed(self, _: str) -> None:
        """What was wrong with the last search is not wrong with what is typed now."""
        if not self._busy:
            self.say("")

    def _slid(self, percent: int) -> None:
        self.list.filter.set_least(percent / 100)
        self.refresh_least()
        self.least_changed.emit(percent / 100)

    def refresh_least(self) -> None:
        """Say the least relevance and how many regions reach it."""
        shown, count = self.list.filter.rowCount(), self.list.regions.rowCount()
        self.least.setText(
            tr("from {percent} %: {shown} of {count}", percent=self.slider.value(), shown=shown, count=count)
        )


def _form(*rows: tuple[str, QWidget]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(6)
    grid.setVerticalSpacing(4)
    for number, (name, field) in enumerate(rows):
        label = QLabel(name)
        label.setBuddy(field)
        field.setAccessibleName(name)
        # A long entry must not make the dock wide.
        field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid.addWidget(label, number, 0)
        grid.addWidget(field, number, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _button(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button
