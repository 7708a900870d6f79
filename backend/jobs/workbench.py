"""What processes work with: layers, models, the device, readers, and the indexes of a service."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from backend.errors import BadOption, Cancelled, IndexNotUsable, TerralexError
from backend.imagery.bands import Bands
from backend.imagery.extent import Extent, extent_in_layer
from backend.imagery.layer import LayerInfo
from backend.imagery.layer_files import layer_files, state_of
from backend.imagery.sandbox import ReaderPool
from backend.imagery.valid_ground import valid_ground
from backend.imagery.window_grid import WindowGrid, default_window_sizes
from backend.index.manifest import MANIFEST_FILE
from backend.index.pipeline import DEFAULT_OVERLAP, IndexProgress, index_folder, index_layer
from backend.index.store import LayerIndex
from backend.jobs.device import DeviceEncoder, DeviceWorker
from backend.jobs.index_turns import IndexTurns
from backend.jobs.inputs import LayerInputs
from backend.jobs.process import Run
from backend.layers.registry import LayerRegistry
from backend.models.catalog import load_catalogue
from backend.models.pool import ModelPool
from backend.search.matrix import MatrixCache
from backend.search.relevance import load_neutral_phrases
from backend.settings import Settings

Key = TypeVar("Key")
Kept = TypeVar("Kept")
KEPT = 64
ROWS_EVERY_S = 3.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Site:
    """Where the index of one request lies: the layer as it is now, its windows, the folder."""

    path: Path
    info: LayerInfo
    grid: WindowGrid
    folder: Path
    extent: Extent | None


class Workbench:
    """Shared by all jobs and requests of a service; safe for threads."""

    def __init__(
        self,
        settings: Settings,
        layers: LayerRegistry,
        models: ModelPool,
        worker: DeviceWorker,
        readers: ReaderPool,
        matrices: MatrixCache,
        turns: IndexTurns,
    ) -> None:
        self.settings = settings
        self.layers = layers
        self.models = models
        self.readers = readers
        self.matrices = matrices
        self._worker = worker
        self._turns = turns
        self._open: OrderedDict[tuple[str, int], LayerIndex] = OrderedDict()
        self._infos: OrderedDict[Hashable, LayerInfo] = OrderedDict()
        self._grids: OrderedDict[Hashable, tuple[WindowGrid, Path]] = OrderedDict()
        self._lock = threading.Lock()

    def model_id(self, asked: str | None) -> str:
        """The id of the model a request means.

        Raises:
            BadOption: the service does not offer it.
        """
        model_id = asked or self.settings.model
        offered = (*(self.settings.models or load_catalogue()), self.settings.model)
        if model_id not in offered:
            known = ", ".join(dict.fromkeys(offered))
            raise BadOption(f"This service does not offer the model {model_id!r}: choose one of {known}.")
        return model_id

    def warm_up(self) -> None:
        """Load the service's own model, so that the first query does not wait for it."""
        try:
            self.encoder(None).encode_texts(load_neutral_phrases())
        except TerralexError as error:
            logger.warning("The model %s is not loaded: %s", self.settings.model, error)

    def encoder(self, asked: str | None, cancelled: Callable[[], bool] | None = None) -> DeviceEncoder:
        """The encoder of a model, whose work goes through the device's lanes.

        Raises:
            BadOption: the service does not offer the model.
            ModelUnavailable: it cannot be loaded.
        """
        return DeviceEncoder(self.models.get(self.model_id(asked)), self._worker, cancelled)

    def info(self, layer_id: str, bands: Bands | None = None) -> LayerInfo:
        """What is known of a layer's file as it is now; opened again only after it, or what belongs to it, changed.

        Args:
            layer_id: which layer.
            bands: the bands to show; those that show it best if None.

        Raises:
            LayerNotFound: no layer has this id, or its pixels are not complete.
            LayerNotReadable, LayerNotGeoreferenced, BadOption: see :func:`backend.imagery.layer.open_layer`.
        """
        path = self.layers.path(layer_id)
        key = (str(state_of(layer_files(path).files)), str(bands))
        with self._lock:
            known = self._infos.get(key)
        if known is not None:
            return known
        with self.readers.open(path, None, bands) as layer:
            info = layer.info
        with self._lock:
            _remember(self._infos, key, info)
        return info

    def site(self, inputs: LayerInputs, encoder: DeviceEncoder) -> Site:
        """Where the index for a request lies, whether it exists or not.

        Raises:
            BadOption: window sizes that cannot be used, more windows than allowed, or a wrong extent.
            OutsideLayer: the extent does not meet the layer.
            LayerNotFound, LayerNotReadable, LayerNotGeoreferenced: see :meth:`info`.
        """
        info = self.info(inputs.layer, inputs.bands)
        grid, folder = self._grid(info, inputs.window_sizes_m, encoder)
        most = self.settings.limits.max_layer_windows
        if grid.window_count > most:
            raise BadOption(
                f"The layer {inputs.layer} has {grid.window_count:,} windows of these sizes and {most:,} are allowed: "
                "give larger ones in window_m."
            )
        box = None if inputs.extent is None else extent_in_layer(info, inputs.extent.box, inputs.extent.epsg)
        return Site(info.path, info, grid, folder, box)

    def _grid(
        self, info: LayerInfo, sizes_m: tuple[float, ...] | None, encoder: DeviceEncoder
    ) -> tuple[WindowGrid, Path]:
        """Windows and index folder; the same for every request that asks the same."""
        key = (str(info.path), info.fingerprint, info.bands, sizes_m, encoder.model_id, encoder.revision)
        with self._lock:
            known = self._grids.get(key)
        if known is not None:
            return known
        with self.readers.open(info.path, None, info.bands) as layer:
            ground = valid_ground(layer)
        sizes = sizes_m or default_window_sizes(ground.cut(info))
        grid = WindowGrid(info, sizes, DEFAULT_OVERLAP, encoder.image_size, ground)
        found = grid, index_folder(self.settings.index, info, encoder, grid)
        with self._lock:
            _remember(self._grids, key, found)
        return found

    def ready_index(self, site: Site) -> LayerIndex | None:
        """The index, if it has every window of the asked extent."""
        try:
            index = self.open_index(site.folder)
        except IndexNotUsable:
            return None
        if (index.info.fingerprint, index.info.bands) != (site.info.fingerprint, site.info.bands):
            return None
        if index.complete:
            return index
        # One without rows is no answer: making it says why there are none.
        return index if index.count and index.coverage(site.extent) >= 1.0 else None

    def open_index(self, folder: Path) -> LayerIndex:
        """An index folder, opened anew only after its manifest changed.

        Raises:
            IndexNotUsable: it is no index, or damaged.
        """
        try:
            key = (str(folder), (folder / MANIFEST_FILE).stat().st_mtime_ns)
        except OSError as error:
            raise IndexNotUsable(f"{folder.name} is not an index.") from error
        with self._lock:
            known = self._open.get(key)
        if known is not None:
            return known
        index = LayerIndex.open(folder)
        index.check()
        if index.complete:  # an incomplete one gains rows
            with self._lock:
                _remember(self._open, key, index)
        return index

    def make_index(
        self,
        inputs: LayerInputs,
        encoder: DeviceEncoder,
        run: Run,
        progress: Callable[[float, str], None],
        *,
        extent_only: bool = False,
        urgent: bool = False,
        on_rows: Callable[[LayerIndex], None] | None = None,
    ) -> LayerIndex:
        """Make or complete the index for a request; the windows of its extent come first.

        Two jobs that need the same index take turns; an urgent one goes first and the other continues after it.

        Args:
            inputs: the request.
            encoder: its model.
            run: whose cancellation is heeded.
            progress: told the share of windows done.
            extent_only: stop when the extent is done.
            urgent: somebody waits for the answer.
            on_rows: given the index as it stands, every few seconds.

        Raises:
            Cancelled: the run was cancelled; what is done is kept.
            LayerEmpty, LayerNotReadable, BadOption, OutsideLayer, OutputNotWritable, DeviceOutOfMemory: see
                :func:`backend.index.pipeline.index_layer`.
        """
        site = self.site(inputs, encoder)
        for note in site.info.notes:
            run.log(note)
        told = time.monotonic()

        def tell(done: IndexProgress) -> None:
            nonlocal told
            share = done.done_windows / max(done.total_windows, 1)
            progress(share, f"Indexing: {done.done_windows:,} of {done.total_windows:,} windows")
            if on_rows is not None and done.done_chunks and time.monotonic() - told > ROWS_EVERY_S:
                on_rows(LayerIndex.open(site.folder))
                told = time.monotonic()

        encoder.compile_for_long_job(site.grid.window_count)
        while True:
            with self._turns.turn(str(site.folder), urgent=urgent, cancelled=run.cancelled) as turn:
                try:
                    return index_layer(
                        site.path,
                        encoder,
                        self.settings.index,
                        site.grid.window_sizes_m,
                        progress=tell,
                        cancelled=lambda: run.cancelled() or turn.should_yield(),
                        extent=site.extent,
                        extent_only=extent_only and site.extent is not None,
                        bands=site.info.bands,
                        opener=partial(self.readers.open, cancelled=run.cancelled),
                    )
                except Cancelled:
                    if run.cancelled():
                        raise
                    run.log("A search needs windows of this layer first; this work continues after it.")


def _remember(memory: OrderedDict[Key, Kept], key: Key, value: Kept) -> None:
    memory[key] = value
    while len(memory) > KEPT:
        memory.popitem(last=False)
