"""Inputs as other programs write them, and links as a proxy needs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from backend.api.routes.processes import unqualified

JSON = dict[str, Any]


def collection(
    client: httpx.Client, layer: str, properties: list[JSON], drawn_in: str = "EPSG:4326", **more: Any
) -> JSON:
    from backend.imagery.crs import geometries_to_crs

    west, south, east, north = client.get(f"/layers/{layer}").json()["info"]["bounds_wgs84"]
    x, y = (west + east) / 2, (south + north) / 2
    (square,) = geometries_to_crs([shapely.box(x, y, x + 5e-4, y + 5e-4)], "EPSG:4326", drawn_in)
    geometry = {"type": "Polygon", "coordinates": [[list(at) for at in square.exterior.coords]]}
    rows = [{"type": "Feature", "properties": row, "geometry": geometry} for row in properties]
    return {"type": "FeatureCollection", "features": rows, **more}


@pytest.fixture
def labelled(client: httpx.Client, layer: str, follow: Callable[[str], JSON]) -> Callable[[Any], list[JSON]]:
    def run(features: Any) -> list[JSON]:
        inputs = {"layer": layer, "labels": ["farmland", "water"], "features": features}
        answer = client.post(
            "/processes/label-features/execution", json={"inputs": inputs}, headers={"Prefer": "respond-async"}
        )
        assert answer.status_code == 201, answer.text
        status = follow(answer.json()["jobID"])
        assert status["status"] == "successful", status
        items = client.get(f"/collections/job-{status['jobID']}/items", params={"limit": 100})
        found: list[JSON] = items.raise_for_status().json()["features"]
        return found

    return run


def test_attributes_may_have_the_names_of_ids_and_differ_in_case(
    client: httpx.Client, layer: str, labelled: Callable[[Any], list[JSON]]
) -> None:
    rows = [{"id": 7, "OGC_FID": 1, "fid": "abc", "Name": "a", "name": "b"}]
    (feature,) = labelled(collection(client, layer, rows))
    kept = feature["properties"]
    assert {"a", "b"} <= {value for name, value in kept.items() if name.casefold().startswith("name")}
    assert kept["id"] == 7 and kept["OGC_FID"] == 1 and "abc" in kept.values()


def test_a_crs_member_is_heeded_and_an_input_may_be_qualified(
    client: httpx.Client, layer: str, labelled: Callable[[Any], list[JSON]]
) -> None:
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    features = collection(client, layer, [{"n": 1}], "EPSG:3857", crs=named)
    (feature,) = labelled({"value": features, "mediaType": "application/geo+json"})
    assert feature["properties"]["label"] in ("farmland", "water")


@pytest.mark.parametrize(
    "member", [{"type": "link", "properties": {"href": "http://127.0.0.1:9/x"}}, {"type": "x"}, "a"]
)
@pytest.mark.parametrize("place", ["collection", "feature", "geometry"])
def test_a_crs_that_is_no_name_is_refused_wherever_it_is(
    client: httpx.Client, layer: str, member: Any, place: str
) -> None:
    features = collection(client, layer, [{}])
    inside = {"collection": features, "feature": features["features"][0]}
    inside["geometry"] = inside["feature"]["geometry"]
    inside[place]["crs"] = member
    inputs = {"layer": layer, "labels": ["a", "b"], "features": features}
    answer = client.post("/processes/label-features/execution", json={"inputs": inputs})
    assert answer.status_code in (400, 422) and "crs member" in answer.json()["detail"]


def test_references_are_refused_in_a_sentence(client: httpx.Client, layer: str) -> None:
    inputs = {"layer": layer, "text": {"href": "http://127.0.0.1:9/x"}}
    answer = client.post("/processes/search/execution", json={"inputs": inputs})
    assert answer.status_code in (400, 422) and "reference" in answer.text


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json_values.filter(lambda one: not isinstance(one, dict)))
def test_a_qualified_value_is_the_value(value: Any) -> None:
    assert unqualified("x", {"value": value, "mediaType": "application/json"}) == value


@pytest.mark.parametrize("query", ["bbox=10,-60,11,-59", "offset=100000", "rank=987654"])
def test_an_empty_match_is_empty(client: httpx.Client, search_job: JSON, query: str) -> None:
    answer = client.get(f"/collections/job-{search_job['jobID']}/items?{query}")
    assert answer.status_code == 200
    assert answer.json()["features"] == [] and answer.json()["numberReturned"] == 0


def test_links_keep_the_prefix_of_a_proxy(client: httpx.Client) -> None:
    headers = {"X-Forwarded-Prefix": "/terralex", "X-Forwarded-Proto": "https"}
    for path in ("/", "/processes", "/collections", "/jobs"):
        links = client.get(path, headers=headers).raise_for_status().json()["links"]
        assert all(row["href"].startswith("https://") and "/terralex/" in row["href"] for row in links), path
    assert all("/terralex/" not in row["href"] for row in client.get("/").json()["links"])


@pytest.mark.parametrize("prefix", ["//evil.example", "/a/../b", "/<script>", "no-slash"])
def test_a_prefix_that_is_none_is_not_repeated(client: httpx.Client, prefix: str) -> None:
    links = client.get("/", headers={"X-Forwarded-Prefix": prefix}).json()["links"]
    assert all(prefix not in row["href"] for row in links)


def test_a_forwarded_host_has_to_be_an_allowed_one(client: httpx.Client) -> None:
    assert client.get("/", headers={"X-Forwarded-Host": "evil.example"}).status_code == 421
