"""Heat maps for the words of a search, as rasters beside the results; off the main thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import results
from .client import Client
from .connection import Connection
from .errors import BadInput
from .extent import Extent
from .layer_upload import name_layer
from .paths import resource_path
from .replies import href
from .runs import run_each, sending
from .search_request import SearchRequest
from .task import Task
from .translation import tr


@dataclass(frozen=True)
class HeatMaps:
    """One raster per extent of the request."""

    request: SearchRequest
    rasters: tuple[Path, ...]


class HeatMapTask(Task):
    """Succeeds with :class:`HeatMaps`."""

    def __init__(self, connection: Connection, request: SearchRequest, file: Path, max_pixels: int) -> None:
        """``file`` is where results go.

        Raises:
            BadInput: there are no words.
        """
        self.check(request)
        super().__init__(tr("Heat map: {what}", what=request.title))
        self.connection = connection
        self.request = request
        self.file = file
        self.max_pixels = max_pixels

    @staticmethod
    def check(request: SearchRequest) -> None:
        """Reject a request without words; raises BadInput."""
        if not request.words:
            raise BadInput(tr("A heat map needs words: type what to look for."))

    def work(self) -> HeatMaps:
        """Register the layer, compute, download."""
        request, client = self.request, Client(self.connection, self.feedback)
        results.check_writable(self.file)
        style = resource_path("styles", "heat_map.qml").read_bytes()

        told = sending(self.say)
        named = name_layer(client, request.source, request.extents, request.ground_m, self.max_pixels, told)
        asked = [self._inputs(layer_id, extent) for layer_id, extent in named]
        rasters = []
        for outputs in run_each(client, "heatmap", asked, self.say):
            content = client.download(href(outputs, "raster"))
            rasters.append(results.keep_raster(self.file, content, f"heat {request.title}", style, b""))
        return HeatMaps(request, tuple(rasters))

    def _inputs(self, layer_id: str, extent: Extent | None) -> dict[str, Any]:
        request = self.request
        return {
            "layer": layer_id,
            "model": request.model or None,
            "window_m": list(request.window_m) or None,
            "extent": None if extent is None else dict(extent.to_json()),
            **request.asked(),
            "unwanted": list(request.unwanted),
        }
