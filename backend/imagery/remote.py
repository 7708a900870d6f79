"""Layers whose pixels lie on other machines: a small file of ours says where, and stands for the layer everywhere.

Such a file is written by :mod:`backend.layers.remote_layers` alone, into a folder of our own; one that lies elsewhere
is not believed. What it names is fetched by :mod:`backend.imagery.range_fetcher`, never by GDAL.
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
"""The folder in which the VRT of a mosaic finds its sources, ``0.tif`` being the first member."""
_FORMAT = 1

Range = tuple[int, int]
"""First byte and number of bytes."""


@dataclass(frozen=True)
class RemoteFile:
    """One file on another machine.

    Attributes:
        url: ``https://``, ``http://`` or ``s3://bucket/key``.
        size: bytes.
        stamp: what changes when the file does: its ETag, or its time.
    """

    url: str
    size: int
    stamp: str


@dataclass(frozen=True)
class RemoteSource:
    """What a layer on other machines is made of.

    Attributes:
        members: one file, or those of a mosaic.
        vrt: of a mosaic, the VRT over its members in :data:`SOURCE_FOLDER`; empty for one file.
        address: what was named, of a raster or of a STAC document.
    """

    members: tuple[RemoteFile, ...]
    vrt: str = ""
    address: str = ""

    def to_text(self) -> str:
        """As it is kept."""
        return json.dumps({"terralex_remote": _FORMAT, **asdict(self)}, indent=1)

    @classmethod
    def read(cls, file: Path) -> Self:
        """Back from :meth:`to_text`.

        Raises:
            LayerNotReadable: the file is missing, damaged or of another version.
        """
        try:
            data: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            if data["terralex_remote"] != _FORMAT:
                raise ValueError(data["terralex_remote"])
            return cls(tuple(RemoteFile(**member) for member in data["members"]), str(data["vrt"]), data["address"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LayerNotReadable(f"{file.name} does not say where its pixels lie: name the address again.") from error


class RangeReader(Protocol):
    """What brings bytes of remote files."""

    def fetch(self, file: RemoteFile, ranges: Sequence[Range]) -> list[bytes]:
        """The bytes of each range, in their order; see :class:`backend.imagery.range_fetcher.RangeFetcher`."""


def is_remote(file: Path) -> bool:
    """Does its name say that the pixels lie elsewhere?"""
    return file.name.endswith(SUFFIX)


def is_remote_mosaic(file: Path) -> bool:
    """Is it made of several remote files?"""
    return file.name.endswith(MOSAIC_SUFFIX)


def place_of(file: Path) -> str:
    """Where a layer lies, for its user: the path of its file, or its address without what may be secret in it."""
    if not is_remote(file):
        return str(file)
    try:
        address, hash_sign, asset = RemoteSource.read(file).address.partition("#")
    except LayerNotReadable:
        return str(file)
    return f"{address.partition('?')[0]}{hash_sign}{asset}"
