"""Which remote bytes a reading process may get: those of registered layers, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.errors import LayerNotReadable
from backend.imagery.reader_wire import NEED, printable_name
from backend.imagery.remote import RangeReader, RemoteSource, is_remote

_MOST_RANGES = 100_000


class RemoteReads:
    """Fetches the bytes of remote layers whose files are in one folder of ours."""

    def __init__(self, folder: Path, reader: RangeReader) -> None:
        """Args:
        folder: the folder of the files that represent remote layers; files elsewhere are refused.
        reader: fetches, only from allowed hosts.
        """
        self.folder = folder.resolve()
        self._reader = reader

    def fetch(self, path: str, asked: Mapping[str, Any]) -> list[bytes]:
        """The bytes that a reading process requests while it reads the layer ``path``.

        Raises:
            LayerNotReadable: the layer is not registered, or the request is malformed.
            SourceNotAllowed: its host is not, or no longer, allowed.
        """
        file = Path(path)
        try:
            ranges = [(int(start), int(count)) for start, count in asked[NEED]]
            if not (is_remote(file) and file.is_relative_to(self.folder) and asked["path"] == path):
                raise ValueError(path)
            member = RemoteSource.read(file).members[int(asked["member"])]
            if len(ranges) > _MOST_RANGES:
                raise ValueError(len(ranges))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise LayerNotReadable(f"{printable_name(path)} is no remote layer: name its address again.") from error
        return self._reader.fetch(member, ranges)
