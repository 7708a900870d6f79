"""Real scenes beside the checkout, two of them in degrees, and an online layer that has to be drawn and sent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from backend_process import REPOSITORY, BackendProcess
from in_qgis_world import World
from plugin_fixtures import count_everything, load_plugin, search, show
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDistanceArea,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from terralex.core.layer_upload import known

SHARED = REPOSITORY.parent / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not beside the checkout")


@pytest.fixture
def plugin(world: World, backend: BackendProcess) -> Iterator[Any]:
    made = load_plugin(world, backend)
    yield made
    made.unload()


@pytest.mark.parametrize(
    ("file", "query", "truth"),
    [
        ("alpha_nodata_0.35m_epsg32750.tif", "trees", ""),
        ("banepa_0.15m_epsg3857.tif", "houses", "banepa_buildings.geojson"),
        ("birgisch_valley_0.6m_epsg3857.tif", "forest", ""),
        ("drone_field_0.02m_epsg32633.tif", "farmland", ""),
        ("kampala_0.07m_epsg3857.tif", "houses", "kampala_buildings.geojson"),
        ("naip_prairie_5m_4band_epsg26914.tif", "farmland; field", ""),
        ("swellendam_2.5m_epsg4326.tif", "forest plantation", ""),
        ("vegas_0.3m_alpha_epsg4326.tif", "parking lot", ""),
    ],
)
def test_a_scene_is_searched_without_distortion(world: World, plugin: Any, file: str, query: str, truth: str) -> None:
    layer = show(world, SHARED / "scenes" / file, "Scene")
    measure = QgsDistanceArea()
    measure.setSourceCrs(layer.crs(), QgsProject.instance().transformContext())
    measure.setEllipsoid("EPSG:7030")
    box = layer.extent()
    middle = box.center().y()
    width_m = measure.measureLine(QgsPointXY(box.xMinimum(), middle), QgsPointXY(box.xMaximum(), middle))
    # A few dozen windows: enough to look right and left, and quick.
    size_m = round(width_m / 5, 1)
    count_everything()
    plugin.open_dock().search.panel.size.setEditText(f"{size_m} m")
    controller = search(world, plugin, query, 120)
    assert controller.answer is not None and controller.answer.regions, controller.panel.message.text()
    found = controller.result.layer
    assert found.crs() == layer.crs()
    rows = sorted(found.getFeatures(), key=lambda row: row["rank"])
    assert all(box.intersects(row.geometry().boundingBox()) for row in rows)
    assert rows[0]["window_m"] == pytest.approx(size_m, rel=0.3), "metres, also where the layer is in degrees"
    sides = rows[0].geometry().boundingBox()
    high_m = measure.measureLine(
        QgsPointXY(sides.xMinimum(), sides.yMinimum()), QgsPointXY(sides.xMinimum(), sides.yMaximum())
    )
    # A tight region is half a window high at least.
    assert 0.49 * size_m < high_m < width_m * 3
    if truth:
        buildings = QgsVectorLayer(str(SHARED / "scenes" / truth), "truth", "ogr")
        move = QgsCoordinateTransform(layer.crs(), buildings.crs(), QgsProject.instance())
        regions = [QgsGeometry(row.geometry()) for row in rows]
        for region in regions:
            region.transform(move)
        mapped = QgsGeometry.fromRect(buildings.extent())
        judged = [region for region in regions if mapped.contains(region.centroid())][:2]
        assert judged
        for region in judged:
            near = QgsFeatureRequest(region.boundingBox())
            assert any(region.intersects(one.geometry()) for one in buildings.getFeatures(near))


@pytest.fixture
def tiles() -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SHARED / "xyz" / "swissimage")))
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_an_online_layer_is_drawn_sent_and_searched(world: World, plugin: Any, tiles: str) -> None:
    url = f"{tiles}/{{z}}/{{x}}/{{y}}.jpg".replace("{", "%7B").replace("}", "%7D")
    show(world, f"type=xyz&url={url}&zmin=10&zmax=16", "Swissimage", "wms")
    mercator = QgsCoordinateReferenceSystem("EPSG:3857")
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    sheet = sorted((SHARED / "xyz" / "swissimage" / "15").iterdir())
    column = int(sheet[len(sheet) // 2].name)
    row = int(sorted((SHARED / "xyz" / "swissimage" / "15" / str(column)).iterdir())[0].stem)
    side = 40075016.68557849 / 2**15
    west, north = -20037508.342789244 + column * side, 20037508.342789244 - row * side
    world.iface.canvas.setDestinationCrs(mercator)
    world.iface.canvas.setExtent(QgsRectangle(west, north - side, west + side, north))
    plugin.open_dock().search.panel.size.setEditText("200 m")
    known.clear()
    controller = search(world, plugin, "forest; meadow; houses", 500)
    assert controller.answer is not None and controller.answer.regions, controller.panel.message.text()
    assert len(known) == 1
    move = QgsCoordinateTransform(mercator, degrees, QgsProject.instance())
    seen = move.transformBoundingBox(world.iface.canvas.extent())
    seen.grow(0.02)
    assert all(seen.contains(region.geometry.boundingBox()) for region in controller.answer.regions)
    before = dict(known)
    again = search(world, plugin, "road", 300)
    assert again.answer is not None and known == before, "the picture was not sent again"
