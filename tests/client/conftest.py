"""A real service over a rendered sample, and a client of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.client import Client, Layer
from harness.live_service import Service, running_service
from harness.quarter_sample import quarter_sample


@pytest.fixture(scope="session")
def data_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root with a quarter of a rendered sample, ``sample.tif``, of 0.5 m pixels."""
    folder = tmp_path_factory.mktemp("data")
    quarter_sample(folder, tmp_path_factory.mktemp("rendered"))
    return folder


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, data_root: Path) -> Iterator[Service]:
    """The service that most tests share."""
    with running_service(tmp_path_factory.mktemp("service"), data_root, OMP_NUM_THREADS="1") as one:
        yield one


@pytest.fixture(scope="session")
def client(service: Service) -> Iterator[Client]:
    """A client of it."""
    with Client(service.url, service.token) as one:
        yield one


@pytest.fixture(scope="session")
def layer(client: Client) -> Layer:
    """The sample."""
    return client.add_layer("sample.tif", "Sample")
