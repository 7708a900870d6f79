"""A real Terralex server for tests: a process of its own, on a free port, that can be killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

PYTHON = os.environ.get("TERRALEX_TEST_PYTHON", sys.executable)
REPOSITORY = Path(os.environ.get("TERRALEX_TEST_REPOSITORY", Path(__file__).resolve().parents[3]))
REMOTE_NAME = "gpu.example.test"
"""What the server is called by those whom a proxy leads to it."""
SERVED = "TERRALEX_TEST_SERVED"
"""In the environment: the sample and the server that all files share, as JSON."""


def terralex(*arguments: str) -> None:
    """Run a command of the backend."""
    subprocess.run([PYTHON, "-m", "backend.cli", *arguments], check=True, env=_environment(), cwd=REPOSITORY)


def make_sample(folder: Path) -> Path:
    """A rendered map of 1024 x 1024 pixels with its truth."""
    terralex("sample", str(folder), "--size", "1024", "--seed", "7")
    return folder


def data_roots(sample: Path) -> list[Path]:
    """What the shared server may read: the sample and, where they are, the shared scenes."""
    shared = REPOSITORY.parent / "shared"
    return [sample, *([shared] if shared.is_dir() else [])]


class RunningBackend:
    """A server that somebody started: where it is and who may speak to it."""

    def __init__(self, folder: Path, port: int, pid: int) -> None:
        self.folder = folder
        self.port = port
        self.pid = pid

    @property
    def token_file(self) -> Path:
        return self.folder / "token"

    @property
    def log_file(self) -> Path:
        return self.folder / "server.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def connection(self) -> Any:
        from terralex.core.connection import Connection

        return Connection(self.url, self.token_file.read_text().strip(), 30.0, local=True)

    def use(self) -> None:
        """Let the plugin find it as its own local server."""
        from terralex.core.local_server import LocalServer, remember_server

        remember_server(LocalServer(self.pid, self.port, self.token_file, self.log_file))

    def jobs(self) -> list[dict[str, Any]]:
        """Its jobs, newest first."""
        return list(self.ask("/jobs")["jobs"])

    def ask(self, path: str) -> Any:
        """What it answers to a plain client."""
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {self._token()}"})
        with urllib.request.urlopen(request, timeout=20) as reply:
            return json.load(reply)

    def _token(self) -> str:
        return self.token_file.read_text().strip()


class BackendProcess(RunningBackend):
    """``terralex serve`` with folders of its own."""

    def __init__(self, folder: Path, *data_roots: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            super().__init__(folder, int(probe.getsockname()[1]), 0)
        self.data_roots = data_roots
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [PYTHON, "-m", "backend.cli", "serve", "--port", str(self.port)]
        command += ["--token-file", str(self.token_file), "--state-dir", str(self.folder / "state")]
        command += ["--index", str(self.folder / "indexes"), "--offline", "--allow-host", REMOTE_NAME]
        for root in self.data_roots:
            command += ["--data-root", str(root)]
        log = self.log_file.open("ab")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, env=_environment(), cwd=REPOSITORY)
        self.pid = self.process.pid
        until = time.monotonic() + 120
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=1):
                    return
            except OSError:
                assert self.process.poll() is None, self.log_file.read_text()[-3000:]
                assert time.monotonic() < until
                time.sleep(0.1)

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_", "QGIS"))}
    return {**kept, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(REPOSITORY)}
