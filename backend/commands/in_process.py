"""The workbench of the command line: layers by path, a model in this process, the user's settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.executors.choice import ExecutorChoice
    from backend.imagery.bands import Bands
    from backend.imagery.layer import OpenLayer
    from backend.imagery.range_fetcher import RangeFetcher
    from backend.imagery.stretch import Stretch
    from backend.index.elsewhere import ChunkEmbedder
    from backend.jobs.workbench import LayerReaders, Workbench
    from backend.layers.folder_rasters import Member
    from backend.watch.saved_searches import SavedSearches

REMOTE, MOSAICS = "remote", "mosaics"
"""Folders beside the indexes: what stands for remote layers, and the VRTs of folders."""


@contextmanager
def workbench(
    model_id: str | None = None,
    index_root: Path | None = None,
    device: str | None = None,
    *,
    trust: bool = False,
    saved: SavedSearches | None = None,
    executor: ExecutorChoice | None = None,
) -> Iterator[Workbench]:
    """A workbench for one command, with the same settings as the service: options, then environment.

    Args:
        model_id, index_root, device: options; None if not given.
        trust: read layers in this process, whatever they refer to.
        saved: the saved searches to run, if any.
        executor: who embeds windows; this process if None.

    Raises:
        BadOption: a setting cannot be used.
    """
    from backend.executors.work import Work
    from backend.imagery.range_fetcher import RangeFetcher
    from backend.imagery.remote_reads import RemoteReads
    from backend.jobs.device import DeviceWorker
    from backend.jobs.workbench import Workbench, reader_pool
    from backend.models.encoder import load_encoder
    from backend.models.pool import ModelPool
    from backend.settings import load_settings

    settings = load_settings(model=model_id, index=index_root, device=device)
    load = partial(load_encoder, offline=settings.offline or None)
    with ExitStack() as held:
        worker = DeviceWorker()
        held.callback(worker.close)
        fetcher = held.enter_context(RangeFetcher(settings.online_hosts, settings.s3_buckets))
        remote = RemoteReads(settings.index / REMOTE, fetcher)
        readers = _Trusted() if trust else held.enter_context(reader_pool(settings.limits, remote=remote))
        models = ModelPool(settings.device, settings.memory.models_bytes, load)
        files = _Files(trust, settings.index, fetcher, readers)

        def start(model_id: str) -> ChunkEmbedder | None:
            if executor is None:
                return None
            hosts, buckets = fetcher.listed
            return executor.start(
                Work({}, model_id, settings.device, settings.offline, trust, 0, hosts, buckets, str(remote.folder))
            )

        yield Workbench(settings, files, readers, models, worker, once=True, saved=saved, executor=start)


class _Files:
    """Layers whose ids are the paths, folders and addresses that the user gave."""

    def __init__(self, trust: bool, index_root: Path, fetcher: RangeFetcher, readers: LayerReaders) -> None:
        self._trust = trust
        self._index_root = index_root
        self._fetcher = fetcher
        self._readers = readers

    def path(self, layer_id: str) -> Path:
        """The file, checked to lead to no other machine unless it is trusted; a folder is one layer of all its rasters.

        An address may be asked because the user has typed it; what a document there leads to has to be listed, or lie
        on the same host.

        Raises:
            LayerNotReadable: it is no plain file of this machine, or leads elsewhere.
            SourceNotAllowed, BadOption: see :class:`backend.layers.remote_layers.RemoteLayers`.
        """
        from backend.errors import BadOption, LayerNotFound, LayerNotReadable, SourceMissing
        from backend.imagery.foreign_formats import is_dataset
        from backend.imagery.gdal_session import local_file
        from backend.layers.data_roots import DataRoots
        from backend.layers.folder_mosaic import folder_mosaic
        from backend.layers.remote_layers import RemoteLayers

        if "://" in layer_id:
            if self._trust:
                raise BadOption("--trust is for files of this machine: leave it out for an address.")
            self._fetcher.allow(layer_id)
            remote = RemoteLayers(self._index_root / REMOTE, self._fetcher, self._readers)
            return remote.layer(layer_id)
        folder = Path(layer_id).expanduser()
        if folder.is_dir() and not is_dataset(folder):
            return self.path(str(folder_mosaic(folder, self._index_root / MOSAICS, self._readers)))
        file = local_file(layer_id)
        if self._trust:
            return file
        try:
            DataRoots((Path(file.anchor),)).check(file)
        except LayerNotFound as error:
            raise LayerNotReadable(
                f"{file} has a name that GDAL may interpret as something else: rename it."
            ) from error
        except SourceMissing:
            raise
        except LayerNotReadable as error:
            raise LayerNotReadable(f"{str(error).rstrip('.')}, or add --trust if you created it yourself.") from error
        return file

    def title(self, layer_id: str) -> str:
        """The name of the file."""
        return Path(layer_id.partition("#")[0]).name

    def within(self, folder: str) -> Sequence[Member]:
        """The rasters in a folder, by path.

        Raises:
            LayerNotFound: there is no such folder.
        """
        from backend.errors import LayerNotFound
        from backend.layers.folder_rasters import Member, layers_in

        place = Path(folder).expanduser()
        if not place.is_dir():
            raise LayerNotFound(f"{folder} is not a folder: give one that contains rasters.")
        return [Member(str(file), file.relative_to(place).as_posix()) for file in layers_in(place)]


class _Trusted:
    """Opens rasters in this process, including their sidecar files."""

    def open(
        self,
        path: Path | str,
        stretch: Stretch | None = None,
        bands: Bands | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> OpenLayer:
        """Open a raster; what ends a reading is not asked."""
        from backend.imagery.layer import open_layer

        return open_layer(path, stretch, bands)
