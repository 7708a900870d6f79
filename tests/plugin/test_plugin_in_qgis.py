"""Runs ``in_qgis/`` in real QGIS: the packaged plugin, QGIS's own Python, one process a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
SYSTEM_PYTHON = Path("/usr/bin/python3")
FILES = sorted((HERE / "in_qgis").glob("test_*.py"))


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


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_in_qgis(staged: Path, file: Path, tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("TERRALEX_", "PYTHON"))},
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": f"{staged}:/usr/share/qgis/python/plugins",
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile"),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "HOME": str(tmp_path),
        "TERRALEX_TEST_PYTHON": sys.executable,
        "TERRALEX_TEST_REPOSITORY": str(REPOSITORY),
    }
    command = [SYSTEM_PYTHON, "-X", "faulthandler", "-m", "pytest", "-q", "-c", str(HERE / "in_qgis" / "pytest.ini")]
    done = subprocess.run(
        [*command, f"--basetemp={tmp_path / 'base'}", str(file)],
        env=environment,
        cwd=HERE / "in_qgis",
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    print(done.stdout[-20_000:])
    assert done.returncode == 0, f"{done.stdout[-8_000:]}\n{done.stderr[-4_000:]}"
