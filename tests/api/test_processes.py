"""OGC API - Processes: described, executed at once and as jobs, followed, fetched and dismissed, by OWSLib too."""

from __future__ import annotations

import base64
import email
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest
from owslib.ogcapi.processes import Processes

from harness.live_service import Service
from tests.api.conftest import WINDOW_M

JSON = dict[str, Any]
IDS = {
    "index",
    "search",
    "similar",
    "heatmap",
    "label-windows",
    "label-features",
    "teach",
    "change",
    "count",
    "survey",
    "watch",
}
OF_MANY = {"survey", "watch"}
"""Processes that ask more than one layer."""


@pytest.fixture
def owslib(service: Service) -> Iterator[Processes]:
    """OWSLib's own client. It keeps headers in a module's dictionary, which is put back afterwards."""
    from owslib import ogcapi

    before = dict(ogcapi.REQUEST_HEADERS)
    yield Processes(service.url, headers={"Authorization": f"Bearer {service.token}"})
    ogcapi.REQUEST_HEADERS.clear()
    ogcapi.REQUEST_HEADERS.update(before)


def execute(client: httpx.Client, process: str, body: JSON, **headers: str) -> httpx.Response:
    return client.post(f"/processes/{process}/execution", json=body, headers=headers)


def search(layer: str, **inputs: Any) -> JSON:
    return {"layer": layer, "text": "airport", "threshold": 0, "top": 5, "window_m": WINDOW_M, **inputs}


def test_the_landing_page_leads_to_everything(client: httpx.Client) -> None:
    links = client.get("/").json()["links"]
    assert {"self", "service-desc", "conformance", "data", "layers", "models"} <= {row["rel"] for row in links}
    for row in links:
        answer = client.get(row["href"])
        assert answer.status_code == 200
        assert answer.headers["content-type"] == row["type"]


def test_the_conformance_classes_are_those_of_processes_and_features(client: httpx.Client) -> None:
    classes = client.get("/conformance").json()["conformsTo"]
    for part in ("processes-1/1.0/conf/core", "processes-1/1.0/conf/dismiss", "features-1/1.0/conf/geojson"):
        assert any(part in name for name in classes)


def test_the_processes_are_listed_and_paged(client: httpx.Client) -> None:
    rows = client.get("/processes").json()["processes"]
    assert {row["id"] for row in rows} == IDS
    listed: list[str] = []
    page: str | None = "/processes?limit=4"
    while page is not None:
        found = client.get(page).json()
        listed += [row["id"] for row in found["processes"]]
        page = next((row["href"] for row in found["links"] if row["rel"] == "next"), None)
    assert listed == [row["id"] for row in rows]


@pytest.mark.parametrize("process", sorted(IDS))
def test_every_process_describes_its_inputs_and_outputs_as_json_schema(client: httpx.Client, process: str) -> None:
    description = client.get(f"/processes/{process}").raise_for_status().json()
    assert set(description["jobControlOptions"]) == {"sync-execute", "async-execute", "dismiss"}
    if process not in OF_MANY:
        assert description["inputs"]["layer"]["minOccurs"] == 1
    for row in [*description["inputs"].values(), *description["outputs"].values()]:
        assert "$ref" not in str(row["schema"])
        assert jsonschema_rs.meta.is_valid(row["schema"])


def test_a_search_answers_at_once_where_the_index_is_ready(client: httpx.Client, layer: str, search_job: JSON) -> None:
    jobs = client.get("/jobs").json()["numberMatched"]
    answer = execute(client, "search", {"inputs": search(layer), "response": "document"})
    assert answer.status_code == 200
    found = answer.json()
    assert found["regions"]["type"] == "FeatureCollection"
    assert [row["properties"]["rank"] for row in found["regions"]["features"]] == [1, 2, 3, 4, 5]
    assert found["summary"]["provenance"]["query"] == ["airport"]
    stages = dict(part.split(";dur=") for part in answer.headers["server-timing"].split(", "))
    assert {"score", "regions", "total"} <= set(stages)
    assert sum(map(float, stages.values())) <= 2 * float(stages["total"]) + 1
    assert client.get("/jobs").json()["numberMatched"] == jobs  # none was made


def test_a_single_output_comes_raw_as_what_it_is(client: httpx.Client, layer: str, search_job: JSON) -> None:
    answer = execute(client, "search", {"inputs": search(layer), "outputs": {"regions": {}}})
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.json()["type"] == "FeatureCollection"


def test_several_raw_outputs_come_as_parts_of_one_message(client: httpx.Client, layer: str, search_job: JSON) -> None:
    answer = execute(client, "search", {"inputs": search(layer), "response": "raw"})
    message = email.message_from_bytes(
        b"Content-Type: " + answer.headers["content-type"].encode() + b"\n\n" + answer.content
    )
    parts = {part["Content-ID"]: part.get_content_type() for part in message.walk() if not part.is_multipart()}
    assert parts == {"<regions>": "application/geo+json", "<summary>": "application/json"}


