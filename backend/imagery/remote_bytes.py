"""Remote files as GDAL sees them in a reading process, which has no network: all bytes come from the service.

GDAL opens them through rasterio's Python file systems, and requests all tiles of a window in one call, so that many
ranges are fetched at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from cachetools import LRUCache
from rasterio._path import _UnparsedPath
from rasterio._vsiopener import MultiByteRangeResource, MultiByteRangeResourceContainer, _opener_registration
from rasterio.io import DatasetReader

from backend.errors import LayerNotReadable
from backend.imagery.remote import SOURCE_FOLDER, Range, RemoteSource, is_remote_mosaic

PAGE_BYTES = 64 * 1024
_PAGES = 256
_KNOWN = 64

AskBytes = Callable[[str, int, Sequence[Range]], list[bytes]]
"""Path of the layer's file, number of the member, ranges -> the bytes of each range."""


class _RemoteFiles(MultiByteRangeResourceContainer):  # type: ignore[misc]  # rasterio has no types
    """All remote files of one reading process, named ``LAYER-MEMBER.tif`` in :data:`SOURCE_FOLDER`."""

    def __init__(self, ask: AskBytes) -> None:
        self._ask = ask
        self._layers: LRUCache[str, tuple[str, RemoteSource]] = LRUCache(_KNOWN)
        self.pages: LRUCache[tuple[str, int, int], bytes] = LRUCache(_PAGES)

    def know(self, file: Path) -> tuple[str, RemoteSource]:
        source = RemoteSource.read(file)
        key = hashlib.sha256(f"{file}{source.to_text()}".encode()).hexdigest()[:24]
        self._layers[key] = str(file), source
        return key, source

    def ask(self, key: str, member: int, ranges: Sequence[Range]) -> list[bytes]:
        return self._ask(self._layers[key][0], member, ranges)

    def _member(self, path: str) -> tuple[str, int, int]:
        key, _, number = Path(path).stem.partition("-")
        known = self._layers.get(key)
        if known is None or Path(path).suffix != ".tif" or not number.isdigit() or int(number) >= len(known[1].members):
            raise FileNotFoundError(path)
        return key, int(number), known[1].members[int(number)].size

    def open(self, path: str, mode: str = "r", **_: Any) -> _RemoteBytes:
        return _RemoteBytes(self, *self._member(path))

    def isfile(self, path: str) -> bool:
        try:
            self._member(path)
        except FileNotFoundError:
            return False
        return True

    def isdir(self, path: str) -> bool:
        return False

    def ls(self, path: str) -> list[str]:
        """Remote files have no side files, so none are requested."""
        return ["nothing"]

    def mtime(self, path: str) -> int:
        return 0

    def rm(self, path: str) -> None:
        raise PermissionError(path)

    def size(self, path: str) -> int:
        return self._member(path)[2]


class _RemoteBytes(MultiByteRangeResource):  # type: ignore[misc]  # rasterio has no types
    """One open remote file. Small reads, such as of the header, use cached pages; tiles are requested as they are."""

    def __init__(self, files: _RemoteFiles, key: str, member: int, size: int) -> None:
        self._files, self._key, self._number, self._size = files, key, member, size
        self._at = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to release."""

    def close(self) -> None:
        """Nothing to release."""

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def read(self, count: int = -1) -> bytes:
        end = self._size if count < 0 else min(self._at + count, self._size)
        if end <= self._at:
            return b""
        first, last = self._at // PAGE_BYTES, (end - 1) // PAGE_BYTES
        found = self._pages(range(first, last + 1))
        start = self._at - first * PAGE_BYTES
        data = b"".join(found)[start : start + end - self._at]
        self._at = end
        return data

    def get_byte_ranges(self, offsets: Sequence[int], sizes: Sequence[int]) -> list[bytes]:
        return self._files.ask(self._key, self._number, [(int(o), int(n)) for o, n in zip(offsets, sizes, strict=True)])

    def _pages(self, wanted: range) -> list[bytes]:
        pages = self._files.pages
        found = {page: pages.get((self._key, self._number, page)) for page in wanted}
        missing = [page for page, data in found.items() if data is None]
        runs: list[list[int]] = []
        for page in missing:  # adjacent pages form one range
            if runs and runs[-1][-1] == page - 1:
                runs[-1].append(page)
            else:
                runs.append([page])
        ranges = [(run[0] * PAGE_BYTES, self._length(run[0], run[-1])) for run in runs]
        answers = self._files.ask(self._key, self._number, ranges) if ranges else []
        for run, data in zip(runs, answers, strict=True):
            for place, page in enumerate(run):
                found[page] = pages[self._key, self._number, page] = data[place * PAGE_BYTES : (place + 1) * PAGE_BYTES]
        return [data for data in found.values() if data is not None]

    def _length(self, first: int, last: int) -> int:
        return min((last + 1) * PAGE_BYTES, self._size) - first * PAGE_BYTES


_FILES: list[_RemoteFiles] = []
_HELD = ExitStack()


def bring_bytes(ask: AskBytes) -> None:
    """Tell this process how to get remote bytes; without it no remote layer can be opened."""
    _FILES[:] = [_RemoteFiles(ask)]
    _prefix.cache_clear()


@lru_cache(maxsize=1)
def _prefix() -> str:
    """The prefix of the file system of :data:`_FILES`, registered until the process ends."""
    name = f"{SOURCE_FOLDER}/0.tif"
    path: str = _HELD.enter_context(_opener_registration(name, _FILES[0]))
    return path.removesuffix(name)


def open_remote(file: Path, drivers: list[str]) -> DatasetReader:
    """Open a remote layer from the file that represents it.

    Raises:
        LayerNotReadable: this process cannot get its bytes, or the file is damaged.
        RasterioError: what it names is not a raster.
    """
    if not _FILES:
        raise LayerNotReadable(f"{file.name} lies on another machine and is read by reading processes alone.")
    key, source = _FILES[0].know(file)
    place = f"{_prefix()}{SOURCE_FOLDER}/"
    if not is_remote_mosaic(file):
        return DatasetReader(_UnparsedPath(f"{place}{key}-0.tif"), driver=drivers, sharing=False)
    vrt = source.vrt.replace(f">{SOURCE_FOLDER}/", f">{place}{key}-")
    return DatasetReader(_UnparsedPath(vrt), driver=[*drivers, "VRT"], sharing=False)
