"""Remote layers: a small file of ours says where the pixels are, and represents the layer everywhere.

Only :mod:`backend.layers.remote_layers` writes such files, into a folder of our own; one found elsewhere is ignored.
What it names is fetched by :mod:`backend.imagery.range_fetcher`, never by GDAL.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from backend.errors import LayerNotReadable

SUFFIX = ".remote"
MOSAIC_SUFFIX = ".mosaic.remote"
SOURCE_FOLDER = "terralex-remote"
"""The folder of a mosaic's VRT sources; the first member is ``0.tif``."""
_FORMAT = 1

Range = tuple[int, int]
"""First byte and number of bytes."""


@dataclass(frozen=True)
class RemoteFile:
    """One remote file.

    Attributes:
        url: ``https://``, ``http://`` or ``s3://bucket/key``.
        size: bytes.
        stamp: its ETag or modification time, which changes when the file does.
    """

    url: str
    size: int
    stamp: str


@dataclass(frozen=True)
class RemoteSource:
    """What a remote layer consists of.

    Attributes:
        members: one file, or those of a mosaic.
        vrt: the VRT of a mosaic over its members in :data:`SOURCE_FOLDER`; empty for a single file.
        address: the address that was given, of a raster or of a STAC document.
    """

    members: tuple[RemoteFile, ...]
    vrt: str = ""
    address: str = ""

    def to_text(self) -> str:
        """As it is stored."""
        return json.dumps({"terralex_remote": _FORMAT, **asdict(self)}, indent=1)

    @classmethod
    def read(cls, file: Path) -> Self:
        """The inverse of :meth:`to_text`.

        Raises:
            LayerNotReadable: the file is missing, damaged or from another version.
        """
        try:
            data: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            if data["terralex_remote"] != _FORMAT:
                raise ValueError(data["terralex_remote"])
            return cls(tuple(RemoteFile(**member) for member in data["members"]), str(data["vrt"]), data["address"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LayerNotReadable(f"{file.name} does not say where its pixels lie: name the address again.") from error


class RangeReader(Protocol):
    """What fetches bytes of remote files."""

    def fetch(self, file: RemoteFile, ranges: Sequence[Range]) -> list[bytes]:
        """The bytes of each range, in their order; see :class:`backend.imagery.range_fetcher.RangeFetcher`."""


def is_remote(file: Path) -> bool:
    """Whether the name says that the layer is remote."""
    return file.name.endswith(SUFFIX)


def is_remote_mosaic(file: Path) -> bool:
    """Whether it consists of several remote files."""
    return file.name.endswith(MOSAIC_SUFFIX)


def place_of(file: Path) -> str:
    """Where a layer is, for its user: the path of its file, or its address without possible secrets."""
    if not is_remote(file):
        return str(file)
    try:
        address, hash_sign, asset = RemoteSource.read(file).address.partition("#")
    except LayerNotReadable:
        return str(file)
    return f"{address.partition('?')[0]}{hash_sign}{asset}"