def test_several_outputs_come_as_a_document_if_nothing_is_said(
    client: httpx.Client, layer: str, search_job: JSON
) -> None:
    assert set(execute(client, "search", {"inputs": search(layer)}).json()) == {"regions", "summary"}


def test_a_synchronous_search_that_needs_an_index_waits_for_it(client: httpx.Client, layer: str) -> None:
    answer = execute(client, "search", {"inputs": search(layer, window_m=[120]), "response": "document"})
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"regions", "geopackage", "summary"}
    assert 1 <= len(answer.json()["regions"]["features"]) <= 5  # fragments are joined


def test_a_client_that_will_not_wait_gets_the_job_to_follow(
    client: httpx.Client, layer: str, follow: Callable[[str], JSON]
) -> None:
    answer = execute(client, "search", {"inputs": search(layer, window_m=[33])}, Prefer="wait=0")
    assert answer.status_code == 201
    assert answer.headers["location"].endswith(answer.json()["jobID"])
    assert follow(answer.json()["jobID"])["status"] == "successful"


def test_an_asynchronous_execution_is_a_job_from_start_to_result(client: httpx.Client, search_job: JSON) -> None:
    assert search_job["processID"] == "search"
    assert search_job["type"] == "process"
    assert search_job["progress"] == 100
    assert search_job["created"] <= search_job["started"] <= search_job["finished"]
    links = {row["rel"].rsplit("/", 1)[-1]: row["href"] for row in search_job["links"]}
    results = client.get(links["results"]).raise_for_status().json()
    assert len(results["regions"]["features"]) == 12
    file = client.get(results["geopackage"]["href"]).raise_for_status()
    assert file.headers["content-type"] == results["geopackage"]["type"] == "application/geopackage+sqlite3"
    assert file.content.startswith(b"SQLite format 3\0")
    assert client.get(links["log"]).raise_for_status().json()["lines"] is not None
    assert client.get(links["items"]).raise_for_status().json()["numberMatched"] == 12


def test_the_location_and_the_preference_are_told(
    client: httpx.Client, layer: str, follow: Callable[[str], JSON]
) -> None:
    answer = execute(client, "search", {"inputs": search(layer)}, Prefer="respond-async")
    assert answer.status_code == 201
    assert answer.headers["preference-applied"] == "respond-async"
    assert client.get(answer.headers["location"]).json()["jobID"] == answer.json()["jobID"]
    follow(answer.json()["jobID"])


def test_the_results_of_a_job_come_in_the_form_that_was_asked(
    client: httpx.Client, layer: str, follow: Callable[[str], JSON], tmp_path: Path
) -> None:
    def results(**asked: Any) -> httpx.Response:
        job = execute(client, "search", {"inputs": search(layer), **asked}, Prefer="respond-async").json()["jobID"]
        follow(job)
        return client.get(f"/jobs/{job}/results")

    one = results(outputs={"geopackage": {}})
    assert one.headers["content-type"] == "application/geopackage+sqlite3"
    (tmp_path / "one.gpkg").write_bytes(one.content)
    assert sqlite3.connect(tmp_path / "one.gpkg").execute("SELECT count(*) FROM regions").fetchone() == (5,)

    linked = results(outputs={"geopackage": {"transmissionMode": "reference"}})
    assert linked.status_code == 204
    assert 'rel="geopackage"' in linked.headers["link"]

    value = {"transmissionMode": "value"}
    document = results(outputs={"geopackage": value, "summary": {}}, response="document").json()
    assert set(document) == {"geopackage", "summary"}
    assert document["geopackage"]["encoding"] == "base64"
    assert base64.b64decode(document["geopackage"]["value"]).startswith(b"SQLite")

    reference = {"transmissionMode": "reference"}
    href = results(outputs={"regions": reference}, response="document").json()["regions"]["href"]
    assert client.get(href).headers["content-type"] == "application/geo+json"


