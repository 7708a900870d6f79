"""Fixtures of the tests that run inside QGIS's own Python; see ``../test_plugin_in_qgis.py``, which starts them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

try:
    import qgis.core  # noqa: F401
except ImportError:
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from backend_process import SERVED, BackendProcess, RunningBackend, data_roots, make_sample
    from in_qgis_world import World, start_world

    @pytest.fixture(scope="session")
    def world() -> Iterator[World]:
        """A running QGIS with an interface that remembers what plugins put into it."""
        made = start_world()
        yield made
        made.close()

    @pytest.fixture(scope="session")
    def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
        """A rendered map of 1024 x 1024 pixels with its truth."""
        served = os.environ.get(SERVED)
        return Path(json.loads(served)["sample"]) if served else make_sample(tmp_path_factory.mktemp("sample"))

    @pytest.fixture(scope="session")
    def backend(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Iterator[RunningBackend]:
        """A server that may read the sample and the shared scenes; all files share it, with what it has indexed."""
        if served := os.environ.get(SERVED):
            facts = json.loads(served)
            yield RunningBackend(Path(facts["folder"]), facts["port"], facts["pid"])
            return
        made = BackendProcess(tmp_path_factory.mktemp("backend"), *data_roots(sample))
        yield made
        made.close()

    @pytest.fixture(autouse=True)
    def _clean(world: World, tmp_path: Path) -> Iterator[None]:
        world.settings_folder(tmp_path)
        yield
        world.clean()
