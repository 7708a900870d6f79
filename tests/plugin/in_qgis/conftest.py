"""Fixtures of the tests that run inside QGIS's own Python; see ``../test_plugin_in_qgis.py``, which starts them."""

from __future__ import annotations

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
    from backend_process import REPOSITORY, BackendProcess, terralex
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
        folder = tmp_path_factory.mktemp("sample")
        terralex("sample", str(folder), "--size", "1024", "--seed", "7")
        return folder

    @pytest.fixture(scope="session")
    def backend(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Iterator[BackendProcess]:
        """A server that may read the sample and the shared scenes."""
        shared = REPOSITORY.parent / "shared"
        roots = [sample, *([shared] if shared.is_dir() else [])]
        made = BackendProcess(tmp_path_factory.mktemp("backend"), *roots)
        yield made
        made.close()

    @pytest.fixture(autouse=True)
    def _clean(world: World, tmp_path: Path) -> Iterator[None]:
        world.settings_folder(tmp_path)
        yield
        world.clean()
