"""Runs ``in_qgis/`` in real QGIS: the packaged plugin, QGIS's own Python, one process a file, one server for all."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
SYSTEM_PYTHON = Path("/usr/bin/python3")
FILES = sorted((HERE / "in_qgis").glob("test_*.py"))


def _text(output: bytes | None) -> str:
    return (output or b"").decode("utf-8", "replace")


def run_in_qgis(staged: Path, served: str, file: Path, tmp_path: Path, marks: str) -> None:
    """Run one file with its own pytest in a QGIS with a fresh profile."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("TERRALEX_", "PYTHON"))},
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": f"{staged}:/usr/share/qgis/python/plugins",
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile"),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "HOME": str(tmp_path),
        "TERRALEX_TEST_PYTHON": sys.executable,
        "TERRALEX_TEST_REPOSITORY": str(REPOSITORY),
        "TERRALEX_TEST_SERVED": served,
    }
    command = [SYSTEM_PYTHON, "-X", "faulthandler", "-m", "pytest", "-v", "-c", str(HERE / "in_qgis" / "pytest.ini")]
    try:
        done = subprocess.run(
            [*command, "-m", marks, "--durations=5", f"--basetemp={tmp_path / 'base'}", str(file)],
            env=environment,
            cwd=HERE / "in_qgis",
            capture_output=True,
            timeout=900,
            check=False,
        )
    except subprocess.TimeoutExpired as hung:
        # After faulthandler_timeout of pytest.ini the test that hangs has said where all its threads are.
        pytest.fail(f"{file.name} hangs:\n{_text(hung.stdout)[-4_000:]}\n{_text(hung.stderr)[-12_000:]}", pytrace=False)
    said, wrong = _text(done.stdout), _text(done.stderr)
    print(said[-20_000:])
    for line in said.splitlines():
        if line.startswith("SKIPPED"):
            # Else nobody would hear of it: the pytest outside sees one test a file.
            warnings.warn(line, stacklevel=1)
    nothing_selected = 5
    assert done.returncode in (0, nothing_selected), f"{said[-8_000:]}\n{wrong[-4_000:]}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_in_qgis(staged: Path, served: str, file: Path, tmp_path: Path) -> None:
    run_in_qgis(staged, served, file, tmp_path, "not slow")


@pytest.mark.slow
@pytest.mark.parametrize(
    "file", [file for file in FILES if "mark.slow" in file.read_text(encoding="utf-8")], ids=lambda file: file.stem
)
def test_what_takes_long_in_qgis(staged: Path, served: str, file: Path, tmp_path: Path) -> None:
    run_in_qgis(staged, served, file, tmp_path, "slow")
