"""Every process, from a posted request to the files that a client fetches."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pyogrio
import pytest
import rasterio
import shapely

from tests.api.conftest import WINDOW_M

JSON = dict[str, Any]
LABELS = ["airport", "forest", "water", "houses"]


@pytest.fixture
def run(
    client: httpx.Client, layer: str, search_job: JSON, follow: Callable[[str], JSON], tmp_path: Path
) -> Callable[..., JSON]:
    """Run a process as a job -> its results; files are fetched and replaced by their paths."""

    def execute(process: str, **inputs: Any) -> JSON:
        body = {"inputs": {"layer": layer, "window_m": WINDOW_M, **inputs}, "response": "document"}
        answer = client.post(f"/processes/{process}/execution", json=body, headers={"Prefer": "respond-async"})
        assert answer.status_code == 201, answer.text
        ended = follow(answer.json()["jobID"])
        assert ended["status"] == "successful", ended
        results: JSON = client.get(f"/jobs/{ended['jobID']}/results").raise_for_status().json()
        for name, value in results.items():
            if set(value) == {"href", "type"}:
                file = client.get(value["href"]).raise_for_status()
                assert file.headers["content-type"] == value["type"]
                results[name] = tmp_path / value["href"].rsplit("/", 1)[-1]
                results[name].write_bytes(file.content)
        results["links"] = {row["rel"]: row["href"] for row in ended["links"]}
        return results

    return execute


def test_index_tells_what_it_made(run: Callable[..., JSON]) -> None:
    made = run("index")["index"]
    assert made["complete"] and made["windows"] == 289
    assert made["window_sizes_m"] == WINDOW_M


def test_similar_finds_ground_like_a_polygon(client: httpx.Client, run: Callable[..., JSON], found: str) -> None:
    polygon = client.get(f"/collections/{found}/items/1").json()["geometry"]
    results = run("similar", like=polygon, top=3, threshold=0)
    assert [row["properties"]["rank"] for row in results["regions"]["features"]] == [1, 2, 3]


def test_heatmap_makes_a_raster_of_the_layer(run: Callable[..., JSON]) -> None:
    with rasterio.open(run("heatmap", text="airport")["raster"]) as raster:
        assert raster.crs.to_string() == "EPSG:32632"
        assert raster.dtypes[0] == "float32"
        assert raster.nodata is not None
        assert raster.read(1, masked=True).count() > 0


def test_label_windows_makes_areas_and_a_class_raster(client: httpx.Client, run: Callable[..., JSON]) -> None:
    results = run("label-windows", labels=LABELS)
    areas = pyogrio.read_info(results["areas"], layer="labels")
    assert {"label", "confidence"} <= set(areas["fields"])
    with rasterio.open(results["raster"]) as raster:
        assert raster.count == 2
    with rasterio.open(results["best"]) as raster:
        assert raster.count == 2 * min(3, len(LABELS)) and raster.descriptions[0] == "best 1"
    items = client.get(results["links"]["items"]).json()
    assert items["numberMatched"] == areas["features"]
    assert {row["properties"]["label"] for row in items["features"]} <= {*LABELS, "other"}


def test_label_features_appends_labels_and_keeps_what_was_there(
    client: httpx.Client, run: Callable[..., JSON], found: str
) -> None:
    posted = client.get(f"/collections/{found}/items?limit=4").json()["features"]
    features = [
        {"type": "Feature", "geometry": row["geometry"], "properties": {"name": f"field {number}"}}
        for number, row in enumerate(posted)
    ]
    results = run("label-features", features={"type": "FeatureCollection", "features": features}, labels=LABELS)
    labelled = results["features"]
    if isinstance(labelled, Path):
        assert pyogrio.read_info(labelled, layer="labels")["features"] == 4
        assert {"name", "label", "score"} <= set(pyogrio.read_info(labelled, layer="labels")["fields"])
    else:
        assert [row["properties"]["name"] for row in labelled["features"]] == [f"field {n}" for n in range(4)]
        assert {row["properties"]["label"] for row in labelled["features"]} <= {*LABELS, "other"}


def test_an_extent_outside_the_layer_is_refused_before_any_work(client: httpx.Client, layer: str) -> None:
    jobs = client.get("/jobs").json()["numberMatched"]
    inputs = {"layer": layer, "text": "airport", "labels": LABELS, "extent": {"bbox": [100, 10, 101, 11]}}
    for process, unused in (("search", "labels"), ("heatmap", "labels"), ("label-windows", "text")):
        body = {"inputs": {name: value for name, value in inputs.items() if name != unused}}
        answer = client.post(f"/processes/{process}/execution", json=body)
        assert answer.status_code == 422, (process, answer.text)
        assert json.loads(answer.content)["type"] == "urn:terralex:problem:outside-layer"
    assert client.get("/jobs").json()["numberMatched"] == jobs


def test_a_taught_query_is_kept_and_asked_again(client: httpx.Client, layer: str, search_job: JSON, found: str) -> None:
    """Mark, teach, search by the concept, label by it: each over HTTP."""
    rows = client.get(f"/collections/{found}/items?limit=4").json()["features"]
    accepted, rejected = rows[:2], rows[2:]
    asked = {"layer": layer, "window_m": WINDOW_M}

    def execute(process: str, **inputs: Any) -> httpx.Response:
        body = {"inputs": {**asked, **inputs}, "response": "document"}
        return client.post(f"/processes/{process}/execution", json=body)

    taught = execute("teach", name="mine", text="airport", accepted=accepted, rejected=rejected).raise_for_status()
    made = taught.json()
    assert (made["summary"]["accepted"], made["summary"]["rejected"]) == (2, 2)
    assert made["summary"]["texts"] == ["airport"]
    answer = execute("search", concept=made["concept"], rejected=rejected, accepted=accepted, threshold=0, uncertain=2)
    result = answer.raise_for_status().json()
    regions = result["regions"]["features"]
    assert [row["properties"]["mark"] for row in regions[:3]] == ["accepted", "accepted", ""]
    assert [row["properties"]["ask"] for row in regions[-2:]] == ["uncertain", "uncertain"]
    assert result["summary"]["next"]["uncertain"] == [len(regions) - 1, len(regions)]
    refused = shapely.union_all([shapely.from_geojson(json.dumps(row["geometry"])) for row in rejected])
    for row in regions:
        shape = shapely.from_geojson(json.dumps(row["geometry"]))
        assert shapely.intersection(shape, refused).area < 1e-12
    further = execute("teach", name="mine", concept=made["concept"], rejected=[regions[3]]).raise_for_status().json()
    assert further["summary"]["rejected"] == 3


def test_concepts_and_words_label_together(run: Callable[..., JSON], client: httpx.Client, found: str) -> None:
    place = client.get(f"/collections/{found}/items/1").json()
    concept = run("teach", name="mine", accepted=place)["concept"]
    results = run("label-windows", labels=["forest", "water"], concepts=[concept])
    assert [row["class"] for row in results["summary"]["told_by"]] == ["forest", "water", "mine"]
    alone = run("label-windows", concepts=[concept])
    assert {row["class"] for row in alone["summary"]["told_by"]} == {"mine"}
    polygons = {"type": "FeatureCollection", "features": [place]}
    labelled = run("label-features", features=polygons, labels=["forest"], concepts=[concept])
    assert [row["class"] for row in labelled["summary"]["told_by"]] == ["forest", "mine"]
    with rasterio.open(run("heatmap", concept=concept)["raster"]) as raster:
        assert raster.read(1, masked=True).count() > 0


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"concept": "not base64!"}, "not base64"),
        ({"concept": "QUJD"}, "is not a Terralex concept"),
        ({"text": "airport", "accepted": {"type": "Point", "coordinates": [9, 46]}}, "draw a polygon"),
    ],
)
def test_what_teaches_nothing_is_one_sentence(client: httpx.Client, layer: str, inputs: JSON, said: str) -> None:
    answer = client.post("/processes/search/execution", json={"inputs": {"layer": layer, **inputs}})
    assert answer.status_code in (400, 422), answer.text
    assert said in answer.json()["detail"]
