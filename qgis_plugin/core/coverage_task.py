"""How much of the requested area is already indexed, determined in the background."""

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
    """Indexed share, 0-1, None if unknown; ``drawn`` if QGIS has to send an image of a file."""

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
        super().__init__(tr("Index status"))
        self.connection = connection
        self.source = source
        self.extents = extents
        self.model = model
        self.window_m = window_m

    def work(self) -> Coverage:
        """Look the file's layer up; images are not sent for this."""
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
        """Coverage of the index that serves the next search: one with other window sizes does not."""
        sizes = self.window_m or layer.info.get("window_sizes_m") or ()
        fitting = [
            index.coverage
            for index in layer.indexes
            if (not self.model or index.model == self.model)
            and (not sizes or sorted(map(float, sizes)) == sorted(index.window_sizes_m))
        ]
        return max(fitting, default=0.0)


def coverage_sentence(coverage: Coverage, working: bool = False) -> str:
    """The sentence for the user; none about waiting while the server is already working."""
    share = coverage.share
    if coverage.drawn:
        return tr("The server cannot read this file: QGIS renders it and sends the image, which takes longer.")
    if share is None:
        return ""
    if share >= 0.999 and working:
        return ""
    if share >= 0.999:
        return tr("Indexed: searching here is fast")
    if share <= 0.001:
        return tr("Not indexed yet: the first search here takes longer")
    return tr("{percent} % indexed: a search indexes the rest", percent=round(100 * share))
