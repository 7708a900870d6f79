"""Counting over HTTP: in all, by zone, and what cannot be counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

JSON = dict[str, Any]
COARSE = [60]


def count(client: httpx.Client, **inputs: Any) -> httpx.Response:
    body = {"inputs": {"window_m": COARSE, **inputs}, "response": "document"}
    return client.post("/processes/count/execution", json=body)


def test_zones_are_counted_with_an_interval(client: httpx.Client, layer: str, found: str) -> None:
    zones = client.get(f"/collections/{found}/items?limit=4").raise_for_status().json()
    for number, row in enumerate(zones["features"]):
        row["id"] = 10 + number
    answer = count(client, layer=layer, text="airplanes", size_m=[20, 60], zones=zones).raise_for_status().json()
    assert [row["id"] for row in answer["zones"]] == [10, 11, 12, 13]
    for row in answer["zones"]:
        assert 0 <= row["low"] <= row["expected"] + 0.5 and row["expected"] - 0.5 <= row["high"]
        assert (row["count"] is not None) == (row["kind"] == "number")
    summary = answer["summary"]
    assert summary["low"] <= summary["high"] and summary["zones"] == 4
    assert summary["provenance"]["query"] == ["airplanes"]


def test_without_zones_single_things_are_points(
    client: httpx.Client, layer: str, search_job: JSON, follow: Callable[[str], JSON]
) -> None:
    body = {"inputs": {"layer": layer, "window_m": COARSE, "text": "airplanes"}, "response": "document"}
    job = client.post("/processes/count/execution", json=body, headers={"Prefer": "respond-async"}).json()["jobID"]
    assert follow(job)["status"] == "successful"
    results = client.get(f"/jobs/{job}/results").raise_for_status().json()
    rows = results["instances"]["features"]
    assert len(rows) == results["summary"]["instances"]
    assert all(row["geometry"]["type"] == "Point" and 0 < row["properties"]["probability"] <= 1 for row in rows)
    assert results["summary"]["expected"] == pytest.approx(
        sum(row["properties"]["probability"] for row in rows), abs=0.01
    )


@pytest.mark.parametrize(
    ("inputs", "status", "said"),
    [
        ({"text": "water"}, 400, "does not consist of single objects"),
        ({"text": "xyzzy"}, 400, "size_m"),
        ({"text": "cars", "size_m": [0.5, 0.6], "window_m": None}, 400, "pixels of"),
        ({"text": "cars", "zones": {"type": "FeatureCollection", "features": []}}, 400, "no zones"),
        ({"text": " "}, 422, "empty"),
    ],
    ids=str,
)
def test_what_cannot_be_counted_is_one_sentence(
    client: httpx.Client, layer: str, inputs: JSON, status: int, said: str
) -> None:
    answer = count(client, layer=layer, **inputs)
    assert answer.status_code == status, answer.text
    assert said in answer.json()["detail"]


def test_a_zone_elsewhere_and_a_zone_that_is_a_point_are_refused(client: httpx.Client, layer: str) -> None:
    def zone(geometry: JSON) -> JSON:
        return {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": geometry}]}

    far = {"type": "Polygon", "coordinates": [[[100, 10], [101, 10], [101, 11], [100, 10]]]}
    answer = count(client, layer=layer, text="airplanes", zones=zone(far))
    assert answer.status_code == 422 and "No zone intersects" in answer.json()["detail"]
    answer = count(client, layer=layer, text="cars", zones=zone({"type": "Point", "coordinates": [9, 46]}))
    assert answer.status_code == 400 and "polygons" in answer.json()["detail"]
