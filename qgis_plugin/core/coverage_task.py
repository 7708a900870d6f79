"""How much of the asked ground is indexed already, found out without anybody waiting for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .client import Client
from .connection import Connection
from .errors import Refused
from .extent import Extent
from .layer_source import LayerSource
from .task import Task
from .translation import tr


@dataclass(frozen=True)
class Coverage:
    """How much is indexed, 0-1, None where that cannot be told; ``drawn`` if QGIS has to send a picture of a file."""

    share: float | None = None
    drawn: bool = False


class CoverageTask(Task):
    """Succeeds with a :class:`Coverage`."""

    def __init__(self, connection: Connection, source: LayerSource, extents: Sequence[Extent], model: str) -> None:
        super().__init__(tr("State of the index"))
        self.connection = connection
        self.source = source
        self.extents = extents
        self.model = model

    def work(self) -> Coverage:
        """Ask for the file's layer; pictures are not sent for this."""
        if self.source.path is None or not self.connection.local:
            return Coverage()
        client = Client(self.connection, self.feedback)
        try:
            layer = client.add_path(str(self.source.path), self.source.title)
            shares = [
                max((one.coverage for one in found.indexes if not self.model or one.model == self.model), default=0.0)
                for found in (client.layer(layer.id, extent) for extent in (self.extents or (None,)))
            ]
        except Refused:
            return Coverage(drawn=True)
        return Coverage(sum(shares) / len(shares))


def coverage_sentence(coverage: Coverage) -> str:
    """What the user reads of it."""
    share = coverage.share
    if coverage.drawn:
        return tr("The server may not read this file: QGIS draws it and sends the picture, which takes longer.")
    if share is None:
        return ""
    if share >= 0.999:
        return tr("Indexed: searches here take a moment")
    if share <= 0.001:
        return tr("Not indexed yet: the first search here takes longer")
    return tr("{percent} % indexed: the rest is indexed by the search", percent=round(100 * share))
