"""Two dates over HTTP: regions, a map, a picture of both; and what cannot be compared is refused at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pyogrio
import pytest
import rasterio
import shapely

from tests.api.conftest import WINDOW_M

JSON = dict[str, Any]
LAKE = (600, 500, 260, 260)


@pytest.fixture(scope="session")
def flooded(client: httpx.Client, data_root: Path) -> str:
    """Id of the sample with a lake on it, half as fine, a little darker."""
    with rasterio.open(data_root / "sample.tif") as source:
        pixels, profile = source.read(), source.profile
    col, row, width, height = LAKE
    rng = np.random.default_rng(1)
    ripples = rng.normal(0, 2, (3, height, width))
    pixels[:, row : row + height, col : col + width] = np.array([36, 66, 92])[:, None, None] + ripples
    small = pixels.reshape(3, 512, 2, 512, 2).mean(axis=(2, 4)) * 0.92
    profile.update(width=512, height=512, transform=profile["transform"] * profile["transform"].scale(2))
    with rasterio.open(data_root / "flooded.tif", "w", **profile) as target:
        target.write(small.astype(np.uint8))
    answer = client.post("/layers", json={"type": "path", "path": "flooded.tif"})
    return str(answer.raise_for_status().json()["id"])


def compare(client: httpx.Client, **inputs: Any) -> httpx.Response:
    body = {"inputs": {"window_m": WINDOW_M, **inputs}, "response": "document"}
    return client.post("/processes/change/execution", json=body, headers={"Prefer": "respond-async"})


def test_a_new_lake_is_found_drawn_and_served(
    client: httpx.Client, layer: str, flooded: str, follow: Callable[[str], JSON], tmp_path: Path, data_root: Path
) -> None:
    job = follow(compare(client, layer=flooded, earlier=layer, text="new lakes", top=3).json()["jobID"])
    assert job["status"] == "successful", job
    results = client.get(f"/jobs/{job['jobID']}/results").raise_for_status().json()
    summary, rows = results["summary"], results["regions"]["features"]
    assert summary["verdict"] == "found" and summary["provenance"]["query"] == ["lakes"]
    assert summary["provenance"]["direction"] == "appeared"
    assert summary["provenance"]["ground_sampling_m"] == pytest.approx(1.0, rel=0.01)
    assert rows[0]["properties"]["direction"] == "appeared"

    files = {}
    for name in ("geopackage", "raster", "pairs"):
        file = client.get(results[name]["href"]).raise_for_status()
        files[name] = tmp_path / Path(results[name]["href"]).name
        files[name].write_bytes(file.content)
        assert file.headers["content-type"] == results[name]["type"]
    with rasterio.open(data_root / "sample.tif") as source:
        col, row, width, height = LAKE
        corners = shapely.box(col, row, col + width, row + height).exterior.coords
        lake = shapely.Polygon([source.transform * corner for corner in corners])
    _, _, shapes, _ = pyogrio.raw.read(files["geopackage"], layer="changes")
    first = shapely.from_wkb(shapes[0])
    assert first.intersection(lake).area > 0.5 * first.area
    with rasterio.open(files["raster"]) as raster:
        assert raster.count == 3 and raster.crs.to_string() == "EPSG:32632"
    items = client.get(f"/collections/job-{job['jobID']}/items").raise_for_status().json()
    assert items["numberMatched"] == len(rows)


def test_an_answer_that_is_embedded_is_not_embedded_again(
    client: httpx.Client, layer: str, flooded: str, follow: Callable[[str], JSON]
) -> None:
    for text in ("lakes", "forest that is gone"):
        job = follow(compare(client, layer=flooded, earlier=layer, text=text).json()["jobID"])
        assert job["status"] == "successful", job


@pytest.mark.parametrize(
    ("inputs", "status", "said"),
    [
        ({"text": " "}, 422, "empty"),
        ({"text": "lakes", "earlier": "nowhere"}, 404, "nowhere"),
        ({"text": "lakes", "extent": {"bbox": [100, 10, 101, 11]}}, 422, "extent"),
        ({"text": "lakes", "direction": "sideways"}, 400, "direction"),
        ({"text": "lakes", "top": 10**7}, 400, "top"),
    ],
    ids=str,
)
def test_what_cannot_be_compared_is_one_sentence(
    client: httpx.Client, layer: str, flooded: str, inputs: JSON, status: int, said: str
) -> None:
    jobs = client.get("/jobs").json()["numberMatched"]
    answer = compare(client, **{"layer": flooded, "earlier": layer, **inputs})
    assert answer.status_code == status, answer.text
    assert said in answer.json()["detail"] + str(answer.json())
    assert client.get("/jobs").json()["numberMatched"] == jobs


def test_a_layer_is_not_compared_with_itself(client: httpx.Client, layer: str) -> None:
    answer = compare(client, layer=layer, earlier=layer, text="lakes")
    assert answer.status_code == 400 and "same layer" in answer.json()["detail"]


def test_a_comparison_can_be_stopped(
    client: httpx.Client, layer: str, flooded: str, follow: Callable[[str], JSON]
) -> None:
    job = compare(client, layer=flooded, earlier=layer, text="lakes", window_m=[13]).json()["jobID"]
    client.delete(f"/jobs/{job}").raise_for_status()
    assert follow(job)["status"] == "dismissed"
