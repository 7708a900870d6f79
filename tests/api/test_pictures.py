"""Layers as pictures for web maps: tiles and boxes over HTTP, what browsers may keep, what is refused."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from backend.errors import LayerNotReadable
from backend.imagery.sandbox import ReaderPool
from backend.imagery.web_mercator import HALF_WORLD_M, mercator_box
from backend.layers.map_pictures import MapPictures
from backend.lexicon import LANGUAGES
from backend.resources import resource_path
from harness.live_service import Service
from qgis_plugin.core.lexicon import read_lexicon


def picture(answer: httpx.Response) -> Any:
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/png", answer.text
    return np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGBA"))


@pytest.fixture
def bounds(client: httpx.Client, layer: str) -> list[float]:
    found: list[float] = client.get(f"/layers/{layer}").json()["info"]["bounds_wgs84"]
    return found


def middle_tile(bounds: list[float], zoom: int) -> str:
    xmin, ymin, xmax, ymax = mercator_box(*bounds)
    side = 2 * HALF_WORLD_M / 2**zoom
    return f"{zoom}/{int((HALF_WORLD_M - (ymin + ymax) / 2) // side)}/{int(((xmin + xmax) / 2 + HALF_WORLD_M) // side)}"


def test_a_tile_shows_the_layer(client: httpx.Client, layer: str, bounds: list[float]) -> None:
    path = f"/layers/{layer}/map/tiles/WebMercatorQuad/{middle_tile(bounds, 18)}"
    shown = picture(client.get(path))
    assert shown.shape == (256, 256, 4) and (shown[..., 3] == 255).all() and shown[..., :3].std() > 10
    nowhere = picture(client.get(f"/layers/{layer}/map/tiles/WebMercatorQuad/3/0/0"))
    assert not nowhere[..., 3].any()


def test_a_browser_keeps_a_tile_and_asks_whether_it_changed(
    client: httpx.Client, layer: str, bounds: list[float]
) -> None:
    path = f"/layers/{layer}/map/tiles/WebMercatorQuad/{middle_tile(bounds, 17)}"
    first = client.get(path)
    assert first.headers["cache-control"].startswith("private, max-age=")
    again = client.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == first.headers["etag"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content
    assert client.get("/layers").headers["cache-control"] == "no-store"


def test_a_box_of_any_shape_is_a_picture(client: httpx.Client, layer: str, bounds: list[float]) -> None:
    west, south, east, north = bounds
    box = {"bbox": f"{west},{south},{east},{north}", "width": 300, "height": 200}
    shown = picture(client.get(f"/layers/{layer}/map", params=box))
    assert shown.shape == (200, 300, 4) and (shown[20:-20, 20:-20, 3] == 255).all()


@pytest.mark.parametrize(
    "wrong",
    [
        {"bbox": "1,2,3"},
        {"bbox": "170,10,-170,20"},
        {"bbox": "9,45,9,46"},
        {"bbox": "9,45,10,90"},
        {"bbox": "9,45,10,46", "width": 5000},
        {"bbox": "9,45,10,46", "style": "x"},
        {},
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(client: httpx.Client, layer: str, wrong: dict[str, Any]) -> None:
    answer = client.get(f"/layers/{layer}/map", params=wrong)
    assert answer.status_code == 400 and answer.json()["detail"].endswith(".")


def test_tiles_that_are_none_layers_that_are_none_and_strangers(
    client: httpx.Client, service: Service, layer: str
) -> None:
    path = f"/layers/{layer}/map/tiles/WebMercatorQuad"
    assert client.get(f"{path}/2/4/0").status_code == 400
    assert client.get(f"{path}/99/0/0").status_code == 400
    assert client.get("/layers/layer-0/map/tiles/WebMercatorQuad/0/0/0").status_code == 404
    assert httpx.get(f"{service.url}{path}/0/0/0", trust_env=False).status_code == 401


def test_a_layer_that_is_not_complete_has_no_pictures(client: httpx.Client) -> None:
    grid = {"type": "tiles", "crs": "EPSG:32632", "extent": [500000, 4649000, 500300, 4649200]}
    made = client.post("/layers", json={**grid, "tile_px": 100, "columns": 3, "rows": 2}).json()
    answer = client.get(f"/layers/{made['id']}/map/tiles/WebMercatorQuad/0/0/0")
    assert answer.status_code == 404 and "not complete" in answer.json()["detail"]
    client.delete(f"/layers/{made['id']}")


@pytest.fixture
def readers(data_root: Path) -> Iterator[ReaderPool]:
    with ReaderPool(roots=(data_root,)) as pool:
        yield pool


def test_what_takes_too_long_is_given_up_and_not_tried_again_soon(data_root: Path, readers: ReaderPool) -> None:
    now = [0.0]
    pictures = MapPictures(lambda _: data_root / "sample.tif", readers, sure_px=500_000, clock=lambda: now[0])
    with readers.open(data_root / "sample.tif") as layer:
        west, south, east, north = mercator_box(*_degrees(layer.info.bounds, layer.info.crs))
    near = (west, south, (3 * west + east) / 4, (3 * south + north) / 4)
    assert pictures.draw("layer", near, (64, 64))[:4] == b"\x89PNG"

    def leap() -> float:
        now[0] += 20.0
        return now[0]

    pictures._clock = leap
    with pytest.raises(LayerNotReadable, match="zoom in, or build overviews"):
        pictures.draw("layer", (west, south, east, north), (128, 128))
    pictures._clock = lambda: now[0]
    with pytest.raises(LayerNotReadable, match="zoom in"):
        pictures.draw("layer", (west, south, east, north), (96, 96))
    assert pictures.draw("layer", near, (80, 80))[:4] == b"\x89PNG"


def _degrees(bounds: Any, crs: Any) -> Any:
    from backend.imagery.globe import box_to_degrees

    return box_to_degrees(bounds, crs)


@pytest.mark.parametrize(("typed", "language"), [("stad", "en"), ("Flugh", "de"), ("저수", "ko"), ("tank; sil", "nl")])
def test_the_service_suggests_what_the_dock_suggests(client: httpx.Client, typed: str, language: str) -> None:
    answer = client.get("/suggestions", params={"text": typed, "language": language}).json()["suggestions"]
    dock = read_lexicon(resource_path("lexicon")).suggest(typed, language)
    expected = [{"text": d.text, "language": d.language, "meaning": d.meaning, "concept": d.concept} for d in dock]
    assert answer == expected and expected


def test_suggestions_refuse_what_they_do_not_know(client: httpx.Client) -> None:
    assert client.get("/suggestions", params={"text": ""}).json() == {"suggestions": []}
    assert client.get("/suggestions").status_code == 400
    assert client.get("/suggestions", params={"text": "a", "language": "xx"}).status_code == 400
    for language in LANGUAGES:
        assert client.get("/suggestions", params={"text": "port", "language": language}).status_code == 200
