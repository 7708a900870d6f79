"""A service of one's own, from Python."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

from backend.client import LocalService
from backend.errors import ServiceUnreachable

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def own_indexes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRALEX_INDEX", str(tmp_path / "indexes"))
    monkeypatch.setenv("TERRALEX_PRELOAD", "0")


def test_it_serves_a_folder_until_it_is_stopped(data_root: Path) -> None:
    with LocalService(data_root) as service:
        with service.client() as client:
            assert client.add_layer("sample.tif").state == "ready"
        state = Path(service._state.name)
        assert state.is_dir()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{service.url}/health", trust_env=False)
    assert not state.exists()


def test_why_it_does_not_start_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ServiceUnreachable, match=r"data_roots cannot be used: .* is not an existing folder"):
        LocalService(tmp_path / "nowhere")


def test_it_ends_with_the_program_that_started_it(data_root: Path, tmp_path: Path) -> None:
    program = f"from backend.client import LocalService; print(LocalService({str(data_root)!r})._process.pid)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    with pytest.raises(ProcessLookupError):
        os.kill(int(said.stdout), signal.SIGCONT)


def test_the_wheel_offers_the_client_as_terralex(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), "."]
    subprocess.run(command, check=True, cwd=REPOSITORY)
    (wheel,) = tmp_path.glob("terralex-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    program = "import terralex, backend; print(terralex.Client is backend.client.Client, terralex.__version__)"
    variables = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path, env=variables
    )
    assert said.stdout.split()[0] == "True"