def test_a_file_can_be_fetched_in_ranges(client: httpx.Client, search_job: JSON) -> None:
    address = f"/jobs/{search_job['jobID']}/files/regions.gpkg"
    whole = client.get(address).content
    part = client.get(address, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert part.content == whole[100:200]


@pytest.mark.parametrize("name", ["nothing.gpkg", "..%2f..%2fjobs.sqlite", "%2e%2e", "regions.gpkg%00"])
def test_no_other_file_can_be_fetched(client: httpx.Client, search_job: JSON, name: str) -> None:
    assert client.get(f"/jobs/{search_job['jobID']}/files/{name}").status_code == 404


def test_an_output_or_format_that_there_is_not_is_refused(client: httpx.Client, layer: str) -> None:
    wrong = {"regions": {"format": {"mediaType": "image/png"}}}
    answer = execute(client, "search", {"inputs": search(layer), "outputs": wrong})
    assert answer.status_code == 400
    assert "application/geo+json" in answer.json()["detail"]


def test_jobs_are_listed_by_status_and_process_and_paged(client: httpx.Client, search_job: JSON) -> None:
    everything = client.get("/jobs?processID=search&status=successful&limit=1000").json()
    assert everything["numberMatched"] == len(everything["jobs"]) > 1
    assert {row["processID"] for row in everything["jobs"]} == {"search"}
    seen, address = [], "/jobs?processID=search&status=successful&limit=2"
    while address:
        page = client.get(address).json()
        seen += [row["jobID"] for row in page["jobs"]]
        address = next((row["href"] for row in page["links"] if row["rel"] == "next"), "")
    assert seen == [row["jobID"] for row in everything["jobs"]]


def test_a_dismissed_job_stops_within_two_seconds(client: httpx.Client, layer: str) -> None:
    body = {"inputs": {"layer": layer, "window_m": [5]}}
    job = execute(client, "index", body, Prefer="respond-async").json()["jobID"]
    until = time.monotonic() + 60
    while client.get(f"/jobs/{job}").json()["progress"] == 0 and time.monotonic() < until:
        time.sleep(0.05)
    not_ready = client.get(f"/jobs/{job}/results")
    assert not_ready.status_code == 404
    assert not_ready.json()["type"].endswith("/result-not-ready")
    start = time.monotonic()
    answer = client.delete(f"/jobs/{job}")
    assert answer.status_code == 200
    while (status := client.get(f"/jobs/{job}").json()["status"]) != "dismissed":
        assert time.monotonic() - start < 3, status
        time.sleep(0.02)
    assert client.get(f"/jobs/{job}/results").status_code == 410


def test_a_running_job_tells_how_far_it_is(client: httpx.Client, layer: str) -> None:
    body = {"inputs": {"layer": layer, "window_m": [6]}}
    job = execute(client, "index", body, Prefer="respond-async").json()["jobID"]
    seen: list[JSON] = []
    until = time.monotonic() + 120
    while time.monotonic() < until and not any(row.get("eta_s") and row["progress"] for row in seen):
        seen.append(client.get(f"/jobs/{job}").json())
        assert seen[-1]["status"] in {"accepted", "running"}, seen[-1]
        time.sleep(0.1)
    client.delete(f"/jobs/{job}")
    assert seen[-1]["eta_s"] > 0
    assert 0 < seen[-1]["progress"] < 100
    told = seen[-1]
    assert (told["code"], told["step"], told["unit"]) == ("indexing", "indexing", "windows")
    assert told["message"] == f"Indexing: {told['done']:,} of {told['total']:,} windows"


@pytest.mark.slow
def test_the_first_regions_come_before_the_layer_is_indexed(client: httpx.Client, layer: str) -> None:
    # Of a small layer, the windows of one size are one chunk: the first rows come when the first size is done.
    body = {"inputs": search(layer, window_m=[20, 21, 22])}
    job = execute(client, "search", body, Prefer="respond-async").json()["jobID"]
    until = time.monotonic() + 120
    while True:
        status = client.get(f"/jobs/{job}").json()
        links = {row["rel"]: row["href"] for row in status["links"]}
        if "items" in links:
            break
        assert status["status"] in {"accepted", "running"} and time.monotonic() < until, status
        time.sleep(0.1)
    early = client.get(links["items"]).json()
    listed = {row["id"]: row["complete"] for row in client.get("/collections?limit=1000").json()["collections"]}
    client.delete(f"/jobs/{job}")
    assert status["status"] == "running"
    assert 0 < early["numberMatched"] <= 5
    assert listed[f"job-{job}"] is False


def test_owslib_lists_runs_follows_and_fetches(owslib: Processes, layer: str) -> None:
    assert owslib.api()["openapi"].startswith("3.0")
    assert owslib.conformance()["conformsTo"]
    assert {row["id"] for row in owslib.processes()} == IDS
    assert owslib.process("search")["inputs"]["text"]["schema"]

    found = owslib.execute("search", inputs=search(layer))
    assert found["regions"]["type"] == "FeatureCollection"

    job = owslib.execute("search", inputs=search(layer), async_=True)
    assert owslib.response_headers["Location"].endswith(job["jobID"])
    until = time.monotonic() + 60
    while (status := owslib._request(path=f"jobs/{job['jobID']}"))["status"] not in {"successful", "failed"}:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert status["status"] == "successful"
    results = owslib._request(path=f"jobs/{job['jobID']}/results")
    assert results["regions"] == found["regions"]
