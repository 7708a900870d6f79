"""The plugin in a QGIS with a server, and what a user does with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backend_process import BackendProcess
from in_qgis_world import World
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer
from terralex import classFactory
from terralex.core.settings import Settings

LONG_S = 600
"""Before a piece of work must have ended, however busy the machine is."""


def load_plugin(world: World, backend: BackendProcess) -> Any:
    """The plugin, loaded as QGIS does."""
    backend.use()
    made = classFactory(world.iface)
    made.initGui()
    world.pump(20)
    return made


def show(world: World, file: Path | str, name: str, provider: str = "gdal") -> QgsRasterLayer:
    """A layer in the project and on the map."""
    made = QgsRasterLayer(str(file), name, provider)
    assert made.isValid(), file
    QgsProject.instance().addMapLayer(made)
    world.iface.setActiveLayer(made)
    canvas = world.iface.canvas
    canvas.setDestinationCrs(made.crs())
    canvas.setLayers([made])
    canvas.setExtent(made.extent())
    return made


def count_everything() -> None:
    """Regions of any relevance are returned from now on: for tests of where they are, not of how sure the model is."""
    settings = Settings.load()
    settings.threshold = 0.0
    settings.save()


def idle(controller: Any) -> bool:
    """Whether nothing runs."""
    return controller.task is None and not controller._starting


def search(world: World, plugin: Any, text: str, timeout_s: float = 300) -> Any:
    """Search the map for a text and wait for the end."""
    controller = plugin.open_dock().search
    controller.answer = None
    controller.panel.query.setText(text)
    controller.search()
    world.wait(lambda: idle(controller), timeout_s)
    return controller


def with_a_lake(source: Path, target: Path) -> Path:
    """The same map of a later date: a lake is on it."""
    copy = gdal.GetDriverByName("GTiff").CreateCopy(str(target), gdal.Open(str(source)))
    for number, value in ((1, 36), (2, 66), (3, 92)):
        band = copy.GetRasterBand(number)
        pixels = band.ReadAsArray()
        pixels[300:520, 300:520] = value
        band.WriteArray(pixels)
    copy.FlushCache()
    return target
