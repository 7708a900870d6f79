"""The description of a layer for the server, captured on the main thread so that a task can use it."""

from __future__ import annotations

import hashlib
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QThread
from qgis.PyQt.QtXml import QDomDocument

from .errors import LayerNotUsable
from .extent import MERCATOR, sendable_crs
from .translation import tr

ONLINE = frozenset({"wms", "arcgismapserver", "wcs", "postgresraster", "xyzvectortiles"})


@dataclass(eq=False)
class LayerSource:
    """A raster layer of the project.

    Attributes:
        title: its name in the project.
        path: the file it shows as it is, which a server on this machine can read by itself; None if there is none.
        crs: ``EPSG:n`` in which it is cut and rendered.
        bounds: where it has pixels, in ``crs``; None if the layer does not say.
        finest: length of its smallest pixel in units of ``crs``; None if the layer does not say.
        zoom_levels: whether its pictures exist at zoom levels of web maps.
        key: changes when its pixels would.
        layer: a copy that belongs to nobody until :meth:`take` is called.
    """

    title: str
    path: Path | None
    crs: str
    bounds: QgsRectangle | None
    finest: float | None
    zoom_levels: bool
    key: str
    layer: QgsRasterLayer | None = field(repr=False)

    def __post_init__(self) -> None:
        _taken_down.add(self)

    def take(self) -> QgsRasterLayer:
        """The copy, for the thread that asks.

        Raises:
            LayerNotUsable: it has been released.
        """
        if self.layer is None:
            raise LayerNotUsable(tr("The layer {name} cannot be opened: repair its data source.", name=self.title))
        if self.layer.thread() is not QThread.currentThread():
            self.layer.moveToThread(QThread.currentThread())
        return self.layer

    def give_back(self) -> None:
        """Release the copy, so that another thread can take it."""
        if self.layer is not None and self.layer.thread() is QThread.currentThread():
            self.layer.moveToThread(None)


_taken_down: weakref.WeakSet[LayerSource] = weakref.WeakSet()


def let_go_of_layers() -> None:
    """Release all copies, whoever still holds their source: a layer must not outlive QGIS."""
    for source in list(_taken_down):
        source.layer = None


def describe_layer(layer: Any) -> LayerSource:
    """Capture a layer; on the main thread.

    Raises:
        LayerNotUsable: it is not a raster layer, or a broken one.
    """
    if not isinstance(layer, QgsRasterLayer):
        raise LayerNotUsable(tr("Choose a raster layer to search in."))
    if not layer.isValid() or layer.dataProvider() is None:
        raise LayerNotUsable(tr("The layer {name} cannot be opened: repair its data source.", name=layer.name()))
    if not layer.crs().isValid():
        raise LayerNotUsable(tr("The layer {name} has no CRS: set one.", name=layer.name()))
    tiled = _xyz_options(layer)
    crs = MERCATOR if tiled is not None else sendable_crs(layer.crs(), layer.extent())
    same = layer.crs().authid() == crs
    bounds = QgsRectangle(layer.extent()) if same and not layer.extent().isEmpty() else None
    path = _plain_file(layer)
    copy = layer.clone()
    copy.setOpacity(1.0)
    copy.moveToThread(None)
    return LayerSource(
        layer.name(), path, crs, bounds, _finest(layer, tiled), tiled is not None, _key(layer, path), copy
    )


def raster_layers() -> list[QgsRasterLayer]:
    """The raster layers of the project that can be drawn."""
    layers = QgsProject.instance().mapLayers().values()
    return [layer for layer in layers if isinstance(layer, QgsRasterLayer) and layer.isValid()]


def _plain_file(layer: QgsRasterLayer) -> Path | None:
    """The file whose first bands the layer shows; None if the user sees something else."""
    if layer.providerType() != "gdal" or not _shown_as_it_is(layer):
        return None
    source = layer.dataProvider().dataSourceUri().split("|")[0]
    if source.startswith("/vsi") or not source:
        return None
    file = Path(source)
    return file.resolve() if file.is_file() else None


def _shown_as_it_is(layer: QgsRasterLayer) -> bool:
    renderer: Any = layer.renderer()
    if renderer is None:
        return False
    kind, bands = renderer.type(), layer.bandCount()
    if kind == "multibandcolor":
        return (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == (1, 2, 3)
    if kind == "singlebandgray":
        return bands <= 2 and renderer.grayBand() == 1
    return False


def _xyz_options(layer: QgsRasterLayer) -> dict[str, str] | None:
    """Options of a layer of web map tiles; None for any other."""
    if layer.providerType() != "wms":
        return None
    options = {name: unquote(values[0]) for name, values in parse_qs(layer.source()).items()}
    return options if options.get("type") == "xyz" else None


def _finest(layer: QgsRasterLayer, tiled: dict[str, str] | None) -> float | None:
    if tiled is not None:
        deepest = tiled.get("zmax", "")
        return 156543.03392804097 / 2 ** int(deepest) if deepest.isdigit() else None
    if layer.providerType() in ONLINE or layer.width() <= 0 or layer.crs().authid() != sendable_crs(layer.crs()):
        return None
    return min(layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY())


def _key(layer: QgsRasterLayer, path: Path | None) -> str:
    """Source, style and state of the file."""
    document = QDomDocument()
    root = document.createElement("style")
    document.appendChild(root)
    if layer.renderer() is not None:
        layer.renderer().writeXml(document, root)
    state = f"{path.stat().st_mtime_ns} {path.stat().st_size}" if path is not None else _state_in_memory(layer)
    text = f"{layer.providerType()}\n{layer.source()}\n{document.toString()}\n{state}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _state_in_memory(layer: QgsRasterLayer) -> str:
    """When a raster in GDAL's memory was written, for another may take its name; empty for any other layer."""
    source = layer.source().split("|")[0]
    try:
        status = gdal.VSIStatL(source) if source.startswith("/vsimem/") else None
    except RuntimeError:
        status = None
    return "" if status is None else f"{status.mtime} {status.size}"
