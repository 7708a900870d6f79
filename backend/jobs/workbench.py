"""The workbench of processes: layers, models, indexes. One per service, or one per command."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Protocol

from backend.errors import BadOption, TerralexError
from backend.imagery.bands import Bands
from backend.imagery.extent import extent_in_layer
from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo, OpenLayer
from backend.imagery.layer_files import layer_files, state_of
from backend.imagery.remote_reads import RemoteReads
from backend.imagery.sandbox import ReaderPool
from backend.imagery.stretch import Stretch
from backend.imagery.valid_ground import Ground, valid_ground
from backend.imagery.window_grid import WindowGrid, default_window_sizes
from backend.index.bucket import keep_in
from backend.index.elsewhere import ChunkEmbedder
from backend.index.folders import index_folder
from backend.index.pipeline import DEFAULT_OVERLAP
from backend.index.store import LayerIndex
from backend.jobs.device import DeviceEncoder, DeviceWorker
from backend.jobs.index_turns import IndexTurns
from backend.jobs.inputs import LayerInputs
from backend.jobs.process import Stop
from backend.jobs.site import IndexPlace, Site
from backend.layers.folder_rasters import Member
from backend.models.catalog import load_catalogue
from backend.models.pool import ModelPool
from backend.search.matrix_cache import MatrixCache
from backend.search.relevance import load_neutral_phrases
from backend.settings import Limits, Settings
from backend.storage.bounded import Bounded
from backend.watch.saved_searches import SavedSearches

KEPT = 64
FittingSizes = Callable[[LayerInfo, Box | None], tuple[float, ...] | None]
"""The window sizes in metres that suit a request, from its layer and its extent in the layer's CRS."""

logger = logging.getLogger(__name__)


class LayerFiles(Protocol):
    """Resolves the layers of requests: the service's registry, or the files of a command line."""

    def path(self, layer_id: str) -> Path:
        """The local file to open, checked not to refer elsewhere.

        Raises:
            LayerNotFound, LayerNotReadable: there is none, or it may not be read.
        """

    def title(self, layer_id: str) -> str:
        """Its title; for an unknown layer, its id."""

    def within(self, folder: str) -> Sequence[Member]:
        """The rasters in a folder and its subfolders, by path.

        Raises:
            LayerNotFound: there is no such folder, or it may not be named.
        """
        ...


