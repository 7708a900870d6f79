"""Read rasters that nobody vouches for in processes of their own, with bounded memory and time.

A crash, a hang or a memory bomb in there becomes a sentence here, and a new process takes the place of the dead one.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import numpy as np
from affine import Affine
from rasterio.errors import RasterioError

import backend
from backend.errors import Cancelled, LayerNotReadable
from backend.imagery.bands import Bands
from backend.imagery.gdal_session import VRT, is_vrt, local_file, unsafe_drivers
from backend.imagery.layer import Block, LayerInfo
from backend.imagery.reader_wire import ChannelClosed, ReaderLimits, error_of, fill, printable_name, receive, send
from backend.imagery.stretch import Stretch

PROCESSES = 3
START_TIMEOUT_S = 60.0
_POLL_S = 0.05
_TRIES = 3
_END_TIMEOUT_S = 5.0
_LOG = logging.getLogger(__name__)

Asked = Callable[[], bool]


class ReaderPool:
    """A few reading processes, started when first needed and used by all threads. Close it, or use ``with``."""

    def __init__(
        self,
        processes: int = PROCESSES,
        memory_bytes: int = ReaderLimits.memory_bytes,
        timeout_s: float = ReaderLimits.timeout_s,
        *,
        max_pixels: int = ReaderLimits.max_pixels,
        max_bands: int = ReaderLimits.max_bands,
        max_block_bytes: int = ReaderLimits.max_block_bytes,
        roots: Sequence[Path] = (),
    ) -> None:
        named = tuple(str(root) for root in roots)
        self.limits = ReaderLimits(memory_bytes, timeout_s, max_pixels, max_bands, max_block_bytes, named)
        self._processes = processes
        self._free = threading.Condition()
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._starting = 0
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End all processes; reads in progress fail."""
        with self._free:
            self._closed = True
            children, self._idle = [*self._idle, *self._busy], []
            self._free.notify_all()
        for child in children:
            child.end()

    def open(
        self,
        path: Path | str,
        stretch: Stretch | None = None,
        bands: Bands | None = None,
        cancelled: Asked | None = None,
    ) -> SandboxedLayer:
        """Open a raster as :func:`backend.imagery.layer.open_layer` does, in one of the processes.

        Args:
            path: an existing local file.
            stretch: the layer's known stretch; computed when first needed if None.
            bands: numbers or names of the bands to show; those that show it best if None.
            cancelled: asked every 50 ms while this layer is read; True ends the reading at once.

        Raises:
            LayerNotReadable: see ``open_layer``; also larger than the limits, or its reader crashed or hung.
            LayerNotGeoreferenced, BadOption: see ``open_layer``.
            Cancelled: ``cancelled`` said so.
        """
        name = printable_name(os.fspath(path))
        try:
            file = str(local_file(path))
        except LayerNotReadable as error:
            raise LayerNotReadable(str(error).replace(os.fspath(path), name)) from error
        request = {"task": "info", "path": file, "stretch": _to_dict(stretch), "bands": bands and list(bands)}
        answer, _ = self.ask(request, None, cancelled)
        try:
            info = LayerInfo.from_dict(answer["info"])
        except (KeyError, TypeError, ValueError, RasterioError) as error:
            raise LayerNotReadable(f"{name} is damaged and cannot be opened: copy or export it again.") from error
        return SandboxedLayer(self, info, stretch, cancelled)

    def ask(
        self, request: Mapping[str, Any], shape: tuple[int, int] | None, cancelled: Asked | None
    ) -> tuple[dict[str, Any], bytearray]:
        """Have a process answer a request; with a ``shape``, also take ``[3, h, w]`` pixels and ``[h, w]`` mask bytes.

        Raises:
            TerralexError: what the process says is wrong.
            LayerNotReadable: it crashed, took too long or too much memory.
            Cancelled: ``cancelled`` said so; the process is ended.
        """
        name = printable_name(str(request["path"]))
        for attempt in range(_TRIES):
            try:
                with self._lend(Path(request["path"]), cancelled) as child:
                    answer, payload = child.ask(request, shape, self.limits.timeout_s, cancelled, name)
                break
            except _ReaderDied as died:
                # The system may have killed it for memory that others took: a new one is given the same to do.
                if attempt + 1 == _TRIES:
                    raise LayerNotReadable(
                        f"{name} made its reader crash or need more memory or time than is allowed: "
                        "copy or export it again."
                    ) from died
                _LOG.info("the process that read %s ended; another one goes on", name)
        error = error_of(answer)
        if error is not None:
            if "cause" in answer:
                _LOG.info("reading %s failed: %s", name, answer["cause"])
            raise error
        return answer, payload

    @contextmanager
    def _lend(self, path: Path, cancelled: Asked | None) -> Iterator[_Child]:
        child = self._take(path, cancelled)
        try:
            yield child
        finally:
            with self._free:
                self._busy.discard(child)
                if child.alive and not self._closed:
                    self._idle.append(child)
                self._free.notify()
            if not child.alive or self._closed:
                child.end()

    def _take(self, path: Path, cancelled: Asked | None) -> _Child:
        """An idle process, one that knows the file if there is one, else a new one, else wait."""
        with self._free:
            while True:
                if self._closed:
                    raise Cancelled("The service stops: try again when it runs.")
                _refuse_cancelled(cancelled, path.name)
                child = self._idle_for(path)
                if child is not None:
                    self._busy.add(child)
                    return child
                if len(self._busy) + self._starting < self._processes:
                    self._starting += 1
                    full = len(self._busy) + self._starting + len(self._idle) > self._processes
                    unfit = self._idle.pop() if full else None
                    break
                self._free.wait(_POLL_S)
        try:
            if unfit is not None:
                unfit.end()
            child = _Child(self.limits, is_vrt(path))
        except OSError as error:
            raise LayerNotReadable(
                f"{printable_name(str(path))} cannot be read now: no reading process starts ({error.strerror})."
            ) from error
        finally:
            with self._free:
                self._starting -= 1
        with self._free:
            self._busy.add(child)
        return child

    def _idle_for(self, path: Path) -> _Child | None:
        self._idle = [child for child in self._idle if child.still_runs()]
        fit = [child for child in self._idle if child.reads_vrt == is_vrt(path)]
        if not fit:
            return None
        child = next((child for child in fit if str(path) in child.known), fit[-1])
        self._idle.remove(child)
        return child


