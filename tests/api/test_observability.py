"""What an operator sees: logs without secrets, metrics by route, traces where they are asked for."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families

from harness.live_service import REPOSITORY, Service, running_service
from tests.api.conftest import WINDOW_M

SECRET = "a very private query"


def samples(client: httpx.Client) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text = client.get("/metrics").raise_for_status().text
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_every_line_of_the_log_is_one_json_object(service: Service, client: httpx.Client) -> None:
    client.get("/jobs")
    rows = [json.loads(line) for line in service.log_lines_with('"/jobs"')]
    row = next(row for row in rows if row.get("route") == "/jobs")
    assert {"time", "level", "logger", "method", "status", "ms", "client", "request_id"} <= set(row)
    assert row["time"].endswith("Z")


def test_the_log_holds_no_token_no_query_and_no_address_beyond_the_route(
    service: Service, client: httpx.Client, layer: str, search_job: object
) -> None:
    body = {"inputs": {"layer": layer, "text": SECRET, "threshold": 0, "window_m": WINDOW_M}, "response": "document"}
    assert client.post("/processes/search/execution", json=body).status_code == 200
    client.get("/collections/x/items", params={"name": SECRET})
    httpx.get(f"{service.url}/jobs", headers={"Authorization": "Bearer a-wrong-token-somebody-tried"})
    assert SECRET not in service.log
    assert SECRET.replace(" ", "+") not in service.log
    assert service.token not in service.log
    assert "a-wrong-token-somebody-tried" not in service.log


def test_requests_are_counted_and_timed_by_route(client: httpx.Client) -> None:
    labels = (("method", "GET"), ("route", "/jobs/{jobID}"), ("status", "404"))
    before = samples(client).get(("terralex_http_requests_total", labels), 0)
    for number in range(3):
        client.get(f"/jobs/unknown-{number}")
    after = samples(client)
    assert after["terralex_http_requests_total", labels] == before + 3
    timed = (("method", "GET"), ("route", "/jobs/{jobID}"))
    assert after["terralex_http_request_seconds_count", timed] >= 3


def test_ids_make_no_series_of_their_own(client: httpx.Client) -> None:
    client.get("/no/such/address")
    client.request("BREW", "/jobs")
    routes = {value for (_, labels) in samples(client) for name, value in labels if name == "route"}
    assert not [route for route in routes if "unknown-" in route or "/no/such" in route]
    methods = {value for (_, labels) in samples(client) for name, value in labels if name == "method"}
    assert "BREW" not in methods


def test_metrics_tell_of_jobs_windows_models_and_the_device(
    client: httpx.Client, search_job: object, index_collection: str
) -> None:
    values = samples(client)
    assert values["terralex_jobs", (("status", "successful"),)] >= 1
    names = {name for name, _ in values}
    assert {"terralex_jobs", "terralex_index_windows", "terralex_model_bytes", "terralex_device_info"} <= names
    assert sum(value for (name, _), value in values.items() if name == "terralex_index_windows") > 0


class Receiver(ThreadingHTTPServer):
    """Takes spans as an OpenTelemetry collector does."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.spans: list[tuple[str, dict[str, str]]] = []
        self.services: set[str] = set()


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        assert self.path == "/v1/traces"
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        request = ExportTraceServiceRequest.FromString(body)
        for resource in request.resource_spans:
            self.server.services |= {
                row.value.string_value for row in resource.resource.attributes if row.key == "service.name"
            }
            for scope in resource.scope_spans:
                for span in scope.spans:
                    attributes = {row.key: str(row.value) for row in span.attributes}
                    self.server.spans.append((span.name, attributes))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_requests_are_traced_where_that_is_asked_for(receiver: Receiver, tmp_path: Path, data_root: Path) -> None:
    endpoint = f"http://127.0.0.1:{receiver.server_port}"
    with running_service(tmp_path, data_root, TERRALEX_OTLP_ENDPOINT=endpoint) as service:
        with service.client() as client:
            client.get("/jobs/nothing")
            client.get("/health")
        until = time.monotonic() + 20
        while not receiver.spans and time.monotonic() < until:
            time.sleep(0.1)
        token = service.token
    names = [name for name, _ in receiver.spans]
    assert any("/jobs/{jobID}" in name for name in names)
    assert not any("/health" in name for name in names)
    assert receiver.services == {"terralex"}
    assert token not in str(receiver.spans)


HIDE_THE_EXTRA = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter", "opentelemetry.instrumentation")):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Hidden())
"""


def test_a_missing_extra_is_one_clear_sentence(tmp_path: Path, data_root: Path) -> None:
    # Python runs this file at its start: the packages of the extra cannot be imported, as if they were not installed.
    (tmp_path / "sitecustomize.py").write_text(HIDE_THE_EXTRA)
    variables = {"TERRALEX_OTLP_ENDPOINT": "http://127.0.0.1:9", "PYTHONPATH": f"{tmp_path}:{REPOSITORY}"}
    with (
        pytest.raises(RuntimeError, match=r"ended with 2: Error: .* pip install 'terralex\[telemetry\]'"),
        running_service(tmp_path / "service", data_root, **variables),
    ):
        pass
