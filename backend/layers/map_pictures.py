"""Images of layers for web maps: PNG, cached, and abandoned if they take too long."""

from __future__ import annotations

import hashlib
import io
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from cachetools import LRUCache, TTLCache
from PIL import Image

from backend.errors import Cancelled, LayerNotReadable
from backend.imagery.globe import Box
from backend.imagery.layer import Block, LayerInfo
from backend.imagery.layer_files import layer_files, state_of
from backend.imagery.sandbox import ReaderPool, SandboxedLayer
from backend.imagery.stretch import Stretch
from backend.imagery.web_mercator import read_in_web_mercator, source_window

MOST_S = 10.0
"""Images of large areas that take longer are abandoned, in seconds: a user is waiting, and so are other readers."""
SURE_PX = 4096**2
"""So many pixels can always be read; where that takes long the machine is busy, and the layer not at fault."""

KEPT_BYTES = 64 * 1024**2
_KEPT_LAYERS = 32
_SLOW_KEPT_S = 60.0


@dataclass(frozen=True)
class _Known:
    """An opened layer and its stretch to 8 bit."""

    info: LayerInfo
    stretch: Stretch | None


class MapPictures:
    """Draws boxes of Web Mercator; thread-safe."""

    def __init__(
        self,
        find: Callable[[str], Path],
        readers: ReaderPool,
        most_s: float = MOST_S,
        sure_px: float = SURE_PX,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Args:
        find: resolves a layer's id to its file, with its location checked.
        readers: processes that read rasters.
        most_s: how long a picture of more than ``sure_px`` pixels of a layer may take to read.
        sure_px: how many may take as long as any reading may.
        clock: seconds that only grow.
        """
        self._find = find
        self._readers = readers
        self._most_s = most_s
        self._sure_px = sure_px
        self._clock = clock
        self._known: LRUCache[Hashable, _Known] = LRUCache(_KEPT_LAYERS)
        self._pictures: LRUCache[str, bytes] = LRUCache(KEPT_BYTES, getsizeof=len)
        self._slow: TTLCache[Hashable, float] = TTLCache(_KEPT_LAYERS, _SLOW_KEPT_S, clock)
        self._lock = threading.Lock()

    def tag(self, layer_id: str, box: Box, shape: tuple[int, int]) -> str:
        """A tag that changes when the image does, for ``ETag``, computed without reading the layer.

        Raises:
            LayerNotFound, LayerNotReadable: see :meth:`backend.layers.registry.LayerRegistry.path`.
        """
        return self._tag(self._place(layer_id), box, shape)

    def draw(self, layer_id: str, box: Box, shape: tuple[int, int]) -> bytes:
        """PNG of a box, transparent where the layer has no data.

        Args:
            layer_id: of a layer that is ready.
            box: ``xmin, ymin, xmax, ymax`` in EPSG:3857.
            shape: rows and columns.

        Raises:
            LayerNotFound, LayerNotReadable, LayerEmpty: there is no such layer, or it cannot be read here.
            LayerNotReadable: it takes too long at this scale; the sentence gives advice.
        """
        place = self._place(layer_id)
        tag = self._tag(place, box, shape)
        with self._lock:
            png = self._pictures.get(tag)
        if png is None:
            png = _png(self._read(place, box, shape), shape)
            with self._lock:
                self._pictures[tag] = png
        return png

    def _place(self, layer_id: str) -> tuple[Path, str]:
        path = self._find(layer_id)
        return path, str(state_of(layer_files(path).files))

    def _tag(self, place: tuple[Path, str], box: Box, shape: tuple[int, int]) -> str:
        return hashlib.sha256(repr((place, box, shape)).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def _read(self, place: tuple[Path, str], box: Box, shape: tuple[int, int]) -> Block | None:
        known = self._layer(place)
        wanted = source_window(known.info, box, shape)
        if wanted is None:
            return None
        pixels = wanted[0][2] * wanted[0][3]
        with self._lock:
            slow_from = self._slow.get(place, float("inf"))
        if pixels >= slow_from:
            raise _too_slow(known.info, self._most_s)
        ends = self._clock() + self._most_s if pixels > self._sure_px else float("inf")

        def late() -> bool:
            return self._clock() > ends

        try:
            layer = SandboxedLayer(self._readers, known.info, known.stretch, late)
            return read_in_web_mercator(layer, box, shape)
        except Cancelled:
            if not late():
                raise  # the service stops
            with self._lock:
                self._slow[place] = min(pixels, slow_from)
            raise _too_slow(known.info, self._most_s) from None

    def _layer(self, place: tuple[Path, str]) -> _Known:
        with self._lock:
            known = self._known.get(place)
        if known is None:
            layer = self._readers.open(place[0])
            known = _Known(layer.info, layer.stretch)
            with self._lock:
                self._known[place] = known
        return known


def _too_slow(info: LayerInfo, most_s: float) -> LayerNotReadable:
    return LayerNotReadable(
        f"{info.path.name} takes longer than {most_s:g} s to draw at this scale: zoom in, or build overviews with "
        "gdaladdo."
    )


def _png(block: Block | None, shape: tuple[int, int]) -> bytes:
    if block is None or not block.mask.any():
        picture = Image.new("LA", (shape[1], shape[0]), (0, 0))
    else:
        bands = [*block.pixels] if block.mask.all() else [*block.pixels, block.mask.astype(np.uint8) * np.uint8(255)]
        picture = Image.fromarray(np.ascontiguousarray(np.dstack(bands)))
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=1)
    return target.getvalue()
