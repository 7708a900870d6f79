"""A real Terralex server for tests: a process of its own, on a free port, that can be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from terralex.core.connection import Connection
from terralex.core.local_server import LocalServer, remember_server

PYTHON = os.environ.get("TERRALEX_TEST_PYTHON", "")
REPOSITORY = Path(os.environ.get("TERRALEX_TEST_REPOSITORY", "."))


def terralex(*arguments: str) -> None:
    """Run a command of the backend."""
    subprocess.run([PYTHON, "-m", "backend.cli", *arguments], check=True, env=_environment(), cwd=REPOSITORY)


class BackendProcess:
    """``terralex serve`` with folders of its own."""

    def __init__(self, folder: Path, *data_roots: Path) -> None:
        self.folder = folder
        self.data_roots = data_roots
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.token_file = folder / "token"
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def connection(self) -> Connection:
        return Connection(self.url, self.token_file.read_text().strip(), 30.0, local=True)

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [PYTHON, "-m", "backend.cli", "serve", "--port", str(self.port)]
        command += ["--token-file", str(self.token_file), "--state-dir", str(self.folder / "state")]
        command += ["--index", str(self.folder / "indexes"), "--offline"]
        for root in self.data_roots:
            command += ["--data-root", str(root)]
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, env=_environment(), cwd=REPOSITORY)
        until = time.monotonic() + 120
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=1):
                    return
            except OSError:
                assert self.process.poll() is None, (self.folder / "server.log").read_text()[-3000:]
                assert time.monotonic() < until
                time.sleep(0.2)

    def use(self) -> None:
        """Let the plugin find it as its own local server."""
        assert self.process is not None
        remember_server(LocalServer(self.process.pid, self.port, self.token_file, self.folder / "server.log"))

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
