"""Which bytes of other machines a reading process may be brought: those of layers that are ours, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.errors import LayerNotReadable
from backend.imagery.reader_wire import NEED, printable_name
from backend.imagery.remote import RangeReader, RemoteSource, is_remote

_MOST_RANGES = 100_000


class RemoteReads:
    """Brings the bytes of remote layers whose files lie in one folder of ours."""

    def __init__(self, folder: Path, reader: RangeReader) -> None:
        """Args:
        folder: where our files of remote layers lie; what lies elsewhere names nothing.
        reader: who fetches, from listed hosts alone.
        """
        self.folder = folder.resolve()
        self._reader = reader

    def fetch(self, path: str, asked: Mapping[str, Any]) -> list[bytes]:
        """The bytes that a reading process asks for while it reads the layer ``path``.

        Raises:
            LayerNotReadable: the layer is none of ours, or the question makes no sense.
            SourceNotAllowed: its host is not, or no longer, listed.
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
