"""Rasters on other machines as layers: COGs over HTTPS and in S3, STAC items and collections, many files as one."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, unquote, urlsplit

from backend.errors import BadOption, Cancelled
from backend.imagery.layer import LayerInfo, OpenLayer
from backend.imagery.range_fetcher import RangeFetcher
from backend.imagery.remote import MOSAIC_SUFFIX, SOURCE_FOLDER, SUFFIX, RemoteFile, RemoteSource
from backend.layers.mosaic import mosaic_vrt
from backend.layers.stac import rasters_of
from backend.storage.files import disk_errors, write_text

MAX_MEMBERS = 20_000
LOOK_AGAIN_S = 60.0
_THREADS = 8
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[::1\])(?::\d{1,5})?")
_PATH = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*(?:\?[A-Za-z0-9._~!$'()*+,;=:@%/&-]*)?")
_DOCUMENTS = (".json", ".geojson", "")
"""Endings of addresses that lead to a STAC document; every other one leads to a raster."""


def remote_address(scheme: str, host: str, path: str, asset: str | None = None) -> str:
    """An address put together of what a client has said, each part in its own field.

    Raises:
        BadOption: a part holds what belongs into another one.
    """
    if not _HOST.fullmatch(host):
        raise BadOption(f"host is {host[:80]!r}: give a name in small letters, with :port where it needs one.")
    parts = path.partition("?")[0].split("/")
    if not _PATH.fullmatch(path) or {".", ".."} & set(parts):
        raise BadOption(f"path is {path[:80]!r}: give a plain path that begins with a slash.")
    return f"{scheme}://{host}{path}" + (f"#{quote(asset, safe='')}" if asset else "")


class Readers(Protocol):
    """What opens rasters; see :class:`backend.imagery.sandbox.ReaderPool`."""

    def open(self, path: Path | str) -> OpenLayer:
        """Open the raster at a path."""


class RemoteLayers:
    """Writes the files that stand for remote layers, in one folder; safe for threads."""

    def __init__(
        self, folder: Path, fetcher: RangeFetcher, readers: Readers, look_again_s: float = LOOK_AGAIN_S
    ) -> None:
        """Args:
        folder: where those files lie, one a layer.
        fetcher: asks listed hosts alone.
        readers: opens the members of mosaics.
        look_again_s: how long what was looked at is taken to be as it was.
        """
        self._folder = folder
        self._fetcher = fetcher
        self._readers = readers
        self._look_again_s = look_again_s
        self._looked: dict[str, float] = {}

    def layer(self, url: str, cancelled: Callable[[], bool] | None = None) -> Path:
        """The file that stands for what an address leads to, made or brought up to date.

        Args:
            url: of a raster (``https://host/a.tif``, ``s3://bucket/a.tif``), or of a STAC item, collection or catalogue
                (ending in ``.json`` or in no ending), whose rasters become one layer. ``#KEY`` names the items' asset.
            cancelled: asked while many files are looked at.

        Raises:
            SourceNotAllowed: a host or bucket is not listed, or redirects.
            LayerNotReadable, LayerNotGeoreferenced: what is there cannot be read.
            BadOption: it holds no raster, or rasters that make no one layer.
            Cancelled: ``cancelled`` said so.
        """
        plain, _, asset = url.partition("#")
        if Path(urlsplit(plain).path).suffix.lower() not in _DOCUMENTS:
            found = self._single(plain, url)
        else:
            self._fetcher.check(plain)
            found = self._of(rasters_of(plain, unquote(asset), self._fetcher), url, cancelled)
        self._looked[url] = time.monotonic()
        return found

    def refreshed(self, url: str) -> Path:
        """The same, without asking anybody where that was done just now, by default within the last minute."""
        looked = self._looked.get(url)
        known = self._known(url)
        if known is not None and looked is not None and time.monotonic() - looked < self._look_again_s:
            return known
        return self.layer(url)

    def remove(self, file: Path) -> None:
        """Forget a layer."""
        if file.parent.parent == self._folder:
            file.unlink(missing_ok=True)

    def _place(self, url: str, suffix: str) -> Path:
        name = _NOT_PLAIN.sub("-", unquote(Path(urlsplit(url.partition("#")[0]).path).name))[-_LONGEST:] or "layer"
        return self._folder / hashlib.sha256(url.encode()).hexdigest()[:16] / f"{name}{suffix}"

    def _known(self, url: str) -> Path | None:
        places = (self._place(url, suffix) for suffix in (SUFFIX, MOSAIC_SUFFIX))
        return next((place for place in places if place.is_file()), None)

    def _single(self, url: str, named: str) -> Path:
        return self._write(self._place(named, SUFFIX), RemoteSource((self._fetcher.look(url),), address=named))

    def _of(self, urls: Sequence[str], named: str, cancelled: Callable[[], bool] | None) -> Path:
        if len(urls) > MAX_MEMBERS:
            raise BadOption(f"{named} has {len(urls):,} rasters and {MAX_MEMBERS:,} are allowed: take a part of it.")
        if len(urls) == 1:
            return self._single(urls[0], named)
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="terralex-members") as threads:

            def each(work: Callable[[str], object]) -> list[object]:
                return list(threads.map(lambda one: self._unless(cancelled, work, one), urls))

            members = tuple(file for file in each(self._fetcher.look) if isinstance(file, RemoteFile))
            place = self._place(named, MOSAIC_SUFFIX)
            if place.is_file() and RemoteSource.read(place).members == members:
                return place
            infos = [info for info in each(self._info) if isinstance(info, LayerInfo)]
        names = [f"{SOURCE_FOLDER}/{number}.tif" for number in range(len(urls))]
        vrt = mosaic_vrt(list(zip(names, infos, strict=True)))
        return self._write(place, RemoteSource(members, vrt, named))

    @staticmethod
    def _unless(cancelled: Callable[[], bool] | None, work: Callable[[str], object], url: str) -> object:
        if cancelled is not None and cancelled():
            raise Cancelled("Looking at the files of the layer was stopped.")
        return work(url)

    def _info(self, url: str) -> LayerInfo:
        with self._readers.open(self._single(url, url)) as layer:
            return layer.info

    def _write(self, place: Path, source: RemoteSource) -> Path:
        """Written anew only where it says something else: its time is part of the layer's fingerprint."""
        text = source.to_text()
        with disk_errors("what says where a layer lies"):
            if not place.is_file() or place.read_text(encoding="utf-8") != text:
                place.parent.mkdir(parents=True, exist_ok=True)
                write_text(place, text)
        return place
