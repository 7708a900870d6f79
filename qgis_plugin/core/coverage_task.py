"""How much of the requested area is already indexed, determined in the background."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .client import Client
from .connection import Connection
from .errors import Refused
from .extent import Extent
from .layer_source import LayerSource
from .replies import NamedLayer
from .task import Task
from .translation import localised, tr

OUTSIDE_ITS_FOLDERS = 404
"""What the server answers of a file that it may not read, as if it were not there."""


@dataclass(frozen=True)
class Coverage:
    """How much of a layer is ready.

    Attributes:
        share: that is indexed, 0-1; None where that cannot be told.
        drawn_m: metres along a pixel of the picture that QGIS has to send; None if it need not, or that is unknown.
        file: whether what is drawn is a file, which the server could read by itself if it were let.
        folder: which the server would have to be let read; None if that would not help.
    """

    share: float | None = None
    drawn_m: float | None = None
    file: bool = False
    folder: Path | None = None


class CoverageTask(Task):
    """Succeeds with a :class:`Coverage`."""

    def __init__(
        self,
        connection: Connection,
        source: LayerSource,
        extents: Sequence[Extent],
        model: str,
        window_m: Sequence[float] = (),
        drawn_m: float | None = None,
        text: str = "",
    ) -> None:
        """What the next search would do.

        Args:
            connection: to the server.
            source: the layer.
            extents: where; all of the layer if empty.
            model: its id; the server's own if empty.
            window_m: sizes that are compared; those that suit the words and the layer if empty.
            drawn_m: metres along a pixel if the layer has to be drawn.
            text: words that are searched for.
        """
        super().__init__(tr("Index status"))
        self.connection = connection
        self.source = source
        self.extents = extents
        self.model = model
        self.window_m = window_m
        self.drawn_m = drawn_m
        self.text = text

    def work(self) -> Coverage:
        """Look the file's layer up; images are not sent for this."""
        path = self.source.path
        if path is None or not self.connection.local:
            # All of a file is sent as it is.
            return Coverage(drawn_m=self.drawn_m if path is None or self.extents else None)
        client = Client(self.connection, self.feedback)
        try:
            layer = client.add_path(str(path), self.source.title)
            shares = [self._share(client.layer(layer.id, extent, self.text)) for extent in (self.extents or (None,))]
        except Refused as error:
            folder = path.parent if error.status == OUTSIDE_ITS_FOLDERS else None
            return Coverage(drawn_m=self.drawn_m, file=True, folder=folder)
        return Coverage(sum(shares) / len(shares))

    def _share(self, layer: NamedLayer) -> float:
        """Coverage of the index that serves the next search: one with other window sizes does not."""
        sizes = self.window_m or layer.search_sizes_m or layer.info.get("window_sizes_m") or ()
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
    if coverage.drawn_m is not None:
        metres = _metres(coverage.drawn_m)
        if coverage.file:
            return tr(
                "The server cannot read this file: QGIS renders it at {metres} m per pixel and sends the image.",
                metres=metres,
            )
        return tr("QGIS renders this layer at {metres} m per pixel and sends the image.", metres=metres)
    if share is None:
        return ""
    if share >= 0.999 and working:
        return ""
    if share >= 0.999:
        return tr("Indexed: searching here is fast")
    if share <= 0.001:
        return tr("Not indexed yet: the first search here takes longer")
    return tr("{percent} % indexed: a search indexes the rest", percent=round(100 * share))


def _metres(metres: float) -> str:
    """Two digits that mean something."""
    return localised(metres, max(0, 1 - math.floor(math.log10(metres))))
