"""A private service on this machine, for a notebook or a script, and a client for it."""

from __future__ import annotations

import atexit
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from backend.client.client import Client
from backend.errors import ServiceUnreachable

READY = "Terralex serves on "
STOP_S = 30.0


class LocalService:
    """``terralex serve`` in a separate process, on a free port, until :meth:`stop` or the end of this process.

    Jobs and uploads are kept while it runs; indexes are kept permanently, in the user's folder of indexes.
    """

    def __init__(self, *folders: str | os.PathLike[str], options: Sequence[str] = ()) -> None:
        """Start the service and wait until it is ready.

        Args:
            folders: data roots, whose rasters can be registered by path.
            options: more options of ``terralex serve``.

        Raises:
            ServiceUnreachable: it does not start; the message says why.
        """
        self._state = tempfile.TemporaryDirectory(prefix="terralex-", ignore_cleanup_errors=True)
        self._log = Path(self._state.name) / "log"
        self._token = secrets.token_urlsafe(32)
        roots = [word for folder in folders for word in ("--data-root", os.fspath(folder))]
        command = [sys.executable, "-m", "backend.cli", "serve", "--host", "127.0.0.1", "--port", "0", *roots]
        command += ["--state-dir", str(Path(self._state.name) / "state"), *options]
        with self._log.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                env={**os.environ, "TERRALEX_TOKEN": self._token},
            )
        atexit.register(self.stop)
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(READY):
                self.url = line.removeprefix(READY).strip()
                return
        said = self._log.read_text(encoding="utf-8").strip().rpartition("\n")[2]
        self.stop()
        raise ServiceUnreachable(said.removeprefix("Error: ") or "The service ended before it was ready.")

    def client(self) -> Client:
        """A client for the service."""
        return Client(self.url, self._token)

    def stop(self) -> None:
        """Stop the service; the results of its jobs are removed."""
        atexit.unregister(self.stop)
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()
        self._state.cleanup()

    def __enter__(self) -> LocalService:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
