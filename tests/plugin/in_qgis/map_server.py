"""A real WMS and WMTS on this machine: QGIS Server with one raster, a process of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle

PROGRAM = shutil.which("qgis_mapserver")
LAYER = "ortho"
MERCATOR = "EPSG:3857"


class MapServer:
    """Serves a raster file as the layer ``ortho``, in web mercator."""

    def __init__(self, folder: Path, raster: Path) -> None:
        project = folder / "served.qgs"
        _write_project(project, raster)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}/"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        environment = {**kept, "QGIS_SERVER_LOG_STDERR": "1", "QGIS_SERVER_LOG_LEVEL": "1"}
        self.log = folder / "map_server.log"
        command = [str(PROGRAM), "-p", str(project), f"127.0.0.1:{self.port}"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        until = time.monotonic() + 30
        while b"<Layer" not in self._capabilities():
            assert self.process.poll() is None and time.monotonic() < until, self.log.read_text()[-2000:]
            time.sleep(0.1)

    def wms(self) -> str:
        """What QGIS is told to show it as a WMS."""
        return f"crs={MERCATOR}&format=image/png&layers={LAYER}&styles=&dpiMode=7&url={self.url}"

    def wmts(self) -> str:
        """What QGIS is told to show it as a WMTS."""
        asked = f"{self.url}?SERVICE%3DWMTS%26REQUEST%3DGetCapabilities"
        return f"crs={MERCATOR}&format=image/png&layers={LAYER}&styles=default&tileMatrixSet={MERCATOR}&url={asked}"

    def _capabilities(self) -> bytes:
        try:
            with urllib.request.urlopen(f"{self.url}?SERVICE=WMS&REQUEST=GetCapabilities", timeout=10) as reply:
                return bytes(reply.read())
        except OSError:
            return b""

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def _write_project(file: Path, raster: Path) -> None:
    project = QgsProject()
    layer = QgsRasterLayer(str(raster), LAYER)
    assert layer.isValid()
    project.setCrs(layer.crs())
    project.addMapLayer(layer)
    project.writeEntry("WMSRootName", "/", "served")
    project.writeEntry("WMSCrsList", "/", [MERCATOR, layer.crs().authid()])
    project.writeEntryBool("WMTSLayers", "Project", True)
    project.writeEntry("WMTSLayers", "Layer", [layer.id()])
    project.writeEntry("WMTSPngLayers", "Layer", [layer.id()])
    box: QgsRectangle = layer.extent()
    sides = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
    project.writeEntry("WMSExtent", "/", [str(side) for side in sides])
    assert project.write(str(file))
