"""The OpenAPI document is what the service does: schemathesis finds no server error and no broken promise."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from harness.live_service import REPOSITORY, Service, running_service
from tests.api.conftest import WINDOW_M

HERE = Path(__file__).parent

# Why two checks are left out. positive_data_acceptance: a schema cannot say which layers exist or that west is west of
# east. use_after_free: OGC API - Processes keeps a dismissed job, with the status "dismissed".
LEFT_OUT = "positive_data_acceptance,use_after_free"


@pytest.fixture(scope="module")
def guinea_pig(tmp_path_factory: pytest.TempPathFactory, data_root: Path) -> Iterator[Service]:
    """A server of its own, because layers are removed and jobs dismissed; with a layer, an index and a result."""
    limits = {"TERRALEX_LIMITS__SYNC_TIMEOUT_S": "10", "OMP_NUM_THREADS": "1"}
    with running_service(tmp_path_factory.mktemp("guinea-pig"), data_root, **limits) as service:
        with service.client() as client:
            layer = client.post("/layers", json={"type": "path", "path": "sample.tif"}).json()["id"]
            inputs = {"layer": layer, "text": "airport", "threshold": 0, "window_m": WINDOW_M}
            body = {"inputs": inputs, "outputs": {"geopackage": {}}}
            client.post("/processes/search/execution", json=body).raise_for_status()
        yield service


def schemathesis(service: Service, folder: Path, examples: int, max_time_s: int) -> None:
    program = Path(sys.executable).with_name("schemathesis")
    command = [str(program), "--config-file", str(HERE / "schemathesis.toml"), "run", f"{service.url}/openapi.json"]
    command += ["--header", f"Authorization: Bearer {service.token}", "--request-timeout", "60", "--seed", "1"]
    command += ["--max-examples", str(examples), "--max-time", str(max_time_s), "--no-color"]
    command += ["--exclude-checks", LEFT_OUT, "--warnings", "off"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "SCHEMATHESIS_HOOKS": "tests.api.schemathesis_hooks"}
    answer = subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env=environment, timeout=max_time_s * 4
    )
    assert answer.returncode == 0, answer.stdout[answer.stdout.find("= FAILURES") :][:12_000]
    assert "API Links" in answer.stdout
    assert "because of an internal error" not in service.log


def test_the_document_is_openapi_3_0_and_names_only_what_it_holds(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"] == "3.0.3"
    text = json.dumps(document)
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in document["components"]["schemas"]
    assert '"type": "null"' not in text
    assert "HTTPValidationError" not in text


def test_every_operation_declares_its_problems(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert {"400", "401", "413", "421", "500"} <= set(operation["responses"]), (method, path)
            for status, row in operation["responses"].items():
                if (path, status) == ("/health", "503"):  # the state of health itself, as with 200
                    continue
                if int(status) >= 400 and int(status) != 416 and method != "head":
                    assert set(row["content"]) == {"application/problem+json"}, (method, path, status)


def test_schemathesis_finds_nothing(guinea_pig: Service, tmp_path: Path) -> None:
    schemathesis(guinea_pig, tmp_path, examples=8, max_time_s=30)


@pytest.mark.slow
def test_schemathesis_finds_nothing_in_depth(guinea_pig: Service, tmp_path: Path) -> None:
    schemathesis(guinea_pig, tmp_path, examples=200, max_time_s=900)


@pytest.mark.parametrize(
    "address", ["/jobs?offset=1&offset=0", "/layers?limit=1&limit=1", "/collections?f=json&f=json"]
)
def test_a_query_parameter_given_twice_is_refused_in_a_sentence(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    name = address.partition("?")[2].partition("=")[0]
    assert answer.status_code == 400
    assert answer.json()["detail"] == f"The query parameter '{name}' is given more than once: give it once."
