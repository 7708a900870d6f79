"""Read untrusted rasters in separate processes, with bounded memory and time.

A crash, a hang or excessive memory use becomes an error here, and a new process replaces the dead one.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from affine import Affine
from rasterio.errors import RasterioError

from backend.errors import Cancelled, LayerNotReadable
from backend.imagery.bands import Bands
from backend.imagery.gdal_session import is_vrt, local_file
from backend.imagery.layer import Block, LayerInfo
from backend.imagery.reader_child import POLL_S, Asked, ReaderChild, ReaderDied, refuse_cancelled
from backend.imagery.reader_wire import ReaderLimits, error_of, printable_name
from backend.imagery.remote import is_remote_mosaic
from backend.imagery.remote_reads import RemoteReads
from backend.imagery.stretch import Stretch

PROCESSES = 3
_TRIES = 3
_ENDS = "it ends before reading anything"
_LOG = logging.getLogger(__name__)


class ReaderPool:
    """A few reading processes, started when first needed and shared by all threads. Close it, or use ``with``."""

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
        remote: RemoteReads | None = None,
    ) -> None:
        self._remote = remote
        named = tuple(str(root) for root in roots)
        self.limits = ReaderLimits(memory_bytes, timeout_s, max_pixels, max_bands, max_block_bytes, named)
        self._processes = processes
        self._free = threading.Condition()
        self._idle: list[ReaderChild] = []
        self._busy: set[ReaderChild] = set()
        self._starting = 0
        self._closed = False
        self.trouble: str | None = None
        """Why the last process could not be started; None if it could."""

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

    def check(self) -> None:
        """Try to start a process if none has been started yet or the last attempt failed."""
        with self._free:
            if self._closed or (self.trouble is None and (self._idle or self._busy or self._starting)):
                return
            self._starting += 1
        try:
            child = ReaderChild(self.limits, False, self._remote)
        except OSError as error:
            self._note(str(error.strerror))
            return
        finally:
            with self._free:
                self._starting -= 1
        with self._free:
            self._busy.add(child)  # so that closing the pool kills it
        self._note(None if child.works() else _ENDS)
        self._give_back(child)

    def _note(self, trouble: str | None) -> None:
        if self._closed:
            return
        if trouble is not None and self.trouble is None:
            _LOG.warning("No process that reads rasters can be started: %s", trouble)
        self.trouble = trouble

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
            stretch: the layer's stretch if known; computed when first needed if None.
            bands: numbers or names of the bands to show; the best ones if None.
            cancelled: polled every 50 ms while this layer is read; True stops reading at once.

        Raises:
            LayerNotReadable: see ``open_layer``; also if it exceeds the limits, or its reader crashed or hung.
            LayerNotGeoreferenced, BadOption: see ``open_layer``.
            Cancelled: ``cancelled`` returned True.
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
        """Have a process answer a request; with a ``shape``, the payload is ``[3, h, w]`` pixels and ``[h, w]`` mask
        bytes.

        Raises:
            TerralexError: the error that the process reports.
            LayerNotReadable: it crashed, took too long or used too much memory.
            Cancelled: ``cancelled`` returned True; the process is killed.
        """
        name = printable_name(str(request["path"]))
        for attempt in range(_TRIES):
            try:
                with self._lend(Path(request["path"]), cancelled) as child:
                    answer, payload = child.ask(request, shape, self.limits.timeout_s, cancelled, name)
                break
            except ReaderDied as died:
                # The system may have killed it because others used the memory: a new one gets the same request.
                if attempt + 1 == _TRIES:
                    raise LayerNotReadable(
                        f"{name} made its reader crash or exceed the allowed memory or time: copy or export it again."
                    ) from died
                _LOG.info("the process that read %s ended; another one takes over", name)
        if not answer.get("leaving"):
            self._note(None)
        error = error_of(answer)
        if error is not None:
            if "cause" in answer:
                _LOG.info("reading %s failed: %s", name, answer["cause"])
            raise error
        return answer, payload

    @contextmanager
    def _lend(self, path: Path, cancelled: Asked | None) -> Iterator[ReaderChild]:
        child = self._take(path, cancelled)
        try:
            yield child
        finally:
            if child.failed_to_start:
                self._note(_ENDS)
            self._give_back(child)

    def _give_back(self, child: ReaderChild) -> None:
        with self._free:
            self._busy.discard(child)
            if child.alive and not self._closed:
                self._idle.append(child)
            self._free.notify()
        if not child.alive or self._closed:
            child.end()

    def _take(self, path: Path, cancelled: Asked | None) -> ReaderChild:
        """An idle process, preferably one that has the file open, else a new one, else wait."""
        with self._free:
            while True:
                if self._closed:
                    raise Cancelled("The service is stopping: try again when it is running.")
                refuse_cancelled(cancelled, path.name)
                child = self._idle_for(path)
                if child is not None:
                    self._busy.add(child)
                    return child
                if len(self._busy) + self._starting < self._processes:
                    self._starting += 1
                    full = len(self._busy) + self._starting + len(self._idle) > self._processes
                    unfit = self._idle.pop() if full else None
                    break
                self._free.wait(POLL_S)
        try:
            if unfit is not None:
                unfit.end()
            child = ReaderChild(self.limits, _reads_vrt(path), self._remote)
        except OSError as error:
            self._note(str(error.strerror))
            raise LayerNotReadable(
                f"{printable_name(str(path))} cannot be read now: no reader process can be started ({error.strerror})."
            ) from error
        finally:
            with self._free:
                self._starting -= 1
        with self._free:
            self._busy.add(child)
        return child

    def _idle_for(self, path: Path) -> ReaderChild | None:
        self._idle = [child for child in self._idle if child.still_runs()]
        fit = [child for child in self._idle if child.reads_vrt == _reads_vrt(path)]
        if not fit:
            return None
        child = next((child for child in fit if str(path) in child.known), fit[-1])
        self._idle.remove(child)
        return child


class SandboxedLayer:
    """A layer read by a process of the pool, with the interface of :class:`backend.imagery.layer.Layer`.

    Thread-safe.
    """

    def __init__(self, pool: ReaderPool, info: LayerInfo, stretch: Stretch | None, cancelled: Asked | None) -> None:
        self._pool = pool
        self._info = info
        self._cancelled = cancelled
        self._stretch = stretch
        self._lock = threading.Lock()

    @property
    def info(self) -> LayerInfo:
        """The description of the layer."""
        return self._info

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Nothing to release: the processes keep the last few files open and close them themselves."""

    @property
    def stretch(self) -> Stretch:
        """How values become 8-bit, see :attr:`backend.imagery.layer.Layer.stretch`. Computed once, by a process.

        Raises:
            LayerEmpty: see there.
            LayerNotReadable: see there; also if its reader crashed or hung.
            Cancelled: the ``cancelled`` of :meth:`ReaderPool.open` returned True.
        """
        with self._lock:
            if self._stretch is None:
                answer, _ = self._pool.ask(self._request("stretch"), None, self._cancelled)
                self._stretch = Stretch.from_dict(answer["stretch"])
            return self._stretch

    def read(self, box: Sequence[float], out_shape: tuple[int, int]) -> Block:
        """Read a box as :meth:`backend.imagery.layer.Layer.read` does.

        Args:
            box: column offset, row offset, width, height in pixels of the layer.
            out_shape: rows and columns of the result.

        Raises:
            OutsideLayer, LayerEmpty: see there.
            LayerNotReadable: see there; also if its reader crashed or hung.
            Cancelled: the ``cancelled`` of :meth:`ReaderPool.open` returned True.
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


def _reads_vrt(path: Path) -> bool:
    return is_vrt(path) or is_remote_mosaic(path)


def _to_dict(stretch: Stretch | None) -> dict[str, Any] | None:
    return None if stretch is None else stretch.to_dict()
