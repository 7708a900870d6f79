"""How a region is drawn in the list: picture, rank, a bar for its relevance, and what the user said of it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPixmap
from qgis.PyQt.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ..core.region import ACCEPTED, REJECTED, Region
from ..core.translation import tr
from .icons import icon
from .region_model import REGION_ROLE, STATUS_ROLE

RAMP = ((0.2, "#e3c800"), (0.4, "#ffb000"), (0.6, "#fe6100"), (0.8, "#dc267f"), (1.01, "#b4009e"))
"""Colours of relevance, as in the style of the layer."""


MOST_KEPT = 400
"""Pictures in the size in which they are drawn."""


def row_height(font: QFont) -> int:
    """Of one region."""
    return max(round(3.4 * QFontMetrics(font).height()), 52)


def gallery_side(font: QFont) -> int:
    """Of one picture of the gallery: two beside each other in a narrow dock."""
    return max(round(6 * QFontMetrics(font).height()), 124)


class RegionDelegate(QStyledItemDelegate):
    """Draws one region."""

    def __init__(self, parent: object = None) -> None:
        super().__init__(parent)
        self.gallery = False
        self._kept: dict[tuple[int, int, float], QPixmap] = {}
        self._icons = {ACCEPTED: icon("accept"), REJECTED: icon("reject")}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        if self.gallery:
            side = gallery_side(option.font)
            return QSize(side, side + round(1.6 * QFontMetrics(option.font).height()))
        return QSize(10 * QFontMetrics(option.font).height(), row_height(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        region = index.data(REGION_ROLE)
        if region is None:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        status = index.data(STATUS_ROLE)
        palette = option.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(option.rect, palette.color(QPalette.ColorRole.Highlight))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            hover = QColor(palette.color(QPalette.ColorRole.Highlight))
            hover.setAlpha(40)
            painter.fillRect(option.rect, hover)
        if status == REJECTED:
            painter.setOpacity(0.45)
        elif region.weak and status != ACCEPTED:
            painter.setOpacity(0.55)
        if self.gallery:
            self._paint_cell(painter, option, index, status)
            painter.restore()
            return
        box = option.rect.adjusted(4, 4, -6, -4)
        picture = QRect(box.left(), box.top(), box.height(), box.height())
        self._draw_picture(painter, picture, index, palette)
        mark = round(1.3 * QFontMetrics(option.font).height())
        rest = QRect(picture.right() + 10, box.top(), box.right() - picture.right() - 16 - mark, box.height())
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(palette.color(role))
        self._draw_words(painter, rest, region, option)
        place = QRect(box.right() - mark, box.center().y() - mark // 2, mark, mark)
        self._draw_mark(painter, place, status, palette, chosen)
        painter.restore()

    def _draw_mark(self, painter: QPainter, place: QRect, status: str, palette: QPalette, backed: bool) -> None:
        if status not in self._icons:
            return
        painter.setOpacity(1.0)
        if backed:
            painter.setBrush(palette.color(QPalette.ColorRole.Base))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(place.adjusted(-3, -3, 3, 3))
        self._icons[status].paint(painter, place)

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex, status: str) -> None:
        """A large picture with rank and relevance under it."""
        region, metrics, box = index.data(REGION_ROLE), QFontMetrics(option.font), option.rect.adjusted(4, 4, -4, -2)
        picture = QRect(box.left(), box.top(), box.width(), box.width())
        self._draw_picture(painter, picture, index, option.palette)
        words = QRect(box.left(), picture.bottom() + 1, box.width(), box.bottom() - picture.bottom())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, centre | Qt.AlignmentFlag.AlignLeft, f"{region.rank}")
        painter.drawText(words, centre | Qt.AlignmentFlag.AlignRight, f"{round(100 * region.relevance)} %")
        mark = round(1.3 * metrics.height())
        place = QRect(picture.right() - mark - 5, picture.top() + 5, mark, mark)
        self._draw_mark(painter, place, status, option.palette, backed=True)

    def _draw_picture(self, painter: QPainter, place: QRect, index: QModelIndex, palette: QPalette) -> None:
        picture = index.data(int(Qt.ItemDataRole.DecorationRole))
        painter.fillRect(place, palette.color(QPalette.ColorRole.AlternateBase))
        if picture is not None:
            painter.drawPixmap(place, self._scaled(picture, place.width(), painter.device().devicePixelRatioF()))

    def _scaled(self, picture: QPixmap, side: int, ratio: float) -> QPixmap:
        """A picture in the size in which it is drawn, kept: a painter that scales does it on the threads of QGIS's
        tasks where it is large (see ``thumbnail_task.SIDE``), and again at every move of the mouse."""
        key = picture.cacheKey(), side, ratio
        if key not in self._kept:
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            pixels = round(side * ratio)
            modes = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            made = picture.scaled(pixels, pixels, *modes)
            made.setDevicePixelRatio(ratio)
            self._kept[key] = made
        return self._kept[key]

    def _draw_words(self, painter: QPainter, place: QRect, region: Region, option: QStyleOptionViewItem) -> None:
        font = option.font
        font.setBold(True)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        left, percent = f"{region.rank}", f"{round(100 * region.relevance)} %"
        half = QRect(place.left(), place.top(), place.width(), place.height() // 2)
        painter.drawText(half, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, left)
        painter.drawText(half, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, percent)
        font.setBold(False)
        painter.setFont(font)
        size = tr("{size} m", size=f"{region.window_m:g}") if region.window_m else ""
        room = half.adjusted(metrics.horizontalAdvance(left) + 8, 0, -metrics.horizontalAdvance(percent) - 6, 0)
        painter.setOpacity(painter.opacity() * 0.75)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, size)
        painter.setOpacity(min(1.0, painter.opacity() / 0.75))
        track = QRectF(place.left(), half.bottom() + place.height() * 0.18, place.width(), 7)
        grey = QColor(option.palette.color(QPalette.ColorRole.Text))
        grey.setAlpha(45)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(grey)
        painter.drawRoundedRect(track, 3.5, 3.5)
        painter.setBrush(QColor(next(colour for limit, colour in RAMP if region.relevance < limit)))
        track.setWidth(max(track.width() * region.relevance, 7))
        painter.drawRoundedRect(track, 3.5, 3.5)
