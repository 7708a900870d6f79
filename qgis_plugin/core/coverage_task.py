"""How much of the asked ground is indexed already, found out without anybody waiting for it."""

from __future__ import annotations

from collections.abc import Sequence

from .client import Client
from .connection import Connection
from .errors import Refused
from .extent import Extent
from .layer_source import LayerSource
from .task import Task
from .translation import tr


class CoverageTask(Task):
    """Succeeds with the share that is indexed, 0-1, or None where that cannot be told."""

    def __init__(self, connection: Connection, source: LayerSource, extents: Sequence[Extent], model: str) -> None:
        super().__init__(tr("State of the index"))
        self.connection = connection
        self.source = source
        self.extents = extents
        self.model = model

    def work(self) -> float | None:
        """Ask for the file's layer; pictures are not sent for this."""
        if self.source.path is None or not self.connection.local:
            return None
        client = Client(self.connection, self.feedback)
        try:
            layer = client.add_path(str(self.source.path), self.source.title)
            shares = [
                max((one.coverage for one in found.indexes if not self.model or one.model == self.model), default=0.0)
                for found in (client.layer(layer.id, extent) for extent in (self.extents or (None,)))
            ]
        except Refused:
            return None
        return sum(shares) / len(shares)


def coverage_sentence(share: float | None) -> str:
    """What the user reads of it."""
    if share is None:
        return ""
    if share >= 0.999:
        return tr("Indexed: searches here take a moment")
    if share <= 0.001:
        return tr("Not indexed yet: the first search here takes longer")
    return tr("{percent} % indexed: the rest is indexed by the search", percent=round(100 * share))
