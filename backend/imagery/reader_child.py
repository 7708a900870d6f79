"""The service's side of one reading process: started without secrets, sent requests, killed when it takes too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import backend
from backend.errors import Cancelled, LayerNotReadable
from backend.imagery.gdal_session import VRT, unsafe_drivers
from backend.imagery.reader_wire import CHECK, NEED, ChannelClosed, ReaderLimits, fill, printable_name, receive, send
from backend.imagery.remote_reads import RemoteReads

START_TIMEOUT_S = 60.0
FETCH_TIMEOUT_S = 600.0
"""For all ranges that a child requests at once; each has its own, shorter limits."""
POLL_S = 0.05
_END_TIMEOUT_S = 5.0

Asked = Callable[[], bool]


class ReaderDied(Exception):
    """A reading process ended before it answered."""


class ReaderChild:
    """One reading process; answers one request at a time."""

    def __init__(self, limits: ReaderLimits, reads_vrt: bool, remote: RemoteReads | None = None) -> None:
        self._remote = remote
        self._fetching_s = 0.0
        self.alive = True
        self.ready = False
        self.failed_to_start = False
        self.reads_vrt = reads_vrt
        self.known: set[str] = set()
        command = [sys.executable, "-P", "-s", "-m", "backend.imagery.reader_process", json.dumps(asdict(limits))]
        self._process = subprocess.Popen(
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(reads_vrt),
            start_new_session=True,
        )
        _widen(self._process)
        # One thread communicates with it, so that the waiting thread can give up, on any system.
        self._talk = ThreadPoolExecutor(1, thread_name_prefix="terralex-reader")

    def ask(
        self,
        request: Mapping[str, Any],
        shape: tuple[int, int] | None,
        timeout_s: float,
        cancelled: Asked | None,
        name: str,
    ) -> tuple[dict[str, Any], bytearray]:
        """Send a request and return header and payload of the answer; see :meth:`ReaderPool.ask`."""
        allowed_s = timeout_s if self.ready else timeout_s + START_TIMEOUT_S
        self._fetching_s = 0.0
        deadline = time.monotonic() + allowed_s
        self.known.add(str(request["path"]))
        talk: Future[tuple[dict[str, Any], bytearray]] = self._talk.submit(self._exchange, request, shape)
        try:
            while True:
                with suppress(StillRunning):
                    answer, payload = talk.result(timeout=POLL_S)
                    break
                refuse_cancelled(cancelled, name)
                if time.monotonic() > deadline + self._fetching_s:
                    self.failed_to_start = not self.ready
                    raise LayerNotReadable(
                        f"{name} took longer than {timeout_s:g} s to read and was abandoned: tile it with "
                        "gdal_translate -co TILED=YES, or copy it again."
                    )
        except ChannelClosed as error:
            self.failed_to_start = not self.ready
            self.end()
            raise ReaderDied from error
        except BaseException:
            self.end()
            raise
        if answer.get("leaving"):
            self.end()
        return answer, payload

    def works(self, timeout_s: float = START_TIMEOUT_S) -> bool:
        """Whether it starts in time and has the memory for a block; if not, it is killed."""
        try:
            answer, _ = self._talk.submit(self._exchange, {"task": CHECK, "path": CHECK}, None).result(timeout_s)
        except (ChannelClosed, StillRunning):
            answer = {"error": CHECK}
        if "error" in answer:
            self.end()
        return self.alive

    def _wait_ready(self) -> None:
        if not self.ready:
            receive(cast(Any, self._process.stdout))
            self.ready = True

    def _exchange(self, request: Mapping[str, Any], shape: tuple[int, int] | None) -> tuple[dict[str, Any], bytearray]:
        to_child, from_child = cast(Any, self._process.stdin), cast(Any, self._process.stdout)
        self._wait_ready()
        send(to_child, request)
        answer = receive(from_child)
        while NEED in answer:
            self._bring(str(request["path"]), answer)
            answer = receive(from_child)
        payload = bytearray()
        if shape is not None and "error" not in answer:
            payload = bytearray(4 * shape[0] * shape[1])
            fill(from_child, memoryview(payload))
        return answer, payload

    def _bring(self, path: str, asked: Mapping[str, Any]) -> None:
        """Send the child the bytes of a remote layer that it requests.

        If they cannot be fetched, the child is killed: GDAL treats a failed read of many ranges as a successful one.

        Raises:
            TerralexError: they cannot be fetched.
        """
        started = time.monotonic()
        self._fetching_s += FETCH_TIMEOUT_S  # the child is not to blame for this time
        try:
            if self._remote is None:
                raise LayerNotReadable(f"{printable_name(path)} lies on another machine: nobody may ask for it here.")
            parts = self._remote.fetch(path, asked)
        finally:
            self._fetching_s += time.monotonic() - started - FETCH_TIMEOUT_S
        sizes = [len(part) for part in parts]
        send(cast(Any, self._process.stdin), {"sizes": sizes}, *(memoryview(part) for part in parts))

    def still_runs(self) -> bool:
        """False once it has died between requests."""
        if self._process.poll() is not None:
            self.end()
        return self.alive

    def end(self) -> None:
        """Kill it, even when busy; ending it twice is harmless."""
        self.alive = False
        with suppress(OSError):
            self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_TIMEOUT_S)
        self._talk.shutdown(wait=True)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def refuse_cancelled(cancelled: Asked | None, path: str) -> None:
    """Raise :class:`Cancelled` if the caller has cancelled."""
    if cancelled is not None and cancelled():
        raise Cancelled(f"Reading {printable_name(path)} was stopped.")


@lru_cache(maxsize=2)
def _environment(reads_vrt: bool) -> dict[str, str]:
    """The environment of a reading process: no token, no proxy, no home folder, and no way to reach a host."""
    kept = ("SYSTEMROOT", "TEMP", "TMP", "PROJ_DATA", "PROJ_LIB", "GDAL_DATA", "LD_LIBRARY_PATH")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(backend.__file__).resolve().parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PROJ_NETWORK": "OFF",
        # GDAL opens masks and overviews with any driver that is enabled, so no others are.
        "GDAL_SKIP": ",".join(name for name in unsafe_drivers() if not (reads_vrt and name == VRT)),
        "GDAL_VRT_ENABLE_PYTHON": "NO",
        "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
    }


def _widen(process: subprocess.Popen[bytes]) -> None:
    """Enlarge the pipe's buffer: fewer context switches for a block of megabytes."""
    try:
        import fcntl

        fcntl.fcntl(cast(Any, process.stdout).fileno(), fcntl.F_SETPIPE_SZ, 1024**2)
    except (ImportError, AttributeError, OSError):  # not Linux, or the user's limit for pipes is reached
        return
