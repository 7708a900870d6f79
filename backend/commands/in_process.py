"""The workbench of the command line: layers by path, a model in this process, the user's settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.imagery.bands import Bands
    from backend.imagery.layer import OpenLayer
    from backend.imagery.stretch import Stretch
    from backend.jobs.workbench import Workbench
    from backend.layers.folder_rasters import Member
    from backend.watch.saved_searches import SavedSearches


@contextmanager
def workbench(
    model_id: str | None = None,
    index_root: Path | None = None,
    device: str | None = None,
    *,
    trust: bool = False,
    saved: SavedSearches | None = None,
) -> Iterator[Workbench]:
    """A workbench for one command, with the same settings as the service: options, then environment.

    Args:
        model_id, index_root, device: options; None if not given.
        trust: read layers in this process, whatever they refer to.
        saved: the saved searches to run, if any.

    Raises:
        BadOption: a setting cannot be used.
    """
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
        readers = _Trusted() if trust else held.enter_context(reader_pool(settings.limits))
        models = ModelPool(settings.device, settings.memory.models_bytes, load)
        yield Workbench(settings, _Files(trust), readers, models, worker, once=True, saved=saved)


class _Files:
    """Layers whose ids are the paths given by the user."""

    def __init__(self, trust: bool) -> None:
        self._trust = trust

    def path(self, layer_id: str) -> Path:
        """The file; unless trusted, checked not to refer to other machines.

        Raises:
            LayerNotReadable: it is not a plain file on this machine, or refers elsewhere.
        """
        from backend.errors import LayerNotFound, LayerNotReadable, SourceMissing
        from backend.imagery.gdal_session import local_file
        from backend.layers.data_roots import DataRoots

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
        return Path(layer_id).name

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
