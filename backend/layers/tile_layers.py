"""Layers built from tiles, sent by clients or fetched from online sources, resumable until they are complete."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from backend.errors import Cancelled, LayerNotFound, QuotaExceeded, TerralexError, UploadConflict
from backend.imagery.outgoing import Patience
from backend.imagery.sandbox import ReaderPool
from backend.layers.layer_table import LayerRow, LayerTable
from backend.layers.named_layer import describe
from backend.layers.online import OnlineSource
from backend.layers.quota import Quota
from backend.layers.tile_assembly import assemble_tiles
from backend.layers.tile_fetcher import fetch_tiles
from backend.layers.tiles import Place, TileFolder, TileGrid
from backend.storage.files import MAKING, clear_unfinished, commit_folder, disk_errors, remove
from backend.utc import to_text

FILE = "layer.tif"
_MAX_LISTED = 1000
_FETCHED_SHARE = 0.9
_TOUCH_S = 60.0
_POLL_S = 0.1
_END_TIMEOUT_S = 10.0
_LOG = logging.getLogger(__name__)


class TileLayers:
    """Tiles under way and the layers they become; thread-safe, and for being killed at any time."""

    def __init__(
        self,
        state_dir: Path,
        table: LayerTable,
        readers: ReaderPool,
        quota: Quota,
        online_hosts: Collection[str],
        clock: Callable[[], datetime],
        fetch_options: Patience,
    ) -> None:
        self._coming, self._made = state_dir / "tiles", state_dir / "layers"
        self._table = table
        self._readers = readers
        self._quota = quota
        self._hosts = tuple(online_hosts)
        self._clock = clock
        self._options = fetch_options
        self._lock = threading.Lock()
        self._folders: dict[str, TileFolder] = {}
        self._turns: dict[str, threading.Lock] = {}
        self._stops: dict[str, threading.Event] = {}
        self._threads: list[threading.Thread] = []
        self._touched: dict[str, float] = {}
        with disk_errors("layers"):
            for path in (self._coming, self._made):
                path.mkdir(parents=True, exist_ok=True)
        self._clear()
        quota.count(self._used_bytes)

    def put(self, layer_id: str, column: int, row: int, data: bytes, sha256: str | None) -> str:
        """Store a tile of a layer whose tiles clients send; see :meth:`TileFolder.put`."""
        layer = self._table.get(layer_id)
        if layer.kind != "tiles" or layer.state == "ready":
            raise UploadConflict(f"The layer {layer_id} accepts no tiles: it is complete, or not built from tiles.")
        digest = self._folder(layer).put(column, row, data, sha256)
        if time.monotonic() - self._touched.get(layer_id, -_TOUCH_S) >= _TOUCH_S:
            self._touched[layer_id] = time.monotonic()
            self._table.touch(layer_id, to_text(self._clock()))
        return digest

    def missing(self, layer: LayerRow) -> list[Place]:
        """Positions of missing tiles."""
        return [] if layer.state == "ready" else self._folder(layer).missing()

    def share(self, layer: LayerRow) -> float:
        """Share of tiles received."""
        if layer.state == "ready" or layer.kind not in ("tiles", "online"):
            return 1.0
        tiles = self._folder(layer)
        return tiles.count / (tiles.grid.columns * tiles.grid.rows)

    def complete(
        self,
        layer_id: str,
        progress: Callable[[float, str], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> LayerRow:
        """Fetch what an online source still has to give, and make one raster of all tiles; see the registry."""
        with self._turn(layer_id, cancelled) as stop:
            layer = self._table.get(layer_id)
            if layer.state == "ready":
                return layer

            def stopped() -> bool:
                return stop.is_set() or (cancelled is not None and cancelled())

            def tell(start: float, end: float, what: str) -> Callable[[float], None]:
                return lambda share: progress(start + share * (end - start), what) if progress else None

            tiles = self._folder(layer)
            try:
                if layer.kind == "online":
                    source = OnlineSource.from_dict(layer.spec)
                    told = tell(0.0, _FETCHED_SHARE, f"Fetching tiles from {source.host}")
                    fetch_tiles(source, self._hosts, tiles, self._options, told, stopped)
                missing = tiles.missing()
                if missing:
                    raise UploadConflict(
                        f"{len(missing)} tiles of the layer {layer_id} are missing, "
                        f"the first is {missing[0][0]}, {missing[0][1]}: send them first."
                    )
                return self._make(layer, tiles, tell(_FETCHED_SHARE, 1.0, "Building a layer from the tiles"), stopped)
            except (Cancelled, UploadConflict, LayerNotFound):
                raise
            except TerralexError as error:
                with self._lock:  # before the state says so: whoever sees it and starts anew is not to find us at it
                    self._stops.pop(layer_id, None)
                if self._table.find(layer_id) is not None:
                    self._table.change(layer_id, state="failed", error=str(error))
                raise

    def start(self, layer_id: str) -> None:
        """Complete an online layer in the background; its state shows the outcome."""

        def work() -> None:
            try:
                self.complete(layer_id)
            except TerralexError as error:
                _LOG.info("the layer %s is not complete: %s", layer_id, error)

        thread = threading.Thread(target=work, name=f"terralex-{layer_id}", daemon=True)
        with self._lock:
            if layer_id in self._stops:  # somebody is at it
                return
            self._threads = [*(old for old in self._threads if old.is_alive()), thread]
        thread.start()

    def remove(self, layer: LayerRow) -> None:
        """Remove a layer's tiles, and its raster if no other layer has the same."""
        self._stop(layer.id)
        with self._lock:
            self._folders.pop(layer.id, None)
        remove(self._coming / layer.id)
        if layer.content is not None and layer.content not in self._table.contents("tiles", "online"):
            remove(self._made / layer.content)

    def close(self) -> None:
        """Stop fetching; it goes on after the next start."""
        for layer_id in list(self._stops):
            self._stop(layer_id)
        for thread in self._threads:
            thread.join(_END_TIMEOUT_S)

    def _make(
        self, layer: LayerRow, tiles: TileFolder, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> LayerRow:
        content = tiles.content_hash()
        final = self._made / content
        if not (final / FILE).is_file():
            making = self._made / f"{MAKING}{layer.id}"
            remove(making)
            with disk_errors("the layer"):
                making.mkdir()
                try:
                    assemble_tiles(tiles, making / FILE, progress, cancelled, self._quota.check)
                    self._quota.check((making / FILE).stat().st_size)
                except QuotaExceeded:
                    remove(making)
                    raise
                commit_folder(making, final, shared=True)
        with self._readers.open(final / FILE, cancelled=cancelled) as opened:
            info: dict[str, Any] = describe(opened.info)
        absent = tiles.absent()
        info |= {"tiles": tiles.grid.columns * tiles.grid.rows, "missing_tiles": len(absent)}
        info["missing"] = [list(place) for place in absent[:_MAX_LISTED]]
        if layer.kind == "online":
            info["attribution"] = layer.spec["attribution"]
        changed = self._table.change(
            layer.id,
            state="ready",
            file=final / FILE,
            content=content,
            bytes=(final / FILE).stat().st_size,
            info=info,
            error=None,
        )
        with self._lock:
            self._folders.pop(layer.id, None)
        tiles.remove()
        return changed

    def _folder(self, layer: LayerRow) -> TileFolder:
        with self._lock:
            tiles = self._folders.get(layer.id)
            if tiles is None:
                tiles = TileFolder(self._coming / layer.id, _grid(layer), self._quota)
                self._folders[layer.id] = tiles
            return tiles

    @contextmanager
    def _turn(self, layer_id: str, cancelled: Callable[[], bool] | None) -> Iterator[threading.Event]:
        """Let one at a time complete a layer; yields what :meth:`_stop` sets."""
        with self._lock:
            turn = self._turns.setdefault(layer_id, threading.Lock())
        while not turn.acquire(timeout=_POLL_S):
            if cancelled is not None and cancelled():
                raise Cancelled("Waiting for a layer's tiles was stopped.")
        stop = threading.Event()
        with self._lock:
            self._stops[layer_id] = stop
        try:
            yield stop
        finally:
            with self._lock:
                self._stops.pop(layer_id, None)
            turn.release()

    def _stop(self, layer_id: str) -> None:
        with self._lock:
            stop = self._stops.get(layer_id)
        if stop is not None:
            stop.set()

    def _used_bytes(self) -> int:
        with self._lock:
            folders = list(self._folders.values())
        return self._table.used_bytes() + sum(tiles.used_bytes for tiles in folders)

    def _clear(self) -> None:
        """After a restart: know the tiles that are here, remove what belongs to no layer."""
        layers = self._table.all()
        clear_unfinished(self._made)
        coming = {layer.id for layer in layers if layer.kind in ("tiles", "online") and layer.state != "ready"}
        contents = self._table.contents("tiles", "online")
        for path in self._coming.iterdir():
            if path.name not in coming:
                remove(path)
        for path in self._made.iterdir():
            if path.name not in contents:
                remove(path)
        for layer in layers:
            if layer.id in coming:
                self._folder(layer)


def _grid(layer: LayerRow) -> TileGrid:
    return TileGrid.from_dict(layer.spec) if layer.kind == "tiles" else OnlineSource.from_dict(layer.spec).grid()
