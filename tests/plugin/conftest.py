"""What all tests of the plugin share: the packaged plugin, and a rendered map with a server for it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
SYSTEM_PYTHON = Path("/usr/bin/python3")


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plugin as the zip lays it out."""
    probe = [SYSTEM_PYTHON, "-c", "import qgis.core, pytest"]
    if not SYSTEM_PYTHON.exists() or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("QGIS or its pytest is not installed: see scripts/install-qgis.sh")
    folder = tmp_path_factory.mktemp("staged")
    program = "import sys; from pathlib import Path; from build_plugin import stage; stage(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", program, str(folder)], cwd=REPOSITORY / "scripts", check=True)
    return folder


@pytest.fixture(scope="session")
def served(staged: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample and a server for it, which indexes it once for all files: their facts, as JSON."""
    sys.path.insert(0, str(HERE / "in_qgis"))
    from backend_process import BackendProcess, data_roots, make_sample

    sample = make_sample(tmp_path_factory.mktemp("sample"))
    server = BackendProcess(tmp_path_factory.mktemp("backend"), *data_roots(sample))
    facts = {"sample": str(sample), "folder": str(server.folder), "port": server.port, "pid": server.pid}
    yield json.dumps(facts)
    server.close()
