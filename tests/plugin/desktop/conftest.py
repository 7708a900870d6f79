"""QGIS Desktop for the tests of this folder: one a file, with the plugin and the sample, driven as a person would."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from desktop import Desktop, OpenDesktop, missing_programs


@pytest.fixture(scope="module")
def sample_folder(served: str) -> Path:
    """Where the rendered sample lies."""
    if missing_programs():
        pytest.skip(f"not installed: {', '.join(missing_programs())}; see scripts/install-qgis.sh")
    return Path(json.loads(served)["sample"])


@pytest.fixture(scope="module")
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For the profile and whatever else a file of tests needs."""
    return tmp_path_factory.mktemp("desktop")


@pytest.fixture(scope="module")
def open_desktop(staged: Path, sample_folder: Path, own_folder: Path) -> OpenDesktop:
    """``open_desktop(more_files)``: QGIS with the sample; its server may read the sample's folder and this file's own.

    These tests are about the window: what the model is sure of must not decide whether there is an answer.
    """

    @contextmanager
    def opened(more_files: Sequence[Path] = ()) -> Iterator[Desktop]:
        folders = os.pathsep.join(map(str, (sample_folder, own_folder)))
        settings = [f"data_folders={folders}", "timeout_s=300", "threshold=0"]
        with Desktop(own_folder, staged, [sample_folder / "sample.tif", *more_files], settings=settings) as made:
            yield made
            assert made.ask("agent.unhandled") == []

    return opened
