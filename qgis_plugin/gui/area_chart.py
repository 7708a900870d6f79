"""The area of each class, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFontMetrics, QPainter, QPalette
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QWidget

from ..core.label_task import ClassArea
from ..core.translation import localised, tr


class AreaChart(QLabel):
    """A bar a class, largest first, with its share and its ground.

    A label, because style sheets of themes give labels, not bare widgets, the colour of their words.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._areas: Sequence[ClassArea] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVisible(False)

    def show_areas(self, areas: Sequence[ClassArea]) -> None:
        """Draw these; nothing if there are none."""
        self._areas = [area for area in areas if area.area_m2 > 0]
        self.setAccessibleName("; ".join(f"{area.label} {_percent(area.share)}" for area in self._areas))
        self.setToolTip("\n".join(f"{area.label}  {_figures(area)}{_sure(area)}" for area in self._areas))
        self.setVisible(bool(self._areas))
        self.updateGeometry()
        self.update()

    @property
    def areas(self) -> Sequence[ClassArea]:
        """What is drawn."""
        return self._areas

    def row_height(self) -> int:
        """Of one class."""
        return round(1.5 * QFontMetrics(self.font()).height())

    def sizeHint(self) -> QSize:
        return QSize(200, len(self._areas) * self.row_height() + (4 if self._areas else 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: Any) -> None:
        if not self._areas:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(self.font())
        room = self.width()
        names = min(max(metrics.horizontalAdvance(area.label) for area in self._areas), round(0.48 * room)) + 8
        figures = max(metrics.horizontalAdvance(_figures(area)) for area in self._areas) + 8
        track = max(room - names - figures, 10)
        largest = self._areas[0].share or 1.0
        height = self.row_height()
        centre = Qt.AlignmentFlag.AlignVCenter
        for number, area in enumerate(self._areas):
            top = number * height
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            name = metrics.elidedText(area.label, Qt.TextElideMode.ElideRight, names - 8)
            painter.drawText(QRectF(0, top, names, height), centre | Qt.AlignmentFlag.AlignLeft, name)
            place = QRectF(names + track, top, figures, height)
            painter.drawText(place, centre | Qt.AlignmentFlag.AlignRight, _figures(area))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(area.colour))
            bar = QRectF(names, top + 0.2 * height, max(track * area.share / largest, 2.0), 0.6 * height)
            painter.drawRoundedRect(bar, 2, 2)
        painter.end()


def _figures(area: ClassArea) -> str:
    return f"{_percent(area.share)}  {_ground(area.area_m2)}"


def _sure(area: ClassArea) -> str:
    if area.confidence is None:
        return ""
    return "  " + tr("mean confidence {percent} %", percent=round(100 * area.confidence))


def _percent(share: float) -> str:
    return f"{localised(100 * share, 1 if share < 0.1 else 0)} %"


def _ground(area_m2: float) -> str:
    if area_m2 >= 1e6:
        return tr("{area} km²", area=localised(area_m2 / 1e6, 1))
    if area_m2 >= 1e4:
        return tr("{area} ha", area=localised(area_m2 / 1e4, 1))
    return tr("{area} m²", area=localised(area_m2))
