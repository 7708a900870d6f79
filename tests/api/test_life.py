"""The server starts with one line, guards its token, and ends within seconds; what it cannot do is one sentence."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from harness.live_service import REPOSITORY, Service, running_service, start_service


def serve(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "backend.cli", "serve", "--state-dir", str(folder), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_within_seconds(tmp_path: Path, data_root: Path, number: int, code: int) -> None:
    service = start_service(tmp_path, data_root)
    with service.client() as client:
        client.get("/jobs").raise_for_status()
        start = time.monotonic()
        assert service.stop(number) == code
    assert time.monotonic() - start < 8
    assert "Traceback" not in service.log


def test_the_token_is_printed_once_when_it_is_written_nowhere(tmp_path: Path, data_root: Path) -> None:
    with running_service(tmp_path, data_root) as service:
        assert len(service.token) >= 32
        assert service.client().get("/jobs").status_code == 200
        assert service.token not in service.log


def test_a_missing_token_file_is_written_for_its_owner_alone_and_kept(tmp_path: Path, data_root: Path) -> None:
    file = tmp_path / "secrets" / "token"
    for turn in ("first", "second"):
        with running_service(tmp_path / turn, data_root, "--token-file", str(file)) as service:
            assert service.token == ""  # not printed
            token = file.read_text().strip()
            answer = httpx.get(f"{service.url}/jobs", headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 200
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert [path.name for path in file.parent.iterdir()] == ["token"]


def test_a_token_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("a-token-that-everybody-knows")
    file.chmod(0o644)
    answer = serve("--token-file", file, folder=tmp_path / "state")
    assert answer.returncode == 2
    assert "can be read by other users: run chmod 600 on it." in answer.stderr


def test_a_short_token_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("secret")
    file.chmod(0o600)
    answer = serve("--token-file", file, folder=tmp_path / "state")
    assert answer.returncode == 2
    assert "give at least 16 printable ASCII characters" in answer.stderr


def test_a_port_in_use_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = serve("--port", port, folder=tmp_path)
    assert answer.returncode == 2
    assert answer.stderr == f"Error: Port {port} of 127.0.0.1 is in use: choose another with --port, or 0 for any.\n"


def test_an_unknown_setting_is_named(tmp_path: Path) -> None:
    file = tmp_path / "terralex.toml"
    file.write_text("prot = 8000\n")
    answer = serve("--config", file, folder=tmp_path / "state")
    assert answer.returncode == 2
    assert "The setting prot cannot be used" in answer.stderr


def test_two_servers_do_not_share_a_state_folder(tmp_path: Path, data_root: Path) -> None:
    with running_service(tmp_path, data_root):
        answer = serve("--port", 0, folder=tmp_path / "state")
    assert answer.returncode == 2
    assert answer.stderr.startswith("Error: ")
    assert answer.stderr.count("\n") == 1


def test_it_listens_on_loopback_unless_told_otherwise(service: Service) -> None:
    assert service.url.startswith("http://127.0.0.1:")
    addresses = {row[4][0] for row in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in addresses:
        if not address.startswith("127."):
            with pytest.raises(OSError), socket.create_connection((address, service.port), timeout=2):
                pass


def test_a_kept_connection_answers_without_waiting_for_the_network(service: Service) -> None:
    # With Nagle's algorithm on, every answer after the first waits 40 ms for an acknowledgement.
    times = []
    with service.client() as client:
        for _ in range(20):
            start = time.perf_counter()
            client.get("/health")
            times.append(time.perf_counter() - start)
    assert min(times[1:]) < 0.03


def test_help_needs_nothing_heavy() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "backend.cli", "--help"]
    answer = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(REPOSITORY)})
    assert "serve" in answer.stdout
    loaded = {line.rsplit("|", 1)[-1].strip() for line in answer.stderr.splitlines()}
    assert not loaded & {"fastapi", "uvicorn", "torch", "pydantic", "starlette"}


def test_a_running_job_goes_on_after_a_restart(tmp_path: Path, data_root: Path) -> None:
    token = "a-token-for-both-of-these-runs"
    with running_service(tmp_path, data_root, TERRALEX_TOKEN=token, OMP_NUM_THREADS="1") as service:
        service.token = token
        with service.client() as client:
            layer = client.post("/layers", json={"type": "path", "path": "sample.tif"}).json()["id"]
            body = {"inputs": {"layer": layer, "window_m": [40]}}
            headers = {"Prefer": "respond-async"}
            job = client.post("/processes/index/execution", json=body, headers=headers).json()["jobID"]
            until = time.monotonic() + 60
            while client.get(f"/jobs/{job}").json()["status"] == "accepted" and time.monotonic() < until:
                time.sleep(0.02)
        assert service.stop() == 0
    with running_service(tmp_path, data_root, TERRALEX_TOKEN=token, OMP_NUM_THREADS="1") as service:
        service.token = token
        with service.client() as client:
            until = time.monotonic() + 180
            while (status := client.get(f"/jobs/{job}").json())["status"] in {"accepted", "running"}:
                assert time.monotonic() < until, status
                time.sleep(0.1)
            assert status["status"] == "successful", status
            assert client.get("/jobs").json()["numberMatched"] == 1
