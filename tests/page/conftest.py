"""A real service with a layer and a search that has ended, and a real Chromium to look at its pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from harness.live_service import Service, running_service
from harness.quarter_sample import quarter_sample

TOKEN = "the-token-of-the-page-tests"


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service."""
    data = tmp_path_factory.mktemp("data")
    quarter_sample(data, tmp_path_factory.mktemp("rendered"))
    folder = tmp_path_factory.mktemp("service")
    with running_service(folder, data, TERRALEX_TOKEN=TOKEN, OMP_NUM_THREADS="1") as one:
        yield one


@pytest.fixture(scope="session")
def layer(service: Service) -> str:
    """Id of its layer."""
    return service.add_layer(service.data_root / "sample.tif")


@pytest.fixture(scope="session")
def job(service: Service, layer: str) -> str:
    """Id of a search that found something."""
    job = service.start_job("search", layer=layer, text="airport", window_m=[100], threshold=0)
    assert service.wait_for(job)["status"] == "successful"
    return job


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window; of one module, as its event loop runs in the tests' own thread while it lives."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield one
        one.close()
