"""Images of a layer as QGIS renders it, tile by tile at the requested resolution, transparent where nothing is."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeedback,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsPointXY,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from .errors import Cancelled, LayerNotUsable
from .extent import Extent, metres_per_unit
from .layer_source import LayerSource
from .translation import tr

TILE = 512
LEAST_PIXELS = 256
USUAL_WINDOW_M = 100.0
WINDOW_PIXELS = 256
"""Pixels along one window: more than a model uses would be rendered and sent for nothing."""
MERCATOR_PIXEL = 156543.03392804097
"""Units of web mercator along a pixel at zoom level 0."""


@dataclass(frozen=True)
class Plan:
    """A grid of square tiles that forms one image.

    Attributes:
        west, north: upper left corner, in units of ``crs``.
        pixel: side of a pixel, in units of ``crs``.
        columns, rows: of tiles.
        crs: ``EPSG:n``.
        tile: pixels along a tile.
    """

    west: float
    north: float
    pixel: float
    columns: int
    rows: int
    crs: str
    tile: int = TILE

    @property
    def extent(self) -> Extent:
        """Of the whole picture."""
        east = self.west + self.columns * self.tile * self.pixel
        south = self.north - self.rows * self.tile * self.pixel
        return Extent(self.west, south, east, self.north, self.crs)

    @property
    def pixels(self) -> int:
        """Of the whole picture."""
        return self.columns * self.rows * self.tile**2

    def box(self, column: int, row: int) -> QgsRectangle:
        """Where a tile is."""
        west = self.west + column * self.tile * self.pixel
        north = self.north - row * self.tile * self.pixel
        return QgsRectangle(west, north - self.tile * self.pixel, west + self.tile * self.pixel, north)

    def tiles(self) -> Iterator[tuple[int, int]]:
        """Columns and rows, starting in the middle, where the user looks."""
        middle = ((self.columns - 1) / 2, (self.rows - 1) / 2)
        cells = [(column, row) for row in range(self.rows) for column in range(self.columns)]
        return iter(sorted(cells, key=lambda cell: (math.dist(cell, middle), cell)))

    def to_json(self) -> Mapping[str, Any]:
        """As the server expects it."""
        box = self.extent
        return {
            "extent": [box.xmin, box.ymin, box.xmax, box.ymax],
            "crs": self.crs,
            "tile_px": self.tile,
            "columns": self.columns,
            "rows": self.rows,
        }


def plan_tiles(extent: Extent, source: LayerSource, ground_m: float, max_pixels: int) -> Plan:
    """The grid over an extent at a pixel size on the ground in metres, never finer than the layer itself.

    The grid lies on multiples of its tiles, so that a map that was moved a little shares most tiles with before.

    Raises:
        LayerNotUsable: it would be more than ``max_pixels``, or the scale cannot be determined there.
    """
    centre = QgsPointXY((extent.xmin + extent.xmax) / 2, (extent.ymin + extent.ymax) / 2)
    along_x, along_y = metres_per_unit(extent.crs, centre)
    # QGIS draws square pixels alone: in degrees, the side that is shorter on the ground is drawn finer than asked.
    pixel = ground_m / max(along_x, along_y)
    if source.zoom_levels:
        # A level that exists is not stretched; the finer one of the two beside.
        zoom = math.ceil(math.log2(MERCATOR_PIXEL / pixel) - 0.25)
        pixel = MERCATOR_PIXEL / 2 ** max(zoom, 0)
    if source.finest is not None:
        pixel = max(pixel, source.finest)
    tile = TILE
    while tile > LEAST_PIXELS and max(extent.width, extent.height) / pixel < tile:
        tile //= 2
    step, slack = tile * pixel, 1e-9
    west, east = math.floor(extent.xmin / step + slack), math.ceil(extent.xmax / step - slack)
    south, north = math.floor(extent.ymin / step + slack), math.ceil(extent.ymax / step - slack)
    plan = Plan(west * step, north * step, pixel, max(east - west, 1), max(north - south, 1), extent.crs, tile)
    if plan.pixels > max_pixels:
        raise LayerNotUsable(
            tr(
                "{have} million pixels would be sent, the limit is {most} million: zoom in or choose larger regions.",
                have=round(plan.pixels / 1e6),
                most=round(max_pixels / 1e6),
            )
        )
    return plan


def ground_sampling_m(window_m: float | None, canvas_m: float) -> float:
    """Metres per pixel: what the windows need, otherwise what the user sees."""
    return canvas_m if window_m is None else window_m / WINDOW_PIXELS


def usual_sampling_m(source: LayerSource, extents: Sequence[Extent], canvas_m: float, max_pixels: int) -> float:
    """Metres along a pixel where the server chooses the windows: what those of 100 m need, or coarser over much ground.

    It goes up in steps of two, so that searches beside each other share what was sent; it is never coarser than the
    screen. What a zoomed-out screen shows is no picture of the ground in which anything could be found.

    Args:
        source: the layer.
        extents: where is searched; all of the layer if empty.
        canvas_m: metres along a pixel of the screen.
        max_pixels: of all pictures together; a quarter of them is used.
    """
    needed = USUAL_WINDOW_M / WINDOW_PIXELS
    ground = 0.0
    boxes = list(extents) or ([] if source.bounds is None else [Extent.of(source.bounds, source.crs)])
    for extent in boxes:
        try:
            along_x, along_y = metres_per_unit(extent.crs, QgsPointXY(extent.rectangle.center()))
        except LayerNotUsable:
            return canvas_m
        ground += extent.width * along_x * extent.height * along_y
    coarse = math.sqrt(ground / (max_pixels / 4))
    steps = max(0, math.ceil(math.log2(coarse / needed))) if coarse > 0 else 0
    return min(canvas_m, needed * 2**steps) if boxes else canvas_m


def asked_sampling_m(
    source: LayerSource, extents: Sequence[Extent], window_m: Sequence[float], canvas_m: float, max_pixels: int
) -> float:
    """Metres along a pixel that pictures of a layer are asked for: what the smallest windows need, see above."""
    usual_m = usual_sampling_m(source, extents, canvas_m, max_pixels)
    return ground_sampling_m(min(window_m) if window_m else None, usual_m)


def drawn_sampling_m(source: LayerSource, extents: Sequence[Extent], ground_m: float) -> float | None:
    """Metres along a pixel of the pictures that are sent, where ``ground_m`` is asked for; None if that is unknown."""
    boxes = list(extents) or ([] if source.bounds is None else [Extent.of(source.bounds, source.crs)])
    try:
        plan = plan_tiles(boxes[0], source, ground_m, sys.maxsize)
        return plan.pixel * max(metres_per_unit(plan.crs, QgsPointXY(boxes[0].rectangle.center())))
    except (LayerNotUsable, IndexError):
        return None


def render(layer: QgsRasterLayer, box: QgsRectangle, crs: str, size: QSize, feedback: QgsFeedback) -> QImage:
    """A picture of a layer, ``Format_RGBA8888``; in the thread to which the layer belongs.

    Raises:
        Cancelled: the feedback was cancelled meanwhile.
        LayerNotUsable: it cannot be drawn.
    """
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    settings.setTransformContext(layer.transformContext())
    settings.setBackgroundColor(QColor(0, 0, 0, 0))
    settings.setOutputSize(size)
    settings.setOutputDpi(96)
    settings.setExtent(box)
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    try:
        job.renderSynchronously()
    finally:
        painter.end()
    if feedback.isCanceled():
        raise Cancelled(tr("Cancelled."))
    errors = job.errors()
    if errors:
        reason = errors[0].message.rstrip(".")
        raise LayerNotUsable(tr("The layer {name} cannot be drawn: {reason}.", name=layer.name(), reason=reason))
    return image.convertToFormat(QImage.Format.Format_RGBA8888)


@dataclass(frozen=True)
class Tile:
    """A tile as PNG, and whether it shows nothing at all."""

    png: bytes
    empty: bool


def render_tile(layer: QgsRasterLayer, plan: Plan, column: int, row: int, feedback: QgsFeedback) -> Tile:
    """One tile; raises as :func:`render`."""
    image = render(layer, plan.box(column, row), plan.crs, QSize(plan.tile, plan.tile), feedback)
    return Tile(png(image), is_empty(image))


def is_empty(image: QImage) -> bool:
    """Whether every pixel is transparent."""
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    bits = alpha.constBits()
    bits.setsize(alpha.sizeInBytes())
    return not bytes(bits).strip(b"\0")


def png(image: QImage) -> bytes:
    """An image as PNG with its transparency."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 80)
    buffer.close()
    return bytes(content)
