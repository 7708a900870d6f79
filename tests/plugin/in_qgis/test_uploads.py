"""A server that does not see this machine's files gets them, or pictures of them, and resumes what was interrupted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from backend_process import BackendProcess
from in_qgis_world import World
from plugin_fixtures import show
from qgis.core import QgsCoordinateReferenceSystem, QgsMapSettings, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QSize
from terralex.core import layer_upload, scope
from terralex.core.client import Client
from terralex.core.errors import Cancelled
from terralex.core.extent import Extent
from terralex.core.layer_source import describe_layer
from terralex.core.layer_upload import begun_uploads, known, name_layer


@pytest.fixture
def layer(world: World, sample: Path) -> QgsRasterLayer:
    return show(world, sample / "sample.tif", "Sample")


@pytest.fixture
def client(backend: BackendProcess) -> Iterator[Client]:
    known.clear()
    begun_uploads.clear()
    yield Client(replace(backend.connection, local=False))
    known.clear()


def quiet(what: str, share: float) -> None:
    assert what and 0 <= share <= 1


def test_all_of_a_file_goes_as_the_file_in_parts_and_once(
    world: World, layer: QgsRasterLayer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer_upload, "PART_BYTES", 256 * 1024)
    parts: list[float] = []
    ((layer_id, extent),) = name_layer(client, describe_layer(layer), (), 1, 10**9, lambda _, s: parts.append(s))
    assert extent is None and len(parts) > 3 and parts == sorted(parts)
    info = client.layer(layer_id).info
    assert (info["width"], info["crs"]) == (layer.width(), layer.crs().authid())
    again: list[float] = []
    assert name_layer(client, describe_layer(layer), (), 1, 10**9, lambda _, s: again.append(s))[0][0] == layer_id
    assert again == []


def test_an_interrupted_file_goes_on_where_it_was(
    world: World, layer: QgsRasterLayer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer_upload, "PART_BYTES", 256 * 1024)

    def cancel(_: str, share: float) -> None:
        if share > 0.4:
            client.feedback.cancel()

    with pytest.raises(Cancelled):
        name_layer(client, describe_layer(layer), (), 1, 10**9, cancel)
    shares: list[float] = []
    fresh = Client(client.connection)
    name_layer(fresh, describe_layer(layer), (), 1, 10**9, lambda _, share: shares.append(share))
    assert shares[0] > 0.3


def test_an_interrupted_picture_goes_on_where_it_was(world: World, layer: QgsRasterLayer, client: Client) -> None:
    layer.renderer().setRedBand(2)
    box = Extent.of(layer.extent(), layer.crs().authid())
    sent: list[float] = []

    def cancel(_: str, share: float) -> None:
        sent.append(share)
        if len(sent) == 3:
            client.feedback.cancel()

    with pytest.raises(Cancelled):
        name_layer(client, describe_layer(layer), [box], 0.25, 10**9, cancel)
    fresh, rest = Client(client.connection), []
    ((layer_id, _),) = name_layer(fresh, describe_layer(layer), [box], 0.25, 10**9, lambda _, s: rest.append(s))
    made = fresh.layer(layer_id)
    assert made.state == "ready"
    tiles = made.info["width"] * made.info["height"] // 512**2
    assert len(rest) - 1 < tiles, "tiles that had come were not sent again"


def test_a_rotated_map_is_searched_with_all_that_it_shows(world: World, layer: QgsRasterLayer) -> None:
    settings = QgsMapSettings()
    settings.setOutputSize(QSize(400, 400))
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(QgsRectangle.fromCenterAndSize(layer.extent().center(), 100, 100))
    (straight,) = scope.place_of(scope.CANVAS, describe_layer(layer), settings, None).extents
    settings.setRotation(45)
    (turned,) = scope.place_of(scope.CANVAS, describe_layer(layer), settings, None).extents
    assert turned.width == pytest.approx(straight.width * 2**0.5, rel=0.01)


def test_selected_features_bound_the_search_exactly(world: World, layer: QgsRasterLayer, sample: Path) -> None:
    from qgis.core import QgsVectorLayer

    truth: Any = QgsVectorLayer(str(sample / "truth.gpkg"), "truth", "ogr")
    truth.selectByIds([next(truth.getFeatures()).id()])
    place = scope.place_of(scope.SELECTION, describe_layer(layer), QgsMapSettings(), truth)
    assert len(place.extents) == 1 and place.mask is not None
    assert QgsCoordinateReferenceSystem("EPSG:4326").bounds().contains(place.mask.boundingBox())
