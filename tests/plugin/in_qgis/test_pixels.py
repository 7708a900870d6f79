"""Pictures of layers: the right ground, the right size, nothing where nothing is; extents in any CRS."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from in_qgis_world import World
from osgeo import gdal, osr
from pictures import pixels
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeedback,
    QgsPointXY,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QImage
from terralex.core.errors import LayerNotUsable
from terralex.core.extent import Extent, extents_in, metres_per_unit, sendable_crs
from terralex.core.layer_source import describe_layer
from terralex.core.pixels import MERCATOR_PIXEL, plan_tiles, render, render_tile, usual_sampling_m
from terralex.core.task import Task, start

NO_CONTEXT = QgsCoordinateTransformContext()


def write_raster(file: Path, epsg: int, box: tuple[float, float, float, float], bands: int = 3, size: int = 64) -> Path:
    """A raster whose red is its column and green its row."""
    data = gdal.GetDriverByName("GTiff").Create(str(file), size, size, bands, gdal.GDT_Byte)
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    data.SetProjection(system.ExportToWkt())
    west, south, east, north = box
    data.SetGeoTransform((west, (east - west) / size, 0, north, 0, -(north - south) / size))
    ramp = np.arange(size, dtype=np.uint8) * (255 // size)
    pictures = [np.tile(ramp, (size, 1)), np.tile(ramp[:, None], (1, size)), np.full((size, size), 200, np.uint8)]
    for band in range(bands):
        data.GetRasterBand(band + 1).WriteArray(pictures[band % 3])
    return file


@pytest.fixture
def layer(tmp_path: Path) -> QgsRasterLayer:
    made = QgsRasterLayer(str(write_raster(tmp_path / "a.tif", 32632, (400000, 5100000, 400640, 5100640))), "A")
    assert made.isValid()
    return made


def test_a_plain_file_is_sent_as_a_reference(layer: QgsRasterLayer, tmp_path: Path) -> None:
    source = describe_layer(layer)
    assert source.path == tmp_path / "a.tif"
    assert source.crs == "EPSG:32632"
    assert source.finest == pytest.approx(10)


def test_a_layer_shown_in_other_bands_is_drawn(layer: QgsRasterLayer) -> None:
    layer.renderer().setRedBand(2)
    assert describe_layer(layer).path is None


def test_the_key_changes_with_the_style_and_the_file(layer: QgsRasterLayer, tmp_path: Path) -> None:
    before = describe_layer(layer).key
    assert describe_layer(layer).key == before
    layer.renderer().setRedBand(2)
    assert describe_layer(layer).key != before


def test_a_vector_or_broken_layer_is_refused_in_a_sentence(world: World) -> None:
    with pytest.raises(LayerNotUsable, match="raster"):
        describe_layer(None)
    with pytest.raises(LayerNotUsable, match="cannot be opened"):
        describe_layer(QgsRasterLayer("/nowhere.tif", "Gone"))


def test_a_tile_holds_the_ground_it_says(layer: QgsRasterLayer) -> None:
    box = QgsRectangle(400000, 5100320, 400320, 5100640)
    picture = pixels(render(layer.clone(), box, "EPSG:32632", QSize(32, 32), QgsFeedback()))
    # Contrast is stretched by QGIS; order is not.
    assert (np.diff(picture[16, :, 0].astype(int)) >= 0).all() and picture[16, 0, 0] < picture[16, -1, 0]
    assert (np.diff(picture[:, 16, 1].astype(int)) >= 0).all()
    assert (picture[..., 3] == 255).all()


def test_where_nothing_is_a_tile_is_transparent(layer: QgsRasterLayer) -> None:
    box = QgsRectangle(399680, 5100000, 400320, 5100640)
    picture = pixels(render(layer.clone(), box, "EPSG:32632", QSize(64, 64), QgsFeedback()))
    assert (picture[:, :31, 3] == 0).all()
    assert (picture[:, 33:, 3] == 255).all()


def test_a_layer_is_reprojected_on_the_fly(layer: QgsRasterLayer) -> None:
    (box,) = extents_in(layer.extent(), layer.crs(), "EPSG:4326", None, NO_CONTEXT)
    size = QSize(100, round(100 * box.height / box.width))
    picture = pixels(render(layer.clone(), box.rectangle, "EPSG:4326", size, QgsFeedback()))
    assert (picture[..., 3] > 0).mean() > 0.9


def test_pixels_have_the_asked_size_on_the_ground(layer: QgsRasterLayer) -> None:
    source = describe_layer(layer)
    extent = Extent.of(layer.extent(), "EPSG:32632")
    assert plan_tiles(extent, source, 20, 10**9).pixel == pytest.approx(20, rel=1e-3)
    assert plan_tiles(extent, source, 1, 10**9).pixel == pytest.approx(10), "never finer than the layer"


def test_degrees_are_not_taken_for_metres(tmp_path: Path) -> None:
    file = write_raster(tmp_path / "d.tif", 4326, (20.0, 60.0, 20.01, 60.01))
    source = describe_layer(QgsRasterLayer(str(file), "D"))
    plan = plan_tiles(Extent(20.0, 60.0, 20.01, 60.01, "EPSG:4326"), source, 50, 10**9)
    along_x, along_y = metres_per_unit("EPSG:4326", QgsPointXY(20.005, 60.005))
    assert plan.pixel * along_y == pytest.approx(50, rel=1e-3)
    assert along_y == pytest.approx(2 * along_x, rel=0.02), "60 degrees north"


def test_tiles_cover_the_extent_and_lie_on_one_grid(layer: QgsRasterLayer) -> None:
    source = describe_layer(layer)
    near = Extent(400100, 5100100, 400500, 5100500, "EPSG:32632")
    moved = Extent(400110, 5100110, 400510, 5100510, "EPSG:32632")
    plan, other = (plan_tiles(extent, source, 0.5, 10**9) for extent in (near, moved))
    assert plan.extent.rectangle.contains(near.rectangle)
    assert len(set(plan.tiles())) == plan.columns * plan.rows
    steps = (plan.west - other.west) / (plan.tile * plan.pixel)
    assert steps == pytest.approx(round(steps), abs=1e-6)


def test_too_many_pixels_are_refused_before_any_is_drawn(layer: QgsRasterLayer) -> None:
    with pytest.raises(LayerNotUsable, match="zoom in"):
        plan_tiles(Extent(0, 0, 1e6, 1e6, "EPSG:32632"), describe_layer(layer), 10, 10**6)


def test_an_extent_over_the_antimeridian_becomes_two() -> None:
    fiji = QgsCoordinateReferenceSystem("EPSG:3832")
    box = QgsRectangle(3.2e6, -2.2e6, 3.5e6, -1.8e6)  # 178.7 E to 178.6 W
    pieces = extents_in(box, fiji, "EPSG:4326", None, NO_CONTEXT)
    assert [round(one.xmax) for one in pieces] == [180, -179]
    assert pieces[0].xmin > 178 and pieces[1].xmin == -180
    degrees = extents_in(
        QgsRectangle(175, -20, 190, -10), QgsCoordinateReferenceSystem("EPSG:4326"), "EPSG:3857", None, NO_CONTEXT
    )
    assert len(degrees) == 2


def test_an_extent_is_cut_to_the_layer() -> None:
    crs = QgsCoordinateReferenceSystem("EPSG:4326")
    inside = QgsRectangle(10, 45, 11, 46)
    (one,) = extents_in(QgsRectangle(0, 0, 60, 60), crs, "EPSG:4326", inside, NO_CONTEXT)
    assert one.rectangle == inside
    assert extents_in(QgsRectangle(20, 20, 30, 30), crs, "EPSG:4326", inside, NO_CONTEXT) == []


def test_a_crs_that_has_no_number_is_sent_as_another() -> None:
    own = QgsCoordinateReferenceSystem()
    own.createFromProj("+proj=lcc +lat_1=46 +lat_2=47 +lat_0=46.5 +lon_0=8 +ellps=GRS80 +units=m")
    assert sendable_crs(own, QgsRectangle(-1000, -1000, 1000, 1000)) == "EPSG:3857"
    polar = QgsCoordinateReferenceSystem()
    polar.createFromProj("+proj=laea +lat_0=89 +lon_0=3 +datum=WGS84")
    assert sendable_crs(polar, QgsRectangle(-1000, -1000, 1000, 1000)) == "EPSG:4326"


def tile_server(folder: Path) -> ThreadingHTTPServer:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


def test_web_map_tiles_are_drawn_at_a_level_that_exists_in_a_task(world: World, tmp_path: Path) -> None:
    for column in range(4):
        folder = tmp_path / "2" / str(column)
        folder.mkdir(parents=True)
        for row in range(4):
            if (column, row) == (1, 1):
                continue  # one is missing
            image = QImage(256, 256, QImage.Format.Format_RGB32)
            image.fill(0x3040 + column * 0x500000 + row * 0x30)
            image.save(str(folder / f"{row}.png"))
    server = tile_server(tmp_path)
    url = f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png".replace("{", "%7B").replace("}", "%7D")
    layer = QgsRasterLayer(f"type=xyz&url={url}&zmin=2&zmax=2", "Tiles", "wms")
    assert layer.isValid()
    source = describe_layer(layer)
    assert source.path is None and source.zoom_levels and source.crs == "EPSG:3857"
    half = MERCATOR_PIXEL * 128
    plan = plan_tiles(Extent(-half, -half, half, half, "EPSG:3857"), source, 30_000, 10**8)
    assert plan.pixel == pytest.approx(MERCATOR_PIXEL / 4)

    class Draw(Task):
        def work(self) -> list[bytes]:
            taken = source.take()
            return [render_tile(taken, plan, column, row, self.feedback).png for column, row in plan.tiles()]

    drawn: list[Any] = []
    task = start(Draw("draw"))
    task.succeeded.connect(drawn.append)
    task.failed.connect(lambda text: pytest.fail(text))
    world.wait(lambda: drawn)
    alpha = [pixels(QImage.fromData(tile).convertToFormat(QImage.Format.Format_RGBA8888))[..., 3] for tile in drawn[0]]
    share = np.mean([(one > 0).mean() for one in alpha])
    assert 0.7 < share < 0.99, "the tile that is missing is transparent, the others are not"
    server.shutdown()


def test_what_is_drawn_is_drawn_for_the_windows_not_for_the_screen(layer: QgsRasterLayer) -> None:
    source, budget = describe_layer(layer), 64_000_000

    def over(side_m: float, screen_m: float) -> float:
        box = Extent(400000, 5100000, 400000 + side_m, 5100000 + side_m, "EPSG:32632")
        return usual_sampling_m(source, [box], screen_m, budget)

    assert over(1_000, 20.0) == pytest.approx(100 / 256), "windows of 100 m in 256 pixels"
    assert over(1_000, 0.1) == 0.1, "who looks closer is not given less"
    wide = over(20_000, 40.0)
    assert wide == pytest.approx(16 * 100 / 256), "over much ground in steps of two"
    assert (20_000 / wide) ** 2 <= budget / 4 < (20_000 / (wide / 2)) ** 2, (
        "as fine as a quarter of the limit lets it be"
    )
    assert over(2_000_000, 3.0) == 3.0, "never coarser than the screen"
    assert usual_sampling_m(source, (), 20.0, budget) == pytest.approx(100 / 256), "all of it is where it has pixels"