class LayerReaders(Protocol):
    """Opens rasters: in separate processes, or in this one."""

    def open(
        self,
        path: Path | str,
        stretch: Stretch | None = None,
        bands: Bands | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> OpenLayer:
        """Open a raster; see :func:`backend.imagery.layer.open_layer`. ``cancelled`` ends a reading."""


def reader_pool(limits: Limits, roots: Sequence[Path] = (), remote: RemoteReads | None = None) -> ReaderPool:
    """Processes that read rasters within the limits, in these folders alone if there are any, and remote ones."""
    return ReaderPool(
        memory_bytes=limits.reader_memory_bytes,
        timeout_s=limits.reader_timeout_s,
        max_pixels=limits.max_pixels,
        max_bands=limits.max_bands,
        roots=roots,
        remote=remote,
    )


class Workbench:
    """Shared by all jobs and requests; thread-safe."""

    def __init__(
        self,
        settings: Settings,
        layers: LayerFiles,
        readers: LayerReaders,
        models: ModelPool,
        worker: DeviceWorker,
        *,
        once: bool = False,
        saved: SavedSearches | None = None,
        executor: Callable[[str], ChunkEmbedder | None] | None = None,
    ) -> None:
        """Args:
        settings: model, index folder, limits and memory budgets.
        layers, readers, models, worker: who finds and opens layers, keeps models, and runs them.
        once: this is for one request: of an index only what it asks for is read into memory.
        saved: the saved searches, where there are any.
        executor: who embeds the windows under a model, where that is not to be done in this process.

        Raises:
            BadOption: indexes are to lie in a bucket whose address cannot be used.
            OutputNotWritable: the folder of locks cannot be written.
        """
        self.settings = settings
        if settings.index_storage:
            keep_in(settings.index, settings.index_storage)
        self.executor = executor
        self.layers = layers
        self.saved = saved
        self.models = models
        self._matrices = MatrixCache(settings.memory.matrices_bytes)
        self._once = once
        self.turns = IndexTurns()
        self._readers = readers
        self._worker = worker
        self._indexes: Bounded[Hashable, LayerIndex] = Bounded(KEPT)
        self._shown: Bounded[Hashable, tuple[LayerInfo, Ground]] = Bounded(KEPT)
        self._grounds: Bounded[Hashable, IndexPlace] = Bounded(KEPT)

    def model_id(self, asked: str | None) -> str:
        """The id of the model for a request.

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
        """The encoder of a model, which uses the device's lanes.

        Raises:
            BadOption: the service does not offer the model.
            ModelUnavailable: it cannot be loaded.
        """
        return DeviceEncoder(self.models.get(self.model_id(asked)), self._worker, cancelled)

    def matrices(self, extent: Box | None) -> MatrixCache | None:
        """The cache for the embeddings of an index; None if only an extent of it is needed."""
        return None if self._once and extent is not None else self._matrices

    def open_layer(
        self,
        path: Path | str,
        stretch: Stretch | None = None,
        bands: Bands | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> OpenLayer:
        """Open a raster, see :class:`LayerReaders`."""
        return self._readers.open(path, stretch, bands, cancelled)

    def site(self, inputs: LayerInputs, stop: Stop, fitting: FittingSizes | None = None) -> Site:
        """The site of a request, indexed or not.

        Args:
            inputs: the request.
            stop: checked while the layer is read and windows are embedded.
            fitting: chooses window sizes if the request gives none; if it returns None, those of the layer are used.

        Raises:
            BadOption: window sizes that cannot be used, more windows than allowed, or a wrong extent.
            OutsideLayer: the extent does not intersect the layer.
            LayerNotFound, LayerNotReadable, LayerNotGeoreferenced: see :class:`LayerFiles` and :class:`LayerReaders`.
            ModelUnavailable: the model cannot be loaded.
        """
        path = self.layers.path(inputs.layer)
        encoder = self.encoder(inputs.model, stop)
        state = state_of(layer_files(path).files)
        key = (path, str(state), str(inputs.bands))
        shown, layer = self._shown.get(key), None
        if shown is None:
            layer = self.open_layer(path, None, inputs.bands, stop)
            shown = layer.info, valid_ground(layer)
            self._shown.put(key, shown)
        info, valid = shown
        asked = inputs.extent
        extent = None if asked is None else extent_in_layer(info, asked.box, asked.epsg)
        sizes_m = inputs.window_sizes_m
        if sizes_m is None and fitting is not None:
            sizes_m = fitting(info, extent)
        grid_key = (*key, sizes_m, encoder.model_id, encoder.revision)
        ground = self._grounds.get(grid_key)
        if ground is None:
            sizes = sizes_m or default_window_sizes(valid.cut(info))
            grid = WindowGrid(info, sizes, DEFAULT_OVERLAP, encoder.image_size, valid)
            ground = IndexPlace(info, grid, index_folder(self.settings.index, info, encoder, grid), state)
            self._grounds.put(grid_key, ground)
        self.refuse_too_many(ground.grid)
        return Site(self, ground, layer, extent, encoder, stop)

    def refuse_too_many(self, grid: WindowGrid) -> None:
        """Reject a grid with more windows than allowed.

        Raises:
            BadOption: it has.
        """
        most = self.settings.limits.max_layer_windows
        if grid.window_count > most:
            raise BadOption(
                f"The layer {grid.info.path.name} has {grid.window_count:,} windows of these sizes but only "
                f"{most:,} are allowed: give larger ones in window_m."
            )

    def open_index(self, folder: Path) -> LayerIndex:
        """An index folder, reopened only if its manifest has changed.

        Raises:
            IndexNotUsable: it is not an index, or damaged.
        """
        key = (folder, LayerIndex.stamp(folder))
        index = self._indexes.get(key)
        if index is None:
            index = LayerIndex.open(folder)
            index.check()
            if index.complete:  # an incomplete one gains rows
                self._indexes.put(key, index)
        return index
