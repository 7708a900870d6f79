"""How much of the asked ground is indexed already, found out without anybody waiting for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .client import Client
from .connection import Connection
from .errors import Refused
from .extent import Extent
from .layer_source import LayerSource
from .replies import NamedLayer
from .task import Task
from .translation import tr


@dataclass(frozen=True)
class Coverage:
    """How much is indexed, 0-1, None where that cannot be told; ``drawn`` if QGIS has to send a picture of a file."""

    share: float | None = None
    drawn: bool = False


class CoverageTask(Task):
    """Succeeds with a :class:`Coverage`."""

    def __init__(
        self,
        connection: Connection,
        source: LayerSource,
        extents: Sequence[Extent],
        model: str,
        window_m: Sequence[float] = (),
    ) -> None:
        """``window_m``: the sizes that the next search compares; those that suit the layer if empty."""
        super().__init__(tr("State of the index"))
        self.connection = connection
        self.source = source
        self.extents = extents
        self.model = model
        self.window_m = window_m

    def work(self) -> Coverage:
        """Ask for the file's layer; pictures are not sent for this."""
        if self.source.path is None or not self.connection.local:
            return Coverage()
        client = Client(self.connection, self.feedback)
        try:
            layer = client.add_path(str(self.source.path), self.source.title)
            shares = [self._share(client.layer(layer.id, extent)) for extent in (self.extents or (None,))]
        except Refused:
            return Coverage(drawn=True)
        return Coverage(sum(shares) / len(shares))

    def _share(self, layer: NamedLayer) -> float:
        """Of the index that answers the next search: one of windows of other sizes does not."""
        sizes = self.window_m or layer.info.get("window_sizes_m") or ()
        fitting = [
            one.coverage
            for one in layer.indexes
            if (not self.model or one.model == self.model)
            and (not sizes or sorted(map(float, sizes)) == sorted(one.window_sizes_m))
        ]
        return max(fitting, default=0.0)


def coverage_sentence(coverage: Coverage, working: bool = False) -> str:
    """What the user reads of it; while the server works for him, not that there is nothing to wait for."""
    share = coverage.share
    if coverage.drawn:
        return tr("The server may not read this file: QGIS draws it and sends the picture, which takes longer.")
    if share is None:
        return ""
    if share >= 0.999 and working:
        return ""
    if share >= 0.999:
        return tr("Indexed: searches here take a moment")
    if share <= 0.001:
        return tr("Not indexed yet: the first search here takes longer")
    return tr("{percent} % indexed: the rest is indexed by the search", percent=round(100 * share))
