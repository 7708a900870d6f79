"""The registry: every layer is registered once and then referred to by its id."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from backend.errors import BadOption, LayerNotFound, LayerNotReadable, OutputNotWritable, TerralexError
from backend.imagery.outgoing import Patience
from backend.imagery.sandbox import ReaderPool
from backend.layers.data_roots import DataRoots
from backend.layers.folder_rasters import Member, layers_in
from backend.layers.layer_table import LayerRow, LayerTable
from backend.layers.named_layer import Kind, NamedLayer, State, describe
from backend.layers.online import OnlineSource
from backend.layers.remote_layers import RemoteLayers
from backend.layers.tile_fetcher import TILE_PATIENCE
from backend.layers.tile_layers import TileLayers
from backend.layers.tiles import Place, TileGrid
from backend.layers.uploads import UNFINISHED_KEPT, UploadStore
from backend.utc import to_text, utc_now

UPLOAD_DRIVERS = frozenset({"GTiff", "JP2OpenJPEG", "JP2ECW", "JP2KAK", "JP2MrSID", "GPKG", "MBTiles", "ECW", "MrSID"})
"""Single-file formats; references to further files cannot be trusted in an upload."""

_MAX_TITLE = 200
_TOUCH_EVERY = timedelta(minutes=1)


class LayerRegistry:
    """The layers of a service; thread-safe, and for being killed at any time."""

    def __init__(
        self,
        state_dir: Path,
        data_roots: Sequence[Path],
        readers: ReaderPool,
        uploads: UploadStore,
        online_hosts: Collection[str] = (),
        remote: RemoteLayers | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
        fetch_options: Patience = TILE_PATIENCE,
    ) -> None:
        """Open the list in ``state_dir``.

        Args:
            state_dir: where the list, tiles and layers made of them lie.
            data_roots: folders whose files clients may name.
            readers: who opens rasters.
            uploads: files that clients sent.
            online_hosts: hosts that may be asked for tiles, with port where it is not the scheme's own.
            remote: what makes layers of rasters on other machines, if there may be any.
            clock: the time.
            fetch_options: how online sources are asked.

        Raises:
            OutputNotWritable: the list cannot be opened.
        """
        self.roots = DataRoots(data_roots)
        self._readers = readers
        self._uploads = uploads
        self._hosts = tuple(online_hosts)
        self._remote = remote
        self._clock = clock
        self._table = LayerTable(state_dir / "layers.sqlite")
        self._tiles = TileLayers(state_dir, self._table, readers, uploads.quota, self._hosts, clock, fetch_options)

    def resume(self) -> None:
        """Continue fetching the online layers that an earlier run did not complete."""
        for row in self._table.all():
            if row.kind == "online" and row.state == "incomplete":
                self._tiles.start(row.id)

    def close(self) -> None:
        """Stop fetching and close the table."""
        self._tiles.close()
        self._table.close()

    def add_path(self, path: str, title: str | None = None) -> NamedLayer:
        """Register a file under a data root; the same file again is the same layer with an updated description.

        Args:
            path: absolute, or relative to a data root.
            title: the file's name if None.

        Raises:
            LayerNotFound: it is no file under a data root.
            LayerNotReadable, LayerNotGeoreferenced: it is no layer, or leads out of the data roots.
            BadOption: the title.
        """
        file = self.roots.resolve(path)
        info = self._describe(file)
        return self._ready(_id("path", str(file)), "path", _title(title, file.name), file, None, info)

    def add_upload(self, upload_id: str, title: str | None = None) -> NamedLayer:
        """Register an uploaded file; the same content again is the same layer.

        Raises:
            UploadNotFound: there is no such upload.
            UploadConflict: parts are missing.
            LayerNotReadable, LayerNotGeoreferenced: it is no layer.
            BadOption: the title.
        """
        upload = self._uploads.finish(upload_id)
        file = self._uploads.file(upload.sha256 or "")
        info = self._describe(file)
        if info["driver"] not in UPLOAD_DRIVERS:
            raise LayerNotReadable(
                f"{upload.name} is in the format {info['driver']}, which is not accepted as an upload: convert it "
                "with gdal_translate -of COG."
            )
        name = _title(title, str(upload.metadata.get("title") or upload.name))
        layer = self._ready(_id("upload", file.parent.name), "upload", name, file, file.parent.name, info)
        self._uploads.take(upload_id)
        return layer

    def add_tiles(self, grid: TileGrid, title: str | None = None) -> NamedLayer:
        """Create a layer of rendered tiles: send them with :meth:`put_tile`, then :meth:`complete` it.

        Raises:
            BadOption: the title.
        """
        layer_id = f"layer-{uuid.uuid4().hex[:16]}"
        self._begin(layer_id, "tiles", _title(title, "Rendered tiles"), grid.to_dict())
        return self.get(layer_id)

    def put_tile(self, layer_id: str, column: int, row: int, data: bytes, sha256: str | None = None) -> str:
        """Store a tile (PNG, WebP or JPEG; alpha 0 is no-data); returns the hex SHA-256 of the received bytes.

        Raises:
            LayerNotFound: there is no such layer.
            UploadConflict: it takes no tiles, or no more.
            BadOption: no such place, or no image of the announced size.
            ChecksumMismatch: it is not what was sent.
            QuotaExceeded, DiskFull, OutputNotWritable: it cannot be stored.
        """
        return self._tiles.put(layer_id, column, row, data, sha256)

    def missing(self, layer_id: str) -> list[Place]:
        """Places of which no tile has come, row by row.

        Raises:
            LayerNotFound: there is no such layer.
        """
        return self._tiles.missing(self._table.get(layer_id))

    def add_online(self, source: OnlineSource, title: str | None = None) -> NamedLayer:
        """Register an online source; its tiles are fetched in the background. Registering it again continues.

        Raises:
            SourceNotAllowed: its host is not one of ``online_hosts``.
            BadOption: the title.
        """
        source.check_allowed(self._hosts)
        layer_id = _id("online", json.dumps(source.to_dict(), sort_keys=True))
        row = self._table.find(layer_id)
        if row is None or row.state == "failed":
            row = self._begin(layer_id, "online", _title(title, source.host), source.to_dict())
        if row.state == "incomplete":
            self._tiles.start(layer_id)
        return self.get(layer_id)

    def add_remote(self, url: str, title: str | None = None) -> NamedLayer:
        """Register a raster on another machine, or what a STAC document leads to; see :class:`RemoteLayers`.

        Raises:
            SourceNotAllowed: a host or bucket is not listed, or redirects.
            LayerNotReadable, LayerNotGeoreferenced: what is there is no layer.
            BadOption: the title, or rasters that make no one layer.
        """
        file = self._remote_layers().layer(url)
        name = _title(title, unquote(url.partition("#")[0].partition("?")[0].rpartition("/")[2]) or url)
        row = self._put(
            _id("remote", url), "remote", name, "ready", file=file, spec={"url": url}, info=self._describe(file)
        )
        return row.named()

    def _remote_layers(self) -> RemoteLayers:
        if self._remote is None:
            raise LayerNotReadable("This server reads nothing of other machines: name a file of it.")
        return self._remote

    def complete(
        self,
        layer_id: str,
        progress: Callable[[float, str], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> NamedLayer:
        """Make a layer of tiles ready: fetch missing tiles of an online source, then build one raster from them.

        A layer that is ready is returned unchanged. An interrupted run continues where it stopped.

        Args:
            layer_id: which layer.
            progress: called with a share 0-1 and the current step.
            cancelled: checked several times a second.

        Raises:
            LayerNotFound: there is no such layer.
            UploadConflict: tiles that clients send are missing; the first is named.
            SourceNotAllowed, LayerNotReadable: the source does not give its tiles.
            QuotaExceeded, DiskFull, OutputNotWritable: it cannot be stored.
            Cancelled: ``cancelled`` said so.
        """
        return self._tiles.complete(layer_id, progress, cancelled).named()

    def get(self, layer_id: str) -> NamedLayer:
        """A layer.

        Raises:
            LayerNotFound: there is none.
        """
        row = self._table.get(layer_id)
        return row.named(self._tiles.share(row))

    def list(self) -> list[NamedLayer]:
        """All layers, oldest first."""
        return [row.named(self._tiles.share(row)) for row in self._table.all()]

    def path(self, layer_id: str) -> Path:
        """The local file to open, with its location checked again; counts as use of the layer.

        Raises:
            LayerNotFound: there is no such layer, it is not complete, or its file has gone.
            LayerNotReadable: its file now refers outside the data roots.
        """
        row = self._table.get(layer_id)
        if row.state != "ready" or row.file is None:
            raise LayerNotFound(
                f"The layer {layer_id} failed: {row.error}"
                if row.error
                else (
                    f'The layer {layer_id} is not complete: wait until its state is "ready", or send its missing tiles.'
                )
            )
        if row.kind == "path":
            self.roots.check(row.file)
        elif row.kind == "remote":
            self._remote_layers().refreshed(str(row.spec["url"]))
        elif not row.file.is_file():
            raise LayerNotFound(f"The pixels of the layer {layer_id} no longer exist: register it again.")
        now = self._clock()
        if row.last_used < to_text(now - _TOUCH_EVERY):
            with suppress(OutputNotWritable):  # a search does not wait for that, or fail for it
                self._table.touch(layer_id, to_text(now))
        return row.file

    def title(self, layer_id: str) -> str:
        """The title of a layer; for an unknown one, its id."""
        row = self._table.find(layer_id)
        return layer_id[:80] if row is None else row.title

    def within(self, folder: str) -> Sequence[Member]:
        """The rasters in a folder under a data root and in those below it, by path; those not known yet are registered.

        Raises:
            LayerNotFound: it is no folder under a data root.
        """
        place = self.roots.folder(folder)
        return [self._member(file, file.relative_to(place).as_posix()) for file in layers_in(place)]

    def _member(self, file: Path, title: str) -> Member:
        row = self._table.find(_id("path", str(file.resolve())))
        try:
            layer = self.add_path(str(file)) if row is None or row.state != "ready" else row
        except TerralexError as error:
            return Member(title, title, error)
        return Member(layer.id, title)

    def files(self) -> dict[str, Path]:
        """File of every layer that is ready, by id."""
        return {row.id: row.file for row in self._table.all() if row.state == "ready" and row.file is not None}

    def remove(self, layer_id: str) -> Path | None:
        """Remove a layer and everything stored only for it; files under data roots are not touched.

        Returns:
            The file it had, if it had one.

        Raises:
            LayerNotFound: there is none.
        """
        row = self._table.get(layer_id)
        self._table.remove(layer_id)
        if row.kind == "upload" and row.content is not None:
            self._uploads.drop_content(row.content)
        elif row.kind in ("tiles", "online"):
            self._tiles.remove(row)
        elif row.kind == "remote" and row.file is not None:
            self._remote_layers().remove(row.file)
        return row.file

    def expire(self, now: datetime, kept: timedelta) -> Sequence[str]:
        """Remove stored layers and finished uploads that were not used for ``kept``, and what stood still for a day.

        Returns:
            Ids of the layers removed.
        """
        gone = []
        for row in self._table.all():
            unfinished = row.kind == "tiles" and row.state != "ready"
            before = to_text(now - (min(kept, UNFINISHED_KEPT) if unfinished else kept))
            if row.kind != "path" and row.last_used < before:
                self.remove(row.id)
                gone.append(row.id)
        self._uploads.expire(now, self._table.contents("upload"), finished_kept=kept)
        return gone

    def _describe(self, file: Path) -> dict[str, Any]:
        with self._readers.open(file) as layer:
            return describe(layer.info)

    def _ready(
        self, layer_id: str, kind: Kind, title: str, file: Path, content: str | None, info: dict[str, Any]
    ) -> NamedLayer:
        return self._put(layer_id, kind, title, "ready", file=file, content=content, info=info).named()

    def _begin(self, layer_id: str, kind: Kind, title: str, spec: dict[str, Any]) -> LayerRow:
        return self._put(layer_id, kind, title, "incomplete", spec=spec)

    def _put(self, layer_id: str, kind: Kind, title: str, state: State, **values: Any) -> LayerRow:
        now = to_text(self._clock())
        return self._table.put(LayerRow(layer_id, kind, title, state, now, now, **values))


def _id(kind: str, key: str) -> str:
    return f"layer-{hashlib.sha256(f'{kind}:{key}'.encode()).hexdigest()[:16]}"


def _title(title: str | None, otherwise: str) -> str:
    if title is None:
        return otherwise[:_MAX_TITLE]
    if not title.strip() or len(title) > _MAX_TITLE or not title.isprintable():
        raise BadOption(f"title is empty, longer than {_MAX_TITLE} characters, or not a single line of text.")
    return title.strip()