class SandboxedLayer:
    """A layer that a process of the pool reads; has what :class:`backend.imagery.layer.Layer` has. Safe for threads."""

    def __init__(self, pool: ReaderPool, info: LayerInfo, stretch: Stretch | None, cancelled: Asked | None) -> None:
        self._pool = pool
        self._info = info
        self._cancelled = cancelled
        self._stretch = stretch
        self._stretch_known = stretch is not None
        self._lock = threading.Lock()

    @property
    def info(self) -> LayerInfo:
        """What is known of it."""
        return self._info

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is held here: processes keep the last few files open and let go of them by themselves."""

    @property
    def stretch(self) -> Stretch | None:
        """How values become 8 bit; None for a layer that is 8-bit already. Computed by a process, once.

        Raises:
            LayerEmpty: no valid pixel to compute it from.
            LayerNotReadable: the file is damaged, or its reader crashed or hung.
            Cancelled: the opener's ``cancelled`` said so.
        """
        with self._lock:
            if not self._stretch_known:
                answer, _ = self._pool.ask(self._request("stretch"), None, self._cancelled)
                self._stretch = answer["stretch"] and Stretch.from_dict(answer["stretch"])
                self._stretch_known = True
            return self._stretch

    def read(self, box: Sequence[float], out_shape: tuple[int, int]) -> Block:
        """Read a box as :meth:`backend.imagery.layer.Layer.read` does.

        Args:
            box: column offset, row offset, width, height in pixels of the layer.
            out_shape: rows and columns of the result.

        Raises:
            OutsideLayer, LayerEmpty: see there.
            LayerNotReadable: see there; also where its reader crashed or hung.
            Cancelled: the opener's ``cancelled`` said so.
        """
        rows, cols = int(out_shape[0]), int(out_shape[1])
        self.stretch  # noqa: B018  # once for all processes
        request = {**self._request("read"), "box": [float(value) for value in box], "shape": [rows, cols]}
        answer, data = self._pool.ask(request, (rows, cols), self._cancelled)
        values = np.frombuffer(data, np.uint8)
        pixels, mask = values[: 3 * rows * cols].reshape(3, rows, cols), values[3 * rows * cols :].reshape(rows, cols)
        return Block(pixels, mask.view(np.bool_), self._info.crs, Affine(*answer["transform"]))

    def _request(self, task: str) -> dict[str, Any]:
        bands = list(self._info.bands)
        return {"task": task, "path": str(self._info.path), "stretch": _to_dict(self._stretch), "bands": bands}


class _ReaderDied(Exception):
    """A reading process ended before it had answered."""


class _Child:
    """One reading process; answers one request at a time."""

    def __init__(self, limits: ReaderLimits, reads_vrt: bool) -> None:
        self.alive = True
        self.reads_vrt = reads_vrt
        self.known: set[str] = set()
        self._ready = False
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
        # One thread talks with it, so that the one who waits can give up, on any system.
        self._talk = ThreadPoolExecutor(1, thread_name_prefix="terralex-reader")

    def ask(
        self,
        request: Mapping[str, Any],
        shape: tuple[int, int] | None,
        timeout_s: float,
        cancelled: Asked | None,
        name: str,
    ) -> tuple[dict[str, Any], bytearray]:
        """Header and payload of the answer; see :meth:`ReaderPool.ask`."""
        allowed_s = timeout_s if self._ready else timeout_s + START_TIMEOUT_S
        deadline = time.monotonic() + allowed_s
        self.known.add(str(request["path"]))
        talk: Future[tuple[dict[str, Any], bytearray]] = self._talk.submit(self._exchange, request, shape)
        try:
            while True:
                with suppress(StillRunning):
                    answer, payload = talk.result(timeout=_POLL_S)
                    break
                _refuse_cancelled(cancelled, name)
                if time.monotonic() > deadline:
                    raise LayerNotReadable(
                        f"{name} took longer than {timeout_s:g} s to read and was given up: "
                        "tile it with gdal_translate -co TILED=YES, or copy it again."
                    )
        except ChannelClosed as error:
            self.end()
            raise _ReaderDied from error
        except BaseException:
            self.end()
            raise
        if answer.get("leaving"):
            self.end()
        return answer, payload

    def _exchange(self, request: Mapping[str, Any], shape: tuple[int, int] | None) -> tuple[dict[str, Any], bytearray]:
        to_child, from_child = cast(Any, self._process.stdin), cast(Any, self._process.stdout)
        if not self._ready:
            receive(from_child)
            self._ready = True
        send(to_child, request)
        answer = receive(from_child)
        payload = bytearray()
        if shape is not None and "error" not in answer:
            payload = bytearray(4 * shape[0] * shape[1])
            fill(from_child, memoryview(payload))
        return answer, payload

    def still_runs(self) -> bool:
        """False once it died while nobody asked it anything."""
        if self._process.poll() is not None:
            self.end()
        return self.alive

    def end(self) -> None:
        """Kill it, however busy, and forget it; ending it twice is no harm."""
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


def _to_dict(stretch: Stretch | None) -> dict[str, list[float]] | None:
    return None if stretch is None else stretch.to_dict()


def _refuse_cancelled(cancelled: Asked | None, path: str) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled(f"Reading {printable_name(path)} was stopped.")


@lru_cache(maxsize=2)
def _environment(reads_vrt: bool) -> dict[str, str]:
    """All that a reading process learns of the service: no token, no proxy, no home, and nothing to reach a host by."""
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
        # GDAL opens masks and overviews by itself with any driver it has, so it has no others.
        "GDAL_SKIP": ",".join(name for name in unsafe_drivers() if not (reads_vrt and name == VRT)),
        "GDAL_VRT_ENABLE_PYTHON": "NO",
        "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
    }


def _widen(process: subprocess.Popen[bytes]) -> None:
    """Let the pipe hold more: fewer turns between the processes for a block of megabytes."""
    try:
        import fcntl

        fcntl.fcntl(cast(Any, process.stdout).fileno(), fcntl.F_SETPIPE_SZ, 1024**2)
    except (ImportError, AttributeError, OSError):  # not Linux, or the user's pipes are full
        return
