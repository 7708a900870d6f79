"""A real ``terralex serve`` in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass
class Service:
    """A running server."""

    url: str
    token: str
    process: subprocess.Popen[str]
    folder: Path
    data_root: Path

    @property
    def log(self) -> str:
        """What it wrote to stderr so far."""
        return (self.folder / "log").read_text()

    def log_lines_with(self, text: str) -> list[str]:
        """Whole lines of the log once one of them holds a text: it is written when the reply has gone out."""
        until = time.monotonic() + 20
        while text not in (whole := self.log.rpartition("\n")[0]):
            assert time.monotonic() < until, f"the log does not come to hold {text}"
            time.sleep(0.02)
        return whole.splitlines()

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def client(self, **options: Any) -> httpx.Client:
        """A client with the token."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return httpx.Client(base_url=self.url, headers=headers, timeout=120, trust_env=False, **options)

    def stop(self, number: int = signal.SIGTERM, timeout_s: float = 30) -> int:
        """Send a signal -> the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout_s)


def start_service(folder: Path, data_root: Path, *options: str, **environment: str) -> Service:
    """Start a server on a free port and wait until it says that it serves."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "backend.cli", "serve", "--port", "0", "--data-root", str(data_root)]
    command += ["--state-dir", str(folder / "state"), "--index", str(folder / "indexes"), *options]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TERRALEX_")}
    variables = {**kept, "HF_HUB_OFFLINE": "1", "TERRALEX_PRELOAD": "0", "PYTHONPATH": str(REPOSITORY), **environment}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=variables, cwd=folder)
    assert process.stdout is not None
    token = ""
    for line in process.stdout:
        if line.startswith("Token: "):
            token = line.removeprefix("Token: ").strip()
        if line.startswith("Terralex serves on "):
            url = line.removeprefix("Terralex serves on ").strip()
            return Service(url, token, process, folder, data_root)
    raise AssertionError(f"the server ended with {process.wait()}: {(folder / 'log').read_text()[-3000:]}")


@contextmanager
def running_service(folder: Path, data_root: Path, *options: str, **environment: str) -> Iterator[Service]:
    """A server for the length of a block."""
    service = start_service(folder, data_root, *options, **environment)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            try:
                service.stop()
            except subprocess.TimeoutExpired:
                service.process.kill()
