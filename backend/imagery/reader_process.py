"""The process that opens and reads untrusted rasters: few rights, bounded memory and time, only two pipes.

Started by :mod:`backend.imagery.sandbox` as ``python -m backend.imagery.reader_process LIMITS``; it ends when its input
ends, that is, when the service has ended.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, BinaryIO

import numpy as np
from cachetools import LRUCache

from backend.errors import LayerNotReadable, TerralexError
from backend.imagery.confinement import confine
from backend.imagery.layer import Layer, LayerInfo, open_layer
from backend.imagery.reader_wire import CHECK, NEED, ChannelClosed, ReaderLimits, fill, printable_name, receive, send
from backend.imagery.remote import Range
from backend.imagery.remote_bytes import bring_bytes
from backend.imagery.stretch import Stretch

try:
    import resource
except ImportError:  # Windows: only the parent's timeout applies
    _SET_LIMIT = None
else:
    _SET_LIMIT = resource.setrlimit

_OPEN_LAYERS = 4
_CHECKED_BYTES = 32 * 1024**2
_NICENESS = 5
_GRACE_S = 5.0  # the parent kills what takes too long; these limits are for when the parent has ended
_OPEN_FILES = 256

Answer = tuple[dict[str, Any], tuple[memoryview, ...]]
Key = tuple[str, str]


class _OpenLayers(LRUCache[Key, Layer]):
    """The layers that were read last; an evicted one is closed."""

    def popitem(self) -> tuple[Key, Layer]:
        key, layer = super().popitem()
        layer.close()
        return key, layer


class Reader:
    """Answers requests about layers; keeps the last few open."""

    def __init__(self, limits: ReaderLimits) -> None:
        self._limits = limits
        self._open = _OpenLayers(_OPEN_LAYERS)

    def answer(self, request: Mapping[str, Any]) -> Answer:
        """Carry out a request; every failure becomes an answer too."""
        path = request["path"]
        name = printable_name(path)
        try:
            return self._tasks[request["task"]](self, request)
        except TerralexError as error:
            return {"error": type(error).__name__, "message": str(error).replace(path, name)}, ()
        except MemoryError:
            message = f"{name} needs more memory than allowed to be read: tile it with gdal_translate -co TILED=YES."
            return {"error": "LayerNotReadable", "message": message, "leaving": True}, ()
        except Exception as error:
            message = f"{name} is damaged and cannot be read: copy or export it again."
            return {"error": "LayerNotReadable", "message": message, "cause": f"{type(error).__name__}: {error}"}, ()

    def _info(self, request: Mapping[str, Any]) -> Answer:
        for key in [key for key in self._open if key[0] == request["path"]]:
            self._open.pop(key).close()
        return {"info": self._layer(request).info.to_dict()}, ()

    def _stretch(self, request: Mapping[str, Any]) -> Answer:
        return {"stretch": self._layer(request).stretch.to_dict()}, ()

    def _read(self, request: Mapping[str, Any]) -> Answer:
        rows, cols = request["shape"]
        block = self._layer(request).read(request["box"], (rows, cols))
        header = {"transform": list(block.transform)[:6], "shape": [rows, cols]}
        return header, (np.ascontiguousarray(block.pixels).data, np.ascontiguousarray(block.mask).data)

    def _check(self, _: Mapping[str, Any]) -> Answer:
        """Allocate the memory of a block of the usual size, and free it."""
        np.ones(_CHECKED_BYTES, np.uint8)
        return {}, ()

    _tasks: Mapping[str, Callable[[Reader, Mapping[str, Any]], Answer]] = {
        "info": _info,
        "stretch": _stretch,
        "read": _read,
        CHECK: _check,
    }

    def _layer(self, request: Mapping[str, Any]) -> Layer:
        key = (request["path"], json.dumps([request["stretch"], request["bands"]]))
        layer = self._open.get(key)
        if layer is None:
            stretch = request["stretch"] and Stretch.from_dict(request["stretch"])
            layer = open_layer(request["path"], stretch, request["bands"])
            self._refuse_giants(layer.info)
            self._open[key] = layer
        return layer

    def _refuse_giants(self, info: LayerInfo) -> None:
        limits, name = self._limits, info.path.name
        if info.width * info.height > limits.max_pixels:
            raise LayerNotReadable(
                f"{name} has {info.width} x {info.height} pixels but only {limits.max_pixels:,} are allowed: split "
                "it with gdal_translate -srcwin."
            )
        if info.band_count > limits.max_bands:
            raise LayerNotReadable(
                f"{name} has {info.band_count} bands but only {limits.max_bands} are allowed: keep those you need "
                "with gdal_translate -b."
            )
        rows, cols = info.block_shape
        if rows * cols * info.band_count * np.dtype(info.dtype).itemsize > limits.max_block_bytes:
            raise LayerNotReadable(
                f"{name} is stored in blocks of {cols} x {rows} pixels, too large to read in parts: "
                "tile it with gdal_translate -co TILED=YES."
            )


def give_up_rights(limits: ReaderLimits) -> None:
    """Limit this process's memory, files and priority, irrevocably; nothing it reads can undo it."""
    if _SET_LIMIT is None:
        return
    os.nice(_NICENESS)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # it only reads; pipes are not files
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(OSError, ValueError):  # macOS has no address space limit
            _SET_LIMIT(what, (most, most))


def _start_clock(timeout_s: float) -> None:
    """Let the system kill this process when a request takes too long, even while no Python code runs."""
    if _SET_LIMIT is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    _SET_LIMIT(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + timeout_s + _GRACE_S) + 1, hard))
    signal.setitimer(signal.ITIMER_REAL, timeout_s + _GRACE_S)


def _stop_clock() -> None:
    if _SET_LIMIT is not None:
        signal.setitimer(signal.ITIMER_REAL, 0)


def serve(requests: BinaryIO, answers: BinaryIO, limits: ReaderLimits) -> None:
    """Answer requests until the input ends."""
    reader = Reader(limits)

    def ask(path: str, member: int, ranges: Sequence[Range]) -> list[bytes]:
        """Request bytes from the service; this time does not count."""
        _stop_clock()
        send(answers, {NEED: [list(part) for part in ranges], "member": member, "path": path})
        parts = [bytearray(size) for size in receive(requests)["sizes"]]
        for part in parts:
            fill(requests, memoryview(part))
        _start_clock(limits.timeout_s)
        return [bytes(part) for part in parts]

    bring_bytes(ask)
    with suppress(ChannelClosed):
        send(answers, {"ready": True})
        while True:
            request = receive(requests)
            _start_clock(limits.timeout_s)
            header, payload = reader.answer(request)
            send(answers, header, *payload)
            _stop_clock()
            if header.get("leaving"):
                return


def main() -> None:
    """Entry point of the process."""
    limits = ReaderLimits(**json.loads(sys.argv[1]))
    requests, answers = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):  # a library that prints must not garble the answers
        os.dup2(nothing, stream)
    give_up_rights(limits)
    confine(limits.roots)
    serve(requests, answers, limits)


if __name__ == "__main__":
    main()
