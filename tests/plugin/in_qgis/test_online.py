"""Layers that no server can open by itself are drawn and sent: WMS, WMTS, tiles, databases, memory, styles."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from backend_process import RunningBackend
from in_qgis_world import World
from map_server import PROGRAM, MapServer
from osgeo import gdal
from pictures import pixels, read_raster, write_raster
from plugin_fixtures import count_everything, idle, load_plugin, search, show
from postgis_server import MISSING, PostgisServer
from qgis.core import (
    QgsContrastEnhancement,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeedback,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from terralex.core.layer_source import describe_layer
from terralex.core.layer_upload import known
from terralex.core.pixels import MERCATOR_PIXEL, render

MERCATOR = QgsCoordinateReferenceSystem("EPSG:3857")
WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")


@pytest.fixture
def plugin(world: World, backend: RunningBackend) -> Iterator[Any]:
    known.clear()
    made = load_plugin(world, backend)
    yield made
    made.unload()


@pytest.fixture(scope="module")
def map_server(world: World, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MapServer]:
    if PROGRAM is None:
        pytest.skip("QGIS Server is not installed: qgis-server-bin, qgis-server-wms, qgis-server-wmts")
    made = MapServer(tmp_path_factory.mktemp("map_server"), sample / "sample.tif")
    yield made
    made.close()


def moved(box: QgsRectangle, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem) -> Any:
    return QgsCoordinateTransform(source, target, QgsProject.instance()).transformBoundingBox(box)


def river_is_found(world: World, plugin: Any, sample: Path) -> list[Any]:
    """Search what is on the map for the river of the sample; the regions."""
    plugin.open_dock().search.panel.size.setEditText("150 m")
    controller = search(world, plugin, "river", 120)
    assert controller.answer is not None and controller.answer.regions, controller.panel.message.text()
    assert len(known) == 1, "its picture was sent"
    truth = QgsVectorLayer(str(sample / "truth.gpkg"), "truth", "ogr")
    move = QgsCoordinateTransform(truth.crs(), WGS84, QgsProject.instance())
    rivers = []
    for feature in truth.getFeatures():
        if "river" in [str(value) for value in feature.attributes()]:
            geometry = QgsGeometry(feature.geometry())
            geometry.transform(move)
            rivers.append(geometry)
    best = controller.answer.regions[:3]
    assert any(region.geometry.intersects(river) for region in best for river in rivers)
    return list(controller.answer.regions)


@pytest.mark.parametrize("protocol", ["wms", "wmts"])
def test_a_map_service_is_drawn_as_its_file_is_and_searched(
    world: World, plugin: Any, sample: Path, map_server: MapServer, protocol: str
) -> None:
    layer = show(world, getattr(map_server, protocol)(), protocol, "wms")
    assert describe_layer(layer).path is None
    box = QgsRectangle.fromCenterAndSize(layer.extent().center(), 300, 300)
    size = QSize(400, 400)
    served = pixels(render(layer.clone(), box, "EPSG:3857", size, QgsFeedback()))
    file = QgsRasterLayer(str(sample / "sample.tif"), "file")
    opened = pixels(render(file.clone(), box, "EPSG:3857", size, QgsFeedback()))
    difference = np.abs(served[..., :3].astype(int) - opened[..., :3].astype(int)).mean()
    print(f"{protocol}: mean difference of grey levels {difference:.2f}")
    assert (served[..., 3] == 255).all() and difference < 12, "neither empty nor stretched"
    regions = river_is_found(world, plugin, sample)
    around = moved(layer.extent(), MERCATOR, WGS84)
    around.scale(1.3)
    assert all(around.contains(region.geometry.boundingBox()) for region in regions)


def test_a_map_service_that_is_down_is_told_of(
    world: World, plugin: Any, sample: Path, map_server: MapServer, tmp_path: Path
) -> None:
    short_lived = MapServer(tmp_path, sample / "sample.tif")
    show(world, short_lived.wms(), "Gone", "wms")
    short_lived.close()
    plugin.open_dock().search.panel.size.setEditText("100 m")
    controller = search(world, plugin, "river", 60)
    assert controller.answer is None and "Gone shows nothing here" in controller.panel.message.text()


def test_tiles_that_are_missing_are_no_data(world: World, plugin: Any, sample: Path, tmp_path: Path) -> None:
    """The western half of the tiles is not there: no region lies in it, though the query would fit nothing there."""
    file = QgsRasterLayer(str(sample / "sample.tif"), "file")
    box = moved(file.extent(), file.crs(), MERCATOR)
    zoom, world_half = 18, MERCATOR_PIXEL * 128
    side = 2 * world_half / 2**zoom
    columns = range(int((box.xMinimum() + world_half) / side), int((box.xMaximum() + world_half) / side) + 1)
    rows = range(int((world_half - box.yMaximum()) / side), int((world_half - box.yMinimum()) / side) + 1)
    middle = columns[len(columns) // 2]
    for column in columns[len(columns) // 2 :]:
        (tmp_path / str(zoom) / str(column)).mkdir(parents=True)
        for row in rows:
            west, north = column * side - world_half, world_half - row * side
            tile = QgsRectangle(west, north - side, west + side, north)
            picture = render(file.clone(), tile, "EPSG:3857", QSize(256, 256), QgsFeedback())
            picture.save(str(tmp_path / str(zoom) / str(column) / f"{row}.png"))

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/%7Bz%7D/%7Bx%7D/%7By%7D.png"
    show(world, f"type=xyz&url={url}&zmin={zoom}&zmax={zoom}", "Tiles", "wms")
    world.iface.canvas.setExtent(box)
    controller = plugin.open_dock().search
    controller.panel.size.setEditText("150 m")
    controller.panel.mode.setCurrentIndex(controller.panel.mode.findData("windows"))
    found = search(world, plugin, "water; grass; houses", 120)
    server.shutdown()
    assert found.answer is not None and found.answer.regions, found.panel.message.text()
    edge = moved(QgsRectangle(middle * side - world_half, 0, middle * side - world_half + 1, 1), MERCATOR, WGS84)
    centres = [region.geometry.centroid().asPoint().x() for region in found.answer.regions]
    assert min(centres) > edge.xMinimum() - 0.0002, "nothing is found where nothing is"


def test_a_layer_in_memory_is_drawn_and_searched(world: World, plugin: Any, sample: Path) -> None:
    name = "/vsimem/ortho.tif"
    gdal.FileFromMemBuffer(name, (sample / "sample.tif").read_bytes())
    try:
        layer = show(world, name, "In memory")
        before = describe_layer(layer).key
        river_is_found(world, plugin, sample)
        gdal.FileFromMemBuffer(name, (sample / "sample.tif").read_bytes() + b" ")
        assert describe_layer(layer).key != before, "another picture under the same name is another picture"
    finally:
        QgsProject.instance().clear()
        gdal.Unlink(name)


def test_a_styled_layer_of_many_bands_is_sent_as_the_user_sees_it(
    world: World, plugin: Any, sample: Path, tmp_path: Path
) -> None:
    """Bands in another order, and 16 bit: drawn in the order and with the contrast that the user chose."""
    bands = read_raster(sample / "sample.tif").astype(np.uint16) * 20 + 300
    noise = np.full_like(bands[0], 5000)
    file = write_raster(
        tmp_path / "bands.tif", np.stack([noise, bands[2], bands[1], bands[0], noise]), sample / "sample.tif"
    )
    layer = show(world, file, "Five bands")
    renderer = layer.renderer()
    for band, set_band, set_contrast in (
        (4, renderer.setRedBand, renderer.setRedContrastEnhancement),
        (3, renderer.setGreenBand, renderer.setGreenContrastEnhancement),
        (2, renderer.setBlueBand, renderer.setBlueContrastEnhancement),
    ):
        set_band(band)
        contrast = QgsContrastEnhancement(layer.dataProvider().dataType(band))
        contrast.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        )
        contrast.setMinimumValue(300)
        contrast.setMaximumValue(300 + 255 * 20)
        set_contrast(contrast)
    box, size = layer.extent(), QSize(layer.width(), layer.height())
    seen = pixels(render(layer.clone(), box, layer.crs().authid(), size, QgsFeedback()))[..., :3]
    true = np.moveaxis(read_raster(sample / "sample.tif"), 0, -1)
    assert np.abs(seen.astype(int) - true.astype(int)).mean() < 4, "but for the edge of a pixel"
    river_is_found(world, plugin, sample)


@pytest.mark.slow
@pytest.mark.skipif(bool(MISSING), reason=MISSING or "PostGIS is there")
def test_a_raster_in_a_database_is_drawn_and_searched(world: World, plugin: Any, sample: Path, tmp_path: Path) -> None:
    epsg = int(QgsRasterLayer(str(sample / "sample.tif"), "file").crs().authid().split(":")[1])
    database = PostgisServer(tmp_path, sample / "sample.tif", epsg)
    try:
        layer = show(world, database.source, "Database", "postgresraster")
        assert describe_layer(layer).path is None
        river_is_found(world, plugin, sample)
        QgsProject.instance().clear()
    finally:
        database.close()


def test_a_turned_map_is_searched_with_all_that_it_shows(world: World, plugin: Any, sample: Path) -> None:
    layer = show(world, sample / "sample.tif", "Sample")
    canvas = world.iface.canvas
    canvas.setExtent(QgsRectangle.fromCenterAndSize(layer.extent().center(), 150, 150))
    canvas.setRotation(45)
    try:
        found = search(world, plugin, "farmland; river", 60)
        assert found.answer is not None, found.panel.message.text()
        shown = moved(canvas.mapSettings().visibleExtent(), layer.crs(), WGS84)
        shown.scale(1.5)
        assert all(shown.contains(region.geometry.boundingBox()) for region in found.answer.regions)
    finally:
        canvas.setRotation(0)


def test_both_sides_of_the_antimeridian_are_searched(world: World, plugin: Any, tmp_path: Path) -> None:
    """A map of the Pacific shows two ends of one layer, which is in degrees."""
    random = np.random.default_rng(3)
    coarse = random.integers(0, 255, (3, 20, 180), np.uint8)
    raster = np.kron(coarse, np.ones((1, 20, 20), np.uint8))
    file = tmp_path / "world.tif"
    data = gdal.GetDriverByName("GTiff").Create(str(file), 3600, 400, 3, gdal.GDT_Byte)
    data.SetProjection(WGS84.toWkt())
    data.SetGeoTransform((-180, 0.1, 0, 20, 0, -0.1))
    for band in range(3):
        data.GetRasterBand(band + 1).WriteArray(raster[band])
    data = None
    show(world, file, "World")
    canvas = world.iface.canvas
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3832"))
    canvas.setExtent(QgsRectangle(2.6e6, -1.1e6, 4.1e6, 1.1e6))
    world.iface.active.renderer().setRedBand(2)
    count_everything()
    plugin.open_dock().search.panel.size.setEditText("1000000 m")
    found = search(world, plugin, "sea", 120)
    assert found.answer is not None and found.answer.regions, found.panel.message.text()
    assert len(found.answer.request.extents) == 2 and len(known) == 2
    longitudes = [region.geometry.centroid().asPoint().x() for region in found.answer.regions]
    assert min(longitudes) < -160 and max(longitudes) > 160
    assert idle(found)
