"""The server that the tests of this folder share, over a rendered sample, and what they need of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.sample import render_sample
from harness.live_service import Service, running_service

JOB_S = 180.0
JSON = dict[str, Any]
WINDOW_M = [60]
"""Of the windows that the shared search uses: few enough to be indexed in seconds."""


@pytest.fixture(scope="session")
def data_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root with a rendered sample, ``sample.tif``, of 0.5 m pixels."""
    folder = tmp_path_factory.mktemp("data")
    render_sample(folder, size_px=1024)
    return folder


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, data_root: Path) -> Iterator[Service]:
    """The server that most tests share."""
    with running_service(
        tmp_path_factory.mktemp("service"),
        data_root,
        "--log-format",
        "json",
        TERRALEX_LIMITS__SYNC_TIMEOUT_S="60",
        TERRALEX_LIMITS__MAX_BODY_BYTES=str(4 * 1024**2),
        OMP_NUM_THREADS="1",
    ) as one:
        yield one


@pytest.fixture(scope="session")
def client(service: Service) -> Iterator[httpx.Client]:
    """A client of the shared server, with the token."""
    with service.client() as one:
        yield one


@pytest.fixture(scope="session")
def layer(client: httpx.Client) -> str:
    """Id of the sample as a layer."""
    answer = client.post("/layers", json={"type": "path", "path": "sample.tif", "title": "Sample"})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.fixture(scope="session")
def follow(client: httpx.Client) -> Callable[[str], JSON]:
    """Wait until a job has ended -> its status."""

    def wait(job_id: str) -> JSON:
        until = time.monotonic() + JOB_S
        while time.monotonic() < until:
            status: JSON = client.get(f"/jobs/{job_id}").raise_for_status().json()
            if status["status"] not in {"accepted", "running"}:
                return status
            time.sleep(0.1)
        raise AssertionError(f"job {job_id} has not ended: {status}")

    return wait


@pytest.fixture(scope="session")
def search_job(client: httpx.Client, layer: str, follow: Callable[[str], JSON]) -> JSON:
    """A search that ran as a job and found something: its status."""
    inputs = {"layer": layer, "text": "airport", "threshold": 0, "top": 12, "window_m": WINDOW_M}
    body = {"inputs": inputs, "response": "document"}
    answer = client.post("/processes/search/execution", json=body, headers={"Prefer": "respond-async"})
    assert answer.status_code == 201, answer.text
    ended = follow(answer.json()["jobID"])
    assert ended["status"] == "successful", ended
    return ended


@pytest.fixture(scope="session")
def found(search_job: JSON) -> str:
    """Id of the collection with the regions of that search."""
    return f"job-{search_job['jobID']}"


@pytest.fixture(scope="session")
def index_collection(client: httpx.Client, layer: str, search_job: JSON) -> str:
    """Id of the collection with the windows of the sample's index."""
    rows = client.get("/collections").raise_for_status().json()["collections"]
    return next(str(row["id"]) for row in rows if row["id"].startswith("index-") and row["complete"])
