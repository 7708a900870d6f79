"""A real service in a process of its own, on a free port, for benchmarks and tests."""

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

REPOSITORY = Path(__file__).resolve().parents[1]
ENDED = frozenset({"successful", "failed", "dismissed"})


@dataclass
class Service:
    """A server's process; it can be asked once :meth:`wait_ready` has returned."""

    process: subprocess.Popen[str]
    folder: Path
    data_root: Path
    token: str = ""
    url: str = ""

    def wait_ready(self) -> Service:
        """Wait until it says that it serves.

        Raises:
            RuntimeError: it ended before.
        """
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("Token: "):
                self.token = line.removeprefix("Token: ").strip()
            if line.startswith("Terralex serves on "):
                self.url = line.removeprefix("Terralex serves on ").strip()
                return self
        raise RuntimeError(f"The server ended with {self.process.wait()}: {self.log[-3000:]}")

    @property
    def log(self) -> str:
        """What it wrote to stderr so far."""
        return (self.folder / "log").read_text(encoding="utf-8")

    def log_lines_with(self, text: str, timeout_s: float = 20.0) -> list[str]:
        """Whole lines of the log once one of them holds a text: it is written when the reply has gone out.

        Raises:
            TimeoutError: none does.
        """
        until = time.monotonic() + timeout_s
        while text not in (whole := self.log.rpartition("\n")[0]):
            if time.monotonic() > until:
                raise TimeoutError(f"The log does not come to hold {text}.")
            time.sleep(0.02)
        return whole.splitlines()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rsplit(":", 1)[1])

    @property
    def headers(self) -> dict[str, str]:
        """What every request needs."""
        return {"Authorization": f"Bearer {self.token}"}

    def client(self, **options: Any) -> httpx.Client:
        """A client with the token."""
        headers = {**self.headers, **options.pop("headers", {})}
        return httpx.Client(**{"base_url": self.url, "headers": headers, "timeout": 120, "trust_env": False, **options})

    def add_layer(self, path: Path) -> str:
        """Name a file under the data root -> id of the layer."""
        with self.client() as client:
            answer = client.post("/layers", json={"type": "path", "path": str(path.relative_to(self.data_root))})
            return str(answer.raise_for_status().json()["id"])

    def start_job(self, process: str, **inputs: Any) -> str:
        """Start a job -> its id.

        Raises:
            httpx.HTTPError: it was not accepted.
        """
        with self.client() as client:
            prefer = {"Prefer": "respond-async"}
            answer = client.post(f"/processes/{process}/execution", json={"inputs": inputs}, headers=prefer)
            return str(answer.raise_for_status().json()["jobID"])

    def job(self, job_id: str) -> dict[str, Any]:
        """How a job stands."""
        with self.client() as client:
            status: dict[str, Any] = client.get(f"/jobs/{job_id}").raise_for_status().json()
            return status

    def wait_for(self, job_id: str, timeout_s: float = 300.0) -> dict[str, Any]:
        """How a job stands when it has ended.

        Raises:
            TimeoutError: it has not.
        """
        until = time.monotonic() + timeout_s
        while (status := self.job(job_id))["status"] not in ENDED:
            if time.monotonic() > until:
                raise TimeoutError(f"The job {job_id} has not ended: {status}")
            time.sleep(0.1)
        return status

    def stop(self, number: int = signal.SIGTERM, timeout_s: float = 30) -> int:
        """Send a signal -> the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout_s)


def launch(folder: Path, data_root: Path, *options: str, **environment: str) -> Service:
    """Start a server on a free port, and do not wait for it.

    Args:
        folder: its state, its indexes and its log go here.
        data_root: where its layers lie.
        options: more options of ``terralex serve``; they override these.
        environment: more variables.
    """
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "backend.cli", "serve", "--port", "0", "--data-root", str(data_root.absolute())]
    command += ["--state-dir", str(folder / "state"), "--index", str(folder / "indexes"), *options]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TERRALEX_")}
    variables = {**kept, "HF_HUB_OFFLINE": "1", "TERRALEX_PRELOAD": "0", "PYTHONPATH": str(REPOSITORY), **environment}
    with (folder / "log").open("a", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=variables, cwd=folder)
    return Service(process, folder, data_root, environment.get("TERRALEX_TOKEN", ""))


def start_service(folder: Path, data_root: Path, *options: str, **environment: str) -> Service:
    """:func:`launch`, and wait until it serves."""
    return launch(folder, data_root, *options, **environment).wait_ready()


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
